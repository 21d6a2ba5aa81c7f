"""Who did what to which record: written once, never changed."""
