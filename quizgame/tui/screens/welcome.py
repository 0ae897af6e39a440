"""The first run: one question, the learner's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from quizgame.store.errors import StoreError
from quizgame.store.learners import LONGEST_NAME
from quizgame.study.study import Study


class WelcomeScreen(Screen[None]):
    """Asks for a name and makes a study for it."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Back", show=False)]

    @dataclass
    class Entered(Message):
        """A learner has come in; None when somebody thought better of adding one."""

        study: Study | None

    def __init__(self, welcome: Callable[[str], Study], *, first: bool = True) -> None:
        super().__init__()
        self._welcome = welcome
        self._first = first

    def compose(self) -> ComposeResult:
        """The question, a line to write on, and what follows."""
        with Vertical(id="welcome"):
            yield Static(Content.styled("quizgame" if self._first else "A new learner", "bold $text-primary"))
            yield Static("")
            yield Static(Content.styled("What should I call you?", "bold"))
            yield Input(max_length=LONGEST_NAME, placeholder="Your name")
            yield Static("", id="trouble")
            yield Static(
                Content.styled(
                    "The name stays on this computer. Progress is yours alone: nothing is ever sent.",
                    "$foreground-muted",
                )
            )
            yield Static("")
            back = ("Ctrl+Q", " leave") if self._first else ("Esc", " back")
            yield Static(
                Content.assemble(
                    ("Enter", "bold $text-primary"),
                    (" go on   ", "$foreground-muted"),
                    (back[0], "bold $text-primary"),
                    (back[1], "$foreground-muted"),
                )
            )

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Let the learner in, or say why that name cannot be used."""
        try:
            study = self._welcome(message.value)
        except StoreError as error:
            self.query_one("#trouble", Static).update(Content.styled(str(error), "$text-warning"))
        else:
            self.post_message(self.Entered(study))

    def action_cancel(self) -> None:
        """Back, where there is a way back."""
        if not self._first:
            self.post_message(self.Entered(None))
