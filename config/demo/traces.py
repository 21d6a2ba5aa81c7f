"""What a working day leaves behind: unfinished intakes, readings, a search, a closed door."""

from collections.abc import Sequence
from typing import Any, cast

from accounts.staff import Staff
from audit.refusals import Refused, record_refusal
from casework.access import case_for, session_for
from casework.actions.contact import reveal_contact
from casework.actions.intake import save_draft, save_section, start_intake
from casework.actions.search import search_cases
from casework.actions.session import open_note
from casework.models import Case, SupportSession
from casework.models.session import SessionKind
from config.demo.courses import Course
from config.demo.crew import working_as
from config.demo.people import survivor
from config.demo.playing import House
from config.demo.told import told

SAVED = ("consent", "safe_contact", "survivor")


def leave_unfinished(house: House) -> None:
    """Two intakes of the counselor: one of a woman who seems known, one hardly begun."""
    known = house.women["long"]
    answers = told(
        house.chance, known, Course(0, 3), today=house.today, municipality=house.municipality
    )
    with working_as(house.crew["counselor"]) as by:
        begun = start_intake(by=by)
        for name in SAVED:
            section = cast("dict[str, Any]", answers)[name]
            save_section(begun, name, section, version="0", by=by)
        save_draft(begun, "risk", {"reason": ["Dice que él la esperó a la salida de"]}, by=by)
        hardly = start_intake(by=by)
        phone = survivor(house.chance).phone
        save_draft(hardly, "safe_contact", {"phone": [phone], "hours": ["Por las mañanas"]}, by=by)


def leave_reads(house: House, cases: Sequence[Case]) -> None:
    """A note read by its author, rules of contact opened, a name searched."""
    held = SupportSession.objects.filter(case__in=cases, kind=SessionKind.PSYCHOLOGICAL)
    code, case_code = held.values_list("code", "case__code").order_by("id")[0]
    with working_as(house.crew["psychologist"]) as by:
        open_note(session_for(by, case_code, code), by=by)
    with working_as(house.crew["counselor"]) as by:
        reveal_contact(case_for(by, cases[-5].code), by=by)
        search_cases(house.women["twin"].first_surname, by=by)


def try_to_trespass(stranger: Staff, case: Case) -> None:
    """Somebody of another partner asks for a case by its code: refused, and recorded."""
    with working_as(stranger):
        try:
            case_for(stranger, case.code)
        except Refused as refusal:
            record_refusal(refusal)
