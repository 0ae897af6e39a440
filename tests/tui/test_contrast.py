"""Text can be read: every text on every screen has a contrast of 4.5 or more, measured on what is drawn.

Bars and frames are no text, nor is what a box lies over, dimmed for as long as it lies there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.app import App
from textual.color import Color
from textual.filter import dim_color
from textual.screen import ModalScreen
from textual.theme import BUILTIN_THEMES

from quizgame.domain.events import SettingChanged
from quizgame.study.themes import THEMES
from quizgame.tui.house import HouseApp
from quizgame.tui.legible import GROUNDS, LEAST, TEXTS, contrast, legible
from tests.builders import a_desk, a_learner, a_store
from tests.store.histories import TODAY, when
from tests.tui.house import visiting
from tests.tui.walks import WALKS, Walk, walked

USUAL = ("textual-dark", "textual-light")
SMALL, LARGE = (80, 24), (120, 40)
DRAWN = range(0x2500, 0x25A0)
"""Box drawing and blocks: frames, bars and shades, which no one reads."""

WITH_MORE_ROOM = [each for each in WALKS if each.name in {"PreviewScreen: a question", "ProgressScreen: practice"}]
"""Where wide screens show more than narrow ones: findings at the side, and another calendar."""

WITH_MOST_COLOURS = [each for each in WALKS if each.name == "PlayScreen: missed"]
"""Signs, words and muted words."""


class Text(NamedTuple):
    """A run of text on the screen, as it is drawn."""

    text: str
    colour: Color | None
    """None for the terminal's own."""
    ground: Color | None

    @property
    def contrast(self) -> float:
        """After WCAG 2.2; text in a terminal's own colours cannot be known, and so has none."""
        return contrast(self.colour, self.ground) if self.colour and self.ground else 0.0


def texts(app: App[None]) -> Iterator[Text]:
    """Every text on the screen, in a box only what is in the box."""
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        column = 0
        for segment in strip:
            here, column = column, column + segment.cell_length
            if not segment.text.strip() or all(each == " " or ord(each) in DRAWN for each in segment.text):
                continue
            if isinstance(app.screen, ModalScreen) and app.screen.get_widget_at(here, row)[0] is app.screen:
                continue
            style = segment.style
            assert style is not None
            said = [None if each is None or each.is_default else each for each in (style.color, style.bgcolor)]
            if style.dim and said[0] and said[1]:
                said[0] = dim_color(said[1], said[0])
            colours = [Color.from_rich_color(each) if each else None for each in said]
            yield Text(segment.text.strip(), *(reversed(colours) if style.reverse else colours))


def hard_to_read(app: App[None]) -> list[str]:
    """Texts on the screen that stand out too little, with their colours."""
    return [
        f"{app.theme}: {each.text!r} {each.colour and each.colour.hex} on {each.ground and each.ground.hex},"
        f" {each.contrast:.2f}"
        for each in texts(app)
        if each.contrast < LEAST
    ]


async def hard_to_read_in(
    walk: Walk, themes: Iterable[str], furnished: Path, to: Path, size: tuple[int, int] = SMALL
) -> list[str]:
    """What is hard to read where a walk leads."""
    found = []
    async with walked(walk, furnished, to, size) as pilot:
        for theme in themes:
            pilot.app.theme = theme
            await pilot.pause()
            assert any(texts(pilot.app))
            found += hard_to_read(pilot.app)
    return found


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)
async def test_every_text_of_every_screen_can_be_read_in_dark_and_light(
    walk: Walk, furnished: Path, tmp_path: Path
) -> None:
    assert await hard_to_read_in(walk, USUAL, furnished, tmp_path / "home") == []


@pytest.mark.parametrize("walk", WITH_MORE_ROOM, ids=lambda walk: walk.name)
async def test_what_is_shown_where_there_is_more_room_can_be_read_too(
    walk: Walk, furnished: Path, tmp_path: Path
) -> None:
    assert await hard_to_read_in(walk, USUAL, furnished, tmp_path / "home", LARGE) == []


@pytest.mark.parametrize("walk", WITH_MOST_COLOURS, ids=lambda walk: walk.name)
async def test_the_other_themes_can_be_read_where_most_colours_meet(
    walk: Walk, furnished: Path, tmp_path: Path
) -> None:
    others = [theme for theme in THEMES if theme not in USUAL]
    assert await hard_to_read_in(walk, others, furnished, tmp_path / "home") == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_of_text_stands_out_from_every_ground(theme: str) -> None:
    app = HouseApp()
    app.theme = theme
    colours = {name: Color.parse(colour) for name, colour in app.get_css_variables().items() if name in TEXTS + GROUNDS}
    for ground in GROUNDS:
        for text in TEXTS:
            assert contrast(colours[ground] + colours[text], colours[ground]) >= LEAST, f"{text} on {ground}"


def test_contrast_is_that_of_wcag() -> None:
    black, white, grey = Color(0, 0, 0), Color(255, 255, 255), Color(118, 118, 118)
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.005)
    assert contrast(grey, grey) == 1


def test_what_can_be_read_stays_as_its_theme_has_it() -> None:
    dark = BUILTIN_THEMES["textual-dark"].to_color_system().generate()
    light = BUILTIN_THEMES["textual-light"].to_color_system().generate()
    assert legible(dark) == dark
    mended = legible(light)
    changed = {name for name in light if light[name] != mended[name]}
    assert "text-warning" in changed
    assert changed <= set(TEXTS)


def test_the_themes_that_can_be_chosen_are_all_of_textual_but_those_in_the_terminals_own_colours() -> None:
    assert set(THEMES) == {name for name, theme in BUILTIN_THEMES.items() if not theme.ansi}
    assert set(HouseApp().available_themes) == set(THEMES)


# ── without colours ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("walk", WITH_MOST_COLOURS, ids=lambda walk: walk.name)
async def test_without_colours_text_is_written_in_the_terminals_own(
    walk: Walk, furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with walked(walk, furnished, tmp_path / "home", SMALL) as pilot:
        found = list(texts(pilot.app))
    assert found
    assert [each for each in found if each.colour or each.ground] == []


# ── the theme is kept ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_theme_that_is_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("ctrl+p")
        await visitor.type("theme")
        await visitor.press("enter")
        await visitor.type("nord")
        await visitor.press("enter")
        assert visitor.app.theme == "nord"
    async with visiting(tmp_path) as visitor:
        assert visitor.app.theme == "nord"


async def test_every_learner_has_a_theme_of_their_own(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        a_learner(database, "Zoe", seed=9)
    async with visiting(tmp_path) as visitor:
        visitor.app.theme = "nord"
        await visitor.press("l", "down", "enter")
        visitor.app.theme = "flexoki"
        await visitor.press("l", "up", "enter")
        assert visitor.app.theme == "nord"


async def test_a_theme_chosen_before_there_is_a_learner_is_kept(tmp_path: Path) -> None:
    async with visiting(tmp_path, learner="") as visitor:
        visitor.app.theme = "nord"
        await visitor.press("S", "enter")
        assert "Welcome, S." in visitor.sees()
    async with visiting(tmp_path, learner="S") as visitor:
        assert visitor.app.theme == "nord"


async def test_a_theme_that_is_no_more_is_passed_over(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        desk.note(SettingChanged("theme", "ansi-dark", TODAY), when())
    async with visiting(tmp_path) as visitor:
        assert visitor.app.theme == "textual-dark"
