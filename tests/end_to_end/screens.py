"""How a player knows the screens: by the few words on each that are there to stay.

Most are of the line at the foot, which is drawn last: when it is there, so is everything above it.
"""

from __future__ import annotations

from tests.end_to_end.terminal import ENTER, Terminal

NAME = "What should I call you? … leave"
TODAY = "l learner … q quit"
QUESTION = "choose … q stop"
CARD = "turn the card … q stop"
TURNED = "grade … q stop"
JUDGED = "Enter next … q stop"
SUMMARY = "Enter today … q quit"
PAUSED = "Paused. Your call comes first."
RIGHT = "That is the best response."
WRONG = "There is a better response."

VERDICTS = (RIGHT, WRONG)


def first_run(terminal: Terminal, name: str = "Sam") -> None:
    """Give a name and come to Today."""
    terminal.wait_for(NAME)
    terminal.press(name)
    terminal.wait_for(name)
    terminal.press(ENTER)
    terminal.wait_for(TODAY)


def answer(terminal: Terminal, key: str = "1") -> str:
    """Answer the open better-response question; gives the verdict's first words."""
    terminal.wait_for(QUESTION)
    terminal.press(key)
    terminal.wait_for(JUDGED)
    return terminal.wait_for(*VERDICTS)


def play_through(terminal: Terminal) -> tuple[int, int]:
    """Play until the summary comes; gives how many responses were chosen and cards graded."""
    chosen = graded = 0
    while True:
        seen = terminal.wait_for(QUESTION, CARD, SUMMARY)
        if seen == SUMMARY:
            return chosen, graded
        if seen == QUESTION:
            answer(terminal)
            chosen += 1
            terminal.press(ENTER)
            terminal.wait_until(lambda: not terminal.shows(JUDGED), "the verdict to go")
        else:
            terminal.press(ENTER)
            terminal.wait_for(TURNED)
            terminal.press("3")
            graded += 1
            terminal.wait_until(lambda: not terminal.shows(TURNED), "the card to go")
