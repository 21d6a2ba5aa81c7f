"""The code of conduct: a versioned file, and who has accepted it as it stands now."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.models import ConductAcceptance, User

SESSION_KEY = "conduct"


@dataclass(frozen=True)
class Conduct:
    """The text in force. ``is_model`` says that a partner has not put its own in its place."""

    version: str
    points: dict[str, list[str]]
    is_model: bool

    @property
    def sentences(self) -> list[str]:
        """In the language of the page."""
        return self.points.get(get_language() or "es") or self.points["es"]


def in_force() -> Conduct:
    """The text everybody is asked to accept."""
    return _read(Path(settings.CONDUCT_PATH))


def is_accepted(request: HttpRequest, user: User) -> bool:
    """Whether she may go on: nothing is asked here, or she accepted what is in force.

    Asked of the table once a session: nobody is stopped in the middle of her work.
    """
    if not settings.CONDUCT_REQUIRED or SESSION_KEY in request.session:
        return True
    if acceptance_of(user) is None:
        return False
    note_accepted(request)
    return True


def acceptance_of(user: User) -> ConductAcceptance | None:
    """Her acceptance of the text in force, if she gave it."""
    return ConductAcceptance.objects.filter(user=user, version=in_force().version).first()


def note_accepted(request: HttpRequest) -> None:
    """Let this session go on without asking the table again."""
    request.session[SESSION_KEY] = in_force().version


@cache
def _read(path: Path) -> Conduct:
    told = json.loads(path.read_text(encoding="utf-8"))
    points = {language: told[language] for language in ("es", "en") if language in told}
    return Conduct(str(told["version"]), points, bool(told.get("is_model")))
