"""The scores of players that know nothing, worked out by hand."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt
from random import Random

import pytest

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.bayes import Bayes
from quizgame.packs.check.chance import POINT, clear_credits, credits_of, expected, opposite_of, score_of
from quizgame.packs.check.solvers import SOLVERS, values_of
from tests.packs.check.checks import a_question, open_text
from tests.packs.pack_texts import a_pack_text

BY_NAME = {solver.name: solver for solver in SOLVERS}


def an_asked(*says: str, scene: str = "A caller waits for a parcel.") -> Asked:
    return open_text(a_pack_text(a_question("q", says[0], says[1:], scene=scene))).asked[0]


def scores(bayes: Bayes, keys: list[int]) -> tuple[int, ...]:
    """What the learner and its opposite earn."""
    return tuple(score_of(play, keys) for play in bayes.plays(keys))


def test_ties_share_a_point() -> None:
    assert credits_of([1, 3, 3]) == (0, 30, 30)
    assert opposite_of([1, 3, 3]) == (60, 0, 0)
    assert credits_of([0, 0, 0, 0]) == (15, 15, 15, 15)
    assert score_of([(0, 30, 30), (60, 0, 0)], [1, 0]) == 90


def test_chance_is_exact() -> None:
    plays = [credits_of([3, 2, 1]), credits_of([1, 1, 0, 0])]
    chance = expected(plays)
    assert chance.mean == pytest.approx(POINT * (1 / 3 + 1 / 4))
    # A sure guess among three: p(1-p). Half a point with probability 1/2 among four: 1/8 - 1/16.
    assert chance.deviation == pytest.approx(POINT * sqrt(1 / 3 * 2 / 3 + 1 / 16))
    assert chance.z(chance.mean + 2 * chance.deviation) == pytest.approx(2)
    blind = expected([credits_of([0, 0, 0])])
    assert (blind.deviation, blind.z(20)) == (0, 0)


@pytest.mark.parametrize(
    ("solver", "says", "values"),
    [
        ("longest", ("One.", "Three.", "Seventeen."), [4, 6, 10]),
        ("most sentences", ("One.", "One. Two!", "No end, 2.5 of it"), [1, 2, 0]),
        ("most commas", ("One.", "One, two, three.", "One, two."), [0, 2, 1]),
        ("asks a question", ("One.", "Is it?", "Was ist?  Gut."), [0, 1, 1]),
        ("politest", ("Sorry, could you please wait?", "Wait here.", "Thank you."), [3, 0, 1]),
        ("most positive", ("I'm glad to help.", "That's not good.", "No, that's wrong."), [2, 0, -2]),
        ("most absolutes", ("Always and only.", "Never.", "Now."), [2, 1, 0]),
        ("most words of scene", ("The parcel waits.", "A caller.", "So."), [2, 1, 0]),
        ("most we, us, our", ("We do our work.", "Let's go.", "I go."), [2, 1, 0]),
        ("first in the file", ("x", "y", "z"), [0, -1, -2]),
    ],
)
def test_what_each_solver_sees(solver: str, says: tuple[str, ...], values: list[float]) -> None:
    assert list(values_of(BY_NAME[solver], an_asked(*says), english=True)) == values


def test_solvers_that_read_english_guess_elsewhere() -> None:
    asked = an_asked("Sorry, please.", "We never.", "Parcel caller?")
    for solver in SOLVERS:
        if solver.english:
            assert list(values_of(solver, asked, english=False)) == [0, 0, 0]


def test_naive_bayes_weighs_words_by_what_other_objectives_teach() -> None:
    options = [[["kind"], ["cold"]], [["cold"], ["kind"]], [["kind", "word"], ["cold"]]]
    bayes = Bayes(options, ["one", "two", "three"])
    # For the first question it has learnt from the others: right cold, kind, word; wrong kind, cold; three words known.
    seen = bayes.play([0, 0, 0])
    length = log(3 + 3) - log(2 + 3)
    assert seen[0] == pytest.approx([log(2 / 2) - length, log(2 / 2) - length])
    # For the second: right kind, kind, word; wrong cold, cold.
    assert seen[1] == pytest.approx([log(1 / 3) - length, log(3 / 1) - length])
    # For the third every word was right once and wrong once, or is new, and as many right ones were seen as wrong.
    assert seen[2] == [0, 0]
    assert scores(bayes, [0, 0, 0]) == (30 + 0 + 30, 30 + 60 + 30)


def test_naive_bayes_learns_nothing_from_variants_of_the_same_objective() -> None:
    options = [[["kind"], ["cold"]]] * 10
    assert scores(Bayes(options, ["same"] * 10), [0] * 10) == (300, 300), "it can only guess"
    assert scores(Bayes(options, range(10)), [0] * 10) == (600, 0)


def test_naive_bayes_bears_nothing_at_all() -> None:
    assert scores(Bayes([], []), []) == (0, 0)
    assert scores(Bayes([[[], []]], ["one"]), [0]) == (30, 30)


def weighed_plainly(options: list[list[list[str]]], groups: list[int], keys: list[int]) -> list[list[float]]:
    """What naive Bayes makes of every option, straight from the formula."""
    words = len({word for question in options for said in question for word in said})
    odds = (sum(map(len, options)) - len(options)) / len(options)
    folds = min(10, len(set(groups)))
    seen = []
    for index, question in enumerate(options):
        right, wrong = Counter[str](), Counter[str]()
        for other, (texts, key) in enumerate(zip(options, keys, strict=True)):
            if groups[other] % folds != groups[index] % folds:
                for number, said in enumerate(texts):
                    (right if number == key else wrong).update(said)
        length = log((right.total() + words) / (wrong.total() / odds + words))
        seen.append(
            [sum(log(right[word] + 1) - log(wrong[word] / odds + 1) - length for word in said) for said in question]
        )
    return seen


@pytest.mark.parametrize("seed", range(6))
def test_naive_bayes_is_the_formula_whatever_was_worked_out_beforehand(seed: int) -> None:
    random = Random(seed)
    words = [f"w{number}" for number in range(40)]
    options = [
        [random.choices(words, weights=range(1, 41), k=random.randrange(6)) for _ in range(random.randint(2, 4))]
        for _ in range(50)
    ]
    groups = [*range(random.randint(1, 15))] * 50
    bayes = Bayes(options, groups[:50])
    for _ in range(3):
        keys = [random.randrange(len(question)) for question in options]
        plain = weighed_plainly(options, groups[:50], keys)
        assert [*map(list, bayes.play(keys))] == [pytest.approx(values, abs=1e-12) for values in plain]
        rounded = [[round(value, 9) for value in values] for values in plain]
        assert bayes.plays(keys) == ([*map(credits_of, rounded)], [*map(opposite_of, rounded)])


def test_only_what_is_clearly_apart_is_credited_without_a_second_look() -> None:
    assert clear_credits([3, 1, 2], 0.5) == ((60, 0, 0), (0, 60, 0))
    assert clear_credits([2, 1], 0.5) == ((60, 0), (0, 60))
    assert clear_credits([3, 1, 2.6], 0.5) is None, "the highest may be a tie"
    assert clear_credits([3, 1, 1.4], 0.5) is None, "the lowest may be a tie"
    assert clear_credits([3], 0.5) is None
