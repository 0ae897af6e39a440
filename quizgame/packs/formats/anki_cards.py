"""Questions as the two sides of a card, which is all that Anki has."""

from __future__ import annotations

from collections.abc import Iterator

from quizgame.domain.questions import BetterResponse, Flashcard, Objective, Option, Pack, Question
from quizgame.packs.formats.conversations import left_out
from quizgame.packs.formats.html_text import as_html
from quizgame.packs.formats.shapes import Loss

_LETTERS = "ABCDEF"
NO_PLACE = "Anki has no place for author, version and language, and the title only names the deck."


def front(question: Question) -> str:
    """The side that asks, as HTML."""
    if isinstance(question, Flashcard):
        return as_html(question.front)
    options = "".join(f"<br>{letter}) {as_html(option.say)}" for letter, option in _lettered(question))
    return f"{as_html(question.scene)}<br><br>{as_html(question.ask)}<br>{options}"


def back(question: Question, objective: Objective) -> str:
    """The side that answers, as HTML."""
    if isinstance(question, Flashcard):
        return as_html(question.back)
    ordered = sorted(_lettered(question), key=lambda each: not each[1].best)
    reasons = "<br>".join(
        f"{'✓' if option.best else '✗'} {letter}) {as_html(option.because)}" for letter, option in ordered
    )
    return reasons + (f"<br><br>{as_html(objective.takeaway)}" if objective.takeaway else "")


def _lettered(question: BetterResponse) -> list[tuple[str, Option]]:
    return list(zip(_LETTERS, question.options, strict=False))


def tags(pack: Pack, question: Question, objective: Objective) -> list[str]:
    """Words by which cards can be found: pack and topic, and the objective if it is not the question itself."""
    named = [f"pack::{pack.id}", f"topic::{objective.topic}"]
    return [*named, f"objective::{objective.id}"] if objective.id != question.id else named


def losses_of(pack: Pack) -> Iterator[Loss]:
    """What cards do not carry."""
    yield Loss("pack", NO_PLACE)
    for question in pack.questions:
        where = f"question {question.id}"
        if isinstance(question, BetterResponse):
            yield Loss(where, "It became a card with two sides: the responses always stand in the same order.")
        gone = [word for word in ("sources", "asks", "was") if getattr(question, word)]
        gone += ["revision"] if question.revision > 1 else []
        if gone:
            yield Loss(where, f"A card has no place for: {', '.join(gone)}.")
    yield from left_out(pack, "A card")
