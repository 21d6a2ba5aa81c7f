"""What the house is compared with: a plain Django site of the same pages, in clear.

The same templates, the same columns, a partner filter by foreign key, Django's own session and
sign-in. No rights beyond it, no keys, no trail, none of the house's middleware.
"""
