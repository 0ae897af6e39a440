"""What the tabs of progress show: a sentence, and under it a chart made of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizgame.domain import headlines
from quizgame.domain.progress import STEP, Coming, Share, Sureness, Year
from quizgame.domain.words import count, date, duration
from quizgame.tui.widgets.charts import bar, columns, scale, two_lines
from quizgame.tui.widgets.heatmap import heatmap
from quizgame.tui.widgets.page import Block, prose

_LISTED = 6  # weak objectives of each kind


def said(sentence: str, space: int = 1) -> Block:
    """The sentence above a chart."""
    return Block(Content.styled(sentence, "bold"), space=space)


def practice(year: Year, today: int, room: int) -> Iterator[Block]:
    """When did I practise?"""
    yield said(headlines.practised(year, today))
    yield Block(Content(""))
    yield from heatmap(year, room)
    if year.streak.total:
        streak = year.streak
        facts = (
            f"Streak {count(streak.current, 'day')}, best {streak.best}",
            f"fullest week {count(year.best_week, 'day')}",
            f"{count(year.answers, 'answer')} in {duration(year.seconds)}",
        )
        yield Block(Content(" · ".join(facts)), space=1)


def bars(shares: Sequence[Share], room: int) -> Iterator[Block]:
    """What do I know? A bar for each topic or pack, with what stands behind it."""
    roomy = room >= 68
    notes = [f"{each.met} of {each.objectives} met" + f", {each.holding} hold" * roomy for each in shares]
    noted = max(map(len, notes), default=0)
    named = max((Content(each.name).cell_length for each in shares), default=0)
    named = min(named, room - noted - 18)
    width = max(8, min(30, room - named - noted - 10))
    for number, (share, note) in enumerate(zip(shares, notes, strict=True)):
        name = Content(share.name).truncate(named, ellipsis=True)
        line = Content.assemble(
            name.pad_right(named - name.cell_length + 1),
            bar(share.mastery, width),
            f" {round(share.mastery * 100):3} % ",
            ("✓", "bold $text-success") if share.mastered else " ",
            (f" {note}", "$foreground-muted"),
        )
        yield Block(line, space=int(number == 0))


def coming(found: Coming, today: int, room: int, height: int) -> Iterator[Block]:
    """What comes?"""
    yield said(headlines.due(found))
    if not found.met:
        return
    step = 2 if room >= 2 * len(found.due) + 6 else 1
    most = max(found.due)
    for number, line in enumerate(columns(found.due, height, step)):
        mark = str(most) if number == 0 else "0" if number == height - 1 else ""
        yield Block(line, Content.styled(mark, "$foreground-muted"), 6, int(number == 0))
    days = [(index * step, "today" if index == 0 else date(today + index)[4:]) for index in range(0, 31, 10)]
    yield Block(scale(days, room - 6), indent=6)
    height = max(3, height - 1)  # two numbers at its ends need less room
    yield said(headlines.memory(found))
    step = max(1, min(4, (room - 6) // len(found.without)))
    for number, line in enumerate(two_lines(found.practised, found.without, height, step, found.met)):
        mark = str(found.met) if number == 0 else "0" if number == height - 1 else ""
        yield Block(line, Content.styled(mark, "$foreground-muted"), 6, int(number == 0))
    points = [(day // STEP * step, "today" if day == 0 else f"{day} days") for day in (0, 30, 60, 90)]
    yield Block(scale(points, room - 6), indent=6)
    yield Block(
        Content.assemble(("●", "$text-primary"), " each asked when due   ", ("○", "$text-accent"), " without practice"),
        indent=6,
    )


def _compared(name: str, right: int, answers: int, width: int, number: int) -> Block:
    """A line that sets the share of right answers beside what was expected or said."""
    share = right / answers
    text = Content.assemble(
        f"{name:15}", bar(share, width), f" {round(share * 100):3} % right  ", (f"of {answers}", "$foreground-muted")
    )
    return Block(text, space=int(number == 0))


def sure(found: Sureness, room: int) -> Iterator[Block]:
    """Am I as sure as I am right?"""
    yield said(headlines.calibration(found))
    width = max(8, min(26, room - 46))
    for number, each in enumerate(reversed(found.tally.bins)):
        expected = f"expected {round(each.expected / each.answers * 100):3} %"
        yield _compared(expected, each.right, each.answers, width, number)
    yield said(headlines.certainty(found))
    stated = found.tally.stated
    pairs = (("sure", stated.sure_right, stated.sure), ("not sure", stated.not_sure_right, stated.not_sure))
    for number, (name, right, answers) in enumerate(pair for pair in pairs if pair[2]):
        yield _compared(name, right, answers, width, number)
    yield said(headlines.weak(found))
    for name, listed in (("Sure, wrong", found.misled), ("Fading", found.fading)):
        for number, weak in enumerate(listed[:_LISTED]):
            yield Block(
                prose(weak.title),
                Content.styled("" if number else name, "bold"),
                13,
                int(number == 0),
                Content.styled(f"{round(weak.recall * 100)} %", "$foreground-muted"),
            )
        if len(listed) > _LISTED:
            yield Block(Content.styled(f"and {len(listed) - _LISTED} more", "$foreground-muted"), indent=13)
