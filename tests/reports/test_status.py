"""The line for a prompt."""

from __future__ import annotations

from quizgame.reports.status import status
from tests.reports.samples import HOSTILE, TODAY, after_a_year, after_one_day, an_empty_learner


def test_somebody_new() -> None:
    assert status(an_empty_learner().year, TODAY, 0) == "no days yet · 0 of 5 this week · nothing due"


def test_after_the_first_day() -> None:
    assert status(after_one_day().year, TODAY, 7) == "1 day, today done · 1 of 5 this week · 7 due"


def test_a_goal_that_is_passed_reads_well() -> None:
    year = after_a_year().year
    assert (year.done, year.goal) == (5, 4)
    assert status(year, TODAY, 22) == f"{year.streak.current} days · 5 days this week · 22 due"


def test_a_streak_that_ended_is_not_mourned() -> None:
    year = after_a_year().year
    ended = year._replace(streak=year.streak._replace(current=0, total=174))
    assert status(ended, TODAY, 1) == "174 days in all · 5 days this week · 1 due"


def test_one_line_without_escape_sequences() -> None:
    line = status(after_a_year(HOSTILE).year, TODAY, 3)
    assert line.isprintable()
