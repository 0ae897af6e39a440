"""The fingerprint of a question changes exactly with what is shown."""

from __future__ import annotations

from dataclasses import replace

from quizgame.domain.questions import BetterResponse, Flashcard, Option, Question, Source
from quizgame.packs.content import content_hash

CARD = Flashcard("a", "front", "back")
SCENE = BetterResponse("a", "scene", "ask", (Option("x", "y", best=True), Option("z", "w")))


def test_it_is_sixteen_hexadecimal_digits_and_the_same_for_ever() -> None:
    assert content_hash(CARD) == "2e4dff21e1c894f4"
    assert content_hash(SCENE) == "a4ad6b953f196cac"


def test_what_is_not_shown_does_not_count() -> None:
    source = (Source("d", "s"),)
    for question in (CARD, SCENE):
        moved = replace(question, id="b", objective="o", sources=source, asks=("c",), revision=2, was="p/a")
        assert content_hash(moved) == content_hash(question)


def test_whatever_is_shown_counts() -> None:
    first, second = SCENE.options
    changed: list[Question] = [
        CARD,
        replace(CARD, front="frontb", back="ack"),
        replace(CARD, back="back "),
        SCENE,
        replace(SCENE, scene="other"),
        replace(SCENE, ask="other"),
        replace(SCENE, options=(second, first)),
        replace(SCENE, options=(first, replace(second, because="other"))),
        replace(SCENE, options=(first, replace(second, best=True))),
        Flashcard("a", "scene", "ask"),
    ]
    assert len({content_hash(question) for question in changed}) == len(changed)
