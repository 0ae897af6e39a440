"""Preferences: what a learner has set. Each change is an event with the study day from which it holds.

A value that is set already is not set again, so the log tells of changes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from quizgame.domain import days
from quizgame.domain.days import Moment
from quizgame.domain.events import DayOff, SettingChanged
from quizgame.domain.streak import BACK, WEEKEND, in_force
from quizgame.store.desk import Desk
from quizgame.store.log import When
from quizgame.study.settings_words import dated
from quizgame.study.themes import THEMES

AHEAD = 366
"""Days ahead for which a day off can be marked."""

GOALS = range(1, 8)
"""Days a week that somebody can aim at."""

_WEEK = range(7)
_MINUTES = range(24 * 60)


class Refused(Exception):
    """A value cannot be set, and nothing was changed; the text is for people."""


class Settings(NamedTuple):
    """What a learner has set, as it is shown."""

    rollover: int
    """Minutes after midnight at which the day turns: from tomorrow on, where it was moved today."""
    goal: int
    """Days to practise this week."""
    rest: frozenset[int]
    """Weekdays that rest from today on, 0 for Monday to 6 for Sunday."""
    days_off: tuple[int, ...]
    """Study days marked as days off, in order, from the first one on that can still be changed."""
    today: int

    @property
    def first(self) -> int:
        """The earliest study day that can be marked as a day off, or be taken back."""
        return self.today - BACK

    @property
    def last(self) -> int:
        """The latest one."""
        return self.today + AHEAD


class Preferences:
    """One learner's settings; those about streaks are read where streaks are folded (`store.history`)."""

    def __init__(self, desk: Desk, now: Callable[[], Moment]) -> None:
        self._desk = desk
        self._now = now

    def settings(self) -> Settings:
        """Everything that is set."""
        today, rules = self._when().day, self._desk.history.rules()
        bits = in_force(rules.rest, today, WEEKEND)
        return Settings(
            rollover=self.rollover(),
            goal=rules.goal(today),
            rest=frozenset(weekday for weekday in _WEEK if bits >> weekday & 1),
            days_off=tuple(sorted(day for day in rules.off if day >= today - BACK)),
            today=today,
        )

    # ── when a day turns ──────────────────────────────────────────────────────────────────────────────────

    def rollover(self) -> int:
        """Minutes after midnight at which the learner's day turns, as last set."""
        soon = self._when().day + 1
        return in_force(self._desk.rollovers(), soon, days.ROLLOVER)

    def move_rollover(self, minutes: int) -> int | None:
        """Let the day turn at another time; gives the study day from which that holds, which is tomorrow.

        None, here and below, where nothing was to be changed.
        """
        if minutes not in _MINUTES:
            raise Refused("A day can turn at any time from 00:00 to 23:59. Choose one of these.")
        if minutes == self.rollover():
            return None
        when = self._when()
        self._desk.note(SettingChanged("rollover", str(minutes), when.day + 1), when)
        return when.day + 1

    # ── streaks ───────────────────────────────────────────────────────────────────────────────────────────

    def aim(self, goal: int) -> int | None:
        """Aim at so many days a week; that holds for the present week already."""
        if goal not in GOALS:
            raise Refused(f"A goal is 1 to 7 days a week; {goal} cannot be one. Choose one of these.")
        if goal == self.settings().goal:
            return None
        return self._set("goal", goal)

    def rest_on(self, weekdays: Iterable[int]) -> int | None:
        """Let these weekdays rest, 0 for Monday, and no others; days before today stay as they were."""
        rest = frozenset(weekdays)
        assert rest <= frozenset(_WEEK), "weekdays are counted from 0 to 6"
        if len(rest) == len(_WEEK):
            raise Refused("One weekday at least must be left to practise on. For a holiday, mark days off.")
        if rest == self.settings().rest:
            return None
        return self._set("rest", sum(1 << weekday for weekday in rest))

    def mark(self, wanted: Iterable[int], *, off: bool) -> tuple[int, ...]:
        """Mark study days as days off, or take that back; gives those for which it was new.

        One that cannot be marked refuses them all. Each is written for itself: when the store refuses on the way, the
        same call again marks the rest.
        """
        settings = self.settings()
        chosen = {_within(day, settings) for day in wanted}
        changed = tuple(sorted(chosen - set(settings.days_off) if off else chosen & set(settings.days_off)))
        for day in changed:
            self._desk.note(DayOff(day, off), self._when())
        return changed

    # ── the screens ───────────────────────────────────────────────────────────────────────────────────────

    def theme(self) -> str:
        """The name of the theme that was chosen last; empty where none was, or one that is no more."""
        chosen = [value for _, value in self._desk.settings("theme")]
        return chosen[-1] if chosen and chosen[-1] in THEMES else ""

    def choose_theme(self, name: str) -> bool:
        """Show the screens in a theme from now on; False where that is so already."""
        if name not in THEMES:
            raise Refused(f"There is no such theme. Choose one of these: {', '.join(THEMES)}.")
        if name == self.theme():
            return False
        when = self._when()
        self._desk.note(SettingChanged("theme", name, when.day), when)
        return True

    # ── packs ─────────────────────────────────────────────────────────────────────────────────────────────

    def packs_off(self) -> set[str]:
        """Ids of the packs that the learner has switched off."""
        self._desk.turn_to(self._when().day)
        return self._desk.packs_off()

    def switch_pack(self, pack: str, *, on: bool) -> None:
        """Ask from a pack, or ask no more from it."""
        if on == (pack in self.packs_off()):
            when = self._when()
            self._desk.note(SettingChanged("pack", f"{pack}={'on' if on else 'off'}", when.day), when)

    # ── objectives ────────────────────────────────────────────────────────────────────────────────────────

    def suspended(self) -> set[str]:
        """Keys of the objectives that the learner does not want to be asked."""
        self._desk.turn_to(self._when().day)
        return self._desk.suspended()

    def suspend(self, objective: str, *, suspended: bool = True) -> None:
        """Ask an objective no more, or ask it again; its memory stays either way."""
        if suspended != (objective in self.suspended()):
            when, value = self._when(), "suspended" if suspended else "asked"
            self._desk.note(SettingChanged("objective", f"{objective}={value}", when.day), when)

    # ── the workings ──────────────────────────────────────────────────────────────────────────────────────

    def _set(self, key: str, value: int) -> int:
        """Write a value that holds from today on."""
        when = self._when()
        self._desk.note(SettingChanged(key, str(value), when.day), when)
        return when.day

    def _when(self) -> When:
        now = self._now()
        return When(now.instant, now.offset, self._desk.today(now))


def _within(day: int, settings: Settings) -> int:
    """The study day, if it can be marked; raises Refused."""
    said = dated(day, settings.today)
    if day < settings.first:
        first = dated(settings.first, settings.today)
        raise Refused(f"{said} is more than {BACK} days ago and stays as it was. Days from {first} on can be changed.")
    if day > settings.last:
        raise Refused(f"{said} is too far ahead. Days up to {dated(settings.last, settings.today)} can be marked.")
    return day
