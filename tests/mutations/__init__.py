"""Deliberate faults, each of which a test must notice."""
