"""Invented people. Names are put together by chance from common ones; no real person is meant."""

from dataclasses import dataclass
from random import Random

GIVEN_NAMES = (
    "Adela", "Alejandra", "Basilia", "Benita", "Carla", "Casimira", "Cinthia", "Daniela",
    "Delia", "Dora", "Elsa", "Encarnación", "Felipa", "Fidelia", "Gabriela", "Gregoria",
    "Hilda", "Inés", "Jimena", "Juana", "Julieta", "Leonor", "Lidia", "Lourdes", "Magdalena",
    "Marcela", "Maribel", "Martha", "Nélida", "Nieves", "Norah", "Olga", "Paola", "Petrona",
    "Primitiva", "Raquel", "Rosmery", "Ruth", "Sabina", "Santusa", "Silvia", "Sonia", "Tomasa",
    "Valeria", "Verónica", "Victoria", "Wilma", "Ximena", "Yola", "Zenobia",
)  # fmt: skip
SURNAMES = (
    "Apaza", "Arce", "Ayala", "Calle", "Callisaya", "Camacho", "Cardozo", "Choque", "Chura",
    "Colque", "Condori", "Copa", "Cruz", "Cusi", "Fernández", "Flores", "Gonzales", "Guzmán",
    "Huanca", "Ibáñez", "Laura", "Layme", "Limachi", "López", "Mamani", "Marca", "Mendoza",
    "Montaño", "Nina", "Ortiz", "Paco", "Pari", "Paz", "Pérez", "Poma", "Quenta", "Quisbert",
    "Quispe", "Ramos", "Rojas", "Siñani", "Soliz", "Soto", "Tarqui", "Ticona", "Torrez",
    "Vaca", "Vargas", "Villca", "Yujra", "Zambrana", "Zárate",
)  # fmt: skip
MEN = (
    "Alberto", "Boris", "Cristian", "Edwin", "Félix", "Gonzalo", "Hugo", "Iván", "Javier",
    "Marco", "Nelson", "Óscar", "Pablo", "Ramiro", "Rubén", "Severo", "Teófilo", "Víctor",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """An invented survivor: names, card and phone that belong to nobody."""

    given_names: str
    first_surname: str
    second_surname: str
    identity_card: str
    phone: str

    @property
    def full_name(self) -> str:
        """As her card would say."""
        return f"{self.given_names} {self.first_surname} {self.second_surname}"


def survivor(chance: Random) -> Person:
    """Somebody new. The phone stands in a range that numbering plans leave unassigned."""
    given = chance.choice(GIVEN_NAMES)
    if chance.random() < 0.35:  # noqa: PLR2004 - about a third bear two given names
        given = f"{given} {chance.choice(GIVEN_NAMES)}"
    return Person(
        given_names=given,
        first_surname=chance.choice(SURNAMES),
        second_surname=chance.choice(SURNAMES),
        identity_card=str(chance.randint(90_000_000, 99_999_999)),
        phone=f"600{chance.randint(0, 99_999):05d}",
    )


def perpetrator_name(chance: Random) -> str:
    """An invented man's name."""
    return f"{chance.choice(MEN)} {chance.choice(SURNAMES)}"
