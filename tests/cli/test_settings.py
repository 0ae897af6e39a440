"""`quizgame settings` shows what is set, changes it, and says from when that holds and what it does to the streak."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.cli import main
from quizgame.cli.surroundings import SystemClock
from quizgame.study.views import Scope
from tests.builders import NOON, FixedClock, a_pack_of_responses, a_store, a_study
from tests.cli.test_commands import Shell


@pytest.fixture(scope="module")
def home_of_sam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which Sam learns, with its packs compiled, which takes a second."""
    home = tmp_path_factory.mktemp("sam") / "home"
    main(["--home", str(home), "learners", "add", "Sam"])
    return home


@pytest.fixture
def shell(
    tmp_path: Path, home_of_sam: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """A copy of Sam's home, on Saturday, 21 November 2026."""
    monkeypatch.setattr(SystemClock, "now", lambda _: FixedClock().now())
    shutil.copytree(home_of_sam, tmp_path / "home")
    return Shell(tmp_path / "home", capsys)


def said(shell: Shell, *words: str) -> str:
    """What a change that worked says."""
    status, out, error = shell("settings", *words)
    assert (status, error) == (0, "")
    return out.rstrip("\n")


def events(shell: Shell) -> int:
    """Settings and days off in the log."""
    with a_store(shell.home) as database:
        query = "SELECT count(*) FROM event WHERE kind IN ('setting-changed', 'day-off')"
        return int(database.reading.execute(query).fetchone()[0])


def practised(shell: Shell, *ago: int) -> None:
    """Sam has practised so many days ago."""
    clock = FixedClock()
    with a_store(shell.home, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        for days in ago:
            clock.set(NOON - timedelta(days=days))
            study.start(1, Scope(packs=("pack",)))
            study.choose(0)
            study.finish()


def test_everything_that_is_set_is_shown_for_people_and_for_programs(shell: Shell) -> None:
    shown = {
        "goal": "5 days a week",
        "rest": "Sat Sun",
        "rollover": "04:00",
        "day-off": "none",
        "theme": "textual-dark",
    }
    assert said(shell).splitlines() == [f"{key:<8}  {value}" for key, value in shown.items()]
    values = {"goal": 5, "rest": ["sat", "sun"], "rollover": "04:00", "days_off": [], "theme": "textual-dark"}
    assert json.loads(said(shell, "--json")) == values
    said(shell, "day-off", "2026-12-30..2027-01-02", "tomorrow")
    assert said(shell, "day-off") == "day-off   Sun 22 Nov, Wed 30 Dec to Sat 2 Jan 2027"
    assert json.loads(said(shell, "day-off", "--json"))["days_off"][-1] == "2027-01-02"
    assert said(shell, "goal") == "goal      5 days a week"


def test_the_rollover_is_moved_from_tomorrow_on(shell: Shell) -> None:
    assert said(shell, "rollover", "12:30") == "From Sun 22 Nov on, your day turns at 12:30. Today stays as it is."
    assert json.loads(said(shell, "rollover", "--json")) == {"rollover": "12:30"}


def test_a_theme_is_chosen_by_its_name(shell: Shell) -> None:
    assert said(shell, "theme", "Nord") == "From the next start on, the theme is nord."
    assert said(shell, "theme", "nord") == "The theme is nord already."
    assert json.loads(said(shell, "theme", "--json")) == {"theme": "nord"}
    assert events(shell) == 1


def test_the_goal_is_changed_for_this_week(shell: Shell) -> None:
    practised(shell, 2, 1)
    assert said(shell, "goal", "4") == "From this week on, your goal is 4 days a week. This week so far: 2."
    assert said(shell, "goal") == "goal      4 days a week"


@pytest.mark.parametrize(
    ("words", "rest", "answer"),
    [
        (("fri", "Sunday"), "Fri Sun", "you rest on Fri and Sun"),
        (("MON,wednes", ", fri"), "Mon Wed Fri", "you rest on Mon, Wed and Fri"),
        (("sunday sunday",), "Sun", "you rest on Sun"),
        (("none",), "none", "you have no rest days"),
    ],
)
def test_rest_days_are_changed_from_today_on(shell: Shell, words: tuple[str, ...], rest: str, answer: str) -> None:
    assert said(shell, "rest", *words) == f"From today on, {answer}. The days before stay as they were."
    assert said(shell, "rest") == f"rest      {rest}"


def test_a_day_off_says_what_it_does_to_the_streak(shell: Shell) -> None:
    """Thursday and Friday were missed: a freeze stood in for the first, and the streak ended with the second."""
    practised(shell, 5, 4, 3)
    marked = said(shell, "day-off", "2026-11-19..yesterday")
    assert marked == "Marked: Thu 19 Nov to Fri 20 Nov. Your streak is 3 days, with 1 freeze kept."
    taken_back = said(shell, "day-on", "yesterday", "2026-11-19")
    assert taken_back == "Taken back: Thu 19 Nov to Fri 20 Nov. A session today begins a streak."


def test_before_any_practice_a_day_off_is_just_marked(shell: Shell) -> None:
    assert said(shell, "day-off", "today") == "Marked: Sat 21 Nov."
    assert said(shell, "day-on", "today") == "Taken back: Sat 21 Nov."


def test_what_is_set_already_is_told_and_not_written(shell: Shell) -> None:
    assert said(shell, "goal", "5") == "Your goal is 5 days a week already."
    assert said(shell, "rest", "sun", "sat") == "You rest on Sat and Sun already."
    assert said(shell, "rollover", "4:00") == "Your day turns at 04:00 already."
    assert said(shell, "day-on", "today") == "Nothing to change: no day off there."
    assert events(shell) == 0
    said(shell, "rest", "none")
    said(shell, "day-off", "today")
    assert said(shell, "rest", "none") == "You have no rest days as it is."
    assert said(shell, "day-off", "today") == "Nothing to change: marked already."
    assert events(shell) == 2


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("goal", "8"), "A goal is 1 to 7 days a week; 8 cannot be one."),
        (("goal", "0"), "A goal is 1 to 7 days"),
        (("goal", "-1"), "-1 is no number of days. Write the goal as a number from 1 to 7."),
        (("goal", "some"), "some is no number of days."),
        (("theme", "ansi-dark"), "There is no such theme. Choose one of these: textual-dark, "),
        (("rollover", "25:00"), "25:00 is not a time of day. Write it as 04:00"),
        (("rest", "sat", "funday"), "funday is not a weekday. Write weekdays as: sat sun."),
        (("rest", "none", "sat"), "none is not a weekday."),
        (("rest", ""), "Nothing is not a weekday."),
        (("rest", "mon,tue,wed,thu,fri,sat,sun"), "One weekday at least must be left to practise on."),
        (("day-off", "2026-11-31"), "2026-11-31 is not a date. Write it as 2026-12-24,"),
        (("day-off", "20261124"), "20261124 is not a date."),
        (("day-off", "tomorrow.."), "Nothing is not a date."),
        (("day-off", "2026-11-24\x1b[31m"), r"2026-11-24\x1b[31m is not a date."),
        (("day-off", "tomorrow..today"), "tomorrow..today ends before it begins. Write the earlier date first."),
        (
            ("day-off", "2026-11-06"),
            "Fri 6 Nov is more than 14 days ago and stays as it was. Days from Sat 7 Nov on can be changed.",
        ),
        (("day-on", "2026-11-06"), "Fri 6 Nov is more than 14 days ago"),
        (("day-off", "today..9999-12-31"), "Tue 23 Nov 2027 is too far ahead. Days up to Mon 22 Nov 2027 can be"),
    ],
)
def test_a_value_that_cannot_be_set_is_told_in_a_line_and_nothing_is_written(
    shell: Shell, words: tuple[str, ...], answer: str
) -> None:
    status, out, error = shell("settings", *words)
    assert (status, out) == (1, "")
    assert error.startswith(answer)
    assert error.count("\n") == 1
    assert events(shell) == 0


@pytest.mark.parametrize(
    "words", [("colour",), ("goal", "4", "5"), ("rollover", "04:00", "05:00"), ("day-on",), ("day-on", "--json")]
)
def test_wrong_use_is_told_with_status_2(shell: Shell, words: tuple[str, ...]) -> None:
    status, _, error = shell("settings", *words)
    assert status == 2
    assert "usage: quizgame settings" in error


def test_after_a_change_programs_read_what_holds_now(shell: Shell) -> None:
    assert json.loads(said(shell, "goal", "3", "--json")) == {"goal": 3}
    assert json.loads(said(shell, "day-off", "tomorrow", "--json")) == {"days_off": ["2026-11-22"]}
    assert json.loads(said(shell, "day-on", "tomorrow", "--json")) == {"days_off": []}
