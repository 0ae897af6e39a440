"""Whether the change of a question looks like one of its meaning: then it wants a new `revision`.

Nothing here reads meaning. It is noticed when the answer itself is another one, when a text was replaced rather than
edited, and when a number or a "not" came or went in what has to be known. A false alarm costs one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from quizgame.domain.questions import BetterResponse, Flashcard, Question
from quizgame.domain.text import plain
from quizgame.packs.options import alike

EDITED = 0.6
"""Texts that agree so far, by words or by letters, are one text, edited (measured in tests/packs/test_changes.py)."""

_WORDS = re.compile(r"\w+(?:['’]\w+)?")
_TURNING = re.compile(r"\b(?:not|no|never|nobody|nothing|without|cannot)\b|n['’]t\b")
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")


class Doubt(NamedTuple):
    """A reason to think that the meaning of a question has changed."""

    part: str
    """The text that it is about: kind, front, back, scene, options, or best."""
    what: str
    """One sentence."""


def doubts(old: Question, new: Question) -> Iterator[Doubt]:
    """What makes a change look like one of meaning; nothing for an edit."""
    if isinstance(old, Flashcard) and isinstance(new, Flashcard):
        yield from _told_apart("front", old.front, new.front, turning=False)
        yield from _told_apart("back", old.back, new.back)
    elif isinstance(old, BetterResponse) and isinstance(new, BetterResponse):
        yield from _of_options(old, new)
        yield from _told_apart("scene", old.scene, new.scene, turning=False)
    else:
        yield Doubt("kind", f"It was a {old.kind}, and is a {new.kind} now.")


def replaced(old: str, new: str) -> bool:
    """Whether a text was replaced by another one rather than edited.

    >>> replaced("Say sory and wait.", "Say sorry, and wait."), replaced("Say sorry and wait.", "Ask for the number.")
    (False, True)
    """
    one, other = alike(plain(old)), alike(plain(new))
    if _alike_at_the_ends(one, other) >= EDITED:  # most edits; thousands of them take no time
        return False
    words = SequenceMatcher(None, _WORDS.findall(one), _WORDS.findall(other), autojunk=False)
    if words.ratio() >= EDITED:
        return False
    letters = SequenceMatcher(None, one, other, autojunk=False)
    return letters.real_quick_ratio() < EDITED or letters.quick_ratio() < EDITED or letters.ratio() < EDITED


def _alike_at_the_ends(one: str, other: str) -> float:
    """The share of letters with which both begin or end alike; texts never agree less than that."""
    if one == other:
        return 1.0
    begin = _agreeing(one, other)
    end = _agreeing(one[begin:][::-1], other[begin:][::-1])
    return 2 * (begin + end) / (len(one) + len(other))


def _agreeing(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    for place, (here, there) in enumerate(zip(one, other, strict=False)):
        if here != there:
            return place
    return min(len(one), len(other))


def _of_options(old: BetterResponse, new: BetterResponse) -> Iterator[Doubt]:
    former, present = old.options[old.best], new.options[new.best]
    if len(old.options) != len(new.options):
        yield Doubt("options", f"There were {len(old.options)} options, and there are {len(new.options)} now.")
    wrong = {alike(option.say) for option in old.options if not option.best}
    if alike(present.say) in wrong:
        yield Doubt("best", "Another option is the best one now.")
    else:
        yield from _told_apart("best", former.say, present.say)


def _told_apart(part: str, old: str, new: str, *, turning: bool = True) -> Iterator[Doubt]:
    if old == new:
        return
    name = "best option" if part == "best" else part
    if replaced(old, new):
        yield Doubt(part, f"The {name} was replaced by another text.")
    elif turning:
        one, other = alike(old), alike(new)
        if sorted(_NUMBERS.findall(one)) != sorted(_NUMBERS.findall(other)):
            yield Doubt(part, f"A number in the {name} has changed.")
        if len(_TURNING.findall(one)) != len(_TURNING.findall(other)):
            yield Doubt(part, f"A word that turns the sense, such as “not”, came into the {name} or left it.")
