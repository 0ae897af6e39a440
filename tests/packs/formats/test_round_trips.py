"""Out and in again keeps what the format can carry, and the loss report names the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from quizgame.domain.questions import BetterResponse, Flashcard, Objective, Pack, Question
from quizgame.packs.assembly import shortened
from quizgame.packs.writer import as_yaml
from tests.examples import examples
from tests.packs.random_packs import packs

from .round_trips import out_and_in


def without(question: Question, *, bare: bool) -> Question:
    """A question without what tables, or (bare) what other tools, have no place for."""
    kept = replace(question, asks=())
    return replace(kept, sources=(), was="", revision=1, objective=question.id) if bare else kept


def own_objective(question: Question, pack: Pack) -> Objective:
    asked = question.front if isinstance(question, Flashcard) else question.scene
    return Objective(question.id, shortened(asked), pack.id, was=question.was)


def as_a_table_keeps_it(pack: Pack) -> Pack:
    """Objectives in the order of their first question, without what has no column."""
    asked = {question.id for question in pack.questions}
    by_id = {each.id: replace(each, tensions=(), was="") for each in pack.objectives if each.id not in asked}
    used = dict.fromkeys(question.objective for question in pack.questions)
    declared = tuple(by_id[each] for each in used if each in by_id)
    questions = tuple(without(question, bare=False) for question in pack.questions)
    implied = tuple(own_objective(question, pack) for question in questions if question.objective == question.id)
    return replace(pack, objectives=(*declared, *implied), questions=questions)


def as_other_tools_keep_it(pack: Pack, questions: tuple[Question, ...]) -> Pack:
    """Questions that are their own objectives, and nothing but texts."""
    return replace(pack, objectives=tuple(own_objective(each, pack) for each in questions), questions=questions)


@given(packs())
def test_csv(pack: Pack) -> None:
    back, _, losses = out_and_in("csv", pack)
    assert back == as_a_table_keeps_it(pack)
    assert losses == ()


@examples(60)
@given(packs())
def test_xlsx(pack: Pack) -> None:
    back, _, losses = out_and_in("xlsx", pack)
    assert back == as_a_table_keeps_it(pack)
    assert losses == ()


@given(packs())
def test_gift(pack: Pack) -> None:
    back, _, losses = out_and_in("gift", pack)
    questions = tuple(without(question, bare=True) for question in pack.questions)
    asks = tuple(
        replace(each, ask="\n".join(line for line in each.ask.split("\n") if line))
        if isinstance(each, BetterResponse)
        else each
        for each in questions
    )
    assert back == as_other_tools_keep_it(pack, asks)
    assert all("categories" in loss.what or "general feedback" in loss.what for loss in losses)


@given(packs())
def test_anki_text(pack: Pack) -> None:
    back, out, _ = out_and_in("anki-text", pack)
    kept = {question.id: question for question in back.questions}
    for question in pack.questions:
        if isinstance(question, Flashcard):
            assert kept[question.id] == without(question, bare=True)
        else:
            # Two sides are all that a card has.
            assert any(loss.where == f"question {question.id}" and "two sides" in loss.what for loss in out)
            assert isinstance(kept[question.id], Flashcard)


@pytest.mark.parametrize("format_", ["csv", "xlsx", "gift", "anki-text"])
@examples(40)
@given(pack=packs())
def test_the_loss_report_names_whatever_does_not_come_back(format_: str, pack: Pack) -> None:
    back, out, _ = out_and_in(format_, pack)
    told = {loss.where: " ".join(each.what for each in out if each.where == loss.where) for loss in out}
    kept = {question.id: question for question in back.questions}
    for question in pack.questions:
        words = told.get(f"question {question.id}", "")
        for word in ("sources", "asks", "was", "revision"):
            if getattr(kept[question.id], word) != getattr(question, word):
                assert word in words
    for objective in pack.objectives:
        if objective.tensions and format_ in {"csv", "xlsx"}:
            assert "tensions" in told[f"objective {objective.id}"]
    if back.author != pack.author or format_ != "xlsx":
        assert "pack" in told


@given(packs())
def test_what_is_imported_can_be_written_and_comes_out_the_same_again(pack: Pack) -> None:
    once, _, _ = out_and_in("csv", pack)
    twice, _, _ = out_and_in("csv", once)
    assert as_yaml(once) == as_yaml(twice)
