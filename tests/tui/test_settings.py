"""Settings: what is shown is what holds; a stepped value is one event, written when its line is left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain.events import DayOff, SettingChanged
from quizgame.store.database import FILE
from tests.builders import NOON, FixedClock, a_desk, a_pack, a_pack_of_responses, a_store, a_study
from tests.tui.house import Visitor, visiting
from tests.tui.test_today_and_summary import click

TO_REST = ("s", "down", "down")
"""From today's screen to the rest days, the mark on Saturday, since that is today."""

TO_TODAY = (*TO_REST, "down", "down", "down")
"""Further down to this week: the weeks begin with the one in which the earliest day lies."""


def facts(home: Path) -> list[SettingChanged | DayOff]:
    """What was set, as another program reads it from the store."""
    with a_store(home) as database:
        found = (each.fact for each in a_desk(database).events())
        return [fact for fact in found if isinstance(fact, SettingChanged | DayOff)]


def goals(home: Path) -> list[str]:
    """The goals in the log."""
    return [fact.value for fact in facts(home) if isinstance(fact, SettingChanged) and fact.key == "goal"]


def practised(home: Path, *ago: int) -> None:
    """Sam has practised so many days ago."""
    clock = FixedClock()
    with a_store(home, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        for days in ago:
            clock.set(NOON - timedelta(days=days))
            study.start(1)
            study.choose(0)
            study.finish()


@contextmanager
def held(visitor: Visitor, home: Path) -> Iterator[None]:
    """Another program is writing to the store."""
    visitor.database.reading.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_today_leads_to_the_settings_and_back(tmp_path: Path) -> None:
    for key in ("escape", "q", "s"):
        async with visiting(tmp_path / key) as visitor:
            assert "s settings" in visitor.sees()
            await visitor.press("s")
            seen = visitor.sees()
            assert "▸  Goal               5 days a week" in seen
            assert "Your day turns at  04:00" in seen
            assert "Rest days          Mon  Tue  Wed  Thu  Fri [Sat][Sun]" in seen
            assert "Days off           none" in seen
            await visitor.press(key)
            assert "Welcome, Sam." in visitor.sees()
        assert facts(tmp_path / key) == []


async def test_todays_foot_names_the_settings_on_its_one_line(tmp_path: Path) -> None:
    practised(tmp_path, 1)
    async with visiting(tmp_path) as visitor:
        rule, foot = visitor.sees().splitlines()[-2:]
        assert rule.startswith("─")
        assert "p progress" in foot
        assert "s settings" in foot


# ── goal, and when the day turns ──────────────────────────────────────────────────────────────────────────


async def test_a_goal_stepped_from_five_to_two_is_one_event(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "left", "left", "left")
        assert "2 days a week  ← →" in visitor.sees()
        assert goals(tmp_path) == []
        await visitor.press("down")
        assert goals(tmp_path) == ["2"], "nothing is lost if the terminal closes now"
        await visitor.press("escape")
    assert goals(tmp_path) == ["2"]


async def test_a_goal_stepped_back_to_where_it_was_is_no_event(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "left", "right", "down", "escape")
    assert facts(tmp_path) == []


@pytest.mark.parametrize("leaving", ["escape", "question_mark", "ctrl+q", "up,down,down"])
async def test_a_value_is_written_however_its_line_is_left(tmp_path: Path, leaving: str) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "4", *leaving.split(","))
    assert goals(tmp_path) == ["4"]


async def test_the_goal_stays_within_the_week(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", *["right"] * 4)
        assert "7 days a week" in visitor.sees()
        await visitor.press(*["left"] * 9)
        assert "1 day a week" in visitor.sees()


async def test_a_goal_changed_here_is_this_weeks_goal_on_today(tmp_path: Path) -> None:
    practised(tmp_path, 1)
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "3", "escape")
        assert "1 of 3" in visitor.sees()


async def test_the_day_turns_at_another_half_hour_from_tomorrow_on(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "down", *["left"] * 9)
        assert "Your day turns at  23:30" in visitor.sees()
        assert "A change holds from tomorrow on." in visitor.sees()
        await visitor.press("right", "right", "right", "up")
        today = visitor.app.study.today()
    assert facts(tmp_path) == [SettingChanged("rollover", "60", today + 1)]


