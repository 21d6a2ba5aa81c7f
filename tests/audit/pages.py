"""A small site of its own: what TrailMiddleware does to views, without the pages of the house."""

from collections.abc import Callable, Iterator

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from audit.context import Actor, acting, device, peer_address
from audit.events import Event
from audit.ledger import record
from audit.refusals import refuse
from tests.vault.shelf import Person
from vault.compartments import Compartment
from vault.ids import new_id
from vault.keychain import Scope, open_keys

NORTE = new_id()
SUR = new_id()
ANA = Actor(id=new_id(), name="ana@norte.example", role="counselor", partner_id=NORTE)
SCOPE = Scope("request", {NORTE: frozenset(Compartment)})


def as_ana(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Stands where the middleware of accounts does: Ana, with her keys."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with (
            acting(ANA, address=peer_address(request), device=device(request)),
            open_keys(SCOPE),
        ):
            return get_response(request)

    return middleware


def make(request: HttpRequest) -> HttpResponse:
    """Makes a group, unless the name is missing; then the form comes back."""
    name = request.POST.get("name")
    if not name:
        return HttpResponse("falta el nombre")
    Group.objects.create(name=name)
    return HttpResponseRedirect(f"/hecho/{name}/")


def make_with_htmx(request: HttpRequest) -> HttpResponse:
    Group.objects.create(name=request.POST["name"])
    return HttpResponse(headers={"HX-Redirect": "/hecho/"})


def refused(request: HttpRequest) -> HttpResponse:
    Group.objects.create(name="nunca")
    refuse(partner_id=SUR, subject_id=SUR, reason="of_another_partner")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def broken(request: HttpRequest) -> HttpResponse:
    Group.objects.create(name="nunca")
    len(Person.objects.get().given_names)
    raise ValueError


def read(request: HttpRequest) -> HttpResponse:
    person = Person.objects.get()
    return HttpResponse(f"{person.given_names} {person.surname} {person.given_names}")


def read_after_a_deed(request: HttpRequest) -> HttpResponse:
    Group.objects.create(name="nunca")
    person = Person.objects.get()
    return HttpResponse(f"{person.given_names} {person.surname}")


def read_while_rendering(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string("{{ person.given_names }}")
    return TemplateResponse(request, template, {"person": Person.objects.get()})


def read_while_streaming(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        for person in Person.objects.all():
            yield person.given_names

    return StreamingHttpResponse(lines())


@transaction.non_atomic_requests
def read_outside(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Person.objects.get().given_names)


def refused_after_reading(request: HttpRequest) -> HttpResponse:
    len(Person.objects.get().given_names)
    refuse(partner_id=NORTE, reason="restricted")


def search(request: HttpRequest) -> HttpResponse:
    record(Event.SEARCHED)
    return HttpResponse("nada")


urlpatterns = [
    path("crear/", make),
    path("crear-otra/", make),
    path("crear-htmx/", make_with_htmx),
    path("ajeno/", refused),
    path("prohibido/", forbidden),
    path("no-hay/", missing),
    path("roto/", broken),
    path("leer/", read),
    path("leer-tras-hacer/", read_after_a_deed),
    path("leer-plantilla/", read_while_rendering),
    path("leer-lento/", read_while_streaming),
    path("leer-fuera/", read_outside),
    path("leer-y-rechazar/", refused_after_reading),
    path("buscar/", search),
]
