"""Reaching her safely: rules before the number, confirmed each month, or left to her."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import SafeContact
from tests.plugins.cases import working_as
from tests.plugins.cast import deeds, entries


def change(cast, **columns):
    with working_as(cast.ana):
        contact = SafeContact.objects.get()
        for name, value in columns.items():
            setattr(contact, name, value)
        contact.save()


def opened(client, case) -> str:
    answer = client.post(f"/casos/{case.code}/contacto/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_number_is_not_on_the_case_page(cast, as_, rosario):
    assert "71234567" not in as_(cast.ana).get(f"/casos/{rosario.code}/").content.decode()


def test_the_rules_come_first_and_the_number_last(cast, as_, rosario):
    page = opened(as_(cast.ana), rosario)
    order = [
        page.index(text) for text in ("biblioteca", "naranja", "Ya leí las reglas", "71234567")
    ]
    assert order == sorted(order)
    assert "Solo mensajes" not in page


def test_opening_the_rules_is_on_the_trail(cast, as_, rosario):
    opened(as_(cast.ana), rosario)
    (revealed,) = entries("revealed")
    assert revealed.subject_id == rosario.id
    assert revealed.actor_id == cast.ana.user_id
    assert as_(cast.ana).get(f"/casos/{rosario.code}/contacto/").status_code == 405
    assert len(entries("revealed")) == 1


def test_a_number_she_does_not_want_used_is_not_shown(cast, as_, rosario):
    change(cast, is_phone_allowed=False, is_message_allowed=False)
    page = opened(as_(cast.ana), rosario)
    assert "71234567" not in page
    assert "No hay un número al que ella permita" in page
    change(cast, is_message_allowed=True)
    page = opened(as_(cast.ana), rosario)
    assert "71234567" in page
    assert "tel:" not in page
    assert "Solo mensajes" in page


def test_a_case_without_rules_says_what_to_ask(cast, as_, rosario):
    SafeContact.objects.get().delete()
    assert "Todavía no se registró cómo contactarla" in opened(as_(cast.ana), rosario)
    page = as_(cast.ana).get(f"/casos/{rosario.code}/").content.decode()
    assert "Contacto seguro sin registrar" in page


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "Contacto seguro confirmado"),
        ({"days": 30}, "Contacto seguro confirmado"),
        ({"days": 31}, "Reconfirmar contacto seguro"),
        ({"confirmed_on": None}, "Contacto sin confirmar"),
        ({"is_phone_allowed": False}, "No llamar ni escribir"),
        ({"she_will_contact_us": True}, "Ella se comunicará"),
    ],
)
def test_the_light_tells_in_words_how_the_contact_stands(cast, as_, rosario, columns, said):
    days = columns.pop("days", None)
    if days is not None:
        columns["confirmed_on"] = timezone.localdate() - timedelta(days=days)
    change(cast, **columns)
    assert said in as_(cast.ana).get(f"/casos/{rosario.code}/").content.decode()


def test_confirming_starts_another_month(cast, as_, rosario):
    change(cast, confirmed_on=timezone.localdate() - timedelta(days=90))
    answer = as_(cast.paula).post(f"/casos/{rosario.code}/contacto/confirmar/")
    assert answer.status_code == 302
    contact = SafeContact.objects.get()
    assert contact.confirmed_on == timezone.localdate()
    assert contact.confirmed_by_id == cast.paula.user_id
    assert deeds().count("confirm_safe_contact") == 1


def test_the_next_contact_is_left_to_her_and_taken_up_again(cast, as_, rosario):
    client = as_(cast.ana)
    client.post(f"/casos/{rosario.code}/contacto/ella-se-comunicara/")
    assert SafeContact.objects.get().she_will_contact_us
    assert "No la busque" in opened(client, rosario)
    client.post(f"/casos/{rosario.code}/contacto/retomar/")
    assert not SafeContact.objects.get().she_will_contact_us
    assert deeds().count("leave_contact_to_her") == deeds().count("take_up_contact") == 1


@pytest.mark.parametrize("path", ["", "confirmar/", "ella-se-comunicara/", "retomar/"])
@pytest.mark.parametrize("who", ["sonia", "elena", "rita"])
def test_nobody_outside_reaches_her(cast, as_, rosario, who, path):
    answer = as_(getattr(cast, who)).post(f"/casos/{rosario.code}/contacto/{path}")
    assert answer.status_code == 404
    assert entries("revealed") == []
    assert as_(cast.ana).post(f"/casos/{rosario.code}/contacto/{path}").status_code in (200, 302)
