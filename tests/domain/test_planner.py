"""The planner fills a break with what adds most memory for each second, mixes in new objectives, and practises last."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizgame.domain import memory
from quizgame.domain.planner import (
    LONGEST,
    NEARLY,
    SPACING,
    STARTING_PACE,
    WORTH,
    Asked,
    Fresh,
    Known,
    Pick,
    Queue,
    Reason,
    choose,
    forecast,
    paces,
    queue,
    share_of_new,
)
from quizgame.domain.questions import Kind

TODAY = 20_000
PACE: dict[Kind, float] = {"flashcard": 14.0, "better-response": 24.0}
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["flashcard", "better-response"])


def known(
    name: str,
    *,
    pack: str = "p",
    kind: Kind = "flashcard",
    stability: float = 10,
    last_day: int = TODAY - 10,
    due: int = TODAY,
    revised: bool = False,
) -> Known:
    """An objective met before; due today unless said otherwise."""
    return Known(f"{pack}/{name}", pack, f"{pack}/{name}-q", kind, stability, 5.0, last_day, due, revised)


def fresh(name: str, *, pack: str = "p", kind: Kind = "flashcard") -> Fresh:
    """An objective never met."""
    return Fresh(f"{pack}/{name}", pack, f"{pack}/{name}-q", kind)


def pick(name: str, reason: Reason = "due", worth: float = 0.01, seconds: float = 20, pack: str = "p") -> Pick:
    """A weighed question."""
    return Pick(f"{pack}/{name}", pack, f"{pack}/{name}-q", seconds, reason, worth)


def a_queue(
    known_: Sequence[Pick] = (), fresh_: Sequence[Pick] = (), practised: Sequence[Pick] = (), share: float = 0.0
) -> Queue:
    """A queue with its known picks by worth."""
    return Queue(tuple(sorted(known_, key=lambda each: -each.worth)), tuple(fresh_), tuple(practised), share)


HARDLY = known("hardly", stability=40, last_day=TODAY - 2, due=TODAY + 30)
"""Worth .0088 in all and .00063 a second: a card that is quick to ask and hardly grows."""

GROWING = known("growing", kind="better-response", stability=20, last_day=TODAY - 1, due=TODAY + 15)
"""Worth .0110 in all and .00046 a second."""

KNOWN = st.lists(
    st.builds(
        lambda number, pack, kind, stability, ago, ahead, revised: known(
            f"o{number}",
            pack=pack,
            kind=kind,
            stability=stability,
            last_day=TODAY - ago,
            due=TODAY + ahead,
            revised=revised,
        ),
        st.integers(0, 999),
        st.sampled_from(["p", "q", "r"]),
        KINDS,
        st.floats(0.1, 5000),
        st.integers(0, 400),
        st.integers(-50, 50),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=25,
    unique_by=lambda each: each.objective,
)
FRESH = st.lists(st.integers(1000, 1999), max_size=10, unique=True).map(
    lambda numbers: [fresh(f"o{number}", pack="pqr"[number % 3]) for number in numbers]
)
HELD = st.lists(st.booleans(), max_size=30)
QUEUES = st.builds(lambda old, new, held: queue(old, new, TODAY, PACE, held), KNOWN, FRESH, HELD)
SLIPS = st.lists(st.booleans(), min_size=40, max_size=40)


def play(plan: Queue, slips: Sequence[bool], seconds: float = 300) -> list[Asked]:
    """A session in which everything takes as long as expected and the n-th question slips where `slips[n]`."""
    asked: list[Asked] = []
    while found := choose(plan, asked, seconds):
        asked.append(Asked(found, slips[len(asked) % len(slips)]))
        seconds -= found.seconds
    return asked


# ── what fits ─────────────────────────────────────────────────────────────────────────────────────────────


@given(QUEUES, st.floats(-10, 400))
@settings(max_examples=60, deadline=None)
def test_a_forecast_fits_into_the_break_unless_it_is_a_single_question(plan: Queue, seconds: float) -> None:
    found = forecast(plan, seconds)
    assert sum(each.seconds for each in found) <= seconds or len(found) <= 1


@given(QUEUES, SLIPS, st.floats(0, 400))
@settings(max_examples=60, deadline=None)
def test_nothing_is_started_that_does_not_fit_but_always_one_question(
    plan: Queue, slips: list[bool], seconds: float
) -> None:
    asked = play(plan, slips, seconds)
    left = seconds
    for number, each in enumerate(asked):
        assert number == 0 or each.pick.seconds <= left
        left -= each.pick.seconds
    assert bool(asked) == bool(plan.known or plan.fresh or plan.practised)


def test_the_first_question_is_asked_even_when_no_time_is_left() -> None:
    assert choose(a_queue([pick("a", seconds=90)]), (), -5) is not None


def test_a_shorter_question_is_taken_when_the_best_does_not_fit() -> None:
    plan = a_queue([pick("long", worth=0.02, seconds=24), pick("short", worth=0.01, seconds=14)])
    found = choose(plan, [Asked(pick("x"), slipped=False)], 20)
    assert found is not None
    assert found.objective == "p/short"


def test_a_session_ends_when_nothing_fits() -> None:
    assert choose(a_queue([pick("a")]), [Asked(pick("x"), slipped=False)], 19.9) is None


# ── once a day ────────────────────────────────────────────────────────────────────────────────────────────


@given(QUEUES, SLIPS)
@settings(max_examples=60, deadline=None)
def test_no_objective_is_asked_twice_unless_it_slipped(plan: Queue, slips: list[bool]) -> None:
    asked = play(plan, slips, 600)
    slipped: set[str] = set()
    seen: set[str] = set()
    for each in asked:
        assert (each.pick.objective in seen) == (each.pick.reason == "slipped")
        if each.pick.reason == "slipped":
            assert each.pick.objective in slipped, "and has not been right since"
        seen.add(each.pick.objective)
        (slipped.add if each.slipped else slipped.discard)(each.pick.objective)


@given(QUEUES, SLIPS)
@settings(max_examples=60, deadline=None)
def test_between_a_slip_and_its_second_asking_lie_other_questions(plan: Queue, slips: list[bool]) -> None:
    objectives = [each.pick.objective for each in play(plan, slips, 600)]
    for place, objective in enumerate(objectives):
        assert objective not in objectives[max(0, place - SPACING) : place]


@given(QUEUES, SLIPS)
@example(
    queue(
        [
            *(HARDLY._replace(objective=f"p/hardly-{number}") for number in range(8)),
            *(known(f"weak-{number}", stability=2) for number in range(3)),
            GROWING,
        ],
        [],
        TODAY,
        PACE,
    ),
    [True, False, False, False],
)
@settings(max_examples=100, deadline=None)
def test_what_slipped_waits_until_nothing_worthwhile_is_left(plan: Queue, slips: list[bool]) -> None:
    """Second askings are practice; they come when neither new, due nor growing objectives fit into the break."""
    asked: list[Asked] = []
    left = 600.0
    while found := choose(plan, asked, left):
        done = {each.pick.objective for each in asked}
        if found.reason in {"slipped", "practice"}:
            unasked = [each for each in (*plan.fresh, *plan.known) if each.objective not in done]
            waiting = [each for each in unasked if each.seconds <= left]
            worthwhile = [each for each in waiting if each.reason == "revised" or each.worth >= WORTH]
            assert not worthwhile
        asked.append(Asked(found, slips[len(asked) % len(slips)]))
        left -= found.seconds


def test_a_slip_is_asked_again_before_objectives_that_would_hardly_grow() -> None:
    plan = a_queue([pick("early", "early", worth=WORTH / 20 / 2)])
    asked = [Asked(pick(name), slipped=name == "a") for name in ("a", "b", "c")]
    found = choose(plan, asked, 60)
    assert found is not None
    assert (found.objective, found.reason) == ("p/a", "slipped")


def test_a_slip_that_was_right_since_is_not_asked_again() -> None:
    since = [Asked(pick(name), slipped=False) for name in ("b", "c", "a", "d", "e")]
    assert choose(a_queue(), [Asked(pick("a"), slipped=True), *since], 60) is None


def test_what_was_answered_today_is_practice_and_comes_last() -> None:
    plan = queue([known("today", last_day=TODAY), known("old")], [fresh("new")], TODAY, PACE)
    assert [each.objective for each in plan.known] == ["p/old"]
    assert [(each.objective, each.reason) for each in plan.practised] == [("p/today", "practice")]
    assert [each.reason for each in forecast(plan, 600)][-1] == "practice"


def test_a_day_judged_later_than_today_counts_as_today() -> None:
    """After a flight west: the evidence of tomorrow is not asked for again."""
    plan = queue([known("tomorrow", last_day=TODAY + 1)], [], TODAY, PACE)
    assert plan.known == ()


def test_practice_begins_with_the_weakest_memory() -> None:
    plan = queue([known(f"o{n}", last_day=TODAY, stability=s) for n, s in enumerate((9, 2, 5))], [], TODAY, PACE)
    assert [each.objective for each in plan.practised] == ["p/o1", "p/o2", "p/o0"]


# ── the worth of a question ───────────────────────────────────────────────────────────────────────────────


def brute_force(objectives: Sequence[Known]) -> str:
    """The objective with most expected growth a second, revised ones before all others; by key among equals."""
    open_ = [each for each in objectives if each.last_day < TODAY or each.revised]

    def rank(each: Known) -> tuple[bool, float, str]:
        elapsed = max(0, TODAY - each.last_day)
        worth = memory.gain(each.stability, each.difficulty, elapsed) / PACE[each.kind]
        return (not each.revised, -worth, each.objective)

    return min(open_, key=rank).objective


@given(KNOWN.filter(lambda found: any(each.last_day < TODAY or each.revised for each in found)))
@example([HARDLY, GROWING])
@settings(max_examples=150, deadline=None)
def test_the_first_question_is_the_best_of_all_objectives(objectives: list[Known]) -> None:
    """An exact search over everything, due or not, where there is nothing new."""
    found = choose(queue(objectives, [], TODAY, PACE), (), 60)
    assert found is not None
    assert found.objective == brute_force(objectives)


@given(QUEUES)
@settings(max_examples=60, deadline=None)
def test_the_ranking_falls_by_worth_after_the_revised(plan: Queue) -> None:
    ranks = [(each.reason != "revised", -each.worth) for each in plan.known]
    assert ranks == sorted(ranks)


def test_a_revised_objective_is_asked_before_every_other_known_one() -> None:
    revised = known("revised", stability=5000, last_day=TODAY - 1, due=TODAY + 400, revised=True)
    plan = queue([known("a"), known("b"), revised], [], TODAY, PACE)
    found = choose(plan, (), 60)
    assert found is not None
    assert (found.objective, found.reason) == ("p/revised", "revised")


def test_a_revised_objective_is_asked_even_on_the_day_of_its_evidence() -> None:
    plan = queue([known("revised", last_day=TODAY, revised=True)], [], TODAY, PACE)
    assert [each.reason for each in plan.known] == ["revised"]


@pytest.mark.parametrize(("due", "reason"), [(TODAY - 1, "due"), (TODAY, "due"), (TODAY + 1, "early")])
def test_an_objective_is_due_from_its_due_day_on(due: int, reason: str) -> None:
    assert [each.reason for each in queue([known("a", due=due)], [], TODAY, PACE).known] == [reason]


# ── topics ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("share", "expected"), [(NEARLY, "q/b"), (NEARLY - 0.01, "p/a")])
def test_another_topic_is_preferred_when_it_is_worth_nearly_as_much(share: float, expected: str) -> None:
    plan = a_queue([pick("a", worth=0.01), pick("b", worth=0.01 * share, pack="q")])
    found = choose(plan, [Asked(pick("x", pack="p"), slipped=False)], 60)
    assert found is not None
    assert found.objective == expected


def test_new_objectives_change_topic_too() -> None:
    plan = a_queue(fresh_=[pick("a", "new", 0.0), pick("b", "new", 0.0, pack="q")], share=0.6)
    found = choose(plan, [Asked(pick("x", "new", pack="p"), slipped=False)], 60)
    assert found is not None
    assert found.objective == "q/b"


# ── the share of new objectives ───────────────────────────────────────────────────────────────────────────


@given(HELD)
@settings(max_examples=60, deadline=None)
def test_the_share_of_new_lies_between_15_and_60_in_a_hundred(held: list[bool]) -> None:
    assert 0.15 <= share_of_new(held) <= 0.60


@given(HELD)
@settings(max_examples=60, deadline=None)
def test_the_share_follows_the_line(held: list[bool]) -> None:
    """Share = .15 + 1.1 · (success − .30), with two held and two missed meetings imagined."""
    success = (sum(held) + 2) / (len(held) + 4)
    assert share_of_new(held) == pytest.approx(min(0.6, max(0.15, 0.15 + 1.1 * (success - 0.30))))
    assert share_of_new([*held, True]) >= share_of_new(held) >= share_of_new([*held, False])


def test_before_any_second_meeting_new_objectives_take_three_in_eight() -> None:
    assert share_of_new([]) == pytest.approx(0.37)


@given(HELD, st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_new_and_known_are_mixed_at_the_share(held: list[bool], questions: int) -> None:
    """As long as there are enough of both, the new ones never stray from the share by more than half a question."""
    old = [known(f"o{n}") for n in range(40)]
    plan = queue(old, [fresh(f"n{n}") for n in range(40)], TODAY, PACE, held)
    found = forecast(plan, questions * PACE["flashcard"])
    assert len(found) == questions
    for count in range(1, questions + 1):
        new = sum(each.reason == "new" for each in found[:count])
        assert abs(new - plan.share * count) <= 0.5 + 1e-9


def test_new_objectives_fill_up_when_nothing_known_is_worthwhile() -> None:
    plan = queue([], [fresh(f"n{n}") for n in range(9)], TODAY, PACE)
    assert [each.objective for each in forecast(plan, 60)] == ["p/n0", "p/n1", "p/n2", "p/n3"]


def test_known_objectives_fill_up_when_there_is_nothing_new() -> None:
    plan = queue([known(f"o{n}") for n in range(9)], [], TODAY, PACE, [True] * 30)
    assert len(forecast(plan, 60)) == 4


# ── the same every time ───────────────────────────────────────────────────────────────────────────────────


@given(KNOWN.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))), FRESH)
@settings(max_examples=60, deadline=None)
def test_the_queue_does_not_depend_on_the_order_in_which_the_store_tells(
    orders: tuple[list[Known], list[Known]], new: list[Fresh]
) -> None:
    one, other = (queue(each, new, TODAY, PACE) for each in orders)
    assert one == other
    assert forecast(one, 300) == forecast(other, 300)


# ── pace ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_before_any_answer_the_pace_is_the_starting_pace() -> None:
    assert paces([]) == dict(STARTING_PACE)


@given(st.lists(st.tuples(KINDS, st.floats(-5, 4000)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_pace_is_the_median_gap_of_each_kind_with_idle_time_capped(gaps: list[tuple[Kind, float]]) -> None:
    """Five imagined answers at the starting pace steady the first sessions."""
    found = paces(gaps)
    for kind, start in STARTING_PACE.items():
        capped = [min(max(gap, 1.0), LONGEST) for each, gap in gaps if each == kind] + [start] * 5
        if len(capped) % 2:
            assert found[kind] == median(capped)
        assert 1.0 <= found[kind] <= LONGEST


def test_one_long_absence_hardly_moves_the_pace() -> None:
    steady: list[tuple[Kind, float]] = [("flashcard", 10.0)] * 20
    assert paces([*steady, ("flashcard", 3600.0)]) == paces(steady)
