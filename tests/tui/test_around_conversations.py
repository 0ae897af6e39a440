"""What leads to a conversation: today's screen, the packs, a search; and what none of them gives away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain.questions import Pack
from quizgame.tui.screens.conversation import ConversationScreen
from tests.builders import NOON, FixedClock, a_conversation, a_pack
from tests.tui.house import Visitor, visiting
from tests.tui.test_conversation import say, the_pack, the_run
from tests.tui.test_packs import row_of

TO_THE_TALK = ["k", "enter", "end", "enter"]
SIZES = [(80, 24), (120, 40), (60, 20)]


def only_talks(*names: str) -> Pack:
    """A pack of conversations that practise another pack's objectives."""
    talks = tuple(a_conversation(name) for name in names)
    return replace(a_pack("talks"), objectives=(), questions=(), conversations=talks)


async def hold(visitor: Visitor, keys: Sequence[str], *chosen: int) -> None:
    """Come to a conversation with these keys, give these responses, and end the session."""
    await visitor.press(*keys)
    for each in chosen:
        await say(visitor, each)
    await visitor.press("q")


# ── today ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_today_names_what_waits_and_one_key_goes_on_with_it(tmp_path: Path) -> None:
    clock = FixedClock()
    async with visiting(tmp_path, the_pack(), clock=clock, still=True) as visitor:
        assert "waits" not in visitor.sees()
        await visitor.press("v")
        assert "3 minutes" in visitor.sees(), "there is nothing to go on with"
        await hold(visitor, [*TO_THE_TALK, "enter"], 2)
        clock.set(NOON + timedelta(days=1))
        await visitor.press("enter")
        assert "v       A conversation waits: the title of talk (counter), left yesterday" in visitor.sees()
        await visitor.press("v")
        assert visitor.app.study.session.minutes == 5
        assert [step.chosen for step in the_run(visitor).steps] == [2]
        await say(visitor, 0)
        await say(visitor, 0)
        await visitor.press("enter", "enter")
        assert "waits" not in visitor.sees(), "it has ended"


async def test_what_waits_can_be_clicked(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(), still=True) as visitor:
        await hold(visitor, [*TO_THE_TALK, "enter"], 0)
        await visitor.press("enter")
        await visitor.pilot.click(offset=(20, row_of(visitor, "A conversation waits")))
        await visitor.pilot.pause()
        assert isinstance(visitor.app.screen, ConversationScreen)


async def test_the_sessions_say_how_many_conversations_they_hold(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(objectives=12), still=True) as visitor:
        await hold(visitor, [*TO_THE_TALK, "enter"], 0)
        await visitor.press("enter")
        seen = visitor.sees()
        assert "3 minutes       4 questions, 1 conversation\n" in seen
        await visitor.press("question_mark")
        assert "Go on with the conversation" in visitor.sees()


# ── the packs ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
async def test_a_pack_lists_its_conversations_after_its_objectives(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, the_pack(), size=size, still=True) as visitor:
        await visitor.press("k")
        assert "9 questions, 1 conversation" in visitor.sees()
        await visitor.press("enter", "end")
        rows = [row_of(visitor, text) for text in ("Title of o2", "Conversations", "The title of talk")]
        assert rows == sorted(rows)
        line = visitor.sees().splitlines()[rows[-1]]
        assert "▸" in line
        assert line.rstrip("▁ ").endswith("counter, 3 turns")
        assert "s suspend" not in visitor.sees(), "a conversation is no objective"
        await visitor.press("s")
        assert "suspended" not in visitor.sees()
        await visitor.press("up")
        assert "▸ Title of o2" in visitor.sees(), "a heading is never marked"


@pytest.mark.parametrize("size", SIZES)
async def test_the_opening_is_shown_and_nothing_of_the_rest(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, the_pack(), size=size, still=True) as visitor:
        await visitor.press(*TO_THE_TALK)
        seen = visitor.sees()
        for text in ("Counter · the title of talk", "The setting of talk.", "Mr Silva: Words 0 of talk.", "tense"):
            assert text in seen
        assert "About 3 turns." in seen
        assert not any(text in seen for text in ("Best", "Fair", "Bad", "Because", "Title of o0", "It went well."))
        await visitor.press("escape")
        assert "▸ The title of talk" in visitor.sees()


