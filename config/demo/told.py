"""What an invented woman answers at first contact, in the words the forms ask in."""

from datetime import date, timedelta
from random import Random

from casework.answers import (
    ConsentAnswers,
    IncidentAnswers,
    IntakeAnswers,
    SafeContactAnswers,
    SurvivorAnswers,
)
from casework.models.consent import ConsentPurpose, FactCategory
from config.demo.courses import Allows, Course
from config.demo.people import Person, perpetrator_name
from config.demo.stories import SAFE_HOURS, STORIES, WHAT_TO_SAY, Story

ALLOWED = {
    Allows.EVERYTHING: list(ConsentPurpose.values),
    Allows.PROTECTION_ONLY: [
        ConsentPurpose.SERVICES.value,
        ConsentPurpose.REFERRAL_PROTECTION.value,
    ],
    Allows.NOTHING_MORE: [ConsentPurpose.SERVICES.value],
}
SHARED = [category.value for category in FactCategory if category != FactCategory.PERPETRATOR]
LANGUAGES = (["lang_006"], ["lang_006", "lang_002"], ["lang_006", "lang_027"])
SCHOOLING = ("educacion_primaria", "educacion_secundaria", "educacion_tecnico_medio")
WORK = ("situacion_laboral_cuenta_propia", "situacion_laboral_labores_casa",
        "situacion_laboral_asalariada", "situacion_laboral_trabajadora_hogar")  # fmt: skip
CHANNELS = ("via_llegada_por_su_cuenta", "via_llegada_familiar_amistad", "via_llegada_promotora",
            "via_llegada_salud", "via_llegada_policia")  # fmt: skip
BEFORE = ("hecho_previo_misma_persona", "hecho_previo_no", "hecho_previo_no_sabe")
CHILDREN = ("Mateo", "Luz", "Camila", "Joel", "Sara", "Wara", "Thiago")


def told(
    chance: Random, person: Person, course: Course, *, today: date, municipality: str
) -> IntakeAnswers:
    """Everything she answered; a quick intake leaves most of it for later."""
    day = today - timedelta(days=course.seen)
    story = STORIES[course.story]
    if course.is_quick:
        return _told_in_haste(person, story, municipality)
    return IntakeAnswers(
        consent=_consent(course, day, today),
        safe_contact=_safe_contact(chance, person, course, today),
        survivor=_survivor(chance, person, day, municipality),
        incidents={"incidents": [_incident(chance, story, day, municipality)]},
        risk={
            "level": story.level,
            "reason": story.reason,
            "her_own_perception": chance.choice(
                ("No duerme tranquila.", "Cree que puede volver.", "")
            ),
        },
        needs={
            "kinds": list(story.needs),
            "immediate_notes": "Se acordó cuándo y cómo volver a hablar.",
            "wants_legal_action": "accion_legal_sin_decidir",
            "entry_channel": chance.choice(CHANNELS),
        },
    )


def _told_in_haste(person: Person, story: Story, municipality: str) -> IntakeAnswers:
    return IntakeAnswers(
        consent={"purposes": [ConsentPurpose.SERVICES.value]},
        safe_contact={"phone": person.phone, "is_phone_allowed": True},
        survivor={"chosen_name": person.full_name, "municipality": municipality},
        incidents={"incidents": [{"violence_types": list(story.violence_types)}]},
        risk={"level": story.level, "reason": story.reason},
        needs={},
    )


def _consent(course: Course, day: date, today: date) -> ConsentAnswers:
    answers = ConsentAnswers(
        purposes=ALLOWED[course.allows],
        fact_categories=[] if course.allows is Allows.NOTHING_MORE else SHARED,
        manner="written",
        language="lang_006",
        given_on=day.isoformat(),
    )
    if course.consent_ends_in is not None:
        answers["ends_on"] = (today + timedelta(days=course.consent_ends_in)).isoformat()
    return answers


def _safe_contact(
    chance: Random, person: Person, course: Course, today: date
) -> SafeContactAnswers:
    confirmed = course.seen if course.asked_again is None else course.asked_again
    return SafeContactAnswers(
        phone=person.phone,
        whose_phone=chance.choice(("hers", "shared", "trusted")),
        is_phone_allowed=True,
        is_message_allowed=chance.random() < 0.3,  # noqa: PLR2004  # few say yes
        is_voicemail_allowed=False,
        is_visit_allowed=False,
        hours=chance.choice(SAFE_HOURS),
        what_to_say=chance.choice(WHAT_TO_SAY),
        confirmed_on=(today - timedelta(days=confirmed)).isoformat(),
    )


def _survivor(chance: Random, person: Person, day: date, municipality: str) -> SurvivorAnswers:
    answers = SurvivorAnswers(
        given_names=person.given_names,
        first_surname=person.first_surname,
        second_surname=person.second_surname,
        birth_date=(day - timedelta(days=chance.randint(18 * 366, 58 * 365))).isoformat(),
        sex="sexo_mujer",
        identity_document_kind="tipo_documento_ci",
        identity_card=person.identity_card,
        municipality=municipality,
        zone=chance.choice(("Villa Esperanza", "Alto Lima de ejemplo", "Zona del mercado", "")),
        area="area_residencia_urbana",
        languages=chance.choice(LANGUAGES),
        education=chance.choice(SCHOOLING),
        employment=chance.choice(WORK),
        marital_status=chance.choice(("estado_civil_union_libre", "estado_civil_casada")),
    )
    children = chance.sample(CHILDREN, chance.randrange(4))
    answers["dependants"] = [
        {
            "name": name,
            "age": chance.randint(1, 16),
            "relation": "parentesco_hogar_hija",
            "lives_with_her": True,
        }
        for name in children
    ]
    return answers


def _incident(chance: Random, story: Story, day: date, municipality: str) -> IncidentAnswers:
    return IncidentAnswers(
        narrative=story.narrative,
        happened_on=(day - timedelta(days=chance.randint(1, 20))).isoformat(),
        violence_types=list(story.violence_types),
        gbv_type=story.gbv_type,
        place_kind=story.place_kind,
        municipality=municipality,
        happened_before=chance.choice(BEFORE),
        reported_to=["instancia_denuncia_ninguna"],
        perpetrators=[
            {
                "name": perpetrator_name(chance),
                "relationship": story.relationship,
                "sex": "sexo_hombre",
                "lives_with_her": chance.random() < 0.5,  # noqa: PLR2004  # about half
            }
        ],
    )
