"""What sealing costs: against the raw cipher, and through the ORM against plain columns.

Makes two tables of its own in the default database and drops them again.
"""

import gc
import timeit
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from os import urandom
from time import perf_counter
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps.registry import Apps
from django.db import connection, models, transaction

from vault.compartments import Compartment
from vault.fields import (
    SealedDateField,
    SealedIntegerField,
    SealedJSONField,
    SealedModel,
    SealedQuerySet,
    SealedTextField,
)
from vault.ids import new_id
from vault.keychain import Scope, create_partner_keys, open_keys
from vault.names import search_value
from vault.seal import ValueKey, place
from vault.search import scan
from vault.streams import CHUNK, Place, new_file_key, open_stream, seal_stream

REGISTRY = Apps()
NAMES = ("given_names", "surnames", "address", "answers", "born_on", "children")
ROUNDS = 8
SEARCHES = 40
SURVIVORS = 9_000
FILE = 16 * 1024 * 1024


@dataclass(frozen=True)
class Ratio:
    """One measurement: seconds of ours and of the plain way, and how many times at most."""

    name: str
    seconds: float
    plain_seconds: float
    limit: float

    def row(self) -> dict[str, Any]:
        """For the table, with the ratio."""
        return {**asdict(self), "ratio": round(self.seconds / self.plain_seconds, 2)}


class PlainPerson(models.Model):
    """Six values in clear."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField()
    person_id = models.UUIDField()
    given_names = models.TextField()
    surnames = models.TextField()
    address = models.TextField()
    answers = models.JSONField()
    born_on = models.DateField()
    children = models.IntegerField()

    class Meta:
        app_label = "bench"
        apps = REGISTRY

    def __str__(self) -> str:
        return f"plain {self.id}"


class SealedPerson(SealedModel):
    """The same six, sealed."""

    sealed_owner = "person_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField()
    person_id = models.UUIDField()
    given_names_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    surnames_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    address_sealed = SealedTextField(compartment=Compartment.IDENTITY)
    answers_sealed = SealedJSONField(compartment=Compartment.IDENTITY)
    born_on_sealed = SealedDateField(compartment=Compartment.IDENTITY)
    children_sealed = SealedIntegerField(compartment=Compartment.IDENTITY)

    class Meta:
        app_label = "bench"
        apps = REGISTRY

    def __str__(self) -> str:
        return f"sealed {self.id}"


class ListedPerson(SealedModel):
    """One search value, sealed."""

    sealed_owner = "partner_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner_id = models.UUIDField(db_index=True)
    search_value_sealed = SealedTextField(compartment=Compartment.LISTING)

    class Meta:
        app_label = "bench"
        apps = REGISTRY

    def __str__(self) -> str:
        return f"listed {self.id}"


def measure(rows: int = 10_000) -> list[dict[str, Any]]:
    """Every ratio: name, seconds, plain_seconds, limit, ratio.

    ``rows`` is how many rows go through the ORM, ten to an owner and then one to an owner.
    """
    gc.freeze()  # as config.gunicorn does
    with _tables():
        ratios = [*_cipher(), *_files(), *_orm(rows, 10), *_orm(rows, 1), _search()]
    gc.unfreeze()
    return [ratio.row() for ratio in ratios]


@contextmanager
def _tables() -> Iterator[None]:
    """The tables of this file, for the block."""
    tables = (PlainPerson, SealedPerson, ListedPerson)
    with connection.schema_editor() as editor:
        for model in tables:
            editor.create_model(model)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for model in tables:
                editor.delete_model(model)


def _cipher() -> Iterator[Ratio]:
    """Sealing and opening 64 bytes against the cipher alone with a kept key object."""
    data, row, where = urandom(64), urandom(16), place("casework_survivor", "given_names_sealed")
    key, raw = ValueKey(urandom(32), urandom(16), urandom(16)), AESGCM(urandom(32))
    nonce, sealed = urandom(12), key.seal(where, row, data)
    ciphertext = raw.encrypt(nonce, data, None)
    sealing = _best(lambda: key.seal(where, row, data))
    opening = _best(lambda: key.open(where, row, sealed))
    raw_sealing = _best(lambda: raw.encrypt(urandom(12), data, None))
    raw_opening = _best(lambda: raw.decrypt(nonce, ciphertext, None))
    yield Ratio("seal 64 bytes", sealing, raw_sealing, 2.5)
    yield Ratio("open 64 bytes", opening, raw_opening, 2.5)


def _files() -> Iterator[Ratio]:
    """Sealing and opening a file against the cipher alone on the same chunks of 64 KiB."""
    data, where = urandom(FILE), Place("casework_attachment", new_id(), new_id(), new_id(), "bench")
    key, raw, chunk = new_file_key(), AESGCM(urandom(32)), data[:CHUNK]
    sealed = b"".join(seal_stream(key, where, BytesIO(data), FILE))
    nonce, count = urandom(12), FILE // CHUNK
    ciphertext = raw.encrypt(nonce, chunk, None)
    sealing = _pass(lambda: _spent(seal_stream(key, where, BytesIO(data), FILE)))
    opening = _pass(lambda: _spent(open_stream(key, where, BytesIO(sealed))))
    raw_sealing = _pass(lambda: _spent(raw.encrypt(nonce, chunk, None) for _ in range(count)))
    raw_opening = _pass(lambda: _spent(raw.decrypt(nonce, ciphertext, None) for _ in range(count)))
    yield Ratio("seal a file of 16 MiB", sealing, raw_sealing, 2.0)
    yield Ratio("open a file of 16 MiB", opening, raw_opening, 2.0)


def _spent(pieces: Iterable[bytes]) -> None:
    """Take every piece and keep none."""
    deque(pieces, maxlen=0)


def _pass(call: Callable[[], object]) -> float:
    """Seconds of one call that takes long, the best of a few."""
    return min(timeit.repeat(call, number=1, repeat=20))


def _best(call: Callable[[], object]) -> float:
    """Seconds of one call, the best of many short rounds: some of them nobody disturbs."""
    return min(timeit.repeat(call, number=1_000, repeat=100)) / 1_000


def _orm(rows: int, rows_per_owner: int) -> list[Ratio]:
    """Insert, read and open, and list without secrets: the best of several rounds each."""
    partner_id = new_id()
    create_partner_keys(partner_id)
    owners = [new_id() for _ in range(rows // rows_per_owner)]
    people = [_facts(partner_id, owners[n // rows_per_owner], n) for n in range(rows)]
    sealed: dict[str, list[float]] = {"insert": [], "read and open": [], "list": []}
    plain: dict[str, list[float]] = {name: [] for name in sealed}
    for _ in range(ROUNDS):
        _round(plain, lambda: _insert_plain(people), _read_plain, _list_plain)
        _round(
            sealed,
            lambda: _insert_sealed(people, partner_id, owners),
            lambda: _read_sealed(partner_id, owners),
            _list_sealed,
        )
    named = f"{rows} rows, {rows_per_owner} to an owner: "
    limits = {"insert": 2.0, "read and open": 3.5, "list": 1.1}
    return [
        Ratio(named + name, min(sealed[name]), min(plain[name]), limit)
        for name, limit in limits.items()
    ]


def _round(times: dict[str, list[float]], *steps: Callable[[], object]) -> None:
    """Times each step once, in a transaction that leaves nothing behind."""
    with transaction.atomic():
        for name, step in zip(times, steps, strict=True):
            started = perf_counter()
            step()
            times[name].append(perf_counter() - started)
        transaction.set_rollback(True)


def _facts(partner_id: UUID, person_id: UUID, number: int) -> dict[str, Any]:
    """One person's values."""
    return {
        "partner_id": partner_id,
        "person_id": person_id,
        "given_names": f"María Elena {number}",
        "surnames": "Quispe Mamani",
        "address": "Zona Villa Adela, calle 5, portón verde",
        "answers": {"languages": ["es", "ay"], "education": "secondary"},
        "born_on": date(1990, 5, 17),
        "children": 3,
    }


