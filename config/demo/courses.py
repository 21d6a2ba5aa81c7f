"""What becomes of each invented case: forty courses a partner, so that every screen has its row.

Days are counted from the day the demo is loaded: ``seen`` days ago she came, sessions were held so
many days ago, ``next_in`` days from now somebody calls (before today, it is overdue).
"""

from dataclasses import dataclass, field
from datetime import time
from enum import Enum

from accounts.permissions import Role


class Allows(Enum):
    """What she consents to beside the services themselves."""

    EVERYTHING = "everything"
    PROTECTION_ONLY = "protection only"
    NOTHING_MORE = "nothing more"


class Ending(Enum):
    """How a case stands at the end of its course."""

    GOES_ON = "goes on"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Sent:
    """A referral: to which institution, how long ago, and the states it came to since."""

    to: str
    ago: int
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """One case. ``story`` is a place in ``stories.STORIES``; ``by`` the account that carries it.

    ``asked_again`` days ago the rules for reaching her were last confirmed; ``consent_ends_in``
    days her consent ends. ``same_as`` names an earlier course whose woman seems the same one.
    """

    seen: int
    story: int
    by: str = "counselor"
    is_quick: bool = False
    allows: Allows = Allows.EVERYTHING
    consent_ends_in: int | None = None
    asked_again: int | None = None
    social: tuple[int, ...] = ()
    psychological: tuple[int, ...] = ()
    legal: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    sent: tuple[Sent, ...] = ()
    next_in: int | None = None
    at: time | None = None
    is_done: bool = False
    is_left_to_her: bool = False
    ending: Ending = Ending.GOES_ON
    reason: str = "motivo_cierre_objetivos_cumplidos"
    name: str = ""
    same_as: str = ""
    kind: str = field(default="seguimiento_tipo_llamada")


NINE, HALF_PAST_TEN, THREE = time(9), time(10, 30), time(15)
RECEIVED, ACCEPTED, REJECTED = "received", "accepted", "rejected"
CONCLUDED, REVOKED = "concluded", "revoked"

