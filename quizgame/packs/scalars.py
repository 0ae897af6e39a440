"""Texts as YAML scalars: plain where nobody can misread them, quoted or folded where somebody could."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgame.packs.words import meaning

WIDTH = 100
"""Columns at which long texts are wrapped."""
LONGEST = 118
"""Columns of a line that is not wrapped yet, so that no single word goes onto a line of its own."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=")
_INSIDE = re.compile(r": | #|:$|^\.\.\.|[\t\n]")
"""What ends or spoils a text without quotes."""
# The parser in Python, used where libyaml is missing, also stops at a question mark.
_IN_FLOW = re.compile(r"[,\[\]{}?]|:(?=[,\[\]{}])")
# Wider than the numbers of YAML 1.2, so that no other tool takes a time or a long number for one either.
_NUMBER_LIKE = re.compile(r"[-+.0-9][-+.:_0-9a-fA-FxXoO]*")
_SINGLE_SPACE = re.compile(r"(?<! ) (?! )")


def on_one_line(text: str, *, flow: bool = False) -> str:
    """A text as one line of YAML; `flow` is true between brackets or braces."""
    if _is_plain(text) and not (flow and _IN_FLOW.search(text)):
        return text
    if '"' in text and not {"\n", "\t"} & set(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def scalar(text: str, column: int, indent: int, *, heading: bool = False) -> Iterator[str]:
    """A text as lines: what follows its key at `column`, then whole lines, indented if need be.

    A block ends with a line break, which the models strip. After a `heading` it is left out, since editors that check
    against the schema do not strip, and a heading must be one line.
    """
    line = on_one_line(text)
    if "\n" not in text and column + len(line) <= LONGEST:
        yield line
        return
    lines = text.split("\n")
    # A block shows a text as it is, but its editor must not see to the spaces at the ends of lines.
    if "\t" in text or any(each != each.strip(" ") for each in lines):
        yield line
        return
    room = WIDTH - indent
    if len(lines) > 1 and all(len(each) <= room for each in lines):
        yield "|"
        yield from (" " * indent + each if each else "" for each in lines)
        return
    yield ">-" if heading else ">"
    yield from _folded(lines, indent, room)


def _folded(lines: list[str], indent: int, room: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number:
            yield ""
        if line:
            yield from (" " * indent + each for each in _wrapped(line, room))


def _wrapped(line: str, room: int) -> Iterator[str]:
    """A line cut at single spaces, which folding gives back."""
    kept = ""
    for word in _SINGLE_SPACE.split(line):
        if kept and len(kept) + 1 + len(word) > room:
            yield kept
            kept = word
        else:
            kept = f"{kept} {word}" if kept else word
    yield kept


def _is_plain(text: str) -> bool:
    """Whether YAML 1.2 and our reader both read the bare text as itself."""
    if not text or text[0] in _INDICATORS or text != text.strip() or _INSIDE.search(text):
        return False
    return text.isprintable() and meaning(text) == text and not _NUMBER_LIKE.fullmatch(text)
