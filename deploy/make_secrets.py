#!/usr/bin/env python3
"""Makes the secrets that docker-compose.yml hands to its containers.

Each is made once and never written over. The folder is closed to everybody else on the machine
(0700); the files inside are readable, because each container reads its own under another user.
"""

import secrets
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "secrets"


def make_secrets(folder: Path) -> list[str]:
    """Writes what is missing and returns its names."""
    folder.mkdir(mode=0o700, exist_ok=True)
    passwords = {
        name: kept_or_new(folder / name)
        for name in ("postgres_password", "owner_password", "site_password", "redis_password")
    }
    wanted = {
        **passwords,
        "secret_key": secrets.token_urlsafe(64),
        "database_url": f"postgres://amparo_site:{passwords['site_password']}@database/amparo",
        "owner_database_url": f"postgres://amparo_owner:{passwords['owner_password']}@database/amparo",
        "redis_url": f"redis://:{passwords['redis_password']}@redis:6379/0",
        "email_url": "smtp://user:password@mail.example:587",
    }
    missing = [name for name in wanted if not (folder / name).exists()]
    for name in missing:
        (folder / name).write_text(wanted[name] + "\n", encoding="utf-8")
        (folder / name).chmod(0o444)
    return missing


def kept_or_new(path: Path) -> str:
    """The secret that stands, so that what is derived from it fits; else a new one."""
    return path.read_text(encoding="utf-8").strip() if path.exists() else secrets.token_urlsafe(32)


if __name__ == "__main__":
    made = make_secrets(FOLDER)
    print(f"Made in {FOLDER}: {', '.join(made) or 'nothing, all stood'}.")
    if "email_url" in made:
        print("Write your mail server's address into secrets/email_url.")
