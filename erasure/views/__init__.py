"""The pages of erasure: the door, the form, the deed, the answer; split by noun."""
