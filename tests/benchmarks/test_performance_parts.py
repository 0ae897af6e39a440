"""The benchmarks themselves: what they build is what they say, and what cannot be had is left out with a word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import anki_peer, stores
from benchmarks.answers import _book
from benchmarks.environments import NotToBeHad, installed
from benchmarks.figures import Figure, Growth
from benchmarks.harness import NotSeen, Terminal, module
from benchmarks.plain_reader import read
from benchmarks.screens import Screen
from benchmarks.start import REASON, _reacting, _tried
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.domain import planner
from quizgame.packs.reader import parse_pack
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> stores.Built:
    folder = tmp_path_factory.mktemp("stores")
    return stores.mixed(folder / "mixed", stores.shelf(folder / "shelf", 60))


def test_a_mixed_store_has_objectives_in_all_states(mixed: stores.Built) -> None:
    surroundings = Surroundings(mixed.home)
    with opened(surroundings) as house:
        found = Learners(house.database, surroundings.entropy).named(stores.LEARNER)
        assert found
        desk = Desk(house.database, found, surroundings.entropy)
        known, fresh = desk.known(["drill-000"]), desk.fresh(["drill-000"])
        today = desk.today(surroundings.clock.now())
        queue = planner.queue(known, fresh, today, planner.paces(desk.gaps()), desk.experience())
        reasons = {each.reason for each in (*queue.known, *queue.fresh)}
        assert {"new", "due", "early"} <= reasons
        assert len(known) + len(fresh) == mixed.objectives == 60
        assert 0 < len(fresh) < 30
        (answers,) = house.database.reading.execute("SELECT count(*) FROM review").fetchone()
        assert answers == mixed.reviews > 60


def test_answers_are_kept_and_taken_back_one_by_one(mixed: stores.Built, tmp_path: Path) -> None:
    home = stores.copied(mixed.home, tmp_path / "copy")
    before = stores.answers_in(home)
    with _book(home) as book:
        book.record()
        book.record()
        book.undo()
        book.undo()
        with pytest.raises(RuntimeError, match="no answer of this session"):
            book.undo()
    assert stores.answers_in(home) == before + 2  # the log keeps what was taken back


def test_our_reader_and_its_peer_read_the_same_pack(tmp_path: Path) -> None:
    text, objectives = stores.pack_text("drill", range(30), 3)
    (tmp_path / "drill.yaml").write_text(text, encoding="utf-8")
    ours, plain = parse_pack(text.encode(), "drill.yaml"), read(tmp_path / "drill.yaml")
    assert [each.id for each in ours.questions] == [each.id for each in plain.questions]
    assert [each.id for each in ours.objectives] == [each.id for each in plain.objectives]
    assert (len(ours.questions), len(ours.objectives)) == (30, objectives) == (30, 10)


@pytest.mark.parametrize(
    ("ours", "goal", "most", "met"),
    [(1.2, 1.2, None, True), (1.3, 1.2, None, False), (5.0, None, 5.0, True), (5.1, None, 5.0, False),
     (1.1, 1.2, 1.0, False), (9.0, None, None, None)],
)  # fmt: skip
def test_a_target_is_met_or_missed(ours: float, goal: float | None, most: float | None, met: bool | None) -> None:
    figure = Figure("one", [[ours]], [[1.0]], "floor", goal, most=most, part="keys", growth=Growth("queue", 10, "one"))
    record = figure.record()
    assert (figure.met, record["met"]) == (met, met)
    assert record["growth"] == {"plot": "queue", "size": 10, "ours": "one", "floor": ""}
    assert record["part"] == "keys"


# Peers.


def test_a_peer_that_cannot_be_installed_is_not_to_be_had(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a-peer==1.0\n", encoding="utf-8")
    with pytest.raises(NotToBeHad, match="a-peer could not be installed"):
        installed(lock, lock, "a-peer")  # a file is where the environment should be
    with pytest.raises(NotToBeHad, match="does not have Anki's library"):
        anki_peer.found(str(tmp_path / "no-python"), tmp_path)


@pytest.fixture
def echo(tmp_path: Path) -> Screen:
    """A program that says hello, throws the first two keys away, and reacts to the third."""
    program = tmp_path / "echo.py"
    program.write_text(
        "import os, sys, tty\ntty.setraw(0)\nprint('hello', flush=True)\n"
        "for _ in range(3):\n    assert os.read(0, 1) == b'k'\nprint('REACTED', flush=True)\n"
        "while os.read(0, 1) != b'\\x11':\n    pass\n",
        encoding="utf-8",
    )
    return Screen("echo", "1", "echo", (sys.executable, str(program)), {"MORE": "1"}, b"hello", b"k", b"REACTED")


def test_a_peer_is_sent_its_key_until_it_reacts(echo: Screen) -> None:
    started = _reacting(echo)()
    assert started.again >= 2
    assert started.time > 0
    assert _tried(echo)


def test_a_peer_that_ends_by_itself_is_left_out_with_a_word(echo: Screen, capsys: pytest.CaptureFixture[str]) -> None:
    ends = Screen("ends", "1", "ends", (sys.executable, "-c", "print('hello')"), {}, b"hello", b"k", b"REACTED")
    assert not _tried(ends)
    assert "ends is not measured" in capsys.readouterr().out


def test_a_program_is_given_its_environment_and_its_memory_is_read() -> None:
    command = [sys.executable, "-c", "import os; print(os.environ['MORE'], flush=True); input()"]
    with Terminal(command, {"MORE": "of-it"}) as terminal:
        terminal.wait(b"of-it")
        peak = terminal.peak()
        assert peak == 0 or 3 < peak < 200
    with pytest.raises(NotSeen, match="No module named"), Terminal(module("benchmarks.no_such_module")) as gone:
        gone.wait(REASON)
