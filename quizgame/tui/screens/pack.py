"""One pack: its objectives by topic, what is left of each in memory, and which are suspended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from quizgame.domain.conversation import Run, best_from
from quizgame.domain.progress import FADING
from quizgame.domain.questions import Conversation
from quizgame.domain.words import count, in_days
from quizgame.store.conversations import ShelvedConversation
from quizgame.store.errors import StoreError
from quizgame.study.shelf import Files, Remembered, Shelf, Stood
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.listing import MOVES, Line, ListScreen
from quizgame.tui.screens.opening import OpeningScreen
from quizgame.tui.screens.pack_files import READ_AGAIN, CheckScreen, edit
from quizgame.tui.screens.question import QuestionScreen
from quizgame.tui.screens.search import SearchScreen
from quizgame.tui.widgets.page import Block, prose

OPEN = Key(
    "enter", "open", "Enter", "open", "Read the questions of the marked objective, or see how a conversation begins."
)
SUSPEND = Key("s", "suspend", "s", "suspend", "Ask the marked objective no more, or again. Its memory is kept.")
SEARCH = Key("slash", "search", "/", "search", "Search all questions.")
CHECK = Key("c", "check", "c", "check", "Show what the check finds in this pack.")
EDIT = Key("e", "edit", "e", "edit", "Open this pack in your editor (VISUAL or EDITOR), and read it again.")
BACK = Key("escape,q", "back", "Esc", "back", "Back to the packs.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")

_DUE = 16  # columns of the longest `due in 10 months`


class PackScreen(ListScreen):
    """The objectives of a pack."""

    KEYS: ClassVar[tuple[Key, ...]] = (OPEN, SUSPEND, SEARCH, CHECK, EDIT, *MOVES, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    def __init__(self, shelf: Shelf, files: Files | None, pack: str, problems: str = "") -> None:
        super().__init__()
        self._shelf = shelf
        self._files = files
        self._pack_id = pack
        self._problems = problems
        self._pack: Stood | None = None
        self._items: list[str | Remembered | ShelvedConversation] = []

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._read()
        self.draw_list()

    # ── what keys do ──────────────────────────────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """The questions, the marked objective's first; or how the marked conversation begins."""
        marked = self._items[self.cursor] if self._items else ""
        if isinstance(marked, ShelvedConversation):
            self.app.push_screen(OpeningScreen(self._shelf, marked.key))
        elif objective := self._marked():
            questions = self._shelf.questions(self._pack_id)
            keys = [key for each in self._items if isinstance(each, Remembered) for key in questions.get(each.key, ())]
            first = questions.get(objective.key)
            if first:
                self.app.push_screen(QuestionScreen(self._shelf, keys, keys.index(first[0])))

    def action_suspend(self) -> None:
        """Ask it no more, or again."""
        if objective := self._marked():
            self.notice, self.calm = "", False
            try:
                self._shelf.suspend(objective.key)
            except StoreError as error:
                self.notice = str(error)
            self._read()
            self.draw_list()

    def action_search(self) -> None:
        """Search all questions."""
        self.app.push_screen(SearchScreen(self._shelf))

    def action_check(self) -> None:
        """What the check finds."""
        if self._files and self._pack and (path := self._files.path(self._pack.pack.source.file)):
            self.app.push_screen(CheckScreen(self._pack.pack.title, self._files, path))

    def action_edit(self) -> None:
        """Open the file."""
        if self._files and self._pack:
            self.notice = edit(self.app, self._files, self._pack.pack)
            self.calm = self.notice == READ_AGAIN
            self._problems = ""
            self._read()
            self.draw_list()

    def action_back(self) -> None:
        """Back to the packs."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))

    # ── the list ──────────────────────────────────────────────────────────────────────────────────────────

    def amount(self) -> int:
        """Objectives and the topics above them, then conversations."""
        return len(self._items)

    def is_heading(self, index: int) -> bool:
        """Topics, and the word above the conversations, only name what follows."""
        return isinstance(self._items[index], str)

    def line(self, index: int) -> Line:
        """An objective, a conversation, or what stands above them."""
        item = self._items[index]
        if isinstance(item, str):
            return Line(Content.styled(item, "bold"), heading=True)
        if isinstance(item, ShelvedConversation):
            return _conversation(item.conversation)
        title = prose(item.title, "$foreground-muted" if item.suspended else "")
        return Line(title, self._note(item), _below(item))

    def above(self) -> Iterator[Block]:
        """What the figures mean, and what is wrong with the file."""
        if self._pack is None:
            yield Block(Content.styled("This pack is gone.", "bold"))
            return
        if self._problems:
            yield Block(
                Content.styled("Its file cannot be read now; the version before stays in play.", "$text-warning")
            )
            for line in self._problems.splitlines()[:3]:
                yield Block(Content.styled(line, "$foreground-muted"), indent=2)
        stood, pack = self._pack, self._pack.pack
        off = "" if stood.on else "; the pack is off"
        met = f"{stood.met} of {count(pack.objectives, 'objective')} met{off}."
        text = f"{met} The figures are your chances of recall today."
        if not pack.objectives:
            text = f"{count(pack.conversations, 'conversation')}{off}. They practise objectives of other packs."
        yield Block(Content.styled(text, "$foreground-muted"))
        yield Block(Content(""))

    def named_keys(self) -> tuple[Key, ...]:
        """What can be done with the marked line."""
        marked = self._marked()
        suspend = SUSPEND._replace(word="ask again") if marked and marked.suspended else SUSPEND
        files = (CHECK, EDIT) if self._files else ()
        return (OPEN, *([suspend] if marked else []), SEARCH, *files, BACK, HELP_KEY)

    # ── the workings ──────────────────────────────────────────────────────────────────────────────────────

    def _marked(self) -> Remembered | None:
        item = self._items[self.cursor] if self.cursor < len(self._items) else None
        return item if isinstance(item, Remembered) else None

    def _key(self) -> str | None:
        """Of the marked objective or conversation."""
        item = self._items[self.cursor] if self.cursor < len(self._items) else ""
        return None if isinstance(item, str) else item.key

    def _read(self) -> None:
        marked = self._key()
        self._pack = self._shelf.pack(self._pack_id)
        self._items = []
        if self._pack is not None:
            topics = groupby(self._shelf.objectives(self._pack_id), key=lambda each: each.topic)
            grouped = [(topic, list(objectives)) for topic, objectives in topics]
            for topic, objectives in grouped:  # a pack about one topic needs no heading
                self._items += [*([topic] if len(grouped) > 1 else []), *objectives]
            if conversations := self._shelf.conversations(self._pack_id):
                self._items += [*(["Conversations"] if grouped else []), *conversations]
        keys = ["" if isinstance(each, str) else each.key for each in self._items]
        if marked in keys:
            self.cursor = keys.index(marked)
        self.header.show(self._pack.pack.title if self._pack else self._pack_id)

    def _note(self, item: Remembered) -> Content:
        roomy = self.size.width >= 80
        if item.suspended or item.recall is None or item.due is None:
            word = "suspended" if item.suspended else "new"
            return Content.styled(word.ljust(_DUE + 7 if roomy else 9), "$foreground-muted")
        when = f"  {'due ' + in_days(item.due):{_DUE}}" if roomy else " " * 4
        style = "$text-warning" if item.recall < FADING else "$text-success"
        return Content.assemble((f"{round(item.recall * 100):3} %", style), (when, "$foreground-muted"))


def _conversation(held: Conversation) -> Line:
    turns = count(len(best_from(Run(held)).steps), "turn")
    note = Content.styled(f"{held.channel}, {turns}", "$foreground-muted")
    return Line(
        prose(held.title[:1].upper() + held.title[1:]),
        note,
        Content.styled("Enter shows how it begins.", "not bold $foreground-muted"),
    )


def _below(item: Remembered) -> Content:
    """What is said of the marked objective."""
    text = count(item.questions, "question")
    if item.suspended:
        text += "; it is not asked until you take that back with s"
    elif item.due is not None:
        text += f", due {in_days(item.due)}"
    return Content.styled(text, "not bold $foreground-muted")
