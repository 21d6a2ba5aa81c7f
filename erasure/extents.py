"""How much is erased: everything of a survivor, or one part of one case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Extent(models.TextChoices):
    """What goes. ``EVERYTHING`` is all of her, in all her cases; each other one is of one case."""

    EVERYTHING = "everything", _("Todo lo de ella")
    NARRATIVE = "narrative", _("Solo el relato de lo ocurrido")
    SAFE_CONTACT = "safe_contact", _("Solo el contacto seguro")
    SOCIAL_NOTES = "social_notes", _("Solo las notas sociales")
    PSYCHOLOGICAL_NOTES = "psychological_notes", _("Solo las notas psicológicas")
    LEGAL_NOTES = "legal_notes", _("Solo las notas legales")


class Wish(models.TextChoices):
    """Whose wish it is."""

    HERS = "hers", _("Ella lo pidió")
    ORDER = "order", _("Lo manda una autoridad")
    RETENTION = "retention", _("Se cumplió el plazo de conservación")
