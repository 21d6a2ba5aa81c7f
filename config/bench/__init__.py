"""Measures what the house promises about speed, as ratios in one run."""
