"""Whoever these tests sign in."""

import pytest

from accounts.models import Membership, User
from accounts.permissions import Role


@pytest.fixture
def person(db):
    """Somebody of the network who sees no case: enough for pages that belong to no app."""
    user = User.objects.create_user(email="system_admin@red.example", full_name="Rosa Quispe")
    Membership.objects.create(user=user, role=Role.SYSTEM_ADMIN)
    return user
