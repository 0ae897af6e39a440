"""Draws the README's scenes from the real app, with a fixed clock and seed: `python -m screenshots.draw [FOLDER]`."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from quizgame.cli.folders import PackFolders
from quizgame.cli.house import shelve
from quizgame.domain.days import Moment
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.questions import BetterResponse
from quizgame.packs.draft import DraftFile
from quizgame.packs.library import Library, bundled_folder
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.study.door import Door
from quizgame.study.views import Scope
from quizgame.tui.app import QuizApp
from quizgame.tui.preview import PreviewApp
from quizgame.tui.screens.preview import PreviewScreen

Steps = Callable[[Pilot[None]], Awaitable[None]]
_FONT_FACE = re.compile(r"@font-face\s*{.*?}", re.DOTALL)
_FAMILY = re.compile(r"font-family: ?[^;]+;")
_TODAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
_SEED = 7
_TALK = "conversations-counter/saturday-sander"


class SceneClock:
    """A clock that the script moves."""

    def __init__(self, when: datetime) -> None:
        self.when = when
        self.seconds = 0.0

    def now(self) -> Moment:
        """The moment of the scene."""
        return Moment(round(self.when.timestamp() * 1_000_000), 0)

    def stopwatch(self) -> float:
        """Seconds since the scene began."""
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.when += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (80, 24)
    minutes: int = 0
    days: int = 16
    """Days of practice before the scene; 0 for the first run."""
    theme: str = "textual-dark"
    seconds: float = 37.0
    """Seconds that pass with each key."""
    conversation: str = ""
    """Key of the conversation that is held; empty for a session of questions."""
    preview: str = ""
    """The text of a pack file to preview; empty for a scene of the game itself."""


DRAFT = """\
pack: at-the-counter
title: At the counter
author: A trainer
version: 1
language: en
questions:
  - id: coat
    kind: better-response
    scene: >
      A man brings back a winter coat. A button came off on the second day. He leaves the number 0171 5550 1234 and
      wants to be called.
    ask: How do you begin?
    options:
      - say: I'm sorry we sold you a coat that didn't last. I will call you before noon.
        because: The apology is for what the shop did, and the promise can be kept.
        best: true
      - say: I'm sorry you're disappointed, but a button is something that we repair.
        because: It is sorry for his feeling and then turns to "but"; he hears that the problem is his mood.
      - say: Buttons come off now and then. Somebody will call you when there is time.
        because: It makes light of what he came for, and leaves him waiting without an end in sight.
    sources: [{document: our-handbook, section: Returns}]
