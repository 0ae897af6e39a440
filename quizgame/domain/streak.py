"""Streaks: how steadily somebody practises, as a fold over their study days. They forgive, and ask nothing of accuracy.

A study day counts with a few answers or a finished session. Rest weekdays and days off neither count nor break; a
freeze stands in for a missed day; study days that a journey skipped are rest days. Folding in two parts equals folding
at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from quizgame.domain.days import ROLLOVER, DatedSetting, Moment, clock_day_with, monday

COUNTING = 5
"""Answers, not undone on their own day, with which a study day counts without a finished session."""

FREEZES = 1
"""Freezes that a learner starts with."""

MOST_FREEZES = 2
"""Freezes that can be held."""

EARNING = 7
"""Counted days that earn one freeze."""

BACK = 14
"""Days back for which a day off can still be marked."""

WEEKEND = 0b110_0000
"""The rest weekdays until a learner sets others: Saturday and Sunday, as bits (Monday is 1, Sunday 64)."""

GOAL = 5
"""Days a week that a learner aims at until they set another goal."""

_DAY = 86_400
_OFFSETS = 1 << 18  # room for a UTC offset, in seconds, below an instant in whole seconds
_LOOK_AHEAD = 400


class Practice(NamedTuple):
    """What a streak needs to know of one study day on which something was answered."""

    day: int
    answers: int
    """Answers that were not undone on that day."""
    finished: bool
    """A session was finished."""
    opened: int
    """When and where the first answer was given, as `reading` packs it."""
    closed: int
    """When and where the last answer was given, as `reading` packs it."""

    @property
    def counts(self) -> bool:
        """True when the day belongs to a streak."""
        return self.answers >= COUNTING or (self.finished and self.answers > 0)


class Rules(NamedTuple):
    """What a learner has set, each value with the study day from which it holds, in the order of the log."""

    rest: tuple[DatedSetting, ...] = ()
    """Rest weekdays as bits."""
    off: frozenset[int] = frozenset()
    """Study days marked as days off."""
    goals: tuple[DatedSetting, ...] = ()
    """Days a week."""
    rollovers: tuple[DatedSetting, ...] = ()
    """Minutes after midnight."""

    def rests(self, day: int) -> bool:
        """True for a study day that neither counts nor breaks when nothing is practised."""
        return day in self.off or bool(in_force(self.rest, day, WEEKEND) >> (day + 3) % 7 & 1)

    def goal(self, day: int) -> int:
        """Days to practise in the week of a study day: the goal that holds on its last day."""
        return min(7, max(1, in_force(self.goals, monday(day) + 6, GOAL)))


class Streak(NamedTuple):
    """A streak as far as it is folded: every study day up to `day` is judged."""

    day: int = -(2**31)
    current: int = 0
    """Counted days without a miss that no freeze stood in for."""
    best: int = 0
    total: int = 0
    """Counted days in all; never falls when practice is added."""
    freezes: int = FREEZES
    frozen: tuple[int, ...] = ()
    """Missed study days that a freeze stood in for."""
    skipped: tuple[int, ...] = ()
    """Study days that count as rest, since a journey or a moved rollover skipped them."""
    lead: int | None = None
    """Seconds by which the latest answers' study days turned ahead of midnight UTC; None before the first answer."""


BEGINNING = Streak()
"""Before anything was practised."""


def reading(moment: Moment) -> int:
    """Instant (whole seconds) and UTC offset as one number that sorts by time."""
    return moment.instant // 1_000_000 * _OFFSETS + moment.offset + _OFFSETS // 2


def in_force(settings: tuple[DatedSetting, ...], day: int, default: int) -> int:
    """The value that holds on a study day: the latest one set for it or for a day before."""
    return next((setting.value for setting in reversed(settings) if setting.day <= day), default)


