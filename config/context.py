"""What every page knows about the site: the way out, and the pages this person may open."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A page of the main navigation and the right that opens it."""

    url: str
    label: str | Promise
    permission: Permission


PLACES = (
    Place("/hoy/", _("Hoy"), Permission.SEE_CASES),
    Place("/casos/", _("Casos"), Permission.SEE_CASES),
    Place("/derivaciones/", _("Derivaciones"), Permission.REFER),
    Place("/directorio/", _("Directorio"), Permission.REFER),
    Place("/supervision/", _("Supervisión"), Permission.SUPERVISE),
    Place("/supervision/bitacora/", _("Bitácora"), Permission.SEE_TRAIL),
    Place("/red/", _("Red"), Permission.SEE_TOTALS),
    Place("/administracion/", _("Administración"), Permission.MANAGE_STAFF),
)


def site(request: HttpRequest) -> dict[str, object]:
    """`site`: quick_exit_url, is_demo, and nav as a list of {url, label, current}."""
    return {
        "site": {
            "quick_exit_url": settings.QUICK_EXIT_URL,
            "is_demo": settings.DEMO,
            "nav": _navigation(request),
        }
    }


def _navigation(request: HttpRequest) -> list[dict[str, object]]:
    staff = getattr(request, "staff", None)  # absent when the request was refused on its way in
    if staff is None:
        return []
    places = [place for place in PLACES if staff.may(place.permission)]
    current = max((place.url for place in places if request.path.startswith(place.url)), default="")
    return [
        {"url": place.url, "label": place.label, "current": place.url == current}
        for place in places
    ]
