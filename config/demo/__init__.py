"""A fictitious network to look around in: invented people, plausible places, no real person."""
