"""A small box over the screen for one question or one message."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from quizgame.tui.widgets.page import Page

Result = TypeVar("Result")


class BoxScreen(ModalScreen[Result]):
    """A box in the middle; what lies behind it is dimmed."""

    DEFAULT_CSS = """
    BoxScreen { align: center middle; }
    BoxScreen > #box {
        width: 64; max-width: 94%; height: auto; max-height: 94%;
        padding: 1 2; border: round $primary; background: $surface;
    }
    """


class PageBox(BoxScreen[None]):
    """A page in a box, until any key or click; what is long scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="box", can_focus=False):
            yield self.page

    def on_key(self, event: events.Key) -> None:
        """Scroll, or go back."""
        event.stop()
        box = self.query_one("#box", VerticalScroll)
        if event.key in {"up", "down"} and box.max_scroll_y:
            box.scroll_relative(y=1 if event.key == "down" else -1, animate=False)
        else:
            self.dismiss(None)

    def on_click(self) -> None:
        """Go back."""
        self.dismiss(None)
