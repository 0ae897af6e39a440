"""The line at the top: where we are, and how much of the break is used."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

_GAUGE = 24


class Header(Widget):
    """A title on the left, a note on the right, and between them a gauge where there is one."""

    DEFAULT_CSS = """
    Header { dock: top; height: 2; padding: 0 1; border-bottom: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right: str | Content = ""
        self._share: float | None = None

    def show(self, left: str, right: str | Content = "", share: float | None = None) -> None:
        """Say it; `share` (0 to 1) fills the gauge, None leaves it out."""
        if (left, right, share) != (self._left, self._right, self._share):
            self._left, self._right, self._share = left, right, share
            self.refresh()

    def render(self) -> Content:
        """One line."""
        width = self.content_size.width
        right = Content("").append(self._right).truncate(max(4, width * 2 // 3), ellipsis=True)
        room = max(4, width - right.cell_length - 2)
        gauge = min(_GAUGE, max(0, room - Content(self._left).cell_length - 2))
        left = Content.styled(self._left, "bold").truncate(room, ellipsis=True)
        middle = Content("")
        if self._share is not None and gauge >= 6:
            done = round(min(1.0, max(0.0, self._share)) * gauge)
            middle = Content.assemble(("━" * done, "$primary"), ("─" * (gauge - done), "$foreground-muted"), "  ")
        gap = max(1, width - left.cell_length - middle.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, middle, right)
