"""The faults of tests/mutations still have their place in the code, and their tests still stand."""

import pytest
from django.conf import settings

from tests.mutations.faults import FAULTS, DoesNotApply, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_still_has_its_place(fault):
    whole = (settings.BASE_DIR / fault.file).read_text(encoding="utf-8")
    broken = fault.applied_to(whole)
    compile(broken, fault.file, "exec")
    assert broken != whole
    for test in fault.tests:
        file, _, name = test.partition("::")
        assert f"def {name}(" in (settings.BASE_DIR / file).read_text(encoding="utf-8")


def test_a_fault_that_has_lost_its_place_says_so():
    with pytest.raises(DoesNotApply, match="0 places"):
        Fault("lost", "dev.py", "no such piece", "", ()).applied_to("another text")


def test_no_fault_is_there_twice():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 5
