"""Numbers of the study are said in words, the same in both faces and in reports."""

from __future__ import annotations

from datetime import date

import pytest

from quizgame.domain import words

THURSDAY = (date(2026, 11, 19) - date(1970, 1, 1)).days


def test_a_noun_is_plural_unless_there_is_one() -> None:
    assert [words.count(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [words.count(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]


def test_what_there_is_none_of_is_left_out() -> None:
    assert words.counts((9, "question"), (0, "objective"), (1, "conversation")) == "9 questions, 1 conversation"
    assert words.counts((0, "question")) == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (-3, "today"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (44, "in 44 days"),
        (45, "in 45 days"),
        (46, "in 2 months"),
        (61, "in 2 months"),
        (539, "in 18 months"),
        (540, "in 1.5 years"),
        (36525, "in 100.0 years"),
    ],
)
def test_how_far_ahead_a_day_lies(number: int, said: str) -> None:
    assert words.in_days(number) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (-1, "since today"),
        (0, "since today"),
        (1, "since yesterday"),
        (2, "since Tue"),
        (6, "since Fri"),
        (7, "since 12 Nov"),
        (19, "since 31 Oct"),
    ],
)
def test_from_when_on(ago: int, said: str) -> None:
    assert words.since(THURSDAY - ago, THURSDAY) == said


@pytest.mark.parametrize(
    ("number", "said"), [(-1, "today"), (0, "today"), (1, "yesterday"), (2, "2 days ago"), (30, "30 days ago")]
)
def test_how_far_back_a_day_lies(number: int, said: str) -> None:
    assert words.days_ago(number) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(-5, "0:00"), (0.4, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (110, "1:50"), (3661, "61:01")]
)
def test_a_stretch_of_time(seconds: float, said: str) -> None:
    assert words.minutes_seconds(seconds) == said


def test_every_day_and_month_has_its_name() -> None:
    week = range(THURSDAY, THURSDAY + 7)
    assert [words.date(day) for day in week] == [
        "Thu 19 Nov", "Fri 20 Nov", "Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov",
    ]  # fmt: skip
    assert [words.weekday(day) for day in week] == [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]  # fmt: skip
    months = [words.date((date(2026, month, 1) - date(1970, 1, 1)).days).split()[-1] for month in range(1, 13)]
    assert months == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_a_version_names_its_author_where_there_is_one() -> None:
    assert words.version_by(2, "Jo") == "version 2, by Jo"
    assert words.version_by(2, "") == "version 2"


@pytest.mark.parametrize(
    ("done", "goal", "said"), [(0, 5, "0 of 5"), (5, 5, "5 of 5"), (6, 5, "6 days, goal 5"), (2, 1, "2 days, goal 1")]
)
def test_days_of_a_week_beside_its_goal(done: int, goal: int, said: str) -> None:
    assert words.of_goal(done, goal) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 minutes"), (60, "1 minute"), (2400, "40 minutes"), (3600, "1 h 0 min"), (11400, "3 h 10 min")],
)
def test_a_stretch_of_practice(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("topic", "name"),
    [("limits-and-safety", "Limits and safety"), ("first_words", "First words"), ("-calm-", "Calm"), ("", "")],
)
def test_a_topic_is_read_as_words(topic: str, name: str) -> None:
    assert words.topic_name(topic) == name
