"""A note for the trainer about a question that is bad."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from quizgame.study.study import LONGEST_NOTE
from quizgame.tui.screens.modal import BoxScreen


class FlagScreen(BoxScreen[str | None]):
    """Gives the note, or None when the learner thought better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    def compose(self) -> ComposeResult:
        """The question and a line to write on."""
        with Vertical(id="box"):
            yield Static(Content.styled("What is wrong with this question?", "bold"))
            yield Input(max_length=LONGEST_NOTE, placeholder="A few words for the trainer")
            yield Static(
                Content.assemble(
                    ("Enter", "bold $text-primary"),
                    (" send   ", "$foreground-muted"),
                    ("Esc", "bold $text-primary"),
                    (" never mind", "$foreground-muted"),
                )
            )

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the note, which may be empty."""
        self.dismiss(message.value)

    def action_cancel(self) -> None:
        """No flag."""
        self.dismiss(None)
