"""Keys in a session, and what outlives the session: pause, undo, resize, stop, and a terminal that was closed."""

from __future__ import annotations

import re
from signal import SIGKILL

import pytest

from quizgame.domain.events import SessionStarted
from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, a_drill, best_key, door
from tests.end_to_end.screens import CARD, PAUSED, QUESTION, RIGHT, SUMMARY, TODAY, VERDICTS, answer
from tests.end_to_end.terminal import DOWN, ENTER, UP, Terminal


def seconds_left(terminal: Terminal) -> int:
    """The time in the header."""
    found = re.search(r"(\d+):(\d\d)", terminal.screen()[0])
    assert found, terminal.picture()
    return int(found[1]) * 60 + int(found[2])


# ── pause ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_time_stands_still_while_a_session_is_paused(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        asked = door(terminal)
        terminal.wait_until(lambda: seconds_left(terminal) <= 179, "time to run")
        terminal.press("p")
        terminal.wait_for(PAUSED)
        left = seconds_left(terminal)
        terminal.watch(3.2)
        assert seconds_left(terminal) == left
        terminal.press(ENTER)
        terminal.wait_until(lambda: not terminal.shows(PAUSED), "the pause to end")
        assert door(terminal) == asked
        assert left - 1 <= seconds_left(terminal) <= left
        answer(terminal)
    (review,) = used.reviews()
    assert review.answer.seconds < 3.2


def test_keys_do_not_reach_the_question_behind_the_pause(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        terminal.press("p")
        terminal.wait_for(PAUSED)
        terminal.press("1")  # any key goes on, and does nothing else
        terminal.wait_until(lambda: not terminal.shows(PAUSED), "the pause to end")
        assert terminal.shows(QUESTION)
    assert used.reviews() == []


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_marked_response_is_taken_with_enter(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        best = int(best_key(terminal))
        terminal.press(DOWN * best + DOWN + UP)
        terminal.wait_for(f"▸ {best}")
        terminal.press(ENTER)
        terminal.wait_for(RIGHT)
    (review,) = used.reviews()
    assert review.answer.chosen == 0


def test_undo_reopens_the_question_and_voids_its_review(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        asked = door(terminal)
        answer(terminal)
        terminal.press("u")
        terminal.wait_for("Taken back:")
        terminal.wait_for(QUESTION)
        assert door(terminal) == asked
        (taken_back,) = used.reviews()
        assert used.void() == {taken_back.stamp.id}

        terminal.press(best_key(terminal))
        terminal.wait_for(RIGHT)
    first, second = used.reviews()
    assert first.stamp.id == taken_back.stamp.id
    assert second.answer.question == first.answer.question == f"{DRILL}/{asked}"
    assert used.void() == {first.stamp.id}
    assert not used.complaints()


def test_undo_works_when_the_next_question_is_already_open(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        first = door(terminal)
        answer(terminal)
        terminal.press(ENTER)
        terminal.wait_until(lambda: door(terminal) not in {"", first}, "the next question")
        terminal.press("u")
        terminal.wait_for("Taken back:")
        assert door(terminal) == first
    assert used.void() == {used.reviews()[0].stamp.id}


def test_undo_of_the_last_answer_works_after_the_game_was_closed_and_opened_again(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        answer(terminal)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.press("q")
        assert terminal.ended() == 0
    (review,) = used.reviews()
    assert used.void() == set()
    with used.open() as terminal:
        terminal.wait_for(TODAY)
        terminal.press("u")
        terminal.wait_for("Taken back:")
        assert used.void() == {review.stamp.id}
        terminal.press("u")
        terminal.wait_for("There is no answer to undo.")
    assert len(used.reviews()) == 1
    assert not used.complaints()


# ── the window ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_survives_a_change_of_the_window_and_can_be_answered_in_it(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        asked = door(terminal)
        for columns, lines in ((60, 20), (80, 24), (120, 40), (60, 20)):
            terminal.resize(columns, lines)
            terminal.wait_until(lambda: door(terminal) == asked, "the same question")
            for text in ("Answer one", "Answer two", "Answer three", QUESTION):
                terminal.wait_for(text)
        answer(terminal)
        terminal.resize(80, 24)
        terminal.wait_for(*VERDICTS)
    (review,) = used.reviews()
    assert review.answer.question == f"{DRILL}/{asked}"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_today_and_a_question_fit_windows_of_every_size(used: Machine, size: tuple[int, int]) -> None:
    with used.open(size=size) as terminal:
        terminal.wait_for(TODAY)
        terminal.press(ENTER)
        terminal.wait_for(QUESTION, CARD)


# ── a session cut short ───────────────────────────────────────────────────────────────────────────────────────


def test_a_session_cut_short_is_offered_again_and_goes_on_where_it_stopped(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        first = door(terminal)
        answer(terminal)
        assert terminal.kill(SIGKILL) == -SIGKILL
    with used.open() as terminal:
        terminal.wait_for("Go on")
        assert terminal.shows("1 answer given")
        terminal.press(ENTER)
        terminal.wait_for(QUESTION)
        second = door(terminal)
        assert second != first
        answer(terminal)
    answers = [review.answer for review in used.reviews()]
    assert [each.question for each in answers] == [f"{DRILL}/{first}", f"{DRILL}/{second}"]
    assert answers[0].session == answers[1].session
    with used.desk() as desk:
        assert sum(isinstance(event.fact, SessionStarted) for event in desk.events()) == 1


def test_a_session_ended_by_its_learner_is_not_offered_again(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        answer(terminal)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.press(ENTER)
        terminal.wait_for(TODAY)
        assert not terminal.shows("Go on")


def test_a_session_that_came_to_its_end_is_not_offered_again(used: Machine) -> None:
    used.lay_pack(DRILL, a_drill(questions=1))
    with used.open("play", DRILL) as terminal:
        terminal.wait_for(QUESTION)
        terminal.press(best_key(terminal))
        terminal.wait_for(RIGHT)
        terminal.press(ENTER)
        terminal.wait_for(SUMMARY)
        terminal.press(ENTER)
        terminal.wait_for(TODAY)
        assert not terminal.shows("Go on"), terminal.picture()
