"""The log is append-only, numbered and signed: nothing in it changes, vanishes or is altered unnoticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from quizgame.domain.events import (
    Answer,
    Certainty,
    DayOff,
    Event,
    Fact,
    Flagged,
    Grade,
    LearnersJoined,
    ParametersFitted,
    Review,
    SessionFinished,
    SessionStarted,
    SettingChanged,
    Stamp,
    Voided,
)
from quizgame.store import rows
from quizgame.store.errors import StoreError
from tests.builders import a_desk, a_learner, a_pack, a_store
from tests.examples import examples
from tests.store.histories import SESSION, TODAY, an_answer, answer_on, desk_of, when, without_triggers

INT64 = st.integers(-(2**63), 2**63 - 1)
IDS = st.binary(min_size=16, max_size=16)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
STAMPS = st.builds(Stamp, IDS, IDS, IDS, st.integers(1, 2**40), INT64, st.integers(-50_400, 50_400), INT64)
ANSWERS = st.builds(
    Answer,
    session=IDS,
    question=TEXT,
    objective=TEXT,
    revision=st.integers(1, 99),
    content=TEXT,
    shown=st.permutations(range(4)).map(tuple) | st.just(()),
    chosen=st.none() | st.integers(0, 3),
    grade=st.sampled_from(Grade),
    certainty=st.sampled_from(Certainty),
    seconds=st.floats(0, 1e6),
    engine=TEXT,
)
REVIEWS = st.builds(Review, STAMPS, ANSWERS)
FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Voided, IDS),
    st.builds(
        SessionStarted, IDS, st.integers(1, 5), st.integers(0, 2**48), st.lists(TEXT, max_size=3).map(tuple), TEXT
    ),
    st.builds(SessionFinished, IDS),
    st.builds(SettingChanged, TEXT, TEXT, INT64),
    st.builds(Flagged, TEXT, st.integers(1, 9), TEXT),
    st.builds(DayOff, INT64, st.booleans()),
    st.builds(LearnersJoined, IDS),
    st.builds(ParametersFitted, *[st.floats(allow_nan=False)] * 4, *[st.integers(0, 2**40)] * 3),
)
EVENTS = st.builds(Event, STAMPS, FACTS)


# ── append-only ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["review", "event"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET day = day", "DELETE FROM {}", "UPDATE {} SET checksum = 0"])
def test_no_row_of_the_log_can_be_changed_or_deleted(tmp_path: Path, table: str, statement: str) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        desk.note(SessionFinished(SESSION), when())
        with pytest.raises(StoreError, match="append-only"), database.writing() as db:
            db.execute(statement.format(table))
        assert len(desk.reviews()) == len(desk.events()) == 1


def test_a_row_cannot_be_replaced_under_its_id(tmp_path: Path) -> None:
    """REPLACE is a quiet DELETE: the guards must see it too."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        review = answer_on(desk, TODAY, grade=Grade.AGAIN)
        forged = rows.review_row(Review(review.stamp, review.answer._replace(grade=Grade.EASY)))
        marks = ",".join("?" * len(forged))
        with pytest.raises(StoreError), database.writing() as db:
            db.execute(f"INSERT OR REPLACE INTO review ({rows.REVIEW_COLUMNS}) VALUES ({marks})", forged)
        assert desk.reviews() == [review]


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_device_numbers_its_rows_without_gaps_over_learners_reviews_and_events(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = (desk_of(database, a_learner(database, name, seed), seed) for name, seed in (("Sam", 5), ("Kim", 6)))
        numbers = [
            answer_on(sam, TODAY).stamp.sequence,
            kim.note(SettingChanged("a", "b", TODAY), when()).stamp.sequence,
            answer_on(kim, TODAY).stamp.sequence,
            sam.note(SessionFinished(SESSION), when()).stamp.sequence,
        ]
        sam.undo(when())
        numbers.append(sam.events()[-1].stamp.sequence)
        assert numbers == [1, 2, 3, 4, 5]


def test_what_was_not_kept_takes_no_number(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        with pytest.raises(StoreError):
            desk.record(an_answer(grade=7), when())  # type: ignore[arg-type]
        assert answer_on(desk, TODAY, "pack/o1").stamp.sequence == 2


# ── order ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_answers_of_the_same_instant_keep_their_order(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        given_ = [desk.record(an_answer(grade=grade), when()).review for grade in (Grade.AGAIN, Grade.EASY, Grade.HARD)]
        assert desk.reviews() == given_
        assert sorted(given_, key=lambda each: each.stamp.order) == given_
        assert sorted(given_, key=lambda each: each.stamp.id) == given_


def test_a_clock_that_steps_back_within_a_second_does_not_turn_the_order(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        now = when()
        given_ = [
            desk.record(an_answer(), now._replace(instant=now.instant - back)).review for back in (0, 900_000, 400_000)
        ]
        assert desk.reviews() == given_


def test_a_log_is_read_in_the_order_of_study_day_instant_and_id(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day in (TODAY, TODAY - 5, TODAY + 3, TODAY - 1):
            answer_on(desk, day)
        orders = [each.stamp.order for each in desk.reviews()]
        assert orders == sorted(orders)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    """Strict tables like the log's, in memory."""
    script = (Path(rows.__file__).parent / "migrations" / "0001.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(script)
        yield db


def through_sqlite(db: sqlite3.Connection, name: str, columns: str, row: rows.Row) -> rows.Row:
    """A row as the table gives it back."""
    db.execute("SAVEPOINT one")
    try:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(f"INSERT INTO {name} ({columns}) VALUES ({','.join('?' * len(row))})", row)
        found: rows.Row = db.execute(f"SELECT {columns} FROM {name}").fetchone()
        return found
    finally:
        db.execute("ROLLBACK TO one")
        db.execute("RELEASE one")


@given(REVIEWS)
@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_review_comes_back_from_its_row_as_it_was(table: sqlite3.Connection, review: Review) -> None:
    row = through_sqlite(table, "review", rows.REVIEW_COLUMNS, rows.review_row(review))
    assert rows.review_of(row) == review


@given(EVENTS)
@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_event_comes_back_from_its_row_as_it_was(table: sqlite3.Connection, event: Event) -> None:
    row = through_sqlite(table, "event", rows.EVENT_COLUMNS, rows.event_row(event))
    assert rows.event_of(row) == event


@pytest.mark.parametrize("seconds", [5, -0.0])
def test_seconds_may_be_a_whole_number_or_a_negative_zero(table: sqlite3.Connection, seconds: float) -> None:
    """To Python's types an int is a float, and SQLite knows one zero; the row must agree with its checksum."""
    review = Review(Stamp(bytes(16), bytes(16), bytes(16), 1, 0, 0, 0), an_answer(seconds=seconds))
    row = through_sqlite(table, "review", rows.REVIEW_COLUMNS, rows.review_row(review))
    assert rows.review_of(row) == review


def test_every_kind_of_event_has_a_word_of_its_own() -> None:
    facts: list[Fact] = [
        Voided(SESSION, TODAY),
        SessionStarted(SESSION, 3, 1),
        SessionFinished(SESSION),
        SettingChanged("a", "b", 1),
        Flagged("p/q", 1, "note"),
        DayOff(TODAY, off=True),
        LearnersJoined(SESSION),
        ParametersFitted(-0.1, 0.2, 0.4, 0.7, 20, 5, 2),
    ]
    assert {type(fact) for fact in facts} == set(get_args(Fact)), "none is left out"
    assert sorted(map(rows.kind_of, facts)) == sorted(rows.KINDS)


def test_an_event_of_an_unknown_kind_is_told_so() -> None:
    with pytest.raises(rows.Damaged, match="unknown kind"):
        rows.fact_of("newer-kind", "{}")


# ── checksums ─────────────────────────────────────────────────────────────────────────────────────────────


def altered(value: Any) -> Any:
    """Another value of the same kind."""
    if value is None:
        return 0
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1, *value[1:]])
    if isinstance(value, str):
        return value + "x"
    return value + 1


@given(REVIEWS, st.integers(0, 18))
@examples(100)
def test_a_change_of_any_single_value_of_a_review_is_noticed(review: Review, column: int) -> None:
    row = list(rows.review_row(review))
    if isinstance(row[column], float) and altered(row[column]) == row[column]:
        return
    row[column] = altered(row[column])
    with pytest.raises(rows.Damaged):
        rows.review_of(tuple(row))


@given(EVENTS, st.integers(0, 9))
@examples(100)
def test_a_change_of_any_single_value_of_an_event_is_noticed(event: Event, column: int) -> None:
    row = list(rows.event_row(event))
    row[column] = altered(row[column])
    with pytest.raises(rows.Damaged):
        rows.event_of(tuple(row))


@pytest.mark.parametrize("column", [each.strip() for each in rows.REVIEW_COLUMNS.split(",")])
def test_an_edited_row_in_the_file_is_noticed_when_the_log_is_read(tmp_path: Path, column: str) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        db = without_triggers(database)
        db.execute("PRAGMA foreign_keys = OFF")
        [value] = db.execute(f"SELECT {column} FROM review").fetchone()
        new = 4 if column == "grade" else altered(value)
        db.execute(f"UPDATE review SET {column} = ?", (new,))
        learner = new if column == "learner" else desk.learner.id
        found = db.execute(f"SELECT {rows.REVIEW_COLUMNS} FROM review WHERE learner = ?", (learner,)).fetchone()
        with pytest.raises(rows.Damaged, match="checksum"):
            rows.review_of(found)


def test_a_damaged_log_is_told_in_a_text_for_people(tmp_path: Path) -> None:
    """`Desk.reviews` promises a StoreError."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        without_triggers(database).execute("UPDATE review SET grade = 4")
        with pytest.raises(StoreError):
            desk.reviews()
