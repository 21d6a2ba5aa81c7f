"""What can go wrong while the trail is written."""


class TrailNotWritten(Exception):
    """The entry could not be stored: the deed it belongs to must not happen."""
