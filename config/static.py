"""Static files under names that carry their own hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Hashed, compressed files once they are collected; plain names before (tests, first checks).

    After collecting, a file that the list does not know is an error, not a guess.
    """

    def stored_name(self, name: str) -> str:
        """The name under which the file is served."""
        return str(super().stored_name(name)) if self.hashed_files else name
