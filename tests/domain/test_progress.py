"""Progress: what the four questions are answered with, counted anew the plain way and by another scheduler."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, log
from operator import attrgetter
from random import Random

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import memory, progress
from quizgame.domain.calibration import NOTHING, counted
from quizgame.domain.days import DatedSetting, calendar, from_calendar, monday
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.forgetting import PRIOR, Curve
from quizgame.domain.memory import Memory
from quizgame.domain.progress import (
    AHEAD,
    COMING,
    FADING,
    HOLDS,
    SAMPLE,
    STEP,
    WEEKS,
    Coming,
    Held,
    Share,
    Shelf,
    Year,
    coming,
    known,
    sureness,
)
from quizgame.domain.streak import Practice, Rules, fold, reading, settle
from tests.domain.test_days import at
from tests.domain.test_memory import EPOCH, oracle
from tests.examples import examples

TODAY = from_calendar(date(2026, 11, 19))
"""A Thursday."""

NO_REST = Rules(rest=(DatedSetting(0, 0),))


def a_day(day: int, answers: int = 5) -> Practice:
    """A study day on which something was answered; it counts unless said otherwise."""
    noon = reading(at(day, 12))
    return Practice(day, answers, False, noon, noon)


def a_year(practices: Sequence[Practice], rules: Rules = NO_REST, today: int = TODAY) -> Year:
    """The first question's answer, at noon in Greenwich."""
    streak = settle(fold(practices, rules), today - 1, (reading(at(today, 12)),), rules)
    totals = sum(each.answers for each in practices), 20.0 * len(practices)
    return progress.year(practices, streak, today, rules, totals)


def held(
    name: str = "o",
    *,
    stability: float = 10,
    repetitions: int = 3,
    ago: int = 0,
    due: int = TODAY,
    options: int = 0,
    misled: int | None = None,
    topic: str = "t",
    pack: str = "p",
) -> Held:
    """An objective in play that was met `ago` days ago."""
    return Held(f"{pack}/{name}", pack, topic, stability, 5.0, repetitions, TODAY - ago, due, options, misled)


# ── the curve in other words, and another scheduler ───────────────────────────────────────────────────────


def chance(curve: Curve, stability: float, repetitions: int, days: int) -> float:
    """The chance of recall as odds that are multiplied, so many days after the latest evidence, a day at least."""
    odds = (
        exp(curve.level) * stability**curve.strength * repetitions**curve.meetings / (max(days, 1) / 7) ** curve.fading
    )
    return float(odds / (1 + odds))


def on(curve: Curve, held: Held, day: int) -> float:
    """The chance of recalling an objective on a study day."""
    return chance(curve, held.stability, held.repetitions, day - held.last_day)


def at_chance(curve: Curve, wanted: float, repetitions: int, days: int) -> float:
    """The stability with which the chance of recall is `wanted` so many days after the latest evidence."""
    odds = wanted / (1 - wanted)
    rest = exp(curve.level) * repetitions**curve.meetings / (days / 7) ** curve.fading
    return float((odds / rest) ** (1 / curve.strength))


def card_of(held: Held) -> fsrs.Card:
    """The objective as py-fsrs keeps it."""
    return fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=held.stability,
        difficulty=held.difficulty,
        last_review=EPOCH + timedelta(days=held.last_day),
    )


STABILITIES = st.floats(log(0.01), log(3000)).map(exp)
HELDS = st.builds(
    Held,
    objective=st.uuids().map(str),
    pack=st.sampled_from(["limits", "words"]),
    topic=st.sampled_from(["calm", "safety", "ending"]),
    stability=STABILITIES,
    difficulty=st.floats(1, 10),
    repetitions=st.integers(1, 40),
    last_day=st.integers(TODAY - 400, TODAY),
    due=st.integers(TODAY - 60, TODAY + 60),
    options=st.sampled_from([0, 2, 3, 4]),
    misled=st.none() | st.integers(TODAY - 40, TODAY),
)
LIBRARIES = st.lists(HELDS, max_size=12)
CURVES = st.just(PRIOR) | st.builds(
    Curve,
    level=st.floats(-2, 2),
    strength=st.floats(0.02, 0.6),
    fading=st.floats(0.05, 1.2),
    meetings=st.floats(0, 1.6),
)
"""Of learners of all kinds."""


