"""Progress as a page for a terminal: the four questions, each with its sentence and its small charts."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from quizgame.domain import headlines
from quizgame.domain.progress import AHEAD, STEP, Coming, Known, Progress, Share, Sureness, Weak, Year
from quizgame.domain.words import count, of_goal, since
from quizgame.reports import blocks, wording
from quizgame.reports.ink import Ink, columns, cut, padded
from quizgame.reports.untrusted import clean

NARROWEST, WIDEST = 44, 120
"""Columns between which the page is laid out; a terminal outside of them gets the nearer one."""

FEW = 5
"""Objectives that a list names before it only counts them."""

_INDENT = "  "
_NAME = 31
"""Columns for a topic where its bar stands on the same line."""

_WIDE = 80


def page(progress: Progress, width: int, colour: bool) -> str:
    """The page for a terminal of so many columns, with a newline at the end; no escape sequence without `colour`."""
    width = min(WIDEST, max(NARROWEST, width))
    ink = Ink(colour)
    room = width - len(_INDENT)
    sections = (
        (wording.WHEN, _when(progress.year, progress.day, room, ink)),
        (wording.WHAT, _what(progress.known, room, ink)),
        (wording.COMES, _comes(progress.coming, progress.day, room, ink)),
        (wording.SURE, _sure(progress.sureness, progress.day, room, ink)),
    )
    lines = [_header(progress, width, ink), ink.quiet("─" * width)]
    for title, body in sections:
        lines += ["", ink.strong(title), *(_INDENT + line if line else "" for line in body)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _wrapped(text: str, room: int) -> list[str]:
    """A sentence in lines that part no number from its per cent sign."""
    return [line.replace("\u00a0", " ") for line in wrap(text.replace(" %", "\u00a0%"), room)]


def _header(progress: Progress, width: int, ink: Ink) -> str:
    when = wording.full_date(progress.day)
    name = cut(f"Progress of {clean(progress.name)}", width - len(when) - 2)
    return ink.strong(name) + " " * (width - columns(name) - len(when)) + ink.quiet(when)


def _when(year: Year, today: int, room: int, ink: Ink) -> list[str]:
    streak = year.streak
    facts = [
        ink.accent(count(streak.current, "day")),
        f"this week {of_goal(year.done, year.goal)}",
        f"best {streak.best}",
        f"{streak.total} in all",
    ]
    legend = wrap("  ".join(each.replace(" ", "\u00a0") for each in blocks.legend(year)), room)  # signs stay with words
    return [
        *_wrapped(headlines.practised(year, today), room),
        *(["", "   ".join(facts)] if streak.total else []),
        "",
        *blocks.heatmap(year, room, ink),
        *([""] if legend else []),
        *(ink.quiet(line.replace("\u00a0", " ")) for line in legend),
    ]


def _what(known: Known, room: int, ink: Ink) -> list[str]:
    lines = [*_wrapped(headlines.known(known), room), *([""] if known.topics else [])]
    for share in known.topics:
        lines += _share(share, room, ink)
    return lines


def _share(share: Share, room: int, ink: Ink) -> list[str]:
    """A topic on one line where there is room, else on two."""
    mastery, met = wording.percent(share.mastery).rjust(5), wording.met(share)
    if room + len(_INDENT) >= _WIDE:
        length = room - _NAME - len(mastery) - 34
        return [f"{padded(wording.named(share), _NAME)}  {blocks.bar(share.mastery, length, ink)} {mastery}  {met}"]
    name = padded(wording.named(share), room - len(mastery))
    return [name + mastery, f"{blocks.bar(share.mastery, room - 32, ink)}  {ink.quiet(met)}"]


def _comes(coming: Coming, today: int, room: int, ink: Ink) -> list[str]:
    lines = _wrapped(headlines.due(coming), room)
    if any(coming.due):
        lines += ["", *blocks.due_days(coming, today, room, ink)]
        most = wording.most_due(coming)
        day = f"on {wording.full_date(today + most)}" if most else "today"
        lines.append(ink.quiet(f"The tallest column is {coming.due[most]}, {day}."))
    lines += ["", *_wrapped(headlines.memory(coming), room)]
    return [*lines, "", *_forecast(coming, room, ink)] if coming.met else lines


def _forecast(coming: Coming, room: int, ink: Ink) -> list[str]:
    points = range(0, AHEAD + 1, 30)
    wide = room + len(_INDENT) >= _WIDE
    heads = ("today", *(f"{days} days" for days in points if days))
    rows = [ink.quiet(" " * 20 + "".join(head.rjust(9) for head in heads))]
    for name, values in (("asked when due", coming.practised), ("without practice", coming.without)):
        numbers = "".join(str(round(values[days // STEP])).rjust(9) for days in points)
        path = "  " + blocks.columns_of(values, coming.met, 1, ink) if wide else ""
        rows.append(name.ljust(20) + numbers + path)
    return rows


def _sure(sureness: Sureness, today: int, room: int, ink: Ink) -> list[str]:
    bins, stated = sureness.tally.bins, sureness.tally.stated
    wide = room + len(_INDENT) >= _WIDE
    lines = _wrapped(headlines.calibration(sureness), room)
    if bins:
        lines += ["", ink.quiet("predicted        expected   right   answers" + f"  {blocks.SCALE_LEGEND}" * wide)]
    for each in bins:
        expected, right = each.expected / each.answers, each.right / each.answers
        numbers = f"{wording.percent(expected):>8}{wording.percent(right):>8}{each.answers:>10}"
        path = f"  {blocks.scale(each, ink)}" * wide
        lines.append(wording.tenth(each.tenth).ljust(17) + numbers + path)
    lines += ["", *_wrapped(headlines.certainty(sureness), room)]
    if stated.sure or stated.not_sure:
        lines.append("")
    for said, answers, right in (
        ("sure", stated.sure, stated.sure_right),
        ("not sure", stated.not_sure, stated.not_sure_right),
    ):
        if answers:
            path = blocks.bar(right / answers, min(40, room - 36), ink)
            lines.append(f"{said:<10}{path} {wording.percent(right / answers):>5}  {right} of {answers} right")
    lines += ["", *_wrapped(headlines.weak(sureness), room)]
    misled = ((each, since(each.misled, today)) for each in sureness.misled if each.misled is not None)
    fading = ((each, wording.percent(each.recall)) for each in sureness.fading)
    return [*lines, *_few(wording.MISLED, misled, room, ink), *_few(wording.FADING, fading, room, ink)]


def _few(title: str, weak: Iterable[tuple[Weak, str]], room: int, ink: Ink) -> list[str]:
    """The first of a list, each with a note at the right edge, and how many more there are."""
    listed = list(weak)
    lines = []
    left = min(room, _WIDE) - max((len(note) for _, note in listed[:FEW]), default=0) - len(_INDENT) - 2
    for each, note in listed[:FEW]:
        lines.append(f"{_INDENT}{padded(wording.titled(each.title), left)}  {ink.quiet(note)}")
    more = [ink.quiet(f"{_INDENT}and {count(len(listed) - FEW, 'more', 'more')}")] * (len(listed) > FEW)
    return ["", ink.accent(title), *lines, *more] if listed else []
