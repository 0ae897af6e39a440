"""Rules about single texts: their length, how hard they are to read, whether they fit the screen."""

from __future__ import annotations

from quizgame.packs.check.asked import Asked, say_path
from quizgame.packs.check.findings import Spot, Spots
from quizgame.packs.check.readability import grade
from quizgame.packs.check.screen import ROOM, lines_needed
from quizgame.packs.check.wordcount import word_count

MOST_IN_SCENE, MOST_IN_OPTION = 80, 30
"""Words."""
HARD, VERY_HARD = 8.0, 10.0
"""Flesch-Kincaid grades."""
WORDS_TO_GRADE = 30
"""A shorter text has too few words and sentences for a grade to mean anything."""
_FEWEST_CHARACTERS = 2 * WORDS_TO_GRADE - 1


def fits_the_screen(asked: Asked) -> Spots:
    """E7."""
    needed = lines_needed(asked.question)
    if needed > ROOM:
        thing = "question with its options" if asked.options else "turned card with its grades"
        what = f"The {thing} takes {needed} lines on a screen of 80×24, and {ROOM} fit."
        yield Spot(asked.scene_path, what, asked.scene)


def hard_to_read(asked: Asked) -> Spots:
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
    if not asked.options:
        return
    if len(asked.scene) > MOST_IN_SCENE and (number := word_count(asked.scene)) > MOST_IN_SCENE:
        yield Spot(asked.scene_path, f"The scene has {number} words; {MOST_IN_SCENE} are enough.", asked.scene)
    for index, say in enumerate(asked.says):
        if len(say) > MOST_IN_OPTION and (number := word_count(say)) > MOST_IN_OPTION:
            yield Spot(say_path(index), f"The option has {number} words; {MOST_IN_OPTION} are enough.", say)
