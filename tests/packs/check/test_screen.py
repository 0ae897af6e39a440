"""The measure of a question agrees with the real screen, line for line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.questions import BetterResponse, Conversation, Flashcard, Option, Question
from quizgame.packs.check.screen import OPTION_WIDTH, ROOM, WIDTH, lines, lines_needed, lines_of_opening, lines_of_turn
from quizgame.study.views import Scope
from quizgame.tui.screens.conversation import ConversationScreen
from quizgame.tui.screens.play import PlayScreen
from quizgame.tui.widgets.conversations import transcript
from quizgame.tui.widgets.page import prose
from tests.builders import a_conversation, a_pack
from tests.packs.check.checks import a_card_text, a_question, findings, rules
from tests.tui.house import visiting

PIECES = [
    "a",
    "bcd",
    " ",
    "  ",
    "incomprehensibilities",
    "\n",
    "日本",
    "é",
    "👍",
    "e\u0301",
    "—",
    "x" * 80,
    "*b c*",
    "👨\u200d👩\u200d👧",
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join), st.sampled_from([20, OPTION_WIDTH, WIDTH])
)
def test_any_text_wraps_as_on_the_screen(text: str, width: int) -> None:
    text = text.strip()
    if text:
        assert lines(text, width) == len(prose(text).wrap(width))


def a_tall_question(scene: str, options: int, say: str) -> BetterResponse:
    said = tuple(
        Option(f"{number} {say}", "Because it is so, in many words.", number == 0) for number in range(options)
    )
    return BetterResponse("tall", scene, "What do you say?", said, "tall")


QUESTIONS = [
    a_tall_question("A short scene.", 3, "A short answer."),
    a_tall_question("A scene of some length. " * 9, 4, "An answer of which there is a good deal to read on two lines."),
    a_tall_question(
        "A scene of some length. " * 12, 4, "An answer of which there is a good deal to read on two lines."
    ),
    a_tall_question("客様が長い間待っています。" * 20, 4, "少々お待ちください。" * 6),
    a_tall_question("One line.\n\nAnother *line*.\n" + "x" * 100, 6, "y" * 75),
    Flashcard("card", "A front of some length. " * 4, "A back that goes on for a while. " * 8, "card"),
    Flashcard("card", "A front of some length. " * 9, "A back that goes on for a while. " * 20, "card"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=range(len(QUESTIONS)))
async def test_a_question_takes_as_many_lines_as_on_the_screen(tmp_path: Path, question: Question) -> None:
    async with visiting(tmp_path, a_pack("tall", questions=[question]), minutes=3) as visitor:
        if isinstance(question, Flashcard):
            await visitor.press("enter")
        screen = visitor.app.screen
        assert isinstance(screen, PlayScreen)
        assert screen.scroll.size.height == ROOM
        needed = lines_needed(question)
        scrolls = screen.scroll.max_scroll_y > 0
        assert scrolls == (needed > ROOM)
        if not scrolls:
            assert screen.page.size.height == needed


def a_tall_conversation(customer: str, setting: str, words: str, reply: str, say: str) -> Conversation:
    """A conversation in which everybody says this; a reply comes before the second turn, whatever was said."""
    plain = a_conversation(turns=2)
    turns = tuple(
        replace(
            turn,
            says=words,
            responses=tuple(
                replace(each, say=f"{number} {say}", reply=reply) for number, each in enumerate(turn.responses)
            ),
        )
        for turn in plain.turns
    )
    return replace(plain, customer=customer, setting=setting, turns=turns)


CONVERSATIONS = [
    a_tall_conversation("She", "A short setting.", "A short word.", "", "A short answer."),
    a_tall_conversation("Mrs Adeyemi", "A setting of it. " * 9, "Words, and more. " * 9, "No! " * 9, "So. " * 25),
    a_tall_conversation(
        "Mr Featherstone", "A setting. " * 30, "And on it goes. " * 30, "Why? " * 20, "So it is. " * 20
    ),
    a_tall_conversation("客", "客様が長い間。" * 8, "お待ちください。" * 9, "はい。" * 9, "お待ちください。" * 6),
]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=range(len(CONVERSATIONS)))
async def test_a_turn_takes_as_many_lines_as_on_the_screen(tmp_path: Path, conversation: Conversation) -> None:
    pack = replace(a_pack(), conversations=(conversation,))
    async with visiting(tmp_path, pack, minutes=3, scope=Scope(conversation="pack/talk"), still=True) as visitor:
        screen = visitor.app.screen
        assert isinstance(screen, ConversationScreen)
        assert screen.scroll.size.height == ROOM
        opening = lines_of_opening(conversation)
        assert (screen.scroll.max_scroll_y > 0) == (opening > ROOM)
        if opening <= ROOM:
            assert screen.page.size.height == opening
        await visitor.press("1")
        run = visitor.app.study.run
        assert run is not None
        first = screen.page.line_of_block(len(list(transcript(run))))
        assert screen.page.size.height - first == lines_of_turn(conversation, 1, run.said(run.steps[0]).reply)


def test_e7_a_question_that_does_not_fit_is_an_error() -> None:
    says = [
        f"{number} words and more words and more words to fill a line or two of the narrow page." for number in "abc"
    ]
    fits = a_question(best=says[0], others=says[1:], scene="A scene. " * 40)
    assert rules(fits) == []
    (finding,) = findings(
        a_question(best=says[0], others=[*says[1:], "And then a fourth one."], scene="He sits.\n" * 9)
    )
    assert (finding.rule, finding.level) == ("E7", "error")
    assert "takes 22 lines" in finding.what


def test_e7_a_turned_card_shows_its_grades() -> None:
    assert rules(a_card_text(back="Words. " * 70)) == []
    assert rules(a_card_text(back="Words. " * 100)) == ["E7"]
