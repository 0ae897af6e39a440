"""The study: every answer is in the store before its verdict, and nothing has changed when the store refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain.events import Certainty, Grade
from quizgame.domain.questions import BetterResponse
from quizgame.domain.session import OutOfTurn
from quizgame.store.database import FILE
from quizgame.store.errors import StoreBusy
from quizgame.study.study import Study
from quizgame.study.views import Showing, Verdict
from tests.builders import FixedClock, a_pack, a_pack_of_responses, a_store, a_study


def best(showing: Showing) -> int:
    """The place of the best response."""
    question = showing.question.question
    assert isinstance(question, BetterResponse)
    return showing.order.index(question.best)


def answer(study: Study, *, right: bool = True) -> Verdict:
    """Answer the open question, whatever it is."""
    showing = study.showing
    if isinstance(showing.question.question, BetterResponse):
        place = best(showing)
        return study.choose(place if right else (place + 1) % len(showing.order))
    study.reveal()
    return study.grade(Grade.GOOD if right else Grade.AGAIN)


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Another program is writing to the store."""
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_the_answer_is_in_the_store_when_the_verdict_is_given(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study)
        with closing(sqlite3.connect(tmp_path / FILE)) as other:
            assert other.execute("SELECT count(*) FROM review").fetchone() == (1,)


def test_when_the_store_refuses_the_question_stays_open_and_the_same_answer_can_be_given_again(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        database.reading.execute("PRAGMA busy_timeout = 0")
        study = a_study(database, FixedClock())
        showing = study.start(3)
        assert showing is not None
        with held(tmp_path), pytest.raises(StoreBusy):
            study.choose(best(showing), Certainty.SURE)
        assert study.session.phase == "asking"
        assert study.choose(best(showing), Certainty.SURE).right
        assert database.reading.execute("SELECT count(*) FROM review").fetchone() == (1,)
        assert database.reading.execute("SELECT count(*) FROM event").fetchone() == (1,), "the start is written once"


def test_an_end_that_could_not_be_stored_can_be_asked_for_again(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        database.reading.execute("PRAGMA busy_timeout = 0")
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study)
        with held(tmp_path), pytest.raises(StoreBusy):
            study.finish()
        assert study.finish().questions == 1
        assert study.finish().questions == 1, "and is written once"
        kinds = [row[0] for row in database.reading.execute("SELECT kind FROM event")]
        assert kinds.count("session-finished") == 1


def test_a_card_cannot_be_graded_before_it_is_turned_nor_a_response_be_revealed(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        with pytest.raises(OutOfTurn):
            study.grade(Grade.GOOD)
        with pytest.raises(OutOfTurn):
            study.choose(9)
        answer(study)
        with pytest.raises(OutOfTurn):
            answer(study)


def test_three_weeks_away_gives_one_ordinary_session(tmp_path: Path) -> None:
    """Not a mountain: the plan fits the minutes, whatever has fallen due."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(40)) as database:
        study = a_study(database, clock)
        for _ in range(10):
            showing = study.start(5)
            while showing is not None:
                clock.tick(20)
                answer(study)
                showing = study.proceed()
            study.finish()
            clock.set(clock.when + timedelta(days=1))
        clock.set(clock.when + timedelta(days=21))
        overview = study.overview()
        plan = next(plan for plan in overview.plans if plan.minutes == 3)
        assert overview.due > 20
        assert 1 <= plan.questions <= 12
        assert study.start(3) is not None


def test_growth_is_counted_once_an_objective_and_day(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        study = a_study(database, clock)
        study.start(3)
        answer(study)
        first = study.finish()
        assert first.growth > 0.5
        study.start(3)
        assert answer(study).practice
        assert study.finish().growth == 0


def test_a_miss_of_something_new_adds_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study, right=False)
        summary = study.finish()
        assert summary.growth == 0
        assert [slip.title for slip in summary.slipped] == ["Title of o0"]


def test_a_session_limited_to_a_pack_asks_from_it_alone(tmp_path: Path) -> None:
    from quizgame.study.views import Scope

    with a_store(tmp_path, a_pack_of_responses(2, "a"), a_pack_of_responses(2, "b")) as database:
        study = a_study(database, FixedClock())
        showing = study.start(5, Scope(("b",)))
        asked = set()
        while showing is not None:
            asked.add(showing.question.pack)
            answer(study)
            showing = study.proceed()
        assert asked == {"b"}
