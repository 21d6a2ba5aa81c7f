"""Where the secrets of the system stand: columns of JSON that hold what `seal_for_system` made."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from vault.keyring import RootKey
from vault.system import MARK, open_for_system, root_of, seal_under


@dataclass(frozen=True)
class SystemSecrets:
    """One such column, and what its secrets are sealed for."""

    model: type[Model]
    column: str
    purpose: str

    def renewed(self, root: RootKey) -> list[tuple[Any, Any]]:
        """Id and new value of each row that holds a secret under another root key, locked."""
        rows = self.model._base_manager.order_by("pk").select_for_update()
        return [
            (row_id, _each(value, lambda text: self._under(root, text)))
            for row_id, value in rows.values_list("pk", self.column)
            if any(root_of(text) != root.id for text in _secrets_in(value))
        ]

    def roots(self) -> Counter[UUID]:
        """How many secrets there are under each root key."""
        values = self.model._base_manager.values_list(self.column, flat=True)
        return Counter(root_of(text) for value in values for text in _secrets_in(value))

    def _under(self, root: RootKey, text: str) -> str:
        return seal_under(root, self.purpose, open_for_system(self.purpose, text))


def secrets_of_system() -> Iterator[SystemSecrets]:
    """Those that the settings name."""
    for place, purpose in settings.SYSTEM_SECRETS.items():
        label, _, column = place.rpartition(".")
        yield SystemSecrets(apps.get_model(label), column, purpose)


def secrets_under_roots() -> Counter[UUID]:
    """How many secrets of the system there are under each root key."""
    return sum((secrets.roots() for secrets in secrets_of_system()), Counter())


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The JSON value with each secret in it changed."""
    if isinstance(value, dict):
        return {name: _each(part, change) for name, part in value.items()}
    if isinstance(value, list):
        return [_each(part, change) for part in value]
    return change(value) if isinstance(value, str) and value.startswith(MARK) else value


def _secrets_in(value: Any) -> list[str]:
    """The secrets in a JSON value."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _each(value, keep)
    return found
