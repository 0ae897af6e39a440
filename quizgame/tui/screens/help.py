"""The keys of a screen, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizgame.tui.keys import Key
from quizgame.tui.screens.modal import BoxScreen

_NAMES = {
    "question_mark": "?",
    "pageup": "Page Up",
    "pagedown": "Page Down",
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "ctrl+q": "Ctrl+Q",
}
_COLUMN = 12


class HelpScreen(BoxScreen[None]):
    """Waits for any key or click; a long list scrolls."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The list."""
        lines = [Content.styled("Keys", "bold")]
        for key in self._keys:
            name = " ".join(_NAMES.get(each, each) for each in key.key.split(","))
            lines.append(Content.assemble((name.ljust(_COLUMN), "bold $text-accent"), key.help))
        lines.append(
            Content.assemble(("Ctrl+Q".ljust(_COLUMN), "bold $text-accent"), "Leave the game at once. Nothing is lost.")
        )
        with VerticalScroll(id="box", can_focus=False):
            yield Static(Content("\n").join(lines))

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
