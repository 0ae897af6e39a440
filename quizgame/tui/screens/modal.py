"""A small box over the screen for one question or one message."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

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
