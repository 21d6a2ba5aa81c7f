"""Whatever is sent to whichever form: an answer, a sentence beside the field, never an error."""

import random
import unicodedata
from itertools import chain, islice

import pytest

from accounts.permissions import Role
from tests.house import matrix
from tests.house.test_access_matrix import COMMON
from tests.house.walker import Walker
from tests.plugins import hostile
from tests.plugins.pages import page_in

# Between them these see every form of the site.
CROWD = [Role.COUNSELOR, Role.PSYCHOLOGIST, Role.SUPERVISOR, Role.PARTNER_ADMIN]
ACCEPTED = {
    "a template": hostile.TEXTS["a template"],
    "a formula": hostile.TEXTS["a formula"],
    "markup": hostile.TEXTS["markup"],
    "a statement": hostile.TEXTS["a statement"],
    "what looks sealed": hostile.TEXTS["what looks sealed"],
    "decomposed": hostile.TEXTS["decomposed"],
    "pictures": "👩‍👧 sonríe 👍🏽",
    "several lines": "uno\r\n\r\n  dos\r\ntres",
    "a format": hostile.TEXTS["a format"],
    "another alphabet": "Ñandú ʼaymara’ 中文 עברית",
}


@pytest.fixture
def codes(house):
    return {**COMMON, **house.norte.codes}


@pytest.fixture
def forms(house, as_, client_for, codes):
    """Every form of the site once, with a browser that may send it."""
    found = {}
    crowd = [(Walker(as_(house.norte[role]), house.norte[role])) for role in CROWD]
    for walker in [*crowd, Walker(client_for())]:
        for row in matrix.rows():
            if row.verb == "GET" or "contacto/" in row.path or "revelar/" in row.path:
                visit = walker.visit(row.verb, row.filled(codes))
                if visit.answer == "entra" and b"<form" in visit.response.content:
                    for form in page_in(visit.response).forms:
                        names = tuple(sorted({control.name for control in form.controls}))
                        found.setdefault((form.action, form.method, names), (walker, form))
    return list(found.values())


def answered(walker, form, data):
    """The answer; Django's client raises whatever a person would meet as an error page."""
    if form.method == "get":
        return walker.visit("GET", form.action, data)
    return walker.visit("POST", form.action, data)


def is_calm(visit):
    return visit.response.status_code < 500


# Sent by a script, or only in a state in which this house is not: tests/accounts attacks the
# second step, tests/casework the look for duplicates, and tests/erasure what asks for a fresh proof.
WITHOUT_A_FORM = {
    "cuenta/clave/nueva/<str:word>/",
    "administracion/personas/<slug:code>/enlace/",
    "administracion/personas/<slug:code>/restablecer/",
    "administracion/conservacion/decidir/",
    "casos/<str:code>/acceso/<str:exception_code>/terminar/",  # of one that stands
    "casos/<str:code>/acceso/compartir/",  # for a fresh proof only
    "casos/<str:code>/acceso/levantar/",  # of a restricted case
    "casos/<str:code>/equipo/quitar/",  # of somebody beside the responsible person
    "casos/traspasos/<str:hand_over_code>/",  # for her to whom it is proposed
    "casos/<str:code>/borrar/",
    "casos/<str:code>/archivos/<str:attachment_code>/original/",  # for a fresh proof only
    "casos/<str:code>/contacto/retomar/",
    "casos/<str:code>/derivar/borrador/",
    "casos/<str:code>/retener/<str:hold_code>/terminar/",
    "casos/<str:code>/sesiones/<str:session_code>/borrador/",
    "casos/<str:code>/sesiones/nueva/borrador/",
    "casos/nuevo/<str:code>/<str:section>/borrador/",
    "casos/nuevo/<str:code>/<str:section>/borrador/descartar/",
    "casos/nuevo/<str:code>/coincidencias/",
    "cuenta/confirmar/codigo/",
    "cuenta/confirmar/llave/",
    "cuenta/llaves/<slug:code>/",
    "cuenta/llaves/<slug:code>/quitar/",
    "cuenta/llaves/nueva/",
    "cuenta/segundo-paso/activar/",
    "cuenta/segundo-paso/quitar/",
    "cuenta/segundo-paso/respaldo/nuevos/",
    "cuenta/sesiones/",
    "entrar/codigo/",
    "salir-ya/",
    "supervision/borrados/<str:code>/",
}


