"""The model: what study means, said as plainly as it can be, in lists and loops, without a cache and without hurry.

Nothing here asks the store or the folds of `quizgame` anything; only the engine's step from one memory to the next,
and the day an interval ends, are the program's own (`tests/domain/test_memory.py` holds those against other engines).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quizgame.domain.days import Moment
from quizgame.domain.events import (
    Answer,
    Certainty,
    DayOff,
    Fact,
    Grade,
    LearnersJoined,
    ParametersFitted,
    SessionFinished,
    SessionStarted,
    SettingChanged,
    Voided,
)
from quizgame.domain.memory import Memory, after, due_day
from quizgame.domain.questions import Pack, key, options_of

FOUR_O_CLOCK = 4 * 60
HALF_AN_HOUR = 30 * 60 * 1_000_000


class Row(NamedTuple):
    """A row of the log; whose it is, is told by whose list it is in."""

    id: bytes
    device: bytes
    number: int
    instant: int
    offset: int
    day: int
    what: Answer | Fact

    @property
    def order(self) -> tuple[int, int, bytes]:
        """Place in the log."""
        return self.day, self.instant, self.id


@dataclass(eq=False)
class Person:
    """Somebody who learns on a device, with all that the device knows of them."""

    id: bytes
    name: str
    since: int
    """The device's latest number when they were added there; -1 for somebody from elsewhere."""
    rows: dict[bytes, Row] = field(default_factory=dict)

    # ── the log ───────────────────────────────────────────────────────────────────────────────────────────

    def log(self) -> list[Row]:
        """All rows in their order."""
        return sorted(self.rows.values(), key=lambda row: row.order)

    def undone(self) -> dict[bytes, bool]:
        """The answers that were taken back, each with whether that was done on its own study day."""
        found: dict[bytes, bool] = {}
        for row in self.rows.values():
            if isinstance(row.what, Voided):
                found[row.what.review] = found.get(row.what.review, False) or row.what.day == row.day
        return found

    def answers(self, until: int = 10**9) -> list[tuple[Row, Answer]]:
        """The answers that count, up to a study day."""
        undone = self.undone()
        return [
            (row, row.what)
            for row in self.log()
            if isinstance(row.what, Answer) and row.id not in undone and row.day <= until
        ]

    def joined(self) -> set[bytes]:
        """Everybody who turned out to be this person."""
        return {row.what.other for row in self.rows.values() if isinstance(row.what, LearnersJoined)}

    def last_own(self, device: bytes, *, standing: bool) -> tuple[Row, Answer] | None:
        """The latest answer that a device wrote, by its numbers; with `standing`, of those that count."""
        undone = self.undone() if standing else {}
        own = [
            (row.number, row, row.what)
            for row in self.rows.values()
            if isinstance(row.what, Answer) and row.device == device and row.id not in undone
        ]
        return max(own)[1:] if own else None

    def cut_short(self, device: bytes) -> tuple[SessionStarted, int, list[Row]] | None:
        """The session that this device has left open, its study day, and its answers that count."""
        marks = [
            (row.number, row)
            for row in self.rows.values()
            if row.device == device and isinstance(row.what, SessionStarted | SessionFinished)
        ]
        started = max(marks)[1] if marks else None
        if started is None or not isinstance(started.what, SessionStarted):
            return None
        given = [row for row, answer in self.answers() if answer.session == started.what.session]
        return started.what, started.day, sorted(given, key=lambda row: row.number)

    # ── settings ──────────────────────────────────────────────────────────────────────────────────────────

    def settings(self, name: str) -> list[tuple[int, str]]:
        """What a setting was set to, and from which study day on."""
        facts = (row.what for row in self.log())
        return [(fact.from_day, fact.value) for fact in facts if isinstance(fact, SettingChanged) and fact.key == name]

    def setting(self, name: str, day: int, default: int) -> int:
        """What a setting in numbers is on a study day."""
        value = default
        for since, text in self.settings(name):
            if since <= day:
                value = int(text)
        return value

    def days_off(self) -> set[int]:
        """The study days that were marked as days off."""
        off: set[int] = set()
        for row in self.log():
            if isinstance(row.what, DayOff):
                (off.add if row.what.off else off.discard)(row.what.day)
        return off

    def rests(self, day: int) -> bool:
        """Whether a study day asks for nothing."""
        weekday = (day + 3) % 7  # 0 is Monday
        return day in self.days_off() or bool(self.setting("rest", day, 0b1100000) >> weekday & 1)

    def packs_off(self, today: int) -> set[str]:
        """The packs that are switched off."""
        states = dict(text.split("=") for since, text in self.settings("pack") if since <= today + 1)
        return {pack for pack, state in states.items() if state == "off"}

    # ── days ──────────────────────────────────────────────────────────────────────────────────────────────

    def shown_day(self, moment: Moment) -> int:
        """The study day that a clock shows: the newest move of the rollover wins whose day has begun by it."""
        for since, text in reversed(self.settings("rollover")):
            if (day := turned(moment, int(text))) >= since:
                return day
        return turned(moment, FOUR_O_CLOCK)

    def today(self, device: bytes, moment: Moment) -> int:
        """The study day to believe (decision 3)."""
        shown = self.shown_day(moment)
        if max(self.totals(), default=shown) <= shown + 1:
            return shown
        practised = [day for day, total in self.totals().items() if total.answers]
        later = sum(day > shown + 1 for day in practised)
        last = self.last_own(device, standing=False)
        if 2 * later <= len(practised) or last is None:
            return shown
        row = last[0]
        showed = turned(Moment(row.instant, row.offset), self.setting("rollover", row.day, FOUR_O_CLOCK))
        return row.day + max(0, shown - showed)

    def horizon(self, today: int) -> int:
        """The last study day whose answers count: those of a clock that was ahead wait."""
        return today + 1 if max(self.totals(), default=today) > today + 1 else 10**9

    def totals(self) -> dict[int, Total]:
        """What was practised on each study day."""
        undone = self.undone()
        found: dict[int, Total] = {}
        for row in self.log():
            total = found.setdefault(row.day, Total())
            if isinstance(row.what, SessionFinished):
                total.finished += 1
            if not isinstance(row.what, Answer) or undone.get(row.id):
                continue
            total.kept += 1
            total.readings.append((row.instant // 1_000_000, row.offset))
            if row.id not in undone:
                total.answers += 1
                total.again += row.what.grade is Grade.AGAIN
                total.millis += round(row.what.seconds * 1000)
        return {day: total for day, total in found.items() if total.kept or total.finished}

    # ── the streak ────────────────────────────────────────────────────────────────────────────────────────

    def streak(self, today: int, now: Moment) -> StreakSoFar:
        """Day after day from the first one practised (design, section 6)."""
        totals = {day: total for day, total in self.totals().items() if total.kept and day <= today + 1}
        found = StreakSoFar()
        if not totals:
            return found
        counted = {day for day, total in totals.items() if total.kept >= 5 or total.finished}
        first, last = min(totals), max(totals)
        found.skipped = self._skipped(totals, counted, today, now)
        for day in range(first, max(today, last + 1)):
            if day in counted:
                found.total += 1
                found.current += 1
                found.best = max(found.best, found.current)
                if found.total % 7 == 0:
                    found.freezes = min(2, found.freezes + 1)
            elif day < max(today, last) and day not in found.skipped and not self.rests(day) and found.current:
                if found.freezes:
                    found.freezes -= 1
                    found.frozen.append(day)
                else:
                    found.current = 0
        if today in counted and today > last:
            raise AssertionError("the last day practised is the last that can count")
        return found

    def _skipped(self, totals: Mapping[int, Total], counted: set[int], today: int, now: Moment) -> list[int]:
        """The study days that a journey or a moved rollover skipped: of one instant, two clocks show two days."""
        days = sorted(totals)
        seen = [(day, totals[day].readings) for day in days[1:]]
        if today > days[-1]:
            seen.append((today, [(now.instant // 1_000_000, now.offset)]))
        skipped: list[int] = []
        for before, (day, readings) in zip(days, seen, strict=False):
            west = min(offset for _, offset in totals[before].readings)
            turn = self.setting("rollover", before, FOUR_O_CLOCK) * 60
            differ = [
                min(day, self.shown_day(Moment(second * 1_000_000, offset))) - (second + west - turn) // 86_400
                for second, offset in readings
            ]
            start = before + 1 if before in counted else before
            skipped += range(max(start, day - max(0, min(2, max(differ)))), day)
        return skipped

    # ── memory ────────────────────────────────────────────────────────────────────────────────────────────

    def experience(self, until: int) -> ParametersFitted | None:
        """What was learned last of how this person forgets, up to a study day."""
        fitted = [row.what for row in self.log() if isinstance(row.what, ParametersFitted) and row.day <= until]
        return fitted[-1] if fitted else None


@dataclass
class Total:
    """What was practised on one study day."""

    answers: int = 0
    again: int = 0
    millis: int = 0
    kept: int = 0
    finished: int = 0
    readings: list[tuple[int, int]] = field(default_factory=list)
    """Second and UTC offset of each answer that was kept that day."""


@dataclass
class StreakSoFar:
    """A streak, judged up to yesterday."""

    current: int = 0
    best: int = 0
    total: int = 0
    freezes: int = 1
    frozen: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


class Held(NamedTuple):
    """What is known of one objective."""

    memory: Memory
    latest: tuple[int, int, bytes]
    misled: int | None
    stated: tuple[int, int, int, int]
    """Answers that were said to be sure, right ones of them, and the same of those not sure."""
    question: str | None
    """Whose turn it is."""
    due: int | None
    revised: bool | None


def turned(moment: Moment, rollover: int) -> int:
    """The study day by a clock, where days turn so many minutes after midnight."""
    return (moment.instant // 1_000_000 + moment.offset - rollover * 60) // 86_400


@dataclass
class Shelf:
    """The packs that a device has compiled, and the moves they told of."""

    packs: dict[str, Pack] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)

    def compile(self, pack: Pack) -> None:
        """Put a version in the place of the former one."""
        self.packs[pack.id] = pack
        for each in (*pack.objectives, *pack.questions, *pack.conversations):
            new = key(pack.id, each.id)
            if each.was and each.was != new and self.moves.get(each.was) not in self.names():
                self.moves[each.was] = new

    def names(self) -> set[str]:
        """Everything in play."""
        return {
            key(pack.id, each.id)
            for pack in self.packs.values()
            for each in (*pack.objectives, *pack.questions, *pack.conversations)
        }

    def present(self, name: str) -> str:
        """What a thing is called now: while it is in play under a name, that; else where it went."""
        names, met = self.names(), [name]
        while met[-1] not in names and met[-1] in self.moves and self.moves[met[-1]] not in met:
            met.append(self.moves[met[-1]])
        return met[-1]

    def suspended(self, person: Person, today: int) -> set[str]:
        """The objectives that a person does not want to be asked, by their present names."""
        states: dict[str, str] = {}
        for since, text in person.settings("objective"):
            if since <= today + 1:
                name, state = text.split("=")
                present = self.present(name)
                states[present if present in self.names() else name] = state
        return {name for name, state in states.items() if state == "suspended"}

    def variants(self, objective: str) -> Iterator[tuple[str, int, int]]:
        """Name, options and revision of the questions of an objective."""
        pack = self.packs.get(objective.partition("/")[0])
        for each in pack.questions if pack else ():
            if f"{pack.id}/{each.objective}" == objective:  # type: ignore[union-attr]
                yield f"{objective.partition('/')[0]}/{each.id}", options_of(each), each.revision

    def held(self, person: Person, until: int) -> dict[str, Held]:
        """What a person holds of each objective, by its present name."""
        given: dict[str, list[tuple[Row, Answer]]] = {}
        for row, answer in person.answers(until):
            given.setdefault(self.present(answer.objective), []).append((row, answer))
        return {objective: self._held(objective, answers) for objective, answers in given.items()}

    def _held(self, objective: str, answers: Sequence[tuple[Row, Answer]]) -> Held:
        memory: Memory | None = None
        misled, stated = None, [0, 0, 0, 0]
        shown: dict[str, tuple[int, int, int]] = {}
        for row, answer in answers:
            shown[self.present(answer.question)] = (row.day, row.instant, answer.revision)
            if memory is not None and row.day <= memory.last_day:
                continue  # practice
            memory = after(memory, row.day, answer.grade)
            right = answer.grade is not Grade.AGAIN
            if right:
                misled = None
            elif answer.certainty is Certainty.SURE:
                misled = row.day
            if answer.certainty is not Certainty.UNSTATED:
                place = 0 if answer.certainty is Certainty.SURE else 2
                stated[place] += 1
                stated[place + 1] += right
        assert memory is not None
        latest = answers[-1][0].order
        variants = list(self.variants(objective))
        turn = _turn(variants, shown)
        if turn is None:
            return Held(memory, latest, misled, tuple(stated), None, None, None)  # type: ignore[arg-type]
        question, options, revision = turn
        revised = question in shown and shown[question][2] < revision
        due = memory.last_day if revised else due_day(memory, options, objective)
        return Held(memory, latest, misled, tuple(stated), question, due, revised)  # type: ignore[arg-type]


def _turn(
    variants: Sequence[tuple[str, int, int]], shown: Mapping[str, tuple[int, int, int]]
) -> tuple[str, int, int] | None:
    """The variant to ask: a revised one, one never seen, the one seen longest ago; the pack's order decides."""
    for each in variants:
        if each[0] in shown and shown[each[0]][2] < each[2]:
            return each
    for each in variants:
        if each[0] not in shown:
            return each
    return min(variants, key=lambda each: shown[each[0]][:2], default=None)


class Export(NamedTuple):
    """A log as a file."""

    data: bytes
    learner: bytes
    name: str
    joined: frozenset[bytes]
    rows: Mapping[bytes, Row]


class Place(NamedTuple):
    """Where an imported log goes."""

    how: str
    """`known`, `new`, `joined`, or `refused`."""
    person: Person | None
    goes: list[Person]


@dataclass
class Device:
    """One machine's store."""

    id: bytes
    number: int = 0
    """The highest that was given out."""
    people: list[Person] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)

    def named(self, name: str) -> Person | None:
        """Who goes by a name."""
        return next((each for each in self.people if each.name.casefold() == name.casefold()), None)

    def own(self) -> list[Row]:
        """The rows that this device wrote."""
        return [row for each in self.people for row in each.rows.values() if row.device == self.id]

    def last_instant(self) -> int:
        """Of the row with the highest number; 0 where that row is gone."""
        return next((row.instant for row in self.own() if row.number == self.number), 0)

    def latest(self) -> Person | None:
        """Who answered or was added last; of those from elsewhere, the newest."""
        answered = {
            each.id: found[0].number for each in self.people if (found := each.last_own(self.id, standing=False))
        }
        last = max(answered, key=answered.__getitem__, default=None)
        return max(
            self.people,
            key=lambda each: (max(each.since, answered[each.id] if each.id == last else 0), each.since, each.id),
            default=None,
        )

    def here(self, learner: bytes) -> Person | None:
        """Who has this id, or was joined with whoever had it."""
        by_id = {each.id: each for each in self.people}
        told = [each for each in sorted(self.people, key=lambda each: each.id) if learner in each.joined()]
        return by_id.get(learner) or (told[-1] if told else None)

    def place(self, file: Export, name: str, *, same: bool) -> Place:
        """Who an imported log belongs to."""
        refused = Place("refused", None, [])
        known = self.here(file.learner)
        others = [each for each in self.people if each != known and each in map(self.here, file.joined)]
        goes = [each for each in others if each.id in file.joined]
        by_a_third = [each for each in others if each.id not in file.joined]
        if known:
            renamed = name and name != known.name
            return refused if by_a_third or renamed else Place("known", known, goes)
        if by_a_third:
            return Place("joined", by_a_third[0], goes) if same and len(by_a_third) == 1 else refused
        namesake = self.named(name or file.name)
        if namesake and namesake not in goes:
            return Place("joined", namesake, goes) if same else refused
        return refused if same else Place("new", None, goes)


def union(rows: Iterable[Mapping[bytes, Row]]) -> dict[bytes, Row]:
    """Rows of several logs as one."""
    return {id_: row for each in rows for id_, row in each.items()}
