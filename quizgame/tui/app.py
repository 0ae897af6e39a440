"""The app: theme, page layout, the first screen, and the way from one screen to the next."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.theme import Theme

from quizgame.store.errors import StoreError
from quizgame.study.door import Door
from quizgame.study.study import Study
from quizgame.study.views import MINUTES, Scope
from quizgame.tui.house import HouseApp
from quizgame.tui.screens.play import PlayScreen
from quizgame.tui.screens.session import SessionScreen
from quizgame.tui.screens.today import USUAL, TodayScreen

if TYPE_CHECKING:  # screens that the first question does not need are loaded when they are shown
    from quizgame.study.shelf import Files
    from quizgame.tui.screens.learners import LearnersScreen
    from quizgame.tui.screens.opening import OpeningScreen
    from quizgame.tui.screens.progress import ProgressScreen
    from quizgame.tui.screens.summary import SummaryScreen
    from quizgame.tui.screens.welcome import WelcomeScreen

NOTHING = "There is nothing to ask. Switch a pack on with `quizgame packs on NAME`, or install one."


class QuizApp(HouseApp):
    """quizgame in the terminal."""

    def __init__(
        self,
        door: Door,
        study: Study | None,
        minutes: int = 0,
        scope: Scope | None = None,
        *,
        notice: str = "",
        files: Files | None = None,
        tracebacks: bool = True,
    ) -> None:
        """`study` is None on the first run; `minutes` other than 0 opens a session at once, limited to `scope`.

        `files` are the folders of packs; without them, packs are shown but neither checked nor edited.

        Without `tracebacks`, an error that nobody foresaw ends the app with a sentence instead.
        """
        super().__init__(tracebacks=tracebacks)
        self._door = door
        self._study = study
        self._minutes = minutes
        self._scope = scope or Scope()
        self._notice = notice
        self._files = files
        self._usual_theme = self.theme
        self._take_theme()

    def on_mount(self) -> None:
        """A theme that is chosen is kept."""
        self.theme_changed_signal.subscribe(self, self._keep_theme)

    @property
    def study(self) -> Study:
        """The study of whoever is learning."""
        assert self._study is not None, "nobody has come in yet"
        return self._study

    def get_default_screen(self) -> Screen[None]:
        """The first screen: a question, today, or the learner's name."""
        if self._study is None:
            return self._newcomer(first=True)
        return self._first_screen(self._study)

    def _go(self, screen: Screen[None]) -> None:
        """Show a screen in place of the present one; the very first stays below, since Textual cannot replace it."""
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _take_theme(self) -> None:
        """Look as the learner likes it; who has not chosen a theme gets the present one."""
        if self._study and (theme := self._study.preferences.theme()):
            self.theme = theme

    def _keep_theme(self, theme: Theme) -> None:
        if self._study:
            with suppress(StoreError):  # it can be chosen again; nothing that was learned is lost
                self._study.preferences.choose_theme(theme.name)

    def _first_screen(self, study: Study) -> Screen[None]:
        if self._minutes:
            if study.start(self._minutes, self._scope):
                return _session_screen(study)
            return TodayScreen(study, NOTHING)
        return TodayScreen(study, self._notice)

    def _newcomer(self, *, first: bool) -> Screen[None]:
        from quizgame.tui.screens.welcome import WelcomeScreen

        return WelcomeScreen(self._door.welcome, first=first)

    def on_welcome_screen_entered(self, message: WelcomeScreen.Entered) -> None:
        """A learner has given a name, or gone back."""
        newcomer = self._study is None
        self._study = message.study or self._study
        self._take_theme()
        if (
            newcomer and self.theme != self._usual_theme
        ):  # on the first run a theme can be chosen before there is a learner
            self._keep_theme(self.current_theme)
        self._go(self._first_screen(self.study))
        self._minutes = 0

    def on_today_screen_chosen(self, message: TodayScreen.Chosen) -> None:
        """Begin a session, or go on with the one that was cut short."""
        showing = None if message.minutes else self.study.resume()
        if showing is None:
            showing = self.study.start(message.minutes or USUAL)
        if showing is not None:
            self._go(_session_screen(self.study))
        elif isinstance(self.screen, TodayScreen):
            self.screen.say(NOTHING)

    def on_today_screen_hold_wanted(self, message: TodayScreen.HoldWanted) -> None:
        """Go on with the conversation that was left."""
        self._hold(message.key)

    def on_opening_screen_hold_wanted(self, message: OpeningScreen.HoldWanted) -> None:
        """Hold the conversation that was looked at."""
        self._hold(message.key)

    def _hold(self, conversation: str) -> None:
        """A session with one conversation, in place of all screens that led to it."""
        found = self.study.start(MINUTES[-1], Scope(conversation=conversation))
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self._go(_session_screen(self.study) if found else TodayScreen(self.study, NOTHING))

    def on_today_screen_progress_wanted(self) -> None:
        """Look back and ahead."""
        from quizgame.tui.screens.progress import ProgressScreen

        self._go(ProgressScreen(self.study))

    def on_progress_screen_left(self) -> None:
        """Back to today."""
        self._go(TodayScreen(self.study))

    def on_progress_screen_drill_wanted(self, message: ProgressScreen.DrillWanted) -> None:
        """A session on what is weakest."""
        if self.study.start(USUAL, Scope(objectives=message.objectives)):
            self._go(_session_screen(self.study))

    def on_today_screen_packs_wanted(self) -> None:
        """Look through the packs."""
        from quizgame.tui.screens.packs import PacksScreen

        self._go(PacksScreen(self.study.shelf(), self._files))

    def on_packs_screen_left(self) -> None:
        """Back to today."""
        self._go(TodayScreen(self.study))

    def on_today_screen_settings_wanted(self) -> None:
        """Show what can be set."""
        from quizgame.tui.screens.settings import SettingsScreen

        self._go(SettingsScreen(self.study))

    def on_settings_screen_left(self) -> None:
        """Back to today."""
        self._go(TodayScreen(self.study))

    def on_today_screen_learner_wanted(self) -> None:
        """Show who learns here."""
        from quizgame.tui.screens.learners import LearnersScreen

        self._go(LearnersScreen(self._door.names(), self.study.name))

    def on_learners_screen_picked(self, message: LearnersScreen.Picked) -> None:
        """Go on as this learner."""
        self._study = (self._door.enter(message.name) if message.name else None) or self.study
        self._take_theme()
        self._go(TodayScreen(self.study))

    def on_learners_screen_newcomer_wanted(self) -> None:
        """Ask for a name."""
        self._go(self._newcomer(first=False))

    def on_session_screen_turned(self) -> None:
        """From questions to a conversation, or back."""
        self._go(_session_screen(self.study))

    def on_session_screen_ended(self, message: SessionScreen.Ended) -> None:
        """Look back."""
        from quizgame.tui.screens.summary import SummaryScreen

        self._go(SummaryScreen(self.study, message.summary))

    def on_summary_screen_left(self) -> None:
        """Back to today."""
        self._go(TodayScreen(self.study))

    def on_summary_screen_more_wanted(self, message: SummaryScreen.MoreWanted) -> None:
        """Play on."""
        if self.study.again(message.minutes):
            self._go(_session_screen(self.study))
        else:
            self._go(TodayScreen(self.study, NOTHING))


def _session_screen(study: Study) -> SessionScreen:
    """The screen for what stands open."""
    if study.showing.run is None:
        return PlayScreen(study)
    from quizgame.tui.screens.conversation import ConversationScreen

    return ConversationScreen(study)
