"""The packs teach every claim of the documents, and every tension between them, each in its own place."""

from __future__ import annotations

from collections import Counter

import pytest

from quizgame.domain.questions import BetterResponse, Flashcard, Pack
from tests.content.shelf import IMPORTANT, documents, inventory, teaching

PACKS = pytest.mark.parametrize("pack", teaching(), ids=lambda pack: pack.id)


def test_every_claim_is_asked() -> None:
    asked = {claim for pack in teaching() for question in pack.questions for claim in question.asks}
    claims = {claim["id"] for claim in inventory()["claims"]}
    assert len(claims) == 181
    assert asked == claims


def test_every_important_claim_is_asked_by_a_better_response_question() -> None:
    asked = {
        claim
        for pack in teaching()
        for question in pack.questions
        if isinstance(question, BetterResponse)
        for claim in question.asks
    }
    important = {claim["id"] for claim in inventory()["claims"] if claim["kind"] in IMPORTANT}
    assert important - asked == set()


def test_every_tension_has_one_home() -> None:
    homes = Counter(tension for pack in teaching() for objective in pack.objectives for tension in objective.tensions)
    assert set(homes) == {tension["id"] for tension in inventory()["tensions"]}
    assert len(homes) == 32
    assert {tension for tension, count in homes.items() if count > 1} == set()


def test_every_topic_has_one_pack() -> None:
    topics = [topic["id"] for topic in inventory()["topics"]]
    taught = [{objective.topic for objective in pack.objectives} for pack in teaching()]
    assert all(len(found) == 1 for found in taught)
    assert sorted(topic for found in taught for topic in found) == sorted(topics)


@PACKS
def test_each_objective_is_a_thing_of_its_own_with_a_card_and_two_stories(pack: Pack) -> None:
    assert 4 <= len(pack.objectives) <= 14
    for objective in pack.objectives:
        questions = [question for question in pack.questions if question.objective == objective.id]
        assert objective.takeaway
        assert sum(isinstance(question, Flashcard) for question in questions) >= 1
        assert sum(isinstance(question, BetterResponse) for question in questions) >= 2


@PACKS
def test_each_question_asks_at_most_three_claims_and_says_where_they_come_from(pack: Pack) -> None:
    for question in pack.questions:
        assert 1 <= len(question.asks) <= 3
        assert question.sources
        for source in question.sources:
            assert source.section in documents()[source.document]["sections"]


def test_there_is_enough_to_learn() -> None:
    assert len(teaching()) == 12
    assert sum(len(pack.objectives) for pack in teaching()) >= 90
    assert sum(isinstance(question, BetterResponse) for pack in teaching() for question in pack.questions) >= 190


def test_what_rests_on_a_trainers_reading_alone_says_so() -> None:
    """Where no document spells the reconciliation out, some reason in the tension's home says that a trainer does."""
    inferred = {tension["id"] for tension in inventory()["tensions"] if tension["basis"] == "inferred"}
    for pack in teaching():
        for objective in pack.objectives:
            if inferred & set(objective.tensions):
                said = " ".join(
                    option.because
                    for question in pack.questions
                    if isinstance(question, BetterResponse) and question.objective == objective.id
                    for option in question.options
                )
                assert "trainer's reading" in said.casefold(), f"{pack.id}/{objective.id}"
