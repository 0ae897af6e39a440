"""Packs: what there is to practise, how much of it was met, and what is switched on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from quizgame.domain.words import count, counts, version_by
from quizgame.packs.problems import PackError
from quizgame.store.errors import StoreError
from quizgame.study.shelf import Files, Shelf, Stood
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.listing import MOVES, Line, ListScreen
from quizgame.tui.screens.pack import PackScreen
from quizgame.tui.screens.pack_files import READ_AGAIN, CheckScreen, ProblemsScreen, edit
from quizgame.tui.screens.search import SearchScreen
from quizgame.tui.widgets.page import Block

OPEN = Key("enter", "open", "Enter", "open", "Look at the marked pack, or at what is wrong with its file.")
SWITCH = Key("space", "switch", "Space", "on/off", "Switch the marked pack off, or on again. Its progress is kept.")
SEARCH = Key("slash", "search", "/", "search", "Search all questions.")
CHECK = Key("c", "check", "c", "check", "Show what the check finds in the marked pack.")
EDIT = Key("e", "edit", "e", "edit", "Open the marked pack in your editor (VISUAL or EDITOR), and read it again.")
BACK = Key("escape,q", "back", "Esc", "back", "Back to today.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")


class PacksScreen(ListScreen):
    """The packs of this store."""

    KEYS: ClassVar[tuple[Key, ...]] = (OPEN, SWITCH, SEARCH, CHECK, EDIT, *MOVES, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    class Left(Message):
        """Back to today."""

    def __init__(self, shelf: Shelf, files: Files | None) -> None:
        super().__init__()
        self._shelf = shelf
        self._files = files
        self._packs: list[Stood] = []
        self._problems: dict[str, str] = {}
        self._broken: list[str] = []

    def on_mount(self) -> None:
        """Take in what was changed in the folders since the game was started."""
        self._take_in()

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._read()
        self.draw_list()

    # ── what keys do ──────────────────────────────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """Into the pack, or to what is wrong with a file that is none."""
        if pack := self._marked():
            problems = self._problems.get(pack.pack.source.file, "")
            self.app.push_screen(PackScreen(self._shelf, self._files, pack.pack.id, problems))
        elif self._broken:
            file = self._broken[self.cursor - len(self._packs)]
            self.app.push_screen(ProblemsScreen(_bare(file), self._problems[file]))

    def action_switch(self) -> None:
        """On or off."""
        if pack := self._marked():
            self.notice, self.calm = "", False
            try:
                self._shelf.switch(pack.pack.id)
            except StoreError as error:
                self.notice = str(error)
            self._read()
            self.draw_list()

    def action_search(self) -> None:
        """Search all questions."""
        self.app.push_screen(SearchScreen(self._shelf))

    def action_check(self) -> None:
        """What the check finds."""
        if self._files is None or not self.amount():
            return
        pack = self._marked()
        file = pack.pack.source.file if pack else self._broken[self.cursor - len(self._packs)]
        if path := self._files.path(file):
            self.app.push_screen(CheckScreen(pack.pack.title if pack else _bare(file), self._files, path))

    def action_edit(self) -> None:
        """Open the file."""
        pack = self._marked()
        if self._files and pack:
            self.notice = edit(self.app, self._files, pack.pack)
            self.calm = self.notice == READ_AGAIN
            self._take_in()
            self._read()
            self.draw_list()

    def action_back(self) -> None:
        """Back to today."""
        self.post_message(self.Left())

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))

    # ── the list ──────────────────────────────────────────────────────────────────────────────────────────

    def amount(self) -> int:
        """Packs, and after them files that are none."""
        return len(self._packs) + len(self._broken)

    def line(self, index: int) -> Line:
        """A pack, or a file that is none."""
        if index >= len(self._packs):
            file = self._broken[index - len(self._packs)]
            note = Content.styled("cannot be read", "$text-warning")
            return Line(Content(_bare(file)), note, Content.styled("Enter shows what is wrong.", "$foreground-muted"))
        stood = self._packs[index]
        pack = stood.pack
        title = Content.styled(pack.title, "" if stood.on else "$foreground-muted")
        return Line(title, self._note(stood), self._below(stood))

    def above(self) -> Iterator[Block]:
        """How much there is in all."""
        if not self.amount():
            yield Block(Content.styled("There are no packs yet. `quizgame packs install FILE` adds one.", "bold"))
            return
        met = sum(each.met for each in self._packs)
        objectives = sum(each.pack.objectives for each in self._packs)
        off = sum(not each.on for each in self._packs)
        text = f"{count(len(self._packs), 'pack')}, {met} of {count(objectives, 'objective')} met" + f", {off} off" * (
            off > 0
        )
        yield Block(Content.styled(text, "$foreground-muted"))
        yield Block(Content(""))

    def named_keys(self) -> tuple[Key, ...]:
        """What can be done with the marked line."""
        files = (CHECK, EDIT) if self._files else ()
        return (OPEN, SWITCH, SEARCH, *files, BACK, HELP_KEY)

    # ── the workings ──────────────────────────────────────────────────────────────────────────────────────

    def _marked(self) -> Stood | None:
        return self._packs[self.cursor] if self.cursor < len(self._packs) else None

    def _take_in(self) -> None:
        if self._files:
            try:
                self._problems = dict(self._files.bring_up_to_date())
            except (StoreError, PackError) as error:
                self.notice = str(error)

    def _read(self) -> None:
        marked = self._marked()
        self._packs = self._shelf.packs()
        ids = [each.pack.id for each in self._packs]
        if marked and marked.pack.id in ids:  # a new title may have moved it
            self.cursor = ids.index(marked.pack.id)
        files = {each.pack.source.file for each in self._packs}
        self._broken = sorted(file for file in self._problems if file not in files)
        self.header.show("Packs", self._shelf.name)

    def _note(self, stood: Stood) -> Content:
        pack = stood.pack
        broken = pack.source.file in self._problems
        widest = max(len(str(each.pack.objectives)) for each in self._packs)
        met = f"{stood.met:>{widest}} of {pack.objectives:>{widest}} met  "
        if not pack.objectives:
            met = f"{count(pack.conversations, 'conversation')}  "
        state = ("on ", "$text-success") if stood.on else ("off", "$foreground-muted")
        origin = f"  {'built in' if pack.source.built_in else 'installed':9}" if self.size.width >= 80 else ""
        return Content.assemble(
            ("! " if broken else "", "bold $text-warning"), (met, "$foreground-muted"), state,
            (origin, "$foreground-muted"),
        )  # fmt: skip

    def _below(self, stood: Stood) -> Content:
        pack = stood.pack
        amount = counts((pack.questions, "question"), (pack.conversations, "conversation"))
        facts = [f"{amount}, {version_by(pack.version, pack.author)}"]
        facts += [f"{count(stood.suspended, 'objective')} suspended"] * bool(stood.suspended)
        facts += ["its file cannot be read now; the version before stays in play"] * (
            pack.source.file in self._problems
        )
        return Content.styled("; ".join(facts), "not bold $foreground-muted")


def _bare(file: str) -> str:
    """A file's name as its owner knows it."""
    return file.partition("/")[2] or file
