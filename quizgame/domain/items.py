"""Item analysis: what the first answers of many learners say about the questions, not about the learners.

Only a learner's first answer ever to a question (in a revision) counts: later ones measure memory. An item is a
question in one revision. Wordings of a revision are put together, for a typo changes no meaning; but an option is known
by the wording whose file order numbered it, and answers to a wording with its options in another order are never added
to the counts of other options.

The *rest* of a learner on an item is how much better than others they did on the other questions of the pack: the
mean, over those they answered, of 1 or 0 for right or wrong less the share of all learners that was right. Where
everybody answered everything this orders learners as the usual rest score does; where answers are missing, which is the
rule here, nobody looks weak for having met hard questions. Cards are left out, since learners grade them themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from operator import attrgetter
from typing import Literal, NamedTuple

from quizgame.domain.events import Certainty

PROVISIONAL, STABLE = 30, 100
"""First answers from which figures are shown at all, and from which they hold."""

MINIMUM_REST = 5
"""Other questions a learner must have answered for a rest; with fewer it is mostly luck."""

Mark = Literal["counts only", "provisional", "stable"]


class Exposure(NamedTuple):
    """One learner's first answer to a question."""

    question: str
    """Key of the question, `pack/id`."""
    revision: int
    wording: str
    """Fingerprint of the texts that were shown; it tells which order of the options `chosen` counts in."""
    options: int
    """How many there were to choose from; 0 for a flashcard."""
    chosen: int | None
    """Index in the file's order of that wording; None for a flashcard."""
    right: bool
    """For a flashcard: not graded again."""
    certainty: Certainty


class Flag(NamedTuple):
    """A learner's mark on a question, with a note for its trainer."""

    question: str
    revision: int
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one learner gives to item analysis: no name, no time, in no order."""

    exposures: tuple[Exposure, ...]
    """At most one for each question and revision."""
    flags: tuple[Flag, ...] = ()


class Present(NamedTuple):
    """How a question stands in its pack today."""

    revision: int
    wording: str
    best: int | None
    """Index of the option marked best; None for a flashcard."""


class Choice(NamedTuple):
    """How an option fared."""

    option: int
    """Index in the file's order."""
    best: bool
    chosen: int
    share: float
    """Of the answers whose options stood in this order."""
    rest: float | None
    """Mean rest of the learners who chose it; None when nobody did who has one."""


@dataclass(frozen=True, slots=True)
class Item:
    """The figures of one question in one revision."""

    question: str
    revision: int
    answers: int
    right: int
    options: int
    """How many there are to choose from; 0 for a flashcard."""
    chance: float
    """Share that would be right by guessing; 0 for a flashcard."""
    choices: tuple[Choice, ...] = ()
    """Every option, in the file's order; empty for a flashcard."""
    elsewhere: int = 0
    """Answers to a wording whose options stood in another order: right or wrong, and nothing more, is known of them."""
    stated: int = 0
    """Answers that were marked sure or not sure."""
    sure: int = 0
    sure_wrong: int = 0
    rest: float | None = None
    """Item-rest correlation; None when everybody or nobody was right, or nobody answered enough other questions."""
    rested: int = 0
    """Learners behind it."""

    @property
    def mark(self) -> Mark:
        """How far the figures can be trusted."""
        return mark(self.answers)

    @property
    def p(self) -> float:
        """Share that was right."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def sure_but_wrong(self) -> float:
        """Share of all answers that was marked sure and was wrong."""
        return self.sure_wrong / self.answers if self.answers else 0.0


def mark(answers: int) -> Mark:
    """How far figures over so many first answers can be trusted."""
    if answers < PROVISIONAL:
        return "counts only"
    return "provisional" if answers < STABLE else "stable"


def analyse(sheets: Iterable[Sheet], presents: dict[str, Present]) -> list[Item]:
    """The items that anybody has answered, by question and revision; `presents` give today's packs by question."""
    answered = [sheet.exposures for sheet in sheets]
    counts: Counter[Exposure] = Counter()
    for exposures in answered:
        counts.update(exposures)
    rests = _rests(answered, counts)
    by_item = attrgetter("question", "revision")
    ordered = sorted(counts, key=_order)
    return [
        _item(list(each), counts, rests, presents.get(question))
        for (question, _), each in groupby(ordered, key=by_item)
    ]


def _order(each: Exposure) -> tuple[str, int, str, int, int, bool, int]:
    chosen = -1 if each.chosen is None else each.chosen
    return (each.question, each.revision, each.wording, each.options, chosen, each.right, each.certainty)


# ── one item ──────────────────────────────────────────────────────────────────────────────────────────────────


class _Sums(NamedTuple):
    """The rests of the learners who gave an answer."""

    learners: int
    total: float
    squares: float


