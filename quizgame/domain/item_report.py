"""What an item report tells: the items of each pack with their texts and findings, and whose answers they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgame.domain.item_findings import LEVELS, Finding, Level
from quizgame.domain.items import PROVISIONAL, STABLE, Item, Mark, mark
from quizgame.domain.questions import BetterResponse, Question
from quizgame.domain.text import plain
from quizgame.domain.words import count

WORTH: frozenset[Level] = frozenset(LEVELS) - {"fine"}
"""Levels that ask the trainer for something."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question in one revision."""

    item: Item
    question: Question | None
    """Its texts; None where this store does not have that revision."""
    title: str
    """Title of its objective; empty where the pack is not here."""
    findings: tuple[Finding, ...]
    flags: tuple[str, ...]
    """What learners wrote when they flagged it; empty notes are left as they are."""

    @property
    def says(self) -> tuple[str, ...]:
        """The texts of the options without emphasis, where it is sure that they stand in the order of the figures."""
        if not isinstance(self.question, BetterResponse):
            return ()
        options = self.question.options
        alike = [each.best for each in options] == [each.best for each in self.item.choices]
        return tuple(plain(each.say) for each in options) if alike else ()

    @property
    def level(self) -> Level | None:
        """The gravest of what was found; None when nothing was."""
        return self.findings[0].level if self.findings else None

    @property
    def worth_a_look(self) -> bool:
        """True when something asks for the trainer."""
        return bool(self.flags) or any(each.level in WORTH for each in self.findings)


@dataclass(frozen=True, slots=True)
class PackItems:
    """The items of one pack."""

    pack: str
    title: str
    """The id where the pack is not here."""
    learners: int
    """Those who answered any of its questions."""
    questions: int
    """In the pack today, every turn of a conversation counted; 0 where it is not here."""
    asked: int
    """How many of those have been answered by anybody."""
    rows: tuple[Row, ...]
    """By question and revision."""

    @property
    def most(self) -> int:
        """First answers to the question that has the most."""
        return max((each.item.answers for each in self.rows), default=0)

    @property
    def mark(self) -> Mark:
        """How far the best known figures of the pack can be trusted."""
        return mark(self.most)


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What `packs items` tells."""

    here: int
    """Learners of this store with any answer to these packs."""
    files: int
    """Learners whose files were read beside them."""
    notes: tuple[str, ...]
    """What was noticed on gathering: the same learner twice, a file that could not be read."""
    packs: tuple[PackItems, ...]

    @property
    def learners(self) -> int:
        """All of them."""
        return self.here + self.files

    def worst_first(self) -> Iterator[tuple[PackItems, Row]]:
        """The questions that ask for the trainer, the gravest first; what is stable before what is provisional."""
        found = [(pack, row) for pack in self.packs for row in pack.rows if row.worth_a_look]
        yield from sorted(found, key=lambda each: _gravity(each[1]))


def _gravity(row: Row) -> tuple[int, bool, int, float, str, int]:
    """Level, then evidence, then how many findings of that level, then the correlation."""
    if not row.findings:
        return (len(LEVELS), False, 0, 0.0, row.item.question, row.item.revision)
    first = row.findings[0]
    alike = sum(each.level == first.level for each in row.findings)
    rest = 0.0 if row.item.rest is None else row.item.rest
    return (LEVELS.index(first.level), first.provisional, -alike, rest, row.item.question, row.item.revision)


def sources(report: ItemReport) -> str:
    """Whose answers these are: `9 learners: 3 of this store and 6 from files.`"""
    if report.here and report.files:
        return f"{count(report.learners, 'learner')}: {report.here} of this store and {report.files} from files."
    return f"{count(report.learners, 'learner')} {'from files' if report.files else 'of this store'}."


def standing(pack: PackItems) -> str:
    """How much can be said about a pack, and what more it needs."""
    most = pack.most
    known = f"{count(most, 'first answer')} to the question that has the most"
    if not most:
        return "Nobody has answered a question of this pack yet."
    if most < PROVISIONAL:
        return (
            f"Too few to judge: {known}, and below {PROVISIONAL} a share is mostly luck, so only counts are shown. "
            f"{count(PROVISIONAL - most, 'more learner')}, and the first questions can be judged."
        )
    if most < STABLE:
        return (
            f"Provisional: {known}. From {STABLE} on figures hold; until then take them as a reason to look, not as a "
            f"verdict. {count(STABLE - most, 'more learner')} to go."
        )
    judged = sum(each.item.mark == "stable" for each in pack.rows)
    return f"{known[0].upper()}{known[1:]}. The figures of {count(judged, 'question')} are stable."
