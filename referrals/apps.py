"""Registers the app with Django, and what it adds to Hoy and to the timeline."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """The referrals app."""

    name = "referrals"
    verbose_name = "Derivaciones"

    def ready(self) -> None:
        """Bring silence to Hoy and steps to the timeline."""
        from casework.due import register_source as bring_to_today  # noqa: PLC0415
        from casework.timeline import register_source as bring_to_timeline  # noqa: PLC0415
        from referrals.due import referral_steps, silent_referrals  # noqa: PLC0415

        bring_to_today(silent_referrals)
        bring_to_timeline(referral_steps)
