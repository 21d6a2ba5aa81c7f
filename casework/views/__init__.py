"""The pages of casework: the door, the form, the deed, the answer; split by noun."""
