"""What forms take and refuse, whatever they are about."""

import pytest
import time_machine
from django import forms
from django.utils import timezone

from casework.forms.fields import (
    CodeField,
    CodesField,
    ComingDateField,
    DayField,
    MunicipalityField,
    PastDateField,
    PhoneField,
    SafeCharField,
    SafeTextField,
    WholeNumberField,
    YesNoField,
    suggestions,
)

HOSTILE_SIGNS = ["\0", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\ufeff", "\ud800"]


def sent(field, value):
    form = type("Form", (forms.Form,), {"it": field})({"it": value})
    form.is_valid()
    return form


def cleaned(field, value):
    form = sent(field, value)
    assert form.errors == {}
    return form.cleaned_data["it"]


def refusal(field, value) -> str:
    (message,) = sent(field, value).errors["it"]
    return message


@pytest.mark.parametrize("sign", HOSTILE_SIGNS)
@pytest.mark.parametrize("field", [SafeCharField(), SafeTextField()])
def test_a_sign_nobody_types_is_refused_and_shown_again_without_it(field, sign):
    form = sent(field, f"Ma{sign}ría")
    assert "signos invisibles" in form.errors["it"][0]
    assert form["it"].value() == "María"
    str(form["it"]).encode()


@pytest.mark.parametrize("text", ["ñandú", "👩🏽‍👧", "{{7*7}}", "=cmd()", "'; DROP TABLE", "<b>"])
@pytest.mark.parametrize("field", [SafeCharField(), SafeTextField()])
def test_what_is_only_text_is_kept_byte_for_byte(field, text):
    assert cleaned(field, text) == text


def test_text_is_brought_to_one_form_of_unicode():
    assert cleaned(SafeCharField(), "Jose\u0301") == "Jos\u00e9"


def test_a_line_takes_no_line_break_and_shows_it_as_a_space():
    form = sent(SafeCharField(), "Elena\nQuispe")
    assert form.errors
    assert form["it"].value() == "Elena Quispe"


def test_a_text_keeps_its_lines_however_the_browser_ends_them():
    assert cleaned(SafeTextField(), "una\r\ndos\rtres") == "una\ndos\ntres"


def test_a_text_that_is_too_long_is_counted_aloud_and_not_cut():
    form = sent(SafeTextField(longest=10), "á" * 11)
    assert "como máximo 10 caracteres: ahora hay 11" in form.errors["it"][0]
    assert form["it"].value() == "á" * 11
    assert "maxlength" not in str(form["it"])


def test_browsers_are_told_to_keep_nothing():
    for field in (SafeCharField(), PhoneField(), DayField(), WholeNumberField(least=0, most=9)):
        shown = str(sent(field, "")["it"])
        assert 'autocomplete="off"' in shown
        assert 'spellcheck="false"' in shown


@pytest.mark.parametrize("number", ["71234567", "+591 712-34567", "2 2441234", "+54 11 2345 6789"])
def test_a_number_that_can_be_dialled_is_kept_as_typed(number):
    assert cleaned(PhoneField(), number) == number


def test_a_number_copied_from_an_address_book_loses_its_invisible_wrapping():
    assert cleaned(PhoneField(), "\u202a+591 71234567\u202c") == "+591 71234567"


@pytest.mark.parametrize("number", ["no tiene", "123", "7" * 40, "71234567 int. 4", "٧١٢٣٤٥٦٧"])
def test_a_number_nobody_can_dial_is_refused(number):
    assert "número de teléfono" in refusal(PhoneField(), number)


@pytest.mark.parametrize(
    "typed", ["24/11/1990", "24-11-1990", "24.11.1990", "24 11 1990", "24111990"]
)
def test_a_day_is_read_however_it_is_parted(typed):
    assert f"{cleaned(PastDateField(), typed):%Y-%m-%d}" == "1990-11-24"


@pytest.mark.parametrize(
    "typed", ["31/02/2020", "0/0/0000", "24/11/90", "99999999", "ayer", "1" * 99]
)
def test_a_day_that_does_not_exist_is_refused(typed):
    assert "fecha que exista" in refusal(PastDateField(), typed)


def test_days_out_of_reach_are_refused_by_the_fields_that_cannot_mean_them():
    today = timezone.localdate()
    assert "1900" in refusal(PastDateField(), "01/01/1800")
    assert "posterior a hoy" in refusal(PastDateField(), f"01/01/{today.year + 1}")
    assert "anterior a hoy" in refusal(ComingDateField(), "01/01/2001")
    assert "lejana" in refusal(DayField(), "01/01/9999")
    assert cleaned(PastDateField(), f"{today:%d/%m/%Y}") == today
    assert cleaned(ComingDateField(), f"{today:%d/%m/%Y}") == today


@pytest.mark.parametrize("typed", ["-1", "121", "9" * 5000, "4.5", "cuatro", "٤"])
def test_a_number_outside_its_limits_is_refused_with_them(typed):
    assert "entre 0 y 120" in refusal(WholeNumberField(least=0, most=120), typed)


def test_zero_is_a_number():
    assert cleaned(WholeNumberField(least=0, most=120), "0") == 0


@pytest.mark.parametrize("code", ["otro", "\0", "\ud800", "x" * 10_000])
def test_a_code_that_is_not_in_the_list_is_refused_without_repeating_it(code):
    assert refusal(CodeField(choices=[("uno", "Uno")]), code) == "Elija una opción de la lista."
    assert refusal(CodesField(choices=[("uno", "Uno")]), [code]) == "Elija opciones de la lista."


def test_codes_come_once_each_and_in_the_order_of_the_list():
    field = CodesField(choices=[("a", "A"), ("Grupo", [("b", "B"), ("c", "C")])])
    assert cleaned(field, ["c", "a", "c"]) == ["a", "c"]


def test_a_required_choice_has_nothing_chosen_beforehand():
    radios = CodeField(choices=[("a", "A")], widget=forms.RadioSelect)
    assert "checked" not in str(sent(radios, None)["it"])
    assert refusal(CodeField(choices=[("a", "A")]), "") == "Elija una opción."


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("no", False), ("", None)])
def test_a_question_may_be_answered_yes_or_no_or_not_asked(said, meant):
    assert cleaned(YesNoField(required=False), said) is meant


