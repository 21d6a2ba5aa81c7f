"""Who is let in by address and password: people who work here now, and nobody else."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.access import works_here
from accounts.models import User


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # the package has no types
    """The right password of somebody suspended is a wrong one: same answer, same time."""

    def _check_password(self, user: User | None, password: str) -> User | None:
        """Her, if it is her password and she works here; both are asked whatever comes first."""
        if user is None:
            return None
        self._did_check_password = True
        is_right, is_working = user.check_password(password), works_here(user)
        return user if is_right and is_working else None
