"""Writes packs as a trainer would: tidy YAML that the reader takes for the same pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from quizgame.domain.conversation import CALM, FURIOUS
from quizgame.domain.questions import (
    BetterResponse,
    Conversation,
    Flashcard,
    Objective,
    Option,
    Pack,
    Question,
    Response,
    Source,
    Turn,
    Way,
)
from quizgame.packs.scalars import LONGEST, WIDTH, on_one_line, scalar

Allowed = Mapping[str, Mapping[str, str]]
"""By id of the question or conversation: rules of the checker that are set aside, with reasons."""

_HEADINGS = {"title", "author", "takeaway", "section"}
"""Keys whose text is one line."""


def as_yaml(pack: Pack, *, allowed: Allowed | None = None, comment: str = "") -> str:
    """A pack as the text of its file; `comment` is put in front, as lines that start with `#`."""
    return "\n".join([*_lines(pack, allowed or {}, comment), ""])


def _lines(pack: Pack, allowed: Allowed, comment: str) -> Iterator[str]:
    yield from (f"# {line}".rstrip() for line in comment.split("\n") if comment)
    yield from _text(0, "pack", pack.id)
    yield from _text(0, "title", pack.title)
    if pack.author:
        yield from _text(0, "author", pack.author)
    yield f"version: {pack.version}"
    yield from _text(0, "language", pack.language)
    asked = {question.id for question in pack.questions}
    # An objective with the id of a question is implied by it.
    declared = [objective for objective in pack.objectives if objective.id not in asked]
    if declared:
        yield from ("", "objectives:")
    for objective in declared:
        yield from _item(2, _objective(objective))
    yield from ("", "questions:")
    for number, item in enumerate((*pack.questions, *pack.conversations)):
        if number:
            yield ""
        allowances = allowed.get(item.id, {})
        if isinstance(item, Conversation):
            yield from _item(2, _conversation(item, pack.id, allowances))
        else:
            yield from _item(2, _question(item, allowances))


def _objective(objective: Objective) -> Iterator[str]:
    yield from _text(4, "id", objective.id)
    yield from _text(4, "title", objective.title)
    yield from _text(4, "topic", objective.topic)
    if objective.takeaway:
        yield from _text(4, "takeaway", objective.takeaway)
    if objective.tensions:
        yield from _ids(4, "tensions", objective.tensions)
    if objective.was:
        yield from _text(4, "was", objective.was)


def _question(question: Question, allowed: Mapping[str, str]) -> Iterator[str]:
    yield from _text(4, "id", question.id)
    yield from _text(4, "kind", question.kind)
    if question.objective not in {"", question.id}:
        yield from _text(4, "objective", question.objective)
    if question.asks:
        yield from _ids(4, "asks", question.asks)
    yield from _history(question, allowed)
    if isinstance(question, Flashcard):
        yield from _text(4, "front", question.front)
        yield from _text(4, "back", question.back)
    else:
        yield from _responses(question)
    yield from _sources(4, question.sources)


def _history(item: Question | Conversation, allowed: Mapping[str, str]) -> Iterator[str]:
    """What the years have brought: a new meaning, another name, and rules set aside."""
    if item.revision != 1:
        yield f"    revision: {item.revision}"
    if item.was:
        yield from _text(4, "was", item.was)
    if allowed:
        yield "    allow:"
        for rule, reason in allowed.items():
            yield from _text(6, on_one_line(rule), reason)


def _responses(question: BetterResponse) -> Iterator[str]:
    yield from _text(4, "scene", question.scene)
    yield from _text(4, "ask", question.ask)
    yield "    options:"
    for option in question.options:
        yield from _item(6, _option(option))


def _option(option: Option) -> Iterator[str]:
    yield from _text(8, "say", option.say)
    if option.best:
        yield "        best: true"
    yield from _text(8, "because", option.because)


def _conversation(conversation: Conversation, pack: str, allowed: Mapping[str, str]) -> Iterator[str]:
    yield from _text(4, "id", conversation.id)
    yield from _text(4, "kind", conversation.kind)
    yield from _history(conversation, allowed)
    yield from _text(4, "title", conversation.title)
    yield from _text(4, "channel", conversation.channel)
    yield from _text(4, "setting", conversation.setting)
    name = on_one_line(conversation.customer, flow=True)
    yield f"    customer: {{name: {name}, temperature: {conversation.temperature}}}"
    yield "    turns:"
    for turn in conversation.turns:
        yield from _item(6, _turn(turn, pack))
    yield "    endings:"
    for outcome, debrief in conversation.endings:
        yield from _text(6, outcome, debrief)


def _turn(turn: Turn, pack: str) -> Iterator[str]:
    yield from _text(8, "id", turn.id)
    yield from _text(8, "says", turn.says)
    yield from _text(8, "objective", turn.objective.removeprefix(f"{pack}/"))
    if turn.asks:
        yield from _ids(8, "asks", turn.asks)
    yield "        responses:"
    for response in turn.responses:
        yield from _item(10, _response(response))
    yield from _sources(8, turn.sources)


def _response(response: Response) -> Iterator[str]:
    yield from _text(12, "say", response.say)
    yield from _text(12, "because", response.because)
    yield f"            effect: {response.effect}"
    if response.best:
        yield "            best: true"
    if response.fair:
        yield "            fair: true"
    if response.reply:
        yield from _text(12, "reply", response.reply)
    if len(response.ways) == 1:
        yield from _text(12, "next", response.ways[0].to)
        return
    yield "            next:"
    for way in response.ways:
        yield from _item(14, _way(way))


def _way(way: Way) -> Iterator[str]:
    if way.least > CALM:
        yield f'{" " * 16}when: {{temperature: ">={way.least}"}}'
    elif way.most < FURIOUS:
        yield f'{" " * 16}when: {{temperature: "<={way.most}"}}'
    yield from _text(16, "to", way.to)


def _sources(indent: int, sources: tuple[Source, ...]) -> Iterator[str]:
    if sources:
        yield " " * indent + "sources:"
    for source in sources:
        yield from _source(indent + 2, source)


def _source(indent: int, source: Source) -> Iterator[str]:
    document, section = (on_one_line(text, flow=True) for text in (source.document, source.section))
    line = " " * indent + f"- {{document: {document}, section: {section}}}"
    if len(line) <= LONGEST:
        yield line
        return
    keys = _text(indent + 2, "document", source.document), _text(indent + 2, "section", source.section)
    yield from _item(indent, chain(*keys))


def _item(indent: int, lines: Iterator[str]) -> Iterator[str]:
    """Lines as an item of a list: a dash stands before the first."""
    yield " " * indent + "- " + next(lines).lstrip(" ")
    yield from lines


def _text(indent: int, key: str, text: str) -> Iterator[str]:
    start = " " * indent + key + ": "
    lines = scalar(text, len(start), indent + 2, heading=key in _HEADINGS)
    yield start + next(lines)
    yield from lines


def _ids(indent: int, key: str, ids: tuple[str, ...]) -> Iterator[str]:
    """A short list in brackets, a long one with a line for each."""
    line = " " * indent + f"{key}: [{', '.join(on_one_line(each, flow=True) for each in ids)}]"
    if len(line) <= WIDTH:
        yield line
        return
    yield " " * indent + f"{key}:"
    yield from (" " * (indent + 2) + "- " + on_one_line(each) for each in ids)
