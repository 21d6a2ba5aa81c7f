"""Keeps the English catalogue beside the Spanish sentences of the code: `dev.py messages`.

Sentences are read by parsing Python and by Django's own template parser, catalogues by polib:
no GNU gettext is needed anywhere. What is new gets an empty translation, what is gone is
dropped, and the compiled file is written beside its source. A house test holds all three to one
another.
"""

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import django
import polib
from django.conf import settings
from django.template import Engine
from django.template.base import FilterExpression, Node, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.dates import MONTHS_3
from django.utils.translation import override

# Which arguments of a call hold the context, the sentence and its plural.
Places = tuple[int | None, int, int | None]
CALLS: dict[str, Places] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
ARGUMENT_OF_A_TAG = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")
TNode = TypeVar("TNode", bound=Node)
CATALOGUE = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


@dataclass(frozen=True, order=True)
class Sentence:
    """One thing that people read, as it stands in the code."""

    text: str
    plural: str = ""
    context: str = ""


def sentences() -> set[Sentence]:
    """Every sentence of the project that can be translated."""
    apps = ["config", *(name for name in settings.INSTALLED_APPS if "." not in name)]
    ours = [settings.BASE_DIR / name for name in apps if (settings.BASE_DIR / name).is_dir()]
    python = _texts(path for folder in ours for path in folder.rglob("*.py"))
    templates = _texts(
        path
        for folder in (settings.BASE_DIR, *ours)
        for path in (folder / "templates").rglob("*.*")
        if path.suffix in {".html", ".txt"}
    )
    found = {sentence for text in python for sentence in in_python(text)}
    found |= {sentence for text in templates for sentence in in_template(text)}
    return found | short_months()


def short_months() -> set[Sentence]:
    """The months as Django abbreviates them, small as in Spanish: English begins them large."""
    with override(None):
        return {Sentence(str(name)) for name in MONTHS_3.values()}


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in paths if "migrations" not in path.parts)


def in_python(source: str) -> Iterator[Sentence]:
    """The sentences given to gettext's functions; only whole literals can be."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CALLS and (texts := _arguments(node, CALLS[name])):
            yield Sentence(*texts)


def _arguments(call: ast.Call, places: Places) -> tuple[str, str, str] | None:
    context, text, plural = (_literal(call, place) for place in places)
    return (text, plural, context) if text else None


def _literal(call: ast.Call, place: int | None) -> str:
    if place is None or place >= len(call.args):
        return ""
    argument = call.args[place]
    value = argument.value if isinstance(argument, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def in_template(source: str) -> Iterator[Sentence]:
    """The sentences of {% translate %}, {% blocktranslate %} and _("…") in a tag."""
    for quotes in ARGUMENT_OF_A_TAG.findall(source):
        yield Sentence(_as_looked_up("".join(quotes)))
    template = Engine.get_default().from_string(source)
    for block in _nodes(template, BlockTranslateNode):
        plural = block.render_token_list(block.plural)[0] if block.plural else ""
        context = _constant(block.message_context)
        yield Sentence(block.render_token_list(block.singular)[0], plural, context)
    for tag in _nodes(template, TranslateNode):
        if text := _constant(tag.filter_expression):
            yield Sentence(_as_looked_up(text), context=_constant(tag.message_context))


def _nodes(template: Template, kind: type[TNode]) -> Iterator[TNode]:
    return (node for node in template.nodelist.get_nodes_by_type(kind) if isinstance(node, kind))


def _constant(expression: FilterExpression | None) -> str:
    """The literal that stands there; a variable is no sentence of ours."""
    variable = getattr(expression, "var", "")
    return str(getattr(variable, "literal", variable) or "")


def _as_looked_up(text: str) -> str:
    """Django doubles a template's percent signs before it looks a sentence up."""
    return text.replace("%", "%%")


def catalogue() -> polib.POFile:
    """The English catalogue as it stands, or an empty one."""
    return polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile(wrapwidth=99)


def renewed(old: polib.POFile, wanted: Iterable[Sentence]) -> polib.POFile:
    """A catalogue of exactly these sentences, with the translations that the old one has."""
    known = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in old}
    new = polib.POFile(wrapwidth=99)
    new.header = "What the code says in Spanish, in English. Kept by: python3 dev.py messages"
    new.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for sentence in sorted(wanted):
        key = (sentence.context, sentence.text, sentence.plural)
        new.append(known.get(key) or _untranslated(sentence))
    return new


def _untranslated(sentence: Sentence) -> polib.POEntry:
    plural = {"msgid_plural": sentence.plural, "msgstr_plural": {0: "", 1: ""}}
    return polib.POEntry(
        msgid=sentence.text,
        msgctxt=sentence.context or None,
        **(plural if sentence.plural else {}),
    )


def missing(known: polib.POFile) -> list[str]:
    """The sentences that nobody has said in English yet."""
    return [entry.msgid for entry in known if not entry.translated()]


def main() -> int:
    """Renews the catalogue and its compiled file; 1 while a sentence lacks its translation."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    new = renewed(catalogue(), sentences())
    new.save(str(CATALOGUE))
    new.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    lacking = missing(new)
    print(f"{len(new)} sentences, {len(lacking)} without English")
    print("\n".join(f"  {text}" for text in lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