# ── when did I practise? ──────────────────────────────────────────────────────────────────────────────────


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(from_calendar))
@examples(100)
def test_the_year_is_fifty_three_whole_weeks_and_the_present_one_is_the_last(today: int) -> None:
    days = [each.day for each in a_year([], today=today).days]
    assert len(days) == WEEKS * 7 == 371
    assert days == list(range(days[0], days[0] + 371))
    assert calendar(days[0]).weekday() == 0
    week = [each.day for each in a_year([], today=today).week]
    assert week == days[-7:]
    assert {tuple(calendar(day).isocalendar()[:2]) for day in week} == {tuple(calendar(today).isocalendar()[:2])}
    assert days[0] <= today - 364, "the same weekday a year ago is in it"


def test_every_kind_of_day_has_its_state() -> None:
    """Practised on Monday a week ago; a freeze stood in on Tuesday; Wednesday to Friday passed; a rest day is one."""
    monday_before = TODAY - 10
    practices = [a_day(monday_before, 9), a_day(TODAY - 2), a_day(TODAY - 1, 2)]
    found = a_year(practices, Rules()).days[-14:]
    assert [each.state for each in found] == [
        *("practised", "frozen", "missed", "missed", "missed", "rest", "rest"),
        *("missed", "practised", "begun", "open", "ahead", "rest", "rest"),
    ]
    assert [each.answers for each in found] == [9, *[0] * 7, 5, 2, *[0] * 4]


def test_days_before_the_first_are_before() -> None:
    """A newcomer has missed nothing, nor rested."""
    states = [each.state for each in a_year([a_day(TODAY)], Rules()).days]
    assert set(states[:-4]) == {"before"}
    assert states[-4:] == ["practised", "ahead", "rest", "rest"]
    assert [each.state for each in a_year([], Rules()).week] == [*["before"] * 3, "open", "ahead", "rest", "rest"]


def test_a_first_day_on_tomorrows_date_leaves_today_open() -> None:
    """Answered in Auckland, looked at in Honolulu."""
    assert [each.state for each in a_year([a_day(TODAY + 1)]).week[2:5]] == ["before", "open", "practised"]


def test_today_on_a_rest_day_rests() -> None:
    assert a_year([a_day(TODAY - 1)], Rules(off=frozenset({TODAY}))).week[3].state == "rest"


HISTORY = st.dictionaries(st.integers(TODAY - 800, TODAY), st.integers(1, 12), max_size=60).map(
    lambda found: [a_day(day, answers) for day, answers in sorted(found.items())]
)


@given(HISTORY)
@examples(100)
def test_the_year_shows_what_was_practised(practices: list[Practice]) -> None:
    found = a_year(practices, Rules())
    answers = {each.day: each.answers for each in practices}
    for each in found.days:
        assert each.answers == answers.get(each.day, 0)
        assert (each.state == "practised") == (each.answers >= 5)
        assert (each.state == "begun") == (0 < each.answers < 5)
        assert (each.state == "before") == (each.day < min(answers, default=TODAY))
    assert found.done == sum(each.counts for each in practices if monday(each.day) == monday(TODAY))
    assert found.answers == sum(answers.values())


@given(HISTORY)
@examples(100)
def test_the_best_week_is_the_calendar_week_with_most_counted_days(practices: list[Practice]) -> None:
    """Also when it lies years back."""
    weeks = Counter(calendar(each.day).isocalendar()[:2] for each in practices if each.counts)
    assert a_year(practices).best_week == max(weeks.values(), default=0)


def test_the_goal_is_that_of_this_week() -> None:
    rules = Rules(goals=(DatedSetting(TODAY - 7, 3), DatedSetting(TODAY + 4, 6)))
    found = a_year([a_day(TODAY - 2), a_day(TODAY - 1)], rules)
    assert (found.done, found.goal) == (2, 3), "the next week's goal is set already"


# ── what do I know? ───────────────────────────────────────────────────────────────────────────────────────


def shelves_for(helds: Sequence[Held], unmet: int) -> list[Shelf]:
    """Shelves that hold what was met, and so many objectives more each."""
    return [Shelf(*key, number + unmet) for key, number in Counter((each.pack, each.topic) for each in helds).items()]


def share_of(curve: Curve, name: str, those: Sequence[Held], shelves: Sequence[Shelf]) -> Share:
    """A share by plain counting."""
    objectives = sum(each.objectives for each in shelves)
    today = [on(curve, each, TODAY) for each in those]
    later = [on(curve, each, TODAY + 30) for each in those]
    return Share(name, objectives, len(those), sum(each >= 0.8 for each in later), sum(today) / objectives)


