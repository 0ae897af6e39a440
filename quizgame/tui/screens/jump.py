"""Where to go: a number, or the beginning of an id."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from quizgame.tui.screens.modal import BoxScreen


class JumpScreen(BoxScreen[str | None]):
    """Gives what was written, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    def compose(self) -> ComposeResult:
        """A line to write on."""
        with Vertical(id="box"):
            yield Static(Content.styled("Which question?", "bold"))
            yield Input(max_length=100, placeholder="Its number, or how its id begins")
            yield Static(
                Content.assemble(
                    ("Enter", "bold $text-primary"),
                    (" go there   ", "$foreground-muted"),
                    ("Esc", "bold $text-primary"),
                    (" stay here", "$foreground-muted"),
                )
            )

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go."""
        self.dismiss(message.value.strip())

    def action_cancel(self) -> None:
        """Stay."""
        self.dismiss(None)
