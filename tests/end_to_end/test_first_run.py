"""The first run: a name, today's screen, a session by keyboard alone, and back to the shell."""

from __future__ import annotations

from quizgame.domain.events import SessionFinished, SessionStarted
from tests.end_to_end.machine import Machine
from tests.end_to_end.screens import (
    CARD,
    NAME,
    PAUSED,
    QUESTION,
    SUMMARY,
    TODAY,
    first_run,
    play_through,
)
from tests.end_to_end.terminal import ENTER


def test_first_run_asks_for_a_name_then_shows_today_then_asks_a_real_question(machine: Machine) -> None:
    with machine.open() as terminal:
        first_run(terminal, "Sam")
        assert terminal.shows("Welcome, Sam.")
        assert terminal.shows("3 minutes")
        terminal.press(ENTER)
        terminal.wait_for(QUESTION, CARD)
        # The question is one that travels with the game, and its time has just begun to run.
        terminal.wait_for("3:00", "2:59")
    assert not machine.reviews()


def test_an_empty_name_is_asked_for_again(ready: Machine) -> None:
    with ready.open() as terminal:
        terminal.wait_for(NAME)
        terminal.press("   " + ENTER)
        terminal.wait_for("A name needs at least one letter.")
        terminal.press("Zoë")
        terminal.wait_for("Zoë")
        terminal.press(ENTER)
        terminal.wait_for("Welcome, Zoë.")


def test_a_one_minute_session_is_played_by_keyboard_alone_and_leaves_the_terminal_as_it_was(used: Machine) -> None:
    # One pack is as much as a quick hand can play before a minute has passed.
    with used.open("play", "limits-and-safety", "--minutes", "1") as terminal:
        chosen, graded = play_through(terminal)
        assert chosen + graded >= 8
        assert terminal.shows("Done.")
        assert terminal.shows(f"of {chosen + graded} right")
        terminal.press(ENTER)
        terminal.wait_for(TODAY)
        assert terminal.shows("1 day this week")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.is_restored()
    reviews = used.reviews()
    assert sum(review.answer.chosen is not None for review in reviews) == chosen
    assert sum(review.answer.chosen is None for review in reviews) == graded
    with used.desk() as desk:
        facts = [type(event.fact) for event in desk.events()]
    assert facts.count(SessionStarted) == facts.count(SessionFinished) == 1
    assert not used.complaints()


def test_leaving_in_mid_session_restores_the_terminal_too(used: Machine) -> None:
    with used.open("play") as terminal:
        terminal.wait_for(QUESTION, CARD)
        terminal.press("\x11")  # Ctrl+Q
        assert terminal.ended() == 0
        assert terminal.is_restored()


def test_a_session_without_answers_ends_with_a_summary_and_leaves_no_trace(used: Machine) -> None:
    with used.open("play") as terminal:
        terminal.wait_for(QUESTION, CARD)
        terminal.press("p")
        terminal.wait_for(PAUSED)
        terminal.press(ENTER)
        terminal.wait_until(lambda: not terminal.shows(PAUSED), "the pause to end")
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        assert terminal.shows("No answers this time.")
    with used.desk() as desk:
        assert desk.reviews() == []
        assert desk.events() == []
