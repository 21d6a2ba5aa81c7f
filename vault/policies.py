"""The second wall in PostgreSQL's words: a policy on every table that carries a partner.

They are set after each migration by the owner of the tables, whom they do not bind; the site's
role owns nothing and may not change what is only ever added to. A model says in its own words
where the rule differs: ``is_shown_to_all``, ``is_only_added_to``, or ``also_of``, the columns of
other partners whose row it is, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from vault.wall import ROLE, SETTING

NAME = "amparo_wall"
COLUMN = "partner_id"
# Worked out once for a statement, not for each row; measured beside three other forms.
SHOWN = f"{{}} = ANY (ARRAY(SELECT unnest(nullif(current_setting('{SETTING}', true), '')::uuid[])))"
MAY_MAKE_ROLE = "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
MAY_SET_ROLE = "SELECT pg_has_role(current_user, %s, 'MEMBER')"


class NoRole(Exception):
    """The site's role is missing and this user may not make it."""


@dataclass(frozen=True)
class Walled:
    """A table behind the wall, and whose rows of it are shown."""

    name: str
    is_nullable: bool
    is_shown_to_all: bool
    is_only_added_to: bool
    also_of: tuple[str, ...]

    @property
    def rule(self) -> str:
        """Rows of the partners at hand; those of no partner belong to the network."""
        whose = [SHOWN.format(column) for column in (COLUMN, *self.also_of)]
        return " OR ".join([f"{COLUMN} IS NULL", *whose] if self.is_nullable else whose)

    @property
    def policies(self) -> dict[str, str]:
        """Each policy by its name, as it follows CREATE POLICY."""
        if self.is_only_added_to:
            return {
                NAME: f"FOR SELECT USING ({self.rule})",
                f"{NAME}_added": "FOR INSERT WITH CHECK (true)",
            }
        own = {NAME: f"USING ({self.rule})"}
        return {**own, f"{NAME}_shown": "FOR SELECT USING (true)"} if self.is_shown_to_all else own


def walled_tables() -> list[Walled]:
    """Every table with a partner, by name."""
    found = {table.name: table for model in apps.get_models() for table in _walled(model)}
    return [found[name] for name in sorted(found)]


def install(using: str) -> None:
    """Set the policies and the role's rights; changes nothing that stands as it should."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(using=using):
        _have_role(connection)
        _have_rights(connection)
        for table in _there(connection):
            _have_policies(connection, table)


def missing(using: str) -> list[str]:
    """The tables that have no policy, or another than they should."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    return [t.name for t in _there(connection) if _standing(connection, t.name) != t.policies]


def _walled(model: type[models.Model]) -> Iterator[Walled]:
    try:
        field = next(f for f in model._meta.concrete_fields if f.column == COLUMN)
    except (StopIteration, FieldDoesNotExist):
        return
    yield Walled(
        model._meta.db_table,
        is_nullable=field.null,
        is_shown_to_all=getattr(model, "is_shown_to_all", False),
        is_only_added_to=getattr(model, "is_only_added_to", False),
        also_of=getattr(model, "also_of", ()),
    )


def _there(connection: BaseDatabaseWrapper) -> list[Walled]:
    names = set(connection.introspection.table_names())
    return [table for table in walled_tables() if table.name in names]


def _have_role(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MAY_MAKE_ROLE)
        may_make = cursor.fetchone()[0]
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            if not may_make:
                raise NoRole(
                    f"As an administrator of PostgreSQL: CREATE ROLE {ROLE} NOLOGIN; "
                    f"GRANT {ROLE} TO the owner of the tables."
                )
            cursor.execute(
                f"DO $$ BEGIN CREATE ROLE {ROLE} NOLOGIN; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        cursor.execute(MAY_SET_ROLE, [ROLE])
        if not cursor.fetchone()[0] and may_make:
            cursor.execute(f"GRANT {ROLE} TO current_user")


def _have_rights(connection: BaseDatabaseWrapper) -> None:
    statements = [
        f"GRANT USAGE ON SCHEMA public TO {ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}",
    ]
    statements += [
        f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table.name}" FROM {ROLE}'
        for table in _there(connection)
        if table.is_only_added_to
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _have_policies(connection: BaseDatabaseWrapper, table: Walled) -> None:
    standing = _standing(connection, table.name)
    if standing == table.policies:
        return
    with connection.cursor() as cursor:
        for name in standing:
            cursor.execute(f'DROP POLICY "{name}" ON "{table.name}"')
        cursor.execute(f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY')
        for name, text in table.policies.items():
            cursor.execute(f'CREATE POLICY "{name}" ON "{table.name}" {text}')
            # PostgreSQL rewrites the rule in its own words; ours is kept to be compared.
            cursor.execute(f'COMMENT ON POLICY "{name}" ON "{table.name}" IS %s', [text])


def _standing(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """The policies of a table, each with the words it was made of; none where it does not bind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policy.polname, coalesce(obj_description(policy.oid, 'pg_policy'), '') "
            "FROM pg_policy AS policy JOIN pg_class AS held ON held.oid = policy.polrelid "
            "WHERE held.relname = %s AND held.relrowsecurity "
            "AND held.relnamespace = 'public'::regnamespace",
            [table],
        )
        return dict(cursor.fetchall())
