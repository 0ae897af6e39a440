"""A conversation: the customer speaks, a number answers, the temperature moves; at the end it is looked back on."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message

from quizgame.domain.conversation import Run
from quizgame.domain.session import OutOfTurn
from quizgame.store.errors import StoreError
from quizgame.study.study import Study
from quizgame.study.views import Showing
from quizgame.tui.keys import Key
from quizgame.tui.screens.session import (
    FLAG,
    HELP_KEY,
    PAGE_DOWN,
    PAGE_UP,
    PAUSE,
    STOP,
    UNDO,
    WHY,
    SessionScreen,
)
from quizgame.tui.widgets.conversations import choices, debriefing, gauge, heading, spoken, transcript
from quizgame.tui.widgets.page import Block

LETTERS = 45.0
"""Letters a second at which the customer speaks: a quick reader's pace, and any key shows the rest."""

_FRAME = 1 / 15
_ACTING = {"p", "q", "u", "f", "w", "question_mark", "escape", "pageup", "pagedown"}
"""Keys that do what they say even while the customer speaks; any other only shows the rest."""

FORWARD = Key("enter,space", "forward", "Enter", "go on", "Give the marked response, or go on after the debriefing.")
UP = Key("up,k", "up", "", "", "Move to the response above, or scroll up.")
DOWN = Key("down,j", "down", "", "", "Move to the response below, or scroll down.")
SHOW = Key("", "", "any key", "show all", "")
SCROLL = Key("", "", "↑↓", "scroll", "")
LEAVE = STOP._replace(word="end practice")
_HELP = "Give a response; after the end, try again from that turn."
NUMBERS = tuple(Key(number, f"number({number})", "", "", _HELP) for number in "12345678")


