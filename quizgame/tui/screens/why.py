"""Why this is asked now: the answers so far, what is left in memory, and what each grade would do."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from quizgame.study.why import Why, answers, due, futures, state
from quizgame.tui.screens.modal import PageBox
from quizgame.tui.widgets.page import Block


class WhyScreen(PageBox):
    """Waits for any key or click; what is long scrolls."""

    def __init__(self, found: Why) -> None:
        super().__init__()
        self._found = found

    def on_mount(self) -> None:
        """Say why."""
        self.page.show(*self._blocks())

    def _blocks(self) -> Iterator[Block]:
        found = self._found
        yield Block(Content.styled(found.title, "bold"))
        for number, line in enumerate((*state(found), *due(found))):
            yield Block(Content(line), space=int(number == 0))
        yield from _listed("Answers so far", answers(found)[::-1])
        if found.grades:
            yield from _listed("An answer today would make it", futures(found))


def _listed(heading: str, lines: list[str]) -> Iterator[Block]:
    yield Block(Content.styled(heading, "$text-primary"), space=1)
    for line in lines:
        yield Block(Content(line), indent=2)
