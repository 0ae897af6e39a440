"""A conversation on the screen: the customer speaks, a number answers, and in the end it is looked back on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key
from textual.geometry import Offset

from quizgame.domain.conversation import Run, paths
from quizgame.domain.questions import Pack
from quizgame.study.views import Scope
from quizgame.tui.screens.conversation import LETTERS, ConversationScreen
from tests.builders import FixedClock, a_conversation, a_pack
from tests.tui.house import Visitor, visiting

TALK = "pack/talk"
PATHS = list(paths(Run(a_conversation())))
ENDINGS = list({(path.outcome, len(path.steps)): path for path in PATHS}.values())
"""A path for each ending after so many turns."""


def the_pack(objectives: int = 3) -> Pack:
    """A pack with a conversation."""
    return replace(a_pack(objectives=objectives), conversations=(a_conversation(),))


@asynccontextmanager
async def talking(
    home: Path, size: tuple[int, int] = (80, 24), *, still: bool = True, clock: FixedClock | None = None
) -> AsyncIterator[Visitor]:
    """In front of a conversation that has just begun; `still` shows the customer's words at once."""
    scope = Scope(conversation=TALK)
    async with visiting(home, the_pack(), minutes=5, size=size, clock=clock, scope=scope, still=still) as visitor:
        yield visitor


async def say(visitor: Visitor, chosen: int) -> None:
    """Give the response with this index in the file."""
    await visitor.press(str(visitor.app.study.showing.order.index(chosen) + 1))


def the_run(visitor: Visitor) -> Run:
    """The conversation that is being held."""
    run = visitor.app.study.run
    assert run is not None
    return run


def holding(visitor: Visitor) -> bool:
    """Whether a turn of a conversation stands open."""
    return visitor.app.study.showing.run is not None


# ── playing ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_path_is_played_with_undo_at_every_turn(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        assert await played_on(visitor, Run(a_conversation())) == len(PATHS)
        assert visitor.answers() == 0


async def played_on(visitor: Visitor, run: Run) -> int:
    """Give every response that can be given now, go on from it, and take it back; gives the paths that ended."""
    ended = 0
    for chosen in range(3):
        seen = visitor.sees()
        assert f"Words {run.place[1]} of talk." in seen
        assert seen.splitlines()[0].endswith(str(run.temperature))
        assert the_run(visitor).steps == run.steps
        await say(visitor, chosen)
        after = run.say(chosen)
        if after.outcome is None:
            ended += await played_on(visitor, after)
        else:
            ended += 1
            assert the_run(visitor).steps == after.steps
            seen = visitor.sees()
            assert after.debrief in seen
            assert ("Within reach: resolved." in seen) is (after.outcome == "lost")
            assert visitor.answers() == len(after.steps)
        await visitor.press("u")
        assert "Taken back" in visitor.sees()
    return ended


@pytest.mark.parametrize("path", ENDINGS, ids=lambda path: "".join(str(step.chosen) for step in path.steps))
async def test_after_the_debriefing_the_summary_counts_what_still_stands(tmp_path: Path, path: Run) -> None:
    async with talking(tmp_path) as visitor:
        for step in path.steps:
            await say(visitor, (step.chosen + 1) % 3)
            await visitor.press("u")
            await say(visitor, step.chosen)
        assert the_run(visitor).outcome == path.outcome
        await visitor.press("enter")
        assert f"{len(path.steps)} questions" in visitor.sees()


