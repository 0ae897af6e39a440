"""Runs the real app on a real store, and reads its screen as a person would."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from quizgame.domain.questions import BetterResponse, Pack
from quizgame.store.database import Database
from quizgame.study.door import Door
from quizgame.study.views import Scope
from quizgame.tui.app import QuizApp
from tests.builders import FixedClock, a_learner, a_pack, a_store, seeded

SEED = 5


class Visitor:
    """Somebody in front of the screen."""

    def __init__(self, pilot: Pilot[None], app: QuizApp, clock: FixedClock, database: Database) -> None:
        self.pilot = pilot
        self.app = app
        self.clock = clock
        self.database = database

    async def press(self, *keys: str) -> None:
        """Press keys, and let the screen settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*("space" if each == " " else each for each in text))

    def sees(self) -> str:
        """The screen's lines, top to bottom."""
        return seen_by(self.app)

    def best(self) -> str:
        """The key of the best response to the open question."""
        showing = self.app.study.showing
        assert isinstance(showing.question.question, BetterResponse)
        return str(showing.order.index(showing.question.question.best) + 1)

    def other(self) -> str:
        """The key of a response that is not the best."""
        return "2" if self.best() == "1" else "1"

    async def to_response(self) -> None:
        """Answer cards until a better-response question is open."""
        while not isinstance(self.app.study.showing.question.question, BetterResponse):
            await self.press("enter", "3")

    def answers(self) -> int:
        """Answers in the log that still count."""
        query = "SELECT count(*) FROM review WHERE id NOT IN (SELECT review FROM voided)"
        return int(self.database.reading.execute(query).fetchone()[0])


def seen_by(app: App[None]) -> str:
    """The lines of an app's screen, top to bottom."""
    width, height = app.size
    strips = app.screen._compositor.render_strips() if height else []
    return "\n".join("".join(segment.text for segment in strip)[:width].rstrip() for strip in strips)


@asynccontextmanager
async def visiting(
    home: Path,
    *packs: Pack,
    learner: str = "Sam",
    minutes: int = 0,
    size: tuple[int, int] = (80, 24),
    clock: FixedClock | None = None,
    scope: Scope | None = None,
    still: bool = False,
) -> AsyncIterator[Visitor]:
    """The app on a store with these packs (or one of three objectives); an empty `learner` makes it the first run.

    `still` switches animations off.
    """
    clock = clock or FixedClock()
    with a_store(home, *(packs or (a_pack(objectives=3),))) as database:
        if learner:
            a_learner(database, learner)
        door = Door(database, clock, seeded(SEED), SEED)
        app = QuizApp(door, door.enter_latest(), minutes, scope or Scope())
        if still:
            app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Visitor(pilot, app, clock, database)
