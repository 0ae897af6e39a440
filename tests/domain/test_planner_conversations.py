"""When a conversation is held: what was begun first, what gains as much as a question, and as a finale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import forgetting
from quizgame.domain.forgetting import PRIOR
from quizgame.domain.planner import (
    AIR,
    DEBRIEFING,
    FINALE,
    REST_DAYS,
    STARTING_PACE,
    Asked,
    Dialogue,
    Fresh,
    Known,
    Offer,
    Pick,
    Queue,
    Strength,
    choose,
    forecast,
    offers,
    queue,
)

TODAY = 20_000
NOTHING = Queue((), (), (), 0.0)


def dialogue(name: str = "talk", turns: int = 5, *, begun: bool = False, last_day: int | None = None) -> Dialogue:
    """A conversation over the objectives p/o0, p/o1 …"""
    return Dialogue(f"c/{name}", "c", tuple((f"c/{name}.t{n}", f"p/o{n}") for n in range(turns)), begun, last_day)


def offer(
    name: str = "talk", worth: float = 0.001, *, ready: bool = True, begun: bool = False, turns: int = 5
) -> Offer:
    """A conversation that was weighed."""
    seconds = turns * STARTING_PACE["conversation"] + DEBRIEFING
    return Offer(dialogue(name, turns, begun=begun), seconds, worth, ready)


def question(name: str, worth: float = 0.01) -> Pick:
    """A question that is due."""
    return Pick(f"p/{name}", "p", f"p/{name}-q", 20, "due", worth)


def held(found: Pick | None) -> str:
    """The key of the conversation that was picked; empty for a question or nothing."""
    return found.question if found is not None and found.reason == "conversation" else ""


# ── weighing ──────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_worth_the_sum_of_what_its_objectives_gain_over_its_seconds() -> None:
    memories = {
        "p/o0": Strength(10.0, 5.0, 4, TODAY - 12),
        "p/o1": Strength(3.0, 6.0, 1, TODAY - 2),
        "p/o2": Strength(8.0, 5.0, 2, TODAY),
    }
    (found,) = offers([dialogue()], memories, TODAY, {"conversation": 20.0})
    assert found.seconds == 5 * 20 + DEBRIEFING
    gained = forgetting.gain(PRIOR, 10.0, 5.0, 4, 12) + forgetting.gain(
        PRIOR, 3.0, 6.0, 1, 2
    )  # what was answered today gains nothing
    assert found.worth == pytest.approx(gained / found.seconds)


@pytest.mark.parametrize(("met", "last_day", "ready"), [
    (3, None, True), (2, None, False), (5, TODAY - REST_DAYS, True), (5, TODAY - REST_DAYS + 1, False),
])  # fmt: skip
def test_it_is_ready_when_half_of_it_was_met_and_its_wording_has_faded(
    met: int, last_day: int | None, ready: bool
) -> None:
    memories = {f"p/o{number}": Strength(5.0, 5.0, 2, TODAY - 4) for number in range(met)}
    (found,) = offers([dialogue(last_day=last_day)], memories, TODAY, STARTING_PACE)
    assert found.ready is ready


def test_exactly_half_is_enough_to_be_ready() -> None:
    memories = {f"p/o{number}": Strength(5.0, 5.0, 2, TODAY - 4) for number in range(2)}
    four, five = offers([dialogue("four", 4), dialogue("five", 5)], memories, TODAY, STARTING_PACE)
    assert (four.ready, five.ready) == (True, False)


# ── choosing ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_begun_comes_first_where_it_fits() -> None:
    plan = NOTHING._replace(known=(question("a"),), offers=(offer("one"), offer("two", begun=True, ready=False)))
    assert held(choose(plan, [], 300, 300)) == "c/two"
    assert held(choose(plan, [], 60, 60)) == ""


def test_what_gains_as_much_as_the_next_question_is_held_and_what_gains_less_is_not() -> None:
    plan = NOTHING._replace(known=(question("a", worth=0.01),))
    better, worse = offer(worth=0.01), offer(worth=0.0099)
    assert held(choose(plan._replace(offers=(better,)), [], 300, 300)) == "c/talk"
    assert held(choose(plan._replace(offers=(worse,)), [], 300, 300)) == ""
    assert held(choose(plan._replace(offers=(better._replace(ready=False),)), [], 300, 300)) == ""
    assert held(choose(plan._replace(offers=(better,)), [], 100, 300)) == "", "it does not fit"


def test_what_was_asked_already_makes_it_worth_less() -> None:
    plan = NOTHING._replace(known=(question("a", worth=0.009),), offers=(offer(worth=0.01),))
    asked = [Asked(question("o0"), slipped=False)]
    assert held(choose(plan, [], 300, 300)) == "c/talk"
    assert held(choose(plan, asked, 300, 300)) == ""


def test_it_is_the_finale_when_no_question_fits_before_it() -> None:
    plan = NOTHING._replace(known=(question("a"), question("b")), offers=(offer(worth=0.0),))
    seconds = plan.offers[0].seconds
    first = [Asked(question("z"), slipped=False)]
    asking = AIR * question("a").seconds
    assert held(choose(plan, first, seconds + asking, 300)) == ""
    assert held(choose(plan, first, seconds + asking - 1, 300)) == "c/talk"
    assert held(choose(plan, first, seconds - 1, 300)) == ""
    assert held(choose(plan, first, seconds + asking - 1, seconds / FINALE - 1)) == "", "the session is too short"
    talked = [Asked(question("z")._replace(reason="conversation"), slipped=False)]
    assert held(choose(plan, talked, seconds + asking - 1, 300)) == "", "one is enough"
    slow = plan._replace(known=(question("a")._replace(seconds=60), question("b")))
    assert held(choose(slow, first, seconds + 80, 300)) == "c/talk", "a slow learner's question takes longer"


def test_where_there_is_nothing_else_it_is_held_all_the_same() -> None:
    plan = NOTHING._replace(offers=(offer(worth=0.0, ready=False),))
    assert held(choose(plan, [], 300, 300)) == "c/talk"


def test_a_conversation_is_picked_by_its_next_turn_with_its_time_and_worth() -> None:
    weighed = offer(worth=0.01)
    found = choose(NOTHING._replace(offers=(weighed,)), [], 300, 300)
    assert found == Pick("p/o0", "c", "c/talk", weighed.seconds, "conversation", 0.01)


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────

_KNOWN = st.builds(
    lambda n, stability, back: Known(
        f"p/o{n}", "p", f"p/o{n}-q", "better-response", stability, 5.0, 1 + n % 5, TODAY - back, 0, False
    ),
    st.integers(0, 12),
    st.floats(0.5, 60),
    st.integers(1, 40),
)
_DIALOGUES = st.lists(
    st.builds(dialogue, st.sampled_from("abcd"), st.integers(1, 8), begun=st.booleans(), last_day=st.none()),
    unique_by=lambda each: each.conversation,
    max_size=4,
)


@given(
    st.lists(_KNOWN, unique_by=lambda each: each.objective, max_size=10),
    st.integers(0, 6),
    _DIALOGUES,
    st.sampled_from([60, 180, 300, 900]),
)
def test_a_forecast_fits_and_asks_nothing_twice(
    known: list[Known], new: int, talks: list[Dialogue], seconds: int
) -> None:
    fresh = [Fresh(f"p/n{number}", "p", f"p/n{number}-q", "flashcard") for number in range(new)]
    memories = {
        each.objective: Strength(each.stability, each.difficulty, each.repetitions, each.last_day) for each in known
    }
    plan = queue(known, fresh, TODAY, STARTING_PACE)._replace(offers=offers(talks, memories, TODAY, STARTING_PACE))
    picks = forecast(plan, seconds)
    assert sum(pick.seconds for pick in picks[1:]) <= seconds
    conversations = [pick.question for pick in picks if pick.reason == "conversation"]
    assert len(conversations) == len(set(conversations))
    alone = [pick.objective for pick in picks if pick.reason != "conversation"]
    assert len(alone) == len(set(alone))
    covered = {
        objective
        for place, pick in enumerate(picks)
        for each in talks
        if pick.reason == "conversation" and each.conversation == pick.question
        for _, objective in each.turns
        if objective in [later.objective for later in picks[place + 1 :] if later.reason != "conversation"]
    }
    assert covered == set(), "what a conversation practised is not asked after it"
    assert forecast(plan, seconds) == picks
