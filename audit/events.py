"""What the trail can say happened, and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The kind of a trail entry; the first three are changes of rows, seen by django-auditlog."""

    CREATED = "created", _("Creación")
    CHANGED = "changed", _("Cambio")
    DELETED = "deleted", _("Eliminación")
    READ = "read", _("Lectura")
    LISTED = "listed", _("Listado")
    REVEALED = "revealed", _("Dato oculto mostrado")
    SEARCHED = "searched", _("Búsqueda")
    EXPORTED = "exported", _("Exportación")
    PRINTED = "printed", _("Impresión")
    REFUSED = "refused", _("Acceso rechazado")
    DEED = "deed", _("Acción")
    SIGNED_IN = "signed_in", _("Ingreso")
    SIGN_IN_FAILED = "sign_in_failed", _("Ingreso fallido")
    SIGNED_OUT = "signed_out", _("Salida")
    QUICK_EXIT = "quick_exit", _("Salida rápida")
    LOCKED_OUT = "locked_out", _("Bloqueo por intentos")
    GRANTED = "granted", _("Permiso concedido")
    GRANT_ENDED = "grant_ended", _("Permiso terminado")
    KEYS_OPENED = "keys_opened", _("Apertura de llaves")
    NOTICE_SENT = "notice_sent", _("Aviso enviado")


class Outcome(models.TextChoices):
    """How it ended."""

    DONE = "done", _("Hecho")
    REFUSED = "refused", _("Rechazado")
    FAILED = "failed", _("Fallido")
