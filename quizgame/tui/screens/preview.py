"""Preview: a pack file as learners will see it, read again whenever it is saved, and what the check finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message

from quizgame.domain.conversation import Run, Step
from quizgame.domain.questions import BetterResponse, Conversation, Flashcard, Pack, Question
from quizgame.domain.words import count
from quizgame.packs.draft import Draft, DraftFile, Item, Remarks, items
from quizgame.tui.background import in_background
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.screens.jump import JumpScreen
from quizgame.tui.widgets.conversations import choices, debriefing, gauge, heading, spoken, transcript
from quizgame.tui.widgets.draft_pages import everything, everything_found, unreadable
from quizgame.tui.widgets.findings import listed
from quizgame.tui.widgets.page import Block, Page
from quizgame.tui.widgets.questions import asking, front, in_full, judged, sources, turned

if TYPE_CHECKING:  # the check is loaded when the first question stands
    from quizgame.packs.check.findings import Finding

POLL = 0.5
"""Seconds between two looks at the file."""

WIDE = 110
"""Columns from which the findings stand at the question's side."""

_CHOOSE = "Choose a response; after a conversation, try a turn again."
NUMBERS = tuple(Key(str(number), f"number({number})", "", "", _CHOOSE) for number in range(1, 9))
FORWARD = Key("enter,space", "forward", "Enter", "next", "Turn the card, take the marked response, or go on.")
BACK = Key("b,backspace", "back", "b", "back", "Take back the last turn of the conversation.")
ALL = Key("a", "all", "a", "answers", "Show everything of each question at once, or play it again.")
NEXT = Key("right,n", "step(1)", "← →", "question", "Go to the next question.")
PREVIOUS = Key("left,p", "step(-1)", "", "", "Go to the question before.")
FIRST = Key("home", "go(0)", "", "", "Go to the first question.")
LAST = Key("end", "go(-1)", "", "", "Go to the last question.")
JUMP = Key("g", "jump", "g", "go to", "Go to a question by its number or id.")
FOUND = Key("x", "found", "x", "next finding", "Go to the next question in which the check has found something.")
FINDINGS = Key("f", "findings", "f", "findings", "List what the check has found in the whole pack, or come back.")
UP = Key("up,k", "up", "", "", "Move to the response above, or scroll up.")
DOWN = Key("down,j", "down", "", "", "Move to the response below, or scroll down.")
PAGE_UP = Key("pageup", "page(-1)", "", "", "Scroll up by a page.")
PAGE_DOWN = Key("pagedown", "page(1)", "", "", "Scroll down by a page.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")
QUIT = Key("q,escape", "quit", "q", "quit", "Leave the preview.")


