"""The sentence above each chart, read as somebody tired would read it between two calls: short, kind and right."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import headlines
from quizgame.domain.calibration import NOTHING, Bin, Stated, Tally, counted
from quizgame.domain.days import DatedSetting, monday
from quizgame.domain.events import Certainty
from quizgame.domain.forgetting import PRIOR
from quizgame.domain.progress import AHEAD, COMING, STEP, Coming, Held, Known, Share, Sureness, Weak, coming, sureness
from quizgame.domain.streak import WEEKEND, Practice, Rules
from tests.domain.test_progress import HELDS, HISTORY, TODAY, a_day, a_year
from tests.examples import examples

MONDAY = monday(TODAY)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(MONDAY + 1, MONDAY + 7)
NEXT = MONDAY + 7

WORKING_DAYS = Rules()
"""Saturday and Sunday rest."""


# ── is my streak safe? ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "today", "sentence"),
    [
        ([], MONDAY, ""),
        ([MONDAY], FRIDAY, "A session today begins a streak."),
        ([MONDAY], TUESDAY, "A session today makes your streak 2 days, with 1 freeze kept."),
        ([MONDAY, WEDNESDAY], THURSDAY, "A session today makes your streak 3 days."),
        (range(MONDAY - 7, TUESDAY), TUESDAY, "A session today makes your streak 9 days, with 2 freezes kept."),
        ([MONDAY], MONDAY, "Safe until tomorrow, with 1 freeze kept."),
        ([MONDAY, WEDNESDAY], WEDNESDAY, "Safe until tomorrow."),
        ([FRIDAY], FRIDAY, "Safe until Monday: tomorrow is a rest day, 1 freeze kept."),
        ([WEDNESDAY, FRIDAY], FRIDAY, "Safe until Monday: tomorrow is a rest day."),
        ([FRIDAY], SATURDAY, "Safe until Monday: today is a rest day, 1 freeze kept."),
        ([FRIDAY], SUNDAY, "Safe until tomorrow: today is a rest day, 1 freeze kept."),
        ([FRIDAY, SATURDAY], SATURDAY, "Safe until Monday: tomorrow is a rest day, 1 freeze kept."),
        ([FRIDAY, SUNDAY], SUNDAY, "Safe until tomorrow, with 1 freeze kept."),
    ],
)
def test_safety_names_the_day_and_what_is_kept(days: Sequence[int], today: int, sentence: str) -> None:
    year = a_year([a_day(day) for day in days], WORKING_DAYS, today)
    assert headlines.safety(year, today) == sentence


def test_a_rest_day_on_a_monday_is_named_on_the_sunday_before() -> None:
    """The week that is shown ends on Sunday; the rest day that comes is named all the same."""
    rules = Rules(rest=(DatedSetting(0, 0b1),))
    assert headlines.safety(a_year([a_day(SUNDAY)], rules, SUNDAY), SUNDAY) == (
        "Safe until Tuesday: tomorrow is a rest day, 1 freeze kept."
    )


def test_a_rest_day_on_which_a_few_were_answered_still_rests() -> None:
    year = a_year([a_day(FRIDAY), a_day(SATURDAY, 2)], WORKING_DAYS, SATURDAY)
    assert headlines.safety(year, SATURDAY) == "Safe until Monday: today is a rest day, 1 freeze kept."


def test_after_a_flight_west_tomorrow_may_be_practised_already_and_is_no_rest_day() -> None:
    year = a_year([a_day(TUESDAY), a_day(WEDNESDAY)], WORKING_DAYS, TUESDAY)
    assert headlines.safety(year, TUESDAY) == "Safe until Thursday, with 1 freeze kept."


def test_days_off_may_reach_far_ahead() -> None:
    """Beyond a week a date says it, and beyond a year nothing need be said."""
    holiday = WORKING_DAYS._replace(off=frozenset(range(SATURDAY, NEXT + 14)))
    assert headlines.safety(a_year([a_day(FRIDAY)], holiday, FRIDAY), FRIDAY) == (
        "Safe until Mon 7 Dec: tomorrow is a rest day, 1 freeze kept."
    )
    for free, safe in ((range(SATURDAY, NEXT + 3), "Thursday"), (range(SATURDAY, NEXT + 4), "Fri 27 Nov")):
        off = WORKING_DAYS._replace(off=frozenset(free))
        sentence = headlines.safety(a_year([a_day(FRIDAY)], off, FRIDAY), FRIDAY)
        assert sentence == f"Safe until {safe}: tomorrow is a rest day, 1 freeze kept."
    for_ever = Rules(rest=(DatedSetting(0, 0b111_1111),))
    assert headlines.safety(a_year([a_day(FRIDAY)], for_ever, FRIDAY), FRIDAY) == "Safe: every day is a rest day."
    assert headlines.safety(a_year([a_day(FRIDAY)], for_ever, SUNDAY), SUNDAY) == "Safe: every day is a rest day."


# ── when did I practise? ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "goal", "sentence"),
    [
        ([MONDAY], 5, "1 day practised in all, 1 of 5 this week. Safe until tomorrow, with 1 freeze kept."),
        (
            [MONDAY - 3, MONDAY, TUESDAY],
            5,
            "3 days practised in all, 2 of 5 this week. Safe until tomorrow, with 1 freeze kept.",
        ),
        (
            [MONDAY, TUESDAY, WEDNESDAY],
            3,
            "3 days practised in all, 3 of 3 this week: the goal is met. Safe until tomorrow, with 1 freeze kept.",
        ),
        (
            [MONDAY, TUESDAY],
            1,
            "2 days practised in all, 2 this week: the goal is met. Safe until tomorrow, with 1 freeze kept.",
        ),
        (
            [MONDAY],
            1,
            "1 day practised in all, 1 of 1 this week: the goal is met. Safe until tomorrow, with 1 freeze kept.",
        ),
    ],
)
def test_practice_is_counted_and_the_goal_praised_when_it_is_met(days: list[int], goal: int, sentence: str) -> None:
    year = a_year([a_day(day) for day in days], Rules(goals=(DatedSetting(0, goal),)), days[-1])
    assert headlines.practised(year, days[-1]) == sentence


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        (5, "1 day practised in all; this week's goal is 5 days. A session today begins a streak."),
        (1, "1 day practised in all; this week's goal is 1 day. A session today begins a streak."),
    ],
)
def test_a_week_without_practice_names_its_goal_and_no_nought(goal: int, sentence: str) -> None:
    year = a_year([a_day(MONDAY - 20)], Rules(goals=(DatedSetting(0, goal),)), TUESDAY)
    assert headlines.practised(year, TUESDAY) == sentence


def test_a_newcomer_is_told_how_a_day_counts() -> None:
    assert headlines.practised(a_year([]), TODAY) == "Nothing yet: the first session puts the first mark here."
    assert headlines.practised(a_year([a_day(TODAY, 2)]), TODAY) == (
        "A start is made: five answers on a day, or a finished session, and the day counts."
    )


# ── what do I know? ───────────────────────────────────────────────────────────────────────────────────────


def knowing(objectives: int, met: int, holding: int, mastered: int = 0) -> Known:
    """What is known, with so many topics mastered and one that is not."""
    topics = [Share(f"t{number}", 1, 1, 1, 1.0) for number in range(mastered)]
    return Known((*topics, Share("rest", 5, 1, 0, 0.2)), (), Share("", objectives, met, holding, 0.5))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (knowing(113, 0, 0), "Nothing yet: what you practise appears here."),
        (knowing(113, 1, 0), "You have met 1 of 113 objectives. Each new meeting makes what you know last longer."),
        (knowing(113, 1, 1), "You have met 1 of 113 objectives and can count on it in a month."),
        (knowing(113, 9, 1), "You have met 9 of 113 objectives and can count on 1 of them in a month."),
        (knowing(113, 9, 9), "You have met 9 of 113 objectives and can count on all of them in a month."),
        (
            knowing(113, 40, 21, 1),
            "You have met 40 of 113 objectives and can count on 21 of them in a month. 1 topic mastered.",
        ),
        (
            knowing(113, 113, 80, 3),
            "You have met all 113 objectives and can count on 80 of them in a month. 3 topics mastered.",
        ),
        (knowing(1, 1, 1), "You have met the only objective and can count on it in a month."),
        (knowing(2, 2, 1), "You have met all 2 objectives and can count on 1 of them in a month."),
    ],
)
def test_what_is_known_is_said_as_what_lasts(found: Known, sentence: str) -> None:
    assert headlines.known(found) == sentence


# ── what comes? ───────────────────────────────────────────────────────────────────────────────────────────


def ahead(today: int, week: int, later: int = 0, *, met: int = 40, without: float = 0, practised: float = 0) -> Coming:
    """What comes: so much is due today, within the week, and on the day after the week; recall is that at the end."""
    points = AHEAD // STEP
    return Coming(
        (today, week // 2, *[0] * 5, week - week // 2, later, *[0] * (COMING - 8)),
        (*[0.0] * points, without),
        (*[0.0] * points, practised),
        met,
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (ahead(0, 0, met=0), "Nothing is due yet."),
        (ahead(0, 0, 3), "Nothing is due today or in the next seven days."),
        (ahead(0, 1), "Nothing is due today; 1 objective falls due in the next seven days."),
        (ahead(0, 6), "Nothing is due today; 6 objectives fall due in the next seven days."),
        (
            ahead(1, 0),
            "1 objective is due today, nothing more in the next seven days. What you leave waits for you.",
        ),
        (ahead(1, 1), "1 objective is due today, 1 more in the next seven days. What you leave waits for you."),
        (ahead(7, 12), "7 objectives are due today, 12 more in the next seven days. What you leave waits for you."),
    ],
)
def test_what_is_due_is_no_burden(found: Coming, sentence: str) -> None:
    assert headlines.due(found) == sentence


def test_the_seventh_day_is_in_the_next_seven_and_the_eighth_is_not() -> None:
    due = [0] * (COMING + 1)
    due[7], due[8] = 2, 30
    assert headlines.due(ahead(0, 0)._replace(due=tuple(due))) == (
        "Nothing is due today; 2 objectives fall due in the next seven days."
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (ahead(0, 0, met=0), "Nothing yet: what you will remember appears here once you have met it."),
        (
            ahead(0, 0, met=1, without=0.62, practised=0.95),
            "In 90 days you would recall the objective you have met with a chance of 95 % if you practise it when it "
            "is due, and 62 % without.",
        ),
        (
            ahead(0, 0, met=1, without=0.95, practised=0.95),
            "In 90 days you would recall the objective you have met with a chance of 95 %.",
        ),
        (
            ahead(0, 0, met=40, without=12.4, practised=37.6),
            "Of the 40 objectives you have met, you would recall about 38 in 90 days if you practise each when it is "
            "due, and about 12 without.",
        ),
        (
            ahead(0, 0, met=3, without=0.3, practised=2.8),
            "Of the 3 objectives you have met, you would recall about 3 in 90 days if you practise each when it is "
            "due, and hardly any without.",
        ),
        (
            ahead(0, 0, met=2, without=1.8, practised=1.9),
            "Of the 2 objectives you have met, you would recall about 2 in 90 days.",
        ),
    ],
)
def test_the_forecast_names_what_practice_brings_first(found: Coming, sentence: str) -> None:
    assert headlines.memory(found) == sentence


# ── am I as sure as I am right? ───────────────────────────────────────────────────────────────────────────


def predicted(answers: int, right: int, chance: float) -> Sureness:
    """Answers that were all foreseen with one chance."""
    bins = (Bin(min(9, int(chance * 10)), answers, right, answers * chance),) if answers else ()
    return Sureness(Tally(bins, Stated()), (), ())


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            predicted(0, 0, 0),
            "Nothing yet: when you meet objectives again, this compares what was expected with what came.",
        ),
        (predicted(1, 1, 0.9), "One answer so far, and it was right. It is early to tell."),
        (predicted(1, 0, 0.9), "One answer so far. It is early to tell."),
        (
            predicted(3, 2, 0.9),
            "Of 3 answers, about 3 were expected to be right, and 2 were. It is early to tell.",
        ),
        (
            predicted(2, 1, 0.6),
            "Of 2 answers, about 1 was expected to be right, and 1 was. It is early to tell.",
        ),
        (
            predicted(2, 0, 0.2),
            "Of 2 answers, none was expected to be right, and none was. It is early to tell.",
        ),
        (predicted(20, 17, 0.9), "Of 20 answers, 90 % were expected to be right, and 85 % were."),
        (predicted(340, 340, 0.93), "Of 340 answers, 93 % were expected to be right, and 100 % were."),
    ],
)
def test_predictions_are_compared_and_few_answers_are_called_few(found: Sureness, sentence: str) -> None:
    assert headlines.calibration(found) == sentence


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (Stated(), "Mark your answers as sure (c) or not sure (x), and this shows how well you know yourself."),
        (Stated(1, 1), "When you were sure, you were right every time. It is early to tell."),
        (Stated(1, 0), "When you were sure, you were not right yet. It is early to tell."),
        (Stated(0, 0, 4, 1), "When you were not sure, you were right 25 % of the time. It is early to tell."),
        (
            Stated(40, 36, 20, 12),
            "When you were sure, you were right 90 % of the time; when you were not sure, you were right 60 % of the "
            "time.",
        ),
        (
            Stated(19, 19, 1, 0),
            "When you were sure, you were right every time; when you were not sure, you were not right yet.",
        ),
    ],
)
def test_certainty_is_compared_where_it_was_stated(stated: Stated, sentence: str) -> None:
    assert headlines.certainty(Sureness(Tally((), stated), (), ())) == sentence


def listed(misled: int, fading: int) -> Sureness:
    """So many objectives on each list."""
    weak = Weak("p/o", "An objective", 0.5, None)
    return Sureness(NOTHING, (weak,) * misled, (weak,) * fading)


@pytest.mark.parametrize(
    ("misled", "fading", "sentence"),
    [
        (0, 0, "Nothing is fading, and nothing was sure but wrong."),
        (1, 0, "1 sure but wrong: a session can take just this one."),
        (0, 1, "1 fading: a session can take just this one."),
        (0, 8, "8 fading: a session can take just these."),
        (1, 1, "1 sure but wrong and 1 fading: a session can take just these."),
        (3, 12, "3 sure but wrong and 12 fading: a session can take just these."),
    ],
)
def test_what_is_weak_is_an_offer(misled: int, fading: int, sentence: str) -> None:
    assert headlines.weak(listed(misled, fading)) == sentence


# ── every sentence ────────────────────────────────────────────────────────────────────────────────────────

UNKIND = re.compile(
    r"\b(los[est]\w*|miss\w*|brok\w*|break\w*|fail\w*|behind|late|guilt\w*|sorry|should|must|ha(ve|s) to|danger\w*"
    r"|risk\w*|warn\w*|end(s|ed)?|don't|never|bad\w*|poor\w*|weak\w*|forg[eo]t\w*|unfortunately)\b",
    re.IGNORECASE,
)
"""Words of loss, of guilt and of blame."""

ONE_AS_MANY = re.compile(r"\b1 (days|freezes|topics|objectives|answers)\b")
MANY_AS_ONE = re.compile(r"\b(?!1\b)\d+ (day|freeze|topic|objective|answer)\b")
NOUGHT = re.compile(r"\b0 (?!%)")


def reads_well(sentence: str) -> None:
    """Kind, short, a sentence or two, and singular and plural right."""
    assert not UNKIND.search(sentence), sentence
    assert not ONE_AS_MANY.search(sentence), sentence
    assert not MANY_AS_ONE.search(sentence), sentence
    assert not NOUGHT.search(sentence), sentence
    assert len(sentence) <= 140, sentence
    assert re.fullmatch(r"[A-Z\d][^.]*\.( [A-Z\d][^.]*\.){0,2}", sentence), sentence
    assert "  " not in sentence
    assert " ," not in sentence


@pytest.mark.parametrize("unkind", ["You lose your streak.", "You missed a day.", "Don't break it.", "0 more today."])
def test_what_reads_unkindly_is_noticed(unkind: str) -> None:
    with pytest.raises(AssertionError):
        reads_well(unkind)


REST_DAYS = st.sampled_from([WEEKEND, 0, 0b1, 0b111_1110, 0b111_1111])


@given(HISTORY, REST_DAYS, st.integers(1, 7), st.integers(0, 9))
@examples(200)
def test_every_sentence_on_practice_reads_well(history: list[Practice], bits: int, goal: int, later: int) -> None:
    rules = Rules(rest=(DatedSetting(0, bits),), goals=(DatedSetting(0, goal),))
    reads_well(headlines.practised(a_year(history, rules, TODAY + later), TODAY + later))


@given(st.integers(1, 200), st.data())
@examples(100)
def test_every_sentence_on_knowledge_reads_well(objectives: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, objectives))
    holding = data.draw(st.integers(0, met))
    reads_well(headlines.known(knowing(objectives, met, holding, min(holding, data.draw(st.integers(0, 12))))))


@given(st.lists(HELDS, max_size=9))
@examples(100)
def test_every_sentence_on_memory_reads_well(helds: list[Held]) -> None:
    found = coming(PRIOR, helds, TODAY)
    reads_well(headlines.due(found))
    reads_well(headlines.memory(found))
    reads_well(headlines.weak(sureness(PRIOR, NOTHING, helds, {}, TODAY)))


TOLD = st.tuples(st.none() | st.floats(0, 1), st.sampled_from(Certainty), st.booleans())


@given(st.lists(TOLD, max_size=30))
@examples(200)
def test_every_sentence_on_certainty_reads_well(answers: list[tuple[float | None, Certainty, bool]]) -> None:
    tally = NOTHING
    for predicted_chance, certainty, right in answers:
        tally = counted(tally, predicted_chance, certainty, right=right)
    found = Sureness(tally, (), ())
    reads_well(headlines.calibration(found))
    reads_well(headlines.certainty(found))
