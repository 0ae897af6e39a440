"""The program never uses the network: sessions and commands run where opening a socket ends the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL
from tests.end_to_end.screens import SUMMARY, TODAY, answer
from tests.end_to_end.terminal import ENTER

# Python runs this before the program, and calls the hook at each of these events, whoever causes it. A pair of
# connected sockets of the kind AF_UNIX is how asyncio wakes itself; it leads nowhere.
_GUARD = """
import os, socket, sys

def guard(event, arguments):
    inside = event == "socket.__new__" and arguments[1] == getattr(socket, "AF_UNIX", None)
    if event.startswith("socket.") and not inside:
        with open(os.environ["CAUGHT"], "a") as caught:
            print(event, arguments[1:], file=caught)
        os._exit(97)

sys.addaudithook(guard)
"""


@pytest.fixture
def caught(tmp_path: Path) -> Path:
    """The file in which the guard notes what it has forbidden."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(_GUARD, encoding="utf-8")
    return tmp_path / "caught"


def watched(machine: Machine, caught: Path) -> dict[str, str]:
    """An environment in which the guard is at its post."""
    return machine.environment(PYTHONPATH=str(caught.with_name("guard")), CAUGHT=str(caught))


@pytest.mark.parametrize("attempt", [
    "socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo('localhost', 80)", "socket.socket()",
])  # fmt: skip
def test_the_guard_sees_what_it_is_there_for(machine: Machine, caught: Path, attempt: str) -> None:
    code = f"import socket; {attempt}"
    ended = subprocess.run([sys.executable, "-c", code], env=watched(machine, caught), timeout=60, check=False)
    assert ended.returncode == 97
    assert caught.read_text(encoding="utf-8").startswith("socket.")


def test_a_session_on_the_screen_opens_no_socket(used: Machine, caught: Path) -> None:
    with used.open("play", DRILL, environment=watched(used, caught)) as terminal:
        for _ in range(3):
            answer(terminal)
            terminal.press(ENTER)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.press(ENTER)
        terminal.wait_for(TODAY)
        terminal.press("q")
        assert terminal.ended() == 0
    assert len(used.reviews()) >= 3
    assert not caught.exists()


@pytest.mark.parametrize("arguments", [
    ("play", DRILL, "--plain"),
    ("progress", "--html", "progress.html"),
    ("learners", "export", "Sam", "sam.jsonl"),
    ("packs", "list"),
    ("packs", "schema"),
    ("doctor",),
    ("why", "no-such-objective"),
    ("status",),
])  # fmt: skip
def test_no_command_opens_a_socket(used: Machine, caught: Path, arguments: tuple[str, ...]) -> None:
    ended = used.run(*arguments, said="1\n\n1\nq\n", environment=watched(used, caught))
    assert ended.returncode in {0, 1}, ended.stderr
    assert not caught.exists()
