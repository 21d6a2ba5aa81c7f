"""The English catalogue is made of the sentences that the code holds, all of them."""

import pytest

from config.messages import Sentence, in_python, in_template, missing, renewed


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Hoy")', Sentence("Hoy")),
        ('gettext_lazy("Un " "caso")', Sentence("Un caso")),
        ('ngettext("%(n)s día", "%(n)s días", n)', Sentence("%(n)s día", "%(n)s días")),
        ('pgettext("estado", "Abierto")', Sentence("Abierto", context="estado")),
        ('translation.gettext("Hoy")', Sentence("Hoy")),
    ],
)
def test_sentences_of_python_are_found(source, expected):
    assert list(in_python(source)) == [expected]


def test_what_is_no_literal_is_no_sentence():
    assert list(in_python("_(name); print('Hoy'); gettext(f'{a}')")) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Hoy" %}', Sentence("Hoy")),
        ("{% translate 'Hoy' as today %}", Sentence("Hoy")),
        ('{% translate "Abierto" context "estado" %}', Sentence("Abierto", context="estado")),
        ('{% if a %}{% translate "Sí" %}{% endif %}', Sentence("Sí")),
        ('{% translate "100 %" %}', Sentence("100 %%")),
        ('{% include "a.html" with label=_("Guardar") %}', Sentence("Guardar")),
        ("{% blocktranslate %}Van {{ n }}{% endblocktranslate %}", Sentence("Van %(n)s")),
        (
            "{% blocktranslate count n=n %}{{ n }} día{% plural %}{{ n }} días{% endblocktranslate %}",
            Sentence("%(n)s día", "%(n)s días"),
        ),
        (
            "{% blocktranslate trimmed %}\n  Dos\n  líneas\n{% endblocktranslate %}",
            Sentence("Dos líneas"),
        ),
    ],
)
def test_sentences_of_templates_are_found(source, expected):
    assert list(in_template("{% load i18n %}" + source)) == [expected]


def test_a_variable_is_no_sentence():
    assert list(in_template("{% load i18n %}{% translate name %}")) == []


def test_a_renewed_catalogue_keeps_what_is_known_and_names_what_is_missing():
    old = renewed([], [Sentence("Hoy"), Sentence("Ayer")])
    old[1].msgstr = "Today"
    new = renewed(old, [Sentence("Hoy"), Sentence("Mañana")])
    assert {entry.msgid: entry.msgstr for entry in new} == {"Hoy": "Today", "Mañana": ""}
    assert missing(new) == ["Mañana"]
