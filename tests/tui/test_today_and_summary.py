"""Today and the summary say where the learner stands, and their keys lead on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from quizgame.store.database import FILE
from tests.builders import FixedClock, a_pack, a_pack_of_responses
from tests.tui.house import Visitor, visiting


async def answer(visitor: Visitor, right: bool = True) -> None:
    """Answer the open question, and stop at its verdict or at the next question."""
    await visitor.to_response()
    await visitor.press(visitor.best() if right else visitor.other())


async def test_the_number_keys_start_sessions_of_their_minutes(tmp_path: Path) -> None:
    for key, minutes in (("1", 1), ("3", 3), ("5", 5), ("enter", 3)):
        async with visiting(tmp_path / key) as visitor:
            await visitor.press(key)
            assert visitor.app.study.session.minutes == minutes


async def test_a_session_that_was_cut_short_is_offered_again(tmp_path: Path) -> None:
    clock = FixedClock()
    pack = a_pack(objectives=9)
    async with visiting(tmp_path, pack, minutes=3, clock=clock) as visitor:
        clock.tick(20)
        await answer(visitor)
    clock.tick(60)
    async with visiting(tmp_path, pack, clock=clock) as visitor:
        assert "Go on   2:40 left" in visitor.sees()
        await visitor.press("enter")
        assert visitor.app.study.clock() == (20, 180)
        assert visitor.app.study.showing.number == 2


async def test_after_half_an_hour_it_is_over(tmp_path: Path) -> None:
    clock = FixedClock()
    async with visiting(tmp_path, minutes=3, clock=clock) as visitor:
        await answer(visitor)
    clock.tick(31 * 60)
    async with visiting(tmp_path, clock=clock) as visitor:
        assert "Go on" not in visitor.sees()


async def test_undo_works_after_a_restart(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await answer(visitor)
        assert visitor.answers() == 1
    async with visiting(tmp_path) as visitor:
        await visitor.press("u")
        assert "Taken back: Title of o0." in visitor.sees()
        assert visitor.answers() == 0


async def test_the_summary_names_what_slipped_and_lets_it_be_read_again(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await answer(visitor, right=False)
        await visitor.press("enter")
        await answer(visitor)
        await visitor.press("q")
        seen = visitor.sees()
        assert "Done. 2 questions" in seen
        assert "1 of 2 right" in seen
        assert "Slipped     Title of o0" in seen
        await visitor.press("r")
        assert "What slipped" in visitor.sees()
        assert "Response 0 of o0-a." in visitor.sees()
        await visitor.press("r", "enter")
        assert "1 day   this week" in visitor.sees()


async def test_a_session_without_answers_leaves_no_trace(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press("q")
        assert "No answers this time." in visitor.sees()
        assert visitor.database.reading.execute("SELECT count(*) FROM event").fetchone() == (0,)


async def test_one_more_minute(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(objectives=9), minutes=3) as visitor:
        await answer(visitor)
        await visitor.press("q", "m")
        assert visitor.app.study.session.minutes == 1
        assert "What do you say?" in visitor.sees()


async def test_undo_on_the_summary_counts_anew(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await answer(visitor)
        await visitor.press("q", "u")
        assert "Taken back: Title of o0." in visitor.sees()
        assert "No answers this time." in visitor.sees()


async def test_there_is_something_to_practise_when_everything_was_answered_today(tmp_path: Path) -> None:
    pack = a_pack_of_responses(1)
    async with visiting(tmp_path, pack, minutes=3) as visitor:
        await answer(visitor)
        await visitor.press("q", "enter")
        assert "3 minutes       1 question" in visitor.sees()
        await visitor.press("enter")
        await answer(visitor)
        assert "This was practice" in visitor.sees()


async def test_a_clock_that_was_ahead_is_told(tmp_path: Path) -> None:
    clock = FixedClock()
    pack = a_pack_of_responses(3)
    home = tmp_path
    now = clock.when
    for days in (0, 1):
        clock.set(now.replace(day=now.day - 2 + days))
        async with visiting(home, pack, minutes=3, clock=clock) as visitor:
            await answer(visitor)
    clock.set(now.replace(year=2031))
    async with visiting(home, pack, minutes=3, clock=clock) as visitor:
        await answer(visitor)
    clock.set(now)
    async with visiting(home, pack, clock=clock) as visitor:
        assert "dates that have not come yet" in visitor.sees()
        assert visitor.answers() == 3


async def test_undoing_the_only_slip_while_reading_it_leads_back_to_the_summary(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack_of_responses(3), minutes=3) as visitor:
        await answer(visitor, right=False)
        await visitor.press("q", "r", "u")
        assert "No answers this time." in visitor.sees()


async def test_keys_typed_ahead_do_not_answer_into_a_session_that_has_ended(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack_of_responses(3), minutes=3) as visitor:
        await answer(visitor)
        await visitor.pilot.press("q", "enter", "1")
        await visitor.pilot.pause()
        assert visitor.answers() == 1


async def test_an_end_that_cannot_be_stored_is_told_and_tried_again(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack_of_responses(1), minutes=3) as visitor:
        visitor.database.reading.execute("PRAGMA busy_timeout = 0")
        await answer(visitor)
        with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await visitor.press("enter")
            assert "Another program is holding" in visitor.sees()
            other.execute("ROLLBACK")
        await visitor.press("enter")
        assert "Done. 1 question" in visitor.sees()


async def test_a_session_can_be_played_with_the_mouse_alone(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(objectives=1), minutes=3) as visitor:
        await click(visitor, f"{visitor.best()}  Response")
        assert "That is the best response." in visitor.sees()
        await click(visitor, "q stop")
        assert "Done. 1 question" in visitor.sees()
        await click(visitor, "Enter today")
        assert "1 day   this week" in visitor.sees()


async def click(visitor: Visitor, text: str) -> None:
    """Click on a text that stands on the screen."""
    lines = visitor.sees().splitlines()
    row = next(number for number, line in enumerate(lines) if text in line)
    await visitor.pilot.click(offset=(lines[row].index(text) + 2, row))
    await visitor.pilot.pause()
    await visitor.pilot.pause()
