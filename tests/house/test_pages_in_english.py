"""Who chose English reads English: on every page that a link leads to, and in every template."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.template.base import Lexer, TokenType
from django.urls import resolve
from django.utils import timezone

from audit.background import background
from casework import catalogue
from casework.models import Case
from casework.models.closure import ChecklistItem
from referrals.actions.catalogue import load_institutions
from tests.casework import told
from tests.plugins.cases import CALL, make_case
from tests.referrals.conftest import office

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for folder in (ROOT / "templates", ROOT / "audit/templates")
    for path in folder.rglob("*.*")
    if path.suffix in {".html", ".txt"}
)
# Words that Spanish sentences can hardly do without, and that are no English words.
SPANISH = re.compile(
    r"[¿¡]|\b(que|qué|con|sin|para|por|una|unas|su|ella|ellas|este|esta|hoy|ayer|mañana|"
    r"más|también|cómo|cuándo|dónde|quién|caso|casos|nueva|nuevo|guardar|volver|abrir|cerrar|"
    r"fecha|nombre|correo|contraseña|semana|oficina|oficinas|riesgo|seguimiento|equipo|sesión|"
    r"ninguna|ninguno|todos|todas|desde|hasta|código|día|días|persona|personas|años|"
    r"\w+ción|\w+ciones|\w+amiento)\b",
    re.IGNORECASE,
)
# What stands in both languages: names that our people, their offices and their papers bear.
NAMES_OF_THINGS = {"Agenda", "English", "Español"}
NOTHING_READ = re.compile(
    r"<(script|style|svg|datalist)\b.*?</\1>|<(\w+)[^>]*\slang=\"es\"[^>]*>.*?</\2>", re.DOTALL
)
READ_ALOUD = re.compile(r"\b(?:aria-label|title|placeholder|alt|data-label)=\"([^\"]*)\"")
CLASS_OF_THE_PAGE = re.compile(r"{% block page_class %}[^{]*")
LINK = re.compile(r"href=\"([/?][^\"#]*)\"")
SESSION = {"kind": "social", "attendance": "attended", "mode": "in_person", "minutes": "45"}
PLAN = {"kind": CALL}
LETTER = {"purpose": "Zzz", "facts": ["name"], "medium": "medio_derivacion_oficio"}
ENDING = {
    "reason": "motivo_cierre_objetivos_cumplidos",
    "checklist": ChecklistItem.values,
    "note": "Zzz",
}
BEHIND_A_BUTTON = (
    "contacto/",
    "revelar/",
    "derivar/",
    "sesiones/nueva/",
    "seguimientos/nuevo/",
    "cerrar/",
    "datos/survivor/",
    "equipo/sumar/",
)
OURS = ("vault", "audit", "accounts", "casework", "referrals", "oversight", "config")
NOT_PAGES = ("/static/", "/salir", "/entrar/")
VISITS_OF_A_KIND = 3
DATA = sorted(
    {
        text
        for section in told.TOLD.values()
        for value in section.values()
        for text in ([value] if isinstance(value, str) else value)
        if len(text) > 3
    },
    key=len,
    reverse=True,
)


@pytest.fixture
def her_case(cast, as_) -> Case:
    """The case of a woman for whom Ana has done a little of everything; another one is closed."""
    client = as_(cast.ana)
    told.begin(client)
    case = told.a_case(client)
    with background("test"):
        load_institutions()
    felcv = office("pol_felcv", "FELCV Zona Norte", cast.norte)
    do(client, case, "sesiones/nueva/", SESSION)
    do(client, case, "seguimientos/nuevo/", {**PLAN, "assigned_to": str(cast.ana.user_id)})
    do(client, case, "derivar/", {**LETTER, "office": felcv.code, "send": "1"})
    do(client, make_case(cast.ana, given_names="Zoila"), "cerrar/", ENDING)
    return case


def do(client, case, page, fields):
    today = timezone.localdate().strftime("%d/%m/%Y")
    answer = client.post(
        f"/casos/{case.code}/{page}",
        {**fields, "held_on": today, "due_on": today, "asked_about": str(timezone.localdate())},
    )
    assert answer.status_code == 302, page


def kind_of(path: str) -> tuple[str, str]:
    match = resolve(path)
    return (match.view_name, str(match.kwargs.get("section", "")))


def walk(client, start: str) -> dict[str, str]:
    """Every kind of page that links lead to from there, three times at most, with its address."""
    client.cookies["idioma"] = "en"
    pages: dict[str, str] = {}
    kinds: list[tuple[str, str]] = []
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if address in pages or path.startswith(NOT_PAGES):
            continue
        if kinds.count(kind_of(path)) >= VISITS_OF_A_KIND:
            continue
        kinds.append(kind_of(path))
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        pages[address] = answer.content.decode()
        waiting += [urljoin(path, unescape(link)) for link in LINK.findall(pages[address])]
    return pages


def spanish_in(page: str) -> list[str]:
    """The pieces of what is seen or heard that hold a Spanish word."""
    rest = NOTHING_READ.sub(" ", page)
    pieces = [*READ_ALOUD.findall(rest), *re.split(r"<[^>]*>", rest)]
    without_data = (re.sub("|".join(map(re.escape, DATA)), "", unescape(p)) for p in pieces)
    places = {place.short_name for place in catalogue.municipalities()}
    stripped = {piece.strip() for piece in without_data}
    return sorted(piece for piece in stripped - places if SPANISH.search(piece))


def test_the_words_that_are_looked_for_are_found():
    page = '<p title="Volver">Nothing</p><p>Cada <b>caso</b></p><p>Done</p><p>Registration</p>'
    assert spanish_in(page) == ["Volver", "caso"]
    assert spanish_in("<p>Todos Santos</p><p>Todos</p>") == ["Todos"]
    assert spanish_in('<button lang="es">¿Español?</button><p>Today</p>') == []


@pytest.mark.parametrize(
    ("who", "start", "least"),
    [
        ("ana", "/hoy/", 40),
        ("paula", "/hoy/", 20),
        ("susi", "/supervision/", 20),
        ("elena", "/administracion/", 8),
        ("elena", "/administracion/catalogos/", 3),
        ("rita", "/red/", 4),
        ("teo", "/cuenta/", 3),
    ],
)
def test_no_page_speaks_spanish_to_who_chose_english(her_case, cast, as_, who, start, least):
    pages = walk(as_(getattr(cast, who)), start)
    assert len(pages) >= least
    spoken = {address: found for address, page in pages.items() if (found := spanish_in(page))}
    assert spoken == {}


@pytest.mark.parametrize("address", BEHIND_A_BUTTON)
def test_what_a_button_answers_is_english_too(her_case, cast, as_, address):
    client = as_(cast.ana)
    client.cookies["idioma"] = "en"
    answer = client.post(f"/casos/{her_case.code}/{address}", follow=True)
    assert answer.status_code == 200
    assert "<main" in answer.content.decode()
    assert spanish_in(answer.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/entrar/", "/cuenta/clave/olvido/", "/nowhere/"])
def test_no_page_speaks_spanish_to_a_stranger_who_chose_english(client_for, address):
    client = client_for()
    assert client.post("/idioma/", {"language": "en", "next": "/entrar/"}).status_code == 302
    assert spanish_in(client.get(address).content.decode()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_of_a_template_can_be_translated(path):
    words = untranslated(path.read_text(encoding="utf-8"))
    assert words - NAMES_OF_THINGS == set()


def untranslated(source: str) -> set[str]:
    """The words that stand in a template outside of every tag."""
    text, is_sentence = "", False
    for token in Lexer(CLASS_OF_THE_PAGE.sub("", source)).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            is_sentence = name == "blocktranslate" or (is_sentence and name != "endblocktranslate")
        text += token.contents if token.token_type == TokenType.TEXT and not is_sentence else "§"
    rest = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    heard = " ".join(READ_ALOUD.findall(rest))
    seen = re.sub(r"<[^>]*>", " ", rest)
    return set(re.findall(r"[^\W\d_]{2,}", f"{heard} {seen}"))


def test_a_bare_word_of_a_template_is_found():
    source = '<p title="Uno">{% translate "Dos" %}{% blocktranslate %}Tres{% endblocktranslate %}'
    assert untranslated(source + "Cuatro</p>") == {"Uno", "Cuatro"}


def test_a_sentence_at_the_top_of_a_module_waits_for_its_reader():
    modules = [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    assert len(modules) > 100
    early = {
        str(path.relative_to(ROOT)): found
        for path in modules
        if (found := list(said_at_import(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert early == {}


def said_at_import(tree: ast.Module) -> Iterator[int]:
    """The lines that translate while the module is read: in the language of nobody."""
    at_once = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in {"gettext", "ngettext", "pgettext", "npgettext"}
    }
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in at_once:
            yield node.lineno
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def test_a_sentence_said_too_early_is_found():
    source = (
        "from django.utils.translation import gettext as _\nA = _('Hoy')\ndef b(): return _('Ayer')"
    )
    assert list(said_at_import(ast.parse(source))) == [2]
