"""Commands of the casework app."""