@given(CURVES, LIBRARIES, st.integers(0, 3))
@examples(100)
def test_what_is_known_is_what_plain_counting_finds(curve: Curve, helds: list[Held], unmet: int) -> None:
    shelves = [*shelves_for(helds, unmet), Shelf("unopened", "unheard", 4)]
    found = known(curve, helds, shelves, TODAY)
    expected = {
        "topics": [
            share_of(
                curve, name, [each for each in helds if each.topic == name], [e for e in shelves if e.topic == name]
            )
            for name in sorted({each.topic for each in shelves})
        ],
        "packs": [
            share_of(curve, name, [each for each in helds if each.pack == name], [e for e in shelves if e.pack == name])
            for name in sorted({each.pack for each in shelves})
        ],
        "total": [share_of(curve, "", helds, shelves)],
    }
    for shares, plain in zip((found.topics, found.packs, (found.total,)), expected.values(), strict=True):
        assert [each[:4] for each in shares] == [each[:4] for each in plain]
        assert [each.mastery for each in shares] == pytest.approx([each.mastery for each in plain], abs=1e-9)


def test_without_packs_nothing_is_known() -> None:
    assert known(PRIOR, [], [], TODAY) == progress.Known((), (), Share("", 0, 0, 0, 0.0))


HARSH = Curve(-0.9, 0.12, 0.7, 0.9)
"""Of somebody who forgets fast."""


@pytest.mark.parametrize("curve", [PRIOR, HARSH])
@pytest.mark.parametrize("repetitions", [1, 6])
@pytest.mark.parametrize("ago", [0, 7])
def test_an_objective_holds_from_eighty_percent_in_thirty_days_on(curve: Curve, repetitions: int, ago: int) -> None:
    stability = at_chance(curve, 0.8, repetitions, 30 + ago)
    edge, weaker, stronger = (
        held(stability=stability * each, repetitions=repetitions, ago=ago) for each in (1, 0.9999, 1.0001)
    )
    assert progress.holds(curve, stronger, TODAY)
    assert not progress.holds(curve, weaker, TODAY)
    assert progress.recall(curve, edge, TODAY + 30) == pytest.approx(HOLDS)
    shares = [known(curve, [each], [Shelf("p", "t", 1)], TODAY).total.holding for each in (weaker, stronger)]
    assert shares == [0, 1]


@given(CURVES, HELDS, st.integers(1, 400))
@examples(200)
def test_what_is_known_fades_with_time(curve: Curve, held: Held, days: int) -> None:
    now, later = (progress.recall(curve, held, TODAY + each) for each in (0, days))
    assert 0 < later <= now < 1
    assert (later < now) == (TODAY + days - held.last_day > 1), "a memory does not fade before the next day"
    stronger, oftener = held._replace(stability=held.stability * 2), held._replace(repetitions=held.repetitions + 1)
    assert progress.recall(curve, stronger, TODAY) > now
    assert progress.recall(curve, oftener, TODAY) >= now


@given(CURVES, HELDS, st.sampled_from(Grade))
@examples(200)
def test_a_right_answer_makes_known_better_and_a_wrong_one_worse(curve: Curve, before: Held, grade: Grade) -> None:
    """In thirty days, compared with the other answer that could have been given."""

    def then(grade: Grade) -> float:
        state = Memory(before.stability, before.difficulty, before.last_day, before.repetitions, 0)
        after = memory.after(state, TODAY + 1, grade)
        now = before._replace(stability=after.stability, repetitions=after.repetitions, last_day=after.last_day)
        return progress.recall(curve, now, TODAY + 31)

    if grade is Grade.AGAIN:
        assert then(grade) < then(Grade.HARD)
    else:
        assert then(grade) > progress.recall(curve, before, TODAY + 31)


@given(CURVES, LIBRARIES.filter(bool))
@examples(50)
def test_shares_sum_up(curve: Curve, helds: list[Held]) -> None:
    found = known(curve, helds, shelves_for(helds, 2), TODAY)
    for shares in (found.topics, found.packs):
        for count in (attrgetter("objectives"), attrgetter("met"), attrgetter("holding")):
            assert sum(map(count, shares)) == count(found.total)
        recalled = sum(each.mastery * each.objectives for each in shares)
        assert recalled == pytest.approx(found.total.mastery * found.total.objectives)


@pytest.mark.parametrize(
    ("objectives", "holding", "mastered"), [(0, 0, False), (1, 0, False), (1, 1, True), (9, 8, False), (9, 9, True)]
)
def test_a_topic_is_mastered_when_every_objective_holds(objectives: int, holding: int, mastered: bool) -> None:
    assert Share("t", objectives, objectives, holding, 1.0).mastered is mastered


