"""Questions, turns and their keys: what the rest of the house reads from them."""

from __future__ import annotations

import pytest

from quizgame.domain.questions import (
    ASK,
    BetterResponse,
    Conversation,
    Flashcard,
    Option,
    Response,
    Source,
    Turn,
    Way,
    as_question,
    conversation_of,
    key,
    options_of,
    turn_key,
)

TURN = Turn(
    "sent-around",
    "Nobody here knows anything.",
    "listening/take-over",
    (
        Response("That is not my desk.", "It sends him on.", 2, (Way("lost"),)),
        Response("I will find out.", "It ends the round.", -2, (Way("resolved"),), best=True),
    ),
    sources=(Source("guide", "2.1"),),
    asks=("own-it",),
)
TALK = Conversation(
    "late-kettle", "A late kettle", "counter", "At noon.", "He", 5, (TURN,), (("resolved", "Good."),), revision=3
)


def test_keys_tell_packs_questions_and_turns_apart() -> None:
    assert key("limits", "warn-first") == "limits/warn-first"
    assert turn_key("counter/late-kettle", "sent-around") == "counter/late-kettle.sent-around"
    assert conversation_of("counter/late-kettle.sent-around") == "counter/late-kettle"
    assert conversation_of("limits/warn-first") == ""


def test_a_turn_can_be_read_as_a_question() -> None:
    asked = as_question(TALK, TURN)
    assert asked == BetterResponse(
        id="late-kettle.sent-around",
        scene="Nobody here knows anything.",
        ask=ASK,
        options=(
            Option("That is not my desk.", "It sends him on.", False),
            Option("I will find out.", "It ends the round.", True),
        ),
        objective="listening/take-over",
        sources=(Source("guide", "2.1"),),
        asks=("own-it",),
        revision=3,
    )
    assert asked.best == TURN.best == 1


def test_each_kind_is_called_what_pack_files_call_it() -> None:
    card = Flashcard("c", "Front?", "Back.")
    asked = as_question(TALK, TURN)
    assert [card.kind, asked.kind, TALK.kind] == ["flashcard", "better-response", "conversation"]
    assert [options_of(card), options_of(asked)] == [0, 2]


def test_a_turn_that_is_not_there_is_asked_for_by_name() -> None:
    assert TALK.turn("sent-around") is TURN
    with pytest.raises(KeyError, match="gone"):
        TALK.turn("gone")
