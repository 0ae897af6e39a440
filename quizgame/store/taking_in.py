"""Takes an exported log in: merged by row id into whoever it belongs to here, kept whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from quizgame.domain.events import LearnersJoined
from quizgame.store import caches, rows
from quizgame.store.caches import EVERYTHING
from quizgame.store.database import Database
from quizgame.store.errors import StoreError
from quizgame.store.incoming import Incoming
from quizgame.store.joining import here, move
from quizgame.store.learners import ELSEWHERE, Learner, enrol, find, tidy_name
from quizgame.store.lines import Header
from quizgame.store.log import INSERT_EVENT, INSERT_REVIEW, Log, When
from quizgame.store.numbers import found_again

_INSERT = {
    "review": f"{INSERT_REVIEW} ON CONFLICT DO NOTHING",
    "event": f"{INSERT_EVENT} ON CONFLICT DO NOTHING",
}


class WhoIsIt(StoreError):
    """The file's learner is not known here, and their name is taken: somebody has to say who it is."""

    def __init__(self, other: Learner) -> None:
        super().__init__(
            f"There is already somebody called {other.name} here, and nothing was imported. If it is the same person, "
            "add --join. If not, add --as NAME, and the one in the file goes by that name here."
        )
        self.other = other
        """Who is here."""


class Company(NamedTuple):
    """What taking in needs to know beside file and store."""

    entropy: Callable[[int], bytes]
    when: Callable[[Learner], When]
    """The time for a learner, should a join be noted."""
    streak: Callable[[Learner], int]
    """A learner's current streak; asked before and after."""


class TakenIn(NamedTuple):
    """What an import has brought."""

    learner: Learner
    """Whose log it went to."""
    new: bool
    """True for a learner who was not here before."""
    answers: int
    """Those that were not here before."""
    events: int
    """The same of everything else."""
    joined: tuple[str, ...]
    """Names of learners who were here and are one with this learner now."""
    streak_before: int
    streak_after: int


class _Place(NamedTuple):
    """Where a log goes."""

    learner: Learner
    how: str
    """`known`: by id, or by a join of old. `new`: nobody here. `joined`: from now on, by somebody's word."""
    goes: list[Learner]
    """Learners here who are one with this learner by what the file says."""


def take_in(database: Database, source: Incoming, company: Company, *, name: str = "", same: bool = False) -> TakenIn:
    """Merge an export into the store in one transaction: a set union, in any order, as often as one likes.

    A learner not known here is added, under `name` if given. When that name is taken, `same` says that it is the same
    person: then the log goes to whoever is here. Raises WhoIsIt when that is not decided, BadExport for a bad file.
    """
    with database.writing() as db:
        learner, how, goes = place = _place(db, source.header, name, same=same)
        before = 0 if how == "new" else company.streak(learner)
        if how == "new":
            _welcome(db, place, source.header)
        for each in goes:
            move(db, each.id, learner.id)
        added = _merge(db, source, learner.id)
        if how == "joined":
            Log(db, learner.id, company.entropy).add(LearnersJoined(source.header.learner), company.when(learner))
        if goes or how != "known" or any(added.values()):
            caches.rebuild(db, learner.id, EVERYTHING)
            found_again(db)
    names = tuple(each.name for each in goes)
    after = company.streak(learner)
    return TakenIn(learner, how == "new", added["review"], added["event"], names, before, after)


def _place(db: sqlite3.Connection, header: Header, name: str, *, same: bool) -> _Place:
    """Judge where the log goes; raises WhoIsIt, or StoreError with what has to be settled first."""
    known = here(db, header.learner)
    found = {each for each in (here(db, other) for other in header.joined) if each and each != known}
    goes = sorted(each for each in found if each.id in header.joined)
    # These were joined with one whom the file's learner was joined with as well: that makes them one, if it is true.
    by_a_third = sorted(found.difference(goes))
    if known:
        if by_a_third:
            raise _first_join(known, by_a_third[0])
        if name and tidy_name(name) != known.name:
            raise StoreError(
                f"The learner in this file is here already, as {known.name}, and nothing was imported. "
                "Leave out --as; `quizgame learners rename` gives another name."
            )
        return _Place(known, "known", goes)
    if len(by_a_third) > 1:
        raise _first_join(*by_a_third[:2])
    if by_a_third:
        if same:
            return _Place(by_a_third[0], "joined", goes)
        raise StoreError(
            f"By what was joined before, {header.name} in this file and {by_a_third[0].name} here are one person. "
            "Nothing was imported. If that is right, add --join."
        )
    namesake = find(db, name or header.name)
    if namesake and namesake not in goes:
        if same:
            return _Place(namesake, "joined", goes)
        raise WhoIsIt(namesake)
    if same:
        raise StoreError(
            f"There is nobody called {header.name} here to join with, and nothing was imported. Leave out --join."
        )
    return _Place(Learner(header.learner, tidy_name(name or header.name)), "new", goes)


def _first_join(one: Learner, other: Learner) -> StoreError:
    return StoreError(
        f"By what was joined before, {one.name} and {other.name} are one person. Nothing was imported. If that is "
        "right, run `quizgame learners join` with both names first, and import again."
    )


def _welcome(db: sqlite3.Connection, place: _Place, header: Header) -> None:
    """Add a learner from elsewhere, who was not here last, unless one of those who go was."""
    since = ELSEWHERE
    for each in place.goes:
        (theirs,) = db.execute("SELECT since FROM learner WHERE id = ?", (each.id,)).fetchone()
        since = max(since, theirs)
        db.execute("UPDATE learner SET folded = hex(id) WHERE id = ?", (each.id,))  # their name is free from now on
    enrol(db, place.learner, header.created, since)


def _merge(db: sqlite3.Connection, source: Incoming, learner: bytes) -> dict[str, int]:
    """Write what is not there yet; gives how many rows of each table that were."""
    added = {"review": 0, "event": 0}
    elsewhere = source.header.learner != learner
    for table, row in source.rows():
        mine = rows.rehomed(row, learner) if elsewhere else row
        added[table] += db.execute(_INSERT[table], mine).rowcount
    return added
