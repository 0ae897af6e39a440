"""A pack as a table, one row a question: what CSV and XLSX have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from quizgame.domain.questions import BetterResponse, Flashcard, Objective, Pack, Question
from quizgame.packs.formats.conversations import left_out
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import REASON_MISSING, Draft, Lesson, Loss, Losses
from quizgame.packs.options import alike
from quizgame.packs.suggestions import as_id

MOST_OPTIONS = 6
_NUMBERED = [(f"option {n}", f"because {n}") for n in range(1, MOST_OPTIONS + 1)]
COLUMNS = (
    *("id", "kind", "objective", "objective title", "topic", "takeaway", "scene/front", "ask"),
    *(name for pair in _NUMBERED for name in pair),
    *("best", "back", "sources", "revision", "was"),
)
"""The columns, in the order in which they are written; any order is read, and none but scene/front is needed."""

ASK_MISSING = "What do you say?"
_OTHER_NAMES = {
    **dict.fromkeys(("scene", "front", "question", "prompt", "situation", "stem"), "scene/front"),
    **dict.fromkeys(("correct", "correct answer", "correct option", "key", "best option"), "best"),
    **dict.fromkeys(("answer", "solution"), "back"),
    "source": "sources",
    "type": "kind",
}
_NUMBERED_NAME = re.compile(r"(option|response|say|choice|answer|because|reason|why|feedback) ?([1-6])")
_REASONS = {"because", "reason", "why", "feedback"}
_KINDS = {
    **dict.fromkeys(("card", "flash card", "flashcard"), "flashcard"),
    **dict.fromkeys(("better response", "multiple choice", "choice", "response"), "better-response"),
}
Cells = dict[str, str]


def rows(pack: Pack) -> Iterator[list[str]]:
    """A row for each question, in the order of the columns."""
    objectives = {objective.id: objective for objective in pack.objectives}
    for question in pack.questions:
        cells = _cells(question, objectives[question.objective])
        yield [cells.get(column, "") for column in COLUMNS]


def losses_of(pack: Pack) -> Iterator[Loss]:
    """What a table has no column for."""
    asked = {question.id for question in pack.questions}
    for objective in pack.objectives:
        gone = [word for word, value in (("tensions", objective.tensions), ("was", objective.was)) if value]
        if gone and objective.id not in asked:
            yield Loss(f"objective {objective.id}", f"There is no column for: {', '.join(gone)}.")
    for question in pack.questions:
        if question.asks:
            yield Loss(f"question {question.id}", "There is no column for: asks.")
    yield from left_out(pack, "A table")


def _cells(question: Question, objective: Objective) -> Cells:
    cells = {"id": question.id, "kind": question.kind, "revision": str(question.revision), "was": question.was}
    if objective.id != question.id:
        cells |= {"objective": objective.id, "objective title": objective.title}
        cells |= {"topic": objective.topic, "takeaway": objective.takeaway}
    cells["sources"] = "\n".join(f"{source.document}: {source.section}" for source in question.sources)
    if isinstance(question, Flashcard):
        return cells | {"scene/front": question.front, "back": question.back}
    assert isinstance(question, BetterResponse)
    for (say, because), option in zip(_NUMBERED, question.options, strict=False):
        cells |= {say: option.say, because: option.because}
    return cells | {"scene/front": question.scene, "ask": question.ask, "best": str(question.best + 1)}


def drafts(table: Iterable[tuple[int, Sequence[str]]], losses: Losses) -> Iterator[Draft]:
    """A draft for each row below the first that holds anything; rows come with their numbers."""
    numbered = iter(table)
    places: Mapping[int, str] = {}
    for number, row in numbered:
        if any(cell.strip() for cell in row):
            places = _header(row, number, losses)
            break
    for number, row in numbered:
        if losses.full:
            return
        cells = {places[at]: text for at, cell in enumerate(row) if at in places and (text := cell.strip())}
        if any(cell.strip() for at, cell in enumerate(row) if at not in places and at >= len(places)):
            losses.append(Loss(f"row {number}", "A cell stands in a column that is not taken."))
        if cells:
            yield _draft(f"row {number}", cells, losses)


def column_of(name: str) -> str | None:
    """The column that a heading means; None if it means none.

    >>> column_of("Option 2"), column_of("Reason_3"), column_of("Question"), column_of("Price")
    ('option 2', 'because 3', 'scene/front', None)
    """
    plain = " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())
    known = {re.sub(r"\W+", " ", column): column for column in COLUMNS}
    if plain in known:
        return known[plain]
    if match := _NUMBERED_NAME.fullmatch(plain):
        return f"{'because' if match[1] in _REASONS else 'option'} {match[2]}"
    return _OTHER_NAMES.get(plain)


def _header(row: Sequence[str], number: int, losses: list[Loss]) -> Mapping[int, str]:
    places: dict[int, str] = {}
    for at, name in enumerate(row):
        column = column_of(name[:100])
        if column and column not in places.values():
            places[at] = column
        elif name.strip():
            why = f"stands for {column}, which is there already" if column else "is no column of a pack"
            losses.append(Loss(f"row {number}", f"The column “{name.strip()}” {why}; it was left out."))
    if "scene/front" not in places.values():
        raise ExchangeError(
            f"Row {number} is not a row of headings: no column is called scene/front. The columns are"
            f" {', '.join(COLUMNS[:10])}, and so on; `quizgame packs export --template table.csv` writes them all."
        )
    return places


def _draft(where: str, cells: Cells, losses: list[Loss]) -> Draft:
    options, best = _options(where, cells, losses)
    kind = cells.get("kind", "")
    kind = _KINDS.get(" ".join(re.split(r"[\W_]+", kind.casefold())), kind)
    kind = kind or ("better-response" if options else "flashcard")
    fields: dict[str, Any] = {"id": cells.get("id", ""), "kind": kind}
    fields["sources"] = [_source(line) for line in cells.get("sources", "").splitlines() if line.strip()]
    fields["was"] = cells.get("was")
    fields["revision"] = _revision(where, cells.get("revision", ""), losses)
    if kind == "flashcard":
        fields |= {"front": cells.get("scene/front"), "back": cells.get("back")}
        _left_out(where, cells, ("ask", "best", *(name for pair in _NUMBERED for name in pair)), kind, losses)
    else:
        ask = cells.get("ask")
        if not ask:
            losses.append(Loss(where, f"The column ask is empty; “{ASK_MISSING}” was put in."))
        for at, option in enumerate(options):
            if at == best:
                option["best"] = True
        fields |= {"scene": cells.get("scene/front"), "ask": ask or ASK_MISSING, "options": options}
        _left_out(where, cells, ("back",), kind, losses)
    lesson = Lesson(*(cells.get(each, "") for each in ("objective", "objective title", "topic", "takeaway")))
    return Draft(where, fields, lesson)


def _options(where: str, cells: Cells, losses: list[Loss]) -> tuple[list[dict[str, Any]], int | None]:
    """The options that are filled, and the index among them of the best."""
    options: list[dict[str, Any]] = []
    wanted = _best(cells)
    best, without = None, 0
    for number, (say, because) in enumerate(_NUMBERED, 1):
        if text := cells.get(say):
            if number == wanted:
                best = len(options)
            without += because not in cells
            options.append({"say": text, "because": cells.get(because, REASON_MISSING)})
        elif because in cells:
            losses.append(Loss(where, f"There is a {because} but no {say}; it was left out."))
    if without:
        losses.append(Loss(where, f"Options without a reason: {without}. “{REASON_MISSING}” stands there instead."))
    return options, best


def _best(cells: Cells) -> int | None:
    """The number of the best option, which may be said by number, letter or its own words."""
    said = cells.get("best", "")
    if match := re.fullmatch(r"(?:option|response|answer)?\s*([1-6]|[a-f])[.)]?", said.strip().casefold()):
        return int(match[1]) if match[1].isdecimal() else ord(match[1]) - ord("a") + 1
    says = {alike(cells[say]): number for number, (say, _) in enumerate(_NUMBERED, 1) if say in cells}
    return says.get(alike(said)) if said else None


def _source(line: str) -> dict[str, str]:
    document, colon, section = line.strip().partition(": ")
    if colon and as_id(document) == document:
        return {"document": document, "section": section}
    return {"document": as_id(line) or "source", "section": line.strip()}


def _revision(where: str, cell: str, losses: list[Loss]) -> int:
    if not cell:
        return 1
    if re.fullmatch(r"[0-9]{1,6}(\.0*)?", cell) and int(float(cell)) > 0:
        return int(float(cell))
    losses.append(Loss(where, f"The revision “{cell}” is not a whole number from 1 on; 1 was put in."))
    return 1


def _left_out(where: str, cells: Cells, columns: Iterable[str], kind: str, losses: list[Loss]) -> None:
    if filled := [column for column in columns if column in cells]:
        losses.append(Loss(where, f"A {kind} has no place for: {', '.join(filled)}."))
