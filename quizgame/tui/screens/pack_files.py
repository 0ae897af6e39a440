"""What can be done with a pack's file from the screens: check it, and open it in the learner's editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SuspendNotSupported
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from quizgame.packs.problems import PackError
from quizgame.store.catalogue import ShelvedPack
from quizgame.store.errors import StoreError
from quizgame.study.shelf import Files
from quizgame.tui.background import in_background
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.findings import amounts, listed
from quizgame.tui.widgets.page import Block

if TYPE_CHECKING:
    from quizgame.packs.check.findings import Finding

READ_AGAIN = "Read again."
"""Said when the file holds a pack after it was edited."""

UP = Key("up,k", "scroll(-1)", "", "", "Scroll up.")
DOWN = Key("down,j", "scroll(1)", "", "", "Scroll down.")
PAGE_UP = Key("pageup", "page(-1)", "", "", "Scroll up by a page.")
PAGE_DOWN = Key("pagedown,space", "page(1)", "", "", "Scroll down by a page.")
SCROLL = Key("", "", "↑↓", "scroll", "")
BACK = Key("escape,q,enter", "back", "Esc", "back", "Go back.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")


class ReadingScreen(HouseScreen):
    """Text to read, and back."""

    KEYS: ClassVar[tuple[Key, ...]] = (UP, DOWN, PAGE_UP, PAGE_DOWN, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        self.scroll.scroll_relative(y=step, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.scroll.scroll_relative(y=direction * (self.scroll.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Done here."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))


class ProblemsScreen(ReadingScreen):
    """Why a file cannot be read as a pack."""

    def __init__(self, file: str, problems: str) -> None:
        super().__init__()
        self._file = file
        self._problems = problems

    def on_mount(self) -> None:
        """Show it."""
        self.header.show(self._file, "cannot be read")
        text = "Mend this in the file. It is read again at the next start, or when these packs are opened again."
        lines = self._problems.splitlines()
        blocks = [Block(Content(line), Content.styled("!", "bold $text-error"), 3, 1) for line in lines[:100]]
        if len(lines) > len(blocks):
            blocks.append(Block(Content.styled(f"and {len(lines) - 100} more", "$foreground-muted"), indent=3, space=1))
        self.show([Block(Content.styled(text, "$foreground-muted")), *blocks], (SCROLL, BACK, HELP_KEY))


class CheckScreen(ReadingScreen):
    """What the check finds in a pack, worked out beside the screen."""

    @dataclass
    class Checked(Message):
        """The check is done."""

        found: Sequence[Finding]

    def __init__(self, title: str, files: Files, path: Path) -> None:
        super().__init__()
        self._called = title
        self._files = files
        self._path = path
        self.thread: Thread | None = None
        """What runs the check; tests wait for it."""

    def on_mount(self) -> None:
        """Begin."""
        self.header.show(self._called, "what the check finds")
        self.show([Block(Content.styled("Checking …", "$foreground-muted"))], (BACK, HELP_KEY))

        def work() -> Iterator[Message]:
            yield self.Checked(self._files.findings(self._path))

        self.thread = in_background(self, work)

    def on_check_screen_checked(self, message: Checked) -> None:
        """Show what was found."""
        found = message.found
        said = f"Found: {amounts(found)}." if found else "Nothing to mend: every rule is content with this pack."
        blocks = [Block(Content.styled(said, "bold")), Block(Content("")), *listed(found)]
        self.show(blocks, (SCROLL, BACK, HELP_KEY))


def edit(app: App[None], files: Files, pack: ShelvedPack) -> str:
    """Open a pack's file in the editor and read it again; gives what there is to say afterwards."""
    path = files.path(pack.source.file)
    if path is None:
        return "The file of this pack is gone."
    if pack.source.built_in:
        return (
            "This pack came with the game: an update would undo what you change in it. Copy its file, give the copy "
            f"another id in its first line, and add it with `quizgame packs install`. The file: {path}"
        )
    if not files.editor:
        return f"No editor is named. Set EDITOR, for example to nano, and start the game again. The file: {path}"
    try:
        with app.suspend():
            trouble = files.edit(path)
    except SuspendNotSupported:
        return f"This terminal cannot make room for an editor. Open the file in a window of its own: {path}"
    return trouble or _read_again(files, pack)


def _read_again(files: Files, pack: ShelvedPack) -> str:
    try:
        problems = files.bring_up_to_date().get(pack.source.file)
    except (StoreError, PackError) as error:
        return str(error)
    if problems is None:
        return READ_AGAIN
    first = problems.splitlines()[0]
    return f"The file cannot be read now, and the version before stays in play. {first}"
