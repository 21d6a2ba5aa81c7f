"""What makes a password good enough, judged offline and explained in plain words."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from zxcvbn import zxcvbn

from accounts.models import Membership, User

SHORTEST = 12
LONGEST = 128  # more only keeps the judge busy
GOOD_ENOUGH = 3  # of 4: safe from guessing without knowing who she is
LONGEST_JUDGED = 72  # what zxcvbn takes; the rest can only make it stronger
SHORTEST_WORD = 3

# Words everybody here would try first: zxcvbn knows English ones only.
COMMON_WORDS = frozenset(
    Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split()
)

# What zxcvbn says, in our words; anything else it says becomes the general advice.
ADVICE: dict[str, str | Promise] = {
    "This is a top-10 common password.": gettext_lazy("Es una de las contraseñas más usadas."),
    "This is a top-100 common password.": gettext_lazy("Es una de las contraseñas más usadas."),
    "This is a very common password.": gettext_lazy("Es una contraseña muy común."),
    "This is similar to a commonly used password.": gettext_lazy(
        "Se parece a una contraseña muy común."
    ),
    "A word by itself is easy to guess.": gettext_lazy("Una sola palabra es fácil de adivinar."),
    "Names and surnames by themselves are easy to guess.": gettext_lazy(
        "Los nombres y apellidos son fáciles de adivinar."
    ),
    "Common names and surnames are easy to guess.": gettext_lazy(
        "Los nombres y apellidos son fáciles de adivinar."
    ),
    "Dates are often easy to guess.": gettext_lazy("Las fechas son fáciles de adivinar."),
    "Recent years are easy to guess.": gettext_lazy("Los años son fáciles de adivinar."),
    "Straight rows of keys are easy to guess.": gettext_lazy(
        "Las teclas seguidas son fáciles de adivinar."
    ),
    "Short keyboard patterns are easy to guess.": gettext_lazy(
        "Las teclas seguidas son fáciles de adivinar."
    ),
    "Sequences like abc or 6543 are easy to guess.": gettext_lazy(
        "Las series como abc o 6543 son fáciles de adivinar."
    ),
    'Repeats like "aaa" are easy to guess.': gettext_lazy(
        "Las repeticiones como «aaa» son fáciles de adivinar."
    ),
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': gettext_lazy(
        "Las repeticiones como «abcabc» son fáciles de adivinar."
    ),
}


class StrengthValidator:
    """Refuses what a guesser who knows the person and her partner would soon find."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` with one sentence that says what to do."""
        if len(password) < SHORTEST:
            raise ValidationError(
                _("Use al menos %(shortest)d caracteres; una frase corta sirve muy bien.")
                % {"shortest": SHORTEST},
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Use como mucho %(longest)d caracteres.") % {"longest": LONGEST},
                code="password_too_long",
            )
        verdict = _verdict(password, _words_around(user))
        if verdict["score"] < GOOD_ENOUGH:
            raise ValidationError(_advice(verdict["feedback"]), code="password_too_weak")

    def get_help_text(self) -> str:
        """What to do, before she tries."""
        return _(
            "Al menos %(shortest)d caracteres. Tres o cuatro palabras que no vayan juntas "
            "en ninguna frase conocida son fáciles de recordar y difíciles de adivinar."
        ) % {"shortest": SHORTEST}


def _verdict(password: str, known_words: set[str]) -> dict[str, Any]:
    """What zxcvbn says of the password, or of what is left without the known words if worse."""
    rest = password.lower()
    for word in sorted(known_words, key=len, reverse=True):
        rest = rest.replace(word, "")
    whole, remainder = (zxcvbn(text[:LONGEST_JUDGED]) for text in (password, rest or "a"))
    verdict: dict[str, Any] = min(whole, remainder, key=lambda each: each["score"])
    return verdict


def _advice(feedback: dict[str, Any]) -> str:
    reason = ADVICE.get(feedback.get("warning") or "", _("Es fácil de adivinar."))
    return f"{reason} {_('Agregue una o dos palabras más, poco comunes.')}"


def _words_around(user: User | None) -> set[str]:
    """Words a guesser tries first: common ones, hers, and her partners'."""
    texts = [user.email, user.full_name, *_texts_of_partners(user)] if user and user.pk else []
    own = {word.lower() for text in texts for word in re.split(r"\W+", text)}
    return {word for word in own | COMMON_WORDS if len(word) >= SHORTEST_WORD}


def _texts_of_partners(user: User) -> list[str]:
    partners = Membership.objects.filter(user=user, partner__isnull=False)
    names = partners.values_list("partner__name", "partner__code", "partner__city")
    return [text for texts in names for text in texts]
