"""The backend that settings.DATABASES names: Django finds it as `vault.postgresql`."""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from vault import wall


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that does nothing before the second wall when the work stands behind it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._by_itself)

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001  # Django's own hook
        """Each transaction begins by saying whose rows it may touch."""
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django's, untyped
        if not autocommit:
            wall.stamp(self)

    def _by_itself(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """A statement outside any transaction gets a small one, so that it can say so, too."""
        if self.in_atomic_block or not self.autocommit or not wall.is_up():
            return execute(*statement)
        with self.connection.transaction():
            wall.stamp(self)
            return execute(*statement)
