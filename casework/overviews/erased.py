"""What was erased of a case, and when: a page says so where it would have stood."""

from datetime import date

from django.db.models import Max

from casework.models import Case, Incident


def narrative_erased_on(case: Case) -> date | None:
    """The last day on which what she told was erased; None when it never was."""
    erased = Incident.objects.filter(case=case).aggregate(last=Max("narrative_erased_on"))
    last: date | None = erased["last"]
    return last
