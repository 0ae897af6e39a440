"""The way to every screen of the game, in every state that looks different: keys from the start of the program.

A screen that no walk leads to fails `test_keyboard_alone.py`, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import asyncio
import pkgutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from shutil import copytree
from threading import Thread
from typing import Any

from textual.app import App
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.screen import Screen

from quizgame.cli.folders import PackFolders
from quizgame.cli.house import shelve
from quizgame.domain.questions import BetterResponse
from quizgame.packs.draft import DraftFile
from quizgame.packs.library import Library
from quizgame.packs.writer import as_yaml
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.study.door import Door
from quizgame.study.views import Scope
from quizgame.tui import screens
from quizgame.tui.app import QuizApp
from quizgame.tui.preview import PreviewApp
from tests.builders import FixedClock, a_card, a_conversation, a_learner, a_pack, a_store, seeded
from tests.tui.lives import SEED, live, packs
from tests.tui.test_preview import COAT, HEAD, PHONE

ALONE = {"WelcomeScreen", "PreviewScreen"}
"""Screens that lead to no Today: on the first run there is none yet, and a preview is a program of its own."""

TALK = "hearing-people-out/talk"


@dataclass(frozen=True, slots=True)
class Walk:
    """A state of a screen, and the keys that lead there."""

    screen: str
    """The name of the screen's class."""
    state: str
    keys: tuple[str, ...] = ()
    """Keys, and words for what depends on the question: see `_press`."""
    minutes: int = 0
    pack: str = ""
    """The only pack that is asked from."""
    conversation: str = ""
    preview: str = ""
    """The text of a pack file that is previewed; empty for the game."""
    newcomer: bool = False

    @property
    def name(self) -> str:
        """Screen and state."""
        return f"{self.screen}: {self.state}"


def _play(state: str, *keys: str, screen: str = "PlayScreen") -> Walk:
    return Walk(screen, state, keys, minutes=3)


def _talk(state: str, *keys: str, screen: str = "ConversationScreen") -> Walk:
    return Walk(screen, state, keys, minutes=5, conversation=TALK)


def _preview(state: str, *keys: str, screen: str = "PreviewScreen", text: str = "") -> Walk:
    return Walk(screen, state, keys, preview=text or DRAFT)


DRAFT = HEAD + COAT + PHONE + as_yaml(
    replace(a_pack(questions=[a_card("card")]), conversations=(a_conversation(pack="elsewhere"),))
).partition("questions:\n")[2]  # fmt: skip

WALKS = (
    Walk("WelcomeScreen", "first run", newcomer=True),
    Walk("WelcomeScreen", "a name that cannot be used", ("enter",), newcomer=True),
    Walk("WelcomeScreen", "one more learner", ("l", "a")),
    Walk("TodayScreen", "a while of practice"),
    Walk("TodayScreen", "a notice", ("u",)),
    Walk("TodayScreen", "the first day", ("S", "enter"), newcomer=True),
    Walk("PlayScreen", "a card", minutes=3, pack="cards"),
    Walk("PlayScreen", "a card turned", ("enter", "down"), minutes=3, pack="cards"),
    _play("a question", "to-response", "c", "down"),
    _play("missed", "to-response", "wrong"),
    _play("right", "to-response", "right"),
    _play("a notice", "to-response", "right", "u"),
    _play("paused", "p", screen="PausedScreen"),
    _play("a flag", "f", screen="FlagScreen"),
    _play("keys", "question_mark", screen="HelpScreen"),
    _play("why", "w", screen="WhyScreen"),
    _play("the end", "to-end", screen="SummaryScreen"),
    _play("what slipped", "to-end", "r", screen="SummaryScreen"),
    _talk("the opening"),
    _talk("heated", "worst", "down"),
    _talk("lost", "worst", "worst"),
    _talk("resolved", "best", "middling", "best"),
    Walk("ProgressScreen", "practice", ("p", "1")),
    Walk("ProgressScreen", "knowledge", ("p", "2")),
    Walk("ProgressScreen", "what comes", ("p", "3")),
    Walk("ProgressScreen", "sureness", ("p", "4")),
    Walk("PacksScreen", "all packs", ("k",)),
    Walk("PacksScreen", "one that is off", ("k", "space")),
    Walk("PackScreen", "objectives", ("k", "down", "enter")),
    Walk("PackScreen", "one that is suspended", ("k", "down", "enter", "s")),
    Walk("QuestionScreen", "a question", ("k", "down", "enter", "enter")),
    Walk("QuestionScreen", "a question of a suspended objective", ("k", "down", "enter", "s", "enter")),
    Walk("OpeningScreen", "how it begins", ("k", "down", "down", "enter", "end", "enter")),
    Walk("SearchScreen", "nothing yet", ("k", "slash")),
    Walk("SearchScreen", "found", ("k", "slash", "u", "down")),
    Walk("CheckScreen", "found", ("k", "c", "settle")),
    Walk("ProblemsScreen", "a broken file", ("k", "end", "enter")),
    Walk("LearnersScreen", "who is here", ("l",)),
    Walk("SettingsScreen", "the goal", ("s",)),
    Walk("SettingsScreen", "rest days", ("s", "down", "down", "2", "7")),
    Walk("SettingsScreen", "a day off", ("s", "down", "down", "down", "down", "space")),
    _preview("a question", "x"),
    _preview("all answers", "a"),
    _preview("what was found", "f"),
    _preview("a conversation", "end"),
    _preview("a conversation with all answers", "end", "a"),
    _preview("a file that cannot be read", text=DRAFT.replace("scene:", "scen:")),
    _preview("where to", "g", screen="JumpScreen"),
    Walk("CommandPalette", "what can be done", ("ctrl+p", "settle")),
    Walk("CommandPalette", "a word", ("ctrl+p", "t", "settle")),
)


