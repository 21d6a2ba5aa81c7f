"""Logs that cannot tell who somebody is.

Every line, ours or a library's, passes one allow-list: a key that is not on it is
dropped, a library's message keeps its template and loses what was filled in, an
exception keeps its type and its place in the code and loses its message. Addresses
appear as the name of the route, never as the path that was asked for.
"""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog

from audit.context import correlation_id

ALLOWED_KEYS = frozenset(
    {
        "count",
        "method",
        "milliseconds",
        "notice",
        "route",
        "status",
        "task",
        "task_id",
    }
)
TASK_FACTS = (("task", "name"), ("task_id", "id"))
LONGEST_VALUE = 200
DEEPEST_TRACE = 12
WITHHELD = "withheld"

# Our own events are names, not sentences: no room for a value in them.
_EVENT_NAME = re.compile(r"[a-z][a-z0-9_]{2,60}")
# Libraries that never build their messages out of what people typed.
_PLAIN_SPEAKERS = ("celery", "gunicorn", "kombu")
TAKEN_OVER = ("django", "django.server", "gunicorn.error")

Line = MutableMapping[str, Any]


def logging_for(debug: bool) -> dict[str, Any]:  # noqa: FBT001  (called as logging_for(DEBUG))
    """The logging configuration: JSON lines, or lines for a person's eyes in debug mode."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if debug
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [keep_what_is_allowed, renderer],
                "use_get_message": False,
                "pass_foreign_args": True,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        # Django and gunicorn bring handlers of their own, which would print the values. What
        # they say of an ordinary request stands in the line of the request already.
        "loggers": {
            **{name: {"handlers": [], "level": "INFO", "propagate": True} for name in TAKEN_OVER},
            "django.request": {"level": "ERROR"},
            "gunicorn.access": {"level": "ERROR"},
        },
    }


def keep_what_is_allowed(_logger: Any, _method: str, line: Line) -> Line:
    """The line made anew out of what may be said."""
    record: logging.LogRecord = line["_record"]
    kept: Line = {
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _own_event(line) if line["_from_structlog"] else _foreign_event(record, line),
    }
    if visit := correlation_id():
        kept["visit"] = visit
    kept.update(_facts_of(record))
    kept.update({key: _short(line[key]) for key in sorted(ALLOWED_KEYS & line.keys())})
    kept.update(_error_of(line.get("exc_info")))
    return kept


def _own_event(line: Line) -> str:
    event = line.get("event")
    return event if isinstance(event, str) and _EVENT_NAME.fullmatch(event) else WITHHELD


def _foreign_event(record: logging.LogRecord, line: Line) -> str:
    """A library's template, not filled in; a finished text only from plain speakers."""
    is_template = isinstance(record.msg, str) and bool(line.get("positional_args"))
    is_plain = record.name.split(".")[0] in _PLAIN_SPEAKERS
    return _short(str(record.msg)) if is_template or is_plain else WITHHELD


def _facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What Django and Celery hang on their records, as far as it is a name or a number."""
    facts: dict[str, Any] = {}
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None:
        facts["route"] = _short(match.view_name)
    if isinstance(status := getattr(record, "status_code", None), int):
        facts["status"] = status
    task = getattr(record, "data", None)
    if isinstance(task, dict):
        facts |= {key: _short(task[name]) for key, name in TASK_FACTS if name in task}
    return facts


def _short(value: Any) -> Any:
    """Numbers and flags as they are, texts and ids short; nothing that holds other things."""
    if isinstance(value, int | float | None):
        return value
    return str(value)[:LONGEST_VALUE] if isinstance(value, str | UUID) else WITHHELD


def _error_of(exc_info: Any) -> dict[str, Any]:
    """The types of an exception and its causes, and where it was raised; never its words."""
    error = _exception_in(exc_info)
    if error is None:
        return {}
    return {
        "error": [type(cause).__qualname__ for cause in _causes(error)],
        "error_at": list(_places(error.__traceback__))[-DEEPEST_TRACE:],
    }


def _exception_in(exc_info: Any) -> BaseException | None:
    if exc_info is True:
        return sys.exc_info()[1]
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    return exc_info if isinstance(exc_info, BaseException) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{'/'.join(PurePath(code.co_filename).parts[-2:])}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
