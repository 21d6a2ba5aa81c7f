"""Keeps personal data unreadable at rest: knows bytes and keys, not cases."""
