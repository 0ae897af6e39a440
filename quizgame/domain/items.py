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

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
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
    """Key of the question, `pack/id`; of a turn, `pack/id.turn`."""
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
    """Correlation of choosing it with the rest: above 0 where it draws those who do well; None as for the item."""
    rested: int
    """Learners behind that."""


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


def analyse(sheets: Iterable[Sheet], present: Callable[[str], Present | None]) -> list[Item]:
    """The items that anybody has answered, by question and revision; `present` gives a question as it is today."""
    answered = [sheet.exposures for sheet in sheets]
    counts: Counter[Exposure] = Counter()
    for exposures in answered:
        counts.update(exposures)
    given = _with_rests(answered, sorted(counts.items(), key=lambda each: _order(each[0])))
    items = groupby(given, key=lambda each: (each.answer.question, each.answer.revision))
    return [_item(list(each), present(question)) for (question, _), each in items]


def _order(each: Exposure) -> tuple[str, int, str, int, int, bool, int]:
    chosen = -1 if each.chosen is None else each.chosen
    return (each.question, each.revision, each.wording, each.options, chosen, each.right, each.certainty)


class _Given(NamedTuple):
    """An answer, how many learners gave it first, and the rests of those of them who have one, summed up."""

    answer: Exposure
    learners: int
    rested: int
    total: float
    squares: float


# ── one item ──────────────────────────────────────────────────────────────────────────────────────────────────


def _item(given: Sequence[_Given], now: Present | None) -> Item:
    first = given[0].answer
    answers = sum(each.learners for each in given)
    sure = [each for each in given if each.answer.certainty is Certainty.SURE]
    here, options, best = _comparable(given, now if now and now.revision == first.revision else None)
    among = sum(each.learners for each in here)
    rest, rested = _correlations(given, [[each for each in given if each.answer.right]])
    return Item(
        question=first.question,
        revision=first.revision,
        answers=answers,
        right=sum(each.learners for each in given if each.answer.right),
        options=options,
        chance=sum(each.learners / each.answer.options for each in given if each.answer.options) / answers,
        choices=_choices(here, options, best),
        elsewhere=answers - among if options else 0,
        stated=sum(each.learners for each in given if each.answer.certainty is not Certainty.UNSTATED),
        sure=sum(each.learners for each in sure),
        sure_wrong=sum(each.learners for each in sure if not each.answer.right),
        rest=rest[0],
        rested=rested,
    )


def _comparable(given: Sequence[_Given], present: Present | None) -> tuple[list[_Given], int, int | None]:
    """The answers whose options are numbered alike, how many options there are, and which of them is best.

    Today's wording leads, or else the one with the most answers; another wording is numbered like it when it has as
    many options and the same one is best, as far as its answers show.
    """
    wordings: dict[tuple[str, int], list[_Given]] = {}
    for each in given:
        wordings.setdefault((each.answer.wording, each.answer.options), []).append(each)
    leading = max(
        wordings,
        key=lambda name: (
            present is not None and name[0] == present.wording,
            sum(each.learners for each in wordings[name]),
            name,
        ),
    )
    options = leading[1]
    best = next((each.answer.chosen for each in wordings[leading] if each.answer.right), None)
    if present is not None and leading[0] == present.wording:
        best = present.best
    if best is None:  # nobody was right in that wording: another one may tell
        best = next(
            (each.answer.chosen for each in given if each.answer.right and each.answer.options == options), None
        )
    here = [
        each
        for name, mine in wordings.items()
        if name == leading or (name[1] == options and all(_fits(one.answer, best) for one in mine))
        for each in mine
    ]
    return here, options, best


def _fits(answer: Exposure, best: int | None) -> bool:
    return best is None or answer.right == (answer.chosen == best)


def _choices(here: Sequence[_Given], options: int, best: int | None) -> tuple[Choice, ...]:
    among = sum(each.learners for each in here)
    by_option: list[list[_Given]] = [[] for _ in range(options)]
    for each in here:
        if each.answer.chosen is not None:
            by_option[each.answer.chosen].append(each)
    rests, rested = _correlations(here, by_option)
    chosen = [sum(each.learners for each in mine) for mine in by_option]
    return tuple(
        Choice(option, option == best, chosen[option], chosen[option] / among, rests[option], rested)
        for option in range(options)
    )


