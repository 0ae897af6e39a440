"""The latest number that this device has given out, noted beside the store: by it a loss at the end is noticed.

Numbers tell of a row that is missing in the middle. They cannot tell of the last ones, as when SQLite's journal was
deleted, cut short or changed: what it cannot read there, it leaves out without a word.
"""

from __future__ import annotations

import os
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

FILE = "quizgame.mark"
"""Name of the file, in the home folder."""

_LINE = re.compile(rb"([0-9a-f]{32}) ( *\d+) ([0-9a-f]{8})\n")
_WIDTH = 19  # digits of SQLite's largest number


class Mark(NamedTuple):
    """How far a device had come."""

    device: bytes
    number: int


def read(home: Path) -> Mark | None:
    """The mark of a home; None where there is none, or none that is whole."""
    try:
        match = _LINE.fullmatch((home / FILE).read_bytes())
    except OSError:
        return None
    if match is None:
        return None
    mark = Mark(bytes.fromhex(match[1].decode()), int(match[2]))
    return mark if _line(mark) == match[0] else None


class Marker:
    """Writes the mark of a home, over and over in the same few bytes.

    It is written after the answer is on the disk and never waited for: a mark that lags behind does no harm, so no
    error is raised either. A killed program loses no mark; a power cut may take it back a little.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._latest: Mark | None = None
        self._file: int | None = None

    def note(self, mark: Mark) -> None:
        """Note the latest number, where it is not the one noted last."""
        if mark == self._latest:
            return
        with suppress(OSError):
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            os.lseek(self._file, 0, os.SEEK_SET)
            line = _line(mark)
            if os.write(self._file, line) == len(line):
                self._latest = mark

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _line(mark: Mark) -> bytes:
    text = f"{mark.device.hex()} {mark.number:{_WIDTH}}".encode()
    return b"%s %08x\n" % (text, zlib.crc32(text))
