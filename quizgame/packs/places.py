"""Where in the file every key and value of a tree stands, kept in a few bytes each."""

from __future__ import annotations

from array import array
from functools import cached_property

from quizgame.packs.problems import Path
from quizgame.packs.words import Scalar

Value = dict[str, "Value"] | list["Value"] | Scalar
"""What a pack file holds, as plain Python values."""
Container = dict[str, Value] | list[Value]

_COLUMN_BITS = 25  # one line can be as long as the largest file
_COLUMN_MASK = (1 << _COLUMN_BITS) - 1


def pack_mark(line: int, column: int) -> int:
    """A place, both counted from 0, as one number."""
    return line << _COLUMN_BITS | column


class Places:
    """Finds line and column of any path through a tree.

    An object for every mark would take more memory than the values. So the marks of a container's children stand
    side by side in one array (for keyed children: key, value, key, value), from an index that is kept under the
    container's `id`. The tree keeps its containers alive, so no `id` is used again.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks = array("q")
        self._bases: dict[int, int] = {}
        self.start = 0
        """The mark of the tree's root."""

    def keep(self, container: Container, marks: list[int]) -> None:
        """Remember the marks of a finished container's children."""
        self._bases[id(container)] = len(self._marks)
        self._marks.extend(marks)

    def find(self, root: Value, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of a value, or of its key; of the nearest thing around it if it is missing."""
        here, mark = root, self.start
        for index, part in enumerate(path):
            base = self._bases.get(id(here))
            if base is None:
                break
            if isinstance(here, dict) and isinstance(part, str) and part in here:
                nth = base + 2 * list(here).index(part)
                is_last = index == len(path) - 1
                mark = self._marks[nth if at_key and is_last else nth + 1]
                here = here[part]
            elif isinstance(here, list) and isinstance(part, int) and part < len(here):
                mark = self._marks[base + part]
                here = here[part]
            else:
                break
        return self.of(mark)

    def of(self, mark: int) -> tuple[int, int]:
        """Line and column (from 1) of a mark."""
        return self.inside(mark >> _COLUMN_BITS, mark & _COLUMN_MASK)

    def inside(self, line: int, column: int) -> tuple[int, int]:
        """A parser's place (from 0, perhaps just beyond the end) as a place in the file, from 1."""
        last = len(self.lines) - 1
        if line > last:
            return last + 1, len(self.lines[last]) + 1
        return line + 1, column + 1

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines; cut only when a problem asks for them."""
        return self._text.removesuffix("\n").split("\n")

    def line(self, number: int) -> str:
        """The text of a line, counted from 0; empty beyond the end."""
        return self.lines[number] if number < len(self.lines) else ""
