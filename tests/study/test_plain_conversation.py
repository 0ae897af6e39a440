"""A conversation in plain lines: held turn by turn, taken back, left and gone on with, looked back on, tried again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.conversation import Run, paths
from quizgame.plain import play
from quizgame.store.database import Database
from quizgame.store.inspection import inspect
from quizgame.study.door import Door
from quizgame.study.views import Scope
from tests.builders import NOON, FixedClock, a_conversation, a_learner, a_pack, a_store, seeded

TALK = "pack/talk"
ONLY = Scope(conversation=TALK)
PATHS = list(paths(Run(a_conversation())))
EVERY_PATH = pytest.mark.parametrize("path", PATHS, ids=lambda path: "".join(str(step.chosen) for step in path.steps))


class Typist(io.TextIOWrapper):
    """Types one line after another; what stands as a numbered response is chosen by its number."""

    def __init__(self, lines: Sequence[str], said: io.StringIO) -> None:
        super().__init__(io.BytesIO())
        self._lines = list(lines)
        self._said = said

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        if not self._lines:
            return ""
        line = self._lines.pop(0)
        asked = self._said.getvalue().rpartition("What do you say?")[2]
        numbers = {text[3:]: text[0] for text in asked.splitlines() if text[1:3] == ". "}
        return f"{numbers.get(line, line)}\n"


@contextmanager
def a_house(home: Path, objectives: int = 3) -> Iterator[Database]:
    """A store with a pack and a conversation over its first three objectives."""
    with a_store(home, replace(a_pack(objectives=objectives), conversations=(a_conversation(),))) as database:
        yield database


def talk(
    database: Database,
    *lines: str,
    scope: Scope = ONLY,
    minutes: int = 5,
    clock: FixedClock | None = None,
    seed: int = 5,
) -> str:
    """Everything said, for everything typed."""
    a_learner(database)
    door = Door(database, clock or FixedClock(), seeded(seed), seed)
    out = io.StringIO()
    assert play(door, door.enter_latest(), (Typist(lines, out), out), minutes, scope) == 0
    assert out.getvalue().isascii()
    return out.getvalue()


def says(path: Run) -> list[str]:
    """What the learner says on a path."""
    return [path.said(step).say for step in path.steps]


def kept(database: Database) -> list[str]:
    """Turns and chosen responses in the log that still count."""
    rows = database.reading.execute(
        "SELECT question, chosen FROM review WHERE id NOT IN (SELECT review FROM voided) ORDER BY sequence"
    )
    return [f"{question} {chosen}" for question, chosen in rows]


def wanted(path: Run) -> list[str]:
    """The same for a path."""
    return [f"{TALK}.{step.turn} {step.chosen}" for step in path.steps]


# ── turn by turn ──────────────────────────────────────────────────────────────────────────────────────────


@EVERY_PATH
def test_every_path_is_said_to_its_end_and_looked_back_on(tmp_path: Path, path: Run) -> None:
    with a_house(tmp_path) as database:
        said = talk(database, *says(path), "")
        assert kept(database) == wanted(path)
        for number, step in enumerate(path.steps):
            assert f"Turn {number + 1} of about 3. The customer is " in said
            verb = "stays at" if step.before == step.after else "cools" if step.after < step.before else "heats up"
            assert f"The customer {verb}" in said
        back = said.partition("How it ended: ")[2]
        assert back.startswith(f"{path.outcome}.\n{path.debrief}\n")
        places = [back.index(f"Turn {number}. You: {text}") for number, text in enumerate(says(path), 1)]
        assert places == sorted(places)
        assert f"Done. {len(path.steps)} question" in back


def test_the_setting_is_said_once_and_a_reply_before_the_next_words(tmp_path: Path) -> None:
    with a_house(tmp_path) as database:
        said = talk(database, "Bad 0 of talk.", "Best 1 of talk.")
        assert said.count("Conversation: the title of talk (counter).") == 1
        assert said.count("The setting of talk.") == 1
        assert "Turn 1 of about 3. The customer is tense (5 of 10).\n\nMr Silva: Words 0 of talk.\n" in said
        assert "The customer heats up from 5 to 7.\n" in said
        assert "Turn 2 of about 3. The customer is angry (7 of 10).\n\nMr Silva: Really? Words 1 of talk.\n" in said
        assert "The customer cools from 7 to 6.\n" in said
        assert "sure" not in said, "a turn is not asked for certainty"


def test_looking_back_says_what_was_best_and_why_and_where_it_turned(tmp_path: Path) -> None:
    with a_house(tmp_path) as database:
        said = talk(database, "Best 0 of talk.", "Fair 1 of talk.", "Bad 2 of talk.", "")
        one, two, three = said.partition("Turn 1. You: ")[2].partition("Enter to go on")[0].split("\n\n")
        assert one == (
            "Best 0 of talk.\nThe best response. Because it cools.\nThe customer cools from 5 to 4.\n"
            "Source: a-document, A section."
        )
        assert two == (
            "Turn 2. You: Fair 1 of talk.\nFair, but not the best response. Because it stays.\n"
            "The best: Best 1 of talk.\nBecause it cools.\nThe customer stays at 4.\nSource: a-document, A section."
        )
        assert three.startswith("Turn 3. You: Bad 2 of talk.\nNot the best response. Because it heats.\nThe best: ")
        assert "turning point" not in said, "it still ended as well as it could"
        lost = talk(database, *["Bad 0 of talk.", "Bad 1 of talk."], seed=6)
        assert lost.partition("Turn 2. You: ")[2].count("This was the turning point") == 1
        assert "How it ended: lost." in lost


def test_pause_flag_and_wrong_lines(tmp_path: Path) -> None:
    with a_house(tmp_path) as database:
        said = talk(database, "p", "", "f too easy", "9", "1c", "", "hello", "Best 0 of talk.")
        assert "Paused. Your call comes first." in said
        assert "Noted for the trainer." in said
        assert said.count("Please type a number from 1 to 3.") == 4
        assert kept(database) == [f"{TALK}.t0 0"]
        (flag,) = database.reading.execute("SELECT body FROM event WHERE kind = 'flagged'").fetchone()
        assert f'"question":"{TALK}.t0"' in flag


# ── taken back, left ──────────────────────────────────────────────────────────────────────────────────────


@EVERY_PATH
def test_undo_at_every_turn_leads_back_to_it(tmp_path: Path, path: Run) -> None:
    with a_house(tmp_path) as database:
        lines = []
        for step in path.steps:  # another response first; it may end the conversation
            responses = path.conversation.turn(step.turn).responses
            lines += [responses[(step.chosen + 1) % 3].say, "u", responses[step.chosen].say]
        said = talk(database, *lines)
        assert kept(database) == wanted(path)
        assert said.count("Taken back: Title of o") == len(path.steps)
        assert f"How it ended: {path.outcome}." in said
        talk(database, *["u"] * len(path.steps), seed=6)
        assert kept(database) == []


@EVERY_PATH
@pytest.mark.parametrize("away", [timedelta(minutes=1), timedelta(days=1), timedelta(days=20)])
def test_a_conversation_left_at_any_turn_goes_on_there(tmp_path: Path, path: Run, away: timedelta) -> None:
    clock = FixedClock()
    said = ""
    with a_house(tmp_path) as database:
        for number, text in enumerate(says(path)):
            said = talk(database, text, "q", clock=clock, seed=number)
            assert f"Turn {number + 1} of about 3." in said
            so_far = said.partition("What was said so far:")[2].partition("Turn ")[0]
            assert [line[5:] for line in so_far.splitlines() if line.startswith("You: ")] == says(path)[:number]
            clock.set(clock.when + away)
        assert kept(database) == wanted(path)
        assert f"How it ended: {path.outcome}." in said
        assert inspect(database).sound


def test_undo_at_the_opening_takes_back_the_question_before_and_the_setting_is_said_anew(tmp_path: Path) -> None:
    with a_house(tmp_path) as database:
        talk(database, "Best 0 of talk.")
        said = talk(database, "u", "Best 0 of talk.", seed=6)
        assert said.count("The setting of talk.") == 2, "it opened again"
        assert kept(database) == [f"{TALK}.t0 0"]


def test_what_waits_is_named_and_gone_on_with_by_one_key(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_house(tmp_path) as database:
        talk(database, "Best 0 of talk.", "q", clock=clock)
        clock.set(NOON + timedelta(days=1))
        said = talk(database, "v", "Best 1 of talk.", "q", scope=Scope(), minutes=0, clock=clock)
        assert "A conversation waits: the title of talk (counter), left yesterday." in said
        assert "v goes on with the conversation" in said
        assert "Turn 2 of about 3." in said
        assert kept(database) == [f"{TALK}.t0 0", f"{TALK}.t1 0"]
        talk(database, "v", "Best 2 of talk.", "", scope=Scope(), minutes=0, clock=clock)
        clock.set(NOON + timedelta(days=2))
        said = talk(database, "v", "q", scope=Scope(), minutes=0, clock=clock)
        assert "waits" not in said
        assert "Please type 1 or 3 or 5." in said


def test_a_session_says_how_many_conversations_it_will_hold(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_house(tmp_path, objectives=12) as database:
        talk(database, "Best 0 of talk.", "q", clock=clock)
        said = talk(database, "q", scope=Scope(), minutes=0, clock=clock)
        assert "3 minutes: 4 questions, 4 of them new, and 1 conversation." in said
        assert "5 minutes: 9 questions, 9 of them new, and 1 conversation." in said


# ── tried again ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_turn_is_tried_again_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    with a_house(tmp_path) as database:
        blunders = ["Bad 0 of talk.", "Bad 1 of talk."]
        said = talk(database, *blunders, "2", "Best 1 of talk.", "Best 2 of talk.", "")
        assert kept(database) == [f"{TALK}.t0 2", f"{TALK}.t1 2"]
        assert "For practice: nothing of this is kept." in said
        assert said.index("How it ended: lost.") < said.index("How it ended: resolved.")
        assert "Enter to go on (1-3 to try again" in said, "the better way has a turn more"
        assert "Done. 2 questions" in said


def test_practice_goes_back_turn_by_turn_and_ends_with_a_key(tmp_path: Path) -> None:
    with a_house(tmp_path) as database:
        said = talk(
            database, "Bad 0 of talk.", "Bad 1 of talk.", "1", "Best 0 of talk.", "u", "f", "p", "", "x",
            "Fair 0 of talk.", "q", "1", "u", "7", "f", "u", "Best 1 of talk.",
        )  # fmt: skip
        assert said.count("Turn 1 of about 3.") == 4, "once for real, then tried, taken back, and tried again"
        assert said.count("Please type a number from 1 to 3.") == 2
        assert said.count("Please press Enter, or type the number of a turn.") == 2
        assert said.count("Taken back:") == 1, "only the last u is about an answer that counts"
        assert "Noted" not in said, "no question is on the table that could be flagged"
        assert kept(database) == [f"{TALK}.t0 2", f"{TALK}.t1 0"]


@given(
    st.lists(
        st.sampled_from(["1", "2", "3", "4", "1c", "", "u", "p", "f", "f note", "?", "v", "g", "é"]),
        min_size=1,
        max_size=20,
    )
)
def test_any_lines_are_taken_and_the_log_stays_sound(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    with a_house(tmp_path_factory.mktemp("plain")) as database:
        talk(database, *lines, scope=Scope() if "v" in lines else ONLY, minutes=0 if "g" in lines else 5)
        assert inspect(database).sound
