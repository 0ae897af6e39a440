"""Play: one question fills the screen, one key answers it, and the verdict follows on the same screen at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset

from quizgame.domain.events import Certainty, Grade
from quizgame.domain.questions import BetterResponse, Flashcard
from quizgame.domain.session import OutOfTurn
from quizgame.domain.words import in_days, minutes_seconds
from quizgame.store.errors import StoreError
from quizgame.study.study import Study
from quizgame.study.views import Showing, Verdict
from quizgame.tui.keys import Key
from quizgame.tui.screens.session import (
    FLAG,
    HELP_KEY,
    NUMBERS,
    PAGE_DOWN,
    PAGE_UP,
    PAUSE,
    STOP,
    UNDO,
    WHY,
    SessionScreen,
)
from quizgame.tui.widgets.page import Block, columns
from quizgame.tui.widgets.questions import asking, choice, front, judged, sources, turned

_GRADES = (
    (Grade.AGAIN, "Again"),
    (Grade.HARD, "Hard"),
    (Grade.GOOD, "Good"),
    (Grade.EASY, "Easy"),
)
_MARKS = {
    Certainty.SURE: "You are sure: now choose.",
    Certainty.NOT_SURE: "You are not sure: now choose.",
}

SURE = Key("c", "sure", "c", "sure", "Say that you are sure, before you choose.")
NOT_SURE = Key("x", "not_sure", "x", "not sure", "Say that you are not sure, before you choose.")
FORWARD = Key("enter,space", "forward", "Enter", "next", "Turn the card, take the marked response, or go on.")
UP = Key("up,k", "up", "", "", "Move to the response above, or scroll up.")
DOWN = Key("down,j", "down", "", "", "Move to the response below, or scroll down.")
SCROLL = Key("", "", "↑↓", "scroll", "")


class PlayScreen(SessionScreen):
    """A session, question after question."""

    KEYS = (*NUMBERS[:4], SURE, NOT_SURE, FORWARD, UP, DOWN, PAGE_UP, PAGE_DOWN, UNDO, FLAG, PAUSE, WHY, STOP, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in (*KEYS, *NUMBERS[4:])]

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._verdict: Verdict | None = None
        self._outlook: dict[Grade, int] = {}
        self._cursor: int | None = None
        self._certainty = Certainty.UNSTATED

    def on_mount(self) -> None:
        """Let the clock tick."""
        self._timer = self.set_interval(1.0, self._tick)

    # ── what keys do ──────────────────────────────────────────────────────────────────────────────────────

    def action_number(self, number: int) -> None:
        """Choose a response or grade a card."""
        showing = self._showing
        if self._verdict is not None:
            return
        if isinstance(showing.question.question, Flashcard):
            if self._outlook and number <= len(_GRADES):
                self._answer(grade=_GRADES[number - 1][0])
            elif not self._outlook:
                self._reveal()
        elif number <= len(showing.order):
            self._answer(place=number - 1)

    def action_sure(self) -> None:
        """Mark the coming answer as sure, or take the mark back."""
        self._mark(Certainty.SURE)

    def action_not_sure(self) -> None:
        """Mark the coming answer as not sure, or take the mark back."""
        self._mark(Certainty.NOT_SURE)

    def action_forward(self) -> None:
        """Go on, whatever that means now."""
        if self._verdict is not None:
            self._next()
        elif isinstance(self._showing.question.question, Flashcard):
            if not self._outlook:
                self._reveal()
            elif self._cursor is not None:
                self._answer(grade=_GRADES[self._cursor][0])
        elif self._cursor is not None:
            self._answer(place=self._cursor)

    def action_up(self) -> None:
        """One response, or one line, up."""
        self._move(-1)

    def action_down(self) -> None:
        """One response, or one line, down."""
        self._move(1)

    # ── steps of the session ──────────────────────────────────────────────────────────────────────────────

    def _fits(self, showing: Showing) -> bool:
        return showing.run is None

    def _fresh(self) -> None:
        self._verdict, self._outlook, self._cursor, self._trouble = None, {}, None, ""
        self._certainty = Certainty.UNSTATED
        self._showing = self._study.showing
        self._draw()
        self.scroll.scroll_home(animate=False)

    def _reveal(self) -> None:
        self._outlook = self._study.reveal()
        self._cursor = None
        self._draw()

    def _answer(self, place: int | None = None, grade: Grade | None = None) -> None:
        """Store the answer, then show the verdict; when it cannot be stored, say so and leave the question open."""
        try:
            if grade is not None:
                self._verdict = self._study.grade(grade)
            elif place is not None:
                self._verdict = self._study.choose(place, self._certainty)
        except StoreError as error:
            self._say(f"Your answer was not stored. {error}")
            return
        except OutOfTurn:
            return
        self._trouble = ""
        if grade is not None:
            self._next()  # the learner has graded the card: there is no verdict to read
        else:
            self._draw()
            self.scroll.scroll_home(animate=False)

    def _mark(self, certainty: Certainty) -> None:
        if self._verdict is None and isinstance(self._showing.question.question, BetterResponse):
            self._certainty = Certainty.UNSTATED if self._certainty is certainty else certainty
            self._draw()

    def _move(self, step: int) -> None:
        choices = self._choices()
        if self._verdict is not None or not choices:
            self.scroll.scroll_relative(y=step, animate=False)
            return
        first = 0 if step > 0 else choices - 1
        self._cursor = first if self._cursor is None else (self._cursor + step) % choices
        self._draw()
        self._follow_cursor()

    def _choices(self) -> int:
        showing = self._showing
        if isinstance(showing.question.question, BetterResponse):
            return len(showing.order)
        return len(_GRADES) if self._outlook else 0

    def _follow_cursor(self) -> None:
        """Keep the marked line in view, and the terminal's cursor on it: braille and speech follow that."""
        if self._cursor is None:
            return
        line = self.page.line_of(f"number({self._cursor + 1})")
        region = self.page.content_region
        self.scroll.scroll_to(y=max(0, line - self.scroll.size.height // 2), animate=False)
        self.app.cursor_position = Offset(region.x, region.y + line + 1)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────

    def _tick(self) -> None:
        used, planned = self._study.clock()
        title = self._showing.question.pack_title
        self.header.show(title, minutes_seconds(planned - used), used / planned if planned else 1.0)

    def _draw(self) -> None:
        self._tick()
        showing = self._showing
        question = showing.question.question
        if isinstance(question, Flashcard):
            self.show((*self._notice(), *self._card(question)), self._card_keys())
        elif self._verdict is None:
            self.show((*self._notice(), *self._asking(question, showing)), self._asking_keys(len(showing.order)))
        else:
            self.show(
                (*self._notice(), *self._judged(question, self._verdict)),
                (FORWARD, SCROLL, UNDO, FLAG, PAUSE, HELP_KEY, STOP),
            )

    def _asking(self, question: BetterResponse, showing: Showing) -> Iterator[Block]:
        certainty = Content.styled(_MARKS.get(self._certainty, ""), "$text-primary")
        return asking(question, showing.order, self._cursor, certainty)

    def _card(self, question: Flashcard) -> Iterator[Block]:
        if not self._outlook:
            yield from front(question)
            return
        yield from turned(question)
        yield Block(Content.styled("How well did you know it?", "bold"), space=2)
        for place, (grade, word) in enumerate(_GRADES):
            text = columns(word, f"due {in_days(self._outlook[grade])}", 10)
            yield choice(place, text, self._cursor, space=int(place == 0))
        yield from sources(question, self._study.document_title)

    def _judged(self, question: BetterResponse, verdict: Verdict) -> Iterator[Block]:
        word = "That is the best response." if verdict.right else "There is a better response."
        if verdict.grade is Grade.HARD:
            word = "That is the best response, and now you can be surer of it."
        yield Block(Content.styled(word, "bold $text-success" if verdict.right else "bold $text-warning"))
        yield from judged(question, verdict.showing.order, verdict.chosen, verdict.showing.question.takeaway)
        yield from sources(question, self._study.document_title)
        when = "This was practice" if verdict.practice else "Due"
        yield Block(
            Content.styled(
                f"{when}{', due' if verdict.practice else ''} {in_days(verdict.due_in)}.", "$foreground-muted"
            )
        )

    def _asking_keys(self, options: int) -> tuple[Key, ...]:
        choose = Key("", "", f"1–{options}", "choose", "")
        return (choose, SURE, NOT_SURE, UNDO, FLAG, PAUSE, HELP_KEY, STOP)

    def _card_keys(self) -> tuple[Key, ...]:
        first = Key("", "", "1–4", "grade", "") if self._outlook else FORWARD._replace(word="turn the card")
        return (first, UNDO, FLAG, PAUSE, HELP_KEY, STOP)
