"""Erasing what another partner was given to read, page by page: behind the second wall."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.permissions import Role
from casework.actions.sharing import share_case
from casework.models import Case, CaseException
from erasure.models import Erasure
from tests.erasure.conftest import ask
from tests.plugins.cases import working_as
from vault.compartments import Compartment
from vault.models import KeyGrant


@pytest.fixture
def share(house):
    """Norte's case, shared with the counselor of sur."""
    with working_as(house.norte["counselor"]) as staff:
        return share_case(
            Case.objects.get(pk=house.norte.case.pk),
            recipient=house.sur[Role.COUNSELOR],
            compartments=[Compartment.IDENTITY, Compartment.CASE],
            purpose="joint_support",
            reason="Vive en su ciudad",
            ends_at=timezone.now() + timedelta(days=5),
            by=staff,
        )


def approved(house, as_, extent):
    asked = ask(house.norte.case, house.norte["counselor"], extent)
    supervisor = as_(house.norte["supervisor"], fresh=True)
    answer = supervisor.post(f"/supervision/borrados/{asked.code}/", {"decision": "approve"})
    assert answer.status_code == 302
    assert Erasure.objects.get(pk=asked.pk).state == "done"


def test_after_a_part_was_erased_she_still_reads_the_rest_of_what_was_shared(house, as_, share):
    reader, path = as_(house.sur["counselor"]), f"/casos/compartidos/{share.code}/"
    word = house.norte.woman.word
    before = reader.get(path).content.decode()
    assert f"Relato inventado: {word}" in before
    approved(house, as_, "narrative")
    after = reader.get(path)
    assert after.status_code == 200
    assert f"Relato inventado: {word}" not in after.content.decode()
    assert f"Por la {word}" in after.content.decode()


def test_when_everything_is_erased_nothing_stays_with_the_other_partner(house, as_, share):
    assert KeyGrant.objects.filter(exception_id=share.pk).exists()
    approved(house, as_, "everything")
    assert not KeyGrant.objects.filter(exception_id=share.pk).exists()
    assert not CaseException.objects.filter(pk=share.pk).exists()
    path = f"/casos/compartidos/{share.code}/"
    assert as_(house.sur["counselor"]).get(path).status_code == 404
