"""Management commands of referrals."""
