"""What every page knows about the site: the way out, and the pages this person may open."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A page of the main navigation and the rights of which one opens it."""

    url: str
    label: str | Promise
    rights: frozenset[Permission]


WARNED_BEFORE = 120  # seconds before an idle session ends


def _place(url: str, label: str | Promise, *rights: Permission) -> Place:
    return Place(url, label, frozenset(rights))


PLACES = (
    _place("/hoy/", _("Hoy"), Permission.SEE_CASES),
    _place("/casos/", _("Casos"), Permission.SEE_CASES),
    _place("/agenda/", _("Agenda"), Permission.SEE_CASES),
    _place("/derivaciones/", _("Derivaciones"), Permission.REFER),
    _place("/administracion/", _("Administración"), Permission.MANAGE_STAFF),
    _place("/directorio/", _("Directorio"), Permission.REFER, Permission.MANAGE_OFFICES),
    _place("/supervision/", _("Supervisión"), Permission.SUPERVISE),
    _place("/red/", _("Red"), Permission.SEE_TOTALS),
    _place(
        "/supervision/bitacora/",
        _("Bitácora"),
        Permission.SEE_TRAIL,
        Permission.SEE_TOTALS,
        Permission.SEE_HEALTH,
    ),
)


def house(request: HttpRequest) -> dict[str, object]:
    """`house`: quick_exit_url, is_demo, nav as a list of {url, label, current}, and two times.

    An idle page is warned after `idle_warn` seconds and locked after `idle_lock`.
    Not `site`: allauth's pages mean something else by that.
    """
    idle = int(settings.SESSION_IDLE.total_seconds())
    places = places_for(request)
    current = max((place.url for place in places if request.path.startswith(place.url)), default="")
    return {
        "house": {
            "quick_exit_url": settings.QUICK_EXIT_URL,
            "is_demo": settings.DEMO,
            "idle_lock": idle,
            "idle_warn": idle - WARNED_BEFORE,
            "nav": [
                {"url": place.url, "label": place.label, "current": place.url == current}
                for place in places
            ],
        }
    }


def places_for(request: HttpRequest) -> list[Place]:
    """The places this person may open: none before she has signed in."""
    staff = getattr(request, "staff", None)  # absent when refused on the way in
    return [place for place in PLACES if staff and staff.permissions & place.rights]
