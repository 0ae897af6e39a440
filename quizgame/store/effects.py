"""What becomes of the learners' progress when packs come or go, told before anything is done.

The change is made in a transaction that is rolled back: what is told is what would be, to the last objective.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, NamedTuple

from quizgame.domain.events import Order
from quizgame.domain.memory import Memory
from quizgame.domain.questions import Pack
from quizgame.store.catalogue import PackFile, compile_into, take_out
from quizgame.store.database import Database
from quizgame.store.names import Names

Fate = Literal["kept", "due again", "follows", "shared", "rests", "comes back"]
"""What becomes of the memory of one objective.

- kept: it is asked as before.
- due again: the meaning of a question has changed, and it is due until that one has been answered.
- follows: it has moved to another key, and is asked there.
- shared: it is asked as before, but some answers count elsewhere now, or others count here.
- rests: none of its questions is in play any more; the log keeps the answers.
- comes back: it rested, and is asked again.
"""

FATES: tuple[Fate, ...] = ("kept", "due again", "follows", "shared", "rests", "comes back")


class Arriving(NamedTuple):
    """A pack that is about to be compiled."""

    pack: Pack
    source: PackFile
    hashes: Mapping[str, str]
    """Content hash of each question by its id."""


class Held(NamedTuple):
    """What a learner holds of one objective: the cached fold of the answers, and what comes next."""

    memory: Memory
    latest: Order
    """Place in the log of the latest answer."""
    question: str | None
    """The variant whose turn it is; None while all of them rest."""
    due: int | None
    revised: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """One learner's memory before and after the change."""

    name: str
    learner: bytes
    before: Mapping[str, Held]
    after: Mapping[str, Held]
    fates: Mapping[str, Fate]
    """By the key that an objective had before; only of the packs that change, and of what moves between them."""
    follows: Mapping[str, str]
    """The new key of each objective that moves."""

    def count(self, fate: Fate) -> int:
        """How many objectives share a fate."""
        return sum(each == fate for each in self.fates.values())


class _Enough(Exception):
    """Ends the transaction that was only an outlook."""


def outlook(database: Database, arriving: Sequence[Arriving], leaving: Sequence[str] = ()) -> list[Outlook]:
    """What becomes of each learner's memory; those whom nothing concerns are left out.

    Packs are compiled in the order of their files' names, as start-up does.
    """
    found: list[Outlook] = []
    if database.reading.execute("SELECT 1 FROM memory LIMIT 1").fetchone() is None:
        return found
    packs = {each.pack.id for each in arriving} | set(leaving)
    with suppress(_Enough), database.writing() as db:
        learners = db.execute("SELECT id, name FROM learner ORDER BY folded").fetchall()
        before = {learner: held(db, learner) for learner, _ in learners}
        for pack in leaving:
            take_out(db, pack)
        for each in sorted(arriving, key=lambda each: each.source.file):
            compile_into(db, *each)
        names = Names(db)
        for learner, name in learners:
            after = held(db, learner)
            heirs = _heirs(db, learner, before[learner], after, names)
            fates, follows = _fates(before[learner], after, packs, heirs)
            found.append(Outlook(name, learner, before[learner], after, fates, follows))
        raise _Enough
    return [each for each in found if each.fates]


def held(db: sqlite3.Connection, learner: bytes) -> dict[str, Held]:
    """What a learner holds, by the objective's key."""
    rows = db.execute(
        "SELECT objective, stability, difficulty, last_day, repetitions, lapses, latest_day, latest_instant,"
        " latest_id, question, due, revised FROM memory WHERE learner = ?",
        (learner,),
    )
    return {row[0]: Held(Memory(*row[1:6]), row[6:9], row[9], row[10], bool(row[11])) for row in rows}


def _heirs(
    db: sqlite3.Connection, learner: bytes, before: Mapping[str, Held], after: Mapping[str, Held], names: Names
) -> dict[str, str]:
    """Where the latest answer to each objective counts now, as far as anything has changed."""
    found: dict[str, str] = {}
    for objective, was in before.items():
        now = after.get(objective)
        if now is None or (now.memory, now.latest) != (was.memory, was.latest):
            row = db.execute(
                "SELECT objective, content FROM review WHERE learner = ? AND day = ? AND instant = ? AND id = ?",
                (learner, *was.latest),
            ).fetchone()
            found[objective] = names.objective(*row)
    return found


def _fates(
    before: Mapping[str, Held], after: Mapping[str, Held], packs: set[str], heirs: Mapping[str, str]
) -> tuple[dict[str, Fate], dict[str, str]]:
    fates: dict[str, Fate] = {}
    follows: dict[str, str] = {}
    for objective, was in before.items():
        heir = heirs.get(objective, objective)
        if after.get(objective) == was and objective.partition("/")[0] not in packs:
            continue
        if heir != objective:
            follows[objective] = heir
        if fate := _fate(was, after.get(heir), here=heir == objective):
            fates[objective] = fate
    return fates, follows


def _fate(was: Held, now: Held | None, *, here: bool) -> Fate | None:
    """What becomes of one objective; None where it rests before and after."""
    if now is None or now.question is None:
        return "rests" if was.question is not None else None
    if was.question is None:
        return "comes back"
    if now.revised and not was.revised:
        return "due again"
    if not here:
        return "follows"
    return "kept" if (now.memory, now.latest) == (was.memory, was.latest) else "shared"
