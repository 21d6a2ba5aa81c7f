"""Commands of the erasure app."""
