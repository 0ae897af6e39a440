"""Every screen can be used without a mouse: what a click reaches, a key reaches, and Escape leads back to Today.

Few widgets of this house take the focus: keys belong to the screen, and a mark (▸) moves over what can be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.screens.today import TodayScreen
from quizgame.tui.widgets.foot import Foot
from quizgame.tui.widgets.page import Page
from tests.tui.lives import live, the_app
from tests.tui.walks import ALONE, WALKS, Walk, screen_classes, until, walked

NARROW, USUAL = (60, 20), (80, 24)

ENOUGH = 40
"""Keys after which anything on these screens has been reached."""

BY_NUMBER = {"go": "jump"}
"""What a click opens in a list that may be long, and the action by which a key asks for its number."""

WIDGETS_FOR_THE_MOUSE = {Page, Foot}
"""Widgets that hear clicks, and for which these tests know how keys do the same."""

FIRST_STATES = tuple({walk.screen: walk for walk in reversed(WALKS)}.values())
"""One state of every screen."""

MORE_TO_CLICK = [each for each in WALKS if each.name == "PreviewScreen: what was found"]
"""States with more to click on than the first of their screen."""


def test_a_walk_leads_to_every_screen() -> None:
    assert {walk.screen for walk in WALKS} == set(screen_classes())


@pytest.mark.parametrize("walk", [*FIRST_STATES, *MORE_TO_CLICK], ids=lambda walk: walk.name)
async def test_a_screen_needs_no_mouse(walk: Walk, furnished: Path, tmp_path: Path) -> None:
    async with walked(walk, furnished, tmp_path / "home", NARROW) as pilot:
        screen = pilot.app.screen
        keys_do_what_they_say(screen)
        for size, key in ((NARROW, "down"), (USUAL, "up")):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await the_focus_goes_round(pilot)
            await clicks_can_be_done_by_keys(pilot, key)
            await what_is_out_of_view_can_be_scrolled_to(pilot)
            assert pilot.app.screen is screen
        await the_way_back(pilot, walk)


async def test_what_does_not_fit_on_today_can_be_scrolled_to(tmp_path: Path) -> None:
    live(tmp_path, 30)
    with the_app(tmp_path) as app:
        async with app.run_test(size=(60, 14)) as pilot:
            await pilot.pause()
            assert app.screen.query_one(VerticalScroll).max_scroll_y > 0
            await what_is_out_of_view_can_be_scrolled_to(pilot)


# ── what must hold ────────────────────────────────────────────────────────────────────────────────────────


async def the_focus_goes_round(pilot: Pilot[None]) -> None:
    """Tab goes to all that takes the focus, each in view when it has it; Shift+Tab goes the other way round."""
    screen = pilot.app.screen
    can_be = [each for each in screen.query("*") if each.focusable]
    assert (screen.focused is not None) == bool(can_be), "a screen on which one writes is ready for it at once"
    if not can_be:
        return
    for key in ("tab", "shift+tab"):
        order = [await focused_after(pilot, key) for _ in can_be]
        assert set(order) == set(can_be), f"{key} leaves out {set(can_be) - set(order)}"


async def focused_after(pilot: Pilot[None], key: str) -> Widget:
    """What has the focus after a key, seen to be in view."""
    await pilot.press(key)
    await pilot.pause()
    found = pilot.app.screen.focused
    assert found is not None
    assert found.region.area
    assert pilot.app.screen.region.contains_region(found.region), f"{found} is out of view"
    return found


def keys_do_what_they_say(screen: Screen[object]) -> None:
    """Every key of a screen has an action behind it."""
    for key in screen.KEYS if isinstance(screen, HouseScreen) else ():
        name = key.action.partition("(")[0]
        assert hasattr(screen, f"action_{name}") or hasattr(screen.app, f"action_{name}"), key


async def clicks_can_be_done_by_keys(pilot: Pilot[None], key: str) -> None:
    """What hears clicks is known, and each click's action has a key, or belongs to a line that a key marks."""
    screen = pilot.app.screen
    hearing = {type(each) for each in screen.query("*") if {"on_click", "_on_click"} & vars(type(each)).keys()}
    assert hearing <= WIDGETS_FOR_THE_MOUSE
    assert not list(links(pilot.app)), "a link in a text needs a key as well"
    by_key = {binding.action for bindings in screen._bindings.key_to_bindings.values() for binding in bindings}
    clicked = {block.action for page in screen.query(Page) for block in page.blocks if block.action}
    clicked |= {action for foot in screen.query(Foot) for action in foot.actions}
    assert clicked or not isinstance(screen, HouseScreen)
    without = {each for each in clicked - by_key if BY_NUMBER.get(each.partition("(")[0]) not in by_key}
    if without:
        assert without <= await marked_on_the_way(pilot, key)


def links(app: App[None]) -> Iterator[str]:
    """Texts that hear clicks by themselves."""
    for strip in app.screen._compositor.render_strips():
        yield from (each.text for each in strip if each.style and "@click" in each.style.meta)


async def marked_on_the_way(pilot: Pilot[None], key: str) -> set[str]:
    """The actions of all lines that pressing a key marks, one after another, each in view when it is."""
    screen = pilot.app.screen
    assert isinstance(screen, HouseScreen)
    found: set[str] = set()
    for _ in range(ENOUGH):
        marked = next(block for block in screen.page.blocks if "▸" in block.mark.plain)
        line = screen.page.region.y + screen.page.line_of(marked.action)
        assert screen.scroll.region.y <= line < screen.scroll.region.bottom, f"{marked.text.plain} is out of view"
        if marked.action in found:
            break
        found.add(marked.action)
        await pilot.press(key)
        await pilot.pause()
    return found


async def what_is_out_of_view_can_be_scrolled_to(pilot: Pilot[None]) -> None:
    """Keys bring the end of a page into view that is longer than the screen."""
    for scroll in pilot.app.screen.query(VerticalScroll):
        for key in ("down", "pagedown"):
            for _ in range(ENOUGH):
                if scroll.scroll_y >= scroll.max_scroll_y:
                    break
                await pilot.press(key)
                await pilot.pause()
        assert scroll.scroll_y == scroll.max_scroll_y, f"the end of {scroll} is out of reach"


async def the_way_back(pilot: Pilot[None], walk: Walk) -> None:
    """Escape leads back to Today, and from there, or where there is none, keys end the program."""
    app = pilot.app
    if walk.screen not in ALONE:
        for _ in range(6):
            if isinstance(app.screen, TodayScreen) or type(app.screen).__name__ in ALONE:
                break
            before = where(app)
            await pilot.press("escape")
            await until(pilot, lambda before=before: where(app) != before)  # type: ignore[misc]
            assert where(app) != before, f"Escape does nothing on {app.screen}"
        assert isinstance(app.screen, TodayScreen) or walk.preview
    await pilot.press("ctrl+q" if walk.newcomer else "q")
    await until(pilot, lambda: app._exit)
    assert app._exit


def where(app: App[None]) -> tuple[Screen[object], list[str]]:
    """The screen that is shown, and what is written on it."""
    return app.screen, [each.value for each in app.screen.query(Input)]
