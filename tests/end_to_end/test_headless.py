"""What is not needed is not loaded: no screens without a terminal, no YAML on the way to a question."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.machine import CHECKOUT, Machine
from tests.end_to_end.packs import DRILL
from tests.end_to_end.screens import QUESTION

_LOADED = """
import sys
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""

_IMPORT = """
import sys
from importlib import import_module
for name in sys.argv[1:]:
    import_module(name)
"""

# The path to the first question as the program takes it, with Textual's headless driver for a terminal.
_FIRST_QUESTION = """
import asyncio
import os
from pathlib import Path

import quizgame.cli
import quizgame.cli.game
import quizgame.cli.play
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.study.door import Door
from quizgame.tui.app import QuizApp

async def first_question(app):
    async with app.run_test() as pilot:
        await pilot.pause()
        print("screen:", type(app.screen).__name__)

surroundings = Surroundings(Path(os.environ["QUIZGAME_HOME"]))
with opened(surroundings) as house:
    assert not house.refused
    door = Door(house.database, surroundings.clock, surroundings.entropy)
    asyncio.run(first_question(QuizApp(door, door.enter_latest(), 3)))
"""

_OPEN_STORE = """
import os
from pathlib import Path
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
with opened(Surroundings(Path(os.environ["QUIZGAME_HOME"]))) as house:
    print("packs:", len(house.catalogue.packs()))
"""


def modules(package: str) -> list[str]:
    """Names of a package and all its modules."""
    folder = CHECKOUT.joinpath(*package.split("."))
    names = (path.relative_to(CHECKOUT).with_suffix("").parts for path in sorted(folder.rglob("*.py")))
    return [".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names]


def said(machine: Machine, code: str, *arguments: str) -> str:
    """What a piece of Python says in a process of its own, and after it what that process has loaded."""
    outcome = subprocess.run(
        [sys.executable, "-c", code + _LOADED, *arguments],
        cwd=CHECKOUT,
        env=machine.environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def loaded(words: str) -> set[str]:
    """Packages named in the last line that `said` gives."""
    return set(words.splitlines()[-1].removeprefix("loaded:").split())


@pytest.mark.parametrize(
    "names",
    [
        ["quizgame.plain"],
        ["quizgame.packs.library"],
        modules("quizgame.study"),
        modules("quizgame.store"),
        modules("quizgame.domain"),
    ],
    ids=["plain", "library", "study", "store", "domain"],
)
def test_headless_parts_load_no_screens(machine: Machine, names: list[str]) -> None:
    assert names
    found = loaded(said(machine, _IMPORT, *names))
    assert "quizgame" in found
    assert not found & {"textual", "rich"}
    assert not found & {"yaml", "pydantic", "pydantic_core"}


def test_the_core_loads_neither_a_store_nor_a_terminal(machine: Machine) -> None:
    found = loaded(said(machine, _IMPORT, *modules("quizgame.domain")))
    assert not found & {"sqlite3", "platformdirs", "subprocess", "socket"}


def test_a_store_whose_packs_are_compiled_is_opened_without_reading_yaml(used: Machine) -> None:
    words = said(used, _OPEN_STORE)
    assert "packs: 0" not in words
    assert not loaded(words) & {"yaml", "pydantic", "pydantic_core", "textual", "rich"}


def test_the_first_question_comes_without_yaml_and_pydantic(used: Machine) -> None:
    words = said(used, _FIRST_QUESTION)
    assert "screen: PlayScreen" in words
    found = loaded(words)
    assert "textual" in found
    assert not found & {"yaml", "pydantic", "pydantic_core"}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells which files a process has mapped")
def test_the_real_program_shows_its_first_question_without_yaml_and_pydantic(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        mapped = Path(f"/proc/{terminal.pid}/maps").read_text(encoding="utf-8")
    assert "sqlite3" in mapped
    assert "pydantic_core" not in mapped
    assert "yaml" not in mapped
