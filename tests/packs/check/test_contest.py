"""All solvers together are blamed for luck as seldom as they should be, and catch what gives itself away."""

from __future__ import annotations

from random import Random

from quizgame.domain.questions import BetterResponse, Option
from quizgame.packs.check.asked import Asked
from quizgame.packs.check.contest import LEVEL, Board, contest, contests
from quizgame.packs.check.field import Entrant
from quizgame.packs.check.tables import tables
from tests.packs.check.checks import a_card_text, a_question, open_text
from tests.packs.pack_texts import a_pack_text

_WORDS = (
    "please sorry never always we our parcel late wait, good wrong look? hand. desk note call shift bring money back "
    "tomorrow friend window letter, cup. spoon garden yes no"
)
WORDS = _WORDS.split()


def a_random_question(random: Random, number: int) -> Asked:
    """Options of random words, of which a random one is best."""
    says = [f"{number}{place} " + " ".join(random.choices(WORDS, k=random.randint(3, 12))) for place in range(3)]
    best = random.randrange(3)
    options = tuple(Option(say, "Because it is so.", place == best) for place, say in enumerate(says))
    return Asked(
        ("questions", number),
        BetterResponse(f"q{number}", " ".join(random.choices(WORDS, k=9)), "?", options, f"o{number}"),
    )


def judged(asked: list[Asked], draws: int = 199, seed: int = 1) -> Board:
    entrants = [Entrant(each, each.question.objective, True) for each in asked]
    return contest("All", entrants, family=True, draws=draws, seed=seed)


def test_packs_that_give_nothing_away_are_seldom_blamed() -> None:
    random = Random(7)
    runs = 60
    alarms = 0
    for run in range(runs):
        asked = [a_random_question(random, number) for number in range(25)]
        alarms += bool(judged(asked, draws=99, seed=run).beaten)
    # At most 5 % are expected, 3 of 60; more than 8 would come in less than 1 % of all seeds.
    assert alarms <= 8


def test_a_pack_whose_best_option_is_always_the_longest_is_caught() -> None:
    texts = [
        a_question(
            f"q{n}",
            f"{word} {n} and a few words more",
            [f"{word} {n}", f"{n} {word} or"],
            scene=f"{word} {n}",
            place=n % 3,
        )
        for n, word in enumerate(WORDS)
    ]
    *boards, together = contests([open_text(a_pack_text(*texts))])
    assert "longest" in {result.solver for result in together.beaten}
    longest = next(result for result in together.results if result.solver == "longest")
    assert longest.score == len(WORDS)
    assert longest.p is not None
    assert longest.p <= LEVEL
    assert "longest" in {result.solver for result in boards[0].suspicious}
    assert all(result.p is None for result in boards[0].results)


def test_words_that_mark_the_best_option_are_learnt_and_named() -> None:
    random = Random(3)
    asked = []
    for number in range(60):
        plain = a_random_question(random, number).question
        assert isinstance(plain, BetterResponse)
        options = tuple(
            Option(f"{option.say} {'teapot' if option.best else 'kettle'}", option.because, option.best)
            for option in plain.options
        )
        asked.append(Asked(("questions", number), BetterResponse(plain.id, plain.scene, "?", options, plain.objective)))
    board = judged(asked)
    assert "learnt words" in {result.solver for result in board.beaten}
    assert board.learnt[0].score == 60
    assert {tell.word for tell in board.tells[:2]} == {"teapot", "kettle"}
    said = "\n".join(tables([board]))
    assert "* Beats chance: " in said
    assert "learnt words, z +" in said
    assert "More often in best options (share of best, of wrong): teapot (100 %, 0 %)" in said


def test_the_contest_is_the_same_every_time() -> None:
    asked = [a_random_question(Random(1), number) for number in range(12)]
    assert judged(asked) == judged(asked)


def test_a_pack_of_cards_has_nothing_to_solve() -> None:
    pack, together = contests([open_text(a_pack_text(a_card_text()))])
    assert (pack.size, together.size, together.beaten) == (0, 0, ())
    assert "0 questions with options" in "\n".join(tables([pack, together]))
    assert contests([])[0].beaten == ()


def test_one_objective_alone_leaves_the_learner_guessing() -> None:
    board = judged([a_random_question(Random(1), 0)])
    assert (board.learnt[0].score, board.learnt[0].z) == (1 / 3, 0)
