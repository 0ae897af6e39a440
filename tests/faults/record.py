"""What came of a fault: how often it was tried, and what became of the answers whose verdicts were out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

HEADINGS = ("fault", "tried", "noticed", "survived", "answers acknowledged", "lost and named", "lost silently")


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of fault."""

    fault: str
    tried: int = 0
    noticed: int = 0
    """Times that the program, or its doctor, said what was wrong."""
    survived: int = 0
    """Times that nothing had to be said, since nothing was wrong afterwards."""
    acknowledged: int = 0
    """Answers whose verdict was out before the fault, or in spite of it."""
    named: int = 0
    """Those of them that were gone in the end, and counted in a message."""
    silent: int = 0
    """Those that were gone without a word."""

    def __add__(self, other: Record) -> Record:
        assert self.fault == other.fault
        return Record(
            self.fault,
            self.tried + other.tried,
            self.noticed + other.noticed,
            self.survived + other.survived,
            self.acknowledged + other.acknowledged,
            self.named + other.named,
            self.silent + other.silent,
        )

    def once(self, *, noticed: bool, acknowledged: int, lost: int = 0, told: int = 0) -> Record:
        """The record with one more case: of so many answers lost, so many were told of."""
        named = min(lost, told) if noticed else 0
        return replace(
            self,
            tried=self.tried + 1,
            noticed=self.noticed + noticed,
            survived=self.survived + (not noticed and not lost),
            acknowledged=self.acknowledged + acknowledged,
            named=self.named + named,
            silent=self.silent + lost - named,
        )

    @property
    def good(self) -> bool:
        """Whether every case ended well."""
        return self.tried > 0 and self.silent == 0 and self.noticed + self.survived == self.tried


def summed(records: Iterable[Record]) -> list[Record]:
    """One record of each fault, in the order in which they first came."""
    sums: dict[str, Record] = {}
    for each in records:
        sums[each.fault] = sums[each.fault] + each if each.fault in sums else each
    return list(sums.values())


def table(records: Iterable[Record]) -> str:
    """A table in Markdown, with a line for all at its end."""
    every = list(records)
    total = sum((replace(each, fault="all") for each in every), Record("all"))
    rows = [(each.fault, *(f"{number:,}" for number in _numbers(each))) for each in (*every, total)]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    lines = [HEADINGS, tuple("-" * width for width in widths), *rows]
    return "".join(f"| {' | '.join(_laid(line, widths))} |\n" for line in lines)


def _numbers(record: Record) -> tuple[int, ...]:
    return (record.tried, record.noticed, record.survived, record.acknowledged, record.named, record.silent)


def _laid(line: tuple[str, ...], widths: list[int]) -> list[str]:
    first, *numbers = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(text.rjust(width) for text, width in numbers)]
