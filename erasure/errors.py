"""What the deeds of erasure refuse, by name; the sentences are shown to the person."""

from django.utils.translation import gettext_lazy as _

from casework.errors import CaseworkError


class HeldByLaw(CaseworkError):
    """A legal hold stands."""

    message = _("Una retención legal detiene los borrados de este caso. Primero debe terminar.")


class AskedAlready(CaseworkError):
    """The same erasure waits already."""

    message = _("Ese borrado ya está pedido o anunciado.")


class OwnRequest(CaseworkError):
    """Nobody decides what she asked for herself."""

    message = _("Usted lo pidió: tiene que decidirlo otra persona.")


class DecidedAlready(CaseworkError):
    """Somebody was faster, or a hold cancelled it."""

    message = _("Este pedido ya no está pendiente.")