# ── the rest ──────────────────────────────────────────────────────────────────────────────────────────────────


def _with_rests(answered: Iterable[Sequence[Exposure]], counted: Sequence[tuple[Exposure, int]]) -> list[_Given]:
    """The answers with the rests of those who gave them. Written for a million answers: one look-up for each."""
    place = {answer: index for index, (answer, _) in enumerate(counted)}
    packs, residuals = _residuals(counted)
    twice = _twice(counted)
    rested = [number if pack else 0 for (_, number), pack in zip(counted, packs, strict=True)]
    totals, squares = [0.0] * len(counted), [0.0] * len(counted)
    for exposures in answered:
        by_pack: defaultdict[str, list[int]] = defaultdict(list)
        for index in map(place.__getitem__, exposures):
            by_pack[packs[index]].append(index)
        by_pack.pop("", None)
        for mine in by_pack.values():
            total, others = sum(map(residuals.__getitem__, mine)), len(mine) - 1
            again = [index for index in mine if index in twice] if twice else []
            if others < MINIMUM_REST:
                for index in mine:
                    rested[index] -= 1
            elif not again:
                for index in mine:
                    rest = (total - residuals[index]) / others
                    totals[index] += rest
                    squares[index] += rest * rest
            else:
                for index, (number, own) in _own(mine, counted, residuals).items():
                    if len(mine) - number < MINIMUM_REST:
                        rested[index] -= 1
                        continue
                    rest = (total - own) / (len(mine) - number)
                    totals[index] += rest
                    squares[index] += rest * rest
    return [_Given(*counted[index], rested[index], totals[index], squares[index]) for index in range(len(counted))]


def _residuals(counted: Sequence[tuple[Exposure, int]]) -> tuple[list[str], list[float]]:
    """For each answer its pack, empty for a card, and how much better than all others' answers it was."""
    answers: Counter[tuple[str, int]] = Counter()
    right: Counter[tuple[str, int]] = Counter()
    for answer, number in counted:
        answers[answer[:2]] += number
        right[answer[:2]] += number * answer.right
    packs = [answer.question.partition("/")[0] if answer.options else "" for answer, _ in counted]
    return packs, [answer.right - right[answer[:2]] / answers[answer[:2]] for answer, _ in counted]


def _twice(counted: Sequence[tuple[Exposure, int]]) -> set[int]:
    """The answers to questions that were answered in more than one revision."""
    revisions: dict[str, set[int]] = {}
    for answer, _ in counted:
        revisions.setdefault(answer.question, set()).add(answer.revision)
    return {index for index, (answer, _) in enumerate(counted) if len(revisions[answer.question]) > 1}


def _own(
    mine: Sequence[int], counted: Sequence[tuple[Exposure, int]], residuals: Sequence[float]
) -> dict[int, tuple[int, float]]:
    """For one learner's answers, how many they gave to the same question in any revision, and their residuals."""
    done: dict[str, list[float]] = {}
    for index in mine:
        done.setdefault(counted[index][0].question, []).append(residuals[index])
    sums = {question: (len(each), sum(each)) for question, each in done.items()}
    return {index: sums[counted[index][0].question] for index in mine}


def _correlations(given: Sequence[_Given], parts: Iterable[Sequence[_Given]]) -> tuple[list[float | None], int]:
    """Point-biserial correlation of belonging to each part with the rest, and how many learners are behind them."""
    number = sum([each.rested for each in given])
    total = sum([each.total for each in given])
    variance = sum([each.squares for each in given]) / number - (total / number) ** 2 if number else 0.0
    found: list[float | None] = []
    for part in parts:
        among = sum([each.rested for each in part])
        if not 0 < among < number or variance <= 1e-12:
            found.append(None)
            continue
        total_among = sum([each.total for each in part])
        apart = total_among / among - (total - total_among) / (number - among)
        share = among / number
        found.append(max(-1.0, min(1.0, apart * sqrt(share * (1 - share) / variance))))
    return found, number