class ConversationScreen(SessionScreen):
    """One conversation, and trying it again."""

    KEYS = (*NUMBERS[:4], FORWARD, UP, DOWN, PAGE_UP, PAGE_DOWN, UNDO, FLAG, PAUSE, WHY, STOP, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in (*KEYS, *NUMBERS[4:])]

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._run = self._run_of(self._showing)
        self._practice: int | None = None
        """The number of steps from which a turn is tried again; None while nothing is."""
        self._since = 0.0
        """When what is shown now came up, by the clock of messages."""
        self._cursor: int | None = None
        self._seen: float | None = None

    def on_mount(self) -> None:
        """Let the customer speak."""
        self._timer = self.set_interval(_FRAME, self._speak, pause=True)

    def on_resize(self) -> None:
        """The two ways of the debriefing are laid out by the width, and what is said now stays in view."""
        if self._run.outcome is not None:
            self._draw()
        else:
            self._come_to_the_present()

    def on_key(self, event: events.Key) -> None:
        """Any key shows the rest of what the customer says; one typed before this turn came up means nothing.

        What answers is done here and not by its binding, which would come only after all keys typed ahead were heard.
        """
        early = event.time < self._since or self._seen is not None
        if self._seen is not None:
            self._show_all()
        if event.key in _ACTING or self._ended:
            return
        answers = event.key.isdecimal() or event.key in {"enter", "space"}
        if early or answers:
            event.stop()
            event.prevent_default()
        if not early and event.key.isdecimal():
            self.action_number(int(event.key))
        elif not early and answers:
            self.action_forward()

    # ── what keys do ──────────────────────────────────────────────────────────────────────────────────────

    def action_number(self, number: int) -> None:
        """Give a response, or try a turn again."""
        if self._run.outcome is None:
            self._answer(number - 1)
        elif 0 < number <= len(self._run.steps):
            self._practice = number - 1
            self._try_again(self._run.back_to(number - 1))

    def action_forward(self) -> None:
        """Give the marked response, or go on."""
        if self._run.outcome is not None:
            self._next()
        elif self._cursor is not None:
            self._answer(self._cursor)

    def action_undo(self) -> None:
        """Take the latest answer back; while trying again, only what was said last."""
        if self._practice is None:
            super().action_undo()
        elif len(self._run.steps) > self._practice:
            self._try_again(self._run.back_to(len(self._run.steps) - 1))
        else:
            self._end_practice()

    def action_stop(self) -> None:
        """End the session; while trying again, only that."""
        if self._practice is None:
            super().action_stop()
        else:
            self._end_practice()

    def action_up(self) -> None:
        """One response, or one line, up."""
        self._move(-1)

    def action_down(self) -> None:
        """One response, or one line, down."""
        self._move(1)

    # ── steps of the conversation ─────────────────────────────────────────────────────────────────────────

    def _fits(self, showing: Showing) -> bool:
        return showing.run is not None

    def _fresh(self) -> None:
        self._trouble, self._practice = "", None
        self._show_turn(self._study.showing)

    def _show_turn(self, showing: Showing) -> None:
        self._showing, self._run, self._cursor = showing, self._run_of(showing), None
        self._seen = None if self._stands_still() else 0.0
        if self._seen is not None and self._timer is not None:
            self._timer.resume()
        self._draw()
        self._come_to_the_present()
        self._since = Message().time

    def _stands_still(self) -> bool:
        """Whether all is shown at once: without colours of our own, nothing can be there and not be seen."""
        return self.app.animation_level == "none" or self.app.no_color

    def _answer(self, place: int) -> None:
        """Store the answer and go on; when it cannot be stored, say so and leave the turn open."""
        if not 0 <= place < len(self._showing.order):
            return
        if self._practice is not None:
            self._try_again(self._run.say(self._showing.order[place]))
            return
        try:
            self._study.choose(place)
        except StoreError as error:
            self._say(f"Your answer was not stored. {error}")
            return
        except OutOfTurn:
            return
        run = self._study.run
        if run is not None and run.outcome is not None:
            self._look_back(run)
        else:
            self._next()

    def _try_again(self, run: Run) -> None:
        """Go on from a turn without keeping anything."""
        if run.outcome is None:
            self._show_turn(self._study.rehearse(run))
        else:
            self._look_back(run)

    def _end_practice(self) -> None:
        """Back to what was said in earnest."""
        self._practice = None
        if self._study.run is not None:
            self._look_back(self._study.run)

    def _look_back(self, run: Run) -> None:
        self._run, self._trouble, self._seen = run, "", None
        self._draw()
        self.scroll.scroll_home(animate=False)
        self._since = Message().time

    def _move(self, step: int) -> None:
        if self._run.outcome is not None:
            self.scroll.scroll_relative(y=step, animate=False)
            return
        options = len(self._showing.order)
        first = 0 if step > 0 else options - 1
        self._cursor = first if self._cursor is None else (self._cursor + step) % options
        self._draw()
        line, region = self.page.line_of(f"number({self._cursor + 1})"), self.page.content_region
        self.scroll.scroll_to(y=max(0, line - self.scroll.size.height // 2), animate=False)
        self.app.cursor_position = Offset(region.x, region.y + line)

    @staticmethod
    def _run_of(showing: Showing) -> Run:
        assert showing.run is not None, "this screen is for conversations"
        return showing.run

    # ── the customer speaks ───────────────────────────────────────────────────────────────────────────────

    def _speak(self) -> None:
        if self._seen is None:
            return
        self._seen += LETTERS * _FRAME
        if self._seen >= len(self._run.heard):
            self._show_all()
        else:
            self._draw()

    def _show_all(self) -> None:
        self._seen = None
        if self._timer is not None:
            self._timer.pause()
        self._draw()

    def _come_to_the_present(self) -> None:
        """Scroll so that what is said now and the responses are in view, with as much before as there is room."""
        run, before = self._run, len(tuple(transcript(self._run)))

        def come() -> None:
            if self._run is run:  # by now it may have ended, and the debriefing begins at its top
                self.scroll.scroll_to(y=self.page.line_of_block(before), animate=False)

        self.call_after_refresh(come)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────

    def _tick(self) -> None:
        practice = "" if self._practice is None else "Practice · "
        self.header.show(f"{practice}{heading(self._run.conversation)}", gauge(self._run.temperature))

    def _draw(self) -> None:
        self._tick()
        if self._run.outcome is None:
            said = spoken(self._run, self._letters())
            blocks = (*transcript(self._run), *self._notice(), said, *self._choices())
            options = Key("", "", f"1–{len(self._showing.order)}", "say it", "")
            first = options if self._seen is None else SHOW
            self.show(blocks, (first, UNDO, FLAG, PAUSE, HELP_KEY, STOP if self._practice is None else LEAVE))
        else:
            title = self._study.document_title
            again = Key("", "", f"1–{len(self._run.steps)}", "try again from there", "")
            self.show(
                (*self._notice(), *debriefing(self._run, self._room(), title)),
                (FORWARD, SCROLL, again, UNDO, HELP_KEY, STOP if self._practice is None else LEAVE),
            )

    def _choices(self) -> tuple[Block, ...]:
        return tuple(choices(self._run, self._showing.order, self._cursor, seen=self._seen is None))

    def _say(self, trouble: str) -> None:
        super()._say(trouble)
        if self._run.outcome is None:
            self._come_to_the_present()
        else:
            self.scroll.scroll_home(animate=False)

    def _letters(self) -> int | None:
        return None if self._seen is None else int(self._seen)

    def _room(self) -> int:
        """Columns that the page has, or will have once it is laid out, with a scroll bar beside it."""
        return (self.page.content_size.width or min(84, self.app.size.width - 7)) - 1
