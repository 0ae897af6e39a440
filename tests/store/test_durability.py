"""An answer is on the disk before its verdict shows: one durable transaction each, and no more than one."""

from __future__ import annotations

from pathlib import Path

from quizgame.domain.events import SessionStarted
from quizgame.store.database import Database
from tests.builders import FixedClock, a_desk, a_pack, a_store, a_study
from tests.store.histories import SESSION, TODAY, an_answer, answer_on, answer_open, when

FULL = 2


def commits(statements: list[str]) -> int:
    """How many transactions were made durable."""
    return sum(each.strip().upper().startswith("COMMIT") for each in statements)


def listening(database: Database) -> list[str]:
    """Every statement that the store executes from now on."""
    heard: list[str] = []
    database.reading.set_trace_callback(heard.append)
    return heard


def test_the_store_syncs_fully_at_every_commit_and_writes_ahead(tmp_path: Path) -> None:
    for _ in range(2):  # a new store, and one that was there
        with a_store(tmp_path) as database:
            assert database.reading.execute("PRAGMA synchronous").fetchone() == (FULL,)
            assert database.reading.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert database.reading.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_an_answer_is_one_transaction(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        heard = listening(database)
        desk.record(an_answer(), when())
        assert commits(heard) == 1


def test_the_start_of_a_session_shares_the_transaction_of_its_first_answer(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        heard = listening(database)
        desk.record(an_answer(), when(), SessionStarted(SESSION, 3, 1))
        assert commits(heard) == 1
        assert len(desk.events()) == len(desk.reviews()) == 1


def test_an_undo_is_one_transaction(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        heard = listening(database)
        desk.undo(when())
        assert commits(heard) == 1


def test_a_study_makes_one_transaction_an_answer_and_none_between(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        heard = listening(database)
        study.overview()
        study.start(3)
        assert commits(heard) == 0
        for number in range(1, 5):
            answer_open(study, clock)
            assert commits(heard) == number
            study.proceed()
            assert commits(heard) == number


def test_when_the_verdict_is_out_another_connection_can_read_the_answer(tmp_path: Path) -> None:
    """And so can whoever opens the store after this process has been killed."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack()) as database, a_store(tmp_path) as other:
        study = a_study(database, clock)
        study.start(3)
        verdict = answer_open(study, clock)
        [review] = a_desk(other).reviews()
        assert (review.answer.question, review.answer.grade) == (verdict.showing.question.key, verdict.grade)


def test_a_session_without_answers_leaves_no_trace(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack()) as database:
        study = a_study(database, clock)
        study.start(3)
        clock.tick(60)
        study.finish()
        assert a_desk(database).events() == []
