"""No line of any log holds what somebody typed, whoever wrote it."""

import io
import json
import logging

import pytest
import structlog

from config.logs import logging_for

PLANTED = "Zenobia Huanca"


@pytest.fixture
def lines():
    """What the process writes, as the production configuration writes it."""
    formatter = dict(logging_for(False)["formatters"]["lines"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    assert PLANTED not in stream.getvalue()
    assert "Zenobia" not in stream.getvalue()


def failing():
    try:
        {}[PLANTED]
    except KeyError as error:
        raise ValueError(f"no such name: {PLANTED}") from error


def test_our_own_line_keeps_what_is_on_the_list(lines):
    structlog.get_logger("casework.tasks").info("notice_sent", notice="0190-1", count=3)
    (line,) = lines()
    assert (line["event"], line["notice"], line["count"]) == ("notice_sent", "0190-1", 3)
    assert (line["level"], line["logger"]) == ("info", "casework.tasks")


def test_our_own_line_loses_what_is_not(lines):
    structlog.get_logger("casework").info("name_searched", name=PLANTED, notice={"to": PLANTED})
    structlog.get_logger("casework").warning(f"searched {PLANTED}")
    searched, sentence = lines()
    assert "name" not in searched
    assert sentence["event"] == "withheld"


def test_a_librarys_template_is_kept_and_not_filled_in(lines):
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/casos/?q={PLANTED}")
    (line,) = lines()
    assert line["event"] == "Internal Server Error: %s"


def test_a_librarys_finished_sentence_is_withheld(lines):
    logging.getLogger("django.security.DisallowedHost").error("Invalid host: " + PLANTED)  # noqa: G003
    logging.getLogger("somebody.else").error(ValueError(PLANTED))
    assert [line["event"] for line in lines()] == ["withheld", "withheld"]


def test_an_exception_keeps_its_types_and_places_and_loses_its_words(lines):
    try:
        failing()
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", PLANTED)
        structlog.get_logger("casework").exception("sending_failed")
    for line in lines():
        assert line["error"] == ["ValueError", "KeyError"]
        assert line["error_at"][-1].startswith("config/test_logs.py:")
        assert line["error_at"][-1].endswith(" failing")


def test_a_celery_task_is_named_and_its_arguments_are_not(lines):
    told = {"id": "1-2", "name": "casework.send", "args": f"('{PLANTED}',)", "exc": PLANTED}
    logging.getLogger("celery.app.trace").error(
        "Task %(name)s[%(id)s] raised unexpected: %(exc)s", told, extra={"data": told}
    )
    (line,) = lines()
    assert (line["task"], line["task_id"]) == ("casework.send", "1-2")


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_and_never_by_its_address(client, lines):
    client.get(f"/entrar/?next=/{PLANTED}/")
    client.get(f"/{PLANTED}/")
    client.post("/entrar/", {"login": f"{PLANTED}@norte.example", "password": PLANTED})
    answered = [line for line in lines() if line["event"] == "request_answered"]
    assert [(line["route"], line["status"]) for line in answered] == [
        ("account_login", 200),
        ("", 404),
        ("account_login", 200),
    ]
    assert len({line["visit"] for line in answered}) == 3
