"""What somebody sends who means harm, or whose telephone is broken."""

import random
from collections.abc import Iterator

from tests.plugins.pages import CHOICES, Form

TEXTS = {
    "half a character of zero": "a\0b",
    "turned around": "abc\u202egnp.exe\u2066\u200f",
    "a megabyte": "x" * 1_048_576,
    "a template": "{{7*7}}{% debug %}${7*7}",
    "a formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'",
    "a statement": "'; DROP TABLE casework_case; --",
    "what looks sealed": "sealed:AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "decomposed": "Mari\u0301a N\u0303un\u0303ez",
    "pictures": "👩‍👧 \u2028\u00a0👍🏽",
    "control signs": "\x01\x07\x1b[31m\x7f",
    "a header": "uno\r\nSet-Cookie: a=b\r\n\r\ndos",
    "stacked accents": "z" + "\u0301" * 600,
    "an endless number": "9" * 400,
    "a negative number": "-1",
    "a day that never was": "31/02/2026",
    "the day zero": "00/00/0000",
    "the last day": "31/12/9999",
    "before all days": "-0001-01-01",
    "a format": "%s%n{0.__class__}\\u0000\\ud800",
    "nothing but white": " \t\r\n ",
}
JUNK = (
    "",
    "no-such-code",
    "a\0b",
    "00000000-0000-0000-0000-000000000000",
    "9" * 400,
    "-1",
    "[]",
    "x" * 5_000,
    "\u202e",
    "NaN",
)
KEYS = ("", "x", "a\0b", "00000000-0000-0000-0000-000000000000", "9" * 400, "{" * 40)
COUNTS = ("", "-1", "x", "99999999999", "0", "1e3", "\0")
Data = dict[str, list[str]]


def attacks(form: Form, foreign: tuple[str, ...] = ()) -> Iterator[tuple[str, Data]]:
    """Each attack on a form: what it is called, and what is sent."""
    answered = as_answered(form)
    for name, text in TEXTS.items():
        yield name, {**answered, **{control.name: [text] for control in form.free_texts}}
    for junk in (*JUNK, *foreign):
        yield f"junk {junk[:12]!r}", {**answered, **{name: [junk] for name in closed(form)}}
    for key in KEYS:
        yield f"key {key[:12]!r}", {**answered, "submission_key": [key]}
    counts = [name for name in answered if name.endswith("_FORMS")]
    for count in COUNTS if counts else ():
        yield f"count {count!r}", {**answered, **{name: [count] for name in counts}}
    yield "nothing", {}
    yield "everything twice", {name: values * 2 for name, values in answered.items()}
    extra = {name: ["1"] for name in ("id", "partner", "partner_id", "case", "is_superuser", "add")}
    yield "more than was asked", {**answered, **extra}
    yield "a hostile name", {**answered, "a\0b": ["1"], "\u202e": ["1"], "x" * 5_000: ["1"]}
    yield "a row that is not there", {**answered, "add": ["no-such\r\nX-Injected: 1"]}


def as_answered(form: Form) -> Data:
    """The form with something chosen wherever something can be, so that an attack goes deep."""
    chosen = form.data
    for control in form.controls:
        if control.kind == "select" and not any(control.sent):
            chosen[control.name] = [value for value, _ in control.options if value][:1]
        elif control.kind in CHOICES and control.name not in chosen and control.value:
            chosen[control.name] = [control.value]
    return {name: values for name, values in chosen.items() if name}


def closed(form: Form) -> list[str]:
    """The names under which only some values are offered, or one is carried along."""
    free = {control.name for control in form.free_texts}
    kept = {"csrfmiddlewaretoken", "submission_key"}
    return sorted({each.name for each in form.controls if each.name} - free - kept)


def mixed(form: Form) -> Data:
    """Anything in any place, drawn anew each time."""
    everything = [*TEXTS.values(), *JUNK, *COUNTS]
    small = [text for text in everything if len(text) < 10_000]
    return {
        name: [random.choice(small) for _ in range(random.choice((1, 1, 1, 2)))]
        if random.random() < 0.5
        else values
        for name, values in as_answered(form).items()
        if random.random() < 0.95
    }


def with_half_characters(form: Form, boundary: str = "x") -> bytes:
    """The form as a browser never sends it: in an encoding that makes lone surrogates."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name in [each.name for each in form.controls if each.name]
        for value in ("\\ud800 \\udfff",)
    ]
    return "".join([*parts, f"--{boundary}--\r\n"]).encode()