@pytest.mark.parametrize(("typed", "code"), [("La Paz", "020101"), ("santa cruz", "070101")])
def test_two_cities_are_known_as_everybody_calls_them(typed, code):
    assert cleaned(MunicipalityField(), typed) == code


@pytest.mark.parametrize("typed", ["El Alto, La Paz", "el alto", "EL ALTO , la paz", "020105"])
def test_a_municipality_is_known_by_its_name(typed):
    assert cleaned(MunicipalityField(), typed) == "020105"


def test_a_name_that_two_municipalities_share_asks_which():
    message = refusal(MunicipalityField(), "Entre Ríos")
    assert "Entre Ríos, Cochabamba" in message
    assert "Entre Ríos, Tarija" in message


@pytest.mark.parametrize("typed", ["Macondo", "0", "999999", "\0"])
def test_a_place_that_is_no_municipality_is_refused(typed):
    assert refusal(MunicipalityField(), typed)


def test_municipalities_of_ones_own_department_are_suggested_first():
    assert suggestions("07")[0].endswith("Santa Cruz")
    assert len(suggestions("07")) == len(set(suggestions("07"))) == 343


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21/11", "2026-11-21"),
        ("20/11", "2027-11-20"),
        ("5 1", "2027-01-05"),
        ("22/11/26", "2026-11-22"),
    ],
)
def test_a_coming_day_needs_no_year(typed, meant):
    with time_machine.travel("2026-11-21T12:00:00-04:00", tick=False):
        assert cleaned(ComingDateField(), typed).isoformat() == meant


@pytest.mark.parametrize("typed", ["31/11", "29/2", "21/11/24", "0/0", "11"])
def test_a_coming_day_that_is_none_or_gone_is_refused(typed):
    with time_machine.travel("2026-11-21T12:00:00-04:00", tick=False):
        assert refusal(ComingDateField(), typed)


def test_a_day_that_has_come_needs_its_year():
    assert refusal(PastDateField(), "14/3")