def _item(
    each: Sequence[Exposure], counts: Counter[Exposure], rests: dict[Exposure, _Sums], now: Present | None
) -> Item:
    answers = sum(counts[one] for one in each)
    right = [one for one in each if one.right]
    certain = [one for one in each if one.certainty is Certainty.SURE]
    correlation, rested = _correlation(each, rests)
    present = now if now and now.revision == each[0].revision else None
    here, options, best = _comparable(each, counts, present)
    among = sum(counts[one] for one in here)
    return Item(
        question=each[0].question,
        revision=each[0].revision,
        answers=answers,
        right=sum(counts[one] for one in right),
        options=options,
        chance=sum(counts[one] / one.options for one in each if one.options) / answers,
        choices=tuple(_choice(index, index == best, here, counts, rests) for index in range(options)) if among else (),
        elsewhere=answers - among if options else 0,
        stated=sum(counts[one] for one in each if one.certainty is not Certainty.UNSTATED),
        sure=sum(counts[one] for one in certain),
        sure_wrong=sum(counts[one] for one in certain if not one.right),
        rest=correlation,
        rested=rested,
    )


def _comparable(
    each: Sequence[Exposure], counts: Counter[Exposure], present: Present | None
) -> tuple[list[Exposure], int, int | None]:
    """The answers whose options are numbered alike, how many options there are, and which of them is best.

    Today's wording leads, or else the one with the most answers; another wording is numbered like it when it has as
    many options and the same one is best, as far as its answers show.
    """
    wordings: dict[tuple[str, int], list[Exposure]] = {}
    for one in each:
        wordings.setdefault((one.wording, one.options), []).append(one)
    amount = {name: sum(counts[one] for one in ones) for name, ones in wordings.items()}
    leading = max(wordings, key=lambda name: (present is not None and name[0] == present.wording, amount[name], name))
    options = leading[1]
    best = next((one.chosen for one in wordings[leading] if one.right), None)
    if present is not None and leading[0] == present.wording:
        best = present.best
    if best is None:  # nobody was right in that wording: another one may tell
        best = next((one.chosen for one in each if one.right and one.options == options), None)
    here = [
        one
        for name, ones in wordings.items()
        if name == leading or (name[1] == options and all(_fits(one, best) for one in ones))
        for one in ones
    ]
    return here, options, best


def _fits(one: Exposure, best: int | None) -> bool:
    return best is None or one.right == (one.chosen == best)


def _choice(
    option: int, best: bool, here: Sequence[Exposure], counts: Counter[Exposure], rests: dict[Exposure, _Sums]
) -> Choice:
    mine = [one for one in here if one.chosen == option]
    chosen = sum(counts[one] for one in mine)
    learners = sum(rests[one].learners for one in mine if one in rests)
    total = sum(rests[one].total for one in mine if one in rests)
    among = sum(counts[one] for one in here)
    return Choice(option, best, chosen, chosen / among, total / learners if learners else None)


# ── the rest ──────────────────────────────────────────────────────────────────────────────────────────────────


def _rests(answered: Iterable[Sequence[Exposure]], counts: Counter[Exposure]) -> dict[Exposure, _Sums]:
    """The rests of those who gave each answer, summed up."""
    residuals = _residuals(counts)
    learners = dict.fromkeys(residuals, 0)
    totals = dict.fromkeys(residuals, 0.0)
    squares = dict.fromkeys(residuals, 0.0)
    for exposures in answered:
        chosen = [one for one in exposures if one in residuals]
        # By pack and by question: all that a learner did, and what of it was this very question in any revision.
        done: dict[str, list[float]] = {}
        for one in chosen:
            pack, residual = residuals[one]
            for name in (pack, one.question):
                if (sums := done.get(name)) is None:
                    done[name] = [1.0, residual]
                else:
                    sums[0] += 1.0
                    sums[1] += residual
        for one in chosen:
            (all_, total), (own, mine) = done[residuals[one][0]], done[one.question]
            if (others := all_ - own) >= MINIMUM_REST:
                rest = (total - mine) / others
                learners[one] += 1
                totals[one] += rest
                squares[one] += rest * rest
    return {one: _Sums(number, totals[one], squares[one]) for one, number in learners.items() if number}


def _residuals(counts: Counter[Exposure]) -> dict[Exposure, tuple[str, float]]:
    """For each answer to a better-response question its pack, and how much better than the others' it was."""
    answers: Counter[tuple[str, int]] = Counter()
    right: Counter[tuple[str, int]] = Counter()
    for one, number in counts.items():
        answers[one[:2]] += number
        right[one[:2]] += number * one.right
    return {
        one: (one.question.partition("/")[0], one.right - right[one[:2]] / answers[one[:2]])
        for one in counts
        if one.options
    }


def _correlation(each: Sequence[Exposure], rests: dict[Exposure, _Sums]) -> tuple[float | None, int]:
    """Point-biserial correlation of right or wrong with the rest, and how many learners are behind it."""
    known = [(one.right, rests[one]) for one in each if one in rests]
    number = sum(sums.learners for _, sums in known)
    right = sum(sums.learners for was_right, sums in known if was_right)
    if not 0 < right < number:
        return None, number
    total = sum(sums.total for _, sums in known)
    total_right = sum(sums.total for was_right, sums in known if was_right)
    variance = sum(sums.squares for _, sums in known) / number - (total / number) ** 2
    if variance <= 1e-12:
        return None, number
    share = right / number
    apart = total_right / right - (total - total_right) / (number - right)
    return max(-1.0, min(1.0, apart * sqrt(share * (1 - share) / variance))), number