def screen_classes() -> dict[str, type[Screen[Any]]]:
    """Every screen that is shown, by name: classes that others build on are none; and Textual's own palette."""
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    found: dict[str, type[Screen[Any]]] = {"CommandPalette": CommandPalette}
    waiting: list[type[Screen[Any]]] = [Screen]
    while waiting:
        one = waiting.pop()
        below = one.__subclasses__()
        waiting += below
        if one.__module__.startswith("quizgame.") and not below:
            found[one.__name__] = one
    return found


def furnish(home: Path) -> None:
    """A home whose learner has practised for two months, with the files of its packs, and one that is broken."""
    with a_store(home) as database:
        a_learner(database, "Alexandra", seed=8)
    live(home, 60)
    for pack in (*packs(), a_pack("cards", questions=[a_card("card")])):
        held = (a_conversation(pack=pack.id),) if TALK.startswith(pack.id) else ()
        folder = home / ("packs" if held else "bundled")
        folder.mkdir(exist_ok=True)
        (folder / f"{pack.id}.yaml").write_text(as_yaml(replace(pack, conversations=held)), encoding="utf-8")
    (home / "packs" / "broken.yaml").write_text("pack: broken\nquestionz: []\n", encoding="utf-8")
    with _opened(home):
        pass  # the files are compiled


@contextmanager
def _opened(home: Path) -> Iterator[tuple[Database, PackFolders]]:
    database = Database.open(home, seeded(1))
    try:
        library, catalogue = Library(home / "bundled", home / "packs"), Catalogue(database)
        list(shelve(library, catalogue))
        yield database, PackFolders(library, catalogue, "")
    finally:
        database.close()


@asynccontextmanager
async def walked(walk: Walk, furnished: Path, to: Path, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    """The app, where a walk leads; `to` is a folder for the copy of the home that it changes."""
    with _app(walk, furnished, to) as app:
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await _press(pilot, ("settle", *walk.keys) if walk.preview else walk.keys)
            await until(pilot, lambda: type(app.screen).__name__ == walk.screen)
            assert type(app.screen).__name__ == walk.screen, f"the walk to {walk.name} leads to {app.screen}"
            yield pilot


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the app work until a condition holds, or enough was done: a key may be heard late on a busy machine."""
    for _ in range(50):
        if condition():
            return
        await pilot.pause()


@contextmanager
def _app(walk: Walk, furnished: Path, to: Path) -> Iterator[App[None]]:
    if walk.preview:
        to.mkdir()
        path = to / "draft.yaml"
        path.write_text(walk.preview, encoding="utf-8")
        yield PreviewApp(DraftFile(path))
        return
    if walk.newcomer:
        to.mkdir()
        copytree(furnished / "bundled", to / "bundled")
    else:
        copytree(furnished, to)
    with _opened(to) as (database, files):
        door = Door(database, FixedClock(), seeded(SEED), SEED)
        scope = Scope(packs=(walk.pack,) if walk.pack else (), conversation=walk.conversation)
        yield QuizApp(door, door.enter_latest(), walk.minutes, scope, files=files)


async def _press(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    for key in keys:
        app = pilot.app
        if key == "settle":
            await _settle(pilot)
        elif key == "to-end":
            await _to_end(pilot)
        elif key == "to-response":
            assert isinstance(app, QuizApp)
            while not isinstance(app.study.showing.question.question, BetterResponse):
                await pilot.press(*_answer(app, right=True))
        elif key in {"right", "wrong"}:
            assert isinstance(app, QuizApp)
            await pilot.press(_answer(app, right=key == "right")[0])
        elif key in {"best", "middling", "worst"}:
            assert isinstance(app, QuizApp)
            wanted = ("best", "middling", "worst").index(key)
            await pilot.press(str(app.study.showing.order.index(wanted) + 1))
        else:
            await pilot.press(key)
        await pilot.pause()


async def _settle(pilot: Pilot[None]) -> None:
    """Wait for what is worked out beside the screen."""
    thread = getattr(pilot.app.screen, "thread", None)
    if isinstance(thread, Thread):
        await asyncio.to_thread(thread.join)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


def _answer(app: QuizApp, *, right: bool) -> tuple[str, str]:
    """The keys that answer the open question and go on to the next."""
    showing = app.study.showing
    question = showing.question.question
    if isinstance(question, BetterResponse):
        best = showing.order.index(question.best)
        return str((best if right else (best + 1) % len(showing.order)) + 1), "enter"
    return "enter", "3" if right else "1"


async def _to_end(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, QuizApp)
    for count in range(4):
        await pilot.press(*_answer(app, right=count % 2 == 0))
    await pilot.press("q")
