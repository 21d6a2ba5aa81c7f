"""Whether what the site stands on answers: database, cache and queue."""

import secrets
from contextlib import suppress

from django.core.cache import cache
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import app

PATIENCE = 2  # seconds; whoever asks for health is waiting


def is_well() -> bool:
    """Asks all three and says only yes or no."""
    with suppress(DatabaseError, RedisError, OperationalError, OSError):
        return _database_answers() and _cache_keeps() and _queue_opens()
    return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _cache_keeps() -> bool:
    """A value of this one question, so that two askers do not disturb one another."""
    key = f"health:{secrets.token_hex(8)}"
    cache.set(key, "1", timeout=10)
    kept = bool(cache.get(key) == "1")
    cache.delete(key)
    return kept


def _queue_opens() -> bool:
    with app.connection_for_write() as queue:
        queue.ensure_connection(max_retries=1, timeout=PATIENCE)
    return True
