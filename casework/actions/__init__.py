"""The deeds done on cases, a noun a module: each is atomic and leaves one entry on the trail."""