class PreviewScreen(HouseScreen):
    """One question or conversation of the file at a time; its place is kept by its id, else by its number."""

    KEYS = (
        *(*NUMBERS, FORWARD, BACK, ALL, NEXT, PREVIOUS, FIRST, LAST, JUMP, FOUND, FINDINGS),
        *(UP, DOWN, PAGE_UP, PAGE_DOWN, HELP_KEY, QUIT),
    )
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    @dataclass
    class Read(Message):
        """The file was read."""

        draft: Draft

    @dataclass
    class Checked(Message):
        """The file was checked."""

        reading: int
        remarks: Remarks

    def __init__(self, file: DraftFile) -> None:
        super().__init__()
        self._file = file
        self._draft: Draft | None = None
        self._remarks: Remarks | None = None
        self._reading = 0
        self._one_check_at_a_time = Lock()
        self.thread: Thread | None = None
        """What reads and checks the file; tests wait for it."""
        self._index = 0
        self._item_id = ""
        self._chosen: int | None = None
        self._run: Run | None = None
        """How far the conversation has come that is on the screen; None for a question."""
        self._turned = False
        self._cursor: int | None = None
        self._all = False
        self._listing = False
        self._notice = ""
        self.side_page = Page()
        self.side = VerticalScroll(self.side_page, id="side", can_focus=False)

    def compose(self) -> ComposeResult:
        """The question, and on wide screens the findings at its side."""
        yield self.header
        with Horizontal():
            yield self.scroll
            yield self.side
        yield self.foot

    def on_mount(self) -> None:
        """Read the file, and look at it from now on."""
        self.side.display = False
        self._draw()
        self._read()
        self.set_interval(POLL, self.look)

    def on_resize(self) -> None:
        """Findings stand at the side where there is room."""
        self._draw()

    def look(self) -> None:
        """Read the file again if it was saved."""
        if self._file.saved():
            self._read()

    # ── reading and checking ──────────────────────────────────────────────────────────────────────────────

    def _read(self) -> None:
        self._reading += 1
        reading = self._reading

        def work() -> Iterator[Message]:
            draft = self._file.read()
            if reading != self._reading:
                return  # it was saved once more in the meantime
            yield self.Read(draft)
            with self._one_check_at_a_time:
                if reading == self._reading and draft.pack is not None:
                    yield self.Checked(reading, self._file.check(draft))

        self.thread = in_background(self, work)

    def on_preview_screen_read(self, message: Read) -> None:
        """Show what the file holds now, at the place where the reader was."""
        again, shown = self._draft is not None, self._shown
        self._draft, self._remarks = message.draft.without_source(), None
        self._notice = "Saved, and read again." if again else ""
        if pack := message.draft.pack:
            self._keep_place(pack)
        self._draw()
        if self._shown is not shown:
            self.scroll.scroll_home(animate=False)
        self._come_to_the_present()

    def on_preview_screen_checked(self, message: Checked) -> None:
        """Show what the check has found."""
        if message.reading == self._reading:
            self._remarks = message.remarks
            self._draw()

    def _keep_place(self, pack: Pack) -> None:
        shown = items(pack)
        ids = [item.id for item in shown]
        if self._item_id in ids:
            self._index = ids.index(self._item_id)
            item = shown[self._index]
            self._chosen = self._chosen if self._chosen is not None and self._chosen < _options(item) else None
            self._run = _held(item, self._run.steps if self._run else ())
            self._cursor = None
        else:
            self._open(min(self._index, len(ids) - 1), pack)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Without a question, only what scrolls, explains or leaves does anything."""
        return self._pack is not None or action in {"up", "down", "page", "help", "quit"}

    # ── what keys do ──────────────────────────────────────────────────────────────────────────────────────

    def action_number(self, number: int) -> None:
        """Choose a response, or turn the card; after a conversation, go back to a turn of it."""
        item, run = self._item(), self._run
        if item is None or self._all or (self._shown and run is None):
            return
        if run is not None and run.outcome is not None:
            self._run = run.back_to(number - 1)
        elif run is not None and number <= len(run.turn.responses):
            self._run = run.say(number - 1)
        elif isinstance(item, Flashcard):
            self._turned = True
        elif number <= _options(item):
            self._chosen = number - 1
        self._cursor = None
        self._moved()

    def action_back(self) -> None:
        """One turn back."""
        if self._item() is not None and self._run is not None and not self._all:
            self._run = self._run.back_to(max(0, len(self._run.steps) - 1))
            self._cursor = None
            self._moved()

    def action_forward(self) -> None:
        """Go on, whatever that means now."""
        item = self._item()
        if item is None:
            return
        if self._shown:
            self.action_step(1)
        elif isinstance(item, Flashcard):
            self.action_number(1)
        elif self._cursor is not None:
            self.action_number(self._cursor + 1)

    def action_all(self) -> None:
        """Everything at once, or as in play."""
        self._all = not self._all
        self._chosen, self._turned, self._cursor, self._listing = None, False, None, False
        self._moved()

    def action_step(self, step: int) -> None:
        """The question beside this one."""
        if pack := self._pack:
            there = self._index + step
            if 0 <= there < len(items(pack)):
                self.action_go(there)
            else:
                self._say("This is the last question." if step > 0 else "This is the first question.")

    def action_go(self, index: int) -> None:
        """A question by its place in the file; -1 for the last."""
        if pack := self._pack:
            self._open(index % len(items(pack)), pack)
            self._moved()

    def action_jump(self) -> None:
        """Ask for a number or an id."""

        def go(wanted: str | None) -> None:
            if wanted and (pack := self._pack):
                found = _place(pack, wanted)
                if found is None:
                    self._say(f"There is no question {wanted}; there are {len(items(pack))}.")
                else:
                    self.action_go(found)

        self.app.push_screen(JumpScreen(), go)

    def action_found(self) -> None:
        """The next question with a finding, from the first one again after the last."""
        if self._remarks is None:
            self._say("The check is still running.")
        elif not (found := self._found()):
            self._say("The check has found nothing in any question.")
        else:
            places = list(found)
            self.action_go(next((place for place in places if place > self._index), places[0]))

    def action_findings(self) -> None:
        """Everything that was found, or back to the question."""
        self._listing = not self._listing
        self._moved()

    def action_up(self) -> None:
        """One response, or one line, up."""
        self._move(-1)

    def action_down(self) -> None:
        """One response, or one line, down."""
        self._move(1)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.scroll.scroll_relative(y=direction * (self.scroll.size.height - 2), animate=False)

    def action_help(self) -> None:
        """Show the keys, the digits as one."""
        self.app.push_screen(HelpScreen((NUMBERS[0]._replace(key="1–8"), *self.KEYS[len(NUMBERS) :])))

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    # ── the workings ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def _pack(self) -> Pack | None:
        return self._draft.pack if self._draft else None

    @property
    def _shown(self) -> bool:
        """True when the answer is on the screen."""
        ended = self._run is not None and self._run.outcome is not None
        return self._all or self._turned or self._chosen is not None or ended

    def _item(self) -> Item | None:
        """The question or conversation on the screen; None while something else is there."""
        pack = self._pack
        return items(pack)[self._index] if pack and not self._listing else None

    def _found(self) -> dict[int, tuple[Finding, ...]]:
        """What the check has found, by the place of what it is about."""
        return self._remarks.of_items(self._pack) if self._remarks and self._pack else {}

    def _open(self, index: int, pack: Pack) -> None:
        item = items(pack)[index]
        self._index, self._item_id, self._run = index, item.id, _held(item)
        self._chosen, self._turned, self._cursor, self._listing = None, False, None, False

    def _moved(self) -> None:
        self._notice = ""
        self._draw()
        self.scroll.scroll_home(animate=False)
        self._come_to_the_present()

    def _come_to_the_present(self) -> None:
        """Bring into view what is said now in a conversation, with as much before as fits."""
        if self._run is not None and self._item() is not None and not self._shown:
            said = 1 + len(list(transcript(self._run)))
            self.call_after_refresh(lambda: self.scroll.scroll_to(y=self.page.line_of_block(said), animate=False))

    def _move(self, step: int) -> None:
        item = self._item()
        choices = _options(item) if item else 0
        if self._run is not None and not self._shown:
            choices = len(self._run.turn.responses)
        if self._shown or not choices:
            self.scroll.scroll_relative(y=step, animate=False)
            return
        first = 0 if step > 0 else choices - 1
        self._cursor = first if self._cursor is None else (self._cursor + step) % choices
        self._notice = ""
        self._draw()
        line = self.page.line_of(f"number({self._cursor + 1})")
        region = self.page.content_region
        self.scroll.scroll_to(y=max(0, line - self.scroll.size.height // 2), animate=False)
        self.app.cursor_position = Offset(region.x, region.y + line + 1)

    def _say(self, notice: str) -> None:
        self._notice = notice
        self._draw()
        self._come_to_the_present()

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────

    def _draw(self) -> None:
        draft = self._draft
        found: tuple[Finding, ...] = ()
        if draft is None:
            self.header.show(self._file.path.name)
            self.show([Block(Content.styled(f"Reading {self._file.path.name} …", "$foreground-muted"))], (QUIT,))
        elif draft.pack is None:
            self.header.show(self._file.path.name, "cannot be read")
            self.show(unreadable(draft), (HELP_KEY, QUIT))
        elif self._listing:
            self.header.show(draft.pack.title, "what the check has found")
            self.show(everything_found(draft.pack, self._remarks), (FINDINGS._replace(word="back"), HELP_KEY, QUIT))
        else:
            found = self._found().get(self._index, ())
            self._draw_item(draft.pack, draft, found)
        self.side.display = bool(found) and self.size.width >= WIDE
        if found:
            self.side_page.show(Block(Content.styled(_title(len(found)), "bold")), Block(Content("")), *listed(found))

    def _draw_item(self, pack: Pack, draft: Draft, found: Sequence[Finding]) -> None:
        shown = items(pack)
        item, place = shown[self._index], f"{self._index + 1} of {len(shown)}"
        said = "checking …" if self._remarks is None else count(len(found), "finding") if found else ""
        note = Content(" · ".join(part for part in (said, place) if part))
        if self._run and not self._all:
            note = gauge(self._run.temperature) + Content("   ") + (note if self.size.width >= 80 else Content(place))
        self.header.show(pack.title, note)
        body = self._conversation(item, draft) if isinstance(item, Conversation) else self._body(item, pack, draft)
        below = _below(found) if found and self.size.width < WIDE else ()
        facts = Block(Content.styled(f"{item.id} · {item.kind}", "$foreground-muted"))
        notices = self._notices() if self._run is None or self._shown else ()
        self.show((*notices, *body, *([facts] if self._shown else []), *below), self._keys(item))

    def _conversation(self, held: Conversation, draft: Draft) -> Iterator[Block]:
        run = self._run or Run(held)
        yield Block(Content.styled(heading(held), "$text-primary"))
        if self._all:
            yield from everything(held, _titles(draft))
        elif run.outcome is not None:
            yield from debriefing(run, self.page.content_size.width or self.size.width - 7, _titles(draft))
        else:
            yield from transcript(run)
            yield from self._notices()
            yield spoken(run, None)
            yield from choices(run, range(len(run.turn.responses)), self._cursor, seen=True)

    def _body(self, question: Question, pack: Pack, draft: Draft) -> Iterator[Block]:
        takeaway = next((each.takeaway for each in pack.objectives if each.id == question.objective), "")
        order = range(_options(question))
        if not self._shown:
            if isinstance(question, Flashcard):
                yield from front(question)
            else:
                yield from asking(question, order, self._cursor)
            return
        if self._all:
            yield from in_full(question, takeaway)
        elif isinstance(question, Flashcard):
            yield from turned(question)
        else:
            right = self._chosen == question.best
            word = "That is the best response." if right else "There is a better response."
            yield Block(Content.styled(word, "bold $text-success" if right else "bold $text-warning"))
            yield from judged(question, order, self._chosen, takeaway)
        yield from sources(question, _titles(draft))

    def _notices(self) -> Iterator[Block]:
        if self._notice:
            yield Block(Content.styled(self._notice, "$text-primary"))
            yield Block(Content(""))

    def _keys(self, item: Item) -> tuple[Key, ...]:
        options = len(self._run.turn.responses) if self._run and not self._shown else _options(item)
        first: tuple[Key, ...] = (FORWARD,)
        if not self._shown:
            turn = isinstance(item, Flashcard)
            first = (FORWARD._replace(word="turn"),) if turn else (Key("", "", f"1–{options}", "choose", ""),)
        if self._run and self._run.steps and not self._all:
            first = (*first, BACK)
        show = ALL._replace(word="play") if self._all else ALL
        jump = () if BACK in first else (JUMP,)  # one line at 80 columns
        return (*first, NEXT, show, *jump, FINDINGS, HELP_KEY, QUIT)


def _title(number: int) -> str:
    return f"The check has found {count(number, 'thing')} here"


def _below(found: Sequence[Finding]) -> Iterator[Block]:
    """The findings under what they are about."""
    yield Block(Content.styled("────", "$foreground-muted"), space=1)
    yield Block(Content.styled(_title(len(found)), "bold"))
    yield from listed(found)


def _titles(draft: Draft) -> Callable[[str], str]:
    """Names a document by its id."""
    return lambda document: draft.documents.get(document, document)


def _options(item: Item) -> int:
    return len(item.options) if isinstance(item, BetterResponse) else 0


def _held(item: Item, steps: Sequence[Step] = ()) -> Run | None:
    """A conversation, taken as far along these steps as it goes; None for a question."""
    if not isinstance(item, Conversation):
        return None
    run = Run(item)
    for step in steps:
        if run.place != step.turn or step.chosen >= len(run.turn.responses):
            break
        run = run.say(step.chosen)
    return run


def _place(pack: Pack, wanted: str) -> int | None:
    """The place of an item by its number, its id, or a part of its id; None when there is none."""
    ids = [item.id for item in items(pack)]
    if wanted.isdecimal() and len(wanted) < 9 and 1 <= int(wanted) <= len(ids):
        return int(wanted) - 1
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for place, each in enumerate(ids):
            if fits(each, wanted.lower()):
                return place
    return None
