"""Keeps what the screens read: folds over the log, written in the transaction of the event that moves them.

Deleting every cache and calling `rebuild` gives the same rows, bit for bit; tests hold this after every step.
Answers of a study day that has not come yet (a clock that was ahead) are left out until `horizon` reaches them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from quizgame.domain.calibration import BINS, NOTHING, Bin, Stated, Tally
from quizgame.domain.days import Moment
from quizgame.domain.events import Answer, Certainty, Grade, Review, Voided
from quizgame.domain.memory import Memory
from quizgame.domain.rotation import Shown, Variant
from quizgame.domain.standing import Standing, Told, Trail, fold, follow, schedule
from quizgame.domain.streak import reading
from quizgame.store.names import Names
from quizgame.store.rows import Row, fact_of

EVERYTHING = 2**31
"""The horizon while no answer waits for a day that has not come."""

TABLES = ("voided", "memory", "day_total")
"""The caches, each with a column `learner`."""

_UPSERT = """
    INSERT INTO memory (learner, objective, stability, difficulty, last_day, repetitions, lapses, latest_day,
        latest_instant, latest_id, misled, tally, shown, pack, question, kind, options, due, revised)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET stability = excluded.stability, difficulty = excluded.difficulty,
        last_day = excluded.last_day, repetitions = excluded.repetitions, lapses = excluded.lapses,
        latest_day = excluded.latest_day, latest_instant = excluded.latest_instant, latest_id = excluded.latest_id,
        misled = excluded.misled, tally = excluded.tally, shown = excluded.shown, pack = excluded.pack,
        question = excluded.question, kind = excluded.kind, options = excluded.options, due = excluded.due,
        revised = excluded.revised
"""

_MILLIS = "CAST(round({} * 1000) AS INTEGER)"  # whole milliseconds, so that sums do not depend on their order

_COUNT = f"""
    INSERT INTO day_total VALUES (?, ?, 1, ?, {_MILLIS.format("?")}, 1, 0, ?, ?) ON CONFLICT DO UPDATE SET
        answers = answers + 1, again = again + excluded.again, millis = millis + excluded.millis, kept = kept + 1,
        opened = coalesce(min(opened, excluded.opened), excluded.opened),
        closed = coalesce(max(closed, excluded.closed), excluded.closed)
"""

# As `reading` packs instant and offset; SQLite's division rounds towards zero.
_READING = "(instant / 1000000 - (instant % 1000000 < 0)) * 262144 + utc_offset + 131072"

_RECOUNT = f"""
    INSERT INTO day_total
    SELECT review.learner, day, count(*) FILTER (WHERE voided.review IS NULL),
        count(*) FILTER (WHERE voided.review IS NULL AND grade = {int(Grade.AGAIN)}),
        coalesce(sum({_MILLIS.format("seconds")}) FILTER (WHERE voided.review IS NULL), 0),
        count(*), 0, min({_READING}), max({_READING})
    FROM review LEFT JOIN voided ON voided.learner = review.learner AND voided.review = review.id
    WHERE review.learner = ? AND day BETWEEN ? AND ? AND same_day IS NOT 1 GROUP BY day
"""

_RECOUNT_FINISHED = """
    INSERT INTO day_total
    SELECT learner, day, 0, 0, 0, 0, count(*), NULL, NULL FROM event
    WHERE learner = ? AND kind = 'session-finished' AND day BETWEEN ? AND ? GROUP BY day
    ON CONFLICT DO UPDATE SET finished = excluded.finished
"""

STANDS = "NOT EXISTS (SELECT 1 FROM voided WHERE voided.learner = review.learner AND voided.review = review.id)"
"""True for a review that was not taken back."""

_COLUMNS = "day, instant, id, question, revision, grade, certainty, content, objective"

_TOLD = f"""
    SELECT {_COLUMNS} FROM review INDEXED BY review_by_objective
    WHERE learner = ? AND objective = ? AND day <= ? AND {STANDS}
"""

_ALL_TOLD = f"SELECT {_COLUMNS} FROM review WHERE learner = ? AND day <= ? AND {STANDS} ORDER BY day, instant, id"

_GRADES = {each.value: each for each in Grade}
_CERTAINTIES = {each.value: each for each in Certainty}


_compact = json.JSONEncoder(separators=(",", ":")).encode

Offered = list[tuple[Variant, str]]
"""The questions of an objective in the pack's order, each with its kind."""

_HAS_MOVED = "SELECT 1 FROM alias WHERE old IN (?, ?)"


