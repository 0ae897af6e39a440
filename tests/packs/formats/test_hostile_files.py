"""Files made to hurt: endless rows, nothing but losses, binary rubbish. They are refused or read, and stay small."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.packs.characters import FORBIDDEN
from quizgame.packs.formats.cover import Cover
from quizgame.packs.formats.exchange import module_of
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.gathering import gather
from quizgame.packs.formats.shapes import MOST_LOSSES
from quizgame.packs.models import MOST_QUESTIONS
from quizgame.packs.reader import parse_pack
from quizgame.packs.writer import as_yaml
from tests.packs.random_packs import AWKWARD

TEXT_FORMATS = ["csv", "gift", "anki-text"]
BITS = [
    *AWKWARD,
    "front,back\n",
    "front;back\n",
    "\n\n",
    "{=",
    "~",
    "}",
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\x85",
    '"',
    "\r",
    "a\tb\n",
]


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@given(st.lists(st.sampled_from(BITS), max_size=30).map("".join) | st.text(max_size=40))
def test_any_text_gives_a_pack_that_can_be_written_or_says_why_not(format_: str, text: str) -> None:
    for start in ("", "front,back\n"):
        with suppress(ExchangeError):
            reading = module_of(format_).read((start + text).encode("utf-8", "surrogatepass"))
            imported = gather(reading, Cover("p", "P"), lambda _: None)
            assert all(loss.text().isprintable() for loss in reading.losses)
            if imported:
                assert not FORBIDDEN.search(repr(imported.pack))
                assert parse_pack(as_yaml(imported.pack).encode(), "f") == imported.pack
            else:
                assert imported is None


@pytest.mark.parametrize("format_", [*TEXT_FORMATS, "xlsx"])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(format_: str, data: bytes) -> None:
    with suppress(ExchangeError):
        gather(module_of(format_).read(data), Cover("p", "P"), lambda _: None)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("format_", ["csv", "anki-text"])
def test_a_row_without_end_is_refused_by_its_line(format_: str, separator: str) -> None:
    data = f"front{separator}back\n{separator * 1_000_000}\n".encode()
    with pytest.raises(ExchangeError, match=r"Line 2 has more than 10,000 cells"):
        gather(module_of(format_).read(data), Cover("p", "P"), lambda _: None)


@pytest.mark.parametrize(
    ("format_", "data"),
    [
        ("gift", b"x\n\n" * (MOST_LOSSES + 9)),
        ("gift", b"$CATEGORY: x\n" * (MOST_LOSSES + 9)),
        ("csv", b"front,back\n" + b",,x\n" * (MOST_LOSSES + 9)),
        ("anki-text", b"{{c1::x}}\ty\n" * (MOST_LOSSES + 9)),
    ],
    ids=["questions", "categories", "rows", "cards"],
)
def test_a_file_that_is_all_loss_has_a_report_with_an_end(format_: str, data: bytes) -> None:
    reading = module_of(format_).read(data)
    assert gather(reading, Cover("p", "P"), lambda _: None) is None
    assert len(reading.losses) == MOST_LOSSES + 1


def test_more_questions_than_a_pack_holds_are_left_out_and_told() -> None:
    table = "front,back\n" + "".join(f"Question {at}?,Answer\n" for at in range(MOST_QUESTIONS + 5))
    reading = module_of("csv").read(table.encode())
    imported = gather(reading, Cover("p", "P"), lambda _: None)
    assert imported is not None
    assert len(imported.pack.questions) == MOST_QUESTIONS
    assert [loss.where for loss in reading.losses] == [f"row {MOST_QUESTIONS + 2}"]
