"""The end of a session: what it added, what slipped, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from quizgame.domain.questions import BetterResponse
from quizgame.domain.words import count, in_days, minutes_seconds, of_goal
from quizgame.store.errors import StoreError
from quizgame.study.study import Study
from quizgame.study.views import Slip, Summary
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.marks import week
from quizgame.tui.widgets.page import Block, prose

TODAY = Key("enter,space,escape", "today", "Enter", "today", "Go to today's screen.")
MORE = Key("m", "more", "m", "one more minute", "Play for one minute more.")
READ = Key("r", "read", "r", "read slipped", "Read the questions that slipped again, with their best answers.")
BACK = Key("r", "read", "r", "back", "Back to the summary.")
UNDO = Key("u", "undo", "u", "undo", "Take back the latest answer of this session.")
UP = Key("up,k", "scroll(-1)", "", "", "Scroll up.")
DOWN = Key("down,j", "scroll(1)", "", "", "Scroll down.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")
QUIT = Key("q", "quit", "q", "quit", "Leave the game.")

SPARKLE_SECONDS = 0.12
_SPARKLE = ("★", "✦", "★", "✧", "·", "✧", "✦", "★", "✦", "✧", "·")
"""How the star of a mastered topic twinkles, last to first."""

LONG = 7
"""Days from which a streak is called the longest so far."""


class SummaryScreen(HouseScreen):
    """Looks back on a session."""

    KEYS = (TODAY, MORE, READ, UNDO, UP, DOWN, HELP_KEY, QUIT)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    class Left(Message):
        """On to today's screen."""

    @dataclass
    class MoreWanted(Message):
        """One more session."""

        minutes: int

    def __init__(self, study: Study, summary: Summary) -> None:
        super().__init__()
        self._study = study
        self._summary = summary
        self._reading = False
        self._notice = ""
        self._sparks = 0

    def on_mount(self) -> None:
        """Show it; a topic that was mastered is worth a moment, unless animations are switched off."""
        self._draw()
        if self._summary.mastered and self.app.animation_level != "none":
            self._sparks = len(_SPARKLE) - 1
            self._timer = self.set_interval(SPARKLE_SECONDS, self.twinkle)

    @property
    def sparkling(self) -> bool:
        """True while the star of a mastered topic twinkles."""
        return self._sparks > 0

    def twinkle(self) -> None:
        """Show the star's next look, and stop on the last one."""
        self._sparks -= 1
        self._draw()
        if not self._sparks:
            self._timer.stop()

    def action_today(self) -> None:
        """Done here."""
        self.post_message(self.Left())

    def action_more(self) -> None:
        """One more minute."""
        self.post_message(self.MoreWanted(1))

    def action_read(self) -> None:
        """Read what slipped, or come back from it."""
        if self._summary.slipped:
            self._reading = not self._reading
            self._draw()
            self.scroll.scroll_home(animate=False)

    def action_undo(self) -> None:
        """Take the latest answer back."""
        try:
            undone = self._study.undo(this_session=True)
            self._summary = self._study.look_back()
        except StoreError as error:
            self._notice = str(error)
        else:
            title = undone.title.rstrip(".") if undone else ""
            self._notice = f"Taken back: {title}." if undone else "There is no answer to undo."
        self._reading = self._reading and bool(self._summary.slipped)
        self._draw()

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        self.scroll.scroll_relative(y=step, animate=False)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def _draw(self) -> None:
        self.header.show("What slipped" if self._reading else "Summary", self._study.name)
        if self._reading:
            blocks = [block for slip in self._summary.slipped for block in self._again(slip)]
            self.show((*self._notices(), *blocks), (BACK, TODAY, HELP_KEY, QUIT))
            return
        read = (READ,) if self._summary.slipped else ()
        undo = (UNDO,) if self._summary.questions else ()
        self.show(
            (*self._notices(), *_lines(self._summary, _SPARKLE[self._sparks])),
            (TODAY, MORE, *read, *undo, HELP_KEY, QUIT),
        )

    def _notices(self) -> Iterator[Block]:
        if self._notice:
            yield Block(Content.styled(self._notice, "$text-warning"), Content.styled("!", "bold $text-warning"), 2)
            yield Block(Content(""))

    def _again(self, slip: Slip) -> Iterator[Block]:
        yield Block(prose(slip.title, "bold"), space=1)
        found = self._study.question(slip.question)
        if found is None:
            return
        question = found.question
        if isinstance(question, BetterResponse):
            best = question.options[question.best]
            yield Block(prose(question.scene))
            yield Block(prose(best.say), Content.styled("✓", "bold $text-success"), 2)
            yield Block(prose(best.because, "$foreground-muted"), indent=2)
        else:
            yield Block(prose(question.front))
            yield Block(prose(question.back), Content.styled("✓", "bold $text-success"), 2)
        if slip.takeaway:
            yield Block(prose(slip.takeaway, "italic"), indent=2)


def _lines(summary: Summary, star: str) -> Iterator[Block]:
    if not summary.questions:
        yield Block(Content.styled("No answers this time.", "bold"))
        yield Block(Content.styled("Nothing was counted. Come back when there is a minute.", "$foreground-muted"))
        return
    done = f"Done. {count(summary.questions, 'question')} in {minutes_seconds(summary.seconds)}."
    yield Block(Content.styled(done, "bold"))
    right = (f"     {summary.right} of {summary.questions} right", "$foreground-muted")
    if summary.growth >= 0.05:
        gain = Content.assemble((f"+{summary.growth:.1f}", "bold $text-success"), " you would still recall in a month")
    else:
        gain = Content("What slipped comes back soon, and will hold better then.")
    yield Block(Content.assemble(gain, right), space=1)
    for number, share in enumerate(summary.mastered):
        text = f"Mastered: {share.name}. "
        what = f"All {share.objectives} objectives" if share.objectives > 1 else "Its objective"
        holds = f"{what} would hold for a month."
        mark = Content.styled(star, "bold $text-success")
        yield Block(Content.assemble((text, "bold $text-success"), holds), mark, 2, int(number == 0))
    if summary.strongest and summary.strongest[1] > 1:
        title, due_in = summary.strongest
        yield _named("Strongest", title, f"due {in_days(due_in)}", first=True)
    for number, slip in enumerate(summary.slipped):
        yield _named("Slipped", slip.title, f"due {in_days(slip.due_in)}", first=number == 0)
    if summary.deferred:
        waiting = count(summary.deferred, "objective waits", "objectives wait")
        text = f"{waiting}; {'it keeps' if summary.deferred == 1 else 'they keep'} until next time"
        yield Block(Content.styled(text, "$foreground-muted"), Content.styled("Deferred", "bold"), 12, 1)
    year = summary.year
    longest = ", your longest so far" * (year.streak.current == year.streak.best >= LONG)
    yield Block(
        Content.assemble(
            f"Streak {count(year.streak.current, 'day')}{longest}" if year.streak.current else "First answers given",
            ("   this week  ", "$foreground-muted"),
            week(year.week),
            (f"  {of_goal(year.done, year.goal)}", "$foreground-muted"),
        ),
        space=2,
    )


def _named(name: str, title: str, note: str, *, first: bool) -> Block:
    """A line of a list whose first line carries the list's name."""
    mark = Content.styled(name if first else "", "bold")
    return Block(prose(title), mark, 12, int(first), Content.styled(note, "$foreground-muted"))
