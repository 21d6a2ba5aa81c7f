"""The tables of the trail: entries, the tripwire beside them, and used submission keys."""

from audit.models.entry import TrailEntry
from audit.models.submission import Submission
from audit.models.tripwire import TripwireRow

__all__ = ["Submission", "TrailEntry", "TripwireRow"]
