"""The keys of a screen, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from quizgame.tui.keys import Key
from quizgame.tui.screens.modal import PageBox
from quizgame.tui.widgets.page import Block

_NAMES = {
    "question_mark": "?",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "ctrl+p": "Ctrl+P",
    "ctrl+q": "Ctrl+Q",
}
_EVERYWHERE = (
    Key("ctrl+p", "", "", "", "Choose another theme, light or dark. It is kept."),
    Key("ctrl+q", "", "", "", "Leave the game at once. Nothing is lost."),
)
_COLUMN = 13


class HelpScreen(PageBox):
    """Waits for any key or click; a long list scrolls."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = (*keys, *_EVERYWHERE)

    def on_mount(self) -> None:
        """Keys that do alike stand on one line."""
        blocks = [Block(Content.styled("Keys", "bold"))]
        for sentence, keys in groupby(self._keys, key=lambda key: key.help):
            names = " ".join(_NAMES.get(each, each) for key in keys for each in key.key.split(","))
            blocks.append(Block(Content(sentence), Content.styled(names, "bold $text-primary"), _COLUMN))
        self.page.show(*blocks)
