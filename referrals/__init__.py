"""Hands a survivor on to an institution, with consent and no more data than needed."""
