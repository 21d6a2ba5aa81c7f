"""What a thief finds in the tables, in the queue, in the cache and in the mail: no planted word."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection

from casework.tasks import send_due_notices
from tests.plugins.needles import found

SEARCHED_FOR = "zarzaparrilla jacarandal"


def everything_in_the_tables() -> bytes:
    """Every cell of every table, the trail, the sessions and the queue's tables included."""
    cells: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                cells += [_as_bytes(cell) for cell in row]
    return b"\n".join(cells)


def _as_bytes(cell) -> bytes:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    return str(cell).encode("utf-8", "surrogatepass")


def everything_in_files(*folders: Path) -> bytes:
    """Every file below these folders, with its name."""
    files = (path for folder in folders for path in Path(folder).rglob("*") if path.is_file())
    return b"\n".join(str(path).encode() + path.read_bytes() for path in files)


@pytest.fixture
def lived_in(house, as_):
    """A house in which pages were opened, a name was searched for, and notices went out."""
    client = as_(house.norte["counselor"])
    case = f"/casos/{house.norte.case.code}/"
    for page in ("/hoy/", "/casos/", "/agenda/", case, f"{case}que-paso/"):
        assert client.get(page).status_code == 200
    assert house.norte.woman.given_names in client.post(f"{case}revelar/").content.decode()
    assert client.post("/casos/buscar/", {"query": SEARCHED_FOR}).status_code == 200
    client.post("/entrar/", {"login": "nobody@norte.example", "password": SEARCHED_FOR})
    send_due_notices.apply()
    return house


def test_no_planted_word_stands_in_any_table(lived_in):
    words = [*lived_in.norte.woman.secrets, *SEARCHED_FOR.split()]
    assert len(words) > 5
    assert found(words, everything_in_the_tables()) == set()


def test_no_planted_word_stands_in_mail_or_files(lived_in, tmp_path):
    words = [*lived_in.norte.woman.secrets, *SEARCHED_FOR.split()]
    mails = "\n".join(message.message().as_string() for message in mail.outbox).encode()
    store = Path(default_storage.location)
    assert len([path for path in store.rglob("*") if path.is_file()]) >= 8
    files = everything_in_files(
        settings.DATA_DIR / "broker", settings.DATA_DIR / "cache", tmp_path, store
    )
    assert found(words, mails + files) == set()


def test_a_word_in_a_clear_column_would_be_found(lived_in):
    words = lived_in.norte.woman.secrets
    member = lived_in.norte["counselor"]
    member.user.full_name = f"Doña {words[0]}"
    member.user.save()
    assert words[0] in found(words, everything_in_the_tables())
