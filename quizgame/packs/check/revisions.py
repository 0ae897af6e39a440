"""The rule that compares a pack with its former version: a meaning that changed needs a new revision."""

from __future__ import annotations

from quizgame.domain.questions import BetterResponse, Question
from quizgame.packs.changes import former
from quizgame.packs.check.findings import Spot, Spots
from quizgame.packs.check.opened import Opened
from quizgame.packs.meaning import Doubt, doubts


def unrevised_meaning(opened: Opened) -> Spots:
    """W16; silent where there is no former version to compare with."""
    if opened.former is None:
        return
    origins = former(opened.former, opened.source.pack)
    for index, question in enumerate(opened.source.pack.questions):
        old = origins.get(question.id)
        if old is None or question.revision > old.revision:
            continue
        for doubt in doubts(old, question):
            yield Spot(("questions", index, *_place(doubt, question)), doubt.what, _answer(question))


def _place(doubt: Doubt, question: Question) -> tuple[str | int, ...]:
    if doubt.part == "best" and isinstance(question, BetterResponse):
        return "options", question.best, "say"
    return (doubt.part,)


def _answer(question: Question) -> str:
    return question.options[question.best].say if isinstance(question, BetterResponse) else question.back
