"""The study: every answer is in the store before its verdict, and nothing has changed when the store refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain.events import Certainty, Flagged, Grade
from quizgame.domain.questions import BetterResponse
from quizgame.domain.session import OutOfTurn
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import FILE
from quizgame.store.errors import StoreBusy
from quizgame.study.study import Study
from quizgame.study.views import Scope, Showing, Verdict
from tests.builders import FixedClock, a_desk, a_pack, a_pack_of_responses, a_store, a_study
from tests.store.histories import TODAY, answer_on


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
        assert first.growth > 0.2
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
    with a_store(tmp_path, a_pack_of_responses(2, "a"), a_pack_of_responses(2, "b")) as database:
        study = a_study(database, FixedClock())
        showing = study.start(5, Scope(("b",)))
        asked = set()
        while showing is not None:
            asked.add(showing.question.pack)
            answer(study)
            showing = study.proceed()
        assert asked == {"b"}


def test_a_verdict_left_overnight_does_not_carry_yesterdays_study_day_on(tmp_path: Path) -> None:
    """Enter in the morning goes on in a session of that morning, and the evening's session is finished."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, clock)
        study.start(3)
        answer(study)
        clock.tick(19 * 3600)
        assert study.proceed() is not None
        answer(study)
        days = [row[0] for row in database.reading.execute("SELECT day FROM review ORDER BY day")]
        assert days[1] == days[0] + 1
        kinds = [row[0] for row in database.reading.execute("SELECT kind FROM event ORDER BY sequence")]
        assert kinds == ["session-started", "parameters-fitted", "session-finished", "session-started"]
        assert study.session.used(clock.stopwatch()) == 0, "the new session has its whole time"


def test_a_pause_is_not_counted_when_a_session_is_resumed(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        study.start(3)
        clock.tick(10)
        answer(study)
        study.proceed()
        study.pause()
        clock.tick(600)
        study.unpause()
        clock.tick(10)
        answer(study)
        again = a_study(database, clock)
        cut_short = again.overview().cut_short
        assert cut_short is not None
        assert cut_short.left >= 180 - 20 - 20, "two answers of ten seconds, and at most twenty of reading between them"


def test_a_session_is_offered_again_only_if_another_question_fits(tmp_path: Path) -> None:
    """What is offered can be taken: with twenty seconds left and a slow pace there is nothing to resume."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        study.start(1)
        clock.tick(41)
        answer(study)
        again = a_study(database, clock)
        assert again.overview().cut_short is None
        assert again.resume() is None
        assert again.start(1) is not None


def test_undo_on_a_summary_leaves_older_sessions_alone(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, clock)
        for _ in range(2):
            study.start(3)
            answer(study)
            study.finish()
            clock.tick(86_400)
        assert study.undo(this_session=True) is not None
        assert study.undo(this_session=True) is None
        assert study.undo() is not None, "today's screen reaches further back"


def test_nothing_is_asked_after_the_end(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study)
        study.finish()
        with pytest.raises(OutOfTurn):
            study.proceed()


def test_an_undo_in_another_window_does_not_reopen_the_wrong_question(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        here, there = a_study(database, FixedClock(), seed=4), a_study(database, FixedClock(), seed=5)
        here.start(5)
        answer(here)
        here.proceed()
        answer(here)
        assert there.undo() is not None
        undone = here.undo()
        assert undone is not None
        assert undone.title == here.showing.question.title
        assert [each.pick.objective for each in here.session.asked] == ["pack/o1"]


def test_a_note_to_the_trainer_is_short_and_clean(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        study.flag("odd\x1b[31m " + "x" * 3000)
        (event,) = a_desk(database).events()
        assert isinstance(event.fact, Flagged)
        assert event.fact.note.startswith("odd [31m x")
        assert len(event.fact.note) == 280


def test_a_summary_of_one_topic_defers_nothing_of_others(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(1, "a"), a_pack_of_responses(6, "b")) as database:
        study = a_study(database, clock)
        showing = study.start(5)
        while showing is not None:
            clock.tick(20)
            answer(study)
            showing = study.proceed()
        study.finish()
        clock.set(clock.when + timedelta(days=90))
        study.start(1, Scope(topic="a"))
        answer(study)
        assert study.finish().deferred == 0


def test_what_slipped_is_not_asked_again_when_its_pack_has_gone_meanwhile(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(3)) as database:
        study = a_study(database, clock)
        study.start(5)
        for _ in range(3):
            answer(study, right=False)
            clock.tick(5)
            shown = study.proceed()
        assert shown is not None
        assert shown.pick.reason == "slipped"
        answer(study)
        Catalogue(database).drop("pack")
        assert study.proceed() is None
        assert study.finish().questions == 4


def test_a_session_goes_on_when_a_large_pack_goes_meanwhile(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(400, "a"), a_pack_of_responses(5, "b")) as database:
        desk = a_desk(database)
        for number in range(400):
            answer_on(desk, TODAY - 40, f"a/o{number}", second=number)
        for number in range(5):
            answer_on(desk, TODAY, f"b/o{number}", second=number - 9_000)
        study = a_study(database, FixedClock())
        shown = study.start(5)
        assert shown is not None
        assert shown.question.pack == "a"
        answer(study)
        Catalogue(database).drop("a")
        shown = study.proceed()
        assert shown is not None
        assert shown.question.pack == "b"
