"""Slots: the ways to come by a root key, each with parameters that cannot be changed unnoticed."""

from vault.slots.slot import Means, Slot

__all__ = ["Means", "Slot"]