@pytest.mark.parametrize("key", ["enter", "p"])
async def test_it_is_held_from_its_opening_as_a_session_of_its_own(tmp_path: Path, key: str) -> None:
    async with visiting(tmp_path, the_pack(), still=True) as visitor:
        await visitor.press(*TO_THE_TALK, key)
        assert isinstance(visitor.app.screen, ConversationScreen)
        assert visitor.app.study.session.minutes == 5
        assert len(visitor.app.screen_stack) == 2, "the screens that led here are gone"
        for _ in range(3):
            await say(visitor, 0)
        await visitor.press("enter")
        assert "Done. 3 questions" in visitor.sees()
        await visitor.press("enter")
        assert "1 day   this week" in visitor.sees()
        assert visitor.answers() == 3


async def test_the_opening_of_one_that_was_left_shows_where(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(), still=True) as visitor:
        await hold(visitor, [*TO_THE_TALK, "enter"], 2)
        await visitor.press("enter", *TO_THE_TALK)
        seen = visitor.sees()
        assert "Mr Silva: Really? Words 1 of talk." in seen
        assert "angry" in seen
        assert "You left it at turn 2; it goes on there, with about 2 turns to go." in seen


async def test_a_conversation_of_a_pack_that_is_off_can_be_held_all_the_same(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(), still=True) as visitor:
        await visitor.press("k", "space", "escape", *TO_THE_TALK, "enter")
        assert isinstance(visitor.app.screen, ConversationScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_pack_of_conversations_alone_counts_no_objectives(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, a_pack(), only_talks("one", "two"), size=size, still=True) as visitor:
        await visitor.press("k", "end")
        line = visitor.sees().splitlines()[row_of(visitor, "▸ The talks pack")]
        assert "2 conversations  on" in line
        assert " met" not in line
        assert "2 packs, 0 of 3 objectives met" in visitor.sees()
        assert "  2 conversations, version 1, by A trainer" in visitor.sees()
        await visitor.press("enter")
        seen = visitor.sees()
        assert "2 conversations. They practise objectives of other packs." in seen
        assert "0 of 0" not in seen
        assert "▸ The title of one" in seen
        await visitor.press("down", "enter", "enter")
        await hold(visitor, (), 0, 0)
        await visitor.press("enter", "p", "right", "right", "right", "escape")  # every tab of progress
        assert "1 day   this week" in visitor.sees()


async def test_a_conversation_that_is_gone_is_survived(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(), a_pack("other"), still=True) as visitor:
        await visitor.press("k", "down", "enter", "end", "enter")
        assert "The setting of talk." in visitor.sees()
        visitor.app.study._catalogue.drop("pack")
        await visitor.press("enter")
        assert "There is nothing to ask." in visitor.sees()


# ── searching ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_search_leads_to_the_opening_of_a_conversation_and_pages_through_the_questions(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(), still=True) as visitor:
        await visitor.press("k", "slash", *"talk", "enter")
        assert "Counter · the title of talk" in visitor.sees()
        assert "Mr Silva: Words 0 of talk." in visitor.sees()
        await visitor.press("escape", "escape", *"f", "enter")
        assert "This question is gone." not in visitor.sees()
        number = int(visitor.sees().splitlines()[0].rpartition(" of ")[2])
        assert number == 9, "the questions, without the conversation"
        await visitor.press("escape", "end", "enter")


async def test_what_slipped_in_a_conversation_can_be_read_again(tmp_path: Path) -> None:
    async with visiting(tmp_path, the_pack(), still=True) as visitor:
        await hold(visitor, [*TO_THE_TALK, "enter"], 1)
        await visitor.press("r")
        seen = visitor.sees()
        for text in ("What slipped", "Title of o0", "Words 0 of talk.", "✓ Best 0 of talk.", "Because it cools."):
            assert text in seen
