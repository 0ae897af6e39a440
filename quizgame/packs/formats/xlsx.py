"""XLSX, the table of the CSV format with a sheet for the pack itself. Needs the extra `xlsx`."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from copy import copy
from types import ModuleType
from typing import TYPE_CHECKING, Any

from quizgame.domain.questions import Pack
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import Exported, Loss, Losses, Reading
from quizgame.packs.formats.table import COLUMNS, MOST_OPTIONS, drafts, losses_of, rows
from quizgame.packs.formats.xlsx_cells import escaped, shown
from quizgame.packs.formats.xlsx_safety import merged_cells

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_QUESTIONS, _PACK = "Questions", "Pack"
_KEYS = ("pack", "title", "author", "version", "language")
_WIDTHS = {"scene/front": 50, "ask": 24, "back": 40, "sources": 30, "takeaway": 30, "objective title": 30}
_ROWS_TO_FILL = 2000
"""So many rows get drop-downs."""
_MOST_ROWS, _MOST_COLUMNS = 100_000, 60


def write(pack: Pack) -> Exported:
    """A pack as a workbook: a sheet of questions, and a sheet with the keys of the pack."""
    values = (pack.id, pack.title, pack.author, str(pack.version), pack.language)
    return Exported(_workbook(list(rows(pack)), values), tuple(losses_of(pack)))


def template() -> bytes:
    """An empty workbook to fill: headings, drop-downs, and a sheet for the pack itself."""
    return _workbook([], ("our-returns", "Returns at our counter", "", "1", "en"))


def _openpyxl() -> ModuleType:
    try:
        import openpyxl
    except ImportError:
        raise ExchangeError("XLSX needs one more package: pip install 'quizgame[xlsx]'") from None
    return openpyxl


def _workbook(table: list[list[str]], cover: tuple[str, ...]) -> bytes:
    _openpyxl()
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _QUESTIONS
    sheet.freeze_panes = "B2"
    heading, ordinary = _styles(book)
    for at, column in enumerate(COLUMNS, 1):
        wide = 36 if column.startswith(("option", "because")) else 14
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, wide)
        _fill(sheet, 1, at, column, heading)
    for number, row in enumerate(table, 2):
        for at, text in enumerate(row, 1):
            _fill(sheet, number, at, text, ordinary)
    _drop_downs(sheet, max(len(table) + 1, _ROWS_TO_FILL))
    about = book.create_sheet(_PACK)
    about.column_dimensions["B"].width = 50
    for number, (key, value) in enumerate(zip(_KEYS, cover, strict=True), 1):
        _fill(about, number, 1, key, heading)
        _fill(about, number, 2, value, ordinary)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Worksheet, row: int, column: int, text: str, style: Any) -> None:
    """Put a text into a cell, so that it stays a text whatever it begins with."""
    if not text:
        return
    cell: Any = sheet.cell(row, column)
    cell.value = escaped(text)
    cell.data_type = "s"
    # Registering a style takes ten times as long as writing the text, so that it was done once.
    cell._style = copy(style)
    if text.startswith(("=", "+", "-", "@")):
        # Keeps it a text when somebody edits the cell.
        cell.quotePrefix = True


def _styles(book: Workbook) -> tuple[Any, Any]:
    """The styles of headings and of the cells below them."""
    from openpyxl.styles import Alignment, Font, PatternFill

    model: Any = book.create_sheet("Styles").cell(1, 1)
    model.alignment = Alignment(wrap_text=True, vertical="top")
    ordinary = copy(model._style)
    model.font, model.fill = Font(bold=True), PatternFill("solid", fgColor="DDE8F0")
    heading = copy(model._style)
    book.remove(book["Styles"])
    return heading, ordinary


def _drop_downs(sheet: Worksheet, last: int) -> None:
    """Lists to choose from for the kind and the number of the best option."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    numbers = ",".join(str(number) for number in range(1, MOST_OPTIONS + 1))
    for column, choices in (("kind", "better-response,flashcard"), ("best", numbers)):
        letter = get_column_letter(COLUMNS.index(column) + 1)
        choice = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
        choice.errorTitle, choice.error = column, f"Choose one of: {choices.replace(',', ', ')}"
        choice.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(choice)


def read(data: bytes) -> Reading:
    """The questions of a workbook: of the sheet called Questions, or else of the first."""
    openpyxl = _openpyxl()
    merged = merged_cells(data)
    losses = Losses()
    try:
        with warnings.catch_warnings():
            # About styles and extensions that a reader of texts does not need.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            if not sheets:
                raise ExchangeError("There is no sheet with a table in the file.")
            sheet = sheets.get(_QUESTIONS) or next(iter(sheets.values()))
            about = sheets.get(_PACK)
            cover = _cover(about) if about is not None and about is not sheet else {}
            table = list(_rows(sheet, losses))
    except ExchangeError:
        raise
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged file makes it stumble over
        raise ExchangeError(
            "This workbook cannot be read; it may be damaged. Open it in a spreadsheet and save it anew as .xlsx."
        ) from None
    others = [title for title, each in sheets.items() if each not in {sheet, about}]
    if others:
        losses.append(Loss("file", f"Only the sheet “{sheet.title}” was read, not {', '.join(others)}."))
    for place in merged.get(_part(sheet), []):
        what = "Cells are merged here; only the first of them has the text. Split them, and fill each row."
        losses.append(Loss(f"cells {place}", what))
    return Reading(drafts(table, losses), losses, cover)


def _part(sheet: object) -> str:
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def _rows(sheet: Any, losses: list[Loss]) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=_MOST_ROWS + 1), 1):
        if number > _MOST_ROWS:
            losses.append(Loss(f"row {number}", "This row and those below were not read."))
            return
        yield number, [_text(cell, losses) for cell in row]


def _text(cell: object, losses: list[Loss]) -> str:
    value, kind = getattr(cell, "value", None), getattr(cell, "data_type", "")
    if value is None:
        return ""
    if kind == "f":
        where = f"cell {getattr(cell, 'coordinate', '?')}"
        losses.append(Loss(where, "A formula is not worked out here. Copy the cell and paste it as a value."))
        return ""
    if kind == "e":
        losses.append(Loss(f"cell {getattr(cell, 'coordinate', '?')}", f"The cell holds the error {value}."))
        return ""
    return shown(value, str(getattr(cell, "number_format", "General") or "General"))


def _cover(sheet: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in sheet.iter_rows(max_col=2, max_row=50, values_only=True):
        key, value = (shown(each).strip() for each in (*row, None, None)[:2])
        if key.lower() in _KEYS and value:
            found[key.lower()] = value
    return found
