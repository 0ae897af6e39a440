"""A year of study days, a column a week: denser where more was answered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from textual.content import Content

from quizgame.domain.days import calendar
from quizgame.domain.progress import WEEKS, Day, Year
from quizgame.domain.words import date
from quizgame.tui.widgets.charts import scale
from quizgame.tui.widgets.page import Block

_LABELS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_INDENT = 4
_QUIET = {
    "begun": ("░", "$primary"),
    "frozen": ("◇", "$text-accent"),
    "missed": ("○", "$foreground-muted"),
    "rest": ("·", "$foreground-muted"),
    "open": ("◦", "$foreground"),
}
_SOME, _MANY = 10, 20
LEGEND = "▒ ▓ █ practised, 10, 20 answers  ░ begun  ◇ freeze  ○ missed  · rest"


def heatmap(year: Year, room: int) -> Iterator[Block]:
    """Months above, seven lines of signs, and what the signs mean; as many weeks as fit into `room` columns."""
    wide = 2 if room >= _INDENT + 2 * WEEKS else 1
    weeks = min(WEEKS, (room - _INDENT) // wide)
    days = year.days[-weeks * 7 :]
    firsts = [(index // 7 * wide, day.day) for index, day in enumerate(days) if calendar(day.day).day == 1]
    yield Block(scale([(column, date(day).split()[2]) for column, day in firsts], weeks * wide), indent=_INDENT)
    for weekday, label in enumerate(_LABELS):
        row = groupby(map(_sign, days[weekday::7]), itemgetter(1))  # neighbours alike make one span: it is drawn sooner
        yield Block(
            Content.assemble(*(("".join(sign * wide for sign, _ in alike), style) for style, alike in row)),
            Content.styled(label, "$foreground-muted"),
            _INDENT,
        )
    yield Block(Content.styled(LEGEND, "$foreground-muted"), indent=_INDENT, space=1)


def _sign(day: Day) -> tuple[str, str]:
    if day.state == "practised":
        sign = "█" if day.answers >= _MANY else "▓" if day.answers >= _SOME else "▒"
        return sign, "$primary"
    return _QUIET.get(day.state, (" ", ""))
