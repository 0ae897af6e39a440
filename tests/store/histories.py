"""Histories for store tests: answers on days, and the dumps by which caches are compared with the fold."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from quizgame.domain.days import Moment
from quizgame.domain.events import Answer, Certainty, Grade, Review
from quizgame.domain.questions import Flashcard, Pack, key, options_of
from quizgame.packs.content import content_hashes
from quizgame.store import caches
from quizgame.store.caches import EVERYTHING, TABLES
from quizgame.store.catalogue import Catalogue, PackFile
from quizgame.store.database import FILE, Database
from quizgame.store.desk import Desk
from quizgame.store.learners import Learner
from quizgame.store.log import When
from quizgame.store.rows import Row
from quizgame.study.study import Study
from quizgame.study.views import Verdict
from tests.builders import FixedClock, seeded

CACHES = TABLES

TODAY = 20_778
"""2026-11-21, a Saturday."""

SESSION = b"a session, 16 by"


def when(day: int = TODAY, second: int = 0) -> When:
    """So many seconds after noon, Greenwich, of a study day."""
    return When((day * 86_400 + 43_200 + second) * 1_000_000, 0, day)


def moment(day: int = TODAY, second: int = 0) -> Moment:
    """The reading of a clock at that time."""
    return Moment(when(day, second).instant, 0)


def an_answer(
    question: str = "pack/o0-b",
    objective: str = "pack/o0",
    grade: Grade = Grade.GOOD,
    *,
    revision: int = 1,
    seconds: float = 8.5,
    chosen: int | None = None,
    session: bytes = SESSION,
) -> Answer:
    """An answer to a question of `a_pack()`."""
    return Answer(
        session=session,
        question=question,
        objective=objective,
        revision=revision,
        content="0" * 16,
        shown=() if chosen is None else (2, 0, 1),
        chosen=chosen,
        grade=grade,
        certainty=Certainty.UNSTATED,
        seconds=seconds,
        engine="an engine",
    )


def answer_on(
    desk: Desk, day: int, objective: str = "pack/o0", grade: Grade = Grade.GOOD, *, second: int = 0, variant: str = "b"
) -> Review:
    """Record an answer as a study does: the caches are turned to the day first."""
    desk.turn_to(day)
    return desk.record(an_answer(f"{objective}-{variant}", objective, grade), when(day, second)).review


def dump(database: Database) -> dict[str, list[Row]]:
    """Every row of the caches."""
    return {table: sorted(database.reading.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in CACHES}


def folded(database: Database) -> dict[str, list[Row]]:
    """What the caches would be if they were folded from the log anew; nothing is kept."""
    db = database.reading
    db.execute("BEGIN IMMEDIATE")
    try:
        for learner, horizon in db.execute("SELECT id, horizon FROM learner").fetchall():
            caches.rebuild(db, learner, horizon)
        return dump(database)
    finally:
        db.execute("ROLLBACK")


def assert_caches_equal_the_fold(database: Database) -> None:
    """The law of the store."""
    cached, anew = dump(database), folded(database)
    for table in CACHES:
        assert cached[table] == anew[table], f"{table} differs from the fold of the log"


def log_of(database: Database) -> dict[str, list[Row]]:
    """Every row of the log."""
    return {
        table: database.reading.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
        for table in ("review", "event")
    }


def memory_of(desk: Desk) -> dict[str, object]:
    """Memory and due day of every objective in play."""
    return {objective: (memory, due) for objective, memory, due in desk.memories()}


def same_learner(there: Database, learner: Learner) -> Learner:
    """The same person on another machine."""
    with there.writing() as db:
        db.execute("INSERT INTO learner VALUES (?, ?, ?, 0, 0, ?)", (*learner, learner.name.casefold(), EVERYTHING))
    return learner


def desk_of(database: Database, learner: Learner, seed: int = 3) -> Desk:
    """A learner's desk with entropy of its own."""
    return Desk(database, learner, seeded(seed))


def shelve_as(database: Database, pack: Pack, file: str) -> None:
    """Compile a pack from a file of this name."""
    source = PackFile(file, False, 1, pack.version, f"{pack.id}:{pack.version}")
    Catalogue(database).shelve(pack, source, content_hashes(pack))


def keys_of(pack: Pack) -> list[tuple[str, str, int, int]]:
    """Question, objective, revision and options of everything in a pack."""
    return [
        (key(pack.id, each.id), key(pack.id, each.objective), each.revision, options_of(each))
        for each in pack.questions
    ]


def without_triggers(database: Database) -> sqlite3.Connection:
    """The connection, with the guards of the log taken away: what a flipped bit or a stranger's tool could do."""
    db = database.reading
    for trigger in ("review_is_final", "review_stays", "event_is_final", "event_stays"):
        db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    return db


def copy_of(home: Path, to: Path) -> Path:
    """A copy of a store, open or not, in another folder."""
    to.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(home / FILE)) as source, closing(sqlite3.connect(to / FILE)) as target:
        source.backup(target)
    return to


def sit(desk: Desk, clock_day: int, *answers: tuple[str, Grade]) -> int:
    """Sit down at noon of the day that the clock shows, and answer; gives the study day that was judged."""
    day = desk.today(moment(clock_day))
    desk.turn_to(day)
    for number, (objective, grade) in enumerate(answers):
        now = when(clock_day, 10 * number)._replace(day=day)
        desk.record(an_answer(f"{objective}-b", objective, grade), now)
    return day


def answer_open(study: Study, clock: FixedClock, *, right: bool = True, seconds: float = 10) -> Verdict:
    """Answer the open question after so many seconds."""
    clock.tick(seconds)
    question = study.showing.question.question
    if isinstance(question, Flashcard):
        study.reveal()
        return study.grade(Grade.GOOD if right else Grade.AGAIN)
    best = study.showing.order.index(question.best)
    return study.choose(best if right else (best + 1) % len(question.options))


def play(study: Study, clock: FixedClock, minutes: int = 1, wrong: Collection[int] = ()) -> list[Verdict]:
    """Play a whole session; the answers numbered in `wrong`, from 0, are wrong ones."""
    verdicts: list[Verdict] = []
    showing = study.start(minutes)
    while showing is not None:
        verdicts.append(answer_open(study, clock, right=len(verdicts) not in wrong))
        clock.tick(2)
        showing = study.proceed()
    study.finish()
    return verdicts
