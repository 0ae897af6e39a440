"""Whether the change of a question or conversation looks like one of its meaning: then it wants a new `revision`.

Nothing here reads meaning. It is noticed when the answer itself is another one, when a text was replaced rather than
edited, and when a number or a "not" came or went in what has to be known. A false alarm costs one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from quizgame.domain.questions import BetterResponse, Conversation, Flashcard, Option, Question, Response, Turn
from quizgame.domain.text import plain
from quizgame.packs.options import alike

EDITED = 0.6
"""Texts that agree so far, by words or by letters, are one text, edited (measured in tests/packs/test_changes.py)."""

_WORDS = re.compile(r"\w+(?:['’]\w+)?")
_TURNING = re.compile(r"\b(?:not|no|never|nobody|nothing|without|cannot)\b|n['’]t\b")
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")


class Doubt(NamedTuple):
    """A reason to think that the meaning of a question or conversation has changed."""

    part: str
    """What it is about: kind, front, back, scene, options, or best; of a conversation setting or turns, of a turn of
    it says, responses, or best."""
    what: str
    """One sentence."""
    turn: int = -1
    """Index of the turn, in the newer conversation, that it is about; -1 where it is about none."""


def doubts(old: Question | Conversation, new: Question | Conversation) -> Iterator[Doubt]:
    """What makes a change look like one of meaning; nothing for an edit."""
    if isinstance(old, Flashcard) and isinstance(new, Flashcard):
        yield from _told_apart("front", old.front, new.front, turning=False)
        yield from _told_apart("back", old.back, new.back)
    elif isinstance(old, BetterResponse) and isinstance(new, BetterResponse):
        yield from _of_options(old.options, new.options)
        yield from _told_apart("scene", old.scene, new.scene, turning=False)
    elif isinstance(old, Conversation) and isinstance(new, Conversation):
        yield from _of_turns(old.turns, new.turns)
        yield from _told_apart("setting", old.setting, new.setting, turning=False)
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


def _of_options(
    old: Sequence[Option | Response], new: Sequence[Option | Response], thing: str = "option"
) -> Iterator[Doubt]:
    if len(old) != len(new):
        yield Doubt(f"{thing}s", f"There were {len(old)} {thing}s, and there are {len(new)} now.")
    wrong = {alike(each.say) for each in old if not each.best}
    former, present = (next(each.say for each in all_ if each.best) for all_ in (old, new))
    if alike(present) in wrong:
        yield Doubt("best", f"Another {thing} is the best one now.")
    else:
        yield from _told_apart("best", former, present, name=f"best {thing}")


def _of_turns(old: tuple[Turn, ...], new: tuple[Turn, ...]) -> Iterator[Doubt]:
    former = {turn.id: turn for turn in old}
    for index, turn in enumerate(new):
        if turn.id in former:
            for doubt in _of_turn(former.pop(turn.id), turn):
                yield doubt._replace(what=f"Turn “{turn.id}”: {doubt.what}", turn=index)
        else:
            yield Doubt("turns", f"The turn “{turn.id}” is new.", index)
    for gone in former:
        yield Doubt("turns", f"The turn “{gone}” is gone.")


def _of_turn(old: Turn, new: Turn) -> Iterator[Doubt]:
    yield from _of_options(old.responses, new.responses, "response")
    yield from _told_apart("says", old.says, new.says, name="text of the customer", turning=False)


def _told_apart(part: str, old: str, new: str, *, name: str = "", turning: bool = True) -> Iterator[Doubt]:
    if old == new:
        return
    name = name or part
    if replaced(old, new):
        yield Doubt(part, f"The {name} was replaced by another text.")
    elif turning:
        one, other = alike(old), alike(new)
        if sorted(_NUMBERS.findall(one)) != sorted(_NUMBERS.findall(other)):
            yield Doubt(part, f"A number in the {name} has changed.")
        if len(_TURNING.findall(one)) != len(_TURNING.findall(other)):
            yield Doubt(part, f"A word that turns the sense, such as “not”, came into the {name} or left it.")
