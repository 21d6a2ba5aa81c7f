"""The compartments that a survivor's data is kept in, each under a key of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Compartment(models.TextChoices):
    """What a key opens. Its owner is the row the data belongs to.

    The owner of IDENTITY is the survivor; of CASE, LEGAL and PSYCHOLOGICAL the case; of INTAKE
    the intake; of LISTING the partner: masked names and search values of all its survivors.
    """

    IDENTITY = "identity", _("Identidad")
    CASE = "case", _("Caso")
    LEGAL = "legal", _("Legal")
    PSYCHOLOGICAL = "psychological", _("Psicológico")
    INTAKE = "intake", _("Recepción")
    LISTING = "listing", _("Listado")
