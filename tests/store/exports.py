"""Exports for store tests: written to bytes and read from them, and logs as they may have grown on several machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

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
from quizgame.domain.ids import uuid7
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.export import write
from quizgame.store.incoming import Incoming
from quizgame.store.learners import Learner
from quizgame.store.rows import Row
from quizgame.store.taking_in import Company, TakenIn, take_in
from tests.builders import a_learner, a_pack, a_store, seeded
from tests.store.histories import SESSION, TODAY, answer_on, desk_of, same_learner, when

SAM = Learner(uuid7(1, b"Sam, who"), "Sam")
KIM = Learner(uuid7(2, b"Kim, who"), "Kim")
COMPANY = Company(seeded(77), lambda _: when(TODAY + 50), lambda _: 0)


def exported(database: Database, name: str = "Sam") -> bytes:
    """Everything held about a learner, as a file would hold it."""
    out = BytesIO()
    write(database, a_learner(database, name), out)
    return out.getvalue()


def taken_in(
    database: Database, data: bytes, *, name: str = "", same: bool = False, company: Company = COMPANY
) -> TakenIn:
    """Import what a file holds."""
    return take_in(database, Incoming(BytesIO(data), "sam.jsonl"), company, name=name, same=same)


def values_of(data: bytes) -> list[dict[str, Any]]:
    """What each line of an export says."""
    return [json.loads(line) for line in data.splitlines()]


def lines_of(values: Iterable[dict[str, Any]]) -> bytes:
    """Values as a file; nothing is signed anew."""
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def everything(database: Database) -> dict[str, list[Row]]:
    """Every row of every table, packs apart."""
    tables = ("learner", "review", "event", "voided", "memory", "day_total", "erasing", "erased", "device")
    return {each: sorted(database.reading.execute(f"SELECT * FROM {each}").fetchall(), key=repr) for each in tables}


def practised(database: Database, name: str = "Sam", days: int = 4) -> Desk:
    """A learner with answers, one of them taken back, and every other kind of event that a log can hold."""
    seed = crc32(name.encode())
    desk = desk_of(database, a_learner(database, name, seed), seed + days)
    desk.note(SessionStarted(SESSION, 3, 10**30, ("pack",), "topic", ("pack/o1",)), when(TODAY))
    for day in range(days):
        answer_on(desk, TODAY + day, f"pack/o{day % 3}", Grade(1 + day % 4))
    desk.undo(when(TODAY + days - 1, 5))
    desk.note(SessionFinished(SESSION), when(TODAY + days - 1, 9))
    desk.note(SettingChanged("rollover", "300", TODAY + 9), when(TODAY + days - 1, 10))
    desk.note(Flagged("pack/o0-a", 1, "Zu höflich, nicht wahr? 🦊"), when(TODAY + days - 1, 11))
    desk.note(DayOff(TODAY - 1, off=True), when(TODAY + days - 1, 12))
    desk.note(ParametersFitted(-0.25, 0.2, 0.31, 0.7, 12, 3, 2), when(TODAY + days - 1, 13))
    return desk


# ── logs that grew on several machines ────────────────────────────────────────────────────────────────────────

Entry = Review | Event


@st.composite
def logs(draw: st.DrawFn, learner: bytes = SAM.id) -> list[Entry]:
    """A log of one learner on up to three machines, in no order."""
    entries: list[Entry] = []
    numbers = dict.fromkeys((b"laptop, 16 bytes", b"office, 16 bytes", b"tablet, 16 bytes"), 0)
    for place in range(draw(st.integers(1, 14))):
        device = draw(st.sampled_from(sorted(numbers)))
        numbers[device] += 1
        day = TODAY + draw(st.integers(0, 9))
        instant = (day * 86_400 + 43_200 + place) * 1_000_000
        identity = uuid7(instant, bytes([place]) + learner[9:])
        stamp = Stamp(identity, learner, device, numbers[device], instant, 3600, day)
        reviews = [each for each in entries if isinstance(each, Review)]
        what = draw(st.sampled_from(["answer", "answer", "undo", "other"]))
        if what == "answer":
            entries.append(Review(stamp, draw(_ANSWERS)))
        elif what == "undo" and reviews:
            undone = draw(st.sampled_from(reviews)).stamp
            entries.append(Event(stamp, Voided(undone.id, undone.day)))
        else:
            joined = st.builds(LearnersJoined, st.sampled_from([learner[::-1], b"of old, " + learner[8:]]))
            entries.append(Event(stamp, draw(st.one_of(_FACTS, joined))))
    return entries


_ANSWERS = st.builds(
    Answer,
    session=st.just(SESSION),
    question=st.sampled_from(["pack/o0-a", "pack/o0-b", "pack/o1-a"]),
    objective=st.sampled_from(["pack/o0", "pack/o1", "gone/o9"]),
    revision=st.integers(1, 3),
    content=st.just("0" * 16),
    shown=st.sampled_from([(), (2, 0, 1)]),
    chosen=st.sampled_from([None, 0, 2]),
    grade=st.sampled_from(Grade),
    certainty=st.sampled_from(Certainty),
    seconds=st.floats(0, 1e6),
    engine=st.just("an engine"),
)

_NUMBERS = st.floats(-100, 100)
_SHOWN_TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)

_FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.just(SessionFinished(SESSION)),
    st.builds(SessionStarted, st.just(SESSION), st.integers(1, 60), st.integers(-(10**40), 10**40)),
    st.builds(SettingChanged, st.just("rollover"), st.sampled_from(["0", "300"]), st.just(TODAY)),
    st.builds(Flagged, st.just("pack/o0-a"), st.just(1), _SHOWN_TEXTS),
    st.builds(DayOff, st.just(TODAY - 1), st.booleans()),
    st.builds(ParametersFitted, *[_NUMBERS] * 4, *[st.integers(0, 2**31)] * 3),
)


@contextmanager
def a_machine(
    home: Path, entries: Iterable[Entry] = (), learner: Learner | None = SAM, seed: int = 1
) -> Iterator[Database]:
    """A store of its own device that holds these rows of a learner, and a pack."""
    with a_store(home, a_pack(), seed=seed) as database:
        if learner:
            desk = desk_of(database, same_learner(database, learner))
            desk.merge(list(entries), TODAY + 50)
        yield database
