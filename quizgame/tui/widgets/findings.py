"""How the check's findings are drawn: what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from quizgame.domain.words import count
from quizgame.tui.widgets.page import Block

if TYPE_CHECKING:
    from quizgame.packs.check.findings import Finding
    from quizgame.packs.problems import Problem

MOST = 100
"""Findings that one page lists; nobody mends more at a time."""

_SIGNS = {
    "error": ("!", "bold $text-error"),  # not ✗, which stands before a response that is not the best
    "warning": ("!", "bold $text-warning"),
    "info": ("·", "bold $foreground-muted"),
}
_WORDS = {"error": "error", "warning": "warning", "info": "note"}


def listed(found: Sequence[Finding | Problem]) -> Iterator[Block]:
    """The findings under one another."""
    for number, finding in enumerate(found[:MOST]):
        sign, style = _SIGNS[finding.level]
        rule = getattr(finding, "rule", "")
        where = f"line {finding.line}, " + (f"{_WORDS[finding.level]} {rule}" if rule else f"column {finding.column}")
        yield Block(
            Content(finding.what),
            Content.styled(sign, style),
            3,
            int(number > 0),
            Content.styled(where, "$foreground-muted"),
        )
        if finding.remedy:
            yield Block(Content.styled(finding.remedy, "$foreground-muted"), indent=3)
    if len(found) > MOST:
        yield Block(Content.styled(f"and {len(found) - MOST} more further on", "$foreground-muted"), indent=3, space=1)


def amounts(found: Sequence[Finding]) -> str:
    """How much was found, in words: `2 errors, 1 warning`."""
    numbers = {level: sum(each.level == level for each in found) for level in _WORDS}
    return ", ".join(count(number, _WORDS[level]) for level, number in numbers.items() if number) or "nothing found"
