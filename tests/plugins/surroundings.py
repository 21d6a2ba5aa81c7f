"""What is around every test: mail in memory, a queue that does things at once, cheap passwords."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from config.celery import app as celery_app


@pytest.fixture(scope="session")
def keyring_of_the_tests(tmp_path_factory) -> Path:
    """Where the tests' root key lies: never in the data folder of whoever runs them."""
    return tmp_path_factory.mktemp("keyring") / "keyring.json"


def calm(keyring: Path, place: Path) -> dict[str, Any]:
    """The settings of the tests; ``place`` is whose cache it is.

    The store of files is one for all: what a house was furnished with is found by each test.
    """
    return {
        "KEYRING_PATH": keyring,
        "ERASURES_PATH": place / "erasures" / "erasures.jsonl",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": str(place),
            }
        },
        "PASSWORD_HASHERS": ["tests.plugins.hasher.QuickArgon2"],
        "SECOND_FACTOR_REQUIRED": False,
        "SCRATCH_DIR": place,
        "STORAGES": {**django_settings.STORAGES, "default": folder(keyring.parent / "media")},
        "CONDUCT_REQUIRED": False,
    }


def folder(location: Path) -> dict[str, Any]:
    """A store of files in this folder."""
    backend = "django.core.files.storage.FileSystemStorage"
    return {"BACKEND": backend, "OPTIONS": {"location": location}}


@pytest.fixture(autouse=True)
def quiet_surroundings(settings, tmp_path, keyring_of_the_tests):
    """Mail is kept in memory, tasks run at once, no attempt of another test is remembered."""
    for name, value in calm(keyring_of_the_tests, tmp_path).items():
        setattr(settings, name, value)
    celery_app.conf.task_always_eager = True
    yield
    celery_app.conf.task_always_eager = False
