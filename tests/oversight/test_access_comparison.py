"""Who gained access since the night before, for the supervisor."""

from datetime import timedelta

from django.utils import timezone

from accounts.permissions import Role
from oversight.models import AccessSnapshot
from oversight.snapshots import gains_of
from oversight.tasks import compare_access_of_tonight
from tests.casework.test_exceptions import newcomer, restrict
from tests.casework.test_sharing import share
from tests.plugins.cases import working_as
from tests.plugins.house import ROSARIO, case_of


def night(time_machine, days):
    time_machine.move_to(timezone.now() + timedelta(days=days), tick=False)
    compare_access_of_tonight.delay()


def supervision(as_, cast) -> str:
    return as_(cast.susi).get("/supervision/").content.decode()


def test_three_people_more_are_told_to_the_supervisor(cast, as_, time_machine):
    with working_as(cast.ana) as ana:
        case = case_of(ROSARIO, by=ana)
    assert "Desde mañana se compara" in supervision(as_, cast)
    night(time_machine, 0)
    assert "Nadie más desde la noche anterior" in supervision(as_, cast)
    newcomer(cast, "Carla Inti", Role.COUNSELOR)
    share(as_(cast.ana, fresh=True), case, cast.sonia)
    restrict(as_(cast.susi), case, cast.ana)
    night(time_machine, 1)
    told = supervision(as_, cast)
    assert "3 accesos más que la noche anterior" in told
    for name in ("Carla Inti", "Sonia Calle", "Ana Choque"):
        assert f"{name}:" in told
    _day, gains = gains_of(cast.norte.id)
    assert {(gain.name, gain.case_code) for gain in gains} == {
        ("Carla Inti", ""),
        ("Sonia Calle", case.code),
        ("Ana Choque", case.code),
    }
    night(time_machine, 1)
    assert "Nadie más desde la noche anterior" in supervision(as_, cast)


def test_a_night_is_compared_once_however_often_the_clock_ticks(cast, time_machine):
    night(time_machine, 0)
    night(time_machine, 0)
    assert AccessSnapshot.objects.filter(partner=cast.norte).count() == 1
    night(time_machine, 1)
    assert AccessSnapshot.objects.filter(partner=cast.norte).count() == 2


def test_another_partners_gains_are_not_told_here(cast, as_, time_machine):
    night(time_machine, 0)
    newcomer(cast, "Nora Lazo", Role.PSYCHOLOGIST, cast.sur)
    night(time_machine, 1)
    assert "Nora Lazo" not in supervision(as_, cast)
    _day, gains = gains_of(cast.sur.id)
    assert [gain.name for gain in gains] == ["Nora Lazo"]
