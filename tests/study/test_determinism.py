"""Same log, same settings, same instant, same seed: the same session, bit for bit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.events import Certainty, Grade
from quizgame.domain.questions import Flashcard
from quizgame.store import caches
from quizgame.store.database import Database
from quizgame.study.study import Study
from tests.builders import FixedClock, a_desk, a_pack, a_store, a_study, seeded, shelve
from tests.examples import examples
from tests.store.histories import copy_of, play

KEYS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(Certainty), st.sampled_from(["", "", "", "undo", "pause"])),
    min_size=25,
    max_size=25,
)
"""What is pressed at each question: a number, how sure, and something else before it now and then."""


def pressed(study: Study, clock: FixedClock, minutes: int, keys: Sequence[tuple[int, Certainty, str]]) -> list[object]:
    """Everything that a study shows while these keys are pressed."""
    seen: list[object] = [study.overview(), study.start(minutes)]
    for number, certainty, extra in keys:
        if study.session.phase == "over":
            break
        clock.tick(3 + number)
        if extra == "pause":
            study.pause()
            clock.tick(200)
            study.unpause()
        if extra == "undo":
            seen += [study.undo(), study.showing]
        question = study.showing.question.question
        if isinstance(question, Flashcard):
            seen += [study.reveal(), study.grade(Grade(number))]
        else:
            seen.append(study.choose(number % len(question.options), certainty))
        clock.tick(1.5)
        seen.append(study.proceed())
    return [*seen, study.finish(), study.look_back(), study.overview()]


def a_history(home: Path, sessions: Sequence[tuple[int, int, int]]) -> FixedClock:
    """A store in which sessions were played: (days since the one before, minutes, which answers were wrong)."""
    clock = FixedClock()
    with a_store(home, a_pack("pack", 6), a_pack("other", 4)) as database:
        study = a_study(database, clock)
        for gap, minutes, wrong in sessions:
            clock.when += timedelta(days=gap)
            play(study, clock, minutes, wrong=range(0, 30, wrong))
    return clock


@given(
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from([1, 3]), st.integers(1, 5)), max_size=5),
    st.sampled_from([1, 3, 5]),
    KEYS,
    st.integers(0, 2**40),
)
@examples(25)
def test_the_same_log_clock_seed_and_keys_give_the_same_session(
    sessions: list[tuple[int, int, int]], minutes: int, keys: list[tuple[int, Certainty, str]], seed: int
) -> None:
    """Also when the caches of the copy were deleted and its packs compiled anew, in another order."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        clock = a_history(home / "one", sessions)
        copy_of(home / "one", home / "other")
        shown = []
        for name in ("one", "other"):
            with a_store(home / name) as database:
                if name == "other":
                    rebuilt(database)
                own = FixedClock(clock.when)
                seen = pressed(a_study(database, own, seed=seed), own, minutes, keys)
                shown.append([*seen, a_desk(database).experience()])
        assert shown[0] == shown[1]
        assert len(shown[0]) > 5


def rebuilt(database: Database) -> None:
    """Fold every cache anew, over packs that were compiled again."""
    for pack in (a_pack("other", 4), a_pack("pack", 6)):
        shelve(database, pack)
    with database.writing() as db:
        for (learner,) in db.execute("SELECT id FROM learner").fetchall():
            caches.rebuild(db, learner, 2**31)


def test_another_seed_shuffles_the_options_otherwise(tmp_path: Path) -> None:
    a_history(tmp_path / "one", [])
    orders = set()
    for seed in range(8):
        copy_of(tmp_path / "one", tmp_path / str(seed))
        with a_store(tmp_path / str(seed)) as database:
            showing = a_study(database, FixedClock(), seed=seed).start(1)
            assert showing is not None
            orders.add(showing.order)
    assert len(orders) > 2


def test_another_seed_asks_the_same_questions(tmp_path: Path) -> None:
    """The seed shuffles; what is asked follows from the log alone."""
    a_history(tmp_path / "one", [(0, 3, 3), (2, 1, 4)])
    asked = []
    for seed in (1, 2):
        copy_of(tmp_path / "one", tmp_path / str(seed))
        clock = FixedClock()
        clock.when += timedelta(days=9)
        with a_store(tmp_path / str(seed)) as database:
            asked.append([each.showing.question.key for each in play(a_study(database, clock, seed=seed), clock, 3)])
    assert asked[0] == asked[1]


def test_the_store_has_no_randomness_of_its_own(tmp_path: Path) -> None:
    """Two machines with the same entropy write the same log, byte for byte."""
    logs = []
    for name in ("one", "other"):
        a_history(tmp_path / name, [(0, 1, 3), (4, 3, 2)])
        with a_store(tmp_path / name) as database:
            desk = a_desk(database)
            logs.append([*desk.reviews(), *desk.events()])
    assert logs[0] == logs[1]
    assert seeded(3)(8) == seeded(3)(8)
