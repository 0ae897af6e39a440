"""The plain face leads the same session as numbered lines, and takes any line without stumbling."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.questions import Pack
from quizgame.plain import play
from quizgame.store.database import Database
from quizgame.study.door import Door
from tests.builders import FixedClock, a_card, a_learner, a_pack, a_pack_of_responses, a_store, seeded

SEED = 5


def talk(database: Database, lines: str, minutes: int = 3, learner: str = "Sam") -> tuple[int, str]:
    """Exit status and everything said, for everything heard."""
    if learner:
        a_learner(database, learner)
    door = Door(database, FixedClock(), seeded(SEED), SEED)
    out = io.StringIO()
    status = play(door, door.enter_latest(), (io.StringIO(lines), out), minutes)
    return status, out.getvalue()


def answers(database: Database) -> int:
    """Answers in the log that still count."""
    query = "SELECT count(*) FROM review WHERE id NOT IN (SELECT review FROM voided)"
    return int(database.reading.execute(query).fetchone()[0])


def test_a_question_its_options_and_every_reason_are_said(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        status, said = talk(database, "1\n")
        assert status == 0
        assert "The pack pack. Question 1 of about 1. 3:00 left." in said
        for index in range(3):
            assert f"Response {index} of o0-a." in said
            assert f"Reason {index} of o0-a" in said
        assert "Source: a-document, A section." in said
        assert answers(database) == 1


def test_a_card_is_turned_and_graded(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(questions=[a_card("one")])) as database:
        _, said = talk(database, "x\n\n7\n3\n")
        assert said.index("Please press Enter to turn the card.") < said.index("Back of one.")
        assert "Please type a number from 1 to 4." in said
        assert "Done. 1 question" in said


@pytest.mark.parametrize(("line", "certainty"), [("1", 0), ("1c", 1), ("2 x", 2)])
def test_certainty_is_said_with_the_number(tmp_path: Path, line: str, certainty: int) -> None:
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        talk(database, f"{line}\n")
        assert database.reading.execute("SELECT certainty FROM review").fetchone() == (certainty,)


def test_undo_asks_the_question_again(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(2)) as database:
        _, said = talk(database, "1\nu\n1\n\nu\n")
        assert said.count("Taken back: Title of o0.") == 2
        assert said.count("A customer at the counter (o0-a) is upset.") == 3
        assert answers(database) == 0


def test_pause_flag_and_wrong_lines(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        _, said = talk(database, "p\n\nf\nodd\nf odder\n9\nhello\nu\n1\n")
        assert "Paused. Your call comes first." in said
        assert said.count("Noted for the trainer.") == 2
        assert said.count("Please type a number from 1 to 3.") == 2
        assert "There is no answer to undo." in said
        assert answers(database) == 1


def test_the_first_run_asks_for_a_name_and_for_the_minutes(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        status, said = talk(database, "\nSam\n7\n1\nq\n", minutes=0, learner="")
        assert status == 0
        assert "A name needs at least one letter." in said
        assert "Please type 1 or 3 or 5." in said
        assert "No answers this time." in said


def test_where_nothing_can_be_asked_it_says_how(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        status, said = talk(database, "", minutes=0, learner="")
        assert status == 1
        assert "Start it in a terminal" in said


def test_without_packs_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        status, said = talk(database, "1\n")
        assert status == 1
        assert "There is nothing to ask." in said


@given(
    st.lists(st.sampled_from(["1", "2c", "3x", "4", "", "u", "p", "f", "f note", "?", "9", "\x1b[A", "é"]), max_size=12)
)
def test_any_lines_are_taken_and_the_log_stays_sound(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    from quizgame.store.inspection import inspect

    pack: Pack = a_pack(objectives=2)
    with a_store(tmp_path_factory.mktemp("plain"), pack) as database:
        status, said = talk(database, "\n".join(lines) + "\n")
        assert status == 0
        assert "\x1b" not in said
        assert inspect(database).sound