def observe(db: sqlite3.Connection, review: Review) -> tuple[Standing | None, Standing]:
    """Move the caches by one new review; gives the standing of its objective before and after.

    A review that is not the latest of its objective (a clock set back, a merge) makes the objective be folded anew.
    """
    stamp, answer = review.stamp, review.answer
    (horizon,) = db.execute("SELECT horizon FROM learner WHERE id = ?", (stamp.learner,)).fetchone()
    if stamp.day > horizon:  # another copy of the game, with a clock set back, has turned the caches to its own day
        before = standing(db, stamp.learner, answer.objective)
        rebuild(db, stamp.learner, EVERYTHING)
        after = standing(db, stamp.learner, answer.objective)
        assert after is not None, "the review is in the log"
        return before, after
    objective, moved = _present(db, answer)
    before = standing(db, stamp.learner, objective)
    news = Told(stamp.order, answer.question, answer.revision, answer.grade, answer.certainty)
    if not moved and (before is None or stamp.order > before.latest):
        after = follow(before, news)
        _write(db, stamp.learner, objective, after)
    else:
        refold(db, stamp.learner, objective)
        after = standing(db, stamp.learner, objective) or follow(None, news)
    again, seen = int(answer.grade is Grade.AGAIN), reading(Moment(stamp.instant, stamp.offset))
    db.execute(_COUNT, (stamp.learner, stamp.day, again, float(answer.seconds), seen, seen))
    return before, after


def _present(db: sqlite3.Connection, answer: Answer) -> tuple[str, bool]:
    """The objective that an answer counts for, and whether it, or its question, has left the key it was given under.

    That happens while a question is on the screen and another copy of the game updates its pack.
    """
    if db.execute(_HAS_MOVED, (answer.objective, answer.question)).fetchone() is None:
        return answer.objective, False
    names = Names(db)
    objective = names.objective(answer.objective, answer.content)
    question = names.question(answer.question, answer.content)
    return objective, (objective, question) != (answer.objective, answer.question)


def standing(db: sqlite3.Connection, learner: bytes, objective: str) -> Standing | None:
    """The cached standing of one objective; None when it was never met."""
    row = db.execute(
        "SELECT stability, difficulty, last_day, repetitions, lapses, latest_day, latest_instant, latest_id,"
        " shown, misled, tally FROM memory"
        " WHERE learner = ? AND objective = ?",
        (learner, objective),
    ).fetchone()
    if row is None:
        return None
    shown = {question: Shown(*rest) for question, *rest in json.loads(row[8])}
    return Standing(Memory(*row[:5]), row[5:8], shown, row[9], tally_of(json.loads(row[10])))


def tally_of(flat: Sequence[float]) -> Tally:
    """The tally whose numbers stand in a row: stated certainty, then answers, right and expected of each tenth."""
    if not flat:
        return NOTHING
    bins = (Bin(tenth, int(answers), int(right), expected) for tenth, answers, right, expected in _tenths(flat))
    return Tally(tuple(each for each in bins if each.answers), Stated(*map(int, flat[:4])))


def _tenths(flat: Sequence[float]) -> Iterator[tuple[int, float, float, float]]:
    for tenth in range(BINS):
        yield tenth, flat[4 + tenth * 3], flat[5 + tenth * 3], flat[6 + tenth * 3]


def _flat(tally: Tally) -> list[float]:
    flat: list[float] = [*tally.stated, *[0] * (3 * BINS)]
    for tenth, *numbers in tally.bins:
        flat[4 + tenth * 3 : 7 + tenth * 3] = numbers
    return flat


def told(db: sqlite3.Connection, learner: bytes, objective: str, names: Names | None = None) -> list[Told]:
    """The answers to an objective that count by now, under its old keys as well, in the order of the log."""
    (horizon,) = db.execute("SELECT horizon FROM learner WHERE id = ?", (learner,)).fetchone()
    if names is None:
        names = Names(db)
    return sorted(
        _told(row, names)
        for key in names.former(objective)
        for row in db.execute(_TOLD, (learner, key, horizon))
        if names.objective(key, row[7]) == objective
    )


def _told(row: Row, names: Names) -> Told:
    """The answer of a row, under the present key of its question."""
    _, _, _, question, revision, grade, certainty, content, _ = row
    return Told(row[:3], names.question(question, content), revision, _GRADES[grade], _CERTAINTIES[certainty])


def refold(db: sqlite3.Connection, learner: bytes, objective: str, names: Names | None = None) -> None:
    """Fold one objective anew from the log; `names` where the caller has read them already."""
    db.execute("DELETE FROM memory WHERE learner = ? AND objective = ?", (learner, objective))
    if found := fold(told(db, learner, objective, names)):
        _write(db, learner, objective, found)


def recount(db: sqlite3.Connection, learner: bytes, first: int, last: int) -> None:
    """Count the study days from `first` to `last` anew from the log.

    Days that have not come are counted too: they were practised.
    """
    span = (learner, first, last)
    db.execute("DELETE FROM day_total WHERE learner = ? AND day BETWEEN ? AND ?", span)
    db.execute(_RECOUNT, span)
    db.execute(_RECOUNT_FINISHED, span)


