"""A session on the screen: choose, read, go on, take back, pause; each key does what the foot says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizgame.domain.questions import Option
from quizgame.domain.words import minutes_seconds
from tests.builders import a_card, a_pack, a_pack_of_responses, a_response
from tests.tui.house import Visitor, visiting


async def test_one_key_answers_and_the_verdict_follows_on_the_same_screen(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press(visitor.best())
        seen = visitor.sees()
        assert "That is the best response." in seen
        assert "✓" in seen
        assert "✗" not in seen
        assert "Takeaway of o0." in seen
        assert visitor.answers() == 1


async def test_a_miss_shows_the_chosen_and_the_best_with_their_reasons_first(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        other, best = visitor.other(), visitor.best()
        await visitor.press(other)
        lines = visitor.sees().splitlines()
        marked = [line.split()[:2] for line in lines if "✗" in line or "✓" in line]
        assert marked == [["✗", other], ["✓", best]]
        assert "There is a better response." in visitor.sees()


async def test_a_key_pressed_twice_does_not_answer_the_next_question(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press(visitor.best(), visitor.best(), "enter", "enter", "enter")
        assert visitor.answers() == 1, "Enter takes a response only once one is marked"


async def test_arrows_mark_a_response_and_enter_takes_it(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        steps = int(visitor.best())
        await visitor.press(*["down"] * steps)
        assert f"▸ {steps}" in visitor.sees()
        await visitor.press("enter")
        assert "That is the best response." in visitor.sees()


@pytest.mark.parametrize(("key", "stored"), [("c", 1), ("x", 2), (None, 0)])
async def test_sure_and_not_sure_are_stored_as_stated(tmp_path: Path, key: str | None, stored: int) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press(*([key] if key else []), visitor.best())
        row = visitor.database.reading.execute("SELECT certainty, grade FROM review").fetchone()
        assert row == (stored, 2 if key == "x" else 3)


async def test_sure_pressed_twice_takes_the_word_back(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press("c")
        assert "You are sure" in visitor.sees()
        await visitor.press("c")
        assert "You are sure" not in visitor.sees()


async def test_a_card_is_turned_and_then_graded_each_grade_with_its_due_day(tmp_path: Path) -> None:
    pack = a_pack(questions=[a_card("one"), a_card("two")])
    async with visiting(tmp_path, pack, minutes=3) as visitor:
        assert "Back of one." not in visitor.sees()
        await visitor.press("1")
        assert visitor.answers() == 0, "a number turns the card before it grades it"
        seen = visitor.sees()
        assert "Back of one." in seen
        assert [
            word for line in seen.splitlines() for word in line.split() if word in {"Again", "Hard", "Good", "Easy"}
        ] == ["Again", "Hard", "Good", "Easy"]
        assert "due in 8 days" in seen or "due in 7 days" in seen
        await visitor.press("3")
        assert visitor.answers() == 1
        assert "Front of two?" in visitor.sees()


async def test_undo_opens_the_question_again(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        scene = "A customer at the counter (o0-a)"
        await visitor.press(visitor.best(), "enter")
        assert scene not in visitor.sees()
        await visitor.press("u")
        assert scene in visitor.sees()
        assert "Taken back: Title of o0." in visitor.sees()
        assert visitor.answers() == 0
        await visitor.press("u")
        assert "There is no answer to undo." in visitor.sees()


async def test_time_stands_still_while_a_call_has_paused_the_session(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        visitor.clock.tick(30)
        await visitor.press("p")
        assert "Paused. Your call comes first." in visitor.sees()
        visitor.clock.tick(600)
        await visitor.press("enter")
        assert visitor.app.study.clock() == (30, 180)
        await visitor.press(visitor.best())
        assert minutes_seconds(150) in visitor.sees().splitlines()[0]
        assert visitor.database.reading.execute("SELECT seconds FROM review").fetchone() == (30.0,)


async def test_a_flag_keeps_its_note_and_stops_the_time(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press("f")
        visitor.clock.tick(100)
        await visitor.type("odd [b]")
        await visitor.press("enter")
        assert "Noted for the trainer." in visitor.sees()
        assert visitor.app.study.clock()[0] == 0
        body = visitor.database.reading.execute("SELECT body FROM event WHERE kind = 'flagged'").fetchone()[0]
        assert '"note":"odd [b]"' in body
        await visitor.press("f", "escape")
        assert visitor.database.reading.execute("SELECT count(*) FROM event WHERE kind = 'flagged'").fetchone() == (1,)


async def test_the_help_page_names_every_key_of_the_foot(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3, size=(80, 40)) as visitor:
        await visitor.press("question_mark")
        for sentence in ("Choose a response", "you are sure", "Take back", "a call comes first", "End the session"):
            assert sentence in visitor.sees()
        await visitor.press("a")
        assert "Choose a response" not in visitor.sees()


async def test_the_session_ends_when_the_break_ends(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack_of_responses(12), minutes=1) as visitor:
        count = await play_on(visitor, seconds=21)
        assert "Done." in visitor.sees()
        assert 2 <= count <= 4
        assert visitor.database.reading.execute(
            "SELECT count(*) FROM event WHERE kind = 'session-finished'"
        ).fetchone() == (1,)


async def play_on(visitor: Visitor, seconds: float) -> int:
    """Answer everything right at a pace until the session is over; gives the number of answers."""
    count = 0
    while visitor.app.study.session.phase != "over":
        await visitor.to_response()
        visitor.clock.tick(seconds)
        await visitor.press(visitor.best(), "enter")
        count += 1
    return count


async def test_pack_text_is_never_read_as_markup(tmp_path: Path) -> None:
    question = replace(
        a_response("odd"),
        scene="He says [red]no[/red] and [/] and [b and f[/re] and *really* and 2 * 3.",
        options=(
            Option("[bold]Yes[/bold] [@click=app.quit]bye[/]", "Because [/] so it is, in as many words.", True),
            Option("$text-muted [str]", "Not this [one], for a reason."),
        ),
    )
    async with visiting(tmp_path, a_pack("odd", questions=[question]), minutes=3) as visitor:
        seen = " ".join(visitor.sees().split())
        assert "[red]no[/red] and [/] and [b and f[/re] and really and 2 * 3." in seen
        assert "[bold]Yes[/bold] [@click=app.quit]bye[/]" in seen
        assert "$text-muted [str]" in seen
        await visitor.press(visitor.best())
        assert "Because [/] so it is" in visitor.sees()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (20, 6), (1, 1)])
async def test_any_size_of_terminal_is_survived_and_the_question_stays(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        question = visitor.app.study.showing.question.key
        await visitor.pilot.resize_terminal(*size)
        await visitor.press("down", "up", "question_mark", "a")
        await visitor.pilot.resize_terminal(80, 24)
        await visitor.pilot.pause()
        assert visitor.app.study.showing.question.key == question
        await visitor.press(visitor.best())
        assert "That is the best response." in visitor.sees()


async def test_a_click_chooses_and_a_click_on_text_does_nothing(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        lines = visitor.sees().splitlines()
        await visitor.pilot.click(offset=(20, 3))
        await visitor.pilot.pause()
        assert visitor.answers() == 0
        row = next(number for number, line in enumerate(lines) if line.strip().startswith(f"{visitor.best()} "))
        await visitor.pilot.click(offset=(20, row))
        await visitor.pilot.pause()
        assert "That is the best response." in visitor.sees()
        assert visitor.answers() == 1


async def test_w_says_why_a_question_is_asked_and_the_time_stands_still(tmp_path: Path) -> None:
    async with visiting(tmp_path, minutes=3) as visitor:
        await visitor.press("w")
        seen = visitor.sees()
        assert "You have not met it yet." in seen
        assert "An answer today would make it" in seen
        visitor.clock.tick(40)
        await visitor.press("enter")
        assert visitor.app.study.clock()[0] == 0
        await visitor.press(visitor.best(), "w")
        assert "Answers so far" in visitor.sees()
        assert "Sat 21 Nov (today): good" in visitor.sees()
