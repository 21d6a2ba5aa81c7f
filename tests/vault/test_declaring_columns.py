import pytest
from django.core import checks
from django.db import models
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from tests.vault.shelf import Person
from vault.fields import SealedModel, SealedTextField


def problems(model: type[models.Model]) -> set[str]:
    return {message.id for message in model.check() if isinstance(message, checks.Error)}


def test_a_sealed_column_says_what_it_is_and_whose_key_seals_it():
    assert problems(Person) == set()
    with isolate_apps("vault"):

        class Wrong(models.Model):
            secret = SealedTextField()
            other_sealed = SealedTextField(compartment="case", compartment_from="code")

            class Meta:
                app_label = "vault"

        class Right(SealedModel):
            partner_id = models.UUIDField()
            secret_sealed = SealedTextField(compartment="case")

            class Meta:
                app_label = "vault"

        assert problems(Wrong) == {"vault.E001", "vault.E002", "vault.E003"}
        assert problems(Right) == set()


def test_an_unknown_compartment_is_refused():
    with pytest.raises(ValueError, match="attic"):
        SealedTextField(compartment="attic")


def test_migrations_carry_the_column():
    field = Person._meta.get_field("surname_sealed")
    name, path, args, kwargs = field.deconstruct()
    assert (name, path, args) == ("surname_sealed", "vault.fields.SealedTextField", [])
    assert kwargs == {"compartment": "identity"}
    text, imports = MigrationWriter.serialize(field)
    assert text == "vault.fields.SealedTextField(compartment='identity')"
    assert imports == {"import vault.fields"}


def test_historical_models_keep_the_ciphertext(maria):
    state = ProjectState()
    state.add_model(ModelState.from_model(Person))
    historical = state.apps.get_model("vault", "Person")
    found = historical.objects.get(id=maria.id)
    assert found.surname_sealed == maria.surname_sealed
    found.save()
    assert Person.objects.get(id=maria.id).surname == "Quispe"
