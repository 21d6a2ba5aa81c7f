"""Pages of sign-in, of one's own account, and of the staff of one's own partner."""
