"""Measures what the house promises about speed and weight, as ratios in one run."""
