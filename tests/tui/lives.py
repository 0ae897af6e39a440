"""Learners with a past, for pictures of their screens: made once, copied for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from shutil import copytree

from textual.pilot import Pilot

from quizgame.domain.events import Answer, Certainty, DayOff, Grade, ParametersFitted, SessionFinished, SessionStarted
from quizgame.domain.forgetting import Curve
from quizgame.domain.ids import uuid7
from quizgame.domain.questions import Pack
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.study.door import Door
from quizgame.tui.app import QuizApp
from tests.builders import FixedClock, a_card, a_learner, a_pack, a_response, a_store, seeded
from tests.store.histories import TODAY, when

SEED = 5
_TOPICS = {"hearing-people-out": 12, "saying-sorry": 9, "limits-and-what-follows": 8, "closing-well": 5}


def packs() -> list[Pack]:
    """Four packs, each about one topic."""
    return [
        a_pack(name, questions=[make(f"o{n}-{v}", f"o{n}") for n in range(size) for v, make in _VARIANTS])
        for name, size in _TOPICS.items()
    ]


_CURVE = Curve(level=-0.5, strength=0.25, fading=0.6, meetings=0.65)
"""Of somebody who forgets a little faster than most."""

_VARIANTS = (("a", a_response), ("b", a_card))


def live(home: Path, days: int) -> None:
    """A store whose learner has practised on most of the last `days` study days, up to yesterday; 0 for not yet."""
    dice = Random(SEED)
    objectives = [f"{name}/o{number}" for name, size in _TOPICS.items() for number in range(size)]
    with a_store(home, *packs()) as database:
        desk = Desk(database, a_learner(database), seeded(SEED))
        for back in range(days, 0, -1):
            day = TODAY - back
            if dice.random() < 0.2 and days > 1:
                continue
            session = uuid7(when(day).instant, dice.randbytes(8))
            met = objectives[: 6 + (days - back) // 9]
            desk.turn_to(day)
            lately = met[-18:]  # what was met first is left to fade
            asked = dice.sample(lately, min(len(lately), dice.randint(3, 10)))
            for number, objective in enumerate(asked):
                first = SessionStarted(session, 3, 1) if number == 0 else None
                desk.record(_answer(session, objective, dice), when(day, number * 20), first)
            desk.note(SessionFinished(session), when(day, 300))
            if back == 100:
                desk.note(DayOff(day - 1, off=True), when(day, 400))
        if days > 1:
            desk.note(ParametersFitted(*_CURVE, outcomes=143, firsts=34, firsts_right=24), when(TODAY - 1, 500))


def _answer(session: bytes, objective: str, dice: Random) -> Answer:
    right = dice.random() < 0.86
    certainty = dice.choice((Certainty.UNSTATED, Certainty.SURE, Certainty.NOT_SURE))
    card = dice.random() < 0.4
    return Answer(
        session=session,
        question=f"{objective}-{'b' if card else 'a'}",
        objective=objective,
        revision=1,
        content="0" * 16,
        shown=() if card else (2, 0, 1),
        chosen=None if card else 0 if right else 1,
        grade=Grade.GOOD if right else Grade.AGAIN,
        certainty=Certainty.UNSTATED if card else certainty,
        seconds=round(dice.uniform(5, 20), 1),
        engine="an engine",
    )


@contextmanager
def the_app(home: Path, minutes: int = 0) -> Iterator[QuizApp]:
    """The app on a copy of a life."""
    database = Database.open(home, seeded(1))
    try:
        door = Door(database, FixedClock(), seeded(SEED), SEED)
        yield QuizApp(door, door.enter_latest(), minutes)
    finally:
        database.close()


def copied(life: Path, to: Path) -> Path:
    """A life that a test may change."""
    copytree(life, to)
    return to


@asynccontextmanager
async def visiting_life(home: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app on a life, running."""
    with the_app(home) as app:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot
