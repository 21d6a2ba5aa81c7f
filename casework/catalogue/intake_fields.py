"""Which official field is asked at intake, which is computed, which is left out, and why.

``data/intake_fields.csv`` decides; ``docs/intake-fields.md`` is written from it. The official
fields are those seen in SLIM, prosecutor and RUV systems (``campos_referencia.json``) and the
GBVIMS incident recorder with its further intake questions (``gbvims.json``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby

from casework.catalogue.files import Row, rows_of

GBVIMS_LISTS = ("gbv_campo_ir", "gbv_intake_extra")


class Decision(StrEnum):
    """What becomes of a field; the words stand so in the file."""

    ASKED = "asked"
    COMPUTED = "computed"
    LEFT_OUT = "left_out"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class OfficialField:
    """A field that an official system or GBVIMS holds."""

    code: str
    list_name: str
    label_es: str
    label_en: str


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What the intake does about one official field, or about one question of our own.

    ``where`` holds names of the intake form (``section.field``) when it is asked or our own, and
    dotted paths of the code when it is computed. For our own questions ``code`` is the name too.
    """

    code: str
    decision: Decision
    where: tuple[str, ...]
    why: str


@cache
def official_fields() -> tuple[OfficialField, ...]:
    """Every official field, in the order of the files."""
    gbvims = (row for row in rows_of("gbvims.json") if row["list"] in GBVIMS_LISTS)
    return tuple(_official_field_from(row) for row in (*rows_of("campos_referencia.json"), *gbvims))


@cache
def field_decisions() -> tuple[FieldDecision, ...]:
    """Every decision, in the order of the file."""
    return tuple(
        FieldDecision(
            code=row["code"],
            decision=Decision(row["decision"]),
            where=tuple(row["where"].split()),
            why=row["why"],
        )
        for row in rows_of("intake_fields.csv")
    )


def asked_fields() -> tuple[str, ...]:
    """The names of the intake's questions (``section.field``), each once."""
    wanted = (d for d in field_decisions() if d.decision in {Decision.ASKED, Decision.OWN})
    return tuple(dict.fromkeys(name for decision in wanted for name in decision.where))


def as_markdown() -> str:
    """The page ``docs/intake-fields.md``."""
    return "\n".join(_page()) + "\n"


def _official_field_from(row: Row) -> OfficialField:
    return OfficialField(row["code"], row["list"], row["label_es"], row["gloss_en"])


def _page() -> Iterator[str]:
    yield "# The intake's questions"
    yield ""
    yield "Written by `manage.py intake_fields --write` from"
    yield "`casework/catalogue/data/intake_fields.csv`; change that file, not this page."
    yield "A test keeps it true: every official field is decided once, every question exists."
    yield ""
    yield "A woman is not asked again what an office will ask for, and nothing is asked without"
    yield "a use."
    yield from _summary()
    yield from _official_tables()
    yield from _questions()


def _summary() -> Iterator[str]:
    decisions = [each.decision for each in field_decisions()]
    yield ""
    yield f"Of {len(official_fields())} official fields,"
    yield f"{decisions.count(Decision.ASKED)} are asked,"
    yield f"{decisions.count(Decision.COMPUTED)} are computed from what is known already, and"
    yield f"{decisions.count(Decision.LEFT_OUT)} are left out on purpose."
    yield f"They take {len(asked_fields())} questions, of which"
    yield f"{decisions.count(Decision.OWN)} are our own."


def _official_tables() -> Iterator[str]:
    decision_of = {each.code: each for each in field_decisions()}
    for list_name, fields in groupby(official_fields(), key=lambda field: field.list_name):
        yield from ("", f"## `{list_name}`", "")
        yield from _row("code", "field", "decision", "where", "why")
        yield from _row(*["---"] * 5)
        for field in fields:
            decided = decision_of[field.code]
            name = f"{field.label_es} ({field.label_en})"
            said = decided.decision.replace("_", " ")
            yield from _row(f"`{field.code}`", name, said, _as_code(decided.where), decided.why)


def _questions() -> Iterator[str]:
    yield from ("", "## Every question, and what it is asked for", "")
    yield from _row("question", "official fields it answers", "our own reason")
    yield from _row(*["---"] * 3)
    for name in sorted(asked_fields()):
        about = [each for each in field_decisions() if name in each.where]
        answered = (each.code for each in about if each.decision is Decision.ASKED)
        own = next((each.why for each in about if each.decision is Decision.OWN), "")
        yield from _row(f"`{name}`", _as_code(answered), own)


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _as_code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
