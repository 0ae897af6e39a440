"""How a conversation begins: its setting and its customer, and one key that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from quizgame.domain.conversation import Run, best_from
from quizgame.domain.words import count
from quizgame.store.conversations import ShelvedConversation
from quizgame.study.shelf import Shelf
from quizgame.tui.keys import Key
from quizgame.tui.screens.pack_files import DOWN, HELP_KEY, PAGE_DOWN, PAGE_UP, SCROLL, UP, ReadingScreen
from quizgame.tui.widgets.conversations import gauge, heading
from quizgame.tui.widgets.page import Block, prose

HOLD = Key("enter,p", "hold", "Enter", "hold it", "Hold this conversation, or go on with it where you left it.")
BACK = Key("escape,q", "back", "Esc", "back", "Go back.")


class OpeningScreen(ReadingScreen):
    """What one knows before a conversation; nothing of what can be said in it."""

    KEYS: ClassVar[tuple[Key, ...]] = (HOLD, UP, DOWN, PAGE_UP, PAGE_DOWN, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    @dataclass
    class HoldWanted(Message):
        """The conversation is to be held."""

        key: str

    def __init__(self, shelf: Shelf, key: str) -> None:
        """`key` is the conversation's."""
        super().__init__()
        self._shelf = shelf
        self._key = key

    def on_mount(self) -> None:
        """Show it."""
        shelved = self._shelf.conversation(self._key)
        if shelved is None:
            self.header.show("")
            self.show([Block(Content.styled("This conversation is gone.", "bold"))], (BACK, HELP_KEY))
            return
        self.header.show(heading(shelved.conversation), shelved.pack_title)
        self.show(_blocks(shelved, self._shelf.run(shelved)), (HOLD, SCROLL, BACK, HELP_KEY))

    def action_hold(self) -> None:
        """Hold it."""
        self.post_message(self.HoldWanted(self._key))


def _blocks(shelved: ShelvedConversation, left: Run | None) -> Iterator[Block]:
    held = shelved.conversation
    run = left if left and left.outcome is None else Run(held)
    yield Block(prose(held.setting))
    yield Block(prose(f"{held.customer}: {run.heard}"), space=1)
    yield Block(gauge(run.temperature), space=1)
    turns = count(len(best_from(run).steps) - len(run.steps), "turn")
    at = f"You left it at turn {len(run.steps) + 1}; it goes on there, with about {turns} to go."
    yield Block(Content.styled(at if run.steps else f"About {turns}.", "$foreground-muted"), space=1)
    facts = f"{shelved.key} · {held.kind} · revision {held.revision}"
    yield Block(Content.styled(facts, "$foreground-muted"), space=1)
