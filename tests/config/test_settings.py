"""A house does not start on a setting that it cannot use, and says which one it was."""

import os
import runpy
import stat

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import keep_once

SETTINGS_FILE = settings.BASE_DIR / "config" / "settings.py"
SECRET = "s3cr3t-in-an-address"


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Reads the settings as a fresh process with just these variables would."""

    def start_with(**variables):
        for name in list(os.environ):
            if name.startswith(("AMPARO_", "DATABASE_URL", "REDIS_URL")):
                monkeypatch.delenv(name)
        monkeypatch.setenv("AMPARO_DATA_DIR", str(tmp_path / "data"))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS_FILE))

    return start_with


def test_a_house_without_any_setting_starts(start, tmp_path):
    started = start()
    assert started["DEBUG"] is False
    assert started["DEMO"] is False
    assert started["DATABASES"]["default"]["NAME"] == str(tmp_path / "data" / "amparo.sqlite3")
    assert started["CELERY_BROKER_URL"] == "filesystem://localhost"
    assert started["SECOND_FACTOR_REQUIRED"] is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMPARO_DEBUG", "maybe"),
        ("AMPARO_DEMO", "2"),
        ("AMPARO_TRUSTED_PROXIES", "many"),
        ("AMPARO_TRUSTED_PROXIES", "9"),
        ("AMPARO_SITE_URL", "agenda.example"),
        ("AMPARO_SITE_URL", "https://"),
        ("AMPARO_ALLOWED_HOSTS", "*"),
        ("AMPARO_ALLOWED_HOSTS", " , "),
        ("AMPARO_SECRET_KEY", "short"),
        ("AMPARO_SECRET_KEY_FILE", "/nowhere/secret"),
        ("AMPARO_KEYRING_PASSPHRASE", SECRET),
        ("AMPARO_KEYRING_PASSPHRASE_FILE", "/nowhere/passphrase"),
        ("AMPARO_QUICK_EXIT_URL", "javascript:alert(1)"),
        ("AMPARO_CONDUCT", "/nowhere/conduct.json"),
        ("AMPARO_EMAIL_FROM", "not an address"),
        ("AMPARO_EMAIL_URL", f"pigeon://{SECRET}@host"),
        ("AMPARO_EMAIL_URL", "smtp://"),
        ("AMPARO_FILES_URL", "ftp://host/bucket"),
        ("AMPARO_FILES_URL", "file://var/media"),
        ("AMPARO_FILES_URL", f"s3://key:{SECRET}@host"),
        ("AMPARO_FILES_URL", f"s3://{SECRET}@host/bucket"),
        ("AMPARO_FILES_URL", f"s3://key:{SECRET}@host:port/bucket"),
        ("AMPARO_FILES_URL", f"s3://key:{SECRET}@host/bucket/folder"),
        ("AMPARO_FILES_URL", f"s3://key:{SECRET}@host/bucket?colour=red"),
        ("AMPARO_FILES_URL", f"s3+http://key:{SECRET}@elsewhere/bucket"),
        ("AMPARO_LARGEST_FILE_MB", "0"),
        ("AMPARO_EMAIL_URL", f"smtp://user:{SECRET}@host:port"),
        ("AMPARO_EMAIL_URL", "file://var/mail"),
        ("AMPARO_DATA_DIR", "/dev/null/data"),
        ("AMPARO_STATIC_DIR", "/dev/null/static"),
        ("DATABASE_URL", f"mysql://user:{SECRET}@host/name"),
        ("DATABASE_URL", f"postgres://user:{SECRET}@host:port/name"),
        ("REDIS_URL", f"http://:{SECRET}@host"),
    ],
)
def test_a_bad_setting_refuses_to_start_and_is_named(start, name, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        start(**{name: value})
    assert name in str(refusal.value)
    assert SECRET not in str(refusal.value)
    assert SECRET not in repr(refusal.value.__cause__)


def test_a_house_told_everything_starts(start):
    started = start(
        AMPARO_SITE_URL="https://agenda.example/",
        AMPARO_ALLOWED_HOSTS="agenda.example, 127.0.0.1",
        AMPARO_TRUSTED_PROXIES="1",
        AMPARO_SECRET_KEY="k" * 50,
        AMPARO_QUICK_EXIT_URL="https://weather.example/",
        AMPARO_EMAIL_FROM="agenda@agenda.example",
        AMPARO_EMAIL_URL="smtp://user:p%40ss@mail.example",
        AMPARO_FILES_URL="s3://key:p%40ss@store.example/archivos?region=sa-east-1",
        DATABASE_URL="postgres://user:password@database:5432/amparo",
        REDIS_URL="redis://redis:6379/0",
    )
    assert started["SITE_URL"] == "https://agenda.example"
    assert started["ALLOWED_HOSTS"] == ["agenda.example", "127.0.0.1"]
    assert started["SESSION_COOKIE_SECURE"] is started["CSRF_COOKIE_SECURE"] is True
    assert started["SECURE_HSTS_SECONDS"] > 0
    assert started["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert (started["EMAIL_PORT"], started["EMAIL_USE_TLS"]) == (587, True)
    store = started["STORAGES"]["default"]["OPTIONS"]
    assert (store["endpoint_url"], store["bucket_name"]) == ("https://store.example", "archivos")
    assert (store["secret_key"], store["region_name"]) == ("p@ss", "sa-east-1")
    assert started["CELERY_BROKER_URL"] == "redis://redis:6379/0"


def test_the_keyrings_passphrase_comes_from_a_file(start, tmp_path):
    (tmp_path / "passphrase").write_text(f"{SECRET}\n")
    started = start(AMPARO_KEYRING_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
    assert started["KEYRING_PASSPHRASE"] == SECRET
    assert start(AMPARO_KEYRING_PASSPHRASE_FILE="")["KEYRING_PASSPHRASE"] == ""


def test_debug_is_refused_on_an_https_site(start):
    assert start(AMPARO_DEBUG="1")["DEBUG"] is True
    with pytest.raises(ImproperlyConfigured, match="AMPARO_DEBUG"):
        start(AMPARO_DEBUG="1", AMPARO_SITE_URL="https://agenda.example")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, True, False)),
        ("smtps://mail.example", ("mail.example", 465, False, True)),
        ("smtp://localhost:25", ("localhost", 25, False, False)),
    ],
)
def test_only_a_relay_on_this_machine_is_spoken_to_in_clear(start, url, expected):
    started = start(AMPARO_EMAIL_URL=url)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(started[name] for name in names) == expected


def test_a_secret_may_come_from_a_file_but_not_from_two_places(start, tmp_path):
    kept = tmp_path / "secret"
    kept.write_text("f" * 60 + "\n")
    assert start(AMPARO_SECRET_KEY_FILE=str(kept))["SECRET_KEY"] == "f" * 60
    with pytest.raises(ImproperlyConfigured, match="AMPARO_SECRET_KEY"):
        start(AMPARO_SECRET_KEY_FILE=str(kept), AMPARO_SECRET_KEY="g" * 60)


def test_the_data_folder_and_its_secret_are_closed_to_others_and_kept(start, tmp_path):
    first = start()["SECRET_KEY"]
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert start()["SECRET_KEY"] == first
    assert len(first) >= 50


def test_of_two_first_starts_at_once_one_secret_is_kept(tmp_path):
    path = tmp_path / "secret_key"
    keep_once(path, "first")
    keep_once(path, "second")
    assert path.read_text() == "first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret_key"]
