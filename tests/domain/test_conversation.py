"""A conversation as it is played, over random ones that meet the rules; and what a sound one must not have."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.conversation import (
    CALM,
    FURIOUS,
    MOST_PATHS,
    MOST_TURNS,
    OUTCOMES,
    Run,
    best_from,
    flaws,
    followed,
    in_words,
    looked_back,
    paths,
)
from quizgame.domain.questions import Conversation, Outcome, Response, Turn, Way
from tests.examples import examples
from tests.packs.random_conversations import sound_conversations

some = examples(60)


def choices(run: Run) -> list[tuple[str, int]]:
    """What the log knows of a run."""
    return [(step.turn, step.chosen) for step in run.steps]


# ── play ──────────────────────────────────────────────────────────────────────────────────────────────────


@some
@given(sound_conversations())
def test_every_path_ends_in_a_few_turns_with_a_debriefing(talk: Conversation) -> None:
    ways = list(paths(Run(talk)))
    assert 1 < len(ways) <= MOST_PATHS
    assert len({tuple(choices(run)) for run in ways}) == len(ways)
    for run in ways:
        assert run.outcome in OUTCOMES
        assert run.debrief == f"It ended {run.outcome}."
        assert len(run.steps) <= MOST_TURNS


@some
@given(sound_conversations())
def test_the_customer_replies_first_and_then_says_the_words_of_the_turn(talk: Conversation) -> None:
    assert Run(talk).heard == talk.turns[0].says
    for run in paths(Run(talk)):
        for number, step in enumerate(run.steps):
            after = run.back_to(number + 1)
            said = [run.said(step).reply, *([] if after.outcome else [after.turn.says])]
            assert after.heard == " ".join(filter(None, said))


@some
@given(sound_conversations(), st.integers(0, 2**32))
def test_any_play_ends_and_then_nothing_can_be_said(talk: Conversation, seed: int) -> None:
    by, run, turns = Random(seed), Run(talk), 0
    while run.outcome is None:
        run, turns = run.say(by.randrange(len(run.turn.responses))), turns + 1
        assert turns <= MOST_TURNS
    with pytest.raises(KeyError):
        run.say(0)


@some
@given(sound_conversations())
def test_the_temperature_follows_the_effects_within_its_bounds(talk: Conversation) -> None:
    for run in paths(Run(talk)):
        temperature = talk.temperature
        for step in run.steps:
            effect = talk.turn(step.turn).responses[step.chosen].effect
            assert step.before == temperature
            temperature = sorted([CALM, temperature + effect, FURIOUS])[1]
            assert step.after == temperature
        assert run.temperature == temperature


@some
@given(sound_conversations())
def test_the_choices_alone_lead_back_to_every_moment(talk: Conversation) -> None:
    for run in paths(Run(talk)):
        for said in range(1, len(run.steps) + 1):
            assert followed(talk, choices(run)[:said]) == run.back_to(said)


@some
@given(sound_conversations(), st.integers(0, 2**32))
def test_an_answer_to_the_opening_begins_anew(talk: Conversation, seed: int) -> None:
    by = Random(seed)
    former, present = by.choices(list(paths(Run(talk))), k=2)
    left = former.back_to(by.randint(1, len(former.steps)))
    assert followed(talk, choices(left) + choices(present)) == present


@some
@given(sound_conversations(), st.integers(0, 2**32))
def test_a_stray_answer_changes_nothing(talk: Conversation, seed: int) -> None:
    """Two windows on one conversation: what the other one has said already is passed over."""
    by = Random(seed)
    run = by.choice(list(paths(Run(talk))))
    for place in range(1, len(run.steps) + 1):
        said = choices(run.back_to(place))
        stray = by.choice([turn.id for turn in talk.turns[1:] if turn.id != run.back_to(place).place] or ["gone"])
        assert followed(talk, [*said, (stray, 0), *choices(run)[place:]]) == run


def test_without_its_opening_there_is_no_run() -> None:
    talk = a_talk(
        a_turn("opening", says(-1, "next", best=True), says(1, "lost")),
        a_turn("next", says(-1, "resolved", best=True), says(1, "lost")),
    )
    assert followed(talk, [("next", 0)]) is None


def test_nothing_said_is_no_run_and_neither_is_what_the_conversation_does_not_have() -> None:
    talk = a_talk(a_turn("opening", says(-1, "resolved", best=True), says(1, "lost")))
    assert followed(talk, []) is None
    assert followed(talk, [("opening", 2)]) is None
    assert followed(talk, [("gone", 0)]) is None
    assert followed(talk, [("opening", 0), ("gone", 0)]) == Run(talk).say(0)
    assert followed(talk, [("opening", 2), ("opening", 1)]) == Run(talk).say(1)


@some
@given(sound_conversations())
def test_a_choice_taken_back_and_made_again_is_the_same(talk: Conversation) -> None:
    for run in paths(Run(talk)):
        for step in range(len(run.steps)):
            again = run.back_to(step)
            assert again.outcome is None
            assert again.turn.id == run.steps[step].turn
            for _, chosen in choices(run)[step:]:
                again = again.say(chosen)
            assert again == run


@some
@given(sound_conversations())
def test_the_best_responses_reach_the_best_ending_that_any_path_reaches(talk: Conversation) -> None:
    def worth(run: Run) -> tuple[int, int]:
        assert run.outcome is not None
        return OUTCOMES.index(run.outcome), run.temperature

    assert worth(best_from(Run(talk))) == min(map(worth, paths(Run(talk))))
    for run in paths(Run(talk)):
        for step in range(len(run.steps)):
            here = run.back_to(step)
            assert worth(best_from(here)) == min(map(worth, paths(here)))


def test_a_run_knows_what_was_said_and_where_it_stands() -> None:
    talk = a_talk(
        a_turn("opening", says(-9, "rest", best=True), says(3, "rest", 9, "lost")),
        a_turn("rest", says(-1, "resolved", best=True), says(9, "lost")),
    )
    run = Run(talk)
    assert (run.place, run.temperature, run.outcome, run.debrief) == ("opening", 5, None, "")
    run = run.say(1)
    assert (run.place, run.temperature, run.said(run.steps[0]).effect) == ("rest", 8, 3)
    run = run.say(1)
    assert (run.place, run.temperature, run.outcome, run.debrief) == ("lost", 10, "lost", "It ended.")
    with pytest.raises(IndexError):
        Run(talk).say(2)
    with pytest.raises(KeyError):
        talk.turn("gone")


def test_each_step_keeps_the_temperature_before_and_after() -> None:
    talk = a_talk(a_turn("one", says(2, "two", best=True)), a_turn("two", says(-3, "resolved", best=True)))
    run = Run(talk).say(0).say(0)
    assert [(step.before, step.after) for step in run.steps] == [(5, 7), (7, 4)]


def test_an_ending_without_a_debriefing_says_nothing() -> None:
    talk = a_talk(a_turn("one", says(-1, "resolved", best=True), says(1, "lost")), endings=("resolved",))
    assert [Run(talk).say(chosen).debrief for chosen in (0, 1)] == ["It ended.", ""]


def test_an_answer_to_the_opening_is_taken_where_the_run_waits_for_it() -> None:
    """And anywhere else it begins anew, so what was said before is gone."""
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True), says(1, "two")),
        a_turn("two", says(-1, "resolved", best=True), says(1, "lost")),
    )
    said = [("one", 0), ("two", 1), ("one", 1)]
    assert followed(talk, said) == Run(talk).say(1)
    assert followed(talk, said[:1]) == Run(talk).say(0)


def test_looking_back_shows_where_the_best_ending_within_reach_was_lost_first() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True), says(1, "three")),
        a_turn("two", says(-1, "resolved", best=True), says(1, "three")),
        a_turn("three", says(-1, "handed-over", best=True), says(1, "lost")),
        endings=("resolved", "handed-over", "lost"),
    )

    def turned(*chosen: int) -> list[bool]:
        run = Run(talk)
        for each in chosen:
            run = run.say(each)
        moments = looked_back(run)
        assert [moment.step for moment in moments] == list(run.steps)
        assert [moment.turn.id for moment in moments] == [step.turn for step in run.steps]
        assert [moment.said for moment in moments] == [run.said(step) for step in run.steps]
        assert all(moment.best.best for moment in moments)
        return [moment.turned for moment in moments]

    assert turned() == []
    assert turned(0, 0) == [False, False]
    assert turned(1, 0) == [True, False]
    assert turned(0, 1, 0) == [False, True, False]
    assert turned(0, 1, 1) == [False, True, False], "what is lost after that was lost already"
    assert turned(1) == [True], "an unfinished run is looked back on too"


def test_what_was_calm_can_be_within_reach_by_temperature_alone() -> None:
    """Resolved only below 6: who was hot before has lost it by what was said then, and not by what came last."""
    talk = a_talk(
        a_turn("one", says(0, "two", best=True), says(3, "two")),
        a_turn("two", says(-1, "resolved", 6, "lost", best=True), says(0, "lost")),
    )
    assert [moment.turned for moment in looked_back(Run(talk).say(1).say(0))] == [True, False]
    assert [moment.turned for moment in looked_back(Run(talk).say(0).say(1))] == [False, True]
    assert [moment.turned for moment in looked_back(best_from(Run(talk)))] == [False, False]


def test_all_paths_come_in_the_order_of_the_file() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True), says(1, "lost")),
        a_turn("two", says(-1, "resolved", best=True), says(1, "lost")),
    )
    assert [choices(run) for run in paths(Run(talk))] == [
        [("one", 0), ("two", 0)],
        [("one", 0), ("two", 1)],
        [("one", 1)],
    ]
    assert list(paths(Run(talk).say(1))) == [Run(talk).say(1)]
    assert best_from(Run(talk).say(0)) == Run(talk).say(0).say(0)
    assert Run(talk).say(0).say(1).back_to(1) == Run(talk).say(0)


def test_each_temperature_has_a_word_and_they_come_in_order() -> None:
    words = [in_words(temperature) for temperature in range(CALM, FURIOUS + 1)]
    assert list(dict.fromkeys(words)) == ["calm", "easing", "tense", "angry", "furious"]
    assert words == sorted(words, key=list(dict.fromkeys(words)).index)


# ── what a sound conversation must not have ───────────────────────────────────────────────────────────────


def says(effect: int, to: str, limit: int = 0, hot: str = "", *, best: bool = False) -> Response:
    """A response; from `limit` on, it leads to `hot`."""
    ways = (Way(hot, least=limit), Way(to)) if hot else (Way(to),)
    return Response(f"By {effect} to {to}.", "Reason.", effect, ways, best)


def a_turn(identity: str, *responses: Response) -> Turn:
    """A turn."""
    return Turn(identity, f"She says {identity}.", "pack/objective", responses)


def a_talk(*turns: Turn, temperature: int = 5, endings: tuple[Outcome, ...] = ("resolved", "lost")) -> Conversation:
    """A conversation."""
    told = tuple((outcome, "It ended.") for outcome in endings)
    return Conversation("talk", "a talk", "counter", "A counter.", "She", temperature, turns, told)


def found(talk: Conversation) -> list[tuple[int, int, str]]:
    """Turn, response and sentence of each flaw."""
    return [(flaw.turn, flaw.response, flaw.what) for flaw in flaws(talk)]


def a_row(length: int) -> Conversation:
    """A conversation of so many turns, one after the other."""
    names = [*(f"turn-{number}" for number in range(length)), "resolved"]
    turns = (a_turn(here, says(-1, there, best=True), says(1, "lost")) for here, there in pairwise(names))
    return a_talk(*turns)


def test_a_turn_that_leads_back() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True), says(0, "lost")),
        a_turn("two", says(-1, "resolved", best=True), says(1, "one")),
    )
    what = "This response leads back to the turn “one”, so the conversation may never end."
    assert found(talk) == [(1, 1, what)]


def test_a_cycle_is_one_even_where_no_temperature_allows_it_or_no_path_comes_to_it() -> None:
    by_temperature = a_talk(
        a_turn("one", says(-1, "two", best=True), says(0, "lost")),
        a_turn("two", says(-1, "resolved", best=True), says(1, "resolved", 9, "one")),
    )
    apart = a_talk(
        a_turn("one", says(-1, "resolved", best=True), says(0, "lost")),
        a_turn("two", says(-1, "two", best=True), says(1, "lost")),
    )
    assert [each[:2] for each in found(by_temperature)] == [(1, 1)]
    assert [each[:2] for each in found(apart)] == [(1, 0)]


def test_a_turn_that_no_path_comes_to() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "resolved", best=True), says(0, "lost")),
        a_turn("two", says(-1, "resolved", best=True), says(1, "lost")),
    )
    assert found(talk) == [(1, -1, "No path comes to the turn “two”.")]


def test_everything_that_is_wrong_is_told_and_told_what_to_do() -> None:
    """A turn, a way and an ending that nothing comes to, behind one another, and an answer that is rewarded."""
    talk = a_talk(
        a_turn("one", says(-1, "four", best=True), says(1, "resolved", 9, "lost")),
        a_turn("two", says(-1, "resolved", best=True)),
        a_turn("three", says(-1, "resolved", best=True)),
        a_turn("four", says(-1, "handed-over", best=True), says(1, "handed-over", 8, "lost")),
        endings=("resolved", "handed-over", "lost"),
    )
    assert found(talk) == [
        (0, 1, "No path is at a temperature that takes the way to “lost”."),
        (1, -1, "No path comes to the turn “two”."),
        (2, -1, "No path comes to the turn “three”."),
        (3, 1, "No path is at a temperature that takes the way to “lost”."),
        (-1, -1, "No path comes to the ending “lost”."),
        (
            0,
            1,
            "Said at temperature 5, this response can end better than the best one: "
            "“resolved” instead of “handed-over”.",
        ),
    ]
    assert [flaw.ending for flaw in flaws(talk)] == ["", "", "", "", "lost", ""]
    cyclic = a_talk(a_turn("one", says(0, "one", best=True)))
    for flaw in (*flaws(talk), *flaws(cyclic), *flaws(a_row(9))):
        assert flaw.remedy[:1].isupper()
        assert flaw.remedy.endswith(".")


def test_a_cycle_behind_turns_that_were_followed_before_is_found() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True)),
        a_turn("two", says(-1, "resolved", best=True)),
        a_turn("three", says(-1, "two", best=True), says(0, "four")),
        a_turn("four", says(-1, "three", best=True)),
    )
    assert [each[:2] for each in found(talk)] == [(3, 0)]


@pytest.mark.parametrize(("limit", "reached"), [(7, True), (8, False)])
def test_a_way_that_no_temperature_takes(limit: int, reached: bool) -> None:
    talk = a_talk(a_turn("one", says(-1, "resolved", best=True), says(2, "resolved", limit, "lost")))
    first = "No path is at a temperature that takes the way to “lost”."
    last = "No path is at a temperature that takes the way to “resolved”."
    ending = "No path comes to the ending “lost”."
    expected = [(0, 1, last)] if reached else [(0, 1, first), (-1, -1, ending)]
    assert found(talk) == expected


def test_an_ending_that_no_path_comes_to() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "resolved", best=True), says(1, "lost")), endings=("resolved", "handed-over", "lost")
    )
    assert found(talk) == [(-1, -1, "No path comes to the ending “handed-over”.")]


def test_eight_turns_are_allowed_and_nine_are_not() -> None:
    assert found(a_row(8)) == []
    assert found(a_row(9)) == [(8, -1, "A path comes to this turn as its number 9; 8 turns are allowed.")]


def test_four_hundred_paths_are_allowed_and_one_more_is_not() -> None:
    def talk(last: int) -> Conversation:
        rest = (says(effect, "lost") for effect in range(1, last))
        return a_talk(
            a_turn("one", says(-1, "two", best=True), *(says(effect, "two") for effect in range(19))),
            a_turn("two", says(-1, "resolved", best=True), *rest),
        )

    assert found(talk(20)) == []
    assert found(talk(21)) == [(-1, -1, "There are 420 paths through this conversation; 400 are allowed.")]


def test_a_worse_answer_that_ends_better() -> None:
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True), says(1, "resolved")),
        a_turn("two", says(-1, "handed-over", best=True), says(1, "lost")),
        endings=("resolved", "handed-over", "lost"),
    )
    what = "Said at temperature 5, this response can end better than the best one: “resolved” instead of “handed-over”."
    assert found(talk) == [(0, 1, what)]


def test_a_worse_answer_that_ends_alike_and_calmer() -> None:
    talk = a_talk(a_turn("one", says(-1, "resolved", best=True), says(1, "lost"), says(-2, "resolved")))
    what = "Said at temperature 5, this response can end better than the best one: “resolved” at 3 instead of 4."
    assert found(talk) == [(0, 2, what)]


def test_an_answer_is_worse_only_by_where_it_may_lead() -> None:
    calmer_but_lost = a_talk(a_turn("one", says(-1, "resolved", best=True), says(-3, "lost")))
    as_good = a_talk(a_turn("one", says(-1, "resolved", best=True), says(-1, "resolved"), says(0, "lost")))
    assert found(calmer_but_lost) == found(as_good) == []


def test_what_a_worse_answer_gains_only_in_one_mood_is_told_with_it() -> None:
    """Having erred before, the best response does not pay any more: at 9 it ends the conversation."""
    talk = a_talk(
        a_turn("one", says(-1, "two", best=True), says(4, "two")),
        a_turn("two", says(0, "resolved", 9, "lost", best=True), says(0, "resolved")),
    )
    what = "Said at temperature 9, this response can end better than the best one: “resolved” instead of “lost”."
    assert found(talk) == [(1, 1, what)]
