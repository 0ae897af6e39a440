"""Every shipped question fits the smallest screen and plays to its end in both faces."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from quizgame.domain.questions import BetterResponse, Objective, Pack
from quizgame.plain import play
from quizgame.study.door import Door
from tests.builders import FixedClock, a_learner, a_store, seeded
from tests.content.shelf import teaching
from tests.tui.house import visiting

PACKS = pytest.mark.parametrize("pack", teaching(), ids=lambda pack: pack.id)
HOUR = 60


def apart(pack: Pack) -> Pack:
    """The pack with each question as its own objective, so that one session asks them all."""
    questions = tuple(replace(question, objective=question.id) for question in pack.questions)
    objectives = tuple(Objective(question.id, question.id, pack.id, "A takeaway.") for question in questions)
    return replace(pack, questions=questions, objectives=objectives)


@PACKS
async def test_each_question_is_seen_whole_and_answered_on_the_screen(tmp_path: Path, pack: Pack) -> None:
    async with visiting(tmp_path, apart(pack), minutes=HOUR) as visitor:
        answered = 0
        while visitor.app.study.session.phase != "over":
            screen = visitor.app.screen
            question = visitor.app.study.showing.question
            assert screen.query_one("VerticalScroll").max_scroll_y == 0, f"{question.key} does not fit 80×24"
            if isinstance(question.question, BetterResponse):
                await visitor.pilot.press(visitor.best())
                assert visitor.app.study.session.phase == "verdict"
                await visitor.pilot.press("enter")
            else:
                await visitor.pilot.press("enter", "3")
            answered += 1
        assert answered == len(pack.questions)


@PACKS
def test_each_question_is_said_and_answered_in_plain_lines(tmp_path: Path, pack: Pack) -> None:
    with a_store(tmp_path, apart(pack)) as database:
        a_learner(database)
        door = Door(database, FixedClock(), seeded(), 1)
        out = io.StringIO()
        lines = "1\n\n" * (2 * len(pack.questions))  # chooses or grades, and goes on; a card takes Enter first
        assert play(door, door.enter_latest(), (io.StringIO(lines), out), HOUR) == 0
        said = out.getvalue()
        for question in pack.questions:
            assert (question.scene if isinstance(question, BetterResponse) else question.front) in said
