"""Erasures, what holds them up, the rules that bring them, and what is left to count."""

from erasure.models.erased_case import ErasedCase
from erasure.models.erasure import Erasure
from erasure.models.hold import LegalHold
from erasure.models.rule import RetentionRule

__all__ = ["ErasedCase", "Erasure", "LegalHold", "RetentionRule"]
