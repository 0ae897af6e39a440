"""Charts made of text: bars, columns and two lines, each readable without colour."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

_EIGHTHS = " ▁▂▃▄▅▆▇█"


def bar(share: float, width: int, style: str = "$primary") -> Content:
    """A bar filled to a share, 0 to 1."""
    halves = round(min(1.0, max(0.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    rest = width - full - half
    return Content.assemble(("━" * full + "╸" * half, style), ("─" * rest, "$foreground-muted 40%"))


def columns(values: Sequence[int], height: int, step: int, style: str = "$primary") -> list[Content]:
    """Columns side by side, `step` cells each, the highest one `height` lines tall; the top line comes first."""
    most = max((*values, 1))
    eighths = [max(1, round(value / most * height * 8)) if value else 0 for value in values]
    lines = []
    for line in range(height - 1, -1, -1):
        cells = [_EIGHTHS[min(8, max(0, each - line * 8))] * max(1, step - 1) + " " * (step > 1) for each in eighths]
        lines.append(Content.styled("".join(cells), style))
    return lines


def two_lines(upper: Sequence[float], lower: Sequence[float], height: int, step: int, most: float) -> list[Content]:
    """Two series of points over one scale from 0 to `most`, `●` for the first and `○` for the second."""
    rows = [[" "] * (len(upper) * step) for _ in range(height)]
    for sign, values in (("○", lower), ("●", upper)):
        for index, value in enumerate(values):
            row = height - 1 - round(min(1.0, max(0.0, value / most if most else 0.0)) * (height - 1))
            rows[row][index * step] = sign
    return [_dotted("".join(row)) for row in rows]


def _dotted(row: str) -> Content:
    styles = {"●": "$text-primary", "○": "$text-accent", " ": ""}
    return Content.assemble(*((cell, styles[cell]) for cell in row))


def scale(marks: Sequence[tuple[int, str]], width: int) -> Content:
    """Words under a chart, each beginning at a column; one that would run into another or off the end is left out."""
    line, end = "", 0
    for column, word in marks:
        if column >= end and column + len(word) <= width:
            line = line.ljust(column) + word
            end = column + len(word) + 1
    return Content.styled(line, "$foreground-muted")
