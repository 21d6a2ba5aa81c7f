"""Models with sealed columns that exist in these tests only, in a registry of their own."""

from django.db import models
from django.test.utils import isolate_apps

from vault.compartments import Compartment
from vault.fields import (
    SealedDateField,
    SealedIntegerField,
    SealedJSONField,
    SealedModel,
    SealedTextField,
)
from vault.ids import new_id

with isolate_apps("vault"):

    class Person(SealedModel):
        """Owns its identity compartment."""

        id = models.UUIDField(primary_key=True, default=new_id, editable=False)
        partner_id = models.UUIDField()
        code = models.CharField(max_length=20, default="")
        given_names_sealed = SealedTextField(compartment=Compartment.IDENTITY)
        surname_sealed = SealedTextField(compartment=Compartment.IDENTITY)
        answers_sealed = SealedJSONField(compartment=Compartment.IDENTITY)
        born_on_sealed = SealedDateField(compartment=Compartment.IDENTITY)
        children_sealed = SealedIntegerField(compartment=Compartment.IDENTITY)
        search_value_sealed = SealedTextField(compartment=Compartment.IDENTITY)

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return f"person {self.id}"

    class Note(SealedModel):
        """Belongs to a person's compartment, and names that compartment itself."""

        sealed_owner = "person_id"

        id = models.UUIDField(primary_key=True, default=new_id, editable=False)
        partner_id = models.UUIDField()
        person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
        compartment = models.CharField(max_length=20)
        text_sealed = SealedTextField(compartment_from="compartment")

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return f"note {self.id}"

    class Listing(SealedModel):
        """Kept in the partner's own compartment."""

        sealed_owner = "partner_id"

        id = models.UUIDField(primary_key=True, default=new_id, editable=False)
        partner_id = models.UUIDField()
        search_value_sealed = SealedTextField(compartment=Compartment.LISTING)

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return f"listing {self.id}"

    class Bookmark(models.Model):
        """A plain model that reaches a sealed one through a relation."""

        person = models.ForeignKey(Person, on_delete=models.CASCADE)

        class Meta:
            app_label = "vault"


SHELF = (Person, Note, Listing, Bookmark)
