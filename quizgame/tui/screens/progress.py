"""Progress: four questions, a tab each, with one sentence above every chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from quizgame.domain import headlines
from quizgame.domain.progress import Weak
from quizgame.domain.words import date
from quizgame.study.study import Study
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.page import Block
from quizgame.tui.widgets.tabs import bars, coming, practice, said, sure

TABS = (
    ("Practice", "When did I practise?"),
    ("Knowledge", "What do I know?"),
    ("Coming", "What comes?"),
    ("Sureness", "Am I as sure as I am right?"),
)
"""Short name and question of each tab."""

NEXT = Key("right,tab,l", "turn(1)", "← →", "turn", "Show the next question.")
PREVIOUS = Key("left,shift+tab,h", "turn(-1)", "", "", "Show the question before.")
NUMBERS = tuple(
    Key(str(number), f"tab({number - 1})", "", "", "Show one of the four questions at once.") for number in range(1, 5)
)
GROUP = Key("g", "group", "g", "by pack or topic", "Group what you know by topic or by pack.")
DRILL = Key(
    "enter", "drill", "Enter", "practise these", "Start a session on just what is listed as sure but wrong or fading."
)
BACK = Key("escape,q,p", "back", "Esc", "back", "Back to today.")
UP = Key("up,k", "scroll(-1)", "", "", "Scroll up.")
DOWN = Key("down,j", "scroll(1)", "", "", "Scroll down.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")

MOST_WEAK = 20
"""Objectives that a session on the weakest takes at most."""


class ProgressScreen(HouseScreen):
    """Looks at what practice has brought. Each tab is computed when it is opened."""

    KEYS = (NEXT, PREVIOUS, *NUMBERS, GROUP, DRILL, UP, DOWN, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    class Left(Message):
        """Back to today."""

    @dataclass
    class DrillWanted(Message):
        """A session on these objectives was asked for."""

        objectives: tuple[str, ...]

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._tab = 0
        self._drawn_for = Size()
        self._by_pack = False
        self._weak: tuple[Weak, ...] = ()

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._draw()

    def on_resize(self) -> None:
        """Charts take the room there is; a screen that opens is told of its size as well."""
        if self.size != self._drawn_for:
            self._draw()

    def action_turn(self, step: int) -> None:
        """The tab beside this one."""
        self.action_tab((self._tab + step) % len(TABS))

    def action_tab(self, number: int) -> None:
        """One of the tabs."""
        self._tab = number
        self._draw()
        self.scroll.scroll_home(animate=False)

    def action_group(self) -> None:
        """The same bars, by pack or by topic."""
        if self._tab == 1:
            self._by_pack = not self._by_pack
            self._draw()

    def action_drill(self) -> None:
        """A session on what is listed."""
        if self._weak:
            self.post_message(self.DrillWanted(tuple(each.objective for each in self._weak)))

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        self.scroll.scroll_relative(y=step, animate=False)

    def action_back(self) -> None:
        """Back to today."""
        self.post_message(self.Left())

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))

    def _draw(self) -> None:
        self._drawn_for = self.size
        today = self._study.today()
        self.header.show(TABS[self._tab][1], f"{self._study.name} · {date(today)}")
        self._weak = ()
        room = self._room()
        if self._tab == 0:
            blocks = practice(self._study.year(), today, room)
        elif self._tab == 1:
            blocks = self._knowledge(room)
        elif self._tab == 2:
            blocks = coming(self._study.coming(), today, room, 4 if self.size.height < 30 else 8)
        else:
            sureness = self._study.sureness()
            self._weak = (*sureness.misled, *sureness.fading)[:MOST_WEAK]
            blocks = sure(sureness, room)
        extra = (GROUP,) if self._tab == 1 else (DRILL,) if self._weak else ()
        self.show((_tabs(self._tab), *blocks), (NEXT, *extra, BACK, HELP_KEY))

    def _room(self) -> int:
        """Columns for a chart: what the page's padding and the scroll bar leave."""
        width = self.size.width
        return max(20, min(width - (3 if width < 80 else 9), 112))

    def _knowledge(self, room: int) -> Iterator[Block]:
        known = self._study.known()
        yield said(headlines.known(known))
        yield from bars(known.packs if self._by_pack else known.topics, room)


def _tabs(current: int) -> Block:
    """The names of the tabs; a click would need to know the column, so the keys' numbers stand beside them."""
    parts = []
    for number, (name, _) in enumerate(TABS):
        style = "bold underline $text-primary" if number == current else "$foreground-muted"
        parts += [(f"{number + 1} {name}", style), ("   ", "")]
    return Block(Content.assemble(*parts[:-1]))
