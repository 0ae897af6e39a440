"""Item analysis gives the figures that a hand works out, and finds the bad questions of simulated classes alone."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.events import Certainty
from quizgame.domain.item_findings import Finding, findings
from quizgame.domain.items import Choice, Exposure, Item, Present, Sheet, analyse
from tests.domain.classes import a_class


def exposure(
    question: str,
    chosen: int,
    *,
    revision: int = 1,
    wording: str = "w",
    options: int = 3,
    best: int = 0,
    certainty: Certainty = Certainty.UNSTATED,
) -> Exposure:
    return Exposure(f"pack/{question}", revision, wording, options, chosen, chosen == best, certainty)


def card(question: str, recalled: bool) -> Exposure:
    return Exposure(f"pack/{question}", 1, "w", 0, None, recalled, Certainty.UNSTATED)


def absent(_question: str) -> Present | None:
    return None


def a_table(*rows: str) -> list[Sheet]:
    """A learner a row, a question a sign: 1 for right, 0 for wrong, a point for not answered."""
    return [
        Sheet(tuple(exposure(f"q{place}", 0 if sign == "1" else 1) for place, sign in enumerate(row, 1) if sign != "."))
        for row in rows
    ]


def by_name(sheets: list[Sheet]) -> dict[str, Item]:
    return {each.question.removeprefix("pack/"): each for each in analyse(sheets, absent)}


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────

#     q1 q2 q3 q4 q5 q6   right in all   right without q1, q2, q6
# A    1  1  1  1  1  0        5              4   4   5
# B    1  1  1  0  1  1        5              4   4   4
# C    0  1  0  1  0  0        2              2   1   2
# D    0  0  1  0  0  1        2              2   2   1
HAND = ("111110", "111011", "010100", "001001")


def test_a_small_table_worked_out_by_hand() -> None:
    items = by_name(a_table(*HAND))
    assert [items[f"q{number}"].right for number in range(1, 7)] == [2, 3, 3, 2, 2, 2]
    assert items["q2"].p == 0.75
    # q1: A and B, right, have a rest of 4; C and D, wrong, of 2. Nothing is left to chance: r = 1.
    assert items["q1"].rest == pytest.approx(1)
    # q2: right 4, 4, 1, mean 3; wrong 2. All: mean 2.75, variance (1.25² + 1.25² + 1.75² + 0.75²) / 4 = 1.6875.
    # r = (3 - 2) · √(0.75 · 0.25) / √1.6875 = 0.4330 / 1.2990 = 1/3.
    assert items["q2"].rest == pytest.approx(1 / 3)
    # q6: right 4, 1, mean 2.5; wrong 5, 2, mean 3.5. All: mean 3, variance (4 + 1 + 1 + 4) / 4 = 2.5.
    # r = (2.5 - 3.5) · 0.5 / √2.5 = -0.3162.
    assert items["q6"].rest == pytest.approx(-0.5 / sqrt(2.5))
    assert items["q1"].rested == 4


def test_whoever_answered_fewer_than_five_others_counts_for_the_share_and_not_for_the_correlation() -> None:
    items = by_name(a_table(*HAND, "0.0.1."))
    assert (items["q1"].answers, items["q1"].right) == (5, 2)
    assert items["q1"].rest == pytest.approx(1)
    assert items["q1"].rested == 4


@pytest.mark.parametrize(("row", "rested"), [("0.1111.", 4), ("0.11111", 5)])
def test_five_others_are_enough_for_the_correlation_and_four_are_not(row: str, rested: int) -> None:
    assert by_name(a_table(*HAND, row))["q1"].rested == rested


def test_nobody_looks_weak_for_having_met_hard_questions() -> None:
    # Both halves do exactly as well as everybody on what they met: one half met the easy questions and is right on q1,
    # the other met the hard ones and is wrong on it. By plain counting that would be a correlation of 1.
    items = by_name(a_table(*["1111110....."] * 4, *["0.....000001"] * 4))
    assert items["q1"].rest is None
    assert items["q1"].rested == 8


def test_options_are_counted_by_where_they_stand_in_the_file() -> None:
    sheets = [Sheet((exposure("q", chosen),)) for chosen in (0, 0, 0, 2, 1, 0)]
    (item,) = analyse(sheets, absent)
    assert [(each.option, each.best, each.chosen) for each in item.choices] == [
        (0, True, 4),
        (1, False, 1),
        (2, False, 1),
    ]
    assert sum(each.share for each in item.choices) == pytest.approx(1)


def test_an_option_that_nobody_chose_is_there_all_the_same() -> None:
    (item,) = analyse([Sheet((exposure("q", 0, options=4),))], absent)
    assert [each.chosen for each in item.choices] == [1, 0, 0, 0]


def test_another_order_of_the_options_is_not_mixed_in() -> None:
    today = [Sheet((exposure("q", chosen, wording="new"),)) for chosen in (0, 0, 1)]
    before = [Sheet((exposure("q", chosen, wording="old", best=2),)) for chosen in (2, 2, 0)]
    (item,) = analyse([*today, *before], lambda _: Present(1, "new", 0))
    assert (item.answers, item.right, item.elsewhere) == (6, 4, 3)
    assert [each.chosen for each in item.choices] == [2, 1, 0]


def test_which_option_is_best_is_told_by_the_answers_where_todays_order_is_another() -> None:
    sheets = [Sheet((exposure("q", chosen, wording="old"),)) for chosen in (0, 0, 1)]
    (item,) = analyse(sheets, lambda _: Present(1, "new", 2))
    assert [each.best for each in item.choices] == [True, False, False]


def test_which_option_is_best_is_told_by_the_question_where_nobody_was_right() -> None:
    sheets = [Sheet((exposure("q", chosen, best=2),)) for chosen in (0, 0, 1)]
    (item,) = analyse(sheets, lambda _: Present(1, "w", 2))
    assert [each.best for each in item.choices] == [False, False, True]


def test_a_typo_that_was_mended_changes_nothing() -> None:
    sheets = [Sheet((exposure("q", chosen, wording=wording),)) for wording in ("new", "old") for chosen in (0, 1)]
    (item,) = analyse(sheets, lambda _: Present(1, "new", 0))
    assert (item.elsewhere, [each.chosen for each in item.choices]) == (0, [2, 2, 0])


def test_revisions_are_items_of_their_own_and_neither_is_the_rest_of_the_other() -> None:
    sheets = a_table(*HAND)
    # In the second revision of q2 only D is right, who was wrong before: in the rest it would change the first's 1/3.
    later = [exposure("q2", 0 if place == 3 else 1, revision=2) for place in range(4)]
    twice = [Sheet((*each.exposures, more)) for each, more in zip(sheets, later, strict=True)]
    first, second = (each for each in analyse(twice, absent) if each.question == "pack/q2")
    assert [(each.revision, each.answers) for each in (first, second)] == [(1, 4), (2, 4)]
    assert first.rest == pytest.approx(1 / 3)


def test_cards_have_their_share_and_stay_out_of_the_rest() -> None:
    plain = by_name(a_table(*HAND))
    with_cards = by_name([Sheet((*each.exposures, card("c", place > 1))) for place, each in enumerate(a_table(*HAND))])
    assert (with_cards["c"].answers, with_cards["c"].right, with_cards["c"].rest) == (4, 2, None)
    assert (with_cards["c"].rested, with_cards["c"].elsewhere) == (0, 0)
    assert with_cards["q2"] == plain["q2"]
    assert findings(with_cards["c"]) == ()


def test_sure_but_wrong_is_a_share_of_all_answers() -> None:
    said = [(0, Certainty.SURE), (1, Certainty.SURE), (1, Certainty.NOT_SURE), (1, Certainty.UNSTATED)]
    (item,) = analyse([Sheet((exposure("q", chosen, certainty=how),)) for chosen, how in said], absent)
    assert (item.stated, item.sure, item.sure_wrong, item.sure_but_wrong) == (3, 2, 1, 0.25)


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────

_SIGNS = st.text(alphabet="10.", min_size=8, max_size=8)


def alike(some: list[Item], others: list[Item]) -> bool:
    """The same items, up to the last digit of their correlations."""

    def rough(each: Item) -> tuple[object, ...]:
        choices = [(one.option, one.best, one.chosen, one.share) for one in each.choices]
        rest = None if each.rest is None else round(each.rest, 9) + 0.0
        return (each.question, each.revision, each.answers, each.right, each.chance, choices, rest, each.rested)

    return [rough(each) for each in some] == [rough(each) for each in others]


@given(st.lists(_SIGNS, max_size=20), st.integers())
def test_the_order_of_learners_and_of_answers_does_not_matter(rows: list[str], seed: int) -> None:
    sheets = a_table(*rows)
    random = Random(seed)
    mixed = [Sheet(tuple(random.sample(each.exposures, len(each.exposures)))) for each in sheets]
    random.shuffle(mixed)
    assert alike(analyse(sheets, absent), analyse(mixed, absent))


@given(st.lists(_SIGNS, max_size=20))
def test_shares_add_up_and_correlations_stay_within_one(rows: list[str]) -> None:
    for item in analyse(a_table(*rows), absent):
        assert sum(each.share for each in item.choices) == pytest.approx(1)
        assert sum(each.chosen for each in item.choices) == item.answers
        assert item.rest is None or -1 <= item.rest <= 1


# ── findings ──────────────────────────────────────────────────────────────────────────────────────────────────


def an_item(
    right: int, *wrong: int, rest: float | None = 0.4, sure_wrong: int = 0, rests: tuple[float, ...] = ()
) -> Item:
    """A question whose first option is best, with so many answers to each option."""
    counts = (right, *wrong)
    answers = sum(counts)
    rests = rests or (0.4, *[-0.3] * len(wrong))
    choices = tuple(
        Choice(place, place == 0, number, number / answers, rests[place], answers)
        for place, number in enumerate(counts)
    )
    return Item(
        "pack/q", 1, answers, right, len(counts), 1 / len(counts), choices,
        stated=answers, sure=sure_wrong, sure_wrong=sure_wrong, rest=rest, rested=answers,
    )  # fmt: skip


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [each.rule for each in found]


def test_below_thirty_answers_nothing_is_judged() -> None:
    assert findings(an_item(2, 20, 7, rest=-0.9, sure_wrong=20)) == ()
    assert rules(findings(an_item(2, 21, 7, rest=-0.9, sure_wrong=20)))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (an_item(70, 20, 10), []),
        (an_item(33, 34, 33, rest=0.3), ["below-chance"]),
        (an_item(28, 24, 24, 24, rest=0.3), ["hard"]),
        (an_item(30, 24, 23, 23, rest=0.3), []),
        (an_item(91, 5, 4), ["easy"]),
        (an_item(90, 5, 5), []),
        (an_item(70, 20, 10, rest=0.19), ["rest-weak"]),
        (an_item(70, 20, 10, rest=0.20), []),
        (an_item(70, 20, 10, rest=0.0), ["rest-weak"]),
        (an_item(70, 20, 10, rest=-0.01), ["rest-negative"]),
        (an_item(95, 3, 2, rest=-0.1), ["easy"]),
        (an_item(66, 30, 4), ["idle-option"]),
        (an_item(65, 30, 5), []),
        (an_item(70, 20, 10, sure_wrong=20), ["sure-but-wrong"]),
        (an_item(70, 20, 10, sure_wrong=19), []),
        (an_item(50, 30, 20, rests=(0.3, 0.0, -0.3)), ["second-answer"]),
        (an_item(60, 19, 21, rests=(0.3, 0.2, -0.3)), []),
        (an_item(40, 45, 15), ["second-answer"]),
    ],
)
def test_each_rule_speaks_at_its_threshold_and_not_before(item: Item, expected: list[str]) -> None:
    assert rules(findings(item)) == expected


def test_the_gravest_stands_first_and_names_what_was_chosen_instead() -> None:
    item = an_item(20, 60, 17, 3, rest=-0.2, sure_wrong=30, rests=(-0.2, 0.3, -0.1, 0.0))
    found = findings(item, ("Wait.", "Ask first.", "Go.", "Shout."))
    assert [each.level for each in found] == [
        "check the key",
        "check the key",
        "misconception",
        "idle option",
    ]
    assert "20 % chose the option marked best, where guessing alone would give 25 %" in found[0].sentence
    assert "Most chose “Ask first”, and they do better on the other questions" in found[0].sentence
    assert "“Shout” (3 %)" in found[-1].sentence


def test_up_to_a_hundred_answers_everything_is_provisional() -> None:
    assert all(each.provisional for each in findings(an_item(20, 60, 19, rest=-0.2)))
    assert not any(each.provisional for each in findings(an_item(20, 60, 20, rest=-0.2)))


# ── simulated classes ─────────────────────────────────────────────────────────────────────────────────────────

SEEDS = range(30)


def accused(seed: int, learners: int) -> dict[str, set[str]]:
    """The levels found of each question of a simulated class."""
    return {
        each.question.removeprefix("pack/"): {one.level for one in findings(each)}
        for each in analyse(a_class(seed, learners, share=1.0), absent)
    }


def test_a_wrong_key_and_an_ambiguous_question_are_found_in_every_class_of_200() -> None:
    sound = false_key = false_look = 0
    for seed in SEEDS:
        found = accused(seed, 200)
        assert "check the key" in found.pop("q0")
        assert found.pop("q1") & {"look again", "check the key"}
        sound += len(found)
        false_key += sum("check the key" in levels for levels in found.values())
        false_look += sum("look again" in levels for levels in found.values())
    # No sound question is told to have a wrong key; one in fifty is to be looked at again.
    assert false_key == 0
    assert false_look / sound < 0.03


def test_in_classes_of_50_the_provisional_word_of_the_key_is_rarely_wrong() -> None:
    found = [accused(seed, 50) for seed in SEEDS]
    assert sum("check the key" in each["q0"] for each in found) >= 28
    sound = [levels for each in found for name, levels in each.items() if name not in {"q0", "q1"}]
    assert sum("check the key" in levels for levels in sound) / len(sound) < 0.03
