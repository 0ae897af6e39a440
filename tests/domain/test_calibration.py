"""Predicted against actual, and said against actual: counts that can be added up in any order and grouping."""

from __future__ import annotations

from functools import reduce
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import calibration
from quizgame.domain.calibration import BINS, NOTHING, Bin, Stated, Tally, counted, summed
from quizgame.domain.events import Certainty
from tests.examples import examples


class Told(NamedTuple):
    """One answer: what was predicted in thousandths (None for a first meeting), what was said, and what came."""

    thousandths: int | None
    certainty: Certainty
    right: bool

    @property
    def predicted(self) -> float | None:
        """The chance that was predicted."""
        return None if self.thousandths is None else self.thousandths / 1000


TOLD = st.builds(Told, st.none() | st.integers(0, 1000), st.sampled_from(Certainty), st.booleans())
ANSWERS = st.lists(TOLD, max_size=60)


def tallied(answers: list[Told]) -> Tally:
    """The tally after these answers, one by one."""
    return reduce(
        lambda tally, each: counted(tally, each.predicted, each.certainty, right=each.right), answers, NOTHING
    )


def exact(tally: Tally) -> Tally:
    """The same with sums of chances in whole thousandths, so that the order of adding floats does not matter."""
    bins = tuple(each._replace(expected=round(each.expected * 1000)) for each in tally.bins)
    return Tally(bins, tally.stated)


# ── plain counting ────────────────────────────────────────────────────────────────────────────────────────


def plainly(answers: list[Told]) -> Tally:
    """The same figures, by going through the answers once for each of them."""
    bins = []
    for tenth in range(10):
        upper = 1000 if tenth == 9 else 100 * tenth + 99
        those = [each for each in answers if each.thousandths is not None and 100 * tenth <= each.thousandths <= upper]
        if those:
            right = len([each for each in those if each.right])
            bins.append(Bin(tenth, len(those), right, sum(each.thousandths or 0 for each in those)))
    sure = [each.right for each in answers if each.certainty is Certainty.SURE]
    not_sure = [each.right for each in answers if each.certainty is Certainty.NOT_SURE]
    return Tally(tuple(bins), Stated(len(sure), sum(sure), len(not_sure), sum(not_sure)))


@given(ANSWERS)
@examples(200)
def test_a_tally_counts_what_plain_counting_counts(answers: list[Told]) -> None:
    assert exact(tallied(answers)) == plainly(answers)


@given(st.lists(ANSWERS, max_size=6))
@examples(100)
def test_a_sum_counts_what_plain_counting_counts_over_all(groups: list[list[Told]]) -> None:
    everything = [each for group in groups for each in group]
    assert exact(summed(map(tallied, groups))) == plainly(everything)


@given(ANSWERS, st.randoms(use_true_random=False), st.integers(1, 6))
@examples(100)
def test_the_sum_is_the_same_however_answers_are_shared_out(answers: list[Told], random: Random, parts: int) -> None:
    """Objectives keep a tally each: which answers belong to which changes nothing."""
    shares: list[list[Told]] = [[] for _ in range(parts)]
    for each in answers:
        shares[random.randrange(parts)].append(each)
    assert exact(summed(map(tallied, shares))) == exact(tallied(answers))


@given(st.lists(ANSWERS, min_size=1, max_size=5))
@examples(50)
def test_sums_can_be_summed(groups: list[list[Told]]) -> None:
    """A sum is a tally again: of sums, of nothing, of one."""
    tallies = [tallied(group) for group in groups]
    assert exact(summed([summed(tallies[:1]), summed(tallies[1:]), NOTHING])) == exact(summed(tallies))
    assert exact(summed(tallies[:1])) == exact(tallies[0])


# ── edges ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("predicted", "tenth"),
    [(0.0, 0), (0.099, 0), (0.1, 1), (0.3, 3), (0.599, 5), (0.6, 6), (0.7, 7), (0.899, 8), (0.9, 9), (1.0, 9)],
)
def test_a_prediction_goes_to_its_tenth_and_certainty_to_the_highest(predicted: float, tenth: int) -> None:
    (found,) = counted(NOTHING, predicted, Certainty.UNSTATED, right=True).bins
    assert found == Bin(tenth, 1, 1, predicted)


@pytest.mark.parametrize("tenth", range(1, BINS))
def test_every_tenth_begins_at_its_own_number(tenth: int) -> None:
    (found,) = counted(NOTHING, tenth / 10, Certainty.UNSTATED, right=False).bins
    assert (found.tenth, found.right) == (tenth, 0)


def test_of_a_first_meeting_nothing_was_predicted() -> None:
    assert counted(NOTHING, None, Certainty.UNSTATED, right=True) == NOTHING
    assert counted(NOTHING, None, Certainty.SURE, right=True) == Tally((), Stated(sure=1, sure_right=1))


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize(
    ("certainty", "sure", "not_sure"),
    [(Certainty.UNSTATED, 0, 0), (Certainty.SURE, 1, 0), (Certainty.NOT_SURE, 0, 1)],
)
def test_only_certainty_that_was_stated_is_counted(certainty: Certainty, sure: int, not_sure: int, right: bool) -> None:
    stated = counted(NOTHING, 0.8, certainty, right=right).stated
    assert stated == Stated(sure, sure * right, not_sure, not_sure * right)


def test_tenths_without_answers_are_left_out_and_the_others_rise() -> None:
    tally = tallied([Told(each, Certainty.UNSTATED, True) for each in (950, 120, 960, 510)])
    assert [each.tenth for each in tally.bins] == [1, 5, 9]
    assert [each.answers for each in summed([tally, NOTHING]).bins] == [1, 1, 2]


def test_nothing_sums_to_nothing() -> None:
    assert summed([]) == summed([NOTHING, NOTHING]) == NOTHING


def test_what_was_expected_is_the_sum_of_the_chances() -> None:
    tally = tallied([Told(each, Certainty.UNSTATED, False) for each in (910, 950, 990)])
    assert tally.bins[0].expected == pytest.approx(2.85)


@pytest.mark.parametrize("predicted", [0.0, 0.1, 0.999, 1.0])
def test_counting_at_once_is_counting_one_by_one_to_the_ends_of_what_can_be_predicted(predicted: float) -> None:
    at_once = calibration.tallied([(predicted, Certainty.SURE, True), (predicted, Certainty.NOT_SURE, False)])
    first = counted(NOTHING, predicted, Certainty.SURE, right=True)
    assert at_once == counted(first, predicted, Certainty.NOT_SURE, right=False)
