"""Registers the app with Django, and what it adds to Hoy."""

from django.apps import AppConfig


class ErasureConfig(AppConfig):
    """The erasure app."""

    name = "erasure"
    verbose_name = "Borrado de datos"

    def ready(self) -> None:
        """Bring to Hoy what waits to be decided, and watch the list of erasures."""
        from casework.due import register_source  # noqa: PLC0415  models are loaded only now
        from erasure import checks  # noqa: F401, PLC0415  registers itself
        from erasure.due import erasures_ahead, erasures_to_decide  # noqa: PLC0415

        register_source(erasures_to_decide)
        register_source(erasures_ahead)
