"""What the deeds of this app refuse, by name; the sentences are shown to the person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StaffError(Exception):
    """A deed on partners or staff that must not happen; ``sentence`` says why."""

    sentence: str | Promise = ""

    def __str__(self) -> str:
        return str(self.sentence)


class AlreadyMember(StaffError):
    """The person works in this partner already."""

    sentence = _("Esa persona ya está en la lista de su organización.")


class OwnMembership(StaffError):
    """Nobody changes her own role or suspends herself."""

    sentence = _("Nadie puede cambiar su propio rol ni suspenderse: pídalo a otra administradora.")


class LastAdministrator(StaffError):
    """A partner keeps at least one administrator who can work."""

    sentence = _("Su organización necesita al menos una administradora. Nombre antes a otra.")


class RoleOutOfPlace(StaffError):
    """A role of the network inside a partner, or a partner's role in the network."""

    sentence = _("Ese rol no existe en esta organización.")


class AlreadySuspended(StaffError):
    """Suspending twice: somebody else was faster."""

    sentence = _("Esa persona ya estaba suspendida.")


class NotSuspended(StaffError):
    """Reinstating somebody who is not suspended."""

    sentence = _("Esa persona no está suspendida.")


class WorksElsewhere(StaffError):
    """Resetting the second step of somebody who works in another partner too."""

    sentence = _(
        "Esa persona trabaja también en otra organización: "
        "pida el cambio a la administración técnica."
    )


class NoSecondFactor(StaffError):
    """Resetting a second step that was never set up."""

    sentence = _("Esa persona no tiene activo el segundo paso.")


class LinkUsed(StaffError):
    """A link that was good when the page opened and is not any more."""

    sentence = _("El enlace no es válido o ya venció.")


class InvitationNotOpen(StaffError):
    """A second invitation to somebody who has signed up or is suspended."""

    sentence = _("Esa persona ya eligió su contraseña o está suspendida: no necesita otro enlace.")
