"""What all screens share: a header, a page that may scroll, and the line of keys at the foot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from quizgame.tui.keys import Key
from quizgame.tui.widgets.foot import Foot
from quizgame.tui.widgets.header import Header
from quizgame.tui.widgets.page import Block, Page


class HouseScreen(Screen[None]):
    """A screen of this house."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide")]  # noqa: RUF012
    KEYS: ClassVar[tuple[Key, ...]] = ()
    """Every key of the screen, for its help page."""

    def __init__(self) -> None:
        super().__init__()
        self.header = Header()
        self.page = Page()
        self.scroll = VerticalScroll(self.page, can_focus=False)
        self.foot = Foot()

    def compose(self) -> ComposeResult:
        """Header, page, foot."""
        yield self.header
        yield self.scroll
        yield self.foot

    def show(self, blocks: Iterable[Block], keys: Iterable[Key]) -> None:
        """Replace page and foot."""
        self.page.show(*blocks)
        self.foot.show(keys)

    def on_page_clicked(self, message: Page.Clicked) -> None:
        """A click does what the key of the same action does."""
        self.run_action_soon(message.action)

    def on_foot_clicked(self, message: Foot.Clicked) -> None:
        """A click on a key's name does what the key does."""
        self.run_action_soon(message.action)

    def run_action_soon(self, action: str) -> None:
        """Run one of this screen's actions."""
        self.call_later(self.run_action, action)
