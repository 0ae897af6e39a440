"""Keys: each is said once, and the bindings, the line at the foot and the help page all read it there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content


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


def foot(keys: Iterable[Key]) -> Content:
    """The line at the foot of a screen: the keys that work now."""
    parts: list[tuple[str, str]] = []
    for key in keys:
        parts += [(key.shown, "bold $text-accent"), (f"\u00a0{key.word.replace(' ', chr(0xA0))}   ", "$text-muted")]
    return Content.assemble(*parts).rstrip()
