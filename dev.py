#!/usr/bin/env python3
"""Everything a developer does with Amparo, with nothing but Python ≥ 3.11 and pip.

    python3 dev.py run      bring the whole site up: web, Celery worker and beat
    python3 dev.py test     run the tests (any pytest argument may follow; -m e2e for the browser,
                            -m walk for the whole isolation walk)
    python3 dev.py check    everything CI checks before it runs the tests on real servers
    python3 dev.py audit    ask the advisory service about the locked packages (needs the network)
    python3 dev.py bench    measure, as a table or with --json
    python3 dev.py shell    a Django shell
    python3 dev.py messages bring the English catalogue up to the sentences of the code
    python3 dev.py lock     lock the requirements anew

This file uses the standard library only: it runs before anything is installed.
"""

import argparse
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

HOUSE = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
DEMO_PASSWORD = "demo-amparo-2026"  # noqa: S105  (the demo's, public on purpose)
DEMO_PEOPLE = """
Demo people (the same roles also @sur.example and @valle.example):
  counselor@norte.example      counselor2@norte.example
  psychologist@norte.example   legal_advisor@norte.example
  supervisor@norte.example     partner_admin@norte.example
  coordinator@red.example      system_admin@red.example
Password for all of them:"""
ALL_BUT_THE_BROWSER = "not e2e and not walk"  # what check runs
QUICK = f"{ALL_BUT_THE_BROWSER} and not slow"
PATIENCE_TO_START = 120  # seconds
PATIENCE_TO_STOP = 25

Command = Sequence[str | Path]


class Refusal(Exception):
    """What cannot be done, in a sentence for the person at the terminal."""


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or the system asked us to end."""


# --- the virtual environment ------------------------------------------------------------------


def venv_folder() -> Path:
    """Where the packages go: .venv, unless AMPARO_VENV says otherwise."""
    return Path(os.environ.get("AMPARO_VENV", HOUSE / ".venv")).resolve()


def ready_python(lock: str) -> Path:
    """The interpreter of a virtual environment that holds what requirements/{lock}.txt says.

    The second time it only compares the hash of the lock with the one kept beside the packages.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise Refusal(f"Amparo needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")
    folder = venv_folder()
    python = folder / "bin" / "python"
    stamp = folder / f"lock-{lock}"
    wanted = hash_of_lock(lock)
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    installer = make_venv(folder)
    say(f"Installing the locked packages ({lock})…")
    exactly = ["--require-hashes", "--only-binary=:all:", "-r", f"requirements/{lock}.txt"]
    run([*installer, "install", "-qq", "--no-input", "--disable-pip-version-check", *exactly])
    stamp.write_text(wanted)
    return python


