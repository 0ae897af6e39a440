"""`quizgame settings`: what a learner can set; each change is an event in the log."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from quizgame.cli.commands import Trouble
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.cli.who import study_of
from quizgame.domain.days import calendar, from_calendar
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text
from quizgame.study import settings_words
from quizgame.study.preferences import Refused, Settings
from quizgame.study.settings_words import SHORT, WEEKDAYS, clock_time, dated, listed, stretches
from quizgame.study.study import Study
from quizgame.study.themes import THEMES

GOAL, ROLLOVER, REST, DAY_OFF, DAY_ON, THEME = "goal", "rollover", "rest", "day-off", "day-on", "theme"

_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_EXAMPLES = """\
keys:
  goal 4                days a week that you aim at, from this week on
  rest sat sun          weekdays that ask for nothing, from today on; or: rest none
  rollover 12:00        when your day turns, from tomorrow on; for night shifts, a time when you sleep
  day-off 2026-12-24..2027-01-02
                        days that ask for nothing: a date, a range, today, tomorrow or yesterday
  day-on 2026-12-29     takes a day off back
  theme nord            colours of the screens; in the game, Ctrl+P shows them
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """A key, and its new value."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.set_defaults(wrong_use=parser.error)
    parser.add_argument("key", nargs="?", metavar="KEY", choices=[*_CHANGES], help="what to show or change; see below")
    parser.add_argument("values", nargs="*", metavar="VALUE", help="its new value; without one, the key is shown")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Show the settings, or change one and say from when that holds."""
    key, values = arguments.key, arguments.values
    if key == DAY_ON and not values:
        arguments.wrong_use("day-on needs a date, such as 2026-12-24 or tomorrow")
    if key in {GOAL, ROLLOVER, THEME} and len(values) > 1:
        arguments.wrong_use(f"{key} takes one value")
    with opened(surroundings) as house:
        study = study_of(arguments, surroundings, house)
        said = _change(study, key, values) if values else ""
        settings, theme = study.preferences.settings(), study.preferences.theme() or THEMES[0]
        if arguments.json:
            print(json_text(_as_json(settings, theme, key)))
        else:
            print(said or "\n".join(_lines(settings, theme, key)))
    return 0


def _lines(settings: Settings, theme: str, key: str | None) -> Iterator[str]:
    said = {
        GOAL: settings_words.goal(settings.goal),
        REST: settings_words.weekdays(settings.rest),
        ROLLOVER: clock_time(settings.rollover),
        DAY_OFF: stretches(settings.days_off, settings.today),
        THEME: theme,
    }
    return (f"{name:<8}  {value}" for name, value in said.items() if key in {name, None})


def _as_json(settings: Settings, theme: str, key: str | None) -> dict[str, Any]:
    values = {
        GOAL: settings.goal,
        REST: [SHORT[each].lower() for each in sorted(settings.rest)],
        ROLLOVER: clock_time(settings.rollover),
        "days_off": [calendar(day).isoformat() for day in settings.days_off],
        THEME: theme,
    }
    name = "days_off" if key in {DAY_OFF, DAY_ON} else key
    return values if name is None else {name: values[name]}


# ── changing ──────────────────────────────────────────────────────────────────────────────────────────────


def _change(study: Study, key: str, values: Sequence[str]) -> str:
    """Change a setting; gives what is to be said about it."""
    try:
        return _CHANGES[key](study, values)
    except Refused as error:
        raise Trouble(str(error)) from error


def _aim(study: Study, values: Sequence[str]) -> str:
    if not _NUMBER.fullmatch(values[0]):
        raise Trouble(f"{_quoted(values[0])} is no number of days. Write the goal as a number from 1 to 7.")
    said = settings_words.goal(int(values[0]))
    if study.preferences.aim(int(values[0])) is None:
        return f"Your goal is {said} already."
    return f"From this week on, your goal is {said}. This week so far: {study.year().done}."


def _move_rollover(study: Study, values: Sequence[str]) -> str:
    match = _TIME.fullmatch(values[0])
    if match is None:
        raise Trouble(f"{_quoted(values[0])} is not a time of day. Write it as 04:00, hours and minutes.")
    minutes = int(match[1]) * 60 + int(match[2])
    from_day = study.preferences.move_rollover(minutes)
    if from_day is None:
        return f"Your day turns at {clock_time(minutes)} already."
    said = dated(from_day, from_day - 1)
    return f"From {said} on, your day turns at {clock_time(minutes)}. Today stays as it is."


def _rest(study: Study, values: Sequence[str]) -> str:
    words = _words(values)
    weekdays = [] if words == ["none"] else [_weekday(word) for word in words]
    changed = study.preferences.rest_on(weekdays)
    said = listed(settings_words.weekdays(weekdays).split())
    if changed is None:
        return f"You rest on {said} already." if weekdays else "You have no rest days as it is."
    now = f"you rest on {said}" if weekdays else "you have no rest days"
    return f"From today on, {now}. The days before stay as they were."


def _choose_theme(study: Study, values: Sequence[str]) -> str:
    name = values[0].lower()
    changed = study.preferences.choose_theme(name)
    return f"From the next start on, the theme is {name}." if changed else f"The theme is {name} already."


def _mark(study: Study, values: Sequence[str]) -> str:
    return _mark_days(study, values, off=True)


def _take_back(study: Study, values: Sequence[str]) -> str:
    return _mark_days(study, values, off=False)


def _mark_days(study: Study, values: Sequence[str], *, off: bool) -> str:
    today = study.preferences.settings().today
    changed = study.preferences.mark((day for word in _words(values) for day in _days(word, today)), off=off)
    if changed:
        done = f"{'Marked' if off else 'Taken back'}: {stretches(changed, today)}."
    else:
        done = f"Nothing to change: {'marked already' if off else 'no day off there'}."
    return f"{done} {settings_words.streak(study.year())}".rstrip()


_CHANGES: dict[str, Callable[[Study, Sequence[str]], str]] = {
    GOAL: _aim,
    REST: _rest,
    ROLLOVER: _move_rollover,
    DAY_OFF: _mark,
    DAY_ON: _take_back,
    THEME: _choose_theme,
}


# ── reading values ────────────────────────────────────────────────────────────────────────────────────────


def _words(values: Sequence[str]) -> list[str]:
    """Values as people separate them: by spaces, by commas, or both."""
    return re.split(r"[\s,]+", " ".join(values).strip(" ,").lower())


def _quoted(word: str) -> str:
    """A value as a message may name it."""
    return shown(word) or "Nothing"


def _weekday(word: str) -> int:
    """A weekday by its name or the first letters of it, 0 for Monday."""
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= len(SHORT[number]) and name.lower().startswith(word):
            return number
    raise Trouble(f"{_quoted(word)} is not a weekday. Write weekdays as: sat sun. Without rest days: none.")


def _days(word: str, today: int) -> range:
    """The study days of a date, or of a range such as 2026-12-24..2027-01-02."""
    first, dots, last = word.partition("..")
    start, end = _day(first, today), _day(last if dots else first, today)
    if end < start:
        raise Trouble(f"{_quoted(word)} ends before it begins. Write the earlier date first.")
    return range(start, end + 1)


def _day(word: str, today: int) -> int:
    if word in _NEAR:
        return today + _NEAR[word]
    try:
        if _DATE.fullmatch(word):
            return from_calendar(date.fromisoformat(word))
    except ValueError:
        pass
    raise Trouble(
        f"{_quoted(word)} is not a date. Write it as 2026-12-24, or today, tomorrow, yesterday;"
        " a range as 2026-12-24..2027-01-02."
    )
