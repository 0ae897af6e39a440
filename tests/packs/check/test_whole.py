"""Solvers that play whole conversations: exact shares of paths, fair chance, and tells that are caught."""

from __future__ import annotations

from itertools import permutations, product
from statistics import fmean

import pytest

from quizgame.domain.conversation import Run
from quizgame.packs.check.asked import Conversed
from quizgame.packs.check.contest import LEVEL, Board, contests
from quizgame.packs.check.field import NAMES, Entrant, Field, Questions
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.tables import tables
from quizgame.packs.check.whole import Conversations
from tests.packs.check.checks import Say, a_conversation, a_question, a_turn, open_text
from tests.packs.pack_texts import a_pack_text

BRANCHING = a_conversation(
    "no-van",
    a_turn(best=Say("One."), others=[Say("Two, two."), Say("Three.")]),
    a_turn(
        "what-now", to="resolved", wrong="lost", best=Say("Seventeen."), others=[Say("Four."), Say("Five.")]
    ).replace(
        "next: lost",
        'next:\n              - when: {temperature: "<=5"}\n                to: resolved\n              - to: lost',
        1,
    ),
)
"""After the best opening (temperature 4) the first wrong response of the last turn comes to the best ending too."""


def a_game(text: str) -> tuple[Opened, Field, Conversations]:
    """A pack of one conversation, with the field and the game of its turns alone."""
    opened = open_text(a_pack_text(text, a_question()))
    turns = [asked for asked in opened.asked if asked.turn]
    field = Field([Entrant(asked, asked.question.objective, True) for asked in turns])
    return opened, field, Conversations(field, opened.conversed)


def shares(field: Field, game: Conversations, deal: list[tuple[int, ...]] | None = None) -> dict[str, float]:
    """By solver the probability that it reaches the best ending; the learning ones are left out."""
    scores = game.scores(deal or field.as_written, ())
    return dict(zip(NAMES, scores, strict=False))


def test_ties_are_split_by_probability_over_all_paths() -> None:
    _, field, game = a_game(BRANCHING)
    found = shares(field, game)
    # Picks “Two, two.” and then “Seventeen.”, which is best whatever came before.
    assert found["longest"] == 1
    # “One.” brings the temperature to 4, and there “Four.”, tied with “Five.”, comes to the best ending as well.
    assert found["shortest"] == pytest.approx(1 / 2)
    # A comma stands in one response of the opening; after it, each of three responses is as good.
    assert found["most commas"] == pytest.approx(1 / 3)
    assert found["fewest commas"] == pytest.approx(1 / 2 * 2 / 3 + 1 / 2 * 1 / 3)
    assert found["politest"] == pytest.approx(game.chance) == pytest.approx(1 / 3 * 2 / 3 + 2 / 3 * 1 / 3)


def by_walking(conversed: Conversed, run: Run, chances: list[list[float]], best: str) -> float:
    """The same share, found turn by turn."""
    if run.outcome:
        return float(run.outcome == best)
    turn = [each.id for each in conversed.conversation.turns].index(run.place)
    return sum(
        chance * by_walking(conversed, run.say(number), chances, best)
        for number, chance in enumerate(chances[turn])
        if chance
    )


def test_shares_are_those_of_a_walk_through_the_conversation() -> None:
    opened, field, game = a_game(BRANCHING)
    (conversed,) = opened.conversed
    for play, share in zip(field.plays, game.scores(field.as_written, ()), strict=True):
        chances = [[credit / 60 for credit in row] for row in play]
        assert share == pytest.approx(by_walking(conversed, Run(conversed.conversation), chances, "resolved"))


def test_over_all_deals_every_solver_does_as_well_as_a_guess() -> None:
    _, field, game = a_game(BRANCHING)
    orders = list(permutations(range(3)))
    found = [shares(field, game, list(deal)) for deal in product(orders, orders)]
    for solver in found[0]:
        assert fmean(each[solver] for each in found) == pytest.approx(game.chance), solver


def test_deals_are_permutations_and_keys_say_where_the_best_went() -> None:
    _, field, _ = a_game(BRANCHING)
    for deal in field.deals(20, seed=1):
        assert [sorted(texts) for texts in deal] == [[0, 1, 2], [0, 1, 2]]
        assert field.keys(deal) == [deal[0][0], deal[1][0]]
    assert field.keys(field.as_written) == [0, 0]


def test_the_packing_of_points_changes_no_score() -> None:
    _, field, _ = a_game(BRANCHING)
    for deal in field.deals(20, seed=2):
        keys = field.keys(deal)
        plain = [sum(row[key] for row, key in zip(play, keys, strict=True)) / 60 for play in field.plays]
        assert Questions(field).scores(deal, ()) == plain


TRADES = ("baker", "cobbler", "dyer", "farrier", "glover", "hatter", "joiner", "miller", "potter", "saddler", "tanner")


def a_talk(trade: str, *, telling: bool) -> str:
    """A conversation of two turns; with `telling`, the best response is always the longest."""
    turns = []
    for number, (name, to, wrong) in enumerate((("one", "two", "two"), ("two", "resolved", "lost"))):
        mark = len(trade) + number
        says = [f"{trade} {name} {word}" for word in ("amber", "coral", "denim")]
        longest = 0 if telling else mark % 3
        says[longest] += " and more"
        turns.append(
            a_turn(
                name, to=to, wrong=wrong, says=f"{trade} {name}?", best=Say(says[0]),
                others=[Say(say) for say in says[1:]], place=mark % 3,
            )
        )  # fmt: skip
    return a_conversation(trade, *turns)


def played(*, telling: bool) -> Board:
    """The last board of the contest."""
    texts = [a_talk(trade, telling=telling) for trade in TRADES]
    return contests([open_text(a_pack_text(a_question(), *texts))])[-1]


def test_conversations_whose_best_response_is_always_the_longest_are_caught() -> None:
    board = played(telling=True)
    assert (board.name, board.thing, board.size) == ("Whole conversations", "conversation", len(TRADES))
    assert board.chance == pytest.approx(len(TRADES) / 3)
    longest = next(result for result in board.results if result.solver == "longest")
    assert longest.score == len(TRADES)
    assert longest in board.beaten
    said = "\n".join(tables([board]))
    assert "Whole conversations: guessing brings 3.7 of 11 to the best ending." in said
    assert "* Beats chance: longest, z +" in said


def test_conversations_that_give_nothing_away_are_not_blamed() -> None:
    board = played(telling=False)
    assert "longest" not in {result.solver for result in board.beaten}
    assert all(result.p is not None and result.p > LEVEL for result in board.results if "learnt" not in result.solver)


def test_without_conversations_nothing_is_told_of_them() -> None:
    assert [board.name for board in contests([open_text(a_pack_text(a_question()))])] == [
        "shop-floor", "All packs together",
    ]  # fmt: skip
