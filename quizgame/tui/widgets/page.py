"""A page of text blocks in one widget: hanging signs, wrapped text, lines that can be clicked.

One widget for the whole page keeps a repaint as cheap as one label's. Pack text and names come in as `Content`, and so
are never read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from quizgame.domain.text import spans


class Block(NamedTuple):
    """A paragraph of a page."""

    text: Content
    mark: Content = Content("")
    """Stands before the first line, within the indent."""
    indent: int = 0
    """Columns by which all lines are set in."""
    space: int = 0
    """Empty lines above."""
    note: Content = Content("")
    """Said after the text: on its last line where it fits, else on a line of its own."""
    action: str = ""
    """What a click on the paragraph means to the screen; empty for nothing."""


def prose(text: str, style: str = "") -> Content:
    """Pack text as styled content: its emphasis in italics, everything else as it stands."""
    parts = ((span.text, f"{style} italic" if span.emphasis else style) for span in spans(text))
    return Content.assemble(*parts)


def columns(left: str, right: str, width: int, style: str = "", right_style: str = "$foreground-muted") -> Content:
    """Two texts on one line, the second one starting at column `width`."""
    pad = " " * max(1, width - Content(left).cell_length)
    return Content.assemble((left + pad, style), (right, right_style))


def _with_note(lines: list[Content], note: Content, room: int) -> list[Content]:
    """The lines with a note after the last one, or below it."""
    if not note.cell_length:
        return lines
    if lines[-1].cell_length + 3 + note.cell_length <= room:
        return [*lines[:-1], lines[-1] + Content("   ") + note]
    return [*lines, *note.wrap(room)]


class Page(Widget):
    """Shows blocks under one another."""

    DEFAULT_CSS = """
    Page { height: auto; }
    """

    @dataclass
    class Clicked(Message):
        """A block with an action was clicked."""

        action: str

    def __init__(self) -> None:
        super().__init__()
        self._blocks: tuple[Block, ...] = ()
        self._laid_out: tuple[int, list[Content], list[int]] = (-1, [], [])

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What the page shows."""
        return self._blocks

    def show(self, *blocks: Block) -> None:
        """Replace the page's blocks."""
        self._blocks = blocks
        self._laid_out = (-1, [], [])
        self.refresh(layout=True)

    def line_of(self, action: str) -> int:
        """The line on which the block with this action begins; 0 when there is none."""
        _, _, owners = self._lines(self.content_size.width)
        wanted = next((index for index, block in enumerate(self._blocks) if block.action == action), None)
        return owners.index(wanted) if wanted in owners else 0

    def line_of_block(self, block: int) -> int:
        """The line on which the block with this index begins, the empty lines above it counted as its own."""
        _, lines, owners = self._lines(self.content_size.width)
        return owners.index(block) if block in owners else len(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the wrapped blocks take."""
        return len(self._lines(width)[1])

    def render(self) -> Content:
        """All lines, already wrapped."""
        return Content("\n").join(self._lines(self.content_size.width)[1])

    def on_click(self, event: events.Click) -> None:
        """Say which block was meant."""
        owners = self._lines(self.content_size.width)[2]
        if 0 <= event.y < len(owners) and (action := self._blocks[owners[event.y]].action):
            self.post_message(self.Clicked(action))

    def _lines(self, width: int) -> tuple[int, list[Content], list[int]]:
        """Width, lines, and for each line the index of its block (an empty line belongs to the block below)."""
        if self._laid_out[0] != width:
            lines: list[Content] = []
            owners: list[int] = []
            for index, block in enumerate(self._blocks):
                room = max(8, width - block.indent)
                wrapped = _with_note(block.text.wrap(room), block.note, room)
                mark = block.mark.pad_right(max(0, block.indent - block.mark.cell_length))
                rest = Content(" " * block.indent)
                lines += [Content("")] * block.space
                lines += [(rest if number else mark) + line for number, line in enumerate(wrapped)]
                owners += [index] * (block.space + len(wrapped))
            self._laid_out = (width, lines, owners)
        return self._laid_out
