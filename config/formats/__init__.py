"""How Bolivia writes numbers and days: Django ships no es_BO."""
