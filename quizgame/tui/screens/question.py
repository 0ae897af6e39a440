"""A question in full, with its reasons, takeaway and sources, and what is left of it in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from quizgame.domain.words import in_days
from quizgame.store.catalogue import ShelvedQuestion
from quizgame.store.errors import StoreError
from quizgame.study.shelf import Remembered, Shelf
from quizgame.tui.keys import Key
from quizgame.tui.screens.pack_files import BACK, DOWN, HELP_KEY, PAGE_DOWN, PAGE_UP, SCROLL, UP, ReadingScreen
from quizgame.tui.widgets.page import Block, prose
from quizgame.tui.widgets.questions import in_full, sources

NEXT = Key("right,n", "step(1)", "← →", "question", "Read the next question.")
PREVIOUS = Key("left,p", "step(-1)", "", "", "Read the question before.")
SUSPEND = Key("s", "suspend", "s", "suspend", "Ask this objective no more, or again. Its memory is kept.")


WHY = Key("w", "why", "w", "why", "Say when it is asked and why, and what is left of it in memory.")


class QuestionScreen(ReadingScreen):
    """One of several questions."""

    KEYS: ClassVar[tuple[Key, ...]] = (NEXT, PREVIOUS, WHY, SUSPEND, UP, DOWN, PAGE_UP, PAGE_DOWN, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    def __init__(self, shelf: Shelf, keys: Sequence[str], index: int) -> None:
        """`keys` are those of the questions to turn the pages of."""
        super().__init__()
        self._shelf = shelf
        self._keys = keys
        self._index = index
        self._notice = ""

    def on_mount(self) -> None:
        """Show it."""
        self._draw()

    def action_step(self, step: int) -> None:
        """The question beside this one."""
        there = self._index + step
        if 0 <= there < len(self._keys):
            self._index, self._notice = there, ""
            self._draw()
            self.scroll.scroll_home(animate=False)

    def action_suspend(self) -> None:
        """Ask its objective no more, or again."""
        if question := self._shelf.question(self._keys[self._index]):
            try:
                self._shelf.suspend(question.objective)
                self._notice = ""
            except StoreError as error:
                self._notice = str(error)
            self._draw()

    def action_why(self) -> None:
        """Say why it is asked when it is."""
        question = self._shelf.question(self._keys[self._index])
        if question and (found := self._shelf.why(question.objective)):
            from quizgame.tui.screens.why import WhyScreen

            self.app.push_screen(WhyScreen(found))

    def _draw(self) -> None:
        question = self._shelf.question(self._keys[self._index])
        place = f"{self._index + 1} of {len(self._keys)}"
        if question is None:
            self.header.show("", place)
            self.show([Block(Content.styled("This question is gone.", "bold"))], (NEXT, BACK, HELP_KEY))
            return
        remembered = self._shelf.remembered(question)
        self.header.show(question.pack_title, place)
        self.show(self._blocks(question, remembered), self._foot(remembered))

    def _blocks(self, question: ShelvedQuestion, remembered: Remembered | None) -> Iterator[Block]:
        if self._notice:
            yield Block(Content.styled(self._notice, "$text-warning"), Content.styled("!", "bold $text-warning"), 2)
            yield Block(Content(""))
        yield Block(prose(question.title, "$text-primary"), note=_memory(remembered))
        yield Block(Content(""))
        yield from in_full(question.question, question.takeaway)
        yield from sources(question.question, self._shelf.document_title)
        facts = f"{question.key} · {question.question.kind} · revision {question.question.revision}"
        yield Block(Content.styled(facts, "$foreground-muted"))

    def _foot(self, remembered: Remembered | None) -> tuple[Key, ...]:
        suspend = SUSPEND._replace(word="ask again") if remembered and remembered.suspended else SUSPEND
        turn = (NEXT,) if len(self._keys) > 1 else ()
        return (*turn, SCROLL, WHY, suspend, BACK, HELP_KEY)


def _memory(remembered: Remembered | None) -> Content:
    """What is left of the objective."""
    if remembered is None:
        return Content("")
    if remembered.suspended:
        return Content.styled("suspended", "$text-warning")
    if remembered.recall is None or remembered.due is None:
        return Content.styled("new", "$foreground-muted")
    return Content.styled(f"{round(remembered.recall * 100)} %, due {in_days(remembered.due)}", "$foreground-muted")
