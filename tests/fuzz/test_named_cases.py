"""Inputs that once hurt, or are known to hurt programs like this one: each is refused for its own reason, soon."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from quizgame.cli import main
from quizgame.packs.archives import packs_in
from quizgame.packs.formats.cover import Cover
from quizgame.packs.formats.exchange import module_of
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.gathering import gather
from quizgame.packs.formats.html_text import as_text
from quizgame.packs.formats.shapes import Imported
from quizgame.packs.library import LibraryError
from quizgame.store.trainer_file import BadTrainerFile
from quizgame.store.trainer_file import read as read_trainer_file
from tests.end_to_end.machine import PROGRAM, Machine
from tests.packs.pack_texts import a_pack_text, the_problem

LONG = 10 * 2**20
"""Bytes of one line."""
DIGITS = "9" * 100_000


@contextmanager
def soon(seconds: float = 2) -> Iterator[None]:
    """What is in the block takes less of the processor's time."""
    start = time.thread_time()
    yield
    assert time.thread_time() - start < seconds


def imported(format_: str, data: bytes) -> Imported | None:
    """What an importer makes of a file."""
    return gather(module_of(format_).read(data), Cover("p", "P"), lambda _: None)


# ── packs ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("data", ["- a\n" * 2_000_000, "[a" + ",a" * 4_000_000], ids=["lines", "one-line"])
def test_a_list_without_end_is_left_where_it_becomes_too_long(data: str) -> None:
    with soon():
        assert the_problem(data).what == "The list or group that this belongs to holds more than 20000 things."


def test_a_number_of_a_hundred_thousand_digits_is_no_version() -> None:
    problem = the_problem(a_pack_text(version=DIGITS))
    assert problem.what == f"`version` must be a whole number, but this is the text `{'9' * 59}…`."


def test_an_entry_without_a_name_is_refused() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        entry = ZipInfo("entry")
        entry.filename = entry.orig_filename = ""
        archive.writestr(entry, b"pack: x\n")
    with pytest.raises(LibraryError, match="the entry  has no name, so nothing was taken"):
        packs_in(made.getvalue(), "packs.zip")


# ── other tools' files ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", ["csv", "gift", "anki-text"])
@pytest.mark.parametrize("line", [b"a\n", b"a\r", b"a\n\n"], ids=["lf", "cr", "blank"])
def test_millions_of_lines_are_refused_unread(format_: str, line: bytes) -> None:
    with soon(), pytest.raises(ExchangeError, match=r"more than 1,000,000 lines\. Split it"):
        imported(format_, line * 2_100_000)


@pytest.mark.parametrize("format_", ["csv", "anki-text"])
def test_a_cell_of_ten_mebibytes_is_refused_by_its_line(format_: str) -> None:
    with soon(), pytest.raises(ExchangeError, match="a cell has more than 131,072 characters"):
        imported(format_, b"x" * LONG)


@pytest.mark.parametrize("text", ["x", "\\", "{=", "a{~b#c"], ids=["letters", "backslashes", "braces", "answers"])
def test_a_quiz_of_one_line_of_ten_mebibytes_holds_no_question(text: str) -> None:
    with soon():
        assert imported("gift", (text * (LONG // len(text))).encode()) is None


def test_a_column_of_thousands_of_digits_is_none() -> None:
    made = imported("anki-text", f"#tags column:0001{DIGITS}\nfront\tback\n".encode())
    assert made is not None
    assert len(made.pack.questions) == 1


@pytest.mark.parametrize(
    ("source", "text"), [("x<![if !y]>", "x"), ("<![foo[x]]>y", "y"), ("<![", "<!["), ("<![<b>x</b>", "<![*x*")]
)
def test_marked_sections_of_any_name_are_read(source: str, text: str) -> None:
    assert as_text(source) == (text, [])


def test_tags_that_are_never_closed_are_text() -> None:
    with soon():
        assert as_text("<a " * 6000)[0].startswith("<a <a")


def test_a_workbook_of_a_million_strings_that_are_all_alike_is_refused_unopened() -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", "<sst>" + "<si><t>a</t></si>" * 1_000_000 + "</sst>")
    with soon(), pytest.raises(ExchangeError, match="would grow to more than 100 times its size"):
        imported("xlsx", made.getvalue())


def test_deep_nesting_is_no_file_for_a_trainer(tmp_path: Path) -> None:
    for text in ("[" * 10_000, '{"a":' * 10_000, "x" * LONG):
        (tmp_path / "deep.jsonl").write_text(text)
        with soon(), pytest.raises(BadTrainerFile, match=r"this is not a file for a trainer|too long"):
            read_trainer_file(tmp_path / "deep.jsonl", "deep.jsonl")


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("option", ["--minutes", "--seed"])
def test_a_number_of_a_hundred_thousand_digits_is_wrong_use(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["play", option, DIGITS])
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert f"argument {option}: " in error
    assert len(error) < 1500


def test_words_that_command_a_terminal_are_spelled_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["status", "a\x1b[2J\x9b2J\x07\u202eb"])
    assert left.value.code == 2
    assert "unrecognized arguments: a\\x1b[2J\\x9b2J\\x07\\u202eb" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("learners", "rename", "Sam\x85", "Kim"), ("packs", "show", "\x1b[2J")])
def test_names_of_nobody_and_nothing_are_spelled_out(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path), *words]) == 1
    assert capsys.readouterr().err.replace("\n", "").isprintable()


def test_a_home_of_nobody_is_taken_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--home", "~nobody-of-this-name", "learners", "list"]) == 0
    assert (tmp_path / "~nobody-of-this-name").is_dir()


def test_a_pack_file_whose_name_is_no_text_is_told_and_the_others_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/x\xff.yaml", "wb") as file:  # noqa: PTH123
        file.write(a_pack_text().encode())
    for _ in range(2):
        assert main(["--home", str(tmp_path), "packs", "list"]) == 0
        said = capsys.readouterr()
        assert said.err.endswith(
            "x\\udcff.yaml:1:1: The name of this file is not text in UTF-8. Give it another name.\n"
        )
        assert "shop-floor" not in said.out


def test_a_name_that_is_too_long_for_a_file_is_no_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["packs", "install"], ["packs", "check"], ["packs", "preview"], ["packs", "show", "--graph", "x"]):
        assert main(["--home", str(tmp_path), *words, "9" * 5000]) == 1
        assert "stumbled" not in capsys.readouterr().err


def test_closed_streams_are_no_reason_to_stumble(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.add_learner()
    for words in ("", "play --minutes 1", "learners list"):
        closed = ["sh", "-c", f'exec "$0" {words} <&- >&-', *PROGRAM]
        ended = subprocess.run(
            closed, env=machine.environment(), capture_output=True, text=True, timeout=60, check=False
        )
        assert "stumbled" not in ended.stderr
        assert "Traceback" not in ended.stderr
        assert ended.returncode in {0, 1}