def test_every_form_that_is_posted_is_found_and_answers_half_characters(forms, codes):
    posted = [(walker, form) for walker, form in forms if form.method == "post"]
    sent_to = {matrix.route_of(form.action) for _walker, form in posted}
    listed = {matrix.route_of(row.filled(codes)) for row in matrix.rows() if row.verb == "POST"}
    assert listed - sent_to == WITHOUT_A_FORM
    for walker, form in posted:
        answer = walker.client.post(
            form.action,
            hostile.with_half_characters(form),
            content_type="multipart/form-data; boundary=x; charset=unicode_escape",
        )
        assert answer.status_code < 500, form.action


@pytest.mark.slow
def test_no_attack_on_any_form_is_answered_with_an_error(forms, house, request):
    """As many as asked for with --hostile, drawn anew each time; beyond them all, mixtures."""
    foreign = (
        str(house.sur["psychologist"].user_id),
        house.sur.codes["OFICINA"],
        house.sur.codes["CASO"],
    )
    wanted = request.config.getoption("hostile")
    known = [
        (walker, form, name, data)
        for walker, form in forms
        for name, data in hostile.attacks(form, foreign)
    ]
    random.shuffle(known)
    mixtures = ((*random.choice(forms), "a mixture") for _ in range(wanted - len(known)))
    for walker, form, name, *data in islice(chain(known, mixtures), wanted):
        sent = data[0] if data else hostile.mixed(form)
        assert is_calm(answered(walker, form, sent)), (form.action, name, sent)


TEXTS_KEPT = [
    (Role.COUNSELOR, "/casos/CASO/datos/needs/", "immediate_notes"),
    (Role.COUNSELOR, "/casos/CASO/datos/survivor/", "chosen_name"),
    (Role.COUNSELOR, "/casos/CASO/datos/safe_contact/", "other_way"),
    (Role.COUNSELOR, "/casos/CASO/datos/consent/", "notes"),
    (Role.COUNSELOR, "/casos/CASO/datos/incidents/", "incidents-0-narrative"),
    (Role.COUNSELOR, "/casos/nuevo/ATENCIÓN/needs/", "immediate_notes"),
    (Role.PARTNER_ADMIN, "/directorio/OFICINA/", "services"),
]


@pytest.mark.parametrize(("role", "where", "name"), TEXTS_KEPT, ids=str)
def test_what_is_accepted_reads_back_as_it_was_written(house, as_, codes, role, where, name):
    client = as_(house.norte[role])
    path = matrix.PLACEHOLDER.sub(lambda kind: codes[kind[0]], where)
    accepted = [text for text in ACCEPTED.values() if is_kept(client, path, name, text)]
    refused = set(ACCEPTED.values()) - set(accepted)
    assert refused <= {ACCEPTED["several lines"]}  # by a field of one line, with its sentence


def is_kept(client, path, name, text):
    """Whether the form took the text; then it shows the very same, in Unicode's one spelling."""
    form = page_in(client.get(path)).form(having=name)
    answer = client.post(path, {**form.data, name: text})
    shown = page_in(client.get(path) if answer.status_code == 302 else answer, path)
    written = shown.form(having=name).named(name)[0].value
    is_one_line = shown.form(having=name).named(name)[0].kind != "textarea"
    assert one_spelling(written, is_one_line) == one_spelling(text, is_one_line)
    return answer.status_code == 302


def one_spelling(text, is_one_line):
    """The text in NFC; a line of text has no second line, in a browser either."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    return " ".join(plain.split()) if is_one_line else plain
