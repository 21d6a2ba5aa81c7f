"""Exchanges keys while people work: every value can be read at every moment, by everybody.

What is to be exchanged stands in the database (`vault.models.KeyRotation`, the ``retired_at`` of
keys, the key that each row names), so whoever goes on after a kill knows what is left to do.
"""

from vault.rotation.course import House, Rotated, Step, rotate
from vault.rotation.plan import plan, plan_all
from vault.rotation.work import Batch, Done, Workers

__all__ = ["Batch", "Done", "House", "Rotated", "Step", "Workers", "plan", "plan_all", "rotate"]
