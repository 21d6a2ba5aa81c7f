"""`python -m config.bench`: what the house promises about speed and weight, measured.

Starts a PostgreSQL of its own, fills it through the house's keys, seals and trail, serves the
house and a plain Django site beside it, and prints how many times the plain way each page takes.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config.bench import postgres

HOUSE = Path(__file__).resolve().parent.parent.parent
SMALL = ["--cases", "2000", "--rounds", "15"]


def main(words: Sequence[str]) -> int:
    """The exit code of the measuring; it says itself what it found."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="how many, over 11 partners")
    parser.add_argument("--rounds", type=int, default=60, help="how many visits of each page")
    parser.add_argument("--quick", action="store_true", help="2,000 cases, to see that it runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(words)
    size = SMALL if asked.quick else ["--cases", str(asked.cases), "--rounds", str(asked.rounds)]
    command = [sys.executable, "manage.py", "measure", *size, *(["--json"] if asked.json else [])]
    with postgres.running() as database, tempfile.TemporaryDirectory(prefix="amparo-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
        env = {
            **kept,
            "DATABASE_URL": database,
            "AMPARO_DATA_DIR": folder,
            "AMPARO_SECRET_KEY": secrets.token_urlsafe(64),
            "AMPARO_DEMO": "1",
        }
        return subprocess.run(command, cwd=HOUSE, env=env, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
