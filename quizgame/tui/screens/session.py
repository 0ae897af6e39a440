"""What every screen of a session shares: going on, taking back, flagging, pausing, stopping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from quizgame.store.errors import StoreError
from quizgame.study.study import Study
from quizgame.study.views import Showing, Summary, Undone
from quizgame.tui.keys import Key
from quizgame.tui.screens.flag import FlagScreen
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.screens.paused import PausedScreen
from quizgame.tui.widgets.page import Block

NUMBERS = tuple(Key(number, f"number({number})", "", "", "Choose a response, or grade a card.") for number in "123456")
PAGE_UP = Key("pageup", "page(-1)", "", "", "Scroll up by a page.")
PAGE_DOWN = Key("pagedown", "page(1)", "", "", "Scroll down by a page.")
UNDO = Key("u", "undo", "u", "undo", "Take back the latest answer; its question opens again.")
FLAG = Key("f", "flag", "f", "flag", "Tell the trainer that this question is bad, with a note.")
PAUSE = Key("p", "pause", "p", "pause", "Stop the time: a call comes first.")
WHY = Key("w", "why", "", "", "Say why this is asked now, and what is left of it in memory.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")
STOP = Key("q,escape", "stop", "q", "stop", "End the session here and see its summary.")


class SessionScreen(HouseScreen):
    """A screen on which one thing after another is asked."""

    @dataclass
    class Ended(Message):
        """The session is over."""

        summary: Summary

    class Turned(Message):
        """What stands open now belongs on another kind of screen."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._trouble = ""
        self._showing = study.showing
        self._ended = False
        self._timer: Timer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Keys typed ahead do nothing once this screen is done."""
        return not self._ended

    def on_mount(self) -> None:
        """Show what stands open."""
        self._fresh()

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.scroll.scroll_relative(y=direction * (self.scroll.size.height - 2), animate=False)

    def action_undo(self) -> None:
        """Take the latest answer back."""
        try:
            undone = self._study.undo()
        except StoreError as error:
            self._say(str(error))
            return
        if undone is None:
            self._say("There is no answer to undo.")
        elif undone.reopened:
            self._show_open()
            self._say(taken_back(undone))
        else:
            self._say(taken_back(undone))

    def action_flag(self) -> None:
        """Ask for a note, and store it with the question's key."""
        self._study.pause()

        def done(note: str | None) -> None:
            self._study.unpause()
            if note is not None:
                try:
                    self._study.flag(note, self._showing)
                except StoreError as error:
                    self._say(str(error))
                else:
                    self._say("Noted for the trainer. Thank you.")

        self.app.push_screen(FlagScreen(), done)

    def action_pause(self) -> None:
        """Stop the time until a key is pressed."""
        self._study.pause()
        self._tick()

        def back(_: None) -> None:
            self._study.unpause()
            self._tick()

        self.app.push_screen(PausedScreen(self._study.clock()), back)

    def action_why(self) -> None:
        """Say why this is asked now."""
        if found := self._study.why(self._showing.question.objective):
            from quizgame.tui.screens.why import WhyScreen

            self._study.pause()
            self.app.push_screen(WhyScreen(found), lambda _: self._study.unpause())
        else:
            self._say("What this practises is not among your packs, so there is nothing to say of it.")

    def action_help(self) -> None:
        """Show the keys."""
        self._study.pause()
        self.app.push_screen(HelpScreen(self.KEYS), lambda _: self._study.unpause())

    def action_stop(self) -> None:
        """End here."""
        self._end()

    # ── for each kind of screen ───────────────────────────────────────────────────────────────────────────

    def _fits(self, showing: Showing) -> bool:
        """Whether this kind of screen can show it."""
        raise NotImplementedError

    def _fresh(self) -> None:
        """Show what has just been opened."""
        raise NotImplementedError

    def _draw(self) -> None:
        """Draw everything anew."""
        raise NotImplementedError

    def _tick(self) -> None:
        """Draw the line at the top anew."""
        raise NotImplementedError

    # ── steps of the session ──────────────────────────────────────────────────────────────────────────────

    def _next(self) -> None:
        """Go on; where the end could not be stored, the same key tries again."""
        try:
            showing = None if self._study.session.phase == "over" else self._study.proceed()
        except StoreError as error:
            self._say(str(error))
            return
        if showing is None:
            self._end()
        else:
            self._show_open()

    def _show_open(self) -> None:
        if self._fits(self._study.showing):
            self._fresh()
        else:
            self._leave()
            self.post_message(self.Turned())

    def _end(self) -> None:
        try:
            summary = self._study.finish()
        except StoreError as error:
            self._say(f"{error} Ctrl+Q leaves all the same.")
            return
        self._leave()
        self.post_message(self.Ended(summary))

    def _leave(self) -> None:
        """Be done: the first screen of all stays below the others, and must not tick on there."""
        self._ended = True
        if self._timer is not None:
            self._timer.stop()

    def _say(self, trouble: str) -> None:
        self._trouble = trouble
        self._draw()

    def _notice(self) -> Iterator[Block]:
        if self._trouble:
            yield Block(Content.styled(self._trouble, "$text-warning"), Content.styled("!", "bold $text-warning"), 2)
            yield Block(Content(""))


def taken_back(undone: Undone) -> str:
    """What the screen says of an answer that was taken back."""
    title = undone.title.rstrip(".")
    return f"Taken back: {title}." if undone.reopened else f"Taken back, from an earlier session: {title}."
