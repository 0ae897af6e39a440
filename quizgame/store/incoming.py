"""Reads an export line by line: each line is checked before it is given out, and the file at its end."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from quizgame.domain.events import LearnersJoined
from quizgame.store.checks import TooNew, Unfit
from quizgame.store.errors import StoreError
from quizgame.store.lines import End, Header, read_header, read_line
from quizgame.store.rows import Row, fact_of

LONGEST_LINE = 1 << 20
"""Bytes; a row takes five hundred, and a session limited to thousands of objectives some hundred thousand."""

LARGEST_FILE = 1 << 36
"""Bytes: a hundred million answers."""

_BOM = b"\xef\xbb\xbf"


class BadExport(StoreError):
    """A file cannot be taken in; the text names file, line and what to do."""


class Incoming:
    """An export that is being read; `called` is how messages name it. Its rows can be read once."""

    def __init__(self, file: BinaryIO, called: str) -> None:
        self._file = file
        self._called = called
        self._number = 0
        self._checksum = 0
        with self._reading():
            self.header: Header = read_header(self._line())

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every row with its table, in the file's order; raises BadExport, at the latest when the end is not right."""
        learner, counts, others = self.header.learner, {"review": 0, "event": 0}, set()
        latest: tuple[object, ...] = ()
        with self._reading():
            while True:
                before = self._checksum
                line = read_line(self._line())
                if isinstance(line, End):
                    break
                table, row = line
                if row[1] != learner:
                    raise Unfit("it belongs to another learner than the first line names")
                place = (1, row[6], row[4], row[0]) if table == "review" else (2, row[7], row[6], row[4], row[0])
                if place <= latest:
                    raise Unfit("it stands out of order, or for the second time")
                latest = place
                counts[table] += 1
                if table == "event" and isinstance(fact := fact_of(row[7], row[8]), LearnersJoined):
                    others.add(fact.other)
                yield table, row
            self._check_end(line, before, counts, others - {learner})

    def _check_end(self, end: End, checksum: int, counts: dict[str, int], others: set[bytes]) -> None:
        promised = {"review": self.header.reviews, "event": self.header.events}
        if {"review": end.reviews, "event": end.events} != counts or promised != counts:
            raise Unfit("the file does not hold as many rows as its first line says")
        if set(self.header.joined) != others:
            raise Unfit("the first line names other joined learners than the events do")
        if end.checksum != checksum:
            raise Unfit("the file was changed since it was written: its checksum is another")
        if self._file.read(1):
            self._number += 1
            raise Unfit("there is more after the end")

    def _line(self) -> bytes:
        data = self._file.readline(LONGEST_LINE + 1)
        self._number += 1
        if not data:
            raise Unfit("the file is empty" if self._number == 1 else "the file ends too early: it was cut short")
        if len(data) > LONGEST_LINE:
            raise Unfit("the line is too long for an export")
        whole = data.endswith(b"\n")
        data = data.removesuffix(b"\n").removesuffix(b"\r")  # some ways of copying change the ends of lines
        if self._number == 1:
            data = data.removeprefix(_BOM)
        if not whole and b'"end"' not in data:
            raise Unfit("the file ends too early: it was cut short")
        self._checksum = zlib.crc32(data + b"\n", self._checksum)
        return data

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Say of every problem where it is and what to do."""
        try:
            yield
        except TooNew as error:
            raise self._bad(error, "Update quizgame here, and import the file again.") from error
        except Unfit as error:
            raise self._bad(error, "Export again, and copy the whole file.") from error
        except OSError as error:
            raise BadExport(
                f"{self._called} cannot be read: {error.strerror or error}. Nothing was imported."
            ) from error

    def _bad(self, what: Unfit, remedy: str) -> BadExport:
        return BadExport(f"{self._called}, line {self._number}: {what}. Nothing was imported. {remedy}")


@contextmanager
def incoming(path: Path, called: str) -> Iterator[Incoming]:
    """Open an export; raises BadExport when it is none. `called` is how messages name it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadExport(f"{called} is too large for an export. Nothing was imported.")
        file = path.open("rb")
    except OSError as error:
        raise BadExport(f"{called} cannot be read: {error.strerror or error}. Nothing was imported.") from error
    with file:
        yield Incoming(file, called)