def _scope(partner_id: UUID) -> Scope:
    return Scope("bench", {partner_id: frozenset(Compartment)})


def _insert_plain(people: list[dict[str, Any]]) -> None:
    PlainPerson._default_manager.bulk_create([PlainPerson(**facts) for facts in people])


def _insert_sealed(people: list[dict[str, Any]], partner_id: UUID, owners: list[UUID]) -> None:
    """With the making of the owners' keys."""
    with open_keys(_scope(partner_id)) as chain:
        chain.create_many(partner_id, owners, [Compartment.IDENTITY])
        SealedQuerySet(SealedPerson).bulk_create([SealedPerson(**facts) for facts in people])


def _read_plain() -> None:
    for person in PlainPerson._default_manager.all():
        for name in NAMES:
            getattr(person, name)


def _read_sealed(partner_id: UUID, owners: list[UUID]) -> None:
    """With the fetching of the owners' keys."""
    with open_keys(_scope(partner_id)) as chain:
        chain.prefetch(owners)
        for person in SealedQuerySet(SealedPerson):
            for name in NAMES:
                getattr(person, name)


def _list_plain() -> None:
    for person in PlainPerson._default_manager.defer(*NAMES):
        str(person.person_id)


def _list_sealed() -> None:
    for person in SealedQuerySet(SealedPerson).without_sealed():
        str(person.person_id)


def _search() -> Ratio:
    """Part of a name among one partner's survivors, the 95th percentile, against 60 ms."""
    partner_id = new_id()
    create_partner_keys(partner_id)
    column = ListedPerson._meta.get_field("search_value_sealed")
    listed = SealedQuerySet(ListedPerson).filter(partner_id=partner_id)
    surnames = ("Quispe", "Mamani", "Choque", "Huanca", "Condori", "Yujra", "Vargas")
    with transaction.atomic(), open_keys(_scope(partner_id)):
        SealedQuerySet(ListedPerson).bulk_create(
            ListedPerson(
                partner_id=partner_id,
                search_value=search_value("María Elena", surnames[n % 7], surnames[n % 5]),
            )
            for n in range(SURVIVORS)
        )
        times = []
        for _ in range(SEARCHES):
            started = perf_counter()
            list(scan("kisp mar", listed, column=column, partner_id=partner_id))
            times.append(perf_counter() - started)
        transaction.set_rollback(True)
    return Ratio("search 9000 names (p95, plain is 60 ms)", sorted(times)[-3], 0.06, 1.0)
