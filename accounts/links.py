"""Links to choose a password: random, good once, for 72 hours, and kept as a digest only."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import PasswordLink, User


@transaction.atomic
def new_path(user: User) -> str:
    """The path of a fresh link for her; the one she had before is dead from now on."""
    word = secrets.token_urlsafe(32)
    link = PasswordLink.objects.select_for_update().filter(user=user).first()
    link = link or PasswordLink(user=user)
    link.digest, link.made_at = _digest(word), timezone.now()
    link.save()
    return reverse("account_reset_password_from_key", args=[word])


def person_of(word: str) -> User | None:
    """Whose link this is; None alike for a used, old, replaced or made-up one, or of who left."""
    link = _live(word)
    works_here = link and User.objects.working().filter(pk=link.user_id).exists()
    return link.user if link and works_here else None


def use(word: str) -> bool:
    """Take the link out of the world, inside a transaction; whether it was still good."""
    link = _live(word, is_held=True)
    if link is None:
        return False
    link.delete()
    return True


def _live(word: str, *, is_held: bool = False) -> PasswordLink | None:
    since = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    links = PasswordLink.objects.filter(digest=_digest(word), made_at__gt=since)
    found = links.select_for_update() if is_held else links.select_related("user")
    return found.first()


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode(errors="surrogatepass")).hexdigest()
