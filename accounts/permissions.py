"""Rights are a table: what each role lets somebody do inside one partner.

``GRANTS`` is written to guardian's rows by ``accounts.grants``; a request is answered
from those rows, never from this table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _

from vault.compartments import Compartment


class Role(models.TextChoices):
    """What somebody is to a partner, or to the network."""

    COUNSELOR = "counselor", _("Consejera")
    PSYCHOLOGIST = "psychologist", _("Psicóloga")
    LEGAL_ADVISOR = "legal_advisor", _("Asesora legal")
    SUPERVISOR = "supervisor", _("Supervisora")
    PARTNER_ADMIN = "partner_admin", _("Administradora")
    COORDINATOR = "coordinator", _("Coordinadora de la red")
    SYSTEM_ADMIN = "system_admin", _("Administración técnica")


NETWORK_ROLES = frozenset({Role.COORDINATOR, Role.SYSTEM_ADMIN})
PARTNER_ROLES = frozenset(Role) - NETWORK_ROLES


class Permission(models.TextChoices):
    """One right on a partner; the label is the plain sentence a lawyer can read."""

    SEE_CASES = "see_cases", _("Ver los casos de su organización que le corresponden")
    OPEN_CASE = "open_case", _("Abrir casos nuevos")
    WRITE_CASE = "write_case", _("Completar y corregir los datos de un caso")
    CLOSE_CASE = "close_case", _("Cerrar un caso y reabrirlo con un motivo")
    ASSIGN_CASE = "assign_case", _("Asignar un caso a otra persona del equipo")
    RECORD_SESSION = "record_session", _("Registrar sesiones y seguimientos")
    READ_PSYCHOLOGICAL = "read_psychological", _("Leer las notas psicológicas")
    WRITE_PSYCHOLOGICAL = "write_psychological", _("Escribir notas psicológicas")
    READ_LEGAL = "read_legal", _("Leer las notas y los trámites legales")
    WRITE_LEGAL = "write_legal", _("Escribir notas y trámites legales")
    REFER = "refer", _("Derivar a una institución, con consentimiento")
    SEE_TRAIL = "see_trail", _("Ver la bitácora de su organización")
    SUPERVISE = "supervise", _("Supervisar el trabajo de todo el equipo")
    ASK_ERASURE = "ask_erasure", _("Pedir que se borren datos de un caso, o retenerlos por ley")
    APPROVE_ERASURE = "approve_erasure", _("Decidir los borrados que pidió otra persona")
    SET_RETENTION = (
        "set_retention",
        _("Decidir con otra persona cuánto tiempo se guardan los casos"),
    )
    MANAGE_STAFF = "manage_staff", _("Invitar y suspender personas y cambiar su rol")
    MANAGE_OFFICES = "manage_offices", _("Mantener el directorio de oficinas")
    SEE_TOTALS = "see_totals", _("Ver los totales de la red, sin ninguna persona")
    SEE_HEALTH = "see_health", _("Ver el estado del sistema, sus llaves y respaldos")


CASEWORK = frozenset(
    {
        Permission.SEE_CASES,
        Permission.OPEN_CASE,
        Permission.WRITE_CASE,
        Permission.CLOSE_CASE,
        Permission.RECORD_SESSION,
        Permission.REFER,
        Permission.ASK_ERASURE,
    }
)

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.COUNSELOR: CASEWORK,
        Role.PSYCHOLOGIST: CASEWORK
        | {Permission.READ_PSYCHOLOGICAL, Permission.WRITE_PSYCHOLOGICAL},
        Role.LEGAL_ADVISOR: CASEWORK | {Permission.READ_LEGAL, Permission.WRITE_LEGAL},
        # No clinical or legal note: those open to a supervisor by recorded exception only.
        Role.SUPERVISOR: CASEWORK
        | {
            Permission.ASSIGN_CASE,
            Permission.SEE_TRAIL,
            Permission.SUPERVISE,
            Permission.APPROVE_ERASURE,
            Permission.SET_RETENTION,
        },
        # Runs the house, sees no case.
        Role.PARTNER_ADMIN: frozenset(
            {Permission.MANAGE_STAFF, Permission.MANAGE_OFFICES, Permission.SET_RETENTION}
        ),
        Role.COORDINATOR: frozenset({Permission.SEE_TOTALS}),
        # Runs the machine, sees no case.
        Role.SYSTEM_ADMIN: frozenset({Permission.SEE_HEALTH}),
    }
)

_EVERY_CASE = frozenset(
    {Compartment.INTAKE, Compartment.IDENTITY, Compartment.CASE, Compartment.LISTING}
)

COMPARTMENTS: Mapping[Role, frozenset[Compartment]] = MappingProxyType(
    {
        Role.COUNSELOR: _EVERY_CASE,
        Role.PSYCHOLOGIST: _EVERY_CASE | {Compartment.PSYCHOLOGICAL},
        Role.LEGAL_ADVISOR: _EVERY_CASE | {Compartment.LEGAL},
        Role.SUPERVISOR: _EVERY_CASE,
        Role.PARTNER_ADMIN: frozenset(),
        Role.COORDINATOR: frozenset(),
        Role.SYSTEM_ADMIN: frozenset(),
    }
)

# A compartment's key opens only while the right that needs it stands in guardian's rows.
RIGHT_BEHIND: Mapping[Compartment, Permission] = MappingProxyType(
    {
        Compartment.INTAKE: Permission.OPEN_CASE,
        Compartment.IDENTITY: Permission.SEE_CASES,
        Compartment.CASE: Permission.SEE_CASES,
        Compartment.LISTING: Permission.SEE_CASES,
        Compartment.PSYCHOLOGICAL: Permission.READ_PSYCHOLOGICAL,
        Compartment.LEGAL: Permission.READ_LEGAL,
    }
)


def compartments_of(role: Role, permissions: frozenset[Permission]) -> frozenset[Compartment]:
    """The kinds of compartment a person of this role may open with these rights."""
    return frozenset(
        compartment
        for compartment in COMPARTMENTS[role]
        if RIGHT_BEHIND[compartment] in permissions
    )
