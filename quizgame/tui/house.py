"""What every app of this house shares: page layout, colours, and how it ends when something goes wrong."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor

from quizgame.store.errors import explained


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

    def on_ready(self) -> None:
        """What is loaded by now stays: taking it out of the collector's rounds trims the slowest keys."""
        gc.freeze()
        gc.enable()
        with suppress(NotImplementedError):  # Windows has no such signals
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error if self._tracebacks else Stumbled(error))
