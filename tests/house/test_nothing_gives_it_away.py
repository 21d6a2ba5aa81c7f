"""Tabs, addresses, headers, cookies, file names and mail: no name, and no word of the field."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core import mail

from accounts.permissions import Role
from tests.house import matrix
from tests.house.test_access_matrix import COMMON
from tests.house.walker import Walker
from tests.plugins.pages import page_in

# Those of the house: a virtual environment lies in the same folder and has its own.
TEMPLATES = sorted(
    path for above in ("", "*/") for path in settings.BASE_DIR.glob(f"{above}templates/**/*.*")
)
# What tells somebody who looks over a shoulder what kind of agenda this is.
FIELD = re.compile(
    r"violen|v[ií]ctim|agres|sobrevivi|denunci|psicol|psych|abus|amparo|feminicid|g[ée]nero"
    r"|348|felcv|slim|albergue|acogida|refug|gbv|trata\b|maltrat|agredid",
    re.IGNORECASE,
)
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
EVERYBODY = [
    *[("norte", role) for role in ("counselor", "psychologist", "supervisor", "partner_admin")],
    ("network", Role.COORDINATOR),
]


@pytest.fixture
def codes(house):
    return {**COMMON, **house.norte.codes}


@pytest.fixture
def visits(house, as_, codes, request):
    """Every page as this person."""
    place, role = request.param
    member = house.network[role] if place == "network" else house.norte[role]
    walker = Walker(as_(member), member)
    return [(row, walker.visit(row.verb, row.filled(codes))) for row in matrix.rows()]


def is_page(visit):
    return visit.response.headers.get("Content-Type", "").startswith("text/html")


@pytest.mark.parametrize("visits", EVERYBODY, indirect=True, ids=str)
def test_what_is_seen_around_a_page_says_nothing(house, visits, codes):
    words = [*house.norte.woman.secrets, house.norte.woman.masked]
    for row, visit in visits:
        around = "\n".join([*map(str, visit.response.headers.values()), *visit.response.cookies])
        assert [word for word in words if word in around] == [], row.name
        found = FIELD.search(without_chance(around, codes))
        assert not found, (row.name, found)
        if is_page(visit) and visit.response.content:
            page = page_in(visit.response)
            assert page.title == "Agenda", row.name
            for address in [*page.links, *(form.action for form in page.forms)]:
                assert_says_nothing(address, words, row.name, codes)


def without_chance(text, codes):
    """The text without random codes, which may spell anything (348, say)."""
    for code in codes.values():
        text = text.replace(str(code), "")
    return CODE.sub("", text)


def assert_says_nothing(address, words, where, codes):
    """An address that stands in a page may stand in the history of a browser."""
    parts = urlsplit(unquote(address))
    if parts.scheme != "tel" and parts.netloc in {"", "testserver"}:
        told = f"{parts.path}?{parts.query}"
        assert [word for word in words if word in told] == [], (where, address)
        assert not FIELD.search(without_chance(told, codes)), (where, address)


def test_every_address_of_the_site_says_nothing():
    assert [route for route in matrix.routes() if FIELD.search(route)] == []


def test_the_search_for_words_of_the_field_finds_them():
    assert FIELD.search("/directorio/instituciones/pol_felcv/")
    assert FIELD.search("Asunto: Violencia")
    assert not FIELD.search("/casos/7KMQ-2XRD/seguimientos/")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_changes_the_title(path):
    text = path.read_text(encoding="utf-8")
    titles = re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
    blocks = re.findall(r"{% block title %}(.*?){% endblock", text, re.DOTALL)
    for title in [*titles, *blocks]:
        assert re.sub(r"{%.*?%}", "", title).strip() == "Agenda"


def test_a_letter_is_called_by_its_code(house, as_, codes):
    member = house.norte["counselor"]
    path = f"/derivaciones/{codes['DERIVACIÓN']}/carta/"
    answer = Walker(as_(member), member).visit("POST", path).response
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="{codes["DERIVACIÓN"]}.pdf"'
    )


def test_no_mail_says_more_than_that_there_is_something(house, as_, codes, client_for):
    member, admin = house.norte["counselor"], house.norte["partner_admin"]
    client = as_(admin)
    mail.outbox.clear()
    invited = {"full_name": "Nina Suma", "email": "nina@norte.example", "role": "counselor"}
    client.post("/administracion/invitar/", {**invited, "language": "es"})
    client_for().post("/cuenta/clave/olvido/", {"email": member.user.email})
    assert words_in_mail(house.norte) == []
    for message in mail.outbox:
        told = f"{message.subject}\n{message.from_email}\n{message.body}\n{message.extra_headers}"
        assert message.subject == "Agenda"
        assert not FIELD.search(told), told


def words_in_mail(site):
    told = "\n".join(str(message.message()) for message in mail.outbox)
    return [word for word in (*site.woman.secrets, site.woman.masked) if word in told]
