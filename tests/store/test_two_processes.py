"""Two copies of the game on one store: every answer of both is kept, numbered without gaps, and in the caches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from quizgame.store.inspection import inspect
from tests.builders import a_desk, a_learner, a_pack, a_store
from tests.store.histories import assert_caches_equal_the_fold

ANSWERS = 100
ROOT = Path(__file__).parents[2]

COPY = """
import sys
from pathlib import Path
from quizgame.domain.events import Grade
from tests.builders import a_desk, a_store
from tests.store.histories import TODAY, an_answer, when

home, learner, seed, answers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with a_store(home) as database:
    desk = a_desk(database, learner, seed)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(answers):
        objective = f"pack/o{number * seed % 3}"
        day = TODAY + number // 10
        desk.record(an_answer(f"{objective}-b", objective, Grade(1 + number % 4)), when(day, number))
        if number % 10 == 9:
            desk.undo(when(day, number))
"""


def at_once(home: Path, *learners: str, answers: int = ANSWERS, copy: str = COPY) -> None:
    """Run a copy of the game for each of these learners, all at the same time."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", copy, str(home), learner, str(seed), str(answers)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed, learner in enumerate(learners, 11)
    ]
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    errors = [program.communicate(timeout=60)[1] for program in programs]
    assert [program.returncode for program in programs] == [0] * len(programs), "\n".join(errors)


def test_two_copies_of_one_learner_lose_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        a_learner(database, "Sam")
    at_once(tmp_path, "Sam", "Sam")
    with a_store(tmp_path) as database:
        desk = a_desk(database, "Sam")
        assert len(desk.reviews()) == 2 * ANSWERS
        numbers = [each.stamp.sequence for each in desk.reviews()] + [each.stamp.sequence for each in desk.events()]
        assert sorted(numbers) == list(range(1, 2 * (ANSWERS + ANSWERS // 10) + 1))
        assert_caches_equal_the_fold(database)
        assert inspect(database).sound


def test_two_copies_of_two_learners_keep_apart(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        for seed, name in enumerate(("Sam", "Kim"), 5):
            a_learner(database, name, seed)
    at_once(tmp_path, "Sam", "Kim")
    with a_store(tmp_path) as database:
        for name in ("Sam", "Kim"):
            assert len(a_desk(database, name).reviews()) == ANSWERS
        assert_caches_equal_the_fold(database)
        assert inspect(database).sound
