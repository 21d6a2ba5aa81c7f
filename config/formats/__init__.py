"""How Bolivia writes numbers and days, in both languages: Django ships no es_BO."""