COURSES = (
    # long cases, well under way
    Course(210, 0, social=(208, 190, 150, 96, 40, 12), psychological=(180, 140, 75, 20),
           legal=(170, 60), next_in=4, at=NINE, asked_again=12, name="long",
           sent=(Sent("pol_felcv", 205, (RECEIVED, ACCEPTED, CONCLUDED)),
                 Sent("mun_slim", 45, (RECEIVED, ACCEPTED)))),
    Course(196, 3, "counselor2", social=(195, 170, 33), legal=(188, 90, 30), next_in=-3,
           sent=(Sent("dep_casa_acogida", 195, (ACCEPTED, CONCLUDED)), Sent("mp_fevap", 88))),
    Course(175, 1, social=(174, 100, 50), next_in=9, consent_ends_in=5,
           sent=(Sent("mun_slim", 160, (REJECTED,)),)),
    Course(160, 2, "psychologist", psychological=(159, 120, 80, 42, 9), next_in=5, at=THREE,
           kind="seguimiento_tipo_sesion_psicologica", asked_again=9,
           sent=(Sent("sal_hospital", 158, (RECEIVED, ACCEPTED, CONCLUDED)),)),
    Course(150, 5, "counselor2", social=(149, 60), next_in=0, asked_again=60),
    Course(141, 4, "legal_advisor", legal=(140, 70, 15), next_in=0, at=HALF_PAST_TEN,
           kind="seguimiento_tipo_gestion_legal",
           sent=(Sent("nac_sijplu", 65, (RECEIVED, ACCEPTED)),)),
    # closed, and opened again
    Course(204, 4, social=(203, 160), ending=Ending.CLOSED),
    Course(188, 1, "counselor2", social=(187, 120, 70), ending=Ending.CLOSED,
           sent=(Sent("mun_slim", 180, (ACCEPTED, CONCLUDED)),)),
    Course(182, 5, social=(181,), missed=(170, 163), ending=Ending.CLOSED,
           reason="motivo_cierre_sin_contacto"),
    Course(166, 0, "psychologist", psychological=(165, 140, 100), ending=Ending.CLOSED),
    Course(133, 1, social=(132, 100), ending=Ending.CLOSED, reason="motivo_cierre_traslado"),
    Course(118, 4, "legal_advisor", legal=(117, 80), ending=Ending.CLOSED,
           reason="motivo_cierre_derivada"),
    Course(155, 3, social=(154, 110, 6), next_in=2, ending=Ending.REOPENED, asked_again=6),
    Course(127, 0, "counselor2", social=(126, 90), next_in=8, ending=Ending.REOPENED),
    # referrals in every state, with days of silence
    Course(92, 0, social=(91, 55), next_in=3, sent=(Sent("pol_felcv", 34),)),
    Course(84, 3, "counselor2", social=(83, 30), next_in=1,
           sent=(Sent("mp_fevap", 21, (RECEIVED,)), Sent("mun_slim", 16))),
    Course(77, 2, social=(76,), psychological=(70, 35), next_in=6,
           sent=(Sent("mp_idif", 9), Sent("sal_hospital", 9, (RECEIVED, ACCEPTED)))),
    Course(70, 1, social=(69, 28), next_in=12, sent=(Sent("mun_slim", 12, (REVOKED,)),)),
    Course(64, 5, "legal_advisor", legal=(63, 20), next_in=7,
           sent=(Sent("pol_felcv", 60, (RECEIVED, REJECTED)), Sent("mp_fevap", 18, (ACCEPTED,)))),
    Course(58, 3, social=(57, 25), next_in=10, asked_again=25,
           sent=(Sent("mun_dna", 8), Sent("dep_casa_acogida", 56, (ACCEPTED, CONCLUDED)))),
    # consents that do not reach everywhere
    Course(52, 1, allows=Allows.NOTHING_MORE, social=(51, 22), next_in=4),
    Course(47, 0, "counselor2", allows=Allows.PROTECTION_ONLY, social=(46,), next_in=11,
           sent=(Sent("mun_slim", 15, (RECEIVED,)),)),
    Course(44, 4, allows=Allows.NOTHING_MORE, social=(43, 20), next_in=-1),
    # due today, overdue, left to her
    Course(41, 0, social=(40, 14), next_in=0, name="twin"),
    Course(38, 2, social=(37,), psychological=(30, 16), next_in=0, at=THREE, consent_ends_in=3),
    Course(36, 5, social=(35, 10), next_in=0, is_done=True),
    Course(33, 1, "counselor2", social=(32,), next_in=-6),
    Course(31, 3, social=(30,), next_in=-2, consent_ends_in=-1),
    Course(29, 5, social=(28,), missed=(14,), next_in=-9),
    Course(27, 0, social=(26,), is_left_to_her=True, next_in=2),
    Course(24, 2, "psychologist", psychological=(23, 10), is_left_to_her=True, next_in=1),
    # young cases
    Course(19, 1, social=(18,), next_in=5, sent=(Sent("mun_slim", 3),)),
    Course(15, 4, "counselor2", social=(14,), next_in=6),
    Course(12, 0, social=(11,), next_in=2, same_as="twin"),
    Course(9, 3, next_in=1),
    Course(6, 2, "counselor2", is_quick=True, next_in=1),
    Course(4, 0, next_in=3, sent=(Sent("pol_felcv", 2),)),
    Course(2, 5, is_quick=True, next_in=0),
    Course(1, 3, is_quick=True),
    Course(0, 1, "counselor2", is_quick=True),
)  # fmt: skip

ROLE_OF_SESSION = {
    "social": Role.COUNSELOR,
    "psychological": Role.PSYCHOLOGIST,
    "legal": Role.LEGAL_ADVISOR,
}