async def test_the_transcript_shows_what_was_said_and_what_it_did(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await say(visitor, 2)
        seen = visitor.sees()
        assert "Counter · the title of talk" in seen
        assert "angry ███████░░░ 7" in seen
        assert "Mr Silva  Words 0 of talk." in seen
        assert "You       Bad 0 of talk.   ▲ 5 → 7" in seen
        assert "Mr Silva  Really? Words 1 of talk." in seen
        assert "What do you say?" in seen


async def test_arrows_mark_a_response_and_enter_says_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await visitor.press("up")
        assert "▸ 3" in visitor.sees()
        await visitor.press("down", "down")
        assert "▸ 2" in visitor.sees()
        second = visitor.app.study.showing.order[1]
        await visitor.press("enter")
        assert [step.chosen for step in the_run(visitor).steps] == [second]


async def test_a_number_without_a_response_and_enter_without_a_mark_do_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await visitor.press("4", "enter", "7", "0", "c", "x")
        assert visitor.answers() == 0
        assert the_run(visitor).steps == ()


async def test_a_click_says_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        line = next(y for y, text in enumerate(visitor.sees().splitlines()) if "Fair 0 of talk." in text)
        await visitor.pilot.click(offset=Offset(12, line))
        await visitor.pilot.pause()
        assert the_run(visitor).steps[0].chosen == 1


# ── speaking ──────────────────────────────────────────────────────────────────────────────────────────────


def ground(visitor: Visitor, text: str) -> bool:
    """Whether a text on the screen has the colour of the ground, so that nobody sees it."""
    for strip in visitor.app.screen._compositor.render_strips():
        for segment in strip:
            if text in segment.text and segment.style is not None:
                return bool(segment.style.color == segment.style.bgcolor)
    raise AssertionError(f"{text!r} is not on the screen")


async def test_the_customer_speaks_and_any_key_shows_the_rest_without_answering(tmp_path: Path) -> None:
    async with talking(tmp_path, still=False) as visitor:
        assert ground(visitor, "Best 0 of talk.")
        assert "any key show all" in visitor.sees()
        await visitor.press("1")
        assert not ground(visitor, "Best 0 of talk.")
        assert visitor.answers() == 0
        await visitor.press("1")
        assert visitor.answers() == 1


async def test_the_customer_has_spoken_after_a_readers_time(tmp_path: Path) -> None:
    async with talking(tmp_path, still=False) as visitor:
        screen = visitor.app.screen
        assert isinstance(screen, ConversationScreen)
        for _ in range(round(len("Words 0 of talk.") / LETTERS * 15) + 1):
            screen._speak()
        await visitor.pilot.pause()
        assert not ground(visitor, "Best 0 of talk.")


async def test_keys_that_act_do_so_while_the_customer_speaks(tmp_path: Path) -> None:
    async with talking(tmp_path, still=False) as visitor:
        await visitor.press("p")
        assert "Paused. Your call comes first." in visitor.sees()
        await visitor.press("enter")
        assert not ground(visitor, "Best 0 of talk.")
        await visitor.press("q")
        assert not isinstance(visitor.app.screen, ConversationScreen)


async def test_without_colours_everything_is_there_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with talking(tmp_path, still=False) as visitor:
        assert "any key show all" not in visitor.sees()
        await say(visitor, 0)
        assert visitor.answers() == 1


# ── a call comes in ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turns", [0, 1, 2])
async def test_stopped_at_any_turn_it_goes_on_there(tmp_path: Path, turns: int) -> None:
    async with talking(tmp_path) as visitor:
        for _ in range(turns):
            await say(visitor, 1)
        await visitor.press("p")
        assert "Paused" in visitor.sees()
        await visitor.press("space")
        assert f"Words {turns} of talk." in visitor.sees()
        await visitor.press("q")
        clock = visitor.clock
    clock.tick(3 * 86400)
    async with talking(tmp_path, clock=clock) as visitor:
        assert f"Words {turns} of talk." in visitor.sees()
        assert len(the_run(visitor).steps) == turns


async def test_from_a_conversation_to_questions_and_back_by_undo(tmp_path: Path) -> None:
    """A session that goes on after it: the screen changes, and changes back."""
    async with visiting(tmp_path, the_pack(12), minutes=5, still=True) as visitor:
        study = visitor.app.study
        study._queue = study._queue._replace(known=(), fresh=study._queue.fresh[:4])
        while not holding(visitor):  # the finale, once nothing new is left
            visitor.clock.tick(1)
            showing = study.showing
            await visitor.press(*(("1", "enter") if showing.order else ("enter", "3")))
        assert isinstance(visitor.app.screen, ConversationScreen)
        for _ in range(3):
            await say(visitor, 1)
        await visitor.press("enter")
        assert not holding(visitor)
        assert study.showing.pick.reason == "slipped"
        await visitor.press("u")
        assert isinstance(visitor.app.screen, ConversationScreen)
        assert "Words 2 of talk." in visitor.sees()


# ── the debriefing ────────────────────────────────────────────────────────────────────────────────────────


async def lost(visitor: Visitor) -> None:
    """Lose the conversation in two blunders."""
    await say(visitor, 2)
    await say(visitor, 2)


async def test_the_debriefing_sets_both_ways_side_by_side_and_says_where_it_turned(tmp_path: Path) -> None:
    async with talking(tmp_path, size=(100, 60)) as visitor:
        await lost(visitor)
        seen = visitor.sees()
        assert "Lost.   Within reach: resolved." in seen
        assert "It was lost." in seen
        ways = next(line for line in seen.splitlines() if "Your way" in line)
        assert "The best way" in ways
        first = next(line for line in seen.splitlines() if "5 → 7" in line)
        assert "✗ Bad 0 of talk." in first
        assert "5 → 4" in first
        assert "✓ Best 0 of talk." in first
        assert seen.count("Here it turned.") == 1
        assert seen.index("Bad 1 of talk.") < seen.index("Here it turned.")
        assert "Better: Best 0 of talk." in seen
        assert "A section" in seen


async def test_the_debriefing_of_the_best_way_says_so(tmp_path: Path) -> None:
    async with talking(tmp_path, size=(100, 60)) as visitor:
        for _ in range(3):
            await say(visitor, 0)
        seen = visitor.sees()
        assert "Resolved." in seen
        assert "Within reach" not in seen
        assert "Your way was the best one" in seen
        assert "Better:" not in seen
        assert "Here it turned" not in seen


async def test_the_two_ways_stand_one_under_the_other_where_there_is_no_room(tmp_path: Path) -> None:
    async with talking(tmp_path, size=(60, 50)) as visitor:
        await lost(visitor)
        lines = visitor.sees().splitlines()
        mine = next(y for y, line in enumerate(lines) if "Your way" in line)
        assert "The best way" not in lines[mine]
        assert any("The best way" in line for line in lines[mine:])
        assert all(len(line) <= 60 for line in lines)


async def test_a_number_tries_again_from_that_turn_and_keeps_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await lost(visitor)
        await visitor.press("2")
        assert visitor.sees().startswith(" Practice · Counter")
        screen = visitor.app.screen
        assert isinstance(screen, ConversationScreen)
        assert screen._run.steps[0].chosen == 2
        await visitor.press(str(screen._showing.order.index(0) + 1))
        await visitor.press("u")  # one turn back, and nothing of the log
        assert len(screen._run.steps) == 1
        for _ in range(2):
            await visitor.press(str(screen._showing.order.index(0) + 1))
        assert "Resolved." in visitor.sees()
        assert visitor.sees().startswith(" Practice")
        assert visitor.answers() == 2
        await visitor.press("q")
        assert "Lost." in visitor.sees()
        await visitor.press("enter")
        assert "2 questions" in visitor.sees()


async def test_a_flag_while_trying_again_marks_the_turn_on_the_screen(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await lost(visitor)
        await visitor.press("1", "f")
        await visitor.type("odd")
        await visitor.press("enter")
        (body,) = visitor.database.reading.execute("SELECT body FROM event WHERE kind = 'flagged'").fetchone()
        assert '"question":"pack/talk.t0"' in body


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40), (40, 12)])
async def test_nothing_is_cut_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with talking(tmp_path, size=size) as visitor:
        await say(visitor, 1)
        assert all(len(line) <= size[0] for line in visitor.sees().splitlines())
        assert "Words 1 of talk." in visitor.sees()
        await visitor.pilot.resize_terminal(200, 50)
        await visitor.pilot.pause()
        assert "What do you say?" in visitor.sees()


