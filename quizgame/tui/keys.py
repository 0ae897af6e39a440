"""Keys: each is said once, and the bindings, the line at the foot and the help page all read it there."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding


class Key(NamedTuple):
    """A key, what it does, and how it is called."""

    key: str
    """Textual's names, separated by commas."""
    action: str
    shown: str
    """How the key is written on the screen; empty where only the help page names it."""
    word: str
    """One or two words for the foot."""
    help: str
    """One sentence for the help page."""

    def binding(self) -> Binding:
        """For a screen's BINDINGS."""
        return Binding(self.key, self.action, self.word, show=False, tooltip=self.help, id=f"{self.action}.{self.key}")
