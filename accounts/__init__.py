"""Partners, staff, and what a role lets somebody do."""
