"""Beginning the table of institutions from the catalogue; people keep it from then on."""

from django.db import transaction
from django.utils import timezone

from casework.catalogue import InstitutionSeed, institution_seed
from referrals.models import Institution


@transaction.atomic
def load_institutions() -> int:
    """Add the catalogue's institutions that are not there yet, and say how many were added.

    A row that is there stays as people left it.
    """
    known = set(Institution.objects.values_list("code", flat=True))
    new = [seed for seed in institution_seed() if seed.code not in known]
    for seed in new:
        Institution.objects.create(**_columns(seed))
    _link_parents(new)
    return len(new)


def _columns(seed: InstitutionSeed) -> dict[str, object]:
    return {
        "code": seed.code,
        "name_es": seed.label_es,
        "name_en": seed.label_en,
        "sector": seed.sector,
        "consent_purpose": seed.consent_purpose,
        "valid_from": seed.valid_from,
        "valid_to": seed.valid_to,
        "source": seed.source,
        "is_verified": seed.is_verified,
    }


def _link_parents(seeds: list[InstitutionSeed]) -> None:
    today = timezone.localdate()
    by_code = {institution.code: institution for institution in Institution.objects.all()}
    for seed in seeds:
        parent = by_code.get(seed.parent_on(today))
        if parent:
            institution = by_code[seed.code]
            institution.parent = parent
            institution.save()
