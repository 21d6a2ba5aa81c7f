"""What templates need of the trail."""
