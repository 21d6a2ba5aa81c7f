"""What people fill in to have something erased, or kept."""
