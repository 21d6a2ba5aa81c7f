"""The demo network's partners and staff: the addresses that design and README promise."""

from dataclasses import dataclass

from accounts.permissions import Role


@dataclass(frozen=True)
class DemoPartner:
    """One invented organisation and the municipality it works from."""

    code: str
    name: str
    department: str
    municipality: str
    city: str
    address: str
    telephone: str


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the staff: mail address, name and role; no partner for the network's own."""

    email: str
    full_name: str
    role: Role
    partner: str | None


PARTNERS = (
    DemoPartner("norte", "Casa Kantuta del Norte", "02", "020101", "La Paz",
                "Calle Las Retamas 114 (ficticia)", "2 000 0101"),
    DemoPartner("sur", "Centro Amancaya del Sur", "06", "060101", "Tarija",
                "Pasaje Los Molles 27 (ficticio)", "4 000 0202"),
    DemoPartner("valle", "Red Thaki del Valle", "03", "030101", "Cochabamba",
                "Avenida Los Ceibos 860 (ficticia)", "4 000 0303"),
)  # fmt: skip

_STAFF = {
    "norte": (
        ("counselor", "Noemí Larrea"), ("counselor2", "Beatriz Ocampo"),
        ("psychologist", "Irma Salvatierra"), ("legal_advisor", "Carolina Bustillos"),
        ("supervisor", "Teresa Villarroel"), ("partner_admin", "Mónica Céspedes"),
    ),
    "sur": (
        ("counselor", "Elena Baldiviezo"), ("counselor2", "Rosario Aramayo"),
        ("psychologist", "Patricia Gareca"), ("legal_advisor", "Susana Trigo"),
        ("supervisor", "Amalia Estenssoro"), ("partner_admin", "Gladys Ruiloba"),
    ),
    "valle": (
        ("counselor", "Ana Terceros"), ("counselor2", "Liliana Zegada"),
        ("psychologist", "Fabiola Urquidi"), ("legal_advisor", "Jacqueline Rocha"),
        ("supervisor", "Norma Anaya"), ("partner_admin", "Virginia Claros"),
    ),
}  # fmt: skip


def staff() -> list[DemoPerson]:
    """Everybody: each partner's staff, then the network's coordinator and technician."""
    people = [
        DemoPerson(f"{account}@{partner}.example", name, Role(account.rstrip("2")), partner)
        for partner, accounts in _STAFF.items()
        for account, name in accounts
    ]
    return [
        *people,
        DemoPerson("coordinator@red.example", "Mirtha Paredes", Role.COORDINATOR, None),
        DemoPerson("system_admin@red.example", "Gustavo Lema", Role.SYSTEM_ADMIN, None),
    ]
