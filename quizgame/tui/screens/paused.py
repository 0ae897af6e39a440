"""The pause: a call comes first, and the time stands still until a key is pressed."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizgame.domain.words import minutes_seconds
from quizgame.tui.screens.modal import BoxScreen


class PausedScreen(BoxScreen[None]):
    """Waits for any key or click."""

    def __init__(self, clock: tuple[float, float]) -> None:
        super().__init__()
        self._left = clock[1] - clock[0]

    def compose(self) -> ComposeResult:
        """The message."""
        yield Static(
            Content.assemble(
                ("Paused. Your call comes first.", "bold"),
                "\n\nYour answers are stored, and the time stands still: ",
                (minutes_seconds(self._left), "bold"),
                " left. After half an hour of rest the session is over.\n\n",
                ("Any key", "bold $text-primary"),
                (" go on", "$foreground-muted"),
            ),
            id="box",
        )

    def on_key(self, event: events.Key) -> None:
        """Back to the question."""
        event.stop()
        self.dismiss(None)

    def on_click(self) -> None:
        """Back to the question."""
        self.dismiss(None)
