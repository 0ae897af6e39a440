"""The machine around the game: clock, environment, folders and terminal. Nothing else reads them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

from quizgame.domain.days import Moment
from quizgame.packs.characters import shown


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
            return expanded(self._home)
        if named := os.environ.get("QUIZGAME_HOME"):
            return expanded(Path(named))
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
            "kind": shown(os.environ.get("TERM", "")),
            "encoding": getattr(sys.stdout, "encoding", None),
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
        return is_a_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def plain(self) -> bool:
        """True where the terminal cannot show screens: a dumb one, or none."""
        return os.environ.get("TERM") == "dumb" or not is_a_terminal(sys.stdin, sys.stdout)


def expanded(path: Path) -> Path:
    """A path with the home of whoever a `~` names; as it stands where nobody is called so, like in a shell."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_a_terminal(*streams: TextIO | None) -> bool:
    """Whether somebody sits at all of these streams; one is None where the program was started with it closed."""
    return all(stream is not None and stream.isatty() for stream in streams)
