"""What screens with a long list share: a marked line, and no more lines drawn than the screen can show.

A pack may hold ten thousand questions. Only the lines in view are laid out, so a key costs the same in every pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Offset

from quizgame.tui.keys import Key
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.page import Block

UP = Key("up,k", "move(-1)", "", "", "Move up.")
DOWN = Key("down,j", "move(1)", "", "", "Move down.")
PAGE_UP = Key("pageup", "page(-1)", "", "", "Move up by a page.")
PAGE_DOWN = Key("pagedown", "page(1)", "", "", "Move down by a page.")
FIRST = Key("home", "edge(-1)", "", "", "Move to the first line.")
LAST = Key("end", "edge(1)", "", "", "Move to the last line.")
MOVES = (UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST)

WIDEST = 100
"""Columns that a line takes at most."""

_INDENT = 2
_MOST_ROWS = 3  # of the marked line, which is shown in full where that is no essay


class Line(NamedTuple):
    """One thing of a list."""

    text: Content
    note: Content = Content("")
    """Stands at the right-hand end."""
    below: Content = Content("")
    """Said under the line while it is marked."""
    heading: bool = False
    """Names what follows, and cannot be marked."""


class ListScreen(HouseScreen):
    """A list in which one line is marked; a click marks a line, and opens the one that is marked already."""

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self._top = 0
        self.notice = ""
        self.calm = False
        """Whether the notice tells of nothing bad."""

    # ── what a list says of itself ────────────────────────────────────────────────────────────────────────

    def amount(self) -> int:
        """How many lines there are, headings included."""
        raise NotImplementedError

    def line(self, index: int) -> Line:
        """One of them."""
        raise NotImplementedError

    def is_heading(self, index: int) -> bool:  # noqa: ARG002
        """Whether a line only names what follows."""
        return False

    def above(self) -> Iterable[Block]:
        """What stands above the list."""
        return ()

    def named_keys(self) -> tuple[Key, ...]:
        """The keys at the foot."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Go into the marked line."""
        raise NotImplementedError

    # ── moving ────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """The list takes the room there is, once that is known."""
        self.call_after_refresh(self.draw_list)

    def action_move(self, step: int) -> None:
        """Mark the line below or above; headings are passed over."""
        self._mark(self.cursor + step, step)

    def action_page(self, direction: int) -> None:
        """Move by as many lines as are in view."""
        self._mark(self.cursor + direction * max(1, self._height() - 2), direction)

    def action_edge(self, direction: int) -> None:
        """The first or the last line."""
        self._mark(self.amount() if direction > 0 else 0, direction)

    def action_mark(self, index: int) -> None:
        """Mark a line, or open it when it is marked already."""
        if index == self.cursor:
            self.action_open()
        elif index < self.amount() and not self.is_heading(index):
            self.cursor = index
            self.notice = ""
            self.draw_list()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the mark."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the mark."""
        event.stop()
        self.action_move(-3)

    def _mark(self, wanted: int, step: int) -> None:
        last = self.amount() - 1
        index = min(last, max(0, wanted))
        for direction in (step, -step):  # where only a heading lies that way, the nearest line the other way is meant
            while 0 <= index <= last and self.is_heading(index):
                index += 1 if direction > 0 else -1
            index = index if 0 <= index <= last else min(last, max(0, wanted))
        self.cursor, self.notice = max(0, index), ""
        if index <= 1:
            self._top = 0  # the heading of the first lines comes into view as well
        self.draw_list()

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────

    def draw_list(self) -> None:
        """Show the lines in view."""
        self._settle()
        room = self._room()
        above = [*self._notices(), *self.above()]
        taken = sum(block.space + len(block.text.wrap(max(8, room - block.indent))) for block in above)
        height = max(3, self._height() - taken)
        self.show([*above, *self._lines(room, height)], self.named_keys())
        if self.focused is None:  # else the terminal's cursor belongs to the line that is being written
            region = self.page.content_region
            line = self.page.line_of(f"mark({self.cursor})")
            self.app.cursor_position = Offset(region.x, region.y + line)

    def _settle(self) -> None:
        """Keep the mark on a line that is there."""
        self.cursor = min(self.cursor, max(0, self.amount() - 1))
        while self.cursor < self.amount() - 1 and self.is_heading(self.cursor):
            self.cursor += 1

    def _lines(self, room: int, height: int) -> Iterator[Block]:
        amount = self.amount()
        if not amount:
            return
        marked = self._block(self.cursor, room)
        extra = len(marked.text.wrap(max(8, room - marked.indent))) - 1
        fits = max(1, height - extra - (amount + extra > height))  # the last line tells how much is out of view
        self._top = min(max(self._top, self.cursor - fits + 1), self.cursor, max(0, amount - fits))
        end = min(amount, self._top + fits)
        for index in range(self._top, end):
            yield marked if index == self.cursor else self._block(index, room)
        if amount > end or self._top:
            hidden = [f"{self._top} above" * bool(self._top), f"{amount - end} below" * bool(amount - end)]
            text = ", ".join(each for each in hidden if each)
            yield Block(Content.styled(f"… {text}", "$foreground-muted"), indent=_INDENT)

    def _block(self, index: int, room: int) -> Block:
        line = self.line(index)
        if line.heading:
            return Block(line.text.truncate(room, ellipsis=True))
        here = index == self.cursor
        width = max(8, room - _INDENT - line.note.cell_length - 2)
        rows = _rows(line.text, width, _MOST_ROWS if here else 1)
        gap = Content(" " * max(0, width - rows[0].cell_length + 2))
        text = Content("\n").join([rows[0] + (gap + line.note if line.note.cell_length else Content("")), *rows[1:]])
        if here:
            text = text.stylize("bold")
            if line.below.cell_length:
                text = Content("\n").join([text, *line.below.wrap(room - _INDENT)])
        return Block(
            text, Content.styled("▸" if here else "", "bold $text-primary"), _INDENT, 0, action=f"mark({index})"
        )

    def _notices(self) -> Iterator[Block]:
        if self.notice:
            sign, style = ("✓", "$text-success") if self.calm else ("!", "$text-warning")
            yield Block(Content.styled(self.notice, style), Content.styled(sign, f"bold {style}"), 2)
            yield Block(Content(""))

    def _height(self) -> int:
        return self.scroll.content_region.height or max(3, self.size.height - 6)

    def _room(self) -> int:
        """Columns of a line: what the page's padding leaves, and the scroll bar's place."""
        width = self.size.width
        return max(20, min(width - (3 if width < 80 else 9), WIDEST))


def _rows(text: Content, width: int, most: int) -> list[Content]:
    """The text on so many rows, with an ellipsis where it is longer."""
    if most == 1:
        return [text.truncate(width, ellipsis=True)]
    rows = text.wrap(width)
    if len(rows) > most:
        rows = [*rows[: most - 1], (rows[most - 1].truncate(width - 1) + Content("…"))]
    return rows
