"""Writes that skip the signals django-auditlog listens to stand in few places, by name."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("vault", "audit", "accounts", "casework", "referrals", "erasure", "oversight", "config")
SILENT = frozenset(
    {"bulk_create", "bulk_update", "update", "abulk_create", "aupdate", "_raw_delete"}
    | {"executemany"}
)
SELECTS = frozenset({"objects", "filter", "exclude", "all", "select_for_update", "_base_manager"})

# file: why it may
ALLOWED = {
    "vault/storing.py": "what audit.bulk, the one helper, stores rows and their entries with",
    "audit/bulk.py": "the one helper: it writes the entries itself",
    "audit/submissions.py": "used keys, which are not audited",
    "config/bench/plain/rows.py": "the plain site, in tables of its own",
    "config/bench/vault.py": "measures them, in tables of its own",
    "vault/held_keys.py": "keys, which are not audited",
    "vault/rewriting.py": "the same bytes under another key, accounted for by one entry",
    "vault/rotation/course.py": "counts of a rotation, which is not audited",
    "vault/fields/queryset.py": "defines what the calls mean on sealed columns",
}


def silent_writes(tree: ast.AST) -> Iterator[int]:
    """The lines that call a silent write on something that selects rows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            words = {part.attr for part in ast.walk(node.func) if isinstance(part, ast.Attribute)}
            is_select = bool(words & SELECTS) or node.func.attr != "update"
            if node.func.attr in SILENT and is_select:
                yield node.lineno


def found() -> dict[str, list[int]]:
    places = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            lines = list(silent_writes(ast.parse(path.read_text(encoding="utf-8"))))
            if lines and "migrations" not in path.parts:
                places[path.relative_to(ROOT).as_posix()] = lines
    return places


def test_no_write_skips_the_trail():
    # Use audit.bulk.bulk_create, or save the row.
    assert {place: lines for place, lines in found().items() if place not in ALLOWED} == {}


def test_the_list_of_exceptions_is_no_longer_than_it_must_be():
    assert set(ALLOWED) - set(found()) == set()


def test_the_search_finds_what_it_looks_for():
    source = "Case.objects.filter(x=1).update(y=2); {}.update(a=1); rows.bulk_create([])"
    assert len(list(silent_writes(ast.parse(source)))) == 2
