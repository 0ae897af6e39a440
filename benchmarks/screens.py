"""The peers with a screen: two programs for the terminal, written with Textual as ours is.

Each is installed with the versions of its lock file into an environment of its own, and started with a home of its own.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import NotToBeHad, installed
from benchmarks.harness import ROOT, environment

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Screen:
    """A program that is ready to be started, and what tells that it reacts."""

    name: str
    version: str
    words: str
    """What is measured of it."""
    command: tuple[str, ...]
    surroundings: Mapping[str, str]
    first: bytes
    """Stands on its first screen."""
    key: bytes
    """What is typed there."""
    reaction: bytes
    """Stands on what the key brings, and nowhere before."""


def oboeru(folder: Path) -> Screen:
    """A quiz of Japanese characters: ↵ on its first screen opens the first question. Raises NotToBeHad."""
    python, version = installed(folder / "oboeru", _HERE / "oboeru.txt", "oboeru")
    home = _home(folder / "oboeru-home")
    return Screen(
        name="oboeru",
        version=version,
        words="oboeru: start to its first question, asked for by ↵ on its first screen",
        command=(python, "-m", "oboeru", "--progress", str(home / "progress.sqlite")),
        surroundings={"HOME": str(home)},
        first=b"accuracy",
        key=b"\r",
        reaction=b"score 0",
    )


def kanban_tui(folder: Path) -> Screen:
    """A board of tasks, an empty one: `n` on its first screen opens the form of a new task. Raises NotToBeHad."""
    python, version = installed(folder / "kanban-tui", _HERE / "kanban-tui.txt", "kanban-tui")
    home = _home(folder / "kanban-tui-home")
    surroundings = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data")}
    program = str(Path(python).with_name("ktui"))
    if not (home / "data" / "kanban_tui" / "kanban_tui.db").exists():
        command = [program, "board", "create", "Drill", "--set-active"]
        done = subprocess.run(
            command, cwd=ROOT, env={**environment(), **surroundings}, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise NotToBeHad(f"kanban-tui made no board ({done.stderr.strip()[-300:]})")
    return Screen(
        name="kanban-tui",
        version=version,
        words="kanban-tui: start to the form of a task, asked for by `n` on its first screen",
        command=(program,),
        surroundings=surroundings,
        first=b"New Task",
        key=b"n",
        reaction=b"a title is required",
    )


def _home(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
