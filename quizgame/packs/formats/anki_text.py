"""Anki's text files: cards as lines, with headings that start with `#`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizgame.domain.questions import Pack
from quizgame.packs.formats import anki_cards
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.html_text import as_text
from quizgame.packs.formats.shapes import Draft, Exported, Loss, Losses, Reading
from quizgame.packs.formats.texts import decoded, refuse_endless_rows
from quizgame.packs.models import ID_PATTERN

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":", "\\t": "\t"}
_HEADING = re.compile(
    r"#(separator|html|tags|columns|notetype|deck|if matches|(?:guid|deck|notetype|tags) column):(.*)"
)
_CLOZE = re.compile(r"\{\{c[0-9]+::")
_SOUND = re.compile(r"\[sound:[^\]]*\]")


def write(pack: Pack) -> Exported:
    """A pack as a text file that Anki imports: cards keep their identity, so importing again updates them."""
    objectives = {objective.id: objective for objective in pack.objectives}
    deck = pack.title.replace("::", ": :")
    head = ["#separator:tab", "#html:true", "#notetype:Basic", f"#deck:{deck}", "#guid column:1", "#tags column:4"]
    text = io.StringIO()
    text.write("\n".join([*head, "#columns:GUID\tFront\tBack\tTags", ""]))
    rows = csv.writer(text, delimiter="\t", lineterminator="\n")
    for question in pack.questions:
        objective = objectives[question.objective]
        tags = " ".join(anki_cards.tags(pack, question, objective))
        sides = anki_cards.front(question), anki_cards.back(question, objective)
        rows.writerow([f"{pack.id}/{question.id}", *sides, tags])
    return Exported(text.getvalue().encode(), tuple(anki_cards.losses_of(pack)))


@dataclass(slots=True)
class _Head:
    """What the headings of a file say; columns are counted from 0."""

    separator: str = ""
    html: bool = False
    columns: list[str] = field(default_factory=list)
    special: dict[str, int] = field(default_factory=dict)
    lines: int = 0


def read(data: bytes) -> Reading:
    """The cards of a text file, as flashcards."""
    losses = Losses()
    return Reading(_drafts(decoded(data, losses), losses), losses)


def _drafts(text: str, losses: Losses) -> Iterator[Draft]:
    lines = io.StringIO(text, newline="").readlines()
    head = _head(lines)
    rest = lines[head.lines :]
    head.separator = head.separator or _guessed(rest)
    refuse_endless_rows(text, head.separator)
    tags: set[str] = set()
    told = False
    for number, cells in _records(rest, head):
        if losses.full:
            return
        named = {word: cells[at].strip() for word, at in head.special.items() if at < len(cells)}
        sides = [cell for at, cell in enumerate(cells) if at not in head.special.values()]
        if not any(cell.strip() for cell in sides):
            continue
        where = f"line {number}"
        tags.update(named.get("tags", "").split())
        if len(sides) > 2 and any(cell.strip() for cell in sides[2:]) and not told:
            told = True
            names = [name for at, name in enumerate(head.columns) if at not in head.special.values()][2:]
            extra = f" ({', '.join(names)})" if names else ""
            losses.append(Loss(where, f"Here and further down, columns after the back{extra} were left out."))
        if any(_CLOZE.search(cell) for cell in sides):
            losses.append(
                Loss(where, "The card was left out. It is a text with gaps (cloze); packs have front and back.")
            )
            continue
        front, back = (_side(cell, head, where, losses) for cell in (*sides, "", "")[:2])
        yield Draft(where, {"id": _id(named.get("guid", "")), "kind": "flashcard", "front": front, "back": back})
    if tags:
        some = ", ".join(sorted(tags)[:10]) + (", …" if len(tags) > 10 else "")
        losses.append(Loss("file", f"Flashcards have no tags; these were left out: {some}."))


def _head(lines: list[str]) -> _Head:
    head = _Head()
    columns = ""
    for line in lines:
        match = _HEADING.match(line.rstrip("\r\n"))
        if not match:
            break
        head.lines += 1
        word, value = match[1], match[2].strip(" ")
        if word == "separator":
            head.separator = _SEPARATORS.get(value.lower(), value[:1])
        elif word == "html":
            head.html = value.lower() == "true"
        elif word == "columns":
            columns = value
        elif word.endswith(" column") and value.isdecimal() and len(value) <= 4 and 1 <= int(value) <= 1000:
            head.special[word.removesuffix(" column")] = int(value) - 1
    head.columns = columns.split(head.separator or "\t") if columns else []
    for at, name in enumerate(head.columns):
        if name.strip().lower() in {"guid", "tags", "deck", "notetype"}:
            head.special.setdefault(name.strip().lower(), at)
    return head


def _guessed(lines: list[str]) -> str:
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")[:20_000]
    return next((separator for separator in "\t|;," if separator in first), "\t")


def _records(lines: list[str], head: _Head) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each begins; lines that start with `#` are comments, unless a record is open."""
    pulled: list[str] = []

    def source() -> Iterator[str]:
        for line in lines:
            pulled.append(line)
            yield line

    reader = csv.reader(source(), delimiter=head.separator)
    begins = head.lines + 1
    try:
        for cells in reader:
            if not pulled[0].startswith("#"):
                yield begins, cells
            begins += len(pulled)
            pulled.clear()
    except csv.Error:
        raise ExchangeError(
            f"Line {begins}: a cell has more than {csv.field_size_limit():,} characters. Is a quotation mark opened"
            " there and never closed?"
        ) from None


def _side(cell: str, head: _Head, where: str, losses: list[Loss]) -> str:
    if _SOUND.search(cell):
        losses.append(Loss(where, "Left out: a sound."))
        cell = _SOUND.sub("", cell)
    if not head.html:
        return cell
    plain, lost = as_text(cell)
    if lost:
        losses.append(Loss(where, f"Left out: {', '.join(lost)}."))
    return plain


def _id(guid: str) -> str:
    """The id in an identity that we wrote; Anki's own are random signs, and better replaced by a readable id."""
    _, slash, id_ = guid.partition("/")
    return id_ if slash and re.fullmatch(ID_PATTERN, id_) else ""
