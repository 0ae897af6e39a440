"""Item reports to draw: nobody yet, few learners, a class with bad questions, and a pack that means harm."""

from __future__ import annotations

from quizgame.domain.item_findings import findings
from quizgame.domain.item_report import ItemReport, PackItems, Row
from quizgame.domain.items import Present, Sheet, analyse
from quizgame.domain.questions import BetterResponse, Option
from tests.domain.classes import OPTIONS, a_class
from tests.reports.samples import HOSTILE


def nobody() -> ItemReport:
    """Before the first answer."""
    return ItemReport(0, 0, (), ())


def few() -> ItemReport:
    """Too few to judge."""
    return _report(a_class(3, 12), "Listening")


def a_full_class() -> ItemReport:
    """Enough to judge, with a wrong key and an ambiguous question."""
    return _report(a_class(3, 200), "Listening", flags=("Two of these are right.", "", "Not in our shop."))


def hostile() -> ItemReport:
    """Texts that would like to be more than texts."""
    return _report(a_class(3, 120, 40), HOSTILE, text=HOSTILE, flags=(HOSTILE, "=1+1"))


def _report(sheets: list[Sheet], title: str, *, text: str = "", flags: tuple[str, ...] = ()) -> ItemReport:
    items = analyse(sheets, lambda question: Present(1, "w", 1 if question.endswith("/q0") else 0))
    rows = []
    for number, item in enumerate(items):
        question = _question(item.question, 1 if item.question.endswith("/q0") else 0, text)
        row = Row(item, question, text or f"Objective {number}", (), flags if number < 2 else ())
        rows.append(Row(item, question, row.title, findings(item, row.says), row.flags))
    pack = PackItems("pack", title, len(sheets), len(rows) + 2, len(rows), tuple(rows))
    return ItemReport(
        len(sheets) - 1, 1, (f"{text}one.jsonl and two.jsonl hold the same answers: counted once.",), (pack,)
    )


def _question(key: str, best: int, text: str) -> BetterResponse:
    options = tuple(
        Option(
            f"{text or 'You are right to be upset, and I will stay with you until it is solved'} ({place}).",
            "",
            place == best,
        )
        for place in range(OPTIONS)
    )
    return BetterResponse(key.partition("/")[2], text or "A man has waited for an hour.", "What do you say?", options)


ALL = {"nobody": nobody(), "few": few(), "class": a_full_class(), "hostile": hostile()}
