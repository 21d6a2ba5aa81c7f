"""Reads settings from the environment and refuses to start on a bad one, naming it.

Every setting NAME may also be given as NAME_FILE, the path of a file that holds the
value: that is how secrets reach a container.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import EmailValidator

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
SHORTEST_SECRET = 50
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


def private_folder(path: Path) -> Path:
    """The folder, made when it is missing so that only its owner may enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep_once(path: Path, text: str) -> None:
    """Writes the file unless another process was quicker; nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


class Environment:
    """The settings a process was started with."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        """The value of NAME, or of the file that NAME_FILE points to."""
        path = self._variables.get(f"{name}_FILE")
        if not path:
            return self._variables.get(name, default).strip()
        if self._variables.get(name):
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one.")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error

    def secret(self, name: str, *, kept_in: Path) -> str:
        """A given secret, or one made at the first start and kept in a file of its owner's."""
        given = self.text(name)
        if given and len(given) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"{name} must have at least {SHORTEST_SECRET} characters.")
        if not given and not kept_in.exists():
            keep_once(kept_in, secrets.token_urlsafe(64))
        return given or kept_in.read_text(encoding="utf-8").strip()

    def secret_file(self, name: str) -> str:
        """A secret that comes by NAME_FILE only; nothing when there is none."""
        if self._variables.get(name):
            raise ImproperlyConfigured(f"{name} is taken from a file only: set {name}_FILE.")
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no."""
        word = self.text(name, "1" if default else "0").lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}.")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between least and most."""
        word = self.text(name, str(default))
        try:
            value = int(word)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from None
        if not least <= value <= most:
            raise ImproperlyConfigured(f"{name} must lie between {least} and {most}, not {value}.")
        return value

    def words(self, name: str, default: str = "") -> list[str]:
        """A list separated by commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def folder(self, name: str, default: Path) -> Path:
        """A folder, made when it is missing, that nobody else may read."""
        try:
            return private_folder(Path(self.text(name, str(default))).resolve())
        except OSError as error:
            raise ImproperlyConfigured(f"{name} cannot be used: {error}") from error

    def url(self, name: str, default: str, *, schemes: frozenset[str]) -> str:
        """An address that starts with one of the schemes, or nothing where that is the default.

        A refusal never repeats the address: it may hold a password.
        """
        value = self.text(name) or default
        scheme, _, rest = value.partition("://")
        if value and scheme not in schemes:
            known = ", ".join(sorted(schemes))
            raise ImproperlyConfigured(f"{name} must start with one of: {known} (and ://).")
        if scheme in {"http", "https"} and not rest.strip("/"):
            raise ImproperlyConfigured(f"{name} names no host.")
        return value

    def host_names(self, name: str, default: str) -> list[str]:
        """The names this site answers to: each one said, none a wildcard for everything."""
        names = self.words(name, default)
        if not names or "*" in names:
            raise ImproperlyConfigured(f"{name} must list the site's host names, and not '*'.")
        return names

    def email_address(self, name: str, default: str) -> str:
        """One mail address without a display name."""
        value = self.text(name) or default
        try:
            EmailValidator(allowlist=["localhost"])(value)
        except ValidationError:
            raise ImproperlyConfigured(f"{name} must be one mail address.") from None
        return value
