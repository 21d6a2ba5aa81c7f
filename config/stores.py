"""Where rows, cached values and queued tasks live: in files, or on servers that are named."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.environment import private_folder

# WAL lets readers and the one writer work side by side; FULL keeps what was acknowledged through
# a power cut; secure_delete overwrites what is removed.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
)


def database_for(url: str) -> dict[str, Any]:
    """Django's settings of the database at this address."""
    try:
        settings = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL is not the address of a database.") from None
    if url.startswith("sqlite"):
        # IMMEDIATE makes a second writer wait its turn instead of failing half way through.
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        }
    else:
        settings["ENGINE"] = "vault.postgresql"
    return settings


def cache_for(redis_url: str, folder: Path) -> dict[str, Any]:
    """Django's settings of the cache: Redis when it has an address, else files."""
    if redis_url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": private_folder(folder / "cache"),
    }


def queue_for(redis_url: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """The address of Celery's broker and its options: Redis when it has an address, else files."""
    if redis_url:
        return redis_url, {"visibility_timeout": 300}
    messages = str(private_folder(folder / "broker"))
    control = str(private_folder(folder / "broker-control"))
    return "filesystem://localhost", {
        "data_folder_in": messages,
        "data_folder_out": messages,
        "control_folder": control,
        "store_processed": False,
    }
