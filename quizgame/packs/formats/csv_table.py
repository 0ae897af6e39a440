"""CSV, as spreadsheets save it: any of three separators, Windows line ends, and cells that look like formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from quizgame.domain.questions import Pack
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import Exported, Loss, Losses, Reading
from quizgame.packs.formats.table import COLUMNS, column_of, drafts, losses_of, rows
from quizgame.packs.formats.texts import decoded, refuse_endless_rows

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
_SEPARATORS = ",;\t"
_NO_PLACE = "A table has no place for title, author, version and language; `packs import` asks for them."


def write(pack: Pack) -> Exported:
    """A pack as CSV in UTF-8 with a byte order mark, without which spreadsheets take it for something else."""
    return Exported(_csv([list(COLUMNS), *rows(pack)]), (Loss("pack", _NO_PLACE), *losses_of(pack)))


def template() -> bytes:
    """The headings alone."""
    return _csv([list(COLUMNS)])


def _csv(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([neutral(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, which could call programs; `original` undoes it."""
    return "'" + cell if _LIKE_A_FORMULA.match(cell) else cell


def original(cell: str) -> str:
    """What a cell was before it was neutralised.

    >>> original(neutral("=1+1")), original(neutral("'-so")), original("'quoted'")
    ('=1+1', "'-so", "'quoted'")
    """
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def read(data: bytes) -> Reading:
    """The questions of a CSV file."""
    losses = Losses()
    text = decoded(data, losses)
    reading = Reading((), losses)
    reading.drafts = drafts(((number, [original(cell) for cell in row]) for number, row in _rows(text, losses)), losses)
    return reading


def _rows(text: str, losses: list[Loss]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the numbers that a spreadsheet shows."""
    separator, start = _separator(text)
    refuse_endless_rows(text, separator)
    source = io.StringIO(text, newline="")
    source.seek(start)
    reader = csv.reader(source, delimiter=separator)
    number = 0
    row: list[str] = []
    try:
        for number, row in enumerate(reader, 1):
            yield number, row
    except csv.Error:
        raise ExchangeError(
            f"Row {number + 1}, near line {reader.line_num}: a cell has more than {csv.field_size_limit():,}"
            " characters. Is a quotation mark opened there and never closed?"
        ) from None
    if row and text.count('"') % 2:
        what = "There is an odd number of quotation marks; one was opened and never closed. Look at the last rows."
        losses.append(Loss(f"row {number}", what))


def _separator(text: str) -> tuple[str, int]:
    """The separator, and where the table begins: the one by which the headings make most sense."""
    if match := re.match(r"sep=([,;\t])\r?\n", text):
        return match[1], match.end()
    first = next((line for line in text[:20_000].splitlines() if line.strip(" ,;\t")), "")

    def sense(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=separator), [])
        return sum(column_of(cell[:100]) is not None for cell in cells), len(cells)

    return max(_SEPARATORS, key=sense), 0
