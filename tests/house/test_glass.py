"""What every page promises before it says anything: legible, light, closed to foreign script."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
WORDS_ON_GROUNDS = [
    *[
        (word, ground)
        for word in ("ink", "ink-soft", "accent", "accent-strong", "danger", "warn", "good", "note")
        for ground in ("paper", "surface", "sunken")
    ],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("accent-strong", "accent-soft"),
    *[(tone, f"{tone}-soft") for tone in ("danger", "warn", "good", "note")],
    *[("ink", f"{tone}-soft") for tone in ("danger", "warn", "good", "note")],
]
EDGES_ON_GROUNDS = [
    (edge, ground) for edge in ("line-strong", "focus") for ground in ("paper", "surface", "sunken")
]


class PhoneForm(forms.Form):
    """One field of each kind that is drawn differently."""

    phone = forms.CharField(label="Teléfono", help_text="Solo números.")
    nickname = forms.CharField(label="Apodo", required=False)
    called_on = forms.DateField(
        label="Fecha", widget=forms.SelectDateWidget(years=range(2020, 2027))
    )
    channel = forms.ChoiceField(label="Canal", widget=forms.RadioSelect, choices=[("a", "Llamada")])


def contrast(theme, one, other):
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", theme))
    darker, lighter = sorted((luminance(colours[one]), luminance(colours[other])))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(theme):
    faint = [pair for pair in WORDS_ON_GROUNDS if contrast(theme, *pair) < 4.5]
    assert not faint


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_fields_and_focus_stand_out_from_their_ground(theme):
    faint = [pair for pair in EDGES_ON_GROUNDS if contrast(theme, *pair) < 3]
    assert not faint


def test_only_the_tokens_name_a_colour():
    others = [path for path in STYLES if path.name != "tokens.css"]
    named = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8"))
        for path in others
    }
    assert not any(named.values())


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_says_what_it_takes(path):
    assert path.read_text(encoding="utf-8").startswith("{# takes: ")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_script_no_style_and_no_unescaped_word(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|\|safe\b|autoescape off", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "http://" not in text.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_is_short_and_keeps_nothing_in_the_browser(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_styles_and_scripts_of_any_page_weigh_little():
    sizes = [len(gzip.compress(path.read_bytes())) for path in (*STYLES, *SCRIPTS)]
    assert sum(sizes) < 25_000


def test_every_page_opens_with_the_quick_exit_and_a_tab_that_says_nothing(rf, settings):
    settings.ROOT_URLCONF = "config.pages"
    page = render_to_string("base.html", {}, rf.get("/hoy/"))
    first_stop = re.search(r"<(a|button|input|select|textarea)\s[^>]*>", page)
    assert "data-quick-exit" in first_stop.group()
    assert "<title>Agenda</title>" in page


@pytest.mark.parametrize("name", ["500", "503", "damaged"])
def test_the_page_for_our_own_failure_needs_nothing(name):
    page = render_to_string(f"errors/{name}.html")
    assert 'href="/salir-ya/"' in page
    assert "<title>Agenda</title>" in page


def test_a_wrong_answer_is_explained_beside_its_field():
    page = PhoneForm({"nickname": "Luz"}).render()
    assert 'id="id_phone_error"' in page
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_question_that_may_stay_open_says_so():
    form = PhoneForm()
    assert "opcional" in str(form["nickname"].as_field_group())
    assert "opcional" not in str(form["phone"].as_field_group())


def test_the_error_summary_leads_to_each_wrong_field():
    form = PhoneForm({"phone": ""})
    page = form.render() + render_to_string("components/error_summary.html", {"form": form})
    targets = re.findall(r'href="#(\w+)"', page)
    assert targets == ["id_phone", "id_called_on", "id_channel"]
    assert all(f'id="{target}"' in page for target in targets)


def test_what_was_typed_into_a_date_comes_back():
    date = {"called_on_day": "31", "called_on_month": "2", "called_on_year": "2026"}
    page = PhoneForm(date).render()
    assert re.search(r'name="called_on_day"[^>]*value="31"', page)
    assert re.search(r'name="called_on_year"[^>]*value="2026"', page)


def test_what_was_typed_is_shown_as_text():
    page = PhoneForm({"nickname": "<script>alert(1)</script>{{7*7}}"}).render()
    assert "<script>" not in page
    assert "{{7*7}}" in page
