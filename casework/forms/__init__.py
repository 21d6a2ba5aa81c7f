"""What people type, read strictly and answered kindly: forms split by the noun they are about."""
