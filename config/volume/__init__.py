"""Invented cases in bulk, sealed, keyed and recorded as real ones are, for measuring."""
