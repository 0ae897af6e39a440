"""Which face is shown where, and that texts by trainers and learners are shown as they were written."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from quizgame.packs.writer import as_yaml
from tests.builders import a_conversation, a_pack
from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, a_drill
from tests.end_to_end.screens import CARD, JUDGED, NAME, QUESTION, RIGHT, SUMMARY, TODAY, TURNED, first_run
from tests.end_to_end.terminal import ENTER
from tests.plainness import is_plain

MARKS = "marks"
MARKED = """\
pack: marks
title: "[red]Marks[/]"
version: 1
objectives:
  - id: marks
    title: "Title [b and [/b]"
    topic: marks
    takeaway: "Takeaway [/] with *stress*"
questions:
  - id: marks-choice
    kind: better-response
    objective: marks
    scene: "Scene [red]dark[/] and [/] and [b and [@click=app.quit]press[/] and *loud* and 2 * 3"
    ask: "Ask [b]what[/b]?"
    options:
      - say: "Say [red]yes[/]"
        best: true
        because: "Because [/] of [b"
      - say: "Say [/no"
        because: "Because [$x] not"
"""
CARDS = """\
pack: marks
title: "[red]Marks[/]"
version: 2
questions:
  - id: marks-card
    kind: flashcard
    front: "Front [red]side[/] [/] [b *loud*"
    back: "Back [/red] [link=x]side"
