"""Search over all questions, as one types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from quizgame.domain.text import plain
from quizgame.domain.words import count
from quizgame.store.search import Hits
from quizgame.study.shelf import Shelf
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.listing import Line, ListScreen
from quizgame.tui.screens.opening import OpeningScreen
from quizgame.tui.screens.question import QuestionScreen
from quizgame.tui.widgets.page import Block, prose

OPEN = Key("enter", "open", "Enter", "read", "Read the marked question in full.")
UP = Key("up", "move(-1)", "↑↓", "move", "Move up.")
DOWN = Key("down", "move(1)", "", "", "Move down.")
PAGE_UP = Key("pageup", "page(-1)", "", "", "Move up by a page.")
PAGE_DOWN = Key("pagedown", "page(1)", "", "", "Move down by a page.")
BACK = Key("escape", "back", "Esc", "back", "Empty the line, or go back.")
HELP_KEY = Key("f1", "help", "F1", "keys", "Show this page.")

LONGEST = 100
"""Characters of a search."""


class SearchScreen(ListScreen):
    """A line to write on, and the questions in which its words occur."""

    KEYS: ClassVar[tuple[Key, ...]] = (OPEN, UP, DOWN, PAGE_UP, PAGE_DOWN, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._search = shelf.search()
        self._hits = Hits(0, ())
        self._text = ""
        self.input = Input(max_length=LONGEST, placeholder="Words of a question", compact=True)

    def compose(self) -> ComposeResult:
        """The line stands above the list."""
        yield self.header
        yield Vertical(self.input, id="line")
        yield self.scroll
        yield self.foot

    def on_mount(self) -> None:
        """Ready for the first key."""
        self.header.show("Search")
        self.input.focus()

    def on_screen_resume(self) -> None:
        """A question may have gone in the meantime."""
        self._look(self._text)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look for what stands there now."""
        self.cursor = 0
        self._look(message.value)

    def on_input_submitted(self) -> None:
        """Enter reads."""
        self.action_open()

    def action_open(self) -> None:
        """Read the marked question, or see how the marked conversation begins."""
        if not self._hits.first:
            return
        marked = self._hits.first[self.cursor]
        if marked.kind == "conversation":
            self.app.push_screen(OpeningScreen(self._shelf, marked.question))
        else:
            keys = [hit.question for hit in self._hits.first if hit.kind != "conversation"]
            self.app.push_screen(QuestionScreen(self._shelf, keys, keys.index(marked.question)))

    def action_back(self) -> None:
        """Empty the line, or go back."""
        if self.input.value:
            self.input.value = ""
        else:
            self.dismiss(None)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))

    def amount(self) -> int:
        """Questions at hand."""
        return len(self._hits.first)

    def line(self, index: int) -> Line:
        """What a question begins with, and where it stands."""
        hit = self._hits.first[index]
        pack = Content(hit.pack_title).truncate(max(10, self.size.width // 4), ellipsis=True)
        below = Content.styled(f"{plain(hit.title)} · {hit.question}", "not bold $foreground-muted")
        return Line(prose(hit.excerpt), pack.stylize("$foreground-muted"), below)

    def above(self) -> Iterator[Block]:
        """How much was found."""
        if not self._text.strip():
            text = "Every word must occur: in the title, the scene, the responses, or on a card. Accents do not matter."
        elif not self._hits.number:
            text = "No question has all these words. Fewer words, or only their beginnings, find more."
        else:
            beyond = f", the first {len(self._hits.first)} of them here" * (self._hits.number > len(self._hits.first))
            text = f"{count(self._hits.number, 'question')}{beyond}"
        yield Block(Content.styled(text, "$foreground-muted"))
        yield Block(Content(""))

    def named_keys(self) -> tuple[Key, ...]:
        """What can be done here; every letter is text."""
        return (*((OPEN, UP) if self._hits.first else ()), BACK, HELP_KEY)

    def _look(self, text: str) -> None:
        self._text = text
        self._hits = self._search.look(text)
        self.draw_list()
