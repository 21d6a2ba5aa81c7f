"""What every plain page knows of its site: the same places as a counselor's pages list."""

from django.conf import settings
from django.http import HttpRequest

from accounts.permissions import GRANTS, Role
from config.context import PLACES

OPEN_TO_ALL = [place for place in PLACES if place.rights & GRANTS[Role.COUNSELOR]]


def house(request: HttpRequest) -> dict[str, object]:
    """`house`, as the house's own pages have it."""
    nav = [
        {"url": place.url, "label": place.label, "current": request.path.startswith(place.url)}
        for place in OPEN_TO_ALL
    ]
    return {"house": {"quick_exit_url": settings.QUICK_EXIT_URL, "is_demo": True, "nav": nav}}
