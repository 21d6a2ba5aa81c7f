"""What docker-compose.yml promises, read from the file itself."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
STAYING = [name for name in SERVICES if name != "migrate"]


def test_the_whole_house_is_there():
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "migrate", "database", "redis"}
    assert SERVICES["database"]["image"].startswith("postgres:16")
    assert SERVICES["redis"]["image"].startswith("redis:7")


@pytest.mark.parametrize("name", SERVICES)
def test_no_part_is_root_writable_or_able_to_become_more(name):
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", STAYING)
def test_every_part_that_stays_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_only_the_proxy_can_be_reached():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert SERVICES["proxy"]["ports"] == ["80:80", "443:443"]
    assert all(SERVICES[name].get("network_mode") is None for name in SERVICES)


def test_the_servers_of_data_reach_nobody_outside():
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert COMPOSE["networks"]["front"]["internal"] is True
    assert SERVICES["database"]["networks"] == SERVICES["redis"]["networks"] == ["back"]
    assert "back" not in SERVICES["proxy"]["networks"]


def test_secrets_come_as_files_and_never_as_values():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            is_secret = any(
                word in name for word in ("SECRET", "PASSWORD", "DATABASE_URL", "REDIS")
            )
            assert not is_secret or (name.endswith("_FILE") and value.startswith("/run/secrets/"))


def test_the_site_does_not_own_the_tables_it_works_on():
    assert "owner_database_url" in SERVICES["migrate"]["secrets"]
    for name in ("web", "worker", "beat"):
        assert "owner_database_url" not in SERVICES[name]["secrets"]
        assert SERVICES[name]["environment"]["DATABASE_URL_FILE"] == "/run/secrets/database_url"


def test_every_secret_that_is_handed_out_is_declared_and_kept_out_of_the_repository():
    handed = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert handed == set(COMPOSE["secrets"])
    assert all(Path(secret["file"]).parts[0] == "secrets" for secret in COMPOSE["secrets"].values())
    assert "secrets/" in (settings.BASE_DIR / ".gitignore").read_text().split()


def test_the_image_runs_as_nobody_in_particular():
    lines = (settings.BASE_DIR / "Dockerfile").read_text().splitlines()
    assert "USER amparo" in lines
    assert any("--require-hashes" in line for line in lines)
