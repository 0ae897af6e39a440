"""Runs a program in a real pseudo-terminal and takes the time until a text stands in what it prints.

Both sides of every comparison go through this one door, so that whatever the harness itself costs, it costs both.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parent.parent
"""The checkout: programs are started there, so that `-m quizgame` and `-m benchmarks` are found alike."""

ROWS, COLUMNS = 24, 80
PATIENCE = 60.0
"""Seconds after which a text that has not come will not come, however busy the machine is."""

NOTHING: Mapping[str, str] = {}

_KEPT = 4096  # bytes that stay in view for markers, so that a search never grows with the run
_LEAVE = b"\x11"  # ctrl+q
_PARTING = 30.0  # seconds: the first session of a day ends with a backup, and killing it would leave it to the next one


class NotSeen(Exception):
    """A text did not appear; the message holds the end of what was printed instead."""


def environment() -> dict[str, str]:
    """The surroundings of a measured program: this machine's, without what would make it look or act differently."""
    unwanted = {"COLORTERM", "NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME"}
    prefixes = ("QUIZGAME_", "TEXTUAL")
    kept = {key: value for key, value in os.environ.items() if key not in unwanted and not key.startswith(prefixes)}
    return kept | {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}


def module(name: str, *arguments: str) -> list[str]:
    """The command `python -m name arguments`, with the interpreter that runs this."""
    return [sys.executable, "-m", name, *arguments]


class Terminal:
    """A program in a pseudo-terminal of 80×24; leaving the `with` block ends it."""

    def __init__(self, command: Sequence[str], more: Mapping[str, str] = NOTHING) -> None:
        """Start a command, with `more` in its environment."""
        surroundings = {**environment(), **more}
        self._seen = b""
        self.started = time.perf_counter()
        self._process, self._master = pty.fork()
        if self._process == 0:
            _become(command, surroundings)
        os.set_blocking(self._master, False)

    def __enter__(self) -> Self:
        """The running program."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program, the polite way first; raises NotSeen where it had ended by itself."""
        try:
            self.end()
        except NotSeen:
            if error is None:
                raise

    def press(self, keys: bytes) -> float:
        """Type; gives the moment just before. What was printed earlier no longer counts for `wait`."""
        self._seen = b""
        now = time.perf_counter()
        self.type_on(keys)
        return now

    def type_on(self, keys: bytes) -> None:
        """Type, while what was printed earlier still counts."""
        os.write(self._master, keys)

    def wait(self, *markers: bytes) -> float:
        """The moment at which the first of the markers was read; raises NotSeen."""
        seen = self.shows(*markers, within=PATIENCE)
        if seen is None:
            raise NotSeen(f"{markers!r} did not come. The end of what came: {self._seen[-600:]!r}")
        return seen

    def shows(self, *markers: bytes, within: float) -> float | None:
        """The moment at which a marker was read, or None when it has not come `within` so many seconds."""
        deadline = time.perf_counter() + within
        while not any(marker in self._seen for marker in markers):
            if not self._read(deadline - time.perf_counter()):
                return None
        return time.perf_counter()

    def settle(self, seconds: float) -> float:
        """Take in whatever still comes, until nothing has come for so long; gives the moment of the last of it."""
        last = time.perf_counter()
        while self._read(seconds):
            last = time.perf_counter()
        return last

    def worked(self) -> float:
        """Milliseconds that processors have worked for the program so far; 0 where the system does not tell."""
        tasks = Path(f"/proc/{self._process}/task").glob("*/schedstat")
        return sum(int(each.read_text(encoding="ascii").split()[0]) for each in tasks) / 1e6

    def peak(self) -> float:
        """MiB that the program has needed at once so far; 0 where the system does not tell."""
        try:
            lines = Path(f"/proc/{self._process}/status").read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)

    def end(self) -> None:
        """Leave by the key, else by force; only the process that was started here is touched. Raises NotSeen."""
        if self._process < 0:
            return
        gone, status = os.waitpid(self._process, os.WNOHANG)
        if gone:
            os.close(self._master)
            self._process = -1
            # A traceback may well hold the text that was waited for: it must not pass for the screen.
            raise NotSeen(f"the program ended by itself, with {status}. The end of what came: {self._seen[-600:]!r}")
        with suppress(OSError):
            os.write(self._master, _LEAVE)
        deadline = time.perf_counter() + _PARTING
        while (done := os.waitpid(self._process, os.WNOHANG)[0]) == 0 and time.perf_counter() < deadline:
            self._read(0.005)
        if not done:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._master)
        self._process = -1

    def _read(self, seconds: float) -> bool:
        """Take in one piece of output; False when none came in time, or the program has gone."""
        if seconds <= 0 or not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self._master, 65536)
        except OSError:
            return False
        self._seen = (self._seen + piece)[-_KEPT:] if len(piece) < _KEPT else self._seen[-_KEPT:] + piece
        return bool(piece)


def _become(command: Sequence[str], surroundings: dict[str, str]) -> None:
    """The child's side of the fork: a terminal of the right size, then the program."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.chdir(ROOT)
        os.execve(command[0], list(command), surroundings)
    finally:
        os._exit(127)
