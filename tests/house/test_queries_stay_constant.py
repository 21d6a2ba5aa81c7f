"""What a page asks of the database does not grow with what there is to show."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.permissions import Role
from casework.models.session import SessionKind
from referrals.actions.directory import add_office
from tests.house.test_access_matrix import COMMON
from tests.house.walker import Walker
from tests.plugins.cases import make_case, make_follow_up, working_as
from tests.plugins.house import ROSARIO, brought_to, held, office_columns, sent_to
from vault.compartments import Compartment

FEW, MANY = 2, 25
PAGES = [
    (Role.COUNSELOR, "/hoy/"),
    (Role.COUNSELOR, "/agenda/"),
    (Role.COUNSELOR, "/casos/"),
    (Role.COUNSELOR, "/derivaciones/"),
    (Role.COUNSELOR, "/directorio/"),
    (Role.COUNSELOR, "/casos/CASO/"),
    (Role.COUNSELOR, "/casos/CASO/historia/"),
    (Role.COUNSELOR, "/casos/CASO/sesiones/"),
    (Role.COUNSELOR, "/casos/CASO/archivos/"),
    (Role.PSYCHOLOGIST, "/casos/CASO/archivos/"),
    (Role.COUNSELOR, "/casos/CASO/datos/"),
    (Role.COUNSELOR, "/casos/CASO/que-paso/"),
    (Role.COUNSELOR, "/casos/CASO/derivar/"),
    (Role.SUPERVISOR, "/hoy/"),
    (Role.SUPERVISOR, "/supervision/"),
    (Role.SUPERVISOR, "/supervision/bitacora/"),
    (Role.SUPERVISOR, "/casos/CASO/quien-lo-vio/"),
    (Role.COORDINATOR, "/red/"),
]
MOST_QUERIES = 30
MOST_OF_THE_LIST = 12 + 5  # the list's own, and what knowing who asks takes before it


def grow(house, count):
    """More of everything: cases with something overdue, sessions, offices, referrals."""
    counselor, today = house.norte["counselor"], timezone.localdate()
    for number in range(count):
        case = make_case(counselor, risk_level="high")
        make_follow_up(case, counselor, today - timedelta(days=1 + number % 3))
    with working_as(house.norte["partner_admin"]) as admin:
        for number in range(count):
            office = add_office(office_columns(f"Oficina {number}"), by=admin)
    with working_as(house.norte["psychologist"]) as staff:
        for _number in range(count):
            brought_to(house.norte.case, ROSARIO, Compartment.PSYCHOLOGICAL, by=staff)
    with working_as(counselor) as staff:
        for _number in range(count):
            held(SessionKind.SOCIAL, house.norte.case, ROSARIO, by=staff)
            brought_to(house.norte.case, ROSARIO, Compartment.CASE, by=staff)
            referral = sent_to(office, house.norte.case, ROSARIO, by=staff)
            referral.sent_on = today - timedelta(days=20)
            referral.save()


def asked(house, as_):
    """Queries of each page."""
    codes = {**COMMON, **house.norte.codes}
    counted = {}
    for role, path in PAGES:
        member = {**house.norte.people, **house.network}[role]
        visit = Walker(as_(member), member).visit("GET", path.replace("CASO", codes["CASO"]))
        assert visit.answer == "entra", path
        counted[role, path] = visit.queries
    return counted


@pytest.fixture
def few_and_many(house, as_):
    # A process asks once which number a model has; some pages would be the first to ask.
    ContentType.objects.get_for_models(*apps.get_models())
    grow(house, FEW)
    few = asked(house, as_)
    grow(house, MANY)
    return few, asked(house, as_)


def test_many_rows_are_fetched_with_the_queries_of_few(few_and_many):
    few, many = few_and_many
    assert many == few
    assert max(many.values()) <= MOST_QUERIES
    assert many[Role.COUNSELOR, "/casos/"] <= MOST_OF_THE_LIST
