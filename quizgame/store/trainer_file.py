"""A learner's first answers and flags as a file for a trainer: what was answered, and nothing of who or when.

JSON Lines like an export: a header, a line for each question answered, a line for each flag, an end. The lines are
sorted by what they say, so that their order tells nothing of time. The label in the header is made up for each file,
and says only that one file is one learner. `wording` is a fingerprint of the question's text: `option` counts in its
order.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from quizgame.domain.events import Certainty
from quizgame.domain.items import Exposure, Flag, Sheet
from quizgame.store import checks
from quizgame.store.checks import Check, TooNew, Unfit
from quizgame.store.errors import StoreError
from quizgame.store.lines import FORMAT as WHOLE_EXPORT

FORMAT = "quizgame-answers"
VERSION = 1

LONGEST_LINE = 1 << 16
"""Bytes; an answer takes two hundred, and a note has at most four thousand characters."""

MOST_ROWS = 10_000_000
"""Questions that one learner may have answered; far more than there are."""

_BOM = b"\xef\xbb\xbf"


class BadTrainerFile(StoreError):
    """A file for a trainer cannot be read; the text names file, line and what to do."""


class TrainerFile(NamedTuple):
    """One learner, as a trainer gets them."""

    label: str
    """Made up for this file."""
    sheet: Sheet


# ── the format ────────────────────────────────────────────────────────────────────────────────────────────────

_certainty, _certainty_word = checks.one_of(Certainty), checks.words_of(Certainty)


def _as_it_is(value: Any) -> Any:
    return value


_COUNTS: dict[str, Check] = {"answers": checks.whole(0, MOST_ROWS), "flags": checks.whole(0, MOST_ROWS)}
_HEADER: dict[str, Check] = {"format": _as_it_is, "version": _as_it_is, "label": checks.word, **_COUNTS}
_ANSWER: dict[str, Check] = {
    "row": _as_it_is,
    "question": checks.word,
    "revision": checks.revision,
    "wording": checks.word,
    "options": checks.whole(0, 100),
    "option": checks.chosen,
    "right": checks.flag,
    "certainty": _certainty,
}
_FLAG: dict[str, Check] = {
    "row": _as_it_is,
    "question": checks.word,
    "revision": checks.revision,
    "note": checks.text,
}
_END: dict[str, Check] = {"row": _as_it_is, **_COUNTS, "checksum": checks.whole(0, 2**32 - 1)}


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────


def write(sheet: Sheet, entropy: Callable[[int], bytes], out: BinaryIO) -> None:
    """Write one learner's sheet."""
    counts = {"answers": len(sheet.exposures), "flags": len(sheet.flags)}
    running = 0
    for value in ({"format": FORMAT, "version": VERSION, "label": entropy(8).hex(), **counts}, *_rows(sheet)):
        line = _line(value)
        running = zlib.crc32(line, running)
        out.write(line)
    out.write(_line({"row": "end", **counts, "checksum": running}))


