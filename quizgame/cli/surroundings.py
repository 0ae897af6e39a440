"""The machine around the game: clock, environment, folders and terminal. Nothing else reads them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from shutil import get_terminal_size

from quizgame.domain.days import Moment


class SystemClock:
    """The computer's clock."""

    def now(self) -> Moment:
        """The instant, and the offset of local time at it."""
        nanoseconds = time.time_ns()
        offset = time.localtime(nanoseconds // 1_000_000_000).tm_gmtoff
        return Moment(nanoseconds // 1000, offset)

    def stopwatch(self) -> float:
        """Seconds since some start."""
        return time.monotonic()


class Surroundings:
    """What a command may know of the machine it runs on."""

    def __init__(self, home: Path | None = None) -> None:
        self._home = home
        self.clock = SystemClock()
        self.entropy = os.urandom

    @property
    def home(self) -> Path:
        """The folder of the store and the installed packs: `--home`, else QUIZGAME_HOME, else the platform's own."""
        if self._home is not None:
            return self._home.expanduser()
        if named := os.environ.get("QUIZGAME_HOME"):
            return Path(named).expanduser()
        from platformdirs import user_data_path

        return user_data_path("quizgame", appauthor=False)

    @property
    def learner(self) -> str:
        """The learner named by the environment; empty for none."""
        return os.environ.get("QUIZGAME_LEARNER", "")

    @property
    def editor(self) -> str:
        """The command of the learner's editor; empty where none is set."""
        return (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()

    @property
    def terminal(self) -> dict[str, object]:
        """What is known of the terminal, for reports."""
        columns, lines = get_terminal_size()
        return {
            "columns": columns,
            "lines": lines,
            "kind": os.environ.get("TERM", ""),
            "encoding": sys.stdout.encoding,
            "colour": self.colour,
            "face": "plain lines" if self.plain else "screens",
        }

    @property
    def columns(self) -> int:
        """Width of the terminal."""
        return get_terminal_size().columns

    @property
    def colour(self) -> bool:
        """True where a terminal shows colour and nobody asked for none."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def plain(self) -> bool:
        """True where the terminal cannot show screens: a dumb one, or none."""
        return os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stdout.isatty())
