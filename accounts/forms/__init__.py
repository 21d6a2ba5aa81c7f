"""What people fill in: to sign in, about their own account, about the staff of their partner."""