def _rows(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for each in sorted(sheet.exposures, key=lambda one: one[:3]):
        yield {
            "row": "answer",
            "question": each.question,
            "revision": each.revision,
            "wording": each.wording,
            "options": each.options,
            "option": each.chosen,
            "right": each.right,
            "certainty": _certainty_word(each.certainty),
        }
    for flag in sorted(sheet.flags):
        yield {"row": "flag", **flag._asdict()}


def _line(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():  # whatever a terminal might obey is spelled out
        text = json.dumps(value, separators=(",", ":"))
    return text.encode() + b"\n"


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path, called: str) -> TrainerFile:
    """Read a file for a trainer; raises BadTrainerFile. `called` is how messages name it."""
    try:
        with path.open("rb") as file:
            return _Reading(file, called).whole()
    except OSError as error:
        raise BadTrainerFile(
            f"{called} cannot be read: {error.strerror or error}. Check its name, and that you may read it."
        ) from error


class _Reading:
    """One file, line by line."""

    def __init__(self, file: BinaryIO, called: str) -> None:
        self._file = file
        self._called = called
        self._number = 0
        self._checksum = 0

    def whole(self) -> TrainerFile:
        """All of it, each line checked before the next, and the file at its end."""
        try:
            label, *promised = self._header()
            sheet = self._sheet(promised)
        except TooNew as error:
            raise self._bad(error, "Update quizgame here, and read the file again.") from error
        except Unfit as error:
            remedy = "Ask the learner to write it again (`quizgame learners export NAME FILE --for-trainer`)."
            raise self._bad(error, remedy) from error
        return TrainerFile(label, sheet)

    def _header(self) -> list[Any]:
        try:
            value = _object(self._line())
        except Unfit as error:
            if self._number == 0:
                raise
            raise Unfit("this is not a file for a trainer") from error
        if value.get("format") == WHOLE_EXPORT:
            raise Unfit("this is everything held about a learner, which is theirs alone, and not a file for a trainer")
        if value.get("format") != FORMAT:
            raise Unfit("this is not a file for a trainer")
        version = value.get("version")
        if type(version) is int and version > VERSION:
            raise TooNew(f"it is written in version {min(version, 10**9)} of the format, and this quizgame knows 1")
        if version != VERSION:
            raise Unfit(f"`version` must be {VERSION}")
        return _checked(value, _HEADER)[2:]

    def _sheet(self, promised: list[int]) -> Sheet:
        exposures: dict[tuple[str, int], Exposure] = {}
        flags: list[Flag] = []
        while True:
            before = self._checksum
            value = _object(self._line())
            row = value.get("row")
            if row == "answer":
                exposure = _exposure(value)
                if exposures.setdefault(exposure[:2], exposure) is not exposure:
                    raise Unfit("it holds a second answer to the same question")
            elif row == "flag":
                flags.append(Flag(*_checked(value, _FLAG)[1:]))
            elif row == "end":
                break
            else:
                raise Unfit("`row` must be answer, flag or end")
        self._check_end(value, before, promised, [len(exposures), len(flags)])
        return Sheet(tuple(exposures.values()), tuple(flags))

    def _check_end(self, value: Mapping[str, Any], checksum: int, promised: list[int], found: list[int]) -> None:
        _, answers, flags, written = _checked(value, _END)
        if [answers, flags] != found or promised != found:
            raise Unfit("the file does not hold as many answers and flags as its first line says")
        if written != checksum:
            raise Unfit("the file was changed since it was written: its checksum is another")
        if self._file.read(1):
            self._number += 1
            raise Unfit("there is more after the end")

    def _line(self) -> bytes:
        data = self._file.readline(LONGEST_LINE + 1)
        if not data and not self._number:
            raise Unfit("the file is empty")
        self._number += 1
        if not data:
            raise Unfit("the file ends too early: it was cut short")
        if len(data) > LONGEST_LINE:
            raise Unfit("the line is too long for a file for a trainer")
        data = data.removesuffix(b"\n").removesuffix(b"\r")  # some ways of copying change the ends of lines
        if self._number == 1:
            data = data.removeprefix(_BOM)
        self._checksum = zlib.crc32(data + b"\n", self._checksum)
        return data

    def _bad(self, what: Unfit, remedy: str) -> BadTrainerFile:
        return BadTrainerFile(f"{self._called}, line {max(self._number, 1)}: {what}. It was left out. {remedy}")


def _exposure(value: Mapping[str, Any]) -> Exposure:
    _, question, revision, wording, options, option, right, certainty = _checked(value, _ANSWER)
    if (option is None) != (options == 0) or (option is not None and option >= options):
        raise Unfit("`option` must be one of its `options`, or null where there are none")
    return Exposure(question, revision, wording, options, option, right, Certainty(certainty))


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode())
    except UnicodeDecodeError:
        raise Unfit("it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise Unfit("it is not a line of JSON, or the file was cut short here") from None
    if type(value) is not dict:
        raise Unfit("it is not a JSON object")
    return value


def _checked(value: Mapping[str, Any], wanted: Mapping[str, Check]) -> list[Any]:
    """The values in the order of the checks; nothing may be missing, and nothing be there beside them."""
    if missing := sorted(wanted.keys() - value.keys()):
        raise Unfit(f"`{missing[0]}` is missing")
    if value.keys() - wanted.keys():
        raise TooNew("it holds a value that this quizgame does not know")
    found = []
    for key, check in wanted.items():
        try:
            found.append(check(value[key]))
        except Unfit as error:
            raise Unfit(f"`{key}` must be {error}") from None
    return found
