"""Item analysis as a page for a terminal: what to look at first, the gravest on top, and the figures below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from textwrap import wrap

from quizgame.domain.item_report import ItemReport, PackItems, Row, sources, standing
from quizgame.domain.words import count
from quizgame.reports import items_wording as wording
from quizgame.reports.ink import Ink, cut, padded
from quizgame.reports.page import NARROWEST, WIDEST
from quizgame.reports.untrusted import clean

FEW = 12
"""Questions to look at that a terminal shows before it only counts them."""

_INDENT = "  "
_WIDE, _WIDEST = 76, 96


def page(report: ItemReport, width: int, colour: bool) -> str:
    """The page for a terminal of so many columns, with a newline at the end; no escape sequence without `colour`."""
    width = min(WIDEST, max(NARROWEST, width))
    ink = Ink(colour)
    room = width - len(_INDENT)
    lines = [ink.strong("How the questions fare"), ink.quiet("─" * width), *wrap(sources(report), width)]
    for note in report.notes:
        lines += wrap(clean(note), width)
    if not report.learners:
        return "\n".join([*lines, "", *wrap(wording.NOBODY, width)]) + "\n"
    lines += [
        "",
        ink.strong(wording.WORTH),
        *_indented([*wrap(wording.found(report), room), *_worth(report, room, ink)]),
    ]
    one = len(report.packs) == 1
    for pack in report.packs:
        lines += ["", *map(ink.strong, wrap(wording.pack_name(pack), width))]
        lines += _indented([*wrap(f"{wording.coverage(pack)} {standing(pack)}", room)])
        if one and pack.rows:
            lines += _indented(["", *_table(pack, room, ink), "", *map(ink.quiet, wrap(wording.HOW_TO_READ, room))])
    if not one:
        lines += ["", *wrap("`quizgame packs items PACK` shows every question of a pack.", width)]
    lines += _flagged(report, room, ink)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _indented(lines: Iterable[str]) -> list[str]:
    return [_INDENT + line if line else "" for line in lines]


def _worth(report: ItemReport, room: int, ink: Ink) -> Iterator[str]:
    worth = [(pack, row) for pack, row in report.worst_first() if row.findings and row.level != "fine"]
    for pack, row in islice(worth, FEW):
        where = "" if len(report.packs) == 1 else f"{clean(pack.pack)}, "
        yield ""
        yield f"{ink.accent(wording.sign(row))} {ink.strong(cut(wording.name(row), room - 2))}"
        yield from _indented(map(ink.quiet, wrap(f"{where}{wording.standing(row)}", room - 2)))
        for each in row.findings:
            yield from _indented(wrap(clean(each.sentence), room - 2))
        if row.flags:
            yield from _indented(wrap(f"Flagged: {'; '.join(wording.notes(row))}", room - 2))
    if len(worth) > FEW:
        yield ""
        yield from wrap(
            f"and {count(len(worth) - FEW, 'more', 'more')}: --html FILE and --csv FILE have them all", room
        )


def _table(pack: PackItems, room: int, ink: Ink) -> Iterator[str]:
    """A line a question; in little room the sign stands without its word, and they are explained below."""
    wide, widest = room >= _WIDE, room >= _WIDEST
    heads = ["answers", "right", "item-rest", *["sure but wrong"] * widest]
    widths = [9, 10, 11, *[16] * widest]
    last = 17 if wide else 3
    name = room - sum(widths) - last
    titles = "".join(head.rjust(space) for head, space in zip(heads, widths, strict=True))
    yield ink.quiet("question".ljust(name) + titles)
    seen: dict[str, str] = {}
    for row in pack.rows:
        item = row.item
        cells = [str(item.answers), wording.right(item), wording.rest(item)]
        cells += [wording.sure_but_wrong(item)] * widest
        figures = "".join(cell.rjust(space) for cell, space in zip(cells, widths, strict=True))
        sign, word = wording.sign(row), wording.level(row)
        seen[sign] = word
        end = f"  {ink.accent(sign)} {word}" if wide else f"  {ink.accent(sign)}"
        yield f"{padded(wording.name(row), name)}{figures}{end if sign else ''}"
    if not wide:
        legend = "  ".join(f"{sign} {word}".replace(" ", "\u00a0") for sign, word in sorted(seen.items()) if sign)
        yield from (ink.quiet(line.replace("\u00a0", " ")) for line in wrap(legend, room))


def _flagged(report: ItemReport, room: int, ink: Ink) -> list[str]:
    rows = [(pack, row) for pack in report.packs for row in pack.rows if row.flags]
    if not rows:
        return []
    lines = ["", ink.strong(wording.RAISED)]
    for pack, row in rows:
        where = f"{clean(pack.pack)}/" if len(report.packs) > 1 else ""
        lines += _indented([f"{ink.accent(wording.FLAG)} {cut(where + wording.name(row), room - 2)}"])
        lines += _indented(_indented(_quoted(row, room)))
    return lines


def _quoted(row: Row, room: int) -> Iterator[str]:
    for note in wording.notes(row):
        yield from wrap(note, room - len(_INDENT))
