"""What is wrong with a pack file, said so that its author can mend it without asking anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from quizgame.packs.characters import shown

Level = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Keys and indexes (from 0) that lead from the top of the file to a value."""

MOST_PROBLEMS = 1000
"""So many problems of one file are told at once; nobody mends more in one go, and a broken file can hold millions."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a pack file: where, what, and what to do."""

    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    what: str
    """One sentence."""
    remedy: str
    """One sentence that says what to do; may be empty."""
    path: str = ""
    """Such as `questions[3].options[1].say`; empty for the file as a whole."""
    level: Level = "error"

    def text(self) -> str:
        """The problem on one line, as compilers write it, so that editors can jump to the place."""
        where = f"{shown(self.file, 500)}:{self.line}:{self.column}"
        mark = "warning: " if self.level == "warning" else ""
        return f"{where}: {mark}{self.what} {self.remedy}".rstrip()

    def __str__(self) -> str:
        return self.text()


class PackError(Exception):
    """Anything that goes wrong with packs and that a user should be told."""


class PackRefused(PackError):
    """A file is not a pack; carries every problem found in it, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_file_order(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without repetitions, sorted by place, with a last one that counts those beyond the limit."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    last = ordered[MOST_PROBLEMS - 1]
    more = Problem(last.file, last.line, last.column, "There are more problems further on.", "Mend those above first.")
    return (*ordered[:MOST_PROBLEMS], more)


def enough(problems: Iterator[Problem]) -> Iterator[Problem]:
    """The first problems of a source that may have no end; one more than are told, so that the cut is noticed."""
    return islice(problems, MOST_PROBLEMS + 1)


def path_text(path: Path) -> str:
    """A path as a person writes it.

    >>> path_text(("questions", 3, "options", 1, "say"))
    'questions[3].options[1].say'
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in path)
    return "".join(parts).removeprefix(".")
