"""The commands of dev.py, by their pieces: each says in words what it cannot do."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

import dev


@pytest.fixture
def a_lock(tmp_path, monkeypatch):
    """A house of nothing but a lock, with a virtual environment that already holds it."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("amqp==1\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(dev, "HOUSE", tmp_path)
    monkeypatch.delenv("AMPARO_VENV", raising=False)
    return tmp_path


def test_it_needs_nothing_but_the_standard_library():
    code = "import sys; sys.path.insert(0, '.'); import dev; print(dev.main(['--help']))"
    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "python3 dev.py run" in bare.stdout


def test_a_word_it_does_not_know_is_answered_with_those_it_does(capsys):
    assert dev.main(["nonsense"]) == 2
    assert dev.main([]) == 0
    assert all(f"dev.py {command}" in capsys.readouterr().out for command in [*dev.COMMANDS][:1])


def test_a_missing_module_is_answered_with_the_package_to_install():
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    sentence = dev.missing_package("ensurepip")
    assert "ensurepip" in sentence
    assert f"apt install python{version}-venv python3-pip" in sentence


def test_without_venv_and_pip_it_says_so_and_leaves_nothing_half_made(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(dev.Refusal, match="apt install"):
        dev.make_venv(tmp_path / "venv")
    assert not (tmp_path / "venv").exists()


def test_an_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(dev, "OLDEST_PYTHON", (9, 9))
    with pytest.raises(dev.Refusal, match="Amparo needs Python"):
        dev.ready_python("base")


def test_the_second_time_nothing_is_installed(a_lock):
    (a_lock / ".venv" / "lock-base").write_text(dev.hash_of_lock("base"))
    assert dev.ready_python("base") == a_lock / ".venv" / "bin" / "python"


def test_a_changed_lock_is_installed_again(a_lock, monkeypatch):
    (a_lock / ".venv" / "lock-base").write_text(dev.hash_of_lock("base"))
    (a_lock / "requirements" / "base.txt").write_text("amqp==2\n")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(dev.Refusal):
        dev.ready_python("base")


def test_a_taken_port_is_refused_early_and_a_free_one_is_not():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(dev.Refusal, match="--port"):
            dev.refuse_taken_port(port)
    dev.refuse_taken_port(port)


def test_the_demo_is_the_default_and_what_is_given_wins(monkeypatch):
    monkeypatch.delenv("AMPARO_DEMO", raising=False)
    assert dev.site_environment(8123)["AMPARO_DEMO"] == "1"
    assert "counselor@norte.example" in dev.welcome(dev.site_environment(8123))
    monkeypatch.setenv("AMPARO_DEMO", "0")
    assert dev.site_environment(8123)["AMPARO_DEMO"] == "0"
    assert "counselor" not in dev.welcome(dev.site_environment(8123))


def test_tests_get_a_data_folder_of_their_own_that_is_gone_afterwards(monkeypatch):
    monkeypatch.setenv("AMPARO_DATA_DIR", "/somebodys/work")
    with dev.test_environment() as env:
        folder = Path(env["AMPARO_DATA_DIR"])
        assert folder.is_dir()
        assert folder != Path("/somebodys/work")
    assert not folder.exists()


def test_a_child_that_dies_is_named_and_all_are_stopped():
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    lasting = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    children = [dev.Child("web", lasting), dev.Child("beat", ended)]
    ended.wait(10)
    with pytest.raises(dev.Refusal, match=r"beat process ended by itself \(exit code 3\)"):
        dev.watch(children)
    dev.stop(children)
    assert lasting.poll() is not None


def test_a_child_that_would_not_stop_is_killed(monkeypatch, capsys):
    monkeypatch.setattr(dev, "PATIENCE_TO_STOP", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    process.stdout.readline()
    began = time.monotonic()
    dev.stop([dev.Child("worker", process)])
    process.stdout.close()
    assert process.poll() is not None
    assert time.monotonic() - began < 10
    assert "worker process did not stop" in capsys.readouterr().out


@pytest.mark.parametrize("command", dev.COMMANDS)
def test_every_command_is_explained(command):
    assert f"python3 dev.py {command} " in dev.__doc__
