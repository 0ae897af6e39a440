"""A session is a value: each step gives a new one, only in its turn, and a call stops the time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.planner import Dialogue, Offer, Pick, Queue
from quizgame.domain.session import OutOfTurn, Session
from tests.examples import examples


def a_queue(questions: int = 5, seconds: float = 20.0) -> Queue:
    """New objectives that each take so long."""
    picks = tuple(Pick(f"p/o{n}", "p", f"p/q{n}", seconds, "new") for n in range(questions))
    return Queue(known=(), fresh=picks, practised=(), share=1.0)


def a_session(minutes: int = 1, started: float = 100.0) -> Session:
    """A session that has not asked anything yet."""
    return Session(id=bytes(16), day=20_000, minutes=minutes, seed=1, started=started)


def asked(session: Session, now: float) -> str | None:
    """The objective that stands open after asking."""
    found = session.ask(a_queue(), now)
    return found.pick.objective if found.pick else None


# ── phases ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_is_asked_revealed_answered_and_followed_by_the_next() -> None:
    session = a_session().ask(a_queue(), 100)
    assert (session.phase, session.pick and session.pick.objective) == ("asking", "p/o0")
    session = session.reveal()
    assert session.phase == "revealed"
    session = session.answered(slipped=True)
    assert session.phase == "verdict"
    assert [(each.pick.objective, each.slipped) for each in session.asked] == [("p/o0", True)]
    assert asked(session, 110) == "p/o1"


def test_a_conversation_is_the_finale_only_of_a_session_that_is_long_enough() -> None:
    """So the planner is told the whole length of the session, in seconds, and not only what remains."""
    talk = Dialogue("c/talk", "c", (("c/talk.t0", "c/o"),))
    plan = a_queue(seconds=60.0)._replace(offers=(Offer(talk, seconds=100.0, worth=0.0, ready=True),))
    reasons = {}
    for minutes in (3, 4):
        session = a_session(minutes).ask(plan, 100).answered(slipped=False).ask(plan, 100 + minutes * 60 - 110)
        reasons[minutes] = session.pick and session.pick.reason
    assert reasons == {3: "new", 4: "conversation"}


def test_a_session_is_over_when_nothing_fits_any_more() -> None:
    session = a_session().ask(a_queue(), 100).answered(slipped=False).ask(a_queue(), 145)
    assert session.phase == "over"
    assert session.pick is None


OPEN = a_session().ask(a_queue(), 100)
REVEALED = OPEN.reveal()
VERDICT = OPEN.answered(slipped=False)
OVER = VERDICT.end()


@pytest.mark.parametrize(
    ("session", "step"),
    [
        (OPEN, lambda session: session.ask(a_queue(), 101)),
        (REVEALED, lambda session: session.ask(a_queue(), 101)),
        (a_session(), lambda session: session.reveal()),
        (REVEALED, lambda session: session.reveal()),
        (VERDICT, lambda session: session.reveal()),
        (OVER, lambda session: session.reveal()),
        (a_session(), lambda session: session.answered(slipped=False)),
        (VERDICT, lambda session: session.answered(slipped=False)),
        (OVER, lambda session: session.answered(slipped=False)),
        (OVER, lambda session: session.ask(a_queue(), 101)),
    ],
)
def test_a_step_out_of_turn_is_refused(session: Session, step: Callable[[Session], Session]) -> None:
    with pytest.raises(OutOfTurn):
        step(session)


def test_the_next_turn_of_a_conversation_opens_whatever_the_planner_would_choose() -> None:
    turn = Pick("p/other", "c", "c/talk.t1", 22.0, "conversation")
    session = VERDICT.turn_to(turn, 130)
    assert (session.phase, session.pick, session.shown_at, session.showings) == ("asking", turn, 30, 2)
    assert session.asked == VERDICT.asked


# ── time ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pause_stops_the_time() -> None:
    paused = OPEN.pause(110)
    assert paused.used(110) == paused.used(5000) == 10
    resumed = paused.unpause(5000)
    assert resumed.used(5005) == 15
    assert resumed.remaining(5005) == 45


def test_pausing_twice_and_going_on_twice_change_nothing() -> None:
    paused = OPEN.pause(110)
    assert paused.pause(200) is paused
    resumed = paused.unpause(300)
    assert resumed.unpause(400) is resumed


def test_a_question_is_first_seen_when_it_opens() -> None:
    assert VERDICT.ask(a_queue(), 117).shown_at == 17


def test_a_stopwatch_that_steps_back_takes_no_time_away() -> None:
    assert OPEN.used(50) == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1000)), max_size=20))
@examples(100)
def test_the_time_used_is_the_time_outside_pauses(stretches: list[tuple[bool, float]]) -> None:
    """Whatever is done in between; and the time used never falls."""
    session, now, expected = OPEN, 100.0, 0.0
    for pause, seconds in stretches:
        session = session.pause(now) if pause else session.unpause(now)
        before = session.used(now)
        now += seconds
        expected += 0 if pause else seconds
        assert session.used(now) >= before
        assert session.used(now) == pytest.approx(expected, abs=1e-6)


# ── undo ──────────────────────────────────────────────────────────────────────────────────────────────────


def taken_back(session: Session, now: float) -> Session:
    """The session after its only answer was taken back."""
    assert OPEN.pick is not None
    back = session.taken_back(OPEN.pick.objective, now)
    assert back is not None
    return back


def test_an_answer_that_another_window_gave_is_not_this_sessions_to_reopen() -> None:
    assert VERDICT.taken_back("p/elsewhere", 120) is None


def test_undo_opens_the_latest_question_again() -> None:
    back = taken_back(VERDICT, 120)
    assert (back.phase, back.pick, back.asked) == ("asking", OPEN.pick, ())
    assert back.shown_at == 20


def test_undo_takes_the_place_of_the_question_that_stands_open() -> None:
    second = VERDICT.ask(a_queue(), 120)
    assert taken_back(second, 121).pick == OPEN.pick


@pytest.mark.parametrize("place", range(4))
def test_undo_takes_back_the_one_answer_and_leaves_all_others(place: int) -> None:
    session = a_session(minutes=5)
    for _ in range(4):
        session = session.ask(a_queue(), 100).answered(slipped=False)
    back = session.taken_back(f"p/o{place}", 100)
    assert back is not None
    assert back.pick == session.asked[place].pick
    assert [each.pick.objective for each in back.asked] == [f"p/o{n}" for n in range(4) if n != place]


def test_each_opening_is_another_showing_so_that_the_options_are_shuffled_anew() -> None:
    assert [OPEN.showings, taken_back(VERDICT, 120).showings] == [1, 2]


def test_an_answer_that_was_taken_back_can_be_given_again() -> None:
    again = taken_back(VERDICT, 120).answered(slipped=True)
    assert [each.slipped for each in again.asked] == [True]


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_step_leaves_the_session_before_as_it_was() -> None:
    for before in (OPEN, REVEALED, VERDICT, OVER):
        same = Session(**{name: getattr(before, name) for name in Session.__slots__})
        steps: tuple[Callable[[Session], Session], ...] = (
            lambda each: each.ask(a_queue(), 130),
            lambda each: each.reveal(),
            lambda each: each.answered(slipped=True),
            lambda each: each.taken_back("p/o0", 130) or each,
            lambda each: each.pause(130),
            lambda each: each.unpause(130),
            lambda each: each.end(),
        )
        for step in steps:
            try:
                step(before)
            except OutOfTurn:
                continue
            assert before == same


def test_ending_leaves_the_open_question_unanswered() -> None:
    ended = VERDICT.ask(a_queue(), 120).end()
    assert (ended.phase, ended.pick, len(ended.asked)) == ("over", None, 1)
