"""The line at the foot: the keys that work now. It breaks between keys, never within one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from quizgame.tui.keys import Key

_GAP = 3


class Foot(Widget):
    """Names the keys of a screen; a click on one does what the key does."""

    @dataclass
    class Clicked(Message):
        """A key was clicked."""

        action: str

    DEFAULT_CSS = """
    Foot { dock: bottom; height: auto; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Content, ...] = ()
        self._actions: tuple[str, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """What clicks on the keys mean, those left out that only explain."""
        return tuple(filter(None, self._actions))

    def show(self, keys: Iterable[Key]) -> None:
        """Name these keys."""
        keys = tuple(keys)
        named = tuple(
            Content.assemble((key.shown, "bold $text-primary"), (f" {key.word}", "$foreground-muted")) for key in keys
        )
        self._actions = tuple(key.action for key in keys)
        if tuple(each.plain for each in named) != tuple(each.plain for each in self._keys):
            self._keys = named
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the keys take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The keys."""
        return Content("\n").join(self._lines(self.content_size.width))

    def on_click(self, event: events.Click) -> None:
        """Say which key was meant."""
        where = event.get_content_offset(self)
        if where is None:
            return
        for place, (row, start) in enumerate(self._places(self.content_size.width)):
            if row == where.y and start <= where.x < start + self._keys[place].cell_length and self._actions[place]:
                self.post_message(self.Clicked(self._actions[place]))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for key, (row, start) in zip(self._keys, self._places(width), strict=True):
            if row == len(lines):
                lines.append(key)
            else:
                lines[row] = lines[row].pad_right(start - lines[row].cell_length) + key
        return lines or [Content("")]

    def _places(self, width: int) -> list[tuple[int, int]]:
        """Row and column at which each key stands."""
        places: list[tuple[int, int]] = []
        row = end = 0
        for key in self._keys:
            start = end + _GAP if end else 0
            if end and start + key.cell_length > width:
                row, start = row + 1, 0
            places.append((row, start))
            end = start + key.cell_length
        return places
