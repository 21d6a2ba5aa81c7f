"""What the vault refuses, by name. No message ever holds a value or key material."""

from django.core.exceptions import FieldError


class VaultError(Exception):
    """Something the vault refused."""


class KeyNotOpen(VaultError):
    """The key of this value is outside the scope that was opened, or it was destroyed."""


class Tampered(VaultError):
    """A value or key was damaged, moved from elsewhere or planted."""


class SealedLookup(VaultError, FieldError):
    """The database was asked to compare, order, compute or set what it cannot read."""


class KeyringUnusable(VaultError):
    """The root keyring is missing, unreadable, or readable by others."""


class Unsealable(VaultError, ValueError):
    """This cannot be sealed: wrong type, NUL, half a surrogate pair, or a row without its ids."""


class SlotClosed(VaultError):
    """A slot of the keyring cannot be opened with what this process has at hand."""


class ShareRefused(VaultError, ValueError):
    """A share is mistyped, missing, foreign or wrong; the message says which."""


class SlotRefused(VaultError):
    """The keyring is not changed in this way; the message says why."""
