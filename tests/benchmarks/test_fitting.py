"""What fitting is held against: the engine's states, the game's own curve, and a truth that nothing can beat."""

from __future__ import annotations

import numpy as np
import pytest
from fsrs_rs_python import FSRSItem, FSRSReview

from benchmarks.learning import fitting, fsrs
from benchmarks.learning.arrays import uniform
from benchmarks.learning.cells import Cell
from benchmarks.learning.fitting import Logs
from benchmarks.learning.tables import mean
from quizgame.domain import forgetting, memory
from quizgame.domain.events import Grade
from quizgame.domain.forgetting import Outcome

LEARNERS, OBJECTIVES = 6, 5


@pytest.fixture(scope="module")
def whole() -> Logs:
    """Half a year of six learners who practise a small library."""
    return fitting.collected(Cell("fsrs", 2, OBJECTIVES), LEARNERS, seed=3)


@pytest.fixture(scope="module")
def logs(whole: Logs) -> Logs:
    """Their first weeks."""
    return whole.first(90)


def _outcomes(logs: Logs, learner: int, history: fitting.History) -> list[Outcome]:
    rows = range(logs.answers[learner])
    return [
        Outcome(
            float(history.stability[learner, 0, row]),
            int(history.repetitions[learner, row]),
            int(history.elapsed[learner, row]),
            0 if logs.guess[learner, row] < 0.1 else round(1 / logs.guess[learner, row]),
            bool(logs.right[learner, row]),
        )
        for row in rows
        if history.repetitions[learner, row]
    ]


def test_evidence_comes_once_a_day_and_as_often_right_as_the_truth_says(whole: Logs) -> None:
    logs = whole
    assert logs.answers.min() > 90
    for learner, count in enumerate(logs.answers):
        days, objectives = logs.day[learner, :count], logs.objective[learner, :count]
        assert (np.diff(days) >= 0).all()
        assert len(set(zip(days.tolist(), objectives.tolist(), strict=True))) == count
    expected = fitting.said(logs.chance, logs.guess)[logs.there]
    assert logs.right[logs.there].mean() == pytest.approx(expected.mean(), abs=0.04)
    times = fitting.folded(logs, fitting.defaults(logs)).repetitions
    early = (times == 1) | (times == 2)
    assert logs.right[early].mean() == pytest.approx(fitting.said(logs.chance, logs.guess)[early].mean(), abs=0.12)


def test_states_are_the_games(logs: Logs) -> None:
    history = fitting.folded(logs, fitting.defaults(logs))
    for objective in range(OBJECTIVES):
        rows = np.nonzero((logs.objective[0] == objective) & logs.there[0])[0]
        grades = [Grade.GOOD if logs.right[0, row] else Grade.AGAIN for row in rows]
        evidence = list(zip(logs.day[0, rows].tolist(), grades, strict=True))
        for place, row in enumerate(rows[1:], 1):
            before, _ = memory.course(evidence[:place])
            assert history.stability[0, 0, row] == pytest.approx(before.stability, rel=1e-3)
            recall = memory.retrievability(before.stability, evidence[place][0] - before.last_day)
            assert history.recall[0, 0, row] == pytest.approx(recall, abs=1e-3)
            assert history.repetitions[0, row] == place


def test_the_four_numbers_are_the_games(logs: Logs) -> None:
    history = fitting.folded(logs, fitting.defaults(logs))
    predicted = fitting.recall_model(logs, history, frozen=False)
    learned = 0
    for learner, count in enumerate(logs.answers):
        *before, last = _outcomes(logs, learner, history)
        curve = forgetting.learned(before).curve
        if curve != forgetting.PRIOR and history.repetitions[learner, count - 1]:
            expected = forgetting.recall(curve, last.stability, last.repetitions, last.days)
            assert predicted[learner, count - 1] == pytest.approx(expected, abs=1e-4)
            learned += 1
    assert learned >= 2


def test_what_is_frozen_does_not_know_the_last_fifth(logs: Logs) -> None:
    history = fitting.folded(logs, fitting.defaults(logs))
    others = logs._replace(right=np.where(logs.trained, logs.right, ~logs.right))
    ways = [fitting.recall_model(each, history, frozen=frozen) for each in (logs, others) for frozen in (True, False)]
    assert (ways[0] == ways[2]).all()
    assert (ways[1] != ways[3]).any()
    assert (fitting.likeliest(logs, steps=2) == fitting.likeliest(others, steps=2)).all()


