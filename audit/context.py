"""Who is acting, from where, and under which correlation id: what every entry is stamped with.

The person is kept by value, so that an entry still names her when her account is gone.
Nothing here is taken from the client, except the coarse name of her device.
"""

import ipaddress
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

DEVICE_LENGTH = 40
# The first word that matches names it: an Edge also says Chrome, an Android also says Linux.
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux")
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}


@dataclass(frozen=True)
class Actor:
    """A person or the system, by value: name is the user name, role the code of the role held."""

    id: UUID | None
    name: str
    role: str = ""
    partner_id: UUID | None = None


NOBODY = Actor(id=None, name="")


@dataclass(frozen=True)
class Visit:
    """One request or one background deed: every entry written in it carries these."""

    actor: Actor
    address: str | None
    device: str
    correlation_id: str
    deed: str


class Stamp(TypedDict):
    """The columns of an entry that say who and from where."""

    actor_id: UUID | None
    actor_name: str
    actor_role: str
    address: str | None
    device: str
    cid: str


_visit: ContextVar[Visit | None] = ContextVar("audit_visit", default=None)


@contextmanager
def acting(
    actor: Actor,
    *,
    address: str | None = None,
    device: str = "",
    correlation_id: str | None = None,
    deed: str = "",
) -> Iterator[Actor]:
    """Act as this person until the block ends; what is not given is kept from the visit around."""
    around = _visit.get()
    visit = Visit(
        actor=actor,
        address=address or (around.address if around else None),
        device=device or (around.device if around else ""),
        correlation_id=correlation_id or (around.correlation_id if around else uuid.uuid4().hex),
        deed=deed or (around.deed if around else ""),
    )
    token = _visit.set(visit)
    try:
        yield actor
    finally:
        _visit.reset(token)


def is_acting() -> bool:
    """Whether somebody, known or not, has been declared to act."""
    return _visit.get() is not None


def current_actor() -> Actor:
    """Who acts now, or NOBODY."""
    visit = _visit.get()
    return visit.actor if visit else NOBODY


def current_deed() -> str:
    """The name of the background deed that is running, or nothing."""
    visit = _visit.get()
    return visit.deed if visit else ""


def correlation_id() -> str:
    """What ties together the entries of one request or deed: 32 hex digits made by us."""
    visit = _visit.get()
    return visit.correlation_id if visit else ""


def stamp() -> Stamp:
    """The columns of an entry that say who and from where."""
    visit = _visit.get() or Visit(NOBODY, None, "", "", "")
    return Stamp(
        actor_id=visit.actor.id,
        actor_name=visit.actor.name,
        actor_role=visit.actor.role,
        address=visit.address,
        device=visit.device[:DEVICE_LENGTH],
        cid=visit.correlation_id,
    )


def peer_address(request: HttpRequest) -> str | None:
    """The visitor's address as our own proxies saw it, or None.

    Each of the TRUSTED_PROXY_COUNT proxies appends the address it was called from, so the
    visitor's stands that many places from the right; anything further left, she may have
    written herself.
    """
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.TRUSTED_PROXY_COUNT
    if not count:
        return direct
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return (_address(hops[-count]) if len(hops) >= count else None) or direct


def _address(text: str) -> str | None:
    """The address in its plain form, without an IPv6 zone; None when it is not one."""
    try:
        address = ipaddress.ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def device(request: HttpRequest) -> str:
    """The coarse name of the device that asks."""
    return device_name(request.META.get("HTTP_USER_AGENT", ""))


def device_name(agent: str) -> str:
    """A coarse name such as "Android · Chrome": enough to recognise one's own, no fingerprint."""
    agent = agent[:500]
    system = next((word for word in SYSTEMS if word in agent), "")
    browser = next((name for word, name in BROWSERS.items() if word in agent), "")
    return " · ".join(word for word in (system, browser) if word)[:DEVICE_LENGTH]
