"""The rule that compares a pack with its former version: a meaning that changed needs a new revision."""

from __future__ import annotations

from quizgame.domain.questions import BetterResponse, Conversation, Flashcard, Question
from quizgame.packs.changes import former, former_conversations
from quizgame.packs.check.findings import Spot, Spots
from quizgame.packs.check.opened import Opened
from quizgame.packs.meaning import Doubt, doubts
from quizgame.packs.problems import Path


def unrevised_meaning(opened: Opened) -> Spots:
    """W16; silent where there is no former version to compare with."""
    if opened.former is None:
        return
    pack = opened.source.pack
    origins = former(opened.former, pack) | former_conversations(opened.former, pack)
    for item in (*pack.questions, *pack.conversations):
        old = origins.get(item.id)
        if old is None or item.revision > old.revision:
            continue
        for doubt in doubts(old, item):
            place, text = _about(doubt, item)
            yield Spot(("questions", opened.source.places[item.id], *place), doubt.what, text)


def _about(doubt: Doubt, item: Question | Conversation) -> tuple[Path, str]:
    """Where the part stands that looks changed, from the question, and the answer that it is about."""
    if isinstance(item, Flashcard):
        return (doubt.part,), item.back
    if isinstance(item, BetterResponse):
        best = item.options[item.best].say
        return (("options", item.best, "say") if doubt.part == "best" else (doubt.part,)), best
    if doubt.turn < 0:
        return (doubt.part,), item.setting
    turn = item.turns[doubt.turn]
    best = turn.responses[turn.best].say
    if doubt.part == "turns":
        return ("turns", doubt.turn), best
    return ("turns", doubt.turn, *(("responses", turn.best, "say") if doubt.part == "best" else (doubt.part,))), best