def fold(practices: Iterable[Practice], rules: Rules, before: Streak = BEGINNING) -> Streak:
    """The streak after these study days, which must come in order and after `before`."""
    last: Practice | None = None
    day, current, best, total, freezes, frozen, skipped, lead = before
    # Locals, and what `counts` says written out, since years of days are folded whenever a screen opens.
    for practice in practices:
        practised, answers, finished, opened, closed = practice
        if day < practised - 1:
            if last:
                lead = _lead(last, rules)
            if lead is None:
                day = practised - 1
            else:
                streak = Streak(day, current, best, total, freezes, frozen, skipped, lead)
                day, current, _, _, freezes, frozen, skipped, _ = settle(streak, practised - 1, (opened, closed), rules)
        if answers >= COUNTING or (finished and answers > 0):
            day = practised
            current += 1
            total += 1
            best = max(best, current)
            if total % EARNING == 0:
                freezes = min(MOST_FREEZES, freezes + 1)
        last = practice
    return Streak(day, current, best, total, freezes, frozen, skipped, _lead(last, rules) if last else lead)


def settle(streak: Streak, until: int, seen: tuple[int, ...], rules: Rules) -> Streak:
    """Judge the study days up to `until` as missed unless they rest; `seen` are readings of the day after them.

    Of several readings the kindest is taken, so that more practice on that day never shortens a streak.
    """
    lead = streak.lead
    if lead is None or until <= streak.day:
        return streak
    current, freezes, frozen = streak.current, streak.freezes, streak.frozen
    never_came = min(until - streak.day, max(_skipped(lead, each, until + 1, rules) for each in seen))
    skipped = range(until + 1 - never_came, until + 1)
    for day in range(streak.day + 1, skipped.start):
        if not current:
            break
        if rules.rests(day):
            continue
        if freezes:
            freezes, frozen = freezes - 1, (*frozen, day)
        else:
            current = 0
    return streak._replace(
        day=until, current=current, freezes=freezes, frozen=frozen, skipped=(*streak.skipped, *skipped)
    )


def _lead(practice: Practice, rules: Rules) -> int:
    """Seconds by which a day of practice turned ahead of midnight UTC.

    Of two places the more western one is taken: so more practice on that day, further east, leaves a journey as long.
    """
    west = min(practice.opened % _OFFSETS, practice.closed % _OFFSETS) - _OFFSETS // 2
    return west - in_force(rules.rollovers, practice.day, ROLLOVER) * 60


def _skipped(lead: int, seen: int, then: int, rules: Rules) -> int:
    """How many study days before `then` a journey or a moved rollover has skipped, told from a reading on that day.

    It is read on the earlier clock as well: the days by which both differ never came. What a clock that jumped shows
    does not matter, since the same instant is read twice. A session over the rollover belongs to the day it began.
    """
    instant, offset = divmod(seen, _OFFSETS)
    shown = clock_day_with(Moment(instant * 1_000_000, offset - _OFFSETS // 2), rules.rollovers)
    return min(2, max(0, min(then, shown) - (instant + lead) // _DAY))


def wanted(streak: Streak, today: int, rules: Rules) -> int | None:
    """The next study day that asks for practice, if the streak is to go on without a freeze; None when none runs.

    `streak` must be settled up to yesterday.
    """
    if not streak.current:
        return None
    first = max(streak.day + 1, today)
    return next((day for day in range(first, first + _LOOK_AHEAD) if not rules.rests(day)), first + _LOOK_AHEAD)


DayState = Literal["practised", "begun", "frozen", "rest", "missed", "open", "ahead", "before"]
"""`practised`: it counts. `begun`: answers, but too few. `open`: today, nothing yet. `before`: before the first."""


def without_practice(day: int, today: int, streak: Streak, rules: Rules) -> DayState:
    """What a study day without answers was, or is; `streak` is settled up to yesterday."""
    if day in streak.frozen:
        return "frozen"
    if day in streak.skipped or rules.rests(day):
        return "rest"
    if day == today:
        return "open"
    return "missed" if day < today else "ahead"
