"""Every target of `make fuzz` with a few inputs; and the watch over them sees what it is there for."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.place import Place
from tests.fuzz.targets import TARGETS
from tests.fuzz.watch import SECONDS, Broken, Watch, check_said, files_below

CHECKOUT = Path(__file__).parents[2]
COMMANDS = ("settings", "surroundings", "command line")
"""These run in a process of their own, where the built-in packs are small ones."""


@pytest.fixture(scope="module")
def watch() -> Watch:
    """The one that this process has."""
    return Watch()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Where the inputs are tried; nothing is left behind there."""
    made = Place(tmp_path_factory.mktemp("fuzz") / "place")
    made.lay_out()
    yield made
    assert not [name for name in files_below(made.root) if name.startswith(("person/", "desk/"))]


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in COMMANDS])
def test_bad_input_is_taken_or_refused_in_words_for_people(name: str, place: Place, watch: Watch) -> None:
    target = TARGETS[name]
    tried = 0

    @settings(max_examples=25, database=None, suppress_health_check=list(HealthCheck))
    @given(target.inputs(place))
    def test(each: Any) -> None:
        nonlocal tried
        tried += 1
        watch.over(lambda given: target.tried(place, given), each, *([place.root] if target.needs_place else []))

    test()
    assert tried >= 10


@pytest.mark.parametrize("name", COMMANDS)
def test_bad_commands_are_done_or_refused_in_words_for_people(name: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz.one", name, "40", "1"]
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["inputs"], told["told"]) == (40, {})


# ── the watch ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_written_elsewhere_is_noticed(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with pytest.raises(Broken, match=r"wrote outside: .*stray"):
        watch.over(lambda _: bool((tmp_path / "stray").write_text("x")), None, tmp_path / "home")
    assert watch.over(lambda _: bool((tmp_path / "home" / "kept").write_text("x")), None, tmp_path / "home").accepted


def test_a_folder_made_elsewhere_is_noticed(watch: Watch, tmp_path: Path) -> None:
    def made(_: None) -> bool:
        (tmp_path / "stray").mkdir()
        return True

    with pytest.raises(Broken, match="wrote outside"):
        watch.over(made, None)


def test_a_hang_is_noticed(watch: Watch) -> None:
    def hang(_: None) -> bool:
        start = time.thread_time()
        while time.thread_time() - start < SECONDS:
            pass
        return True

    with pytest.raises(Broken, match=r"took 2\.\d seconds"):
        watch.over(hang, None)


def test_memory_is_noticed() -> None:
    code = (
        "from tests.fuzz.watch import Watch\n"
        "Watch().over(lambda _: bool(bytearray(1) * (520 * 2**20)), None)\n"
    )  # fmt: skip
    ended = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert "Broken: It took 5" in ended.stderr


@pytest.mark.parametrize("text", ["a\x1b[2J", "\x9b2J", "a\x07", "\u202e", "\x7f", "a\rb"])
def test_what_commands_a_terminal_is_noticed(text: str) -> None:
    with pytest.raises(Broken, match=r"It said U\+"):
        check_said(text)
    check_said("plain, é, 日\nand 👩\u200d👧")
