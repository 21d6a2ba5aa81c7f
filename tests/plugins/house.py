"""A house with one of everything in it: a case of norte, a case of sur, and people of each role."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Membership, Partner
from accounts.permissions import Role
from accounts.staff import Staff
from audit.background import background
from casework.actions.attachment import Custody, add_attachment
from casework.actions.break_glass import Glass, break_glass
from casework.actions.closing import close_case
from casework.actions.follow_up import NextStep, add_follow_up
from casework.actions.intake import save_draft, save_section, start_intake
from casework.actions.opening import open_case
from casework.actions.session import SessionFacts, add_to_note, record_session
from casework.actions.sharing import end_exception
from casework.answers import IntakeAnswers
from casework.files.inspection import InspectedFile
from casework.files.kinds import FileKind
from casework.models import Case, CaseException, Intake
from casework.models.attachment import BroughtBy, BroughtHow
from casework.models.closure import ChecklistItem
from casework.models.consent import ConsentPurpose, FactCategory
from casework.models.session import Attendance, SessionKind, SessionMode
from erasure.actions.asking import ask_erasure
from erasure.actions.holding import end_hold, place_hold
from erasure.extents import Extent, Wish
from referrals.actions.catalogue import load_institutions
from referrals.actions.directory import add_office
from referrals.actions.referral import send_referral
from referrals.models import Institution, Office
from tests.plugins.cases import working_as
from tests.plugins.cast import Cast, make_member, members_with
from tests.plugins.files import photo
from tests.plugins.stages import stands, today
from vault.compartments import Compartment
from vault.scratch import Scratch


@dataclass(frozen=True)
class Woman:
    """Somebody invented, and everything about her that must not be found in clear."""

    given_names: str
    first_surname: str
    second_surname: str
    chosen_name: str
    card: str
    phone: str
    birth_date: str
    word: str  # stands in every text about her

    @property
    def masked(self) -> str:
        """Her name as lists show it."""
        return f"{self.given_names[0]}. {self.first_surname[0]}."

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be found nowhere without a key."""
        return (
            self.given_names,
            self.first_surname,
            self.second_surname,
            self.chosen_name,
            self.card,
            self.phone,
            self.birth_date,
            self.word,
        )


ROSARIO = Woman(
    "Rosario Zulma",
    "Quenallata",
    "Ñuñez",
    "Chayito",
    "7719043",
    "60918273",
    "1990-05-17",
    "zarzamora",
)
BENITA = Woman(
    "Benita Ylsen", "Huarachi", "Oño", "Benichi", "8820154", "71829364", "1984-11-02", "trapiche"
)


@dataclass(frozen=True)
class Site:
    """One partner's people by role, and the codes of what it has."""

    partner: Partner
    people: Mapping[Role, Membership]
    codes: Mapping[str, str]
    woman: Woman
    case: Case

    def __getitem__(self, role: str) -> Membership:
        return self.people[Role(role)]


