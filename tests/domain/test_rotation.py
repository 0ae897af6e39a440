"""The rotation: another story each time, and no place on the screen that could be memorised."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.rotation import Shown, Turn, Variant, next_variant, shuffled
from tests.examples import examples

CARD, STORY, OTHER = Variant("p/card", 0, 1), Variant("p/story", 4, 1), Variant("p/other", 3, 1)
ALL = (CARD, STORY, OTHER)


def test_without_variants_nothing_can_be_asked() -> None:
    assert next_variant((), {}) is None


def test_the_first_meeting_takes_the_first_variant_of_the_pack() -> None:
    assert next_variant(ALL, {}) == Turn(CARD, revised=False)


def test_an_unseen_variant_comes_before_one_that_was_seen_however_long_ago() -> None:
    assert next_variant(ALL, {"p/card": Shown(1, 1, 1)}) == Turn(STORY, revised=False)


def test_when_all_were_seen_the_one_seen_longest_ago_comes_next() -> None:
    shown = {"p/card": Shown(30, 0, 1), "p/story": Shown(20, 500, 1), "p/other": Shown(20, 400, 1)}
    assert next_variant(ALL, shown) == Turn(OTHER, revised=False)


def test_a_revised_variant_comes_first_even_before_unseen_ones() -> None:
    newer = STORY._replace(revision=2)
    shown = {"p/story": Shown(30, 0, 1), "p/other": Shown(1, 0, 1)}
    assert next_variant((CARD, newer, OTHER), shown) == Turn(newer, revised=True)


def test_a_revision_that_was_answered_is_not_revised_any_more() -> None:
    newer = STORY._replace(revision=2)
    turn = next_variant((newer,), {"p/story": Shown(30, 0, 2)})
    assert turn == Turn(newer, revised=False)


def test_an_answer_to_a_newer_revision_than_the_packs_is_not_a_revision() -> None:
    """The older pack was put back."""
    assert next_variant((CARD,), {"p/card": Shown(30, 0, 7)}) == Turn(CARD, revised=False)


def test_what_was_seen_of_a_retired_variant_does_not_matter() -> None:
    assert next_variant((CARD,), {"p/gone": Shown(1, 1, 1)}) == Turn(CARD, revised=False)


@given(st.integers(1, 6), st.integers(1, 40))
@examples(50)
def test_answering_turn_after_turn_goes_round_all_variants_in_the_packs_order(count: int, turns: int) -> None:
    variants = [Variant(f"p/{number}", 0, 1) for number in range(count)]
    shown: dict[str, Shown] = {}
    for turn in range(turns):
        found = next_variant(variants, shown)
        assert found is not None
        assert found.variant is variants[turn % count]
        shown[found.variant.question] = Shown(20_000 + turn, turn, 1)


# ── the order of the options ──────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 6), st.integers(), st.text(max_size=10), st.integers(0, 99))
@examples(100)
def test_every_showing_has_each_option_once(options: int, seed: int, question: str, showing: int) -> None:
    assert sorted(shuffled(options, seed, question, showing)) == list(range(options))


@given(st.integers(), st.text(max_size=10), st.integers(0, 99))
@examples(50)
def test_the_same_showing_has_the_same_order(seed: int, question: str, showing: int) -> None:
    assert shuffled(4, seed, question, showing) == shuffled(4, seed, question, showing)


@pytest.mark.parametrize("over", ["seed", "question", "showing"])
def test_every_order_of_three_comes_about_equally_often(over: str) -> None:
    """6,000 draws, 1,000 expected of each; five standard deviations of a fair draw are 144."""

    def draw(number: int) -> tuple[int, ...]:
        seed, question, showing = (number if over == each else 7 for each in ("seed", "question", "showing"))
        return shuffled(3, seed, f"p/{question}", showing)

    draws = Counter(map(draw, range(6000)))
    assert set(draws) == set(permutations(range(3)))
    assert all(abs(count - 1000) < 144 for count in draws.values())