"""

STYLES = re.compile(rb"\x1b\[([0-9;:]*)m")
BOLD = re.compile(rb"\x1b\[(?:\d+;)*1(?:;\d+)*m")


def colours(written: bytes) -> list[bytes]:
    """Every style that asks for a colour; 39 and 49 only take one back."""
    return [style for style in STYLES.findall(written) if any(map(is_colour, re.split(b"[;:]", style)))]


def is_colour(parameter: bytes) -> bool:
    """Whether a number in a style asks for a colour of text (30 to 38, 90 to 97) or ground (40 to 48, 100 to 107)."""
    number = int(parameter or 0)
    return (30 <= number <= 48 and number != 39) or 90 <= number <= 107


# ── plain lines ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "term"),
    [
        pytest.param(["--plain"], "xterm-256color", id="--plain"),
        pytest.param([], "dumb", id="TERM=dumb"),
    ],
)
def test_a_terminal_that_wants_plain_lines_gets_numbered_lines_and_nothing_else(
    used: Machine, arguments: list[str], term: str
) -> None:
    environment = used.environment(TERM=term)
    with used.open("play", DRILL, *arguments, environment=environment, size=(100, 40)) as terminal:
        terminal.wait_for("1. … 2. … 3. … Your choice (1-3")
        terminal.press("1\n")
        terminal.wait_for("Enter for the next one")
        terminal.press("q\n")
        terminal.wait_for("Done. 1 question")
        assert terminal.ended() == 0
        assert is_plain(bytes(terminal.written)), bytes(terminal.written)
    assert len(used.reviews()) == 1


def test_a_whole_conversation_and_what_goes_wrong_in_it_are_plain_on_a_terminal(used: Machine) -> None:
    used.lay_pack("talks", as_yaml(replace(a_pack("talks"), conversations=(a_conversation(pack="talks"),))))
    with used.open("play", "--plain", "--conversation", "talks/talk", size=(100, 60)) as terminal:
        for said, then in (
            ("", "Mr Silva: … Your choice (1-3"),
            ("9\n", "Please type a number from 1 to 3."),
            ("p\n", "Paused."),
            ("\n", "Enter to go on: … Your choice"),
            ("f\n", "What is wrong with this question?"),
            ("\x07bad\n", "Noted for the trainer."),
            ("1\n", "Turn 2 of about 3."),
            ("u\n", "Taken back: "),
            ("1\n2\n3\n", "How it ended: "),
            ("q\n", "Done. 3 questions"),
        ):
            terminal.press(said)
            terminal.wait_for(then)
        assert terminal.ended() == 0
        assert is_plain(bytes(terminal.written).replace(b"\x07", b"")), bytes(terminal.written)


def test_pipes_get_numbered_lines_and_nothing_else(machine: Machine) -> None:
    machine.lay_pack(DRILL, a_drill())
    # The name, the minutes, and then: turn a card or go on (an empty line), grade or choose.
    played = machine.run(said="Sam\n1\n" + "1\n\n" * 30)
    assert played.returncode == 0, played.stderr
    assert is_plain(played.stdout.encode()), played.stdout
    assert re.search(r"^1\. .+\n2\. ", played.stdout, re.MULTILINE)
    assert "Done." in played.stdout
    assert played.stderr == ""
    assert len(machine.reviews()) > 5


def test_without_terminal_and_input_the_program_says_how_it_can_be_asked(machine: Machine) -> None:
    silent = machine.run()
    assert silent.returncode == 1
    assert "Start it in a terminal, or send it a line for each answer" in silent.stdout + silent.stderr
    assert "Traceback" not in silent.stdout + silent.stderr
    assert is_plain(silent.stdout.encode())


def test_without_terminal_and_input_a_session_says_how_it_can_be_asked(used: Machine) -> None:
    silent = used.run("play")
    assert silent.returncode == 1
    assert "Start it in a terminal, or send it a line for each answer" in silent.stdout + silent.stderr
    assert "Traceback" not in silent.stdout + silent.stderr
    assert used.reviews() == []


# ── colour ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("no_colour", [False, True], ids=["colour", "NO_COLOR"])
def test_no_color_takes_the_colour_away_and_nothing_else(used: Machine, no_colour: bool) -> None:
    environment = used.environment(**({"NO_COLOR": "1"} if no_colour else {}))
    with used.open("play", DRILL, environment=environment) as terminal:
        terminal.wait_for(QUESTION)
        terminal.press("1")
        terminal.wait_for(JUDGED)
        terminal.wait_for("✓")
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.press("q")
        assert terminal.ended() == 0
        found = colours(bytes(terminal.written))
        assert bool(found) is not no_colour, f"{len(found)} styles with a colour, such as {found[:3]}"
        assert BOLD.search(terminal.written)


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["[red]Sam[/]", "😀 Zoë", "[/]", "Ann [b", "李小龙", "O'Brien & $x"])
def test_a_name_is_shown_as_it_was_typed(ready: Machine, name: str) -> None:
    with ready.open() as terminal:
        first_run(terminal, name)
        terminal.wait_for(f"Welcome, {name}.")
        assert f"{name} · " in terminal.screen()[0]
    assert ready.run("learners", "list").stdout == f"{name}\n"


def test_names_are_shown_as_they_were_typed_in_the_list_of_learners(ready: Machine) -> None:
    names = ["[red]Sam[/]", "😀 Zoë", "[b"]
    for name in names:
        ready.add_learner(name)
    with ready.open() as terminal:
        terminal.wait_for(TODAY)
        terminal.press("l")
        for name in names:
            terminal.wait_for(name)


# ── pack texts ────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_in_a_question_are_shown_as_they_were_written_and_it_can_be_answered(used: Machine) -> None:
    used.lay_pack(MARKS, MARKED)
    with used.open("play", MARKS) as terminal:
        terminal.wait_for(QUESTION)
        assert "[red]Marks[/]" in terminal.screen()[0]
        for text in (
            "Scene [red]dark[/] and [/] and [b and [@click=app.quit]press[/] and loud and 2 * 3",
            "Ask [b]what[/b]?",
            "Say [red]yes[/]",
            "Say [/no",
        ):
            assert terminal.shows(text), terminal.picture()
        assert terminal.is_italic("loud")
        found = re.search(r"(\d) Say \[red\]yes", terminal.text())
        assert found
        terminal.press(found[1])
        terminal.wait_for(JUDGED)
        for text in (RIGHT, "Because [/] of [b", "Because [$x] not", "Takeaway [/] with stress"):
            assert terminal.shows(text), terminal.picture()
        assert terminal.is_italic("stress")
        terminal.press("u")
        terminal.wait_for("Taken back: Title [b and [/b].")
        wrong = re.search(r"(\d) Say \[/no", terminal.text())
        assert wrong
        terminal.press(wrong[1])
        terminal.wait_for(JUDGED)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.wait_for("Slipped Title [b and [/b]")
        terminal.press("r")
        terminal.wait_for("What slipped … Title [b and [/b] … Say [red]yes[/]")


def test_marks_on_a_card_are_shown_as_they_were_written(used: Machine) -> None:
    used.lay_pack(MARKS, CARDS)
    with used.open("play", MARKS) as terminal:
        terminal.wait_for(CARD)
        assert terminal.shows("Front [red]side[/] [/] [b loud"), terminal.picture()
        assert terminal.is_italic("loud")
        terminal.press(ENTER)
        terminal.wait_for(TURNED)
        assert terminal.shows("Back [/red] [link=x]side"), terminal.picture()
        terminal.press("3")
        terminal.wait_for(SUMMARY)
    assert len(used.reviews()) == 1


def test_marks_are_said_as_they_were_written_in_plain_lines_too(used: Machine) -> None:
    used.lay_pack(MARKS, MARKED)
    played = used.run("play", MARKS, said="1\nq\n")
    for text in (
        "[red]Marks[/]. Question 1",
        "Scene [red]dark[/] and [/] and [b and [@click=app.quit]press[/] and loud and 2 * 3",
        "Say [red]yes[/]",
        "Because [$x] not",
        "Takeaway [/] with stress",
    ):
        assert text in played.stdout


def test_a_flag_with_marks_in_its_note_is_stored_as_it_was_typed(used: Machine) -> None:
    used.lay_pack(MARKS, MARKED)
    with used.open("play", MARKS) as terminal:
        terminal.wait_for(QUESTION)
        terminal.press("f")
        terminal.wait_for("What is wrong with this question?")
        terminal.press("[red]bad[/] 😀")
        terminal.wait_for("[red]bad[/] 😀")
        terminal.press(ENTER)
        terminal.wait_for("Noted for the trainer.")
    with used.desk() as desk:
        assert "[red]bad[/] 😀" in str(desk.events())


def test_the_first_question_of_the_screens_is_the_name(ready: Machine) -> None:
    with ready.open() as terminal:
        terminal.wait_for(NAME)
        assert not is_plain(bytes(terminal.written))
