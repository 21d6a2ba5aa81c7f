"""What people read exists in English too: every sentence, with the same places to fill."""

import re

import pytest

from config.messages import CATALOGUE, Sentence, catalogue, missing, sentences

PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")
WELL_KNOWN = {"Hoy": "Today", "Salir ya": "Leave now", "Nueva atención": "New intake"}


@pytest.fixture(scope="module")
def entries():
    return catalogue()


def test_it_holds_exactly_the_sentences_of_the_code(entries):
    held = {Sentence(e.msgid, e.msgid_plural or "", e.msgctxt or "") for e in entries}
    assert held == sentences(), "run: python3 dev.py messages"


def test_it_says_what_everybody_knows_it_says(entries):
    english = {entry.msgid: entry.msgstr for entry in entries}
    assert WELL_KNOWN.items() <= english.items()


def test_none_lacks_its_english(entries):
    assert missing(entries) == []


def test_none_is_a_guess_or_left_over(entries):
    assert entries.fuzzy_entries() == []
    assert entries.obsolete_entries() == []


def test_every_translation_fills_the_same_places(entries):
    pairs = [
        pair
        for entry in entries
        for pair in (
            zip((entry.msgid, entry.msgid_plural), entry.msgstr_plural.values(), strict=True)
            if entry.msgid_plural
            else [(entry.msgid, entry.msgstr)]
        )
    ]
    assert len(pairs) >= len(entries)
    wrong = [pair for pair in pairs if len({tuple(sorted(PLACE.findall(s))) for s in pair}) > 1]
    assert wrong == []


def test_every_translation_ends_as_its_sentence_does(entries):
    for entry in entries:
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            assert (entry.msgid[-1] in ".:?…") == (text[-1] in ".:?…"), entry.msgid


def test_the_compiled_file_is_made_of_its_source(entries):
    assert CATALOGUE.with_suffix(".mo").read_bytes() == entries.to_binary()
