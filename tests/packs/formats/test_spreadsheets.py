"""Tables as people make them: every separator and line end, empty rows, cells like formulas, dates, merged cells."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from quizgame.domain.questions import BetterResponse, Flashcard, Pack
from quizgame.packs.formats import csv_table, xlsx
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import REASON_MISSING
from quizgame.packs.formats.table import COLUMNS
from quizgame.packs.formats.xlsx_cells import shown
from tests.packs.random_packs import packs

from .round_trips import losses_in, taken_in

TABLE = [
    ["id", "Kind", "Scene / Front", "Ask", "Option 1", "Because 1", "Option 2", "Because 2", "Best", "Back"],
    ["late", "better response", "A café, late.", "What now?", "Wait; see", "No.", "Say so", "Yes, now.", "2", ""],
    [""] * 10,
    ["", "", "What, then?", "", "", "", "", "", "", "That's\nit"],
]


def moment(*parts: int) -> datetime:
    """A date and time as spreadsheets have them: of no time zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def as_text(separator: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(TABLE)
    return text.getvalue()


def assert_is_the_table(pack: Any) -> None:
    assert isinstance(pack, Pack)
    late, card = pack.questions
    assert isinstance(late, BetterResponse)
    assert isinstance(card, Flashcard)
    assert (late.id, late.scene, late.ask, late.best) == ("late", "A café, late.", "What now?", 1)
    assert [option.say for option in late.options] == ["Wait; see", "Say so"]
    assert (card.id, card.front, card.back) == ("what-then", "What, then?", "That's\nit")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_line_ends_and_marks(separator: str, end: str, encoding: str) -> None:
    pack, told = losses_in("csv", as_text(separator, end).encode(encoding))
    assert_is_the_table(pack)
    assert told == {}


def test_a_line_that_names_the_separator_is_no_row() -> None:
    pack, _ = losses_in("csv", "sep=;\r\n" + as_text(";"))
    assert_is_the_table(pack)


def test_another_encoding_is_read_and_told() -> None:
    pack, told = losses_in("csv", as_text().encode("cp1252"))
    assert_is_the_table(pack)
    assert "Windows-1252" in told["line 2"]


def test_formulas_are_neutralised_on_the_way_out_and_restored_on_the_way_in() -> None:
    texts = ["=1+1", "+49 30 1234", "@x", "-5 %", "'=1", "'quoted'", "plain"]
    assert [csv_table.neutral(text)[0] for text in texts] == ["'"] * 6 + ["p"]
    assert csv_table.neutral("\t=1") == "'\t=1"
    assert [csv_table.original(csv_table.neutral(text)) for text in texts] == texts


@given(st.text())
def test_whatever_is_neutralised_is_restored(text: str) -> None:
    assert csv_table.original(csv_table.neutral(text)) == text
    assert not csv_table.neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(packs())
def test_no_cell_that_is_written_starts_like_a_formula(pack: Pack) -> None:
    text = csv_table.write(pack).data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_cells_like_formulas_come_in_as_people_typed_them() -> None:
    rows = ["front,back", '=1+1,"+49 30, ask"', "'@x,-so-", '"\t tab",b']
    pack, _ = losses_in("csv", "\n".join(rows))
    assert [(card.front, card.back) for card in pack.questions] == [
        ("=1+1", "+49 30, ask"),
        ("@x", "-so-"),
        ("tab", "b"),
    ]


@pytest.mark.parametrize(
    ("rows", "where", "words"),
    [
        (["front,back,Price", "a,b,3"], "row 1", "“Price” is no column"),
        (["front,question,back", "a,b,c"], "row 1", "there already"),
        (["front,back", "a,"], "row 2", "`ask`|`options`|`back`"),
        (["front,back", "a,b", ",", "A ,c"], "row 4", "asks the same as row 2"),
        (["id,front,back", "x,a,b", "x,c,d"], "row 3", "given x-2"),
        (["id,front,back", "Late Kettle,a,b"], "row 2", "written as late-kettle"),
        (["scene,ask,option 1,option 2,best", "s,a,x,y,1"], "row 2", "Options without a reason: 2"),
        (["scene,ask,option 1,option 2,best", "s,a,x,y,4"], "row 2", "No option is marked as the best"),
        (["scene,ask,option 1,option 2,best", "s,a,x,X,1"], "row 2", "say the same"),
        (["scene,option 1,option 2,best", "s,x,y,b"], "row 2", "What do you say?"),
        (["scene,because 3,option 1,option 2,best", "s,z,x,y,1"], "row 2", "no option 3"),
        (["kind,front,back", "riddle,a,b"], "row 2", "not a kind of question"),
        (["front,back,topic", "a,b,parcels"], "row 2", "belongs to an objective"),
        (["front,back,objective", "a,b,warn-first"], "row 2", "has no title"),
        (["front,back,objective,objective title", "a,b,w,One", "c,d,w,Two"], "row 3", "another title"),
        (["front,back,revision", "a,b,two"], "row 2", "whole number"),
        (["front,back", f"a,{'x' * 2001}"], "row 2", "more than 2000 characters"),
        (["front,back", "a\x07,b"], "row 2", "U+0007"),
        (["front,back", "a,b,c"], "row 2", "column that is not taken"),
        (["front,back", 'a,"b'], "row 2", "odd number of quotation marks"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_told_by_its_number(rows: list[str], where: str, words: str) -> None:
    _, told = losses_in("csv", "\n".join(rows))
    assert any(word in told[where] for word in words.split("|")), told


@pytest.mark.parametrize("best", ["2", "B", "b", "option 2", "2.", "Say so"])
def test_the_best_option_is_named_by_number_letter_or_words(best: str) -> None:
    rows = ["scene,ask,option 1,because 1,option 2,because 2,best", f"s,a,Wait,x,Say so,y,{best}"]
    pack, told = losses_in("csv", "\n".join(rows))
    assert pack.questions[0].best == 1, told


def test_an_empty_option_between_others_shifts_none() -> None:
    rows = ["scene,ask,option 1,because 1,option 2,option 3,because 3,best", "s,a,x,r,,y,q,3"]
    question = losses_in("csv", "\n".join(rows))[0].questions[0]
    assert [(option.say, option.best) for option in question.options] == [("x", False), ("y", True)]


def test_a_table_without_headings_is_refused_with_what_they_are() -> None:
    with pytest.raises(ExchangeError, match="scene/front"):
        losses_in("csv", "What?,That\nWho?,They\n")


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n", "front,back\n", '"' + "x" * 200_000])
def test_nothing_to_carry_gives_no_pack(text: str) -> None:
    with suppress(ExchangeError):
        assert losses_in("csv", text)[0] is None


def test_a_quotation_mark_that_swallows_the_file_is_told_by_row() -> None:
    with pytest.raises(ExchangeError, match=r"Row 2, near line 2: .*quotation mark"):
        losses_in("csv", 'front,back\na,"' + "x" * 200_000)


# Workbooks


def book(*rows: list[Any]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def cell(sheet: Worksheet, place: str) -> Cell:
    found = sheet[place]
    assert isinstance(found, Cell)
    return found


def test_a_workbook_by_somebody_else_is_read() -> None:
    assert_is_the_table(losses_in("xlsx", saved(book(*TABLE)))[0])


def test_numbers_and_dates_are_read_as_a_person_sees_them() -> None:
    made = book(
        ["front", "back"], ["When?", moment(2026, 11, 3)], ["How many?", 3.0], ["How much?", 0.25], ["Which?", 7]
    )
    sheet = made.worksheets[0]
    cell(sheet, "B2").number_format = "d. mmmm yyyy"
    cell(sheet, "B4").number_format = "0%"
    cell(sheet, "B5").number_format = "000"
    pack, _ = losses_in("xlsx", saved(made))
    assert [card.back for card in pack.questions] == ["3. November 2026", "3", "25%", "007"]


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (3, "General", "3"), (3.5, "General", "3.5"), (0.1 + 0.2, "General", "0.3"), (1234.5, "#,##0.00", "1,234.50"),
        (2, "0.00", "2.00"), (0.125, "0.0%", "12.5%"), (12, '0" kg"', "12"), (True, "General", "TRUE"),
        (date(2026, 1, 9), "yyyy-mm-dd", "2026-01-09"), (date(2026, 1, 9), "mm/dd/yy", "01/09/26"),
        (moment(2026, 1, 9, 15, 5), "d.m.yy h:mm", "9.1.26 15:05"), (time(15, 5), "h:mm AM/PM", "3:05 PM"),
        (time(9, 5, 7), "hh:mm:ss", "09:05:07"), (moment(2026, 1, 9), "General", "2026-01-09 00:00:00"),
        ("a_x000D_b", "General", "a\rb"), (None, "General", ""), (float("inf"), "General", "inf"),
    ],
)  # fmt: skip
def test_what_a_person_sees(value: object, number_format: str, seen: str) -> None:
    assert shown(value, number_format) == seen


def test_formulas_errors_merged_cells_and_other_sheets_are_told() -> None:
    made = book(["front", "back"], ["a", "=1+1"], ["b", "c"], ["d", "e"], ["f", None])
    sheet = made.worksheets[0]
    sheet.merge_cells("B4:B5")
    made.create_sheet("Ideas")
    pack, told = losses_in("xlsx", saved(made))
    assert [card.front for card in pack.questions] == ["b", "d"]
    assert "formula" in told["cell B2"]
    assert "merged" in told["cells B4:B5"]
    assert "Ideas" in told["file"]
    assert "left out" in told["row 5"]


def test_our_own_workbook_holds_texts_and_no_formulas() -> None:
    pack, _ = losses_in("csv", "front,back\n=1+1,'@x\n")
    made = openpyxl.load_workbook(io.BytesIO(xlsx.write(pack).data))
    sheet = made["Questions"]
    values = {cell(sheet, f"{letter}2").value: cell(sheet, f"{letter}2") for letter in "ABCDEFGHIJKLMNOPQRSTUV"}
    assert values["=1+1"].data_type == "s"
    assert values["=1+1"].quotePrefix
    assert not values["flashcard"].quotePrefix


def test_the_pack_itself_stands_on_a_sheet_of_its_own() -> None:
    pack, _ = losses_in("csv", "front,back\na,b\n")
    assert dict(xlsx.read(xlsx.write(pack).data).cover) == {"pack": "p", "title": "P", "version": "1", "language": "en"}


def test_the_template_has_every_column_and_drop_downs() -> None:
    made = openpyxl.load_workbook(io.BytesIO(xlsx.template()))
    sheet = made["Questions"]
    assert [each.value for each in next(sheet.iter_rows(max_row=1))] == list(COLUMNS)
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists == {"B2:B2000": '"better-response,flashcard"', "U2:U2000": '"1,2,3,4,5,6"'}
    assert COLUMNS[1] == "kind"
    assert COLUMNS[20] == "best"


def test_a_filled_template_is_a_pack() -> None:
    made = openpyxl.load_workbook(io.BytesIO(xlsx.template()))
    sheet = made["Questions"]
    for column, value in {"C": "a", "G": "Front", "V": "Back"}.items():
        sheet[f"{column}2"] = value
    assert taken_in("xlsx", saved(made)).pack.questions[0].id == "front"


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spoilt(part: str, old: bytes, new: bytes) -> bytes:
    parts = parts_of(saved(book(*TABLE)))
    assert old in parts[part]
    return zipped(parts | {part: parts[part].replace(old, new, 1)})


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK", b"front,back\n", zipped({}), zipped({"a": b"b"}), saved(book(*TABLE))[:2000],
        zipped({f"{n}.xml": b"<a/>" for n in range(600)}),
        zipped({"bomb.xml": b"\0" * (97 * 2**20)}),
        zipped(parts_of(saved(book(*TABLE))) | {SHEET: ENTITIES}),
        zipped(parts_of(saved(book(*TABLE))) | {SHEET: b"<a>" * 100_000}),
        zipped(parts_of(saved(book(*TABLE))) | {SHEET: b"not xml"}),
        zipped({name: data for name, data in parts_of(saved(book(*TABLE))).items() if name != SHEET}),
        spoilt(SHEET, b't="inlineStr"', b't="s"'), spoilt(SHEET, b'r="B2"', b'r="1B"'),
        spoilt(SHEET, b't="inlineStr"', b't="n"'),
    ],
    ids=range(15),
)  # fmt: skip
def test_a_workbook_that_nobody_made_is_read_or_refused_with_words(data: bytes) -> None:
    with suppress(ExchangeError):
        losses_in("xlsx", data)


def test_a_bomb_and_entities_are_refused_before_anything_is_opened() -> None:
    for data in (zipped({"bomb.xml": b"\0" * (97 * 2**20)}), zipped({"x.xml": ENTITIES})):
        with pytest.raises(ExchangeError):
            xlsx.read(data)


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing() -> None:
    made = book(["front", "back"], ["a", "b"])
    made.worksheets[0]["XFD1048576"] = "far"
    pack, told = losses_in("xlsx", saved(made))
    assert len(pack.questions) == 1
    assert "not read" in told["row 100001"]


def test_reasons_that_are_missing_say_so() -> None:
    rows = ["scene,ask,option 1,option 2,best", "s,a,x,y,1"]
    question = losses_in("csv", "\n".join(rows))[0].questions[0]
    assert {option.because for option in question.options} == {REASON_MISSING}