async def test_an_answer_that_cannot_be_stored_leaves_the_turn_open(tmp_path: Path) -> None:
    async with talking(tmp_path, size=(100, 40)) as visitor:
        visitor.database.path.rename(tmp_path / "elsewhere.db")
        await say(visitor, 0)
        assert "Your answer was not stored." in visitor.sees()
        assert the_run(visitor).steps == ()
        (tmp_path / "elsewhere.db").rename(visitor.database.path)
        await say(visitor, 0)
        assert "Words 1 of talk." in visitor.sees()


async def test_w_says_why_a_turn_is_asked(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await say(visitor, 0)
        await visitor.press("w")
        assert "Title of o1" in visitor.sees()


async def test_one_undo_too_many_in_practice_leads_to_the_debriefing_and_takes_nothing_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await lost(visitor)
        await visitor.press("2", "u")
        assert "Lost." in visitor.sees()
        assert visitor.answers() == 2
        assert not visitor.sees().startswith(" Practice")
        await visitor.press("u")  # now in earnest
        assert visitor.answers() == 1
        assert "Words 1 of talk." in visitor.sees()


async def test_notices_are_in_view_in_a_long_conversation(tmp_path: Path) -> None:
    async with talking(tmp_path, size=(80, 14)) as visitor:
        for _ in range(2):
            await say(visitor, 1)
        visitor.database.path.rename(tmp_path / "elsewhere.db")
        await say(visitor, 0)
        assert "Your answer was not stored." in visitor.sees()
        (tmp_path / "elsewhere.db").rename(visitor.database.path)
        await visitor.press("u")
        assert "Taken back" in visitor.sees()
        assert "Bad 1 of talk." in visitor.sees()


async def test_keys_typed_before_a_turn_came_up_do_not_answer_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        for _ in range(4):
            visitor.app.post_message(Key("1", "1"))
        await visitor.pilot.pause()
        assert visitor.answers() == 1
        await visitor.press("1")
        assert visitor.answers() == 2


async def test_enter_after_a_refused_end_tries_again_and_numbers_do_no_harm(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await lost(visitor)
        visitor.database.path.rename(tmp_path / "elsewhere.db")
        await visitor.press("enter", "1")
        assert visitor.app.is_running
        (tmp_path / "elsewhere.db").rename(visitor.database.path)
        await visitor.press("q", "enter")
        assert "2 questions" in visitor.sees()


async def test_the_help_page_says_what_numbers_do_here(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await visitor.press("question_mark")
        assert "Give a response; after the end, try again" in visitor.sees()
        assert "grade a card" not in visitor.sees()


async def test_a_wide_name_and_lines_in_a_response_keep_their_columns(tmp_path: Path) -> None:
    talk = a_conversation()
    first = talk.turns[0]
    lines = replace(first.responses[2], say="First line.\nSecond line.")
    wide = replace(
        talk,
        customer="日本語の長い名前です",
        turns=(replace(first, responses=(*first.responses[:2], lines)), *talk.turns[1:]),
    )
    pack = replace(the_pack(), conversations=(wide,))
    scope = Scope(conversation=TALK)
    async with visiting(tmp_path, pack, minutes=5, scope=scope, still=True, size=(100, 50)) as visitor:
        assert "日本語の長い名前です  Words 0 of talk." in visitor.sees()
        await lost(visitor)
        row = next(line for line in visitor.sees().splitlines() if "5 → 7" in line)
        assert "First line. Second line." in row
        assert "5 → 4" in row


async def test_enter_typed_twice_after_the_debriefing_ends_the_session_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as visitor:
        await lost(visitor)
        for _ in range(3):
            visitor.app.post_message(Key("enter", None))
        await visitor.pilot.pause()
        await visitor.pilot.pause()
        ends = "SELECT count(*) FROM event WHERE kind = 'session-finished'"
        assert visitor.database.reading.execute(ends).fetchone() == (1,)


def ticks(visitor: Visitor) -> bool:
    """Whether the screen's clock runs."""
    screen = visitor.app.screen
    assert isinstance(screen, ConversationScreen)
    assert screen._timer is not None
    return screen._timer._active.is_set()


async def test_nothing_ticks_while_nobody_speaks(tmp_path: Path) -> None:
    async with talking(tmp_path, still=False) as visitor:
        assert ticks(visitor)
        await visitor.press("1")
        assert not ticks(visitor)
        await say(visitor, 0)
        assert ticks(visitor), "the next words"
