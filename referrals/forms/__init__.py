"""What people type about referrals and the directory."""
