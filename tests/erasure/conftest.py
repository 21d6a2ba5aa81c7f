"""Asking for an erasure, and deciding it."""

from pathlib import Path
from shutil import copy

import pytest

from casework.models import Case
from erasure.actions.asking import approve_erasure, ask_erasure
from erasure.extents import Extent, Wish
from erasure.models import Erasure, LegalHold
from tests.plugins.cases import working_as

WORDS = "Pidió que no quede nada"


def ask(case, member, extent=Extent.EVERYTHING, wish=Wish.HERS) -> Erasure:
    with working_as(member) as staff:
        return ask_erasure(
            Case.objects.get(pk=case.pk), extent=extent, wish=wish, words=WORDS, by=staff
        )


def approve(asked, member) -> None:
    with working_as(member) as staff:
        approve_erasure(Erasure.objects.get(pk=asked.pk), by=staff)


@pytest.fixture
def house(house):
    """The house before anybody asked for an erasure or held a case."""
    Erasure.objects.all().delete()
    LegalHold.objects.all().delete()
    return house


@pytest.fixture
def erased(house):
    """Norte's survivor, erased: the counselor asked, the supervisor approved."""
    asked = ask(house.norte.case, house.norte["counselor"])
    approve(asked, house.norte["supervisor"])
    return Erasure.objects.get(pk=asked.pk)


@pytest.fixture
def own_keyring(house, settings, tmp_path):
    """The keyring that the house stands under, to be changed by one test alone."""
    settings.KEYRING_PATH = Path(copy(settings.KEYRING_PATH, tmp_path / "keyring.json"))
    return settings.KEYRING_PATH
