"""Letters that go with a referral: Typst sets them, our words reach it only as data."""

from referrals.letters.letter import letter_pdf

__all__ = ["letter_pdf"]