def test_parameters_are_fitted_to_the_first_four_fifths() -> None:
    days, objectives = np.array([0, 2, 5, 12, 30]), np.arange(60)
    shape = (1, len(days) * len(objectives))
    right = uniform(3, np.arange(shape[1]))[None] < 0.7
    nothing = np.zeros(shape, dtype=np.float32)
    objective, day = np.tile(objectives, len(days))[None], np.repeat(days, len(objectives))[None]
    logs = Logs(np.array([shape[1]]), objective, day, right, nothing, nothing)
    fitted = fitting.fitted_to(logs, right[:, None])
    assert (fitted != fsrs.DEFAULTS).sum() > 10
    assert (fitted == fitting.fitted_to(logs, (right ^ ~logs.trained)[:, None])).all()
    assert (fitted != fitting.fitted_to(logs, ~right[:, None])).any()


def test_a_right_answer_may_be_luck() -> None:
    right = np.array([True, True, False, False])
    guess = np.array([0.0, 1 / 3, 0.0, 1 / 3])
    found = fitting.recalled_if(right, np.full(4, 0.5), guess)
    assert found[0] == 1
    assert found[1] == pytest.approx(0.97 / (0.97 + 1 / 3))
    assert found[2] == pytest.approx(0.03 / 1.03)
    assert found[3] < 0.05


def test_what_is_right_at_first_is_often_luck_and_later_seldom(logs: Logs) -> None:
    first = logs.there & (fitting.folded(logs, fitting.defaults(logs)).repetitions == 0)
    drawn = fitting.imputed(logs, first, draws=3).recalled
    at_first, later = (
        drawn[np.broadcast_to(meant[:, None], drawn.shape)]
        for meant in (first & logs.right, logs.there & ~first & logs.right)
    )
    assert 0.1 < at_first.mean() < 0.9 < later.mean()
    assert (drawn[:, 0] != drawn[:, 1]).any()


def test_the_engine_is_given_every_answer_with_what_came_before() -> None:
    found = fitting.items([4, 5, 4, 4], [0, 0, 3, 10], [False, True, True, False])
    assert [[repr(each) for each in item.reviews] for item in found] == [
        [repr(each) for each in FSRSItem(reviews).reviews]
        for reviews in (
            [FSRSReview(1, 0), FSRSReview(3, 3)],
            [FSRSReview(1, 0), FSRSReview(3, 3), FSRSReview(1, 7)],
        )
    ]
    assert fitting.fitted(found) == list(memory.PARAMETERS)


def test_the_likeliest_parameters_predict_what_they_were_fitted_to(logs: Logs) -> None:
    history = fitting.folded(logs, fitting.defaults(logs))
    mine = fitting.folded(logs, fitting.likeliest(logs, steps=3))
    meant = logs.trained & (history.repetitions > 0)

    def loss(each: fitting.History) -> fitting.Array:
        said = fitting.said(each.recall[:, 0], logs.guess)
        found: fitting.Array = np.where(meant, -np.log(np.where(logs.right, said, 1 - said)), 0).sum(axis=1)
        return found

    assert (loss(mine) < loss(history)).all()
    nothing = fitting.likeliest(logs._replace(answers=np.zeros_like(logs.answers)), steps=2)
    assert nothing == pytest.approx(np.broadcast_to(fsrs.DEFAULTS, nothing.shape))


def test_nothing_is_expected_to_beat_the_truth(logs: Logs) -> None:
    rows, notes = fitting.compared(logs, {"fsrs": np.ones(LEARNERS, dtype=np.bool_)}, np.arange(LEARNERS), 90)
    assert notes["learners"] == LEARNERS
    every = {row["way"]: row for row in rows if row["truth"] == "all"}
    assert every["the truth"]["above the truth"] == [0, 0]
    assert every["the truth"]["error of mastery"] == [0, 0]
    assert all(row["above the truth"][0] > 0 for name, row in every.items() if name != "the truth")
    assert every[fitting.BASE]["log loss less that of four numbers"] == [0, 0]
    assert len(fitting.table(rows).splitlines()) > len(every)


def test_error_by_bins() -> None:
    predicted = np.array([0.12, 0.12, 0.91, 0.91])
    assert fitting.error_by_bins(predicted, np.array([0, 1, 1, 1])) == pytest.approx(np.sqrt((0.38**2 + 0.09**2) / 2))


def test_a_person_met_twice_counts_once_for_the_error() -> None:
    values = np.array([0.1, 0.4, 0.2, 0.7, 0.3])
    once = fitting.clustered(values, np.arange(5))
    assert once == pytest.approx(mean(values))
    twice = fitting.clustered(np.tile(values, 2), np.tile(np.arange(5), 2))
    assert twice == pytest.approx(mean(values))
