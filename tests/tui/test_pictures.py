"""Screens as pictures, compared with those that somebody has looked at.

After a wanted change: `pytest tests/tui/test_pictures.py --snapshot-update`, then look at every picture that differs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.tui.lives import copied, live, the_app

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
LOOKS = ("dark", "light", "no-colour")
LIVES = {"empty": 0, "day": 1, "year": 365}
TABS = {"practice": "1", "knowledge": "2", "coming": "3", "sureness": "4"}


class Compare(Protocol):
    """The fixture of pytest-textual-snapshot, as it is used here."""

    def __call__(self, app: App[None], *, terminal_size: tuple[int, int], run_before: object) -> bool: ...


@pytest.fixture(scope="session")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store for each life."""
    folder = tmp_path_factory.mktemp("lives")
    for name, days in LIVES.items():
        live(folder / name, days)
    return folder


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", ["today", *TABS])
def test_a_year_of_practice(
    screen: str,
    look: str,
    size: str,
    lives: Path,
    tmp_path: Path,
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if look == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
    with the_app(copied(lives / "year", tmp_path / "home")) as app:
        keys = ("p", TABS[screen]) if screen in TABS else ()
        assert snap_compare(app, terminal_size=SIZES[size], run_before=_steps(keys, look))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("life", ["empty", "day"])
@pytest.mark.parametrize("screen", ["today", *TABS])
def test_the_beginning(screen: str, life: str, size: str, lives: Path, tmp_path: Path, snap_compare: Compare) -> None:
    with the_app(copied(lives / life, tmp_path / "home")) as app:
        keys = ("p", TABS[screen]) if screen in TABS else ()
        assert snap_compare(app, terminal_size=SIZES[size], run_before=_steps(keys, "dark"))


def _steps(keys: tuple[str, ...], look: str) -> object:
    async def steps(pilot: Pilot[None]) -> None:
        if look == "light":
            pilot.app.theme = "textual-light"
        await pilot.press(*keys)
        await pilot.pause()

    return steps
