"""Today: where the learner stands, and one key that starts a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from quizgame.domain import headlines
from quizgame.domain.words import count, counts, date, minutes_seconds, of_goal, since
from quizgame.store.errors import StoreError
from quizgame.study.conversation_words import waits
from quizgame.study.study import Study
from quizgame.study.views import Overview, Plan
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.marks import week
from quizgame.tui.widgets.page import Block, columns, prose

USUAL = 3
"""Minutes that Enter stands for."""

PLAY = Key(
    "enter,3", "play", "Enter", "play", "Start a session of 3 minutes, or go on with the one that was cut short."
)
ONE = Key("1", "minutes(1)", "1", "one minute", "Start a session of 1 minute.")
FIVE = Key("5", "minutes(5)", "5", "five minutes", "Start a session of 5 minutes.")
HOLD = Key("v", "hold", "v", "conversation", "Go on with the conversation that was begun and left.")
ANEW = Key("n", "minutes(3)", "n", "new session", "Start anew instead of going on with the session that was cut short.")
PROGRESS = Key("p", "progress", "p", "progress", "See when you practised, what you know, and what comes.")
PACKS = Key("k", "packs", "k", "packs", "Look through packs and questions, search them, and switch packs on and off.")
LEARNER = Key("l", "learner", "l", "learner", "Change who is learning, or add somebody.")
SETTINGS = Key("s", "settings", "s", "settings", "Set your goal, rest days and days off, and when your day turns.")
UNDO = Key("u", "undo", "u", "undo", "Take back the latest answer, even from before the game was closed.")
UP = Key("up", "scroll(-1)", "", "", "Scroll up.")
DOWN = Key("down", "scroll(1)", "", "", "Scroll down.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")
QUIT = Key("q", "quit", "q", "quit", "Leave the game.")

AWAY = 14
"""Days without practice after which somebody is welcomed back."""

_COLUMN = 16


class TodayScreen(HouseScreen):
    """The first screen of the game."""

    KEYS = (PLAY, ONE, FIVE, ANEW, HOLD, PROGRESS, PACKS, LEARNER, SETTINGS, UNDO, UP, DOWN, HELP_KEY, QUIT)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    @dataclass
    class Chosen(Message):
        """A session was asked for; 0 minutes stands for the one that was cut short."""

        minutes: int

    @dataclass
    class HoldWanted(Message):
        """A conversation is to be held."""

        key: str

    class ProgressWanted(Message):
        """The learner wants to look back and ahead."""

    class PacksWanted(Message):
        """The learner wants to look at the packs."""

    class LearnerWanted(Message):
        """Somebody else wants to learn."""

    class SettingsWanted(Message):
        """The learner wants to change a setting."""

    def __init__(self, study: Study, notice: str = "") -> None:
        super().__init__()
        self._study = study
        self._notice = notice
        self._overview: Overview | None = None

    def on_screen_resume(self) -> None:
        """Show how things stand now."""
        self._draw()

    def action_play(self) -> None:
        """The session that was cut short, or the usual one."""
        cut_short = self._overview is not None and self._overview.cut_short is not None
        self.post_message(self.Chosen(0 if cut_short else USUAL))

    def action_minutes(self, minutes: int) -> None:
        """A session of so many minutes."""
        self.post_message(self.Chosen(minutes))

    def action_hold(self) -> None:
        """The conversation that was left, if there is one."""
        if self._overview and self._overview.left:
            self.post_message(self.HoldWanted(self._overview.left.key))

    def action_progress(self) -> None:
        """Look back and ahead."""
        self.post_message(self.ProgressWanted())

    def action_packs(self) -> None:
        """The packs."""
        self.post_message(self.PacksWanted())

    def action_learner(self) -> None:
        """Somebody else."""
        self.post_message(self.LearnerWanted())

    def action_settings(self) -> None:
        """Change a setting."""
        self.post_message(self.SettingsWanted())

    def action_undo(self) -> None:
        """Take the latest answer back."""
        try:
            undone = self._study.undo()
        except StoreError as error:
            self._notice = str(error)
        else:
            title = undone.title.rstrip(".") if undone else ""
            self._notice = f"Taken back: {title}." if undone else "There is no answer to undo."
        self._draw()

    def action_scroll(self, step: int) -> None:
        """Scroll by a line, where not all of it is in view."""
        self.scroll.scroll_relative(y=step, animate=False)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.KEYS))

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def say(self, notice: str) -> None:
        """Show a notice above everything else."""
        self._notice = notice
        self._draw()

    def _draw(self) -> None:
        overview = self._study.overview()
        self._overview = overview
        self.header.show("quizgame", f"{overview.name} · {date(overview.day)}")
        look = (PROGRESS,) if overview.year.answers else ()
        keys = (
            PLAY,
            *look,
            PACKS,
            LEARNER,
            SETTINGS,
            HELP_KEY,
            QUIT,
        )  # undo is on the help page: one line at 80 columns
        ahead = (*_fading(overview), *_nearly(overview))
        offers = (*_sessions(overview), *_waiting(overview))
        self.show((*self._notices(overview), *_standing(overview), *offers, *ahead), keys)

    def _notices(self, overview: Overview) -> Iterator[Block]:
        if self._notice:
            yield Block(Content.styled(self._notice, "$text-warning"), Content.styled("!", "bold $text-warning"), 2)
            yield Block(Content(""))
        if overview.clock_behind:
            text = "Some answers carry dates that have not come yet. They wait until then; check this computer's clock."
            yield Block(Content.styled(text, "$text-warning"), Content.styled("!", "bold $text-warning"), 2)
            yield Block(Content(""))


def _standing(overview: Overview) -> Iterator[Block]:
    year = overview.year
    if not year.answers:
        yield Block(Content.styled(f"Welcome, {overview.name}.", "bold"))
        text = "Short drills in calming upset customers. Stop whenever a call comes in: every answer is kept."
        yield Block(Content.styled(text, "$foreground-muted"))
        return
    streak = year.streak
    so_far = count(streak.current or streak.total, "day") + " in all" * (not streak.current)
    best = f"   best {streak.best}" * (streak.best > streak.current)
    yield Block(
        Content.assemble(
            (so_far if streak.total else "First answers given", "bold"),
            ("   this week  ", "$foreground-muted"),
            week(year.week),
            (f"  {of_goal(year.done, year.goal)}{best}", "$foreground-muted"),
        )
    )
    lines = [headlines.safety(year, overview.day)]
    if overview.away >= AWAY:
        lines = ["Welcome back. One ordinary session will do; nothing to catch up on."]
    known = f"{count(overview.met, 'objective')} met so far, {overview.due} due"
    for line in (*lines, known):
        if line:
            yield Block(Content.styled(line, "$foreground-muted"))


def _sessions(overview: Overview) -> Iterator[Block]:
    plans = {plan.minutes: plan for plan in overview.plans}
    if overview.cut_short:
        left = minutes_seconds(overview.cut_short.left)
        text = columns(
            f"Go on   {left} left", f"{count(overview.cut_short.answers, 'answer')} given, then a call came", 24
        )
        yield Block(text.stylize("bold"), Content.styled("Enter", "bold $text-primary"), 8, 2, action="play")
        yield Block(_offer(plans[USUAL]), Content.styled("n", "bold $text-primary"), 8, 1, action=f"minutes({USUAL})")
    else:
        text = _offer(plans[USUAL]).stylize("bold")
        yield Block(text, Content.styled("Enter", "bold $text-primary"), 8, 2, action="play")
    yield Block(_offer(plans[1]), Content.styled("1", "bold $text-primary"), 8, 1, action="minutes(1)")
    yield Block(_offer(plans[5]), Content.styled("5", "bold $text-primary"), 8, 0, action="minutes(5)")


def _waiting(overview: Overview) -> Iterator[Block]:
    if overview.left:
        text = f"A conversation waits: {waits(overview.left)}"
        yield Block(Content(text), Content.styled("v", "bold $text-primary"), 8, 1, action="hold")


def _offer(plan: Plan) -> Content:
    refresh = plan.questions - plan.new
    parts = [part for part in (f"{refresh} to refresh" * bool(refresh), f"{plan.new} new" * bool(plan.new)) if part]
    what = f"{count(plan.questions, 'question')}: {', '.join(parts)}" if parts else "nothing to ask yet"
    if plan.conversations:
        what = counts((plan.questions, "question"), (plan.conversations, "conversation"))
    return columns(count(plan.minutes, "minute"), what, _COLUMN)


def _fading(overview: Overview) -> Iterator[Block]:
    for number, fading in enumerate(overview.fading):
        recall = f"{round(fading.recall * 100)} %, {since(overview.day - fading.due, overview.day)}"
        yield Block(
            prose(fading.title),
            Content.styled("" if number else "Fading", "bold"),
            8,
            0 if number else 2,
            Content.styled(recall, "$foreground-muted"),
        )


def _nearly(overview: Overview) -> Iterator[Block]:
    nearly = overview.nearly
    if nearly:
        holding = f"{nearly.holding} of {count(nearly.objectives, 'objective holds', 'objectives hold')} for a month"
        yield Block(
            Content(f"{nearly.name}: {holding}"),
            Content.styled("Nearly", "bold"),
            8,
            0 if overview.fading else 2,
        )
