"""The grammar of GIFT, as Moodle reads it: a file becomes items, each of some kind, with its place.

Questions are separated by empty lines. `//` starts a comment, `$CATEGORY:` names the category of what follows. A
question is `::title::[format]text {answers}`; text may go on after the braces (a missing word). Inside the braces, `=`
starts a right answer, `~` a wrong one, `%50%` a weight, `#` feedback and `####` general feedback. A backslash takes
the meaning from `~ = # { } :` and itself, and `\\n` is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from quizgame.packs.formats.shapes import Loss

FORMATS = "html|moodle|plain|markdown"
BLANK = "_____"
"""What Moodle shows in place of a missing word."""

MOST_ANSWERS = 100
"""So many are read; a question can hold fewer by far."""

_SIGNS = "~=#{}:\\\n"
# Escaped signs wait as control characters, which no text of ours may hold, until everything has been cut.
_HIDDEN = {sign: chr(1 + at) for at, sign in enumerate(_SIGNS)}
# Of several backslashes, each first one takes the meaning from the next: so these pairs are found before all others.
_ESCAPES = {"\\\\": _HIDDEN["\\"]} | {
    "\\" + ("n" if sign == "\n" else sign): hidden for sign, hidden in _HIDDEN.items()
}
_ESCAPE = re.compile(r"\\[~=#{}:\\n]")
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_RESERVED = re.compile("|".join(_HIDDEN.values()))
_NAME = re.compile(r"\[id:([^\]]*)\]")
_WEIGHT = re.compile(r"\s*%\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*%")
_GOES_ON = ("=", "~", "}", "#")


class Answer(NamedTuple):
    """One answer inside the braces."""

    text: str
    weight: float
    """Percent; 100 for a right answer, 0 for a wrong one that says nothing else."""
    feedback: str


@dataclass(slots=True)
class Item:
    """One question."""

    line: int
    """Counted from 1."""
    title: str = ""
    name: str = ""
    """The id number that a comment before the question gives it."""
    format: str = ""
    stem: str = ""
    kind: str = "description"
    """description, essay, true-false, numerical, multiple-choice, matching, short-answer."""
    answers: tuple[Answer, ...] = ()
    feedback: str = ""
    """General feedback."""
    fault: str = ""
    """What is wrong with it, if it cannot be read."""


def escaped(text: str) -> str:
    """A text in which nothing is a sign of GIFT, on one line."""
    return "".join(f"\\{'n' if sign == chr(10) else sign}" if sign in _HIDDEN else sign for sign in text)


def items(text: str, losses: list[Loss]) -> Iterator[Item]:
    """The questions of a file, in order."""
    text = _RESERVED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    comments, first_comment = 0, 0
    block: list[str] = []
    start, name = 0, ""
    lines = text.split("\n")
    for number, line in enumerate([*lines, ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            if match := _NAME.search(bare):
                name = match[1]
            elif bare.strip("/ "):
                comments += 1
                first_comment = first_comment or number
        elif bare[:10].upper() == "$CATEGORY:" and not block:
            losses.append(Loss(f"line {number}", f"A pack has no categories; “{bare[10:].strip()}” was left out."))
        elif bare:
            start = start if block else number
            block.append(line)
        elif block and not (_is_open(block) and _goes_on(lines, number)):
            yield _item(start, name, "\n".join(block))
            block, name = [], ""
    if comments:
        more = f" and {comments - 1} more" if comments > 1 else ""
        losses.append(Loss(f"line {first_comment}{more}", "Comments were left out."))


def _is_open(block: list[str]) -> bool:
    """Whether the braces of a block are still to be closed."""
    # Only the last lines can have changed that, and a block without an end must not take the square of its length.
    text = _ESCAPE.sub("", "\n".join(block[-200:]))
    return text.rfind("{") > text.rfind("}")


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether the next line with text belongs between braces; `number` is that of the empty line before."""
    following = next((line.strip() for line in lines[number : number + 5] if line.strip()), "")
    return following.startswith(_GOES_ON)


def _item(line: int, name: str, text: str) -> Item:
    for escape, hidden in _ESCAPES.items():
        text = text.replace(escape, hidden)
    text = text.strip()
    item = Item(line, name=name)
    if text.startswith("::"):
        title, closed, rest = text[2:].partition("::")
        if closed:
            item.title, text = _shown(title), rest.lstrip()
    if match := re.match(rf"\[({FORMATS})\]", text):
        item.format, text = match[1], text[match.end() :]
    before, opened, rest = text.partition("{")
    if not opened:
        item.stem = _shown(before)
        return item
    inside, closed, after = rest.partition("}")
    if not closed:
        item.fault = "A brace { is opened and never closed. Close it, or write \\{ if it is part of the text."
        return item
    if "{" in after or "}" in after:
        item.fault = "It has more than one pair of braces. Write \\{ and \\} if they are part of the text."
        return item
    inside, marked, general = inside.partition("####")
    item.feedback = _shown(general) if marked else ""
    inside = inside.strip()
    item.stem = _shown(before + BLANK + after if after.strip() else before)
    item.kind = _kind(inside)
    if item.kind in {"multiple-choice", "short-answer"}:
        item.answers = tuple(islice(_answers(inside), MOST_ANSWERS))
        if not item.answers:
            item.fault = "Nothing between its braces is an answer."
    return item


def _kind(inside: str) -> str:
    if not inside:
        return "essay"
    if inside.startswith("#"):
        return "numerical"
    if "~" in inside:
        return "multiple-choice"
    if "=" in inside and "->" in inside:
        return "matching"
    if inside.partition("#")[0].strip().upper() in {"T", "TRUE", "F", "FALSE"}:
        return "true-false"
    return "short-answer"


def _answers(inside: str) -> Iterator[Answer]:
    for match in re.finditer(r"([=~])([^=~]*)", inside):
        sign, body = match.groups()
        weighed = _WEIGHT.match(body)
        weight = float(weighed[1]) if weighed else 100.0 if sign == "=" else 0.0
        text, _, feedback = body[weighed.end() if weighed else 0 :].partition("#")
        if text.strip():
            yield Answer(_shown(text), weight, _shown(feedback))


def _shown(text: str) -> str:
    """A text with its escaped signs; lines that were only wrapped are joined."""
    return " ".join(line.strip() for line in text.strip().split("\n")).translate(_SHOWN)