async def test_an_uneven_time_is_stepped_to_the_next_half_hour(tmp_path: Path) -> None:
    for key, time in (("left", "12:30"), ("right", "13:00")):
        async with visiting(tmp_path / key) as visitor:
            visitor.app.study.preferences.move_rollover(12 * 60 + 45)
            await visitor.press("s", "down", key)
            assert f"Your day turns at  {time}" in visitor.sees()


# ── rest days ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_weekdays_are_switched_by_number_or_with_space_and_written_together(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press(*TO_REST, "space", "1", "right", "space")
        assert "[Mon][Tue] Wed  Thu  Fri  Sat [Sun]" in visitor.sees()
        assert "Tuesday is a rest day." in visitor.sees()
        assert facts(tmp_path) == []
        await visitor.press("down")
        today = visitor.app.study.today()
    assert facts(tmp_path) == [SettingChanged("rest", str(1 + 2 + 64), today)]


async def test_one_weekday_is_left_to_practise_on(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press(*TO_REST, "1", "2", "3", "4", "5")
        assert "One weekday is left to practise on." in visitor.sees()
        assert "[Mon][Tue][Wed][Thu] Fri [Sat][Sun]" in visitor.sees()
        await visitor.press("1")
        assert "One weekday is left" not in visitor.sees()


# ── days off ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_day_off_is_written_at_once_and_can_be_taken_back(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        today = visitor.app.study.today()
        await visitor.press(*TO_TODAY)
        assert "Sat 21 Nov, today, a rest day." in visitor.sees()
        await visitor.press("down", "left", "space")
        assert "Days off           Fri 27 Nov" in visitor.sees()
        assert "Fri 27 Nov, a day off." in visitor.sees()
        assert facts(tmp_path) == [DayOff(today + 6, True)]
        await visitor.press("space")
        assert "Days off           none" in visitor.sees()
    assert facts(tmp_path) == [DayOff(today + 6, True), DayOff(today + 6, False)]


async def test_a_missed_day_marked_late_gives_its_freeze_back(tmp_path: Path) -> None:
    practised(tmp_path, 5, 4, 2, 1)  # Monday to Friday, all but Wednesday
    async with visiting(tmp_path) as visitor:
        await visitor.press(*TO_TODAY, "left", "left", "left")
        assert "18◇" in visitor.sees()
        assert "Wed 18 Nov, a freeze stood in." in visitor.sees()
        assert "Your streak is 4 days." in visitor.sees()
        await visitor.press("space")
        assert "[18]" in visitor.sees()
        assert "Wed 18 Nov, a day off." in visitor.sees()
        assert "Your streak is 4 days, with 1 freeze" in visitor.sees()


async def test_the_weeks_reach_from_fourteen_days_back_to_four_weeks_ahead(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press(*TO_REST, *["left"] * 6, "down", "left")
        assert "Sat 7 Nov." in visitor.sees()
        await visitor.press(*["down"] * 9, "right")
        assert "Sat 19 Dec, a rest day." in visitor.sees()
        await visitor.press(*["up"] * 20)
        assert "▸  Goal" in visitor.sees()


async def test_moving_along_the_days_leads_into_the_next_week(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press(*TO_TODAY, "right", "right")
        assert "Mon 23 Nov." in visitor.sees()
        await visitor.press("left")
        assert "Sun 22 Nov, a rest day." in visitor.sees()


# ── trouble ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_when_the_store_refuses_it_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "left")
        with held(visitor, tmp_path):
            await visitor.press("down")
            assert "Another program is holding" in visitor.sees()
            assert "▸  Goal               4 days a week" in visitor.sees()
        await visitor.press("down")
        assert "Another program" not in visitor.sees()
    assert goals(tmp_path) == ["4"]


async def test_a_value_that_the_store_refused_while_the_keys_were_shown_is_still_there(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "left")
        with held(visitor, tmp_path):
            await visitor.press("question_mark", "x")
        assert "4 days a week" in visitor.sees()
        assert "Another program is holding" in visitor.sees()
        await visitor.press("escape")
    assert goals(tmp_path) == ["4"]


async def test_a_day_off_that_the_store_refused_is_told_and_can_be_marked_again(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press(*TO_TODAY)
        with held(visitor, tmp_path):
            await visitor.press("space")
            assert "Another program is holding" in visitor.sees()
            assert "Days off           none" in visitor.sees()
        await visitor.press("space")
        assert "Days off           Sat 21 Nov" in visitor.sees()
        assert "Another program" not in visitor.sees()


async def test_a_store_that_goes_on_refusing_keeps_nobody_here(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "left")
        with held(visitor, tmp_path):
            await visitor.press("escape")
            assert "Esc again goes back" in " ".join(visitor.sees().split())
            await visitor.press("escape")
            assert "Welcome, Sam." in visitor.sees()
    assert facts(tmp_path) == []


async def test_a_day_that_has_become_too_old_while_the_screen_was_open_is_told(tmp_path: Path) -> None:
    clock = FixedClock()
    async with visiting(tmp_path, clock=clock) as visitor:
        await visitor.press(*TO_REST, "down")
        clock.set(clock.when + timedelta(days=1))
        await visitor.press("space")
        assert "Sat 7 Nov is more than 14 days ago" in visitor.sees()
    assert facts(tmp_path) == []


async def test_what_another_program_has_set_meanwhile_is_not_set_back(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s")
        with a_store(tmp_path) as database:
            a_study(database, visitor.clock).preferences.aim(2)
        await visitor.press("down", "left", "escape", "s")
        assert "2 days a week" in visitor.sees()
    assert goals(tmp_path) == ["2"]


# ── mouse, keys, sizes ────────────────────────────────────────────────────────────────────────────────────


async def test_everything_can_be_set_with_the_mouse_alone(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        today = visitor.app.study.today()
        await click(visitor, "s settings")
        await click(visitor, "← fewer")
        await click(visitor, "  ← →")
        assert "3 days a week" in visitor.sees()
        await click(visitor, "Your day turns")
        await click(visitor, "→ later")
        assert "04:30" in visitor.sees()
        await click(visitor, "Wed  Thu")
        await click(visitor, "[Sat][Sun]")
        assert "Mon  Tue [Wed] Thu  Fri  Sat [Sun]" in visitor.sees()
        await click(visitor, " 24   25")
        assert "Days off           Tue 24 Nov" in visitor.sees()
        await click(visitor, "Space take back")
        assert "Days off           none" in visitor.sees()
        await click(visitor, "Esc back")
        assert "Welcome, Sam." in visitor.sees()
    assert facts(tmp_path) == [
        SettingChanged("goal", "3", today),
        SettingChanged("rollover", "270", today + 1),
        SettingChanged("rest", str(4 + 64), today),
        DayOff(today + 3, True),
        DayOff(today + 3, False),
    ]


async def test_a_click_beside_the_days_only_marks_the_line(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s")
        await click(visitor, "this week")
        assert "Sat 21 Nov, today" in visitor.sees()
        await click(visitor, "2 Nov")
        assert "Sat 7 Nov." in visitor.sees()
    assert facts(tmp_path) == []


async def test_the_keys_are_explained(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("s", "question_mark")
        assert "1–7          Set the goal" in visitor.sees()
        await visitor.press("x")
        assert "▸  Goal" in visitor.sees()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_every_setting_and_its_sentence_fits_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    practised(tmp_path, *range(5, 0, -1))
    async with visiting(tmp_path, a_pack(objectives=3), size=size) as visitor:
        await visitor.press("s")
        for key, words in (
            ("up", "for this week already."),
            ("down", "from tomorrow on."),
            ("down", "from today on."),
            ("down", "streak is 5 days, with 1 freeze kept."),
        ):
            await visitor.press(key)
            seen = " ".join(visitor.sees().split())
            assert words in seen
            assert "Rest days Mon Tue Wed Thu Fri [Sat][Sun]" in seen
            assert "14 Dec 14 15 16 17 18 19" in seen
            assert "Esc back ? keys" in seen


@pytest.mark.parametrize("size", [(40, 14), (20, 8)])
async def test_on_a_tiny_screen_nothing_breaks(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, size=size) as visitor:
        await visitor.press(*TO_TODAY, "space", "escape")
    assert len(facts(tmp_path)) == 1
