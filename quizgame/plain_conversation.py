"""A conversation as plain lines: its setting, its turns, and looking back on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from quizgame.domain.conversation import Moment, Run, Step, best_from, looked_back
from quizgame.domain.questions import ASK, Source
from quizgame.domain.text import plain as text_of
from quizgame.study.conversation_words import ENDED, felt, judged, moves

Titles = Callable[[str], str]
"""Gives the title of a document by its id."""


def opening(run: Run) -> Iterator[str]:
    """Where the conversation takes place, and what was said in it before."""
    held = run.conversation
    yield ""
    yield f"Conversation: {text_of(held.title)} ({text_of(held.channel)})."
    yield text_of(held.setting)
    if run.steps:
        yield ""
        yield "What was said so far:"
    for number, step in enumerate(run.steps):
        yield _customer(run.back_to(number))
        yield f"You: {text_of(run.said(step).say)}"


def turn(run: Run, order: Sequence[int]) -> Iterator[str]:
    """What the customer says, and what can be said to it; `order` says how the responses stand."""
    yield ""
    yield f"Turn {len(run.steps) + 1} of about {len(best_from(run).steps)}. The customer is {felt(run.temperature)}."
    yield ""
    yield _customer(run)
    yield ""
    yield ASK
    for place, index in enumerate(order, 1):
        yield f"{place}. {text_of(run.turn.responses[index].say)}"


def moved(step: Step) -> str:
    """What a response did to the temperature."""
    return f"The customer {moves(step)}."


def looking_back(run: Run, title: Titles) -> Iterator[str]:
    """How it ended, and every turn with its reasons."""
    if run.heard:
        yield _customer(run)
    yield ""
    if run.outcome:
        yield f"How it ended: {ENDED[run.outcome]}."
    yield text_of(run.debrief)
    for number, moment in enumerate(looked_back(run), 1):
        yield ""
        yield f"Turn {number}. You: {text_of(moment.said.say)}"
        yield from _reasons(moment)
        yield moved(moment.step)
        if moment.turned:
            yield "This was the turning point: from here on, the best ending was out of reach."
        yield from sources(moment.turn.sources, title)


def sources(found: Sequence[Source], title: Titles) -> Iterator[str]:
    """Where it is written."""
    for source in found:
        yield f"Source: {title(source.document)}, {source.section}."


def _reasons(moment: Moment) -> Iterator[str]:
    yield f"{judged(moment)} {text_of(moment.said.because)}"
    if not moment.said.best:
        yield f"The best: {text_of(moment.best.say)}"
        yield text_of(moment.best.because)


def _customer(run: Run) -> str:
    return f"{text_of(run.conversation.customer)}: {text_of(run.heard)}"
