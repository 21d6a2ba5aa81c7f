"""The deeds of a referral and of the directory, one verb each."""
