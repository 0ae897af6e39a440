"""What every app of this house shares: page layout, colours, and how it ends when something goes wrong."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from quizgame.store.errors import explained
from quizgame.study.themes import THEMES
from quizgame.tui.legible import legible


class Stumbled(Exception):
    """Something went wrong that nobody foresaw, in words instead of a traceback."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.__cause__ = error

    def __rich__(self) -> Text:
        """What Textual prints once the screen is restored."""
        if known := explained(self.__cause__):
            return Text(str(known))
        return Text(
            f"quizgame stumbled ({type(self.__cause__).__name__}: {self}). Every answer so far is stored.\n"
            "Run the same command with --debug to see where, and tell the authors."
        )


class HouseApp(App[None]):
    """An app of this house; without `tracebacks`, an error that nobody foresaw ends it with a sentence."""

    TITLE = "quizgame"
    CSS_PATH = Path(__file__).with_name("quizgame.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(self, *, tracebacks: bool = True) -> None:
        super().__init__()
        if self.no_color:  # Textual would turn colours into greys
            self._filters = [*(each for each in self._filters if not isinstance(each, Monochrome)), NoColor()]
        self._tracebacks = tracebacks
        for name in set(self.available_themes) - set(THEMES):
            self.unregister_theme(name)
        if self.theme not in THEMES:  # TEXTUAL_THEME may name any
            self.theme = THEMES[0]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """What the palette offers: keys have a page of their own, and pictures are not ours to leave lying about."""
        yield SystemCommand("Theme", "Choose another theme, light or dark", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the game at once. Nothing is lost", self.action_quit)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, mended where text could hardly be read."""
        self.theme_variables = legible(super().get_css_variables())
        return self.theme_variables

    def on_ready(self) -> None:
        """What is loaded by now stays: taking it out of the collector's rounds trims the slowest keys."""
        gc.freeze()
        gc.enable()
        with suppress(NotImplementedError):  # Windows has no such signals
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error if self._tracebacks else Stumbled(error))
