"""What the figures of a question mean, as sentences for its trainer, the gravest first.

The thresholds are those of the guides to writing questions (Ebel for the correlation). They are compared with the
figures as they are; how many answers are behind them is told beside every finding, and below thirty nothing is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quizgame.domain.items import PROVISIONAL, Choice, Item, mark

HARD, EASY = 0.30, 0.90
WEAK = 0.20
IDLE = 0.05
MISLED = 0.20
RIVAL = 0.20
"""Share from which a wrong option that those who do well choose no less often is called a second answer: ours."""

Level = Literal["check the key", "misconception", "look again", "idle option", "fine"]

LEVELS: tuple[Level, ...] = ("check the key", "misconception", "look again", "idle option", "fine")
"""The gravest first."""

Rule = Literal[
    "below-chance", "rest-negative", "sure-but-wrong", "second-answer", "rest-weak", "hard", "idle-option", "easy"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a question."""

    rule: Rule
    level: Level
    sentence: str
    provisional: bool


def findings(item: Item, says: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What there is to say, the gravest first; `says` are the texts of the options, where they are known."""
    if not item.options or item.mark == "counts only":
        return ()
    found = [
        *_right(item, says),
        *_rest(item),
        *_rivals(item, says),
        *_misled(item, says),
        *_idle(item, says),
    ]
    return tuple(sorted(found, key=lambda each: (LEVELS.index(each.level), each.provisional)))


def percent(share: float) -> str:
    """A share as `61 %`."""
    return f"{round(share * 100)} %"


def option_name(option: int, says: Sequence[str]) -> str:
    """An option as a sentence names it: by what it says, or by its place in the file."""
    return f"“{says[option].removesuffix('.')}”" if option < len(says) else f"option {option + 1} in the file"


def _right(item: Item, says: Sequence[str]) -> list[Finding]:
    """Share right against chance, and against what is hard or easy."""
    provisional = item.mark == "provisional"
    share = percent(item.p)
    if item.p < item.chance:
        sentence = (
            f"Suspect the key: {share} chose the option marked best, where guessing alone would give "
            f"{percent(item.chance)}.{_rival(item, says)}"
        )
        return [Finding("below-chance", "check the key", sentence, provisional)]
    if item.p < HARD:
        sentence = (
            f"Hard: {share} right. That is fine where it is meant to be; else give the scene the fact that decides, or "
            "make the best response stand out by what it does."
        )
        return [Finding("hard", "look again", sentence, provisional)]
    if item.p > EASY:
        return [Finding("easy", "fine", f"Easy: {share} right, which is fine for mastery.", provisional)]
    return []


def _rival(item: Item, says: Sequence[str]) -> str:
    """The option that beat the best one, in a sentence of its own."""
    best = next((each for each in item.choices if each.best), None)
    most = max(item.choices, key=lambda each: each.chosen, default=None)
    if best is None or most is None or most.chosen <= best.chosen:
        return ""
    said = f" Most chose {option_name(most.option, says)}"
    if most.rest is not None and best.rest is not None and most.rest > max(best.rest, 0):
        return f"{said}, and they do better on the other questions than those who chose the best one."
    return f"{said}."


def _rest(item: Item) -> list[Finding]:
    """The correlation. Where nearly everybody is right, too few differ for it to mean anything."""
    if item.rest is None or item.rested < PROVISIONAL or item.p > EASY:
        return []
    provisional = mark(item.rested) == "provisional"
    if item.rest < 0:
        sentence = (
            f"Check the key: learners who do well on the other questions get this one wrong more often (item-rest "
            f"{signed(item.rest)})."
        )
        return [Finding("rest-negative", "check the key", sentence, provisional)]
    if item.rest < WEAK:
        sentence = (
            "Look again: getting this one right says little about how somebody does on the others (item-rest "
            f"{signed(item.rest)}). Could a second response be defended, or does it turn on something else?"
        )
        return [Finding("rest-weak", "look again", sentence, provisional)]
    return []


def _rivals(item: Item, says: Sequence[str]) -> list[Finding]:
    """Wrong options that are a second good answer, or the right key: nobody who does well elsewhere avoids them."""
    best = next((each.chosen for each in item.choices if each.best), 0)
    most = max((each.chosen for each in item.choices), default=0)
    found = []
    for each in item.choices:
        if each.best or each.share < RIVAL or (item.p < item.chance and each.chosen == most):
            continue  # below chance, the key is suspected in words that name this option
        name, share = option_name(each.option, says), percent(each.share)
        if each.rest is not None and each.rest >= 0 and each.rested >= PROVISIONAL:
            why = f"{share} chose {name}, and those who do well on the other questions no less often than the rest"
            why += f" (option-rest {signed(each.rest)})"
        elif each.chosen > best and item.p >= item.chance:
            why = f"More chose {name} than the best response, {share}"
        else:
            continue
        sentence = f"A second good answer? {why}. Let the scene say what rules it out."
        found.append(Finding("second-answer", "look again", sentence, item.mark == "provisional"))
    return found


def _misled(item: Item, says: Sequence[str]) -> list[Finding]:
    """Many who were sure and wrong."""
    if item.sure_but_wrong < MISLED:
        return []
    wrong = [each for each in item.choices if not each.best and each.chosen]
    most = max(wrong, key=lambda each: each.chosen, default=None)
    named = f" The one they mostly chose: {option_name(most.option, says)}." if most else ""
    sentence = (
        f"Sure but wrong: {percent(item.sure_but_wrong)} said that they were sure, and were wrong. Either many hold "
        f"the same wrong idea, or the key is wrong.{named}"
    )
    return [Finding("sure-but-wrong", "misconception", sentence, item.mark == "provisional")]


def _idle(item: Item, says: Sequence[str]) -> list[Finding]:
    """Wrong options that hardly anybody takes."""
    among = sum(each.chosen for each in item.choices)
    if item.p > EASY or among < PROVISIONAL:
        return []
    idle = [each for each in item.choices if not each.best and each.share < IDLE]
    if not idle:
        return []
    named = _listed([f"{option_name(each.option, says)} ({_chosen(each)})" for each in idle])
    verb, goal = ("does", "a mistake") if len(idle) == 1 else ("do", "mistakes")
    sentence = f"Hardly chosen, so {verb} no work: {named}. Put {goal} there that people really make, or leave it out."
    return [Finding("idle-option", "idle option", sentence, mark(among) == "provisional")]


def _chosen(choice: Choice) -> str:
    return percent(choice.share) if choice.chosen else "nobody"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def signed(value: float) -> str:
    """A correlation as it is read: `+0.31`, `−0.12`, and never a negative nothing."""
    rounded = round(value, 2)
    return f"{'−' if rounded < 0 else '+'}{abs(rounded):.2f}"
