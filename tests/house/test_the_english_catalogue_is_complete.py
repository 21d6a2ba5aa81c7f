"""What people read exists in English too: every sentence, with the same places to fill."""

import re

import pytest

from config.messages import CATALOGUE, Sentence, catalogue, missing, sentences

PLACE = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def entries():
    return catalogue()


def test_it_holds_exactly_the_sentences_of_the_code(entries):
    held = {Sentence(e.msgid, e.msgid_plural or "", e.msgctxt or "") for e in entries}
    assert held == sentences(), "run: python3 dev.py messages"


def test_none_lacks_its_english(entries):
    assert missing(entries) == []


def test_every_translation_fills_the_same_places(entries):
    for entry in entries:
        wanted = set(PLACE.findall(entry.msgid + (entry.msgid_plural or "")))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or set(PLACE.findall(text)) <= wanted, entry.msgid
        assert not wanted or PLACE.search(entry.msgstr or entry.msgstr_plural[1]), entry.msgid


def test_the_compiled_file_is_made_of_its_source(entries):
    assert CATALOGUE.with_suffix(".mo").read_bytes() == entries.to_binary()
