"""The survivor: who she is, sealed, and what lists and searches may know of her."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from vault.compartments import Compartment
from vault.fields import (
    SealedDateField,
    SealedIntegerField,
    SealedJSONField,
    SealedModel,
    SealedTextField,
)
from vault.ids import new_id


def years_between(born: date, day: date) -> int:
    """How many birthdays have passed by that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Survivor(SealedModel):
    """A woman in situation of violence, as one partner knows her.

    Only what the work must query stands in clear: municipality, sex and age band, as codes of
    the catalogues. ``profile`` is a JSON object of coded answers (education, languages,
    self-identification, disability …) that together would point at one person. While
    ``restricted_at`` is set, all her cases are restricted, and so is the key of her identity.
    """

    sealed_owner: ClassVar[str] = "id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    municipality = models.CharField(max_length=6, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    given_names_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    first_surname_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    second_surname_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    chosen_name_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    identity_document_sealed = SealedJSONField(compartment=Compartment.IDENTITY)
    birth_date_sealed = SealedDateField(compartment=Compartment.IDENTITY)
    age_sealed = SealedIntegerField(compartment=Compartment.IDENTITY)
    age_known_on = models.DateField(null=True, blank=True)
    zone_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    profile_sealed = SealedJSONField(compartment=Compartment.IDENTITY)
    restricted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("sobreviviente")
        verbose_name_plural = _("sobrevivientes")

    def __str__(self) -> str:
        return f"survivor {self.id}"

    @property
    def trail_subject_id(self) -> UUID:
        """Her own id: identity is read and changed under it."""
        return self.id

    @property
    def full_name(self) -> str:
        """Given names and surnames, as her card would say; the chosen name when nothing else."""
        parts = (self.given_names, self.first_surname, self.second_surname)
        return " ".join(part for part in parts if part) or self.chosen_name

    def age_on(self, day: date) -> int | None:
        """Whole years on that day, from birth date or from the age she gave; None if unknown."""
        born = self.birth_date
        if born is not None:
            return years_between(born, day)
        if self.age is None or self.age_known_on is None:
            return self.age
        return self.age + (day - self.age_known_on).days // 365


class Listing(SealedModel):
    """What lists, searches and the look for duplicates need of a survivor, and no more.

    Sealed with the partner's listing key, so that a list of cases opens no identity. The digests
    are keyed and cut to eight bits: several people share each, equality is confirmed after
    opening the candidates.
    """

    sealed_owner: ClassVar[str] = "partner_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    survivor = models.OneToOneField(Survivor, on_delete=models.CASCADE, related_name="listing")
    masked_name_sealed = SealedTextField(compartment=Compartment.LISTING)
    search_value_sealed = SealedTextField(compartment=Compartment.LISTING)
    card_digest = models.PositiveSmallIntegerField(null=True, blank=True)
    phone_digest = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "card_digest"], name="listing_by_card_digest"),
            models.Index(fields=["partner", "phone_digest"], name="listing_by_phone_digest"),
        ]
        verbose_name = _("ficha de búsqueda")
        verbose_name_plural = _("fichas de búsqueda")

    def __str__(self) -> str:
        return f"listing {self.id}"

    @property
    def trail_subject_id(self) -> UUID:
        """The survivor it lists."""
        return self.survivor_id


class Dependant(SealedModel):
    """A child or other person in the survivor's care."""

    sealed_owner: ClassVar[str] = "survivor_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    survivor = models.ForeignKey(Survivor, on_delete=models.CASCADE, related_name="dependants")
    relation = models.CharField(max_length=60, blank=True)
    name_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    age_sealed = SealedIntegerField(compartment=Compartment.IDENTITY)
    lives_with_her = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("persona a su cargo")
        verbose_name_plural = _("personas a su cargo")

    def __str__(self) -> str:
        return f"dependant {self.id}"

    @property
    def trail_subject_id(self) -> UUID:
        """The survivor who cares for this person."""
        return self.survivor_id
