"""The refusals a referral can end in: each carries the sentence shown to the person."""

from django.utils.translation import gettext_lazy as _

from casework.errors import CaseworkError


class ConsentDoesNotCover(CaseworkError):
    """No live consent covers this kind of recipient, or one of the chosen facts.

    ``missing`` lists the labels of what is not covered.
    """

    message = _("Su consentimiento no cubre esta derivación.")

    def __init__(self, missing: list[str]) -> None:
        super().__init__()
        self.missing = missing


class InstitutionNotStanding(CaseworkError):
    """The office's institution no longer exists, or does not yet."""

    message = _("Esa institución ya no existe o aún no funciona. Elija otra oficina.")


class StepNotPossible(CaseworkError):
    """The referral cannot come to that state from where it stands."""

    message = _("La derivación no puede pasar a ese estado desde donde está.")


class ReferralRevoked(CaseworkError):
    """The referral was revoked: nothing of it goes out again."""

    message = _("La derivación fue revocada: su carta ya no se imprime.")


class NothingChosen(CaseworkError):
    """A referral needs at least one fact."""

    message = _("Elija al menos un dato para compartir.")
