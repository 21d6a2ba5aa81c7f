"""Files that people bring: received, looked into, cleaned, kept sealed and drawn; no rows here."""