# ── what comes? ───────────────────────────────────────────────────────────────────────────────────────────


@given(LIBRARIES)
@examples(100)
def test_due_days_are_counted_and_what_is_overdue_is_due_today(helds: list[Held]) -> None:
    found = coming(PRIOR, helds, TODAY).due
    assert len(found) == COMING + 1
    assert found[0] == len([each for each in helds if each.due <= TODAY])
    for ahead in range(1, COMING + 1):
        assert found[ahead] == len([each for each in helds if each.due == TODAY + ahead])


@given(CURVES, LIBRARIES)
@examples(60)
def test_without_practice_as_much_is_recalled_as_the_curve_leaves(curve: Curve, helds: list[Held]) -> None:
    found = coming(curve, helds, TODAY)
    points = range(0, AHEAD + 1, STEP)
    expected = [sum(on(curve, each, TODAY + point) for each in helds) for point in points]
    assert found.without == pytest.approx(expected, abs=1e-9)
    assert found.met == len(helds)


def practised_day_by_day(curve: Curve, held: Held) -> list[float]:
    """One objective asked whenever it falls due, a day at a time, with py-fsrs's states.

    Both outcomes are weighed by their chances: stability as a logarithm, difficulty as it is. It is due again on the
    last day on which the chance of recall is not below the target, and on the next day at the earliest.
    """
    scheduler, card = oracle(), card_of(held)
    target = memory.guess_aware_target(held.options)
    due, found = max(held.due, TODAY), []
    last, repetitions = held.last_day, held.repetitions
    for day in range(TODAY, TODAY + AHEAD + 1):
        now = EPOCH + timedelta(days=day)
        if day >= due:
            right = scheduler.get_card_retrievability(card, now)
            good, _ = scheduler.review_card(card, fsrs.Rating.Good, now)
            again, _ = scheduler.review_card(card, fsrs.Rating.Again, now)
            assert good.stability is not None
            assert again.stability is not None
            assert good.difficulty is not None
            assert again.difficulty is not None
            card.stability = exp(right * log(good.stability) + (1 - right) * log(again.stability))
            card.difficulty = right * good.difficulty + (1 - right) * again.difficulty
            card.last_review, due = now, day + 1
            last, repetitions = day, repetitions + 1
            while scheduler.get_card_retrievability(card, EPOCH + timedelta(days=due + 1)) >= target:
                due += 1
        if (day - TODAY) % STEP == 0:
            assert card.stability is not None
            found.append(chance(curve, card.stability, repetitions, day - last))
    return found


@given(CURVES, HELDS)
@examples(60)
def test_asked_when_it_is_due_as_much_is_recalled_as_py_fsrs_expects(curve: Curve, held: Held) -> None:
    assert coming(curve, [held], TODAY).practised == pytest.approx(practised_day_by_day(curve, held), abs=2e-4)


@given(st.sampled_from([PRIOR, HARSH]), HELDS)
@examples(300)
def test_practice_never_leaves_less_than_none(curve: Curve, held: Held) -> None:
    """At every point, whenever it falls due; up to the engine's 32-bit floats, which may cost some billionths."""
    found = coming(curve, [held], TODAY)
    assert all(asked >= left - 1e-7 for asked, left in zip(found.practised, found.without, strict=True))


def test_before_it_falls_due_nothing_is_asked() -> None:
    found = coming(PRIOR, [held(stability=400, ago=5, due=TODAY + AHEAD + 1)], TODAY)
    assert found.practised == found.without


def test_where_nothing_was_met_nothing_comes() -> None:
    points = AHEAD // STEP + 1
    assert coming(PRIOR, [], TODAY) == Coming((0,) * (COMING + 1), (0.0,) * points, (0.0,) * points, 0)


def a_library(size: int, random: Random, *, tidy: bool) -> list[Held]:
    """Objectives with a wide spread of stabilities: met lately, or anyhow in the last year."""
    helds = []
    for number in range(size):
        found = Memory(exp(random.gauss(2.5, 1.5)), random.uniform(1, 10), 0, random.randint(1, 9), 0)
        options = random.choice((0, 2, 3, 4))
        due = memory.due_day(found, options, f"p/o{number}")
        last = TODAY - random.randint(0, due if tidy else 400)
        helds.append(Held(f"p/o{number}", "p", "t", *found[:2], found.repetitions, last, last + due, options, None))
    return helds


