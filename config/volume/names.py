"""Names as unequally frequent as in Bolivia: a few surnames are borne by very many."""

from itertools import accumulate
from random import Random

# The most frequent first. Every weight is a little more than its rank's inverse (Zipf), so that
# the first surname is borne by about one in fourteen.
SURNAMES = (
    "Mamani", "Quispe", "Flores", "Condori", "Choque", "Rojas", "Vargas", "Cruz", "Fernández",
    "Gutiérrez", "López", "Gonzales", "Huanca", "Sánchez", "Rodríguez", "García", "Apaza",
    "Torrez", "Pérez", "Ramos", "Colque", "Calle", "Ticona", "Villca", "Romero", "Guzmán",
    "Ortiz", "Chávez", "Mendoza", "Suárez", "Copa", "Aguilar", "Arce", "Cardozo", "Castro",
    "Rocha", "Vaca", "Soliz", "Martínez", "Nina", "Chura", "Laura", "Limachi", "Poma", "Medina",
    "Escobar", "Herrera", "Salazar", "Montaño", "Zeballos", "Tarqui", "Alanoca", "Callisaya",
    "Layme", "Siñani", "Yujra", "Paco", "Pari", "Marca", "Cusi", "Ayala", "Camacho", "Ibáñez",
    "Quisbert", "Zárate", "Zambrana", "Miranda", "Molina", "Morales", "Núñez", "Peña", "Paz",
    "Ríos", "Rivera", "Ruiz", "Sandoval", "Soto", "Velasco", "Veizaga", "Villarroel", "Vera",
    "Alcón", "Aruquipa", "Balderrama", "Blanco", "Cahuana", "Canaviri", "Catari", "Cayo", "Coca",
    "Coaquira", "Delgado", "Espinoza", "Espejo", "Gareca", "Huarachi", "Jiménez", "Jaldín",
    "Lima", "Luna", "Machaca", "Maldonado", "Mercado", "Mita", "Moya", "Ochoa", "Orellana",
    "Pacheco", "Padilla", "Parada", "Pinto", "Quenta", "Ramírez", "Reyes", "Saavedra", "Sirpa",
    "Tapia", "Terrazas", "Uño", "Valdez", "Villanueva", "Yapura", "Zurita",
)  # fmt: skip
GIVEN_NAMES = (
    "María", "Ana", "Juana", "Rosa", "Martha", "Carmen", "Silvia", "Patricia", "Elizabeth",
    "Sandra", "Claudia", "Virginia", "Gladys", "Sonia", "Verónica", "Victoria", "Cristina",
    "Gabriela", "Lidia", "Paola", "Daniela", "Jhenny", "Maribel", "Roxana", "Norma", "Teresa",
    "Lourdes", "Nancy", "Janeth", "Miriam", "Julia", "Isabel", "Mónica", "Elena", "Ruth",
    "Alejandra", "Andrea", "Beatriz", "Marcela", "Ximena", "Wilma", "Fabiola", "Carla", "Lucía",
    "Delia", "Felipa", "Petrona", "Basilia", "Eulalia", "Inés", "Magdalena", "Yola", "Nélida",
    "Rosmery", "Zenobia", "Casimira", "Sabina", "Tomasa", "Primitiva", "Hilda",
)  # fmt: skip


def _weights(count: int, evenness: int) -> list[float]:
    return list(accumulate(1 / (rank + evenness) for rank in range(count)))


_SURNAME_WEIGHTS = _weights(len(SURNAMES), 4)
_GIVEN_WEIGHTS = _weights(len(GIVEN_NAMES), 6)


def surname(chance: Random) -> str:
    """One surname."""
    return chance.choices(SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]


def given_names(chance: Random) -> str:
    """One given name, or two for about half of them."""
    names = chance.choices(GIVEN_NAMES, cum_weights=_GIVEN_WEIGHTS, k=chance.choice((1, 2)))
    return " ".join(dict.fromkeys(names))
