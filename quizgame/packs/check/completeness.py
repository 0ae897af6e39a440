"""The rule about what is missing: objectives with too few stories, questions without a source."""

from __future__ import annotations

from collections import Counter

from quizgame.packs.characters import quoted
from quizgame.packs.check.findings import Spot, Spots, amount
from quizgame.packs.check.opened import Opened

VARIANTS = 3
"""Questions an objective should have, so that its wording cannot be learnt by heart."""


def thin_objectives_and_missing_sources(opened: Opened) -> Spots:
    """W13; a pack without any objectives or sources of its own is told about its sources once.

    Turns are no variants: they come up only where their conversation does.
    """
    pack = opened.source.pack
    variants = Counter(question.objective for question in pack.questions)
    for index, objective in enumerate(pack.objectives[: opened.declared]):
        if variants[objective.id] < VARIANTS:
            what = f"The objective {quoted(objective.id)} has {amount(variants[objective.id], 'question')} only."
            yield Spot(("objectives", index), what, objective.title, "Add a variant: the same point, another story.")
    without = [asked for asked in opened.asked if not asked.question.sources]
    remedy = "Say under `sources:` where it is written, so that a doubt can be settled."
    if len(without) == len(opened.asked):
        yield Spot(("questions",), "No question of the pack names a source.", remedy=remedy)
        return
    for asked in without:
        yield Spot(asked.path, f"The {asked.parts.name} names no source.", asked.scene, remedy)
