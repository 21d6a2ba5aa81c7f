#!/usr/bin/env python3
"""Breaks a copy of the house on purpose, one fault at a time, and demands that a test notices.

    python3 tests/mutations/run.py            every fault
    python3 tests/mutations/run.py session    those whose name holds this word

First the same tests must pass on the copy as it is. Exits 1 when a fault goes unnoticed or has no
place in the code any more.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import copy2

HOUSE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOUSE))

import dev  # noqa: E402  (the house is on the path only now)
from tests.mutations.faults import FAULTS, DoesNotApply, Fault  # noqa: E402

SOME_FAILED = 1  # what pytest exits with then; everything else is a fault of this script's
UNNOTICED, NO_PLACE, NOTICED = "UNNOTICED", "NO PLACE", "noticed"


def main(words: Sequence[str]) -> int:
    """0 when every fault was noticed."""
    chosen = [fault for fault in FAULTS if all(word in fault.name for word in words)]
    python = dev.ready_python("dev")
    with tempfile.TemporaryDirectory(prefix="amparo-faults-") as folder:
        copy = Path(folder) / "house"
        copy_house(copy)
        if code := tested(python, copy, {test for fault in chosen for test in fault.tests}):
            print(f"The tests do not pass without a fault either (pytest exited with {code}).")
            return 1
        outcomes = [outcome_of(python, copy, fault) for fault in chosen]
    print(f"{outcomes.count(NOTICED)} of {len(chosen)} faults were noticed.")
    return 0 if set(outcomes) <= {NOTICED} else 1


def copy_house(copy: Path) -> None:
    """Every file that is kept, and every new one that is not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        if name and (HOUSE / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(HOUSE / name, copy / name)


def outcome_of(python: Path, copy: Path, fault: Fault) -> str:
    """What became of the copy with this fault; it is mended afterwards."""
    began, file = time.monotonic(), copy / fault.file
    whole = file.read_text(encoding="utf-8")
    try:
        file.write_text(fault.applied_to(whole), encoding="utf-8")
        code = tested(python, copy, fault.tests)
        outcome = NOTICED if code == SOME_FAILED else UNNOTICED
    except DoesNotApply:
        outcome = NO_PLACE
    finally:
        file.write_text(whole, encoding="utf-8")
    print(f"{outcome:<10} {time.monotonic() - began:5.1f} s  {fault.name}", flush=True)
    return outcome


def tested(python: Path, copy: Path, tests: Iterable[str]) -> int:
    """Pytest's exit code in the copy; the first failure is enough."""
    quietly = ["-n0", "-x", "-q", "--no-header", "-p", "no:cacheprovider"]
    with dev.test_environment() as env:
        command = [python, "-m", "pytest", *quietly, *sorted(tests)]
        return subprocess.run(
            command, cwd=copy, env=env, stdout=subprocess.DEVNULL, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
