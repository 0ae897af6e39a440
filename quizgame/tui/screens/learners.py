"""Who is learning: pick a name, or add one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from quizgame.tui.keys import Key
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.page import Block

TAKE = Key("enter,space", "take", "Enter", "choose", "Go on as the marked learner.")
UP = Key("up,k", "move(-1)", "↑↓", "move", "Move up.")
DOWN = Key("down,j", "move(1)", "", "", "Move down.")
ADD = Key("a", "add", "a", "add somebody", "Add a learner.")
BACK = Key("escape,q", "back", "Esc", "back", "Back to today.")


class LearnersScreen(HouseScreen):
    """The learners of this store."""

    KEYS = (TAKE, UP, DOWN, ADD, BACK)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    @dataclass
    class Picked(Message):
        """A learner was chosen; an empty name stands for nobody."""

        name: str

    class NewcomerWanted(Message):
        """Somebody new wants to learn."""

    def __init__(self, names: Sequence[str], current: str) -> None:
        super().__init__()
        self._names = list(names)
        self._current = current
        self._cursor = self._names.index(current) if current in self._names else 0

    def on_mount(self) -> None:
        """Show the names."""
        self._draw()

    def action_move(self, step: int) -> None:
        """Mark another name."""
        self._cursor = (self._cursor + step) % len(self._names)
        self._draw()
        self.scroll.scroll_to(y=max(0, self.page.line_of(f"pick({self._cursor})") - 5), animate=False)

    def action_take(self) -> None:
        """Take the marked name."""
        self.post_message(self.Picked(self._names[self._cursor]))

    def action_pick(self, number: int) -> None:
        """Take a name by its place."""
        self.post_message(self.Picked(self._names[number]))

    def action_add(self) -> None:
        """Somebody new."""
        self.post_message(self.NewcomerWanted())

    def action_back(self) -> None:
        """Nobody else after all."""
        self.post_message(self.Picked(""))

    def _draw(self) -> None:
        self.header.show("Who is learning?", self._current)
        blocks = []
        for number, name in enumerate(self._names):
            here = number == self._cursor
            mark = Content.styled("▸" if here else " ", "bold $text-primary")
            text = Content.styled(name, "bold" if here else "")
            blocks.append(Block(text, mark, 3, 0, action=f"pick({number})"))
        self.show(blocks, (TAKE, UP, ADD, BACK))
