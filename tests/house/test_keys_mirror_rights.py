"""A door left open shows nothing: the keys that are at hand open her own partner's rows only."""

import pytest

from accounts.permissions import PARTNER_ROLES, Role
from casework.models import Survivor
from tests.plugins.cases import working_as
from vault.errors import KeyNotOpen


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES - {Role.PARTNER_ADMIN}))
def test_a_foreign_name_stays_sealed_even_past_the_door_and_ones_own_opens(house, role):
    with working_as(house.norte[role]):
        assert Survivor.objects.get(cases=house.norte.case).given_names
        foreign = Survivor.objects.get(cases=house.sur.case)
        with pytest.raises(KeyNotOpen):
            foreign.given_names  # noqa: B018  (reading it is what is refused)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SYSTEM_ADMIN])
def test_people_of_the_network_open_no_name_at_all(house, role):
    with working_as(house.network[role]):
        for site in (house.norte, house.sur):
            survivor = Survivor.objects.get(cases=site.case)
            with pytest.raises(KeyNotOpen):
                survivor.given_names  # noqa: B018
