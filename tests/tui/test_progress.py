"""Progress on the screen: four tabs by key, a session from the last one, and a way back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain.events import Certainty, SessionStarted
from quizgame.study.views import Scope
from quizgame.tui.screens.summary import SummaryScreen
from quizgame.tui.widgets.heatmap import LEGEND
from quizgame.tui.widgets.page import Page
from tests.builders import FixedClock, a_desk, a_pack, a_pack_of_responses, a_store, a_study
from tests.study.test_study import answer, best
from tests.tui.house import visiting
from tests.tui.lives import live, visiting_life


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of practice."""
    home = tmp_path_factory.mktemp("year")
    live(home / "home", 365)
    return home / "home"


QUESTIONS = ("When did I practise?", "What do I know?", "What comes?", "Am I as sure as I am right?")


async def test_every_tab_is_reached_by_number_and_by_arrows_and_round_the_corner(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(), minutes=1) as visitor:
        await visitor.to_response()
        await visitor.press(visitor.best(), "q", "enter", "p")
        for number, question in enumerate(QUESTIONS, 1):
            await visitor.press(str(number))
            assert question in visitor.sees()
        await visitor.press("right")
        assert QUESTIONS[0] in visitor.sees()
        await visitor.press("left")
        assert QUESTIONS[3] in visitor.sees()
        await visitor.press("escape")
        assert "3 minutes" in visitor.sees()


async def test_before_the_first_answer_every_tab_has_a_kind_word(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack()) as visitor:
        await visitor.press("p")
        for number in "1234":
            await visitor.press(number)
            assert "Nothing" in visitor.sees()
            assert "Enter" not in visitor.sees()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_nothing_of_a_year_stands_outside_the_screen(year: Path, size: tuple[int, int]) -> None:
    """Every line of a chart is as wide as the page at most: a longer one would have been wrapped into the next."""
    async with visiting_life(year, size) as pilot:
        await pilot.press("p")
        for number in "1234":
            await pilot.press(number)
            await pilot.pause()
            page = pilot.app.screen.query_one(Page)
            assert page.size.width <= size[0]
            drawn = [block for block in page.blocks if any(sign in block.text.plain for sign in "━▒█●○")]
            charts = [block for block in drawn if block.text.plain != LEGEND]  # words, which may wrap
            assert charts
            for block in charts:
                assert block.text.cell_length + block.indent <= page.size.width


async def test_practice_is_read_once_on_opening_and_once_when_the_terminal_changes_its_size(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(), size=(120, 40)) as visitor:
        asked: list[str] = []
        visitor.database.reading.set_trace_callback(asked.append)

        def reads() -> int:
            found = sum("SELECT day, kept" in statement for statement in asked)
            asked.clear()
            return found

        await visitor.press("p")
        assert reads() == 1
        await visitor.pilot.resize_terminal(80, 24)
        await visitor.pilot.pause()
        assert reads() == 1
        assert QUESTIONS[0] in visitor.sees()


async def test_a_key_groups_what_is_known_by_pack(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack("alpha"), a_pack("beta")) as visitor:
        await visitor.press("p", "2", "g")
        assert "The alpha pack" in visitor.sees()
        assert "0 of 3 met" in visitor.sees()


async def test_enter_on_the_last_tab_starts_a_session_on_what_is_listed(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(4)) as database:
        study = a_study(database, clock)
        showing = study.start(3)
        wrong = None
        while showing is not None:
            clock.tick(15)
            place = best(showing)
            if wrong is None:
                wrong = showing.question.objective
                study.choose((place + 1) % 3, Certainty.SURE)
            elif showing.question.objective == wrong:
                break
            else:
                study.choose(place)
            showing = study.proceed()
        study.finish()
    clock.set(clock.when + timedelta(days=1))
    async with visiting(tmp_path, a_pack_of_responses(4), clock=clock) as visitor:
        await visitor.press("p", "4")
        assert "Sure, wrong" in visitor.sees()
        assert "Enter practise these" in visitor.sees()
        await visitor.press("enter")
        assert visitor.app.study.showing.question.objective == wrong
        await visitor.press(visitor.best())
        started = [each.fact for each in a_desk(visitor.database).events() if isinstance(each.fact, SessionStarted)]
        assert started[-1].objectives == (wrong,)


async def test_enter_does_nothing_where_nothing_is_weak(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack()) as visitor:
        await visitor.press("p", "4", "enter")
        assert QUESTIONS[3] in visitor.sees()


async def test_a_mastered_topic_is_celebrated_and_stands_still_without_animations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock()
    pack = a_pack_of_responses(1)
    with a_store(tmp_path, pack) as database:
        study = a_study(database, clock)
        for _ in range(20):
            before = study.known().topics[0].mastered
            study.start(1)
            answer(study)
            if study.known().topics[0].mastered and not before:
                study.undo()
                break
            study.finish()
            clock.set(clock.when + timedelta(days=12))
    monkeypatch.setattr("quizgame.tui.screens.summary.SPARKLE_SECONDS", 3600.0)
    for level in ("none", "full"):
        home = tmp_path / level
        home.mkdir()
        (home / "quizgame.db").write_bytes((tmp_path / "quizgame.db").read_bytes())
        async with visiting(home, pack, clock=clock) as visitor:
            visitor.app.animation_level = level
            await visitor.press("1")
            await visitor.press(visitor.best(), "q")
            screen = visitor.app.screen
            assert isinstance(screen, SummaryScreen)
            assert screen.sparkling == (level == "full")
            while screen.sparkling:
                screen.twinkle()
            await visitor.pilot.pause()
            assert "★ Mastered: The pack pack. Its objective would hold for a month." in visitor.sees()


async def test_today_welcomes_back_and_shows_an_ordinary_session(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack()) as database:
        study = a_study(database, clock)
        study.start(3)
        answer(study)
        study.finish()
    clock.set(clock.when + timedelta(days=21))
    async with visiting(tmp_path, a_pack(), clock=clock) as visitor:
        assert "Welcome back." in visitor.sees()
        assert "nothing to catch up on" in visitor.sees()


async def test_today_shows_the_streak_its_week_and_how_safe_it_is(tmp_path: Path) -> None:
    clock = FixedClock()
    clock.set(clock.when - timedelta(days=3))
    with a_store(tmp_path, a_pack()) as database:
        for _ in range(3):
            study = a_study(database, clock)
            study.start(1, Scope())
            answer(study)
            study.finish()
            clock.set(clock.when + timedelta(days=1))
    async with visiting(tmp_path, a_pack(), clock=clock) as visitor:
        assert "3 days   this week  · · ● ● ● · ·  3 of 5" in visitor.sees()
        assert "Safe until Monday: today is a rest day, 1 freeze kept." in visitor.sees()
