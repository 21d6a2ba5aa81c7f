"""The faults: what each changes in the code, and the small part of the tests that must notice.

A fault is a piece of a file, which stands there exactly once, and what takes its place.
"""

from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
ISOLATION = "tests/house/test_isolation.py"
MATRIX = "tests/house/test_access_matrix.py"
READS = "tests/house/test_every_read_is_recorded.py"
OWN_PAGES = f"{MATRIX}::test_what_is_everybodys_own_shows_each_partner_its_own"
FOREIGN_ROWS = f"{MATRIX}::test_another_partners_row_looks_like_none_and_the_visit_is_on_its_trail"
MIXED_ROWS = f"{ISOLATION}::test_a_row_below_a_case_it_is_not_of_is_not_there"
NOTES = f"{READS}::test_a_note_opens_only_inside_its_wall_and_who_comes_to_it_is_recorded"
TEAM_ONLY = (
    "tests/casework/test_exceptions.py"
    "::test_a_restricted_case_is_open_to_its_named_team_and_to_nobody_else"
)
KEYS = (
    "tests/house/test_keys_mirror_rights.py"
    "::test_a_foreign_name_stays_sealed_even_past_the_door_and_ones_own_opens"
)


class DoesNotApply(Exception):
    """The code has changed, and the fault has no place in it any more."""


@dataclass(frozen=True)
class Fault:
    """One change that must not go unnoticed."""

    name: str
    file: str
    piece: str
    instead: str
    tests: tuple[str, ...]

    def applied_to(self, text: str) -> str:
        """The file with the fault in it. Raises DoesNotApply."""
        if text.count(self.piece) != 1:
            raise DoesNotApply(f"{self.name}: {text.count(self.piece)} places in {self.file}")
        return text.replace(self.piece, self.instead)


FAULTS = [
    Fault(
        "the list of cases forgets whose they are",
        "casework/access.py",
        "return Case.objects.of_partner(_partner_of(staff)).filter(seen_by(staff))",
        "return Case.objects.all()",
        (OWN_PAGES,),
    ),
    Fault(
        "a case opens for another partner",
        "casework/reach.py",
        "if visitor.partner_id == case.partner_id and is_open_to(case, visitor.permissions):",
        "if is_open_to(case, visitor.permissions):",
        (FOREIGN_ROWS,),
    ),
    Fault(
        "a restricted case opens for all its partner's people",
        "casework/reach.py",
        "return case.restricted_at is None or Permission.SUPERVISE in permissions",
        "return True",
        (TEAM_ONLY,),
    ),
    Fault(
        "a restricted case stands in everybody's list",
        "casework/access.py",
        "return Case.objects.of_partner(_partner_of(staff)).filter(seen_by(staff))",
        "return Case.objects.of_partner(_partner_of(staff))",
        (TEAM_ONLY,),
    ),
    Fault(
        "a session opens below a case it is not of",
        "casework/access.py",
        'session = case.supportsessions.select_related("held_by").filter(code=session_code).first()',
        "session = SupportSession.objects.filter(code=session_code).first()",
        (MIXED_ROWS,),
    ),
    Fault(
        "a follow-up opens below a case it is not of",
        "casework/access.py",
        'follow_up = case.followups.select_related("assigned_to").filter(code=follow_up_code).first()',
        "follow_up = FollowUp.objects.filter(code=follow_up_code).first()",
        (MIXED_ROWS,),
    ),
    Fault(
        "an intake opens for a colleague who did not begin it",
        "casework/access.py",
        "is_hers = intake.opened_by_id == staff.user.id",
        "is_hers = True",
        (f"{MATRIX}::test_each_role_gets_what_the_matrix_says",),
    ),
    Fault(
        "a request holds the keys of every partner",
        "accounts/staff.py",
        "compartments={self.partner.pk: kinds} if kinds else {},",
        "compartments=dict.fromkeys(Partner.objects.values_list('pk', flat=True), kinds),",
        (KEYS,),
    ),
    Fault(
        "a walled note opens for whoever sees the case",
        "casework/access.py",
        "return frozenset(tied) | _opened_to(staff, case)",
        "return frozenset(Compartment)",
        (NOTES,),
    ),
    Fault(
        "a refused visit leaves no trace",
        "audit/middleware.py",
        "        record_refusal(refusal)\n",
        "        pass\n",
        (FOREIGN_ROWS,),
    ),
    Fault(
        "an office of another partner is found",
        "referrals/access.py",
        "known = Office.objects.known_to(_reader_of_directory(staff))",
        "known = Office.objects.filter(is_active=_reader_of_directory(staff) is not None)",
        (FOREIGN_ROWS,),
    ),
    Fault(
        "a colleague of another partner can be managed",
        "accounts/access.py",
        "    if found.partner_id != staff.partner_id:\n",
        "    if found is None:\n",
        (FOREIGN_ROWS,),
    ),
]
