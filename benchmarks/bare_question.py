"""The floor: the barest Textual program with one question on the screen, and nothing behind it.

It has the parts that any such game needs (a bar, a question, four responses, a reason, the stock foot), no store, no
packs and no rules. What our game takes longer than this is ours to answer for.

    python -m benchmarks.bare_question        1-4 answer, n next question, q or ctrl+q quit

A harness waits for `READY`, for `COUNT=<n>=` in the question and for `ANSWERED=<n>=` in the reason.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

_RESPONSES = range(4)
_BEST = 2
_REASON = "Being heard comes first; a solution offered too early sounds like a brush-off. "


class Response(Static):
    """One of the four responses."""


class BareQuestion(App[None]):
    """One screen."""

    CSS = """
    #bar { dock: top; height: 1; background: $primary; color: $text; }
    #question { margin: 1 2; padding: 1 2; border: round $accent; text-style: bold; }
    Response { margin: 0 4; padding: 0 2; height: auto; border: tall $surface; }
    Response.best { border: tall $success; }
    Response.missed { border: tall $error; }
    #reason { margin: 1 4; padding: 0 2; height: auto; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(place + 1), f"answer({place})", f"Response {place + 1}") for place in _RESPONSES),
        Binding("n", "next", "Next"),
        Binding("q", "quit", "Quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0
        self._answered = 0

    def compose(self) -> ComposeResult:
        """Bar, question, responses, reason, foot."""
        yield Static(id="bar")
        with VerticalScroll():
            yield Static(id="question")
            for place in _RESPONSES:
                yield Response(id=f"response-{place}")
            yield Static(id="reason")
        yield Footer()

    def on_mount(self) -> None:
        """Ask at once."""
        self._ask()

    def action_answer(self, chosen: int) -> None:
        """Mark the best response and the missed one, and say why."""
        self._answered += 1
        for place in _RESPONSES:
            response = self.query_one(f"#response-{place}", Response)
            response.set_class(place == _BEST, "best")
            response.set_class(place == chosen != _BEST, "missed")
        self.query_one("#reason", Static).update(f"ANSWERED={self._answered}= {_REASON * 2}")

    def action_next(self) -> None:
        """Ask the next question."""
        self._asked += 1
        self._ask()

    def _ask(self) -> None:
        self.query_one("#bar", Static).update(f"limits {self._asked}/20   streak 12   due 37")
        self.query_one("#question", Static).update(
            f"READY COUNT={self._asked}= A caller whose parcel is late raises his voice. What do you say first?"
        )
        for place in _RESPONSES:
            response = self.query_one(f"#response-{place}", Response)
            response.remove_class("best", "missed")
            response.update(
                f"[b]{place + 1}[/b]  Response {place} to question {self._asked}: let me see what I can do."
            )
        self.query_one("#reason", Static).update("")


if __name__ == "__main__":
    BareQuestion().run()