@dataclass(frozen=True)
class House:
    """Both partners, and the people of the network."""

    norte: Site
    sur: Site
    network: Mapping[Role, Membership]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the walk is: short in every run, as long as one likes by hand."""
    parser.addoption("--hostile", type=int, default=300, help="requests of the hostile walk")


@stands("house", today)
def make_house(cast: Cast) -> House:
    """Everything that has a page, twice."""
    with background("test"):
        load_institutions()
    norte = {
        Role.COUNSELOR: cast.ana,
        Role.PSYCHOLOGIST: cast.paula,
        Role.LEGAL_ADVISOR: cast.lidia,
        Role.SUPERVISOR: cast.susi,
        Role.PARTNER_ADMIN: cast.elena,
    }
    sur = {
        Role.COUNSELOR: cast.sonia,
        Role.PSYCHOLOGIST: make_member(cast.sur, Role.PSYCHOLOGIST, "Pilar Mena"),
        Role.LEGAL_ADVISOR: make_member(cast.sur, Role.LEGAL_ADVISOR, "Luisa Barja"),
        Role.SUPERVISOR: make_member(cast.sur, Role.SUPERVISOR, "Silvia Ponce"),
        Role.PARTNER_ADMIN: cast.sara,
    }
    return House(
        norte=furnish(cast.norte, norte, ROSARIO),
        sur=furnish(cast.sur, sur, BENITA),
        network={Role.COORDINATOR: cast.rita, Role.SYSTEM_ADMIN: cast.teo},
    )


@pytest.fixture
def house(cast, stages) -> House:
    standing = stages.standing("house")
    return read_house_again(standing, cast) if standing else make_house(cast)


def read_house_again(house: House, cast: Cast) -> House:
    """The same house as the database has it, for one test to change as it likes."""
    partners = {partner.pk: partner for partner in (cast.norte, cast.sur)}
    members = {member.pk: member for member in members_with(partners)}
    members |= {each.pk: each for each in vars(cast).values() if isinstance(each, Membership)}

    def again(people: Mapping[Role, Membership]) -> dict[Role, Membership]:
        return {role: members[member.pk] for role, member in people.items()}

    def site_again(site: Site) -> Site:
        return replace(
            site,
            partner=partners[site.partner.pk],
            people=again(site.people),
            case=Case.objects.get(pk=site.case.pk),
        )

    return House(site_again(house.norte), site_again(house.sur), again(house.network))


def furnish(partner: Partner, people: Mapping[Role, Membership], woman: Woman) -> Site:
    """One of everything in this partner."""
    with working_as(people[Role.PARTNER_ADMIN]) as admin:
        office = add_office(office_columns(f"SLIM de {partner.name}"), by=admin)
    with working_as(people[Role.COUNSELOR]) as counselor:
        case = case_of(woman, by=counselor)
        closed = closed_case(by=counselor)
        intake = begun_intake(woman, by=counselor)
        step = next_step(counselor, woman)
        follow_up = add_follow_up(case, step=step, by=counselor)
        social = held(SessionKind.SOCIAL, case, woman, by=counselor)
        referral = sent_to(office, case, woman, by=counselor)
    with working_as(people[Role.PSYCHOLOGIST]) as psychologist:
        session = held(SessionKind.PSYCHOLOGICAL, case, woman, by=psychologist)
        add_to_note(session, note=f"Adenda: {woman.word}.", by=psychologist)
    with working_as(people[Role.LEGAL_ADVISOR]) as advisor:
        legal = held(SessionKind.LEGAL, case, woman, by=advisor)
        hold = place_hold(case, reason="order", words=f"Orden por la {woman.word}", by=advisor)
    with working_as(people[Role.SUPERVISOR]) as supervisor:
        end_hold(hold, by=supervisor)
        emergency = ended_emergency(case, by=supervisor)
    with working_as(people[Role.COUNSELOR]) as counselor:
        file = brought_to(case, woman, Compartment.CASE, by=counselor)
        asked = ask_erasure(
            case, extent=Extent.LEGAL_NOTES, wish=Wish.HERS, words=woman.word, by=counselor
        )
    with working_as(people[Role.PSYCHOLOGIST]) as psychologist:
        walled = brought_to(case, woman, Compartment.PSYCHOLOGICAL, by=psychologist)
    codes = {
        "ARCHIVO": file.code,
        "RESERVADO": walled.code,
        "CASO": case.code,
        "ACCESO": emergency.code,
        "CERRADO": closed.code,
        "ATENCIÓN": intake.code,
        "SESIÓN": session.code,
        "SOCIAL": social.code,
        "LEGAL": legal.code,
        "SEGUIMIENTO": follow_up.code,
        "DERIVACIÓN": referral.code,
        "OFICINA": office.code,
        "BORRADO": asked.code,
        "RETENCIÓN": hold.code,
        "PERSONA": people[Role.PSYCHOLOGIST].code,
    }
    return Site(partner, people, codes, woman, case)


def answers_about(woman: Woman) -> IntakeAnswers:
    """A whole intake; her word stands in every text."""
    word, today = woman.word, timezone.localdate().isoformat()
    return {
        "consent": {
            "purposes": list(ConsentPurpose.values),
            "fact_categories": list(FactCategory.values),
            "manner": "oral_with_witness",
            "witness": f"Testiga {word}",
            "given_on": today,
            "notes": f"Condición: {word}",
        },
        "safe_contact": {
            "phone": woman.phone,
            "whose_phone": "hers",
            "is_phone_allowed": True,
            "hours": f"Cuando hay {word}",
            "what_to_say": f"Que llamamos por la {word}",
            "who_may_answer": f"Su prima {word}",
            "code_word": word,
            "other_way": f"La vecina {word}",
            "confirmed_on": today,
        },
        "survivor": {
            "chosen_name": woman.chosen_name,
            "given_names": woman.given_names,
            "first_surname": woman.first_surname,
            "second_surname": woman.second_surname,
            "birth_date": woman.birth_date,
            "identity_document_kind": "tipo_documento_ci",
            "identity_card": woman.card,
            "municipality": "020101",
            "zone": f"Zona {word}",
            "dependants": [{"name": f"Hija {word}", "age": 7}],
        },
        "incidents": {
            "incidents": [
                {
                    "narrative": f"Relato inventado: {word}.",
                    "happened_approximately": f"Antes de la {word}",
                    "violence_types": ["v01_fisica"],
                    "place_detail": f"Calle {word}",
                    "municipality": "020101",
                    "perpetrators": [{"name": f"Severo {word}", "alias": f"El {word}"}],
                }
            ]
        },
        "risk": {"level": "high", "reason": f"Por la {word}", "her_own_perception": word},
        "needs": {"kinds": ["legal", "safety"], "immediate_notes": f"Necesita {word}"},
    }


def case_of(woman: Woman, *, by: Staff) -> Case:
    """Her case, by way of an intake."""
    intake = start_intake(by=by)
    for name, answers in answers_about(woman).items():
        save_section(intake, name, answers, version="0", by=by)
    return open_case(intake, by=by)


def closed_case(*, by: Staff) -> Case:
    """A case of somebody without a name, closed."""
    case = open_case(told_intake(by=by), by=by)
    close_case(case, reason=CLOSING_REASON, checklist=ChecklistItem.values, note="Cerrado.", by=by)
    return case


def told_intake(*, by: Staff) -> Intake:
    """An intake with what a case cannot do without, and nothing else."""
    intake = start_intake(by=by)
    told = {
        "consent": {"purposes": ["services"]},
        "safe_contact": {"no_safe_way": True},
        "risk": {"level": "low", "reason": "Sin riesgo ahora"},
    }
    for name, answers in told.items():
        save_section(intake, name, answers, version="0", by=by)
    return intake


CLOSING_REASON = "motivo_cierre_objetivos_cumplidos"


def begun_intake(woman: Woman, *, by: Staff) -> Intake:
    """An intake still under way, with a draft that does not stand in its way."""
    intake = told_intake(by=by)
    save_draft(intake, "survivor", {"chosen_name": [f"Borrador {woman.word}"]}, said={}, by=by)
    return intake


def next_step(who: Staff, woman: Woman) -> NextStep:
    """Something to be done in a week."""
    due_on = timezone.localdate() + timedelta(days=7)
    return NextStep(
        kind="seguimiento_tipo_llamada",
        due_on=due_on,
        assigned_to=who.user,
        what=f"Preguntar por la {woman.word}",
    )


def held(kind: SessionKind, case: Case, woman: Woman, *, by: Staff):
    """A session of this kind, held today."""
    facts = SessionFacts(
        kind=kind,
        mode=SessionMode.IN_PERSON,
        attendance=Attendance.ATTENDED,
        held_on=timezone.localdate(),
        minutes=50,
    )
    return record_session(case, facts=facts, note=f"Nota {kind}: {woman.word}.", by=by)


def ended_emergency(case: Case, *, by: Staff) -> CaseException:
    """An emergency that is over, and that somebody else is to review."""
    known = Case.objects.get(pk=case.pk)
    emergency = break_glass(known, glass=Glass.LEGAL, reason="Por la audiencia", by=by)
    end_exception(emergency, by=by)
    return emergency


def brought_to(case: Case, woman: Woman, wall: Compartment, *, by: Staff):
    """A photo that she brought; what would be its copy is another photo."""
    original, copy = (Scratch(settings.SCRATCH_DIR) for _ in range(2))
    original.write(photo("JPEG") + woman.word.encode())
    copy.write(photo("JPEG"))
    return add_attachment(
        Case.objects.get(pk=case.pk),
        file=InspectedFile(f"{woman.word}.jpg", FileKind.JPEG, original, "0" * 64, copy),
        title=f"Foto de la {woman.word}",
        wall=wall,
        custody=Custody(
            brought_by=BroughtBy.HERSELF,
            brought_by_name=f"Su hija {woman.word}",
            brought_on=timezone.localdate(),
            brought_how=BroughtHow.IN_PERSON,
        ),
        by=by,
    )


def sent_to(office: Office, case: Case, woman: Woman, *, by: Staff):
    """A referral that carries her name and her phone."""
    return send_referral(
        Case.objects.get(pk=case.pk),
        office=office,
        purpose=f"Patrocinio por la {woman.word}",
        facts=["name", "safe_phone", "narrative"],
        medium="medio_derivacion_oficio",
        by=by,
    )


def office_columns(name: str) -> dict[str, Any]:
    """What an office of the directory says of itself."""
    return {
        "institution": Institution.objects.get(code="mun_slim"),
        "name": name,
        "municipality": "020101",
        "address": "Calle Inventada 1",
        "telephone": "2-2000000",
        "email": "",
        "hours": "8 a 16",
        "services": "Atención",
    }
