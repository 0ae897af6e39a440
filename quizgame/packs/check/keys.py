"""Rules about where and how long the best options of a whole pack are."""

from __future__ import annotations

from collections.abc import Sequence

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.chance import POINT, Credits, credits_of, expected, opposite_of, score_of
from quizgame.packs.check.findings import Spot, Spots
from quizgame.packs.check.solvers import LENGTH

FEWEST_FOR_LENGTH, FEWEST_FOR_PLACE = 10, 20
"""Questions; fewer say nothing."""
ALLOWED_ERRORS = 2.0
"""Standard errors above chance."""
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")


def lengths_of_the_best(asked: Sequence[Asked]) -> Spots:
    """W3."""
    playing = [each for each in asked if each.options]
    if len(playing) < FEWEST_FOR_LENGTH:
        return
    values = [LENGTH.values(each) for each in playing]
    for word, play in (("longest", [*map(credits_of, values)]), ("shortest", [*map(opposite_of, values)])):
        if said := _too_often(playing, play):
            remedy = "Shorten best options and lengthen others." if word == "longest" else "Lengthen some best options."
            yield Spot(("pack",), f"The best option is the {word} in {said}.", remedy=remedy)


def places_of_the_best(asked: Sequence[Asked]) -> Spots:
    """W4."""
    for place, word in enumerate(_PLACES):
        playing = [each for each in asked if len(each.options) > place]
        if len(playing) < FEWEST_FOR_PLACE:
            return
        play = [credits_of([index == place for index in range(len(each.options))]) for each in playing]
        if said := _too_often(playing, play):
            yield Spot(("pack",), f"The best option is the {word} in the file in {said}.")


def _too_often(asked: Sequence[Asked], play: Sequence[Credits]) -> str:
    """How often it was, against what chance gives; empty when that is within bounds."""
    score, chance = score_of(play, [each.best for each in asked]), expected(play)
    if chance.z(score) <= ALLOWED_ERRORS:
        return ""
    things = "questions and turns" if any(each.turn for each in asked) else "questions"
    bound = (chance.mean + ALLOWED_ERRORS * chance.deviation) / POINT
    return f"{score / POINT:.3g} of {len(asked)} {things}; chance gives {chance.mean / POINT:.1f}, at most {bound:.1f}"
