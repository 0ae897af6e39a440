"""The planner fills a break with what adds most memory for each second, mixes in new objectives, and practises last."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizgame.domain import forgetting
from quizgame.domain.forgetting import PRIOR, Curve, Experience
from quizgame.domain.planner import (
    ENOUGH,
    FIRST_SHARE,
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
    largest_share,
    paces,
    queue,
)
from quizgame.domain.questions import Kind
from tests.examples import examples

TODAY = 20_000
PACE: dict[Kind, float] = {"flashcard": 14.0, "better-response": 24.0}
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["flashcard", "better-response"])


def known(
    name: str,
    *,
    pack: str = "p",
    kind: Kind = "flashcard",
    stability: float = 10,
    repetitions: int = 3,
    last_day: int = TODAY - 10,
    due: int = TODAY,
    revised: bool = False,
) -> Known:
    """An objective met before; due today unless said otherwise."""
    return Known(f"{pack}/{name}", pack, f"{pack}/{name}-q", kind, stability, 5.0, repetitions, last_day, due, revised)


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
            repetitions=1 + number % 7,
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
EXPERIENCES = st.builds(
    Experience,
    st.builds(Curve, st.floats(-3, 2), st.floats(0, 0.5), st.floats(0.05, 1.5), st.floats(0, 2)),
    st.integers(0, 40),
    st.just(20),
    st.integers(0, 20),
)
QUEUES = st.builds(lambda old, new, found: queue(old, new, TODAY, PACE, found), KNOWN, FRESH, EXPERIENCES)
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
@examples(60)
def test_a_forecast_fits_into_the_break_unless_it_is_a_single_question(plan: Queue, seconds: float) -> None:
    found = forecast(plan, seconds)
    assert sum(each.seconds for each in found) <= seconds or len(found) <= 1


@given(QUEUES, SLIPS, st.floats(0, 400))
@examples(60)
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
@examples(60)
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
@examples(60)
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
@examples(100)
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
        worth = forgetting.gain(PRIOR, each.stability, each.difficulty, each.repetitions, elapsed) / PACE[each.kind]
        return (not each.revised, -worth, each.objective)

    return min(open_, key=rank).objective


@given(KNOWN.filter(lambda found: any(each.last_day < TODAY or each.revised for each in found)))
@example([HARDLY, GROWING])
@examples(150)
def test_the_first_question_is_the_best_of_all_objectives(objectives: list[Known]) -> None:
    """An exact search over everything, due or not, where there is nothing new."""
    found = choose(queue(objectives, [], TODAY, PACE), (), 60)
    assert found is not None
    assert found.objective == brute_force(objectives)


@given(QUEUES)
@examples(60)
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


# ── what is new ───────────────────────────────────────────────────────────────────────────────────────────


STEEP = Experience(Curve(-2.0, 0.2, 0.3, 1.5), ENOUGH, 20, 4)
"""Little is left of a first meeting, and much of a second one."""

LASTING = Experience(Curve(1.5, 0.1, 0.1, 0.1), ENOUGH, 20, 10)
"""What was met once is known."""


def test_what_is_new_is_weighed_by_what_a_first_meeting_leaves() -> None:
    plan = queue([], [fresh("a"), fresh("b", kind="better-response")], TODAY, PACE, STEEP)
    left = forgetting.worth_of_new(STEEP)
    assert [each.worth for each in plan.fresh] == [left / PACE["flashcard"], left / PACE["better-response"]]


@pytest.mark.parametrize(("experience", "first"), [(STEEP, "due"), (LASTING, "new")])
def test_what_is_new_comes_first_where_it_gains_more(experience: Experience, first: str) -> None:
    plan = queue([known("old", repetitions=1, stability=3)], [fresh("new")], TODAY, PACE, experience)
    assert [each.reason for each in forecast(plan, 28)] == [first, "new" if first == "due" else "due"]


@given(QUEUES, st.floats(30, 400))
@examples(60)
def test_whatever_is_asked_gains_most_of_all_that_fits(plan: Queue, seconds: float) -> None:
    """New or known, but for another topic that is worth nearly as much, revisions, and the first share of new ones."""
    asked: list[Asked] = []
    while (found := choose(plan, asked, seconds)) and found.worth >= WORTH:
        done = {each.pick.objective for each in asked}
        room = plan.share * (len(asked) + 1) + 0.5
        new_too = sum(each.pick.reason == "new" for each in asked) < int(room)
        best = max(
            (each.worth for each in (*plan.known, *plan.fresh[:1]) if each.objective not in done
             and (each.reason != "new" or new_too) and (each.seconds <= seconds or not asked)),
            default=0.0,
        )  # fmt: skip
        assert found.reason in {"revised", "new"} or found.worth >= NEARLY * best
        asked.append(Asked(found, slipped=False))
        seconds -= found.seconds


@given(st.integers(0, ENOUGH - 1), st.integers(1, 30))
@examples(60)
def test_until_enough_is_known_of_a_learner_something_is_met_again(outcomes: int, questions: int) -> None:
    """However much more new ones are worth."""
    old = [known(f"o{n}") for n in range(40)]
    plan = queue(old, [fresh(f"n{n}") for n in range(40)], TODAY, PACE, LASTING._replace(outcomes=outcomes))
    found = forecast(plan, questions * PACE["flashcard"])
    assert len(found) == questions
    for count in range(1, questions + 1):
        new = sum(each.reason == "new" for each in found[:count])
        assert abs(new - FIRST_SHARE * count) <= 0.5 + 1e-9


@pytest.mark.parametrize(("outcomes", "firsts", "share"), [
    (ENOUGH, 0, 1.0), (ENOUGH - 1, 0, FIRST_SHARE), (40, 500, 1.0), (39, 500, FIRST_SHARE),
])  # fmt: skip
def test_something_is_met_again_for_ever(outcomes: int, firsts: int, share: float) -> None:
    """Eight outcomes for a hundred first meetings, or there is room for more."""
    assert largest_share(LASTING._replace(outcomes=outcomes, firsts=firsts)) == share


def test_once_enough_is_known_nothing_holds_new_objectives_back() -> None:
    old = [known(f"o{n}") for n in range(40)]
    plan = queue(old, [fresh(f"n{n}") for n in range(40)], TODAY, PACE, LASTING)
    assert {each.reason for each in forecast(plan, 300)} == {"new"}


def test_new_objectives_fill_up_when_nothing_known_is_worthwhile() -> None:
    plan = queue([], [fresh(f"n{n}") for n in range(9)], TODAY, PACE)
    assert [each.objective for each in forecast(plan, 60)] == ["p/n0", "p/n1", "p/n2", "p/n3"]


def test_known_objectives_fill_up_when_there_is_nothing_new() -> None:
    plan = queue([known(f"o{n}") for n in range(9)], [], TODAY, PACE)
    assert len(forecast(plan, 60)) == 4


def test_what_was_revised_comes_before_everything_new() -> None:
    plan = queue([known("revised", revised=True)], [fresh("new")], TODAY, PACE, LASTING)
    assert [each.reason for each in forecast(plan, 28)] == ["revised", "new"]


# ── the same every time ───────────────────────────────────────────────────────────────────────────────────


@given(KNOWN.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))), FRESH)
@examples(60)
def test_the_queue_does_not_depend_on_the_order_in_which_the_store_tells(
    orders: tuple[list[Known], list[Known]], new: list[Fresh]
) -> None:
    one, other = (queue(each, new, TODAY, PACE) for each in orders)
    assert one == other
    assert forecast(one, 300) == forecast(other, 300)


def test_what_was_answered_yesterday_is_weighed_and_what_was_answered_today_is_practice() -> None:
    plan = queue([known("yesterday", last_day=TODAY - 1), known("today", last_day=TODAY)], [fresh("new")], TODAY, PACE)
    assert [each.objective for each in plan.known] == ["p/yesterday"]
    assert [each.objective for each in plan.practised] == ["p/today"]
    assert plan.fresh[0][:3] == ("p/new", "p", "p/new-q")


# ── pace ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_before_any_answer_the_pace_is_the_starting_pace() -> None:
    assert paces([]) == dict(STARTING_PACE)


def test_five_imagined_answers_steady_the_pace() -> None:
    """So it takes six answers of another length to move the median off them, and of ten values the upper middle one."""
    assert paces([("flashcard", 30.0)] * 4)["flashcard"] == STARTING_PACE["flashcard"]
    assert paces([("flashcard", 30.0)] * 5)["flashcard"] == 30.0
    assert paces([("flashcard", 2.0)] * 5)["flashcard"] == STARTING_PACE["flashcard"]
    assert paces([("flashcard", 0.2)] * 6)["flashcard"] == 1.0, "nobody reads and answers within a second"


@given(st.lists(st.tuples(KINDS, st.floats(-5, 4000)), max_size=60))
@examples(60)
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
