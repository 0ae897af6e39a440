"""One line for a shell prompt or a status bar: facts only, no colour, no reminder."""

from __future__ import annotations

from quizgame.domain.progress import Year
from quizgame.domain.words import count


def status(progress_year: Year, today: int, due: int) -> str:
    """`12 days, today done · 4 of 5 this week · 7 due`; `due` counts objectives due on study day `today`."""
    done, goal = progress_year.done, progress_year.goal
    week = f"{done} of {goal}" if done <= goal else count(done, "day")
    return f"{_days(progress_year, today)} · {week} this week · {f'{due} due' if due else 'nothing due'}"


def _days(year: Year, today: int) -> str:
    """The streak, or where none runs what was practised in all."""
    if not year.streak.current:
        return f"{count(year.streak.total, 'day')} in all" if year.streak.total else "no days yet"
    done = any(each.day == today and each.state == "practised" for each in year.week)
    return count(year.streak.current, "day") + ", today done" * done
