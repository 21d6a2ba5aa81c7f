"""A survivor's case, from first contact to closure: the heart of the house."""
