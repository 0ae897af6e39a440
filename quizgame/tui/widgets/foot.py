"""The line at the foot: the keys that work now. It breaks between keys, never within one."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from quizgame.tui.keys import Key

_GAP = 3


class Foot(Widget):
    """Names the keys of a screen."""

    DEFAULT_CSS = """
    Foot { dock: bottom; height: auto; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Content, ...] = ()

    def show(self, keys: Iterable[Key]) -> None:
        """Name these keys."""
        named = tuple(
            Content.assemble((key.shown, "bold $text-primary"), (f" {key.word}", "$foreground-muted")) for key in keys
        )
        if tuple(each.plain for each in named) != tuple(each.plain for each in self._keys):
            self._keys = named
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the keys take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The keys."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for key in self._keys:
            if lines and lines[-1].cell_length + _GAP + key.cell_length <= width:
                lines[-1] = lines[-1] + Content(" " * _GAP) + key
            else:
                lines.append(key)
        return lines or [Content("")]
