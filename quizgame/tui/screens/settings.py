"""Settings: what a learner can set about their days, week and streak.

A value that is stepped is written when its line is left, so that going from 5 to 2 is one change; a day off is written
at once, since the streak answers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message

from quizgame.domain.days import monday
from quizgame.domain.words import date
from quizgame.store.errors import StoreError
from quizgame.study.preferences import GOALS, Refused, Settings
from quizgame.study.settings_words import WEEKDAYS
from quizgame.study.study import Study
from quizgame.tui.keys import Key
from quizgame.tui.screens.help import HelpScreen
from quizgame.tui.screens.house import HouseScreen
from quizgame.tui.widgets.calendar import CELL, column_at
from quizgame.tui.widgets.page import Block
from quizgame.tui.widgets.settings_list import ARROWS, FIRST_WEEK, GOAL, LABEL, REST, TURN, Listed, lines, sentence

HALF_HOUR = 30
"""Minutes by which the hour at which the day turns is stepped."""

UP = Key("up,k", "move(-1)", "", "", "Move up.")
DOWN = Key("down,j", "move(1)", "", "", "Move down.")
MOVE = Key("", "", "↑↓", "move", "")
LESS = Key("left,h", "step(-1)", "←", "fewer", "Less, earlier, or the day before.")
MORE = Key("right,l", "step(1)", "→", "more", "More, later, or the day after.")
ALONG = Key("", "", "← →", "day", "")
SWITCH = Key("space,enter", "switch", "Space", "rest", "On the rest days, switch a weekday; in the weeks, a day off.")
DIGITS = tuple(
    Key(str(number), f"digit({number})", "", "", "Set the goal; or on the rest days, switch a weekday: 1 is Monday.")
    for number in GOALS
)
BACK = Key("escape,q,s", "back", "Esc", "back", "Back to today.")
HELP_KEY = Key("question_mark", "help", "?", "keys", "Show this page.")


class SettingsScreen(HouseScreen):
    """The settings of one learner."""

    KEYS = (UP, DOWN, LESS, MORE, SWITCH, *DIGITS, BACK, HELP_KEY)
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in KEYS]

    class Left(Message):
        """Back to today."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._notice = ""
        self._insisting = False
        stored = study.preferences.settings()
        self._listed = Listed(stored, stored, study.year(), GOAL, stored.today - monday(stored.today))

    # ── coming and going ──────────────────────────────────────────────────────────────────────────────────

    def on_screen_resume(self) -> None:
        """Show how things stand now; what the store has not taken yet stays."""
        if not self._changed:
            self._read()
        self._draw()

    def on_screen_suspend(self) -> None:
        """Another screen comes: what was changed is written first."""
        self._write()

    def on_unmount(self) -> None:
        """The game ends here."""
        with suppress(StoreError, Refused):
            self._keep()

    def action_back(self) -> None:
        """Back to today; when the store refuses, the second time leaves without the change."""
        if self._write():
            self.post_message(self.Left())
        elif self._insisting:
            self._read()
            self.post_message(self.Left())
        else:
            self._insisting = True
            self._notice += " Esc again goes back and leaves the setting as it was."
            self._draw()

    def action_help(self) -> None:
        """Show the keys, the seven digits as one."""
        digits = DIGITS[0]._replace(key=f"{GOALS[0]}–{GOALS[-1]}")
        arrows = (LESS._replace(key="←,h"), MORE._replace(key="→,l"))
        self.app.push_screen(HelpScreen((UP, DOWN, *arrows, SWITCH, digits, BACK, HELP_KEY)))

    # ── moving, changing ──────────────────────────────────────────────────────────────────────────────────

    def action_move(self, step: int) -> None:
        """The line above or below."""
        self.action_line(self._listed.line + step)

    def action_line(self, line: int) -> None:
        """A line; what was changed on the one that is left is written."""
        if line == self._listed.line or self._write():
            self._listed = self._listed.at_line(line)
        self._draw()

    def action_step(self, step: int) -> None:
        """Change the marked value, or move along the days."""
        listed, wanted = self._listed, self._listed.wanted
        if listed.line == GOAL:
            self._want(wanted._replace(goal=min(GOALS[-1], max(GOALS[0], wanted.goal + step))))
        elif listed.line == TURN:
            self._want(wanted._replace(rollover=_next_half_hour(wanted.rollover, step)))
        elif listed.day is None:
            self._listed = listed._replace(column=min(len(WEEKDAYS) - 1, max(0, listed.column + step)))
        else:
            self._listed = listed.at_day(listed.day + step)
        self._draw()

    def action_digit(self, number: int) -> None:
        """A goal, or a weekday."""
        if self._listed.line == GOAL:
            self._want(self._listed.wanted._replace(goal=number))
            self._draw()
        elif self._listed.line == REST:
            self.action_weekday(number - 1)

    def action_switch(self) -> None:
        """Switch the marked weekday or day."""
        if self._listed.line == REST:
            self.action_weekday(self._listed.column)
        elif self._listed.day is not None:
            self.action_day(self._listed.day)

    def action_weekday(self, weekday: int) -> None:
        """Let a weekday rest, or no longer."""
        self.action_line(REST)
        if self._listed.line != REST:
            return
        self._listed = self._listed._replace(column=weekday)
        rest = self._listed.wanted.rest ^ {weekday}
        if len(rest) < len(WEEKDAYS):
            self._want(self._listed.wanted._replace(rest=rest))
        else:
            self._notice = "One weekday is left to practise on. For a holiday, mark days off below."
        self._draw()

    def action_day(self, day: int) -> None:
        """Mark a day as a day off, or take that back, at once."""
        if self._write():
            self._listed = self._listed.at_day(day)
            try:
                self._study.preferences.mark([day], off=day not in self._listed.stored.days_off)
                self._read()
            except (StoreError, Refused) as error:
                self._notice = str(error)
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """A click on a day or an arrow does what the keys do there; the line is marked by the page."""
        where = event.screen_offset - self.page.content_region.offset
        for line in range(self._listed.bottom + 1):
            if self.page.line_of(f"line({line})") == where.y:
                self._click(line, where.x - LABEL)

    def _click(self, line: int, offset: int) -> None:
        column = column_at(offset)
        if line < REST:
            if line == self._listed.line and offset in ARROWS:
                self.action_step(ARROWS[offset])
        elif column is not None and line == REST:
            self.action_weekday(column)
        elif column is not None:
            day = self._listed.monday_of(line) + column
            if self._listed.stored.first <= day <= self._listed.last:
                self.action_day(day)

    # ── writing ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _changed(self) -> bool:
        return self._listed.wanted != self._listed.stored

    def _want(self, wanted: Settings) -> None:
        """Change what is shown; it is written later."""
        self._listed = self._listed._replace(wanted=wanted)
        self._notice, self._insisting = "", False

    def _write(self) -> bool:
        """Write what was changed; False, with a notice, when the store refuses: then it stays on the screen."""
        try:
            self._keep()
        except (StoreError, Refused) as error:
            self._notice = str(error)
            return False
        self._notice, self._insisting = "", False
        return True

    def _keep(self) -> None:
        wanted, stored, preferences = self._listed.wanted, self._listed.stored, self._study.preferences
        if wanted.goal != stored.goal:
            preferences.aim(wanted.goal)
        if wanted.rollover != stored.rollover:
            preferences.move_rollover(wanted.rollover)
        if wanted.rest != stored.rest:
            preferences.rest_on(wanted.rest)
        if self._changed:
            self._read()

    def _read(self) -> None:
        """Take everything from the store."""
        stored = self._study.preferences.settings()
        self._listed = self._listed._replace(stored=stored, wanted=stored, year=self._study.year())

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────

    def _draw(self) -> None:
        listed = self._listed
        self.header.show("Settings", f"{self._study.name} · {date(listed.stored.today)}")
        said = Block(Content.styled(sentence(listed), "$foreground-muted"), indent=3, space=1)
        self.show((*self._notices(), *lines(listed), said), (MOVE, *self._keys(), BACK, HELP_KEY))
        line = self.page.line_of(f"line({listed.line})")
        self.scroll.scroll_to(y=max(0, line - self.scroll.size.height // 2), animate=False)
        region = self.page.content_region
        column = listed.column * CELL if listed.line >= REST else 0
        self.app.cursor_position = Offset(region.x + LABEL + column, region.y + line)

    def _keys(self) -> tuple[Key, ...]:
        """The keys of the marked line, and what they would do there."""
        listed = self._listed
        if listed.line == GOAL:
            return LESS, MORE
        if listed.line == TURN:
            return LESS._replace(word="earlier"), MORE._replace(word="later")
        if listed.day is None:
            word = "practise" if listed.column in listed.wanted.rest else "rest"
        else:
            word = "take back" if listed.day in listed.stored.days_off else "day off"
        return ALONG._replace(word="day" if listed.line >= FIRST_WEEK else "weekday"), SWITCH._replace(word=word)

    def _notices(self) -> Iterator[Block]:
        if self._notice:
            yield Block(Content.styled(self._notice, "$text-warning"), Content.styled("!", "bold $text-warning"), 2)
            yield Block(Content(""))


def _next_half_hour(minutes: int, step: int) -> int:
    """The half hour after or before a time of day, over midnight too."""
    half_hours = minutes // HALF_HOUR if step > 0 else -(-minutes // HALF_HOUR)
    return (half_hours + step) * HALF_HOUR % (24 * 60)
