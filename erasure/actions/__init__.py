"""The deeds of erasure: each is atomic and leaves one entry on the trail."""
