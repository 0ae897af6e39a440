"""An error that nobody foresaw ends the game with a sentence, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.store.errors import StoreError
from quizgame.study.door import Door
from quizgame.tui.app import QuizApp
from quizgame.tui.house import Stumbled
from tests.builders import FixedClock, a_learner, a_pack, a_store, seeded


async def test_an_unforeseen_error_becomes_a_sentence(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        a_learner(database)
        door = Door(database, FixedClock(), seeded(), 1)
        app = QuizApp(door, door.enter_latest(), 3, tracebacks=False)
        with pytest.raises(Stumbled) as stumbled:  # noqa: PT012
            async with app.run_test() as pilot:
                app.call_later(lambda: 1 // 0)
                await pilot.pause()
        assert "Every answer so far is stored." in stumbled.value.__rich__().plain
        assert app.return_code == 1


def test_the_stores_own_errors_are_said_as_they_are() -> None:
    assert Stumbled(StoreError("The disk is full [really].")).__rich__().plain == "The disk is full [really]."