def finished(db: sqlite3.Connection, learner: bytes, day: int) -> None:
    """Count one more finished session on a study day."""
    db.execute(
        "INSERT INTO day_total VALUES (?, ?, 0, 0, 0, 0, 1, NULL, NULL)"
        " ON CONFLICT DO UPDATE SET finished = finished + 1",
        (learner, day),
    )


def void(db: sqlite3.Connection, learner: bytes, fact: Voided, day: int) -> None:
    """Note that a review was taken back on study day `day`."""
    db.execute(
        "INSERT INTO voided VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET same_day = max(same_day, excluded.same_day)",
        (fact.review, learner, int(fact.day == day)),
    )


def rebuild(db: sqlite3.Connection, learner: bytes, horizon: int) -> None:
    """Fold everything of one learner anew, taking in answers up to study day `horizon`."""
    db.execute("UPDATE learner SET horizon = ? WHERE id = ?", (horizon, learner))
    for table in TABLES:
        db.execute(f"DELETE FROM {table} WHERE learner = ?", (learner,))
    undone = db.execute(
        "SELECT kind, body, day FROM event WHERE learner = ? AND kind = 'voided'", (learner,)
    ).fetchall()
    for kind, body, day in undone:
        fact = fact_of(kind, body)
        assert isinstance(fact, Voided)
        void(db, learner, fact, day)
    names, trails = Names(db), dict[str, Trail]()
    moved = names.any_moved()
    # There may be a million answers: whatever is done for each of them costs a second.
    for day, instant, row, asked, revision, grade, certainty, content, practised in db.execute(
        _ALL_TOLD, (learner, horizon)
    ):
        objective = names.objective(practised, content) if moved else practised
        question = names.question(asked, content) if moved else asked
        if (trail := trails.get(objective)) is None:
            trail = trails[objective] = Trail()
        trail.add((day, instant, row), question, revision, grade, certainty)
    offered = _all_variants(db, trails)
    db.executemany(
        _UPSERT,
        (
            _row(learner, objective, trail.standing(), offered.get(objective, []))
            for objective, trail in sorted(trails.items())
        ),
    )
    recount(db, learner, -EVERYTHING, EVERYTHING)


def rebuild_all(db: sqlite3.Connection) -> None:
    """Fold everything of everyone anew, as far as each learner's caches reach."""
    for learner, horizon in db.execute("SELECT id, horizon FROM learner").fetchall():
        rebuild(db, learner, horizon)


def reschedule(db: sqlite3.Connection, objectives: Iterable[str]) -> None:
    """Write the schedule of these objectives anew for every learner, after their pack changed."""
    query = "SELECT learner, objective FROM memory WHERE objective IN (SELECT value FROM json_each(?))"
    for learner, objective in db.execute(query, (json.dumps(list(objectives)),)).fetchall():
        if found := standing(db, learner, objective):
            _write(db, learner, objective, found)


def variants(db: sqlite3.Connection, objective: str) -> list[Variant]:
    """The questions of an objective in the pack's order."""
    return [variant for variant, _ in _variants(db, objective)]


def _variants(db: sqlite3.Connection, objective: str) -> Offered:
    """The questions of an objective with their kinds."""
    rows = db.execute(
        "SELECT key, options, revision, kind FROM question WHERE objective = ? ORDER BY position", (objective,)
    )
    return [(Variant(*row[:3]), row[3]) for row in rows]


def _all_variants(db: sqlite3.Connection, objectives: Iterable[str]) -> dict[str, Offered]:
    """The same for many objectives at once; those without questions are left out."""
    found: dict[str, Offered] = {}
    rows = db.execute(
        "SELECT objective, key, options, revision, kind FROM question"
        " WHERE objective IN (SELECT value FROM json_each(?)) ORDER BY objective, position",
        (json.dumps(list(objectives)),),
    )
    for objective, key, options, revision, kind in rows:
        found.setdefault(objective, []).append((Variant(key, options, revision), kind))
    return found


def _write(db: sqlite3.Connection, learner: bytes, objective: str, found: Standing) -> None:
    """Store a standing with its schedule, in one row."""
    db.execute(_UPSERT, _row(learner, objective, found, _variants(db, objective)))


def _row(learner: bytes, objective: str, found: Standing, offered: Offered) -> Row:
    """A standing with its schedule, as `_UPSERT` takes it."""
    plan = schedule(found, objective, (variant for variant, _ in offered))
    fields: tuple[object, ...] = (None, None, None, None, None, None)
    if plan:
        chosen = plan.turn.variant
        kind = next(kind for variant, kind in offered if variant is chosen)
        fields = (objective.partition("/")[0], chosen.question, kind, chosen.options, plan.due, int(plan.turn.revised))
    shown = _compact([[question, *each] for question, each in found.shown.items()])
    tally = _compact(_flat(found.tally))
    return (learner, objective, *found.memory, *found.latest, found.misled, tally, shown, *fields)
