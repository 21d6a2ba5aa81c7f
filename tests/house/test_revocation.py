"""What was taken away is gone with the next request, on every page, in every open browser."""

import pytest

from accounts.actions.staff import change_role, suspend_staff
from accounts.models import Membership
from accounts.permissions import Role
from audit.context import acting
from tests.house import matrix
from tests.house.test_access_matrix import COMMON, secrets_in
from tests.house.walker import Walker
from tests.plugins.cast import PASSWORD, SYSTEM, entries, without_keys

HARMLESS = {"/salir/", "/salud/sesion/"}
TO_CONFIRM = {f"/cuenta/confirmar/{way}" for way in ("", "codigo/", "llave/")}
TO_SET_UP = {"/cuenta/segundo-paso/activar/", "/cuenta/llaves/nueva/"}
PUBLIC = {row.name for row in matrix.rows() if row.cells[matrix.NOBODY] != "ingreso"}


@pytest.fixture
def codes(house):
    return {**COMMON, **house.norte.codes}


@pytest.fixture
def ana(house, as_):
    """Ana in a browser that is signed in already."""
    member = house.norte["counselor"]
    walker = Walker(as_(member), member)
    assert walker.visit("GET", "/hoy/").answer == "entra"
    return walker


def suspend(member: Membership) -> None:
    with acting(SYSTEM):
        suspend_staff(member, by=SYSTEM)


def deactivate_user(member: Membership) -> None:
    member.user.is_active = False
    member.user.save()


def deactivate_partner(member: Membership) -> None:
    member.partner.is_active = False
    member.partner.save()


@pytest.mark.parametrize("take_away", [suspend, deactivate_user, deactivate_partner])
def test_nothing_opens_any_more_in_a_browser_that_was_signed_in(house, ana, codes, take_away):
    take_away(ana.member)
    for row in matrix.rows():
        visit = ana.visit(row.verb, row.filled(codes))
        if row.name not in PUBLIC and row.path not in HARMLESS:
            assert visit.answer in {"ingreso", "403"}, row.name
        assert not secrets_in(visit, house.norte), row.name


@pytest.mark.parametrize("take_away", [suspend, deactivate_user, deactivate_partner])
def test_the_password_of_somebody_who_left_is_a_wrong_one_and_was_right_before(
    house, sign_in, take_away
):
    member = house.norte["counselor"]
    client, answer = sign_in(member.user.email, PASSWORD)
    assert answer.status_code == 302
    assert client.get("/hoy/").status_code == 200
    take_away(member)
    _client, right = sign_in(member.user.email, PASSWORD)
    _client, wrong = sign_in(member.user.email, "otra-clave-muy-larga-47")
    assert right.status_code == wrong.status_code == 200
    assert without_keys(right) == without_keys(wrong)
    failed = entries("sign_in_failed")
    assert [entry.actor_id for entry in failed] == [member.user_id] * 2


@pytest.mark.parametrize("column", ["administra", "psicóloga", "supervisora"])
def test_another_role_ends_the_session_and_opens_its_own_pages_and_no_other(
    house, ana, as_, sign_in, codes, column
):
    before = Walker(sign_in(ana.member.user.email)[0], ana.member)
    assert before.visit("GET", "/hoy/").answer == "entra"
    with acting(SYSTEM):
        change_role(ana.member, role=matrix.ROLES[column], by=SYSTEM)
    assert before.visit("GET", "/hoy/").answer == "ingreso"
    ana = Walker(as_(ana.member), ana.member)
    # What is hers alone, or another's alone, whatever their roles.
    personal = {row.name for row in matrix.rows() if "ATENCIÓN" in row.path}
    personal |= {row.name for row in matrix.rows() if "SESIÓN" in row.path and row.verb == "POST"}
    # She carries the case: nobody asks her for a proof that others of her new role are asked for.
    personal |= {"POST /casos/CASO/revelar/", "POST /casos/CASO/contacto/"}
    # She takes back what she asked for herself.
    personal |= {"POST /casos/CASO/borrados/BORRADO/retirar/"}
    # And she chooses its team and who else sees it.
    led = ("equipo/sumar/", "acceso/restringir/", "acceso/levantar/", "emergencia/ACCESO/")
    # She hands it over, and takes back what she asked for herself.
    led += ("CASO/traspaso/", "BORRADO/retirar/")
    personal |= {row.name for row in matrix.rows() if row.path.endswith(led)}
    for row in matrix.rows():
        if row.name not in personal or column == "administra":
            assert ana.visit(row.verb, row.filled(codes)).answer == row.cells[column], row.name


def test_a_key_goes_with_the_role(house, as_, codes):
    member = house.norte["psychologist"]
    walker = Walker(as_(member), member)
    note = f"/casos/{codes['CASO']}/sesiones/{codes['SESIÓN']}/"
    assert "Nota psychological" in walker.visit("GET", note).response.content.decode()
    with acting(SYSTEM):
        change_role(member, role=Role.COUNSELOR, by=SYSTEM)
    walker = Walker(as_(member), member)
    visit = walker.visit("GET", note)
    assert visit.answer == "entra"
    assert "Nota psychological" not in visit.response.content.decode()
    assert "see_session_without_note" in [entry.deed for entry in visit.entries]


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_without_a_second_factor_nothing_opens_but_its_setting_up(
    house, ana, codes, settings, verb
):
    settings.SECOND_FACTOR_REQUIRED = True
    public = {row.path for row in matrix.rows() if row.name in PUBLIC}
    for row in matrix.rows():
        visit = ana.visit(verb, row.filled(codes))
        if row.path not in public | HARMLESS | TO_CONFIRM | TO_SET_UP:
            assert visit.response.headers["Location"] == "/cuenta/segundo-paso/activar/", row.name
        elif row.path in TO_SET_UP:
            assert visit.answer in {"sigue", "confirma"}, row.name
        assert not secrets_in(visit, house.norte), row.name


def test_every_page_is_among_those_that_are_walked_without_a_second_factor(codes):
    assert {matrix.route_of(row.filled(codes)) for row in matrix.rows()} == matrix.routes()
