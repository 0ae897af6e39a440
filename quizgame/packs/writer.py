"""Writes packs as a trainer would: tidy YAML that the reader takes for the same pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizgame.domain.questions import BetterResponse, Flashcard, Objective, Option, Pack, Question, Source
from quizgame.packs.scalars import LONGEST, WIDTH, on_one_line, scalar

Allowed = Mapping[str, Mapping[str, str]]
"""By question id: rules of the checker that are set aside, with reasons."""

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
    for number, question in enumerate(pack.questions):
        if number:
            yield ""
        yield from _item(2, _question(question, allowed.get(question.id, {})))


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
    if question.revision != 1:
        yield f"    revision: {question.revision}"
    if question.was:
        yield from _text(4, "was", question.was)
    if allowed:
        yield "    allow:"
        for rule, reason in allowed.items():
            yield from _text(6, on_one_line(rule), reason)
    if isinstance(question, Flashcard):
        yield from _text(4, "front", question.front)
        yield from _text(4, "back", question.back)
    else:
        yield from _responses(question)
    if question.sources:
        yield "    sources:"
        for source in question.sources:
            yield from _source(source)


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


def _source(source: Source) -> Iterator[str]:
    document, section = (on_one_line(text, flow=True) for text in (source.document, source.section))
    line = f"      - {{document: {document}, section: {section}}}"
    if len(line) <= LONGEST:
        yield line
        return
    yield from _item(6, iter([*_text(8, "document", source.document), *_text(8, "section", source.section)]))


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
