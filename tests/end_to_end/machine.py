"""A machine of its own for each test: empty folders, a plain environment, and the installed program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from quizgame.domain.events import Review, Voided
from quizgame.store.database import FILE, Database
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners
from tests.end_to_end.terminal import Terminal

CHECKOUT = Path(__file__).parents[2]
"""The folder of the sources."""

_SCRIPT = Path(sys.executable).with_name("quizgame")
PROGRAM = (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-m", "quizgame")
"""The program as it was installed beside this Python."""

# It is always about noon here, so that no test meets the turn of the study day at 04:00.
_ZONE = f"NOON{time.gmtime().tm_hour - 12:+d}"

# Root may write where nobody may. This starts the program without those two rights; for others it changes nothing.
_ORDINARY = """
import ctypes, os, sys
if sys.platform == "linux":
    for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, right, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.argv[1], sys.argv[1:])
"""
ORDINARY = (sys.executable, "-c", _ORDINARY)
"""Put before a command to run it as somebody who has to obey the permissions of files."""

# With BEGIN EXCLUSIVE other programs may still read a store in WAL mode; with the second line they may not.
_HOLD = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute("PRAGMA locking_mode = " + sys.argv[2])
store.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
store.close()
"""


class Machine:
    """A computer on which only quizgame is used."""

    def __init__(self, folder: Path, home: Path | None = None) -> None:
        self.folder = folder
        self.person = folder / "person"
        self.person.mkdir(parents=True)
        self.home = home or folder / "home"

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.home / FILE

    def environment(self, **more: str) -> dict[str, str]:
        """What the program finds in its environment."""
        return {
            "HOME": str(self.person),
            "QUIZGAME_HOME": str(self.home),
            "PATH": "/usr/bin:/bin",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TZ": _ZONE,
            "TEXTUAL_ANIMATIONS": "none",
        } | more

    # ── the program ───────────────────────────────────────────────────────────────────────────────────────

    def run(
        self,
        *arguments: str,
        said: str = "",
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
        through: Sequence[str] = (),
    ) -> subprocess.CompletedProcess[str]:
        """Run a command with pipes for a terminal; `said` is what comes in on standard input."""
        return subprocess.run(
            [*through, *program, *arguments],
            input=said,
            env=dict(environment or self.environment()),
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def open(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
        through: Sequence[str] = (),
    ) -> Terminal:
        """Open the program in a terminal of its own."""
        command = [*through, *program, *arguments]
        return Terminal(command, environment or self.environment(), self.folder, size)

    @contextmanager
    def pipes(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Open the program with pipes for a terminal, to talk with it line by line."""
        command = [*PROGRAM, *arguments]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment(),
            cwd=self.folder,
            bufsize=0,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    # ── what is there ─────────────────────────────────────────────────────────────────────────────────────

    def add_learner(self, name: str = "Sam") -> None:
        """Let somebody learn here."""
        added = self.run("learners", "add", name)
        assert added.returncode == 0, added.stderr

    def lay_pack(self, name: str, text: str) -> Path:
        """Put a file among the installed packs, as a trainer may who knows the folder."""
        path = self.home / "packs" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def packs(self) -> list[str]:
        """Ids of the packs that the program lists."""
        listed = self.run("packs", "list", "--json")
        assert listed.returncode == 0, listed.stderr
        return [pack["id"] for pack in json.loads(listed.stdout)["packs"]]

    def complaints(self) -> str:
        """What `quizgame doctor` finds wrong; empty when it says that all is sound."""
        examined = self.run("doctor", "--json")
        sound = examined.returncode == 0 and json.loads(examined.stdout)["sound"] is True
        return "" if sound else examined.stdout + examined.stderr

    # ── what is stored ────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def desk(self, name: str = "Sam") -> Iterator[Desk]:
        """The log of a learner, read by the program's own store while the program may run."""
        database = Database.open(self.home, os.urandom)
        try:
            learner = Learners(database, os.urandom).named(name)
            assert learner is not None, f"nobody called {name} is in the store"
            yield Desk(database, learner, os.urandom)
        finally:
            database.close()

    def reviews(self, name: str = "Sam") -> list[Review]:
        """Every answer in the log, undone ones included, oldest first."""
        with self.desk(name) as desk:
            return desk.reviews()

    def void(self, name: str = "Sam") -> set[bytes]:
        """Ids of the answers that were taken back."""
        with self.desk(name) as desk:
            return {event.fact.review for event in desk.events() if isinstance(event.fact, Voided)}

    @contextmanager
    def held(self, *, reading_too: bool = False) -> Iterator[None]:
        """Let another program hold the store in a transaction that it does not end."""
        mode = "EXCLUSIVE" if reading_too else "NORMAL"
        with subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(self.store), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"held\n"
            try:
                yield
            finally:
                process.communicate(timeout=10)
