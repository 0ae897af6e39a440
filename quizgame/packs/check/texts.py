"""Rules about single texts: their length, how hard they are to read, whether they fit the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quizgame.packs.check.asked import Asked, Conversed
from quizgame.packs.check.findings import Spot, Spots, cited
from quizgame.packs.check.readability import grade
from quizgame.packs.check.screen import ROOM, lines_needed, lines_of_opening, lines_of_turn
from quizgame.packs.check.wordcount import word_count
from quizgame.packs.problems import Path

MOST_IN_SCENE, MOST_IN_OPTION = 80, 30
"""Words."""
HARD, VERY_HARD = 8.0, 10.0
"""Flesch-Kincaid grades."""
WORDS_TO_GRADE = 30
"""A shorter text has too few words and sentences for a grade to mean anything."""
_FEWEST_CHARACTERS = 2 * WORDS_TO_GRADE - 1


def fits_the_screen(asked: Asked) -> Spots:
    """E7; what turns need depends on what was said before, and is asked of the whole conversation."""
    if asked.turn:
        return
    needed = lines_needed(asked.question)
    if needed > ROOM:
        thing = "question with its options" if asked.options else "turned card with its grades"
        what = f"The {thing} takes {needed} lines on a screen of 80×24, and {ROOM} fit."
        yield Spot(asked.scene_path, what, asked.scene)


def turns_fit_the_screen(conversed: Conversed) -> Spots:
    """E7: the opening with its setting, every other turn with the reply before it that takes the most lines."""
    for index, turn in enumerate(conversed.conversation.turns):
        if index == 0:
            after, needed = " with the setting", lines_of_opening(conversed.conversation)
        else:
            measure = partial(lines_of_turn, conversed.conversation, index)
            tallest = max(conversed.replies_before(turn.id), key=measure)
            after, needed = f" after {cited(tallest)}" if tallest else "", measure(tallest)
        if needed > ROOM:
            what = f"The turn{after} takes {needed} lines on a screen of 80×24, and {ROOM} fit."
            yield Spot(("turns", index, "says"), what, turn.says)


def hard_to_read(asked: Asked | Conversed) -> Spots:
    """W9."""
    for path, text in asked.texts:
        if len(text) < _FEWEST_CHARACTERS or word_count(text) < WORDS_TO_GRADE:
            continue
        reached = grade(text)
        if reached > HARD:
            kind = "very hard" if reached > VERY_HARD else "hard"
            yield Spot(path, f"This is {kind} to read: school grade {reached:.1f}, and {HARD:.0f} is the goal.", text)


def long_texts(asked: Asked) -> Spots:
    """W10."""
    if asked.options:
        yield from _longer_than(MOST_IN_SCENE, asked.stories)
        yield from _longer_than(MOST_IN_OPTION, [(asked.say_path(index), say) for index, say in enumerate(asked.says)])


def long_setting(conversed: Conversed) -> Spots:
    """W10."""
    yield from _longer_than(MOST_IN_SCENE, conversed.stories)


def _longer_than(most: int, found: Sequence[tuple[Path, str]]) -> Spots:
    for path, text in found:
        if len(text) > most and (number := word_count(text)) > most:
            yield Spot(path, f"This has {number} words; {most} are enough.", text)
