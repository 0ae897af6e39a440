"""The first run asks one thing, and then a key starts a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.house import visiting


async def test_it_asks_for_a_name_and_then_shows_today(tmp_path: Path) -> None:
    async with visiting(tmp_path, learner="") as visitor:
        assert "What should I call you?" in visitor.sees()
        await visitor.type("Sam")
        await visitor.press("enter")
        assert "Welcome, Sam." in visitor.sees()
        await visitor.press("enter")
        assert "What do you say?" in visitor.sees()


@pytest.mark.parametrize("name", ["", "   "])
async def test_a_blank_name_is_asked_again_kindly(tmp_path: Path, name: str) -> None:
    async with visiting(tmp_path, learner="") as visitor:
        await visitor.type(name)
        await visitor.press("enter")
        assert "A name needs at least one letter." in visitor.sees()
        assert "What should I call you?" in visitor.sees()


@pytest.mark.parametrize("name", ["[red]Sam[/]", "Zoë 😀", "[/]", "李雷"])
async def test_a_name_is_shown_as_it_was_typed(tmp_path: Path, name: str) -> None:
    async with visiting(tmp_path, learner="") as visitor:
        visitor.app.screen.query_one("Input").value = name  # type: ignore[attr-defined]
        await visitor.press("enter")
        # A wide sign takes two cells, which the screen's lines show as one sign.
        assert f"Welcome, {name}." in visitor.sees()


async def test_a_second_learner_is_added_and_each_keeps_a_study(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("enter")
        await visitor.to_response()
        await visitor.press(visitor.best(), "q", "enter", "l")
        assert "Who is learning?" in visitor.sees()
        await visitor.press("a")
        await visitor.type("Zoe")
        await visitor.press("enter")
        assert "Welcome, Zoe." in visitor.sees()
        await visitor.press("l", "up", "enter")
        assert "1 day   this week" in visitor.sees()


async def test_no_second_learner_after_all(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("l", "a", "escape")
        assert "Welcome, Sam." in visitor.sees()


async def test_a_taken_name_is_refused_in_words(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("l", "a")
        await visitor.type("sAM")
        await visitor.press("enter")
        assert "There is already a learner called sAM." in visitor.sees()
