"""How mail leaves: the meaning of AMPARO_EMAIL_URL."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Mailer:
    """Where mail goes: a folder of files, or a server that is spoken to under TLS."""

    backend: str
    folder: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    speaks_tls: bool = False


def mailer_for(url: str) -> Mailer:
    """file:///folder, smtp://user:password@host:587 (STARTTLS) or smtps://…:465.

    Only a relay on this very machine is spoken to in clear. Raises ImproperlyConfigured,
    which never repeats the address: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ImproperlyConfigured("AMPARO_EMAIL_URL is not an address.") from None
    if parts.scheme == "file":
        return _folder(parts.netloc, parts.path)
    if not parts.hostname:
        raise ImproperlyConfigured("AMPARO_EMAIL_URL names no mail server.")
    return Mailer(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp" and parts.hostname not in THIS_MACHINE,
        speaks_tls=parts.scheme == "smtps",
    )


def _folder(host: str, path: str) -> Mailer:
    if host or not path.startswith("/"):
        raise ImproperlyConfigured("AMPARO_EMAIL_URL must give a whole path: file:///folder.")
    return Mailer(backend="django.core.mail.backends.filebased.EmailBackend", folder=path)