def hash_of_lock(lock: str) -> str:
    """What the installed packages are compared with."""
    content = (HOUSE / "requirements" / f"{lock}.txt").read_bytes()
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def make_venv(folder: Path) -> list[str | Path]:
    """Makes the virtual environment unless it stands, and returns the pip command that fills it.

    A bare Debian has a venv module without ensurepip; the system's pip then fills it from outside.
    """
    python = folder / "bin" / "python"
    if not works([python, "-c", ""]):
        say(f"Making {folder}…")
        shutil.rmtree(folder, ignore_errors=True)
        if not works([sys.executable, "-m", "venv", folder]):
            shutil.rmtree(folder, ignore_errors=True)
            if not works([sys.executable, "-m", "venv", "--without-pip", folder]):
                raise Refusal(missing_package("venv"))
    if works([python, "-m", "pip", "--version"]):
        return [python, "-m", "pip"]
    if works([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", python]
    raise Refusal(missing_package("pip"))


def missing_package(module: str) -> str:
    """Which package of the system to install, said for Debian and in general."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"This Python has no {module}, which is needed to install the packages.\n"
        f"On Debian or Ubuntu:  apt install python{version}-venv python3-pip\n"
        f"Elsewhere: install your system's packages for venv and pip, for Python {version}."
    )


# --- running other programs -------------------------------------------------------------------


def say(text: str) -> None:
    """A word to the person at the terminal, at once."""
    print(text, flush=True)


def works(command: Command) -> bool:
    """Whether a command ends well; what it prints is nobody's business."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command: Command, env: Mapping[str, str] | None = None) -> None:
    """Runs a command in the house; its failure ends ours with the same code."""
    code = code_of(command, env)
    if code:
        raise SystemExit(code)


def code_of(command: Command, env: Mapping[str, str] | None = None) -> int:
    """The exit code of a command that runs in the house."""
    return subprocess.run(command, cwd=HOUSE, env=env, check=False).returncode


# --- run --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Child:
    """A process of ours, known by its name and ended by its id."""

    name: str
    process: subprocess.Popen[bytes]


def bring_up(arguments: Sequence[str]) -> int:
    """The whole site on this machine, until somebody stops it: 0, or 1 when a part of it died."""
    parser = argparse.ArgumentParser(prog="dev.py run")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    children: list[Child] = []
    try:
        python = ready_python("base")
        refuse_taken_port(port)
        env = site_environment(port)
        say("Preparing tables, grants, static files and the demo…")
        run([python, "-m", "config.prepare"], env)
        children.extend(start_children(python, env))
        wait_until_healthy(port, children)
        say(welcome(env))
        return watch(children)
    except StopAsked:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(children)


def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    """Turns a signal into an exception, so that every step can be left in order."""
    raise StopAsked


def refuse_taken_port(port: int) -> None:
    """Says early, and in words, what gunicorn would say late."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refusal(
                f"Port {port} cannot be used ({error.strerror}): choose another with --port."
            ) from None


def site_environment(port: int) -> dict[str, str]:
    """The environment of the site: what was given wins, the demo is the default here."""
    return {
        "AMPARO_DEMO": "1",
        "AMPARO_DEMO_PASSWORD": DEMO_PASSWORD,
        "AMPARO_SITE_URL": f"http://localhost:{port}",
        **os.environ,
        "AMPARO_BIND": f"127.0.0.1:{port}",
    }


def start_children(python: Path, env: Mapping[str, str]) -> Iterator[Child]:
    """Web, worker and beat, each in a process group of its own: Ctrl-C reaches only us."""
    celery: Command = [python, "-m", "celery", "--quiet", "-A", "config"]
    quiet_worker = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    commands: dict[str, Command] = {
        "web": [python, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"],
        "worker": [*celery, "worker", "--pool", "solo", *quiet_worker],
        "beat": [*celery, "beat", "--pidfile="],
    }
    for name, command in commands.items():
        yield Child(name, subprocess.Popen(command, cwd=HOUSE, env=env, process_group=0))


def wait_until_healthy(port: int, children: Sequence[Child]) -> None:
    """Returns when /salud/ answers 200."""
    deadline = time.monotonic() + PATIENCE_TO_START
    while not is_healthy(port):
        if time.monotonic() > deadline:
            raise Refusal(f"/salud/ did not answer 200 within {PATIENCE_TO_START} seconds.")
        refuse_dead(children)
        time.sleep(0.2)


def is_healthy(port: int) -> bool:
    """Whether the site says that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/salud/", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def refuse_dead(children: Sequence[Child]) -> None:
    """Names the first child that ended by itself."""
    for child in children:
        if child.process.poll() is not None:
            raise Refusal(
                f"The {child.name} process ended by itself"
                f" (exit code {child.process.returncode}): stopping everything."
            )


def watch(children: Sequence[Child]) -> int:
    """Stays until a signal comes or a child dies."""
    while True:
        refuse_dead(children)
        time.sleep(0.5)


def stop(children: Sequence[Child]) -> None:
    """Asks every child to end, waits, and kills the one that would not."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE_TO_STOP
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {child.name} process did not stop when asked: killed.")
            child.process.kill()
            child.process.wait()
    if children:
        say("Stopped.")


def welcome(env: Mapping[str, str]) -> str:
    """Where to go, and as whom."""
    where = f"\nAmparo is ready:  {env['AMPARO_SITE_URL']}/entrar/   (Ctrl-C stops it)\n"
    is_demo = env["AMPARO_DEMO"] == "1"
    return where + (f"{DEMO_PEOPLE} {env['AMPARO_DEMO_PASSWORD']}\n" if is_demo else "")


# --- test, check, and the rest ------------------------------------------------------------------


@contextmanager
def test_environment() -> Iterator[dict[str, str]]:
    """A data folder and a secret of its own, so that tests never touch what somebody works on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
    with tempfile.TemporaryDirectory(prefix="amparo-test-") as folder:
        yield {
            **kept,
            "AMPARO_DATA_DIR": folder,
            "AMPARO_SECRET_KEY": secrets.token_urlsafe(64),
        }


def test(arguments: Sequence[str]) -> int:
    """Pytest's exit code; what takes long is left out unless it is asked for with -m."""
    python = ready_python("dev")
    defaults = [] if any(word.startswith("-n") for word in arguments) else ["-n", "auto"]
    defaults += [] if any(word.startswith("-m") for word in arguments) else ["-m", QUICK]
    with test_environment() as env:
        env["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright brings an event loop
        return code_of([python, "-m", "pytest", *defaults, *arguments], env)


def check(_arguments: Sequence[str]) -> int:
    """Every check, also after one has failed; 0 when all passed. The tests come last."""
    python = ready_python("dev")
    tools = python.parent
    failed = []
    with test_environment() as env:
        for name, command, more in checks(python, tools):
            say(f"\n--- {name}")
            if code_of(command, {**env, **more}):
                failed.append(name)
    say("\n--- tests")
    if test(["-m", ALL_BUT_THE_BROWSER]):
        failed.append("tests")
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery check passed.")
    return 1 if failed else 0


def checks(python: Path, tools: Path) -> list[tuple[str, Command, dict[str, str]]]:
    """Name, command and added environment of each check but the tests."""
    templates = [*HOUSE.glob("templates/**/*.html"), *HOUSE.glob("*/templates/**/*.html")]
    as_deployed = {"AMPARO_SITE_URL": "https://agenda.example"}
    manage: Command = [python, "-W", "error", "manage.py"]
    return [
        ("format", [tools / "ruff", "format", "--check", "."], {}),
        ("lint", [tools / "ruff", "check", "."], {}),
        ("types", [python, "-m", "mypy", "."], {}),
        ("floors and rooms", [tools / "lint-imports"], {}),
        ("settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], as_deployed),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        ("templates", [tools / "djade", "--check", "--target-version", "5.2", *templates], {}),
        ("markup", [tools / "djlint", "--lint", "--quiet", *templates], {}),
    ]


def passing_on(*command: str | Path) -> Callable[[Sequence[str]], int]:
    """A command of ours that is a command of the house, in this very environment."""
    return lambda arguments: code_of([ready_python("dev"), *command, *arguments])


def lock(_arguments: Sequence[str]) -> int:
    """Writes requirements/*.txt anew: hashes for every platform, no address of any index."""
    uv = ready_python("dev").parent / "uv"
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    options += ["--python-version", "3.11", "--upgrade", "--quiet"]
    folder = Path("requirements")
    for name, more in (("base", ()), ("dev", ("-c", folder / "base.txt"))):
        given, written = folder / f"{name}.in", folder / f"{name}.txt"
        run([uv, "pip", "compile", *options, *more, given, "-o", written])
    return 0


# Without a network pip-audit would say that all is well: strict, it fails instead.
AUDIT = ["--strict", "--require-hashes", "--disable-pip", "-r", "requirements/base.txt"]

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": bring_up,
    "test": test,
    "check": check,
    "audit": passing_on("-m", "pip_audit", *AUDIT),
    "bench": passing_on("-m", "config.bench"),
    "shell": passing_on("manage.py", "shell"),
    "messages": passing_on("-m", "config.messages"),
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    """Does what the first word says with the words after it; without a known word, says which."""
    command, *rest = arguments or ["--help"]
    if command not in COMMANDS:
        say(__doc__ or "")
        return 0 if command in {"-h", "--help", "help"} else 2
    try:
        return COMMANDS[command](rest)
    except Refusal as refusal:
        say(str(refusal))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
