"""Item analysis as plain sentences for dumb terminals and screen readers: a fact a line, top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from quizgame.domain.item_report import ItemReport, PackItems, Row, sources, standing
from quizgame.domain.words import count
from quizgame.reports import items_wording as wording
from quizgame.reports.untrusted import clean


def lines(report: ItemReport) -> str:
    """The whole report, with a newline at the end."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: ItemReport) -> Iterator[str]:
    yield f"How the questions fare. {sources(report)}"
    yield from map(clean, report.notes)
    if not report.learners:
        yield wording.NOBODY
        return
    yield wording.found(report)
    for pack in report.packs:
        yield ""
        yield f"{wording.pack_name(pack)}: {wording.coverage(pack)}"
        yield standing(pack)
        if len(report.packs) == 1:
            yield from (line for row in pack.rows for line in _row(row))
        else:
            yield from (line for row in _worth(pack) for line in _row(row))
    yield ""
    yield wording.HOW_TO_READ


def _worth(pack: PackItems) -> list[Row]:
    return [row for row in pack.rows if row.worth_a_look]


def _row(row: Row) -> Iterator[str]:
    item = row.item
    figures = [wording.standing(row)]
    if item.answers:
        figures.append(f"{wording.right(item)} {'right' if item.options else 'recalled'}")
    if (rest := wording.judged_rest(item)) is not None:
        figures.append(f"item-rest {'minus' if rest < 0 else 'plus'} {abs(rest):.2f}")
    if item.stated:
        figures.append(f"{wording.sure_but_wrong(item)} sure but wrong")
    yield f"{wording.name(row)}: {', '.join(figures)}."
    for choice in item.choices:
        best = ", the best" if choice.best else ""
        yield f"Chosen by {wording.chosen(choice, item)}{best}: {wording.option(choice, row)}"
    for finding in row.findings:
        yield clean(finding.sentence)
    if row.flags:
        yield f"{count(len(row.flags), 'flag')}: {'; '.join(wording.notes(row))}."
