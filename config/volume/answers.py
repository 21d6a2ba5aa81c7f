"""What an invented woman tells at first contact: a quick intake, a little more complete."""

from datetime import date, timedelta
from random import Random

from casework import catalogue
from casework.answers import IntakeAnswers
from casework.models.case import RiskLevel
from casework.models.consent import ConsentPurpose, FactCategory
from config.demo.stories import STORIES
from config.volume.names import given_names, surname

YOUNGEST, OLDEST = 16, 70
RISKS = (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.EXTREME)
RISK_WEIGHTS = (30, 40, 24, 6)
FICTIONAL_CARDS = (90_000_000, 99_999_999)  # no card has a number that high


def told(chance: Random, day: date, department: str) -> IntakeAnswers:
    """Everything that one woman answered that day, in a municipality of the department."""
    story = chance.choice(STORIES)
    here = municipality(chance, department)
    return IntakeAnswers(
        consent={
            "purposes": [ConsentPurpose.SERVICES.value, *_more_purposes(chance)],
            "fact_categories": [FactCategory.IDENTITY.value, FactCategory.INCIDENT.value],
            "manner": "written",
            "given_on": day.isoformat(),
        },
        safe_contact={
            "phone": f"600{chance.randrange(100_000):05d}",
            "whose_phone": "hers",
            "is_phone_allowed": True,
            "hours": "Después de las 14:00",
            "confirmed_on": day.isoformat(),
        },
        survivor={
            "given_names": given_names(chance),
            "first_surname": surname(chance),
            "second_surname": surname(chance),
            "birth_date": _born(chance, day),
            "sex": "sexo_mujer",
            "identity_document_kind": "tipo_documento_ci",
            "identity_card": str(chance.randint(*FICTIONAL_CARDS)),
            "municipality": here,
        },
        incidents={
            "incidents": [
                {
                    "narrative": story.narrative,
                    "happened_on": (day - timedelta(days=chance.randrange(40))).isoformat(),
                    "violence_types": list(story.violence_types),
                    "gbv_type": story.gbv_type,
                    "place_kind": story.place_kind,
                    "municipality": here,
                    "perpetrators": [{"relationship": story.relationship}],
                }
            ]
        },
        risk={"level": chance.choices(RISKS, RISK_WEIGHTS)[0].value, "reason": story.reason},
        needs={"kinds": list(story.needs[:1])},
    )


def municipality(chance: Random, department: str) -> str:
    """Some municipality of the department, by its code."""
    here = [each.code for each in catalogue.municipalities() if each.department_code == department]
    return chance.choice(here)


def _born(chance: Random, day: date) -> str:
    return (day - timedelta(days=chance.randint(YOUNGEST * 366, OLDEST * 365))).isoformat()


def _more_purposes(chance: Random) -> list[str]:
    others = (ConsentPurpose.STATISTICS, ConsentPurpose.REFERRAL_JUSTICE)
    return [purpose.value for purpose in others if chance.randrange(3)]