"""


SCENES = (
    Scene("first-run", (), days=0),
    Scene("today", ()),
    Scene("today-wide", (), size=(120, 40)),
    Scene("today-light", (), theme="textual-light"),
    Scene("question", ("to-response",), minutes=3),
    Scene("question-wide", ("to-response",), minutes=3, size=(120, 40)),
    Scene("question-narrow", ("to-response",), minutes=3, size=(60, 20)),
    Scene(
        "verdict-missed",
        (
            "to-response",
            "wrong",
        ),
        minutes=3,
    ),
    Scene(
        "verdict-right",
        (
            "to-response",
            "right",
        ),
        minutes=3,
    ),
    Scene(
        "verdict-light",
        (
            "to-response",
            "wrong",
        ),
        minutes=3,
        theme="textual-light",
    ),
    Scene("card", ("to-card",), minutes=5),
    Scene("card-turned", ("to-card", "enter"), minutes=5),
    Scene("paused", ("to-response", "p"), minutes=3),
    Scene("keys", ("to-response", "question_mark"), minutes=3),
    Scene("summary", ("to-end",), minutes=3),
    Scene("conversation", (), minutes=5, conversation=_TALK),
    Scene("conversation-heated", ("wrong",), minutes=5, conversation=_TALK),
    Scene("conversation-calm", ("right", "right"), minutes=5, conversation=_TALK),
    Scene("conversation-debriefing", ("right", "wrong", "right", "right", "right"), minutes=5, conversation=_TALK),
    Scene("conversation-light", ("right",), minutes=5, conversation=_TALK, theme="textual-light"),
    Scene("conversation-narrow", ("right",), minutes=5, conversation=_TALK, size=(60, 20)),
    Scene("progress-practice", ("p",), days=200),
    Scene("progress-practice-wide", ("p",), days=200, size=(120, 40)),
    Scene("progress-knowledge", ("p", "2"), days=40),
    Scene("progress-coming", ("p", "3"), days=40),
    Scene("progress-sureness", ("p", "4"), days=40),
    Scene("progress-light", ("p", "2"), days=40, theme="textual-light"),
    Scene("packs", ("k",), days=40),
    Scene("packs-narrow", ("k",), days=40, size=(60, 20)),
    Scene("packs-light", ("k",), days=40, theme="textual-light"),
    Scene("pack", ("k", "down", "enter", "down", "s", "down"), days=40),
    Scene("pack-question", ("k", "down", "enter", "enter"), days=40),
    Scene("pack-search", ("k", "slash", *"sorry refund"), days=40),
    Scene("pack-search-wide", ("k", "slash", *"sorry refund"), days=40, size=(120, 40)),
    Scene("preview", ("x", "2"), preview=DRAFT),
    Scene("preview-wide", ("x", "2"), preview=DRAFT, size=(120, 40)),
    Scene("preview-broken", (), preview=DRAFT.replace("scene:", "scen:")),
)


@contextmanager
def stage(scene: Scene) -> Iterator[tuple[QuizApp, SceneClock]]:
    """A store with the history that the scene needs, and the app on it."""
    with TemporaryDirectory() as folder:
        entropy = Random(_SEED).randbytes
        database = Database.open(Path(folder), entropy)
        try:
            library, catalogue = Library(bundled_folder(), Path(folder) / "packs"), Catalogue(database)
            list(shelve(library, catalogue))
            clock = SceneClock(_TODAY - timedelta(days=scene.days))
            door = Door(database, clock, entropy, _SEED)
            if scene.days:
                door.welcome("Sam")
                practise(door, clock, scene.days)
            study = door.enter_latest()
            scope, files = Scope(conversation=scene.conversation), PackFolders(library, catalogue, "")
            yield QuizApp(door, study, scene.minutes, scope, files=files), clock
        finally:
            database.close()


def practise(door: Door, clock: SceneClock, days: int) -> None:
    """Practise three minutes on most of the days before the scene, like somebody who knows two things in three."""
    chance = Random(_SEED)
    for day in range(days):
        clock.when = _TODAY - timedelta(days=days - day)
        if chance.random() < 0.3:
            continue
        study = door.enter_latest()
        assert study is not None
        showing = study.start(3)
        while showing is not None:
            clock.pass_by(chance.uniform(14, 30))
            question = showing.question.question
            knows = chance.random() < 0.85
            if isinstance(question, BetterResponse):
                best = showing.order.index(question.best)
                (sure,) = chance.choices(tuple(Certainty), (3, 6, 1) if knows else (3, 2, 3))
                study.choose(best if knows else (best + 1) % len(showing.order), sure)
            else:
                study.reveal()
                study.grade(Grade.GOOD if knows else Grade.AGAIN)
            clock.pass_by(chance.uniform(3, 8))
            showing = study.proceed()
        study.finish()
    clock.when = _TODAY


async def press(pilot: Pilot[None], clock: SceneClock, scene: Scene) -> None:
    """Press the scene's keys; some of them are words for what depends on the question."""
    app = pilot.app
    assert isinstance(app, QuizApp)
    for key in scene.keys:
        clock.pass_by(scene.seconds)
        if key == "to-response":
            while not isinstance(app.study.showing.question.question, BetterResponse):
                await pilot.press("enter", "3")
        elif key in {"right", "wrong"}:
            await pilot.press(_number(app, right=key == "right"))
        elif key == "to-card":
            while isinstance(app.study.showing.question.question, BetterResponse):
                await pilot.press(_number(app, right=True), "enter")
        elif key == "to-end":
            await _to_end(pilot, app, clock)
        else:
            await pilot.press(key)
    await pilot.pause()


async def _to_end(pilot: Pilot[None], app: QuizApp, clock: SceneClock) -> None:
    count = 0
    while app.study.session.phase != "over":
        count += 1
        if isinstance(app.study.showing.question.question, BetterResponse):
            await pilot.press(_number(app, right=count % 3 != 0))
        else:
            await pilot.press("enter", "3" if count % 3 else "1")
        clock.pass_by(21)
        if app.study.session.phase == "verdict":
            await pilot.press("enter")


def _number(app: QuizApp, *, right: bool) -> str:
    showing = app.study.showing
    question = showing.question.question
    assert isinstance(question, BetterResponse)
    best = showing.order.index(question.best)
    return str((best if right else (best + 1) % len(showing.order)) + 1)


def self_contained(svg: str) -> str:
    """The picture without addresses of fonts: it shows in the reader's own fixed-width font."""
    plain = _FAMILY.sub("font-family: DejaVu Sans Mono, Menlo, Consolas, monospace;", _FONT_FACE.sub("", svg))
    # Ids are drawn from a hash of the process; a picture must not change when nothing has.
    names = dict.fromkeys(re.findall(r"terminal-\d+", plain))
    for name in names:
        plain = plain.replace(name, "terminal")
    return plain


async def draw_preview(scene: Scene) -> str:
    """A scene of the preview as SVG."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "at-the-counter.yaml"
        path.write_text(scene.preview, encoding="utf-8")
        app = PreviewApp(DraftFile(path))
        app.theme = scene.theme
        async with app.run_test(size=scene.size) as pilot:
            screen = app.screen
            assert isinstance(screen, PreviewScreen)
            assert screen.thread is not None
            await asyncio.to_thread(screen.thread.join)
            await pilot.pause()
            await pilot.press(*scene.keys)
            await pilot.pause()
            return self_contained(app.export_screenshot(title="quizgame"))


async def draw(scene: Scene) -> str:
    """The scene as SVG."""
    if scene.preview:
        return await draw_preview(scene)
    with stage(scene) as (app, clock):
        app.theme = scene.theme
        app.animation_level = "none"
        async with app.run_test(size=scene.size) as pilot:
            await pilot.pause()
            await press(pilot, clock, scene)
            return self_contained(app.export_screenshot(title="quizgame"))


def main() -> None:
    """Draw every scene."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        (folder / f"{scene.name}.svg").write_text(asyncio.run(draw(scene)), encoding="utf-8")


if __name__ == "__main__":
    main()
