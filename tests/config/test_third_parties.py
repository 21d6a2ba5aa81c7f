"""Every package that is installed is named with its licence, and locked by its hash."""

import re

import pytest
from django.conf import settings

LOCKS = ["base", "dev"]


def locked(name):
    """(package, the lines of its hashes) of one lock."""
    text = (settings.BASE_DIR / "requirements" / f"{name}.txt").read_text()
    return re.findall(
        r"^([a-z0-9][a-z0-9.-]*)==\S+[^\n]*\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)*)",
        text,
        re.MULTILINE,
    )


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_by_its_hash(name):
    packages = locked(name)
    assert len(packages) > 20
    assert [package for package, hashes in packages if not hashes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_address(name):
    text = (settings.BASE_DIR / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"https?://|--find-links|--index|--extra", text)


def test_the_packages_of_production_stand_among_the_third_parties():
    text = (settings.BASE_DIR / "THIRD_PARTY.md").read_text()
    named = set(re.findall(r"^\| ([a-z0-9.-]+) \|", text, re.MULTILINE))
    assert {package for package, _ in locked("base")} == named - {"package"}


def test_the_places_of_bolivia_are_attributed():
    text = (settings.BASE_DIR / "THIRD_PARTY.md").read_text()
    assert "Lab TecnoSocial (2026)" in text
    assert "CC BY 4.0" in text
