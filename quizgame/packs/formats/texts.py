"""Bytes of other tools as text."""

from __future__ import annotations

from io import StringIO

from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import Loss

MOST_CELLS = 10_000
MOST_LINES = 1_000_000
"""Five times as many as a pack of the most questions takes."""


def decoded(data: bytes, losses: list[Loss]) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark, or else what Windows writes in western Europe."""
    if data.count(b"\n") > MOST_LINES or data.count(b"\r") > MOST_LINES:
        raise ExchangeError(f"The file has more than {MOST_LINES:,} lines. Split it into several files.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise ExchangeError("The file starts like UTF-16 and is not. Save it with the encoding UTF-8.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data[:1000] or data.startswith(b"PK"):
            raise ExchangeError("This is not a text file. Check that the file and --format belong together.") from None
        line = data.count(b"\n", 0, error.start) + 1
        what = "The file is not UTF-8 and was read as Windows-1252. Look at letters such as é, or save it as UTF-8."
        losses.append(Loss(f"line {line}", what))
        return data.decode("cp1252", "replace")


def refuse_endless_rows(text: str, separator: str) -> None:
    """Raise `ExchangeError` for a line of so many cells that it is no row of any table."""
    for number, line in enumerate(StringIO(text), 1):
        if len(line) > MOST_CELLS and line.count(separator) > MOST_CELLS:
            raise ExchangeError(
                f"Line {number} has more than {MOST_CELLS:,} cells. Check that this is a table of questions."
            )
