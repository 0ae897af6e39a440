"""The first look at a pack file: bytes become text that is safe to parse, and what is not safe becomes problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizgame.packs.characters import FORBIDDEN, STAND_IN, code_point, has_forbidden
from quizgame.packs.problems import MOST_PROBLEMS, PackRefused, Problem, enough

MOST_BYTES = 16 * 2**20
"""The largest pack file."""

# libyaml compares every %TAG line with all earlier ones, so a file full of them would never end.
_DIRECTIVE = re.compile("^%", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileText:
    """A pack file's text, made safe, with the problems met on the way."""

    file: str
    text: str
    """Lines end with a newline; every forbidden character is replaced by one stand-in, so places still hold."""
    problems: tuple[Problem, ...]


def decode(data: bytes, file: str) -> FileText:
    """The text of a pack file. Raises `PackRefused` when there is none: too big, or not UTF-8."""
    if len(data) > MOST_BYTES:
        raise PackRefused([too_big(file)])
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise PackRefused([_not_utf8(data, error.start, file)]) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    if has_forbidden(text):
        problems += enough(_forbidden(text, file))
        if len(problems) > MOST_PROBLEMS:
            # A picture or an archive, not a text.
            raise PackRefused(problems)
        text = FORBIDDEN.sub(STAND_IN, text)
    if text.startswith("%") or "\n%" in text:
        problems += enough(_directives(text, file))
        text = _DIRECTIVE.sub("#", text)
    return FileText(file, text, tuple(problems))


def too_big(file: str) -> Problem:
    """What is said about a file over the limit, whether or not it was read to its end."""
    return Problem(file, 1, 1, "The file is bigger than 16 MiB.", "Split the pack into several packs.")


def _not_utf8(data: bytes, at: int, file: str) -> Problem:
    line_start = data.rfind(b"\n", 0, at) + 1
    column = len(data[line_start:at].decode("utf-8", "replace")) + 1
    what = f"The file is not UTF-8 text: byte {at + 1} (hexadecimal {data[at]:02X}) does not belong there."
    return Problem(file, data.count(b"\n", 0, at) + 1, column, what, "Save the file with the encoding UTF-8.")


def _forbidden(text: str, file: str) -> Iterator[Problem]:
    for match, line, column in _places(FORBIDDEN, text):
        what = f"The character {code_point(match)} is not allowed: it is invisible or controls the terminal."
        yield Problem(file, line, column, what, "Delete it.")


def _directives(text: str, file: str) -> Iterator[Problem]:
    for _, line, column in _places(_DIRECTIVE, text):
        yield Problem(file, line, column, "A line of a pack cannot start with `%`.", "Delete the line.")


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int, int]]:
    line, line_start = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", line_start, match.start())
        line_start = text.rfind("\n", 0, match.start()) + 1
        yield match[0], line, match.start() - line_start + 1