@pytest.mark.parametrize("size", [SAMPLE + 1, 2 * SAMPLE, 750, 2345])
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("tidy", [True, False], ids=["practised steadily", "left lying for up to a year"])
def test_a_sample_of_a_large_library_is_right_within_a_fiftieth(size: int, seed: int, tidy: bool) -> None:
    """Compared with the sum over parts that are small enough to be followed one by one; over 200 such libraries the
    worst was off by 1.0 % without practice, and by 1.8 % with it."""
    helds = a_library(size, Random(seed), tidy=tidy)
    parts = [coming(PRIOR, helds[start : start + SAMPLE], TODAY) for start in range(0, size, SAMPLE)]
    found = coming(PRIOR, helds, TODAY)
    without, practised = (
        [sum(each) for each in zip(*paths, strict=True)]
        for paths in ([part.without for part in parts], [part.practised for part in parts])
    )
    assert found.met == size
    assert found.due == tuple(map(sum, zip(*(each.due for each in parts), strict=True)))
    assert found.without == pytest.approx(without, 0.015)
    assert found.practised == pytest.approx(practised, 0.02)


def test_the_sample_does_not_depend_on_the_order_of_the_library() -> None:
    helds = a_library(SAMPLE + 100, Random(3), tidy=True)
    shuffled = Random(4).sample(helds, len(helds))
    assert coming(PRIOR, shuffled, TODAY) == coming(PRIOR, helds, TODAY)


# ── am I as sure as I am right? ───────────────────────────────────────────────────────────────────────────


def test_sure_but_wrong_is_listed_with_the_latest_first() -> None:
    helds = [held(str(ago), ago=ago, misled=TODAY - ago) for ago in (3, 0, 9)]
    found = sureness(PRIOR, NOTHING, helds, {}, TODAY)
    assert [each.misled for each in found.misled] == [TODAY, TODAY - 3, TODAY - 9]
    assert found.fading == ()


@given(CURVES, LIBRARIES)
@examples(100)
def test_what_fades_is_listed_with_the_weakest_first(curve: Curve, helds: list[Held]) -> None:
    """What is rather forgotten than not; what is listed as sure but wrong is not listed twice."""
    chances = {each.objective: on(curve, each, TODAY) for each in helds}
    found = sureness(curve, NOTHING, helds, {}, TODAY)
    misled = {each.objective for each in helds if each.misled is not None}
    assert {each.objective for each in found.misled} == misled
    assert {each.objective for each in found.fading} == {
        objective for objective, found_chance in chances.items() if found_chance < 0.5 and objective not in misled
    }
    assert [each.recall for each in found.fading] == sorted(each.recall for each in found.fading)
    for each in (*found.misled, *found.fading):
        assert each.recall == pytest.approx(chances[each.objective], abs=1e-9)


@pytest.mark.parametrize("curve", [PRIOR, HARSH])
def test_an_objective_fades_below_one_half(curve: Curve) -> None:
    stability = at_chance(curve, 0.5, 3, 20)
    weaker, stronger = (held(stability=stability * each, ago=20) for each in (0.9999, 1.0001))
    assert progress.recall(curve, weaker, TODAY) == pytest.approx(FADING, abs=1e-3)
    assert sureness(curve, NOTHING, [weaker], {}, TODAY).fading
    assert not sureness(curve, NOTHING, [stronger], {}, TODAY).fading


def test_objectives_are_named_by_their_titles() -> None:
    helds = [held("end", stability=1, repetitions=1, ago=60), held("warn", misled=TODAY)]
    found = sureness(PRIOR, NOTHING, helds, {"p/end": "End a call"}, TODAY)
    assert [each.title for each in (*found.misled, *found.fading)] == ["p/warn", "End a call"]


def test_the_tally_is_passed_on() -> None:
    tally = counted(NOTHING, 0.9, Certainty.SURE, right=True)
    assert sureness(PRIOR, tally, [], {}, TODAY).tally == tally


def test_a_day_of_practice_moves_an_objective_out_of_fading() -> None:
    """The same objective before and after a right answer."""
    before = Memory(stability=5, difficulty=5, last_day=TODAY - 40, repetitions=1, lapses=0)
    now = memory.after(before, TODAY, Grade.GOOD)
    faded = held(stability=before.stability, repetitions=1, ago=40)
    fresh = held(stability=now.stability, repetitions=2)
    assert sureness(PRIOR, NOTHING, [faded], {}, TODAY).fading
    assert not sureness(PRIOR, NOTHING, [fresh], {}, TODAY).fading
