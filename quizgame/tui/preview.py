"""The app of a preview: one screen on one file, without any store behind it."""

from __future__ import annotations

from textual.screen import Screen

from quizgame.packs.draft import DraftFile
from quizgame.tui.house import HouseApp
from quizgame.tui.screens.preview import PreviewScreen


class PreviewApp(HouseApp):
    """Shows a pack file as learners will see it. It records nothing."""

    def __init__(self, file: DraftFile, *, tracebacks: bool = True) -> None:
        super().__init__(tracebacks=tracebacks)
        self._file = file

    def get_default_screen(self) -> Screen[None]:
        """The file's first question, as soon as it has been read."""
        return PreviewScreen(self._file)
