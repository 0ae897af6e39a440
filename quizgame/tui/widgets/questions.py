"""How a question and its verdict are drawn, alike in a session, in a preview and among the packs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from textual.content import Content

from quizgame.domain.questions import BetterResponse, Flashcard, Question, Source
from quizgame.tui.widgets.page import Block, prose


def choice(place: int, text: Content, cursor: int | None, space: int = 0) -> Block:
    """Something to choose by its number, from 0; a click on it does what the number does."""
    here = place == cursor
    mark = Content.assemble(("▸ " if here else "  ", "bold $text-primary"), (f"{place + 1}", "bold"))
    return Block(text.stylize("bold") if here else text, mark, 5, space, action=f"number({place + 1})")


def asking(
    question: BetterResponse, order: Sequence[int], cursor: int | None, note: Content | None = None
) -> Iterator[Block]:
    """Scene, question and responses; `order` says how the options stand, `note` stands after the question."""
    yield Block(prose(question.scene))
    yield Block(prose(question.ask, "bold"), space=1, note=note or Content(""))
    for place, index in enumerate(order):
        yield choice(place, prose(question.options[index].say), cursor, space=1)


def front(card: Flashcard) -> Iterator[Block]:
    """A card that has not been turned."""
    yield Block(prose(card.front, "bold"))
    yield Block(Content.styled("Say the answer to yourself, then turn the card.", "$foreground-muted"), space=2)


def turned(card: Flashcard) -> Iterator[Block]:
    """Both sides of a card."""
    yield Block(prose(card.front, "bold"))
    yield Block(Content.styled("────", "$foreground-muted"), space=1)
    yield Block(prose(card.back))


def judged(question: BetterResponse, order: Sequence[int], chosen: int | None, takeaway: str) -> Iterator[Block]:
    """The responses with their reasons: the one chosen (its place from 0) and the best first, then the takeaway."""
    best = order.index(question.best)
    first = tuple(dict.fromkeys(place for place in (chosen, best) if place is not None))
    for place in first:
        yield from _judgement(question, order, place, chosen)
    if takeaway:
        yield Block(prose(takeaway, "bold"), space=1)
    for place in range(len(order)):
        if place not in first:
            yield from _judgement(question, order, place, chosen)


def in_full(question: Question, takeaway: str) -> Iterator[Block]:
    """Everything that a question holds, its options in the order of the file."""
    if isinstance(question, Flashcard):
        yield from turned(question)
    else:
        order = range(len(question.options))
        yield Block(prose(question.scene))
        yield Block(prose(question.ask, "bold"), space=1)
        for place in order:
            yield from _judgement(question, order, place, None)
    if takeaway:
        yield Block(prose(takeaway, "bold"), space=1)


def sources(question: Question, title: Callable[[str], str]) -> Iterator[Block]:
    """Where it is written; `title` names a document by its id."""
    return source_lines(question.sources, title)


def source_lines(found: Iterable[Source], title: Callable[[str], str], indent: int = 0) -> Iterator[Block]:
    """Sources, each on a line of its own."""
    for number, source in enumerate(found):
        said = dict.fromkeys((title(source.document), source.section))  # a document without headings is its own section
        yield Block(Content.styled(" · ".join(said), "$foreground-muted"), indent=indent, space=0 if number else 1)


def _judgement(question: BetterResponse, order: Sequence[int], place: int, chosen: int | None) -> Iterator[Block]:
    option = question.options[order[place]]
    sign, style = "  ", ""
    if option.best:
        sign, style = "✓ ", "bold $text-success"
    elif place == chosen:
        sign, style = "✗ ", "bold $text-error"
    mark = Content.assemble((sign, style), (f"{place + 1}", style or "bold"))
    yield Block(prose(option.say, "$foreground-muted"), mark, 5, 1)
    yield Block(prose(option.because), indent=5)
