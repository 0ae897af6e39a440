"""What a pack, a file's name or a note says never commands the terminal, by the raw bytes that a terminal gets."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, a_drill
from tests.end_to_end.screens import NAME, TODAY
from tests.end_to_end.terminal import ENTER
from tests.packs.pack_texts import a_pack_text

PAYLOAD = "\x1b]0;OWNED\x07\x1b[31mOWNED\x9b31mOWNED\x9d0;OWNED\x9c\u202eOWNED"
"""Sets the title, colours and directions, where anything obeys it."""
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;:?<>=!$ ]*[@-~]|[78=>M]|\]22;[a-z-]*\x07)")
"""What our own faces send: control sequences with numbers, a few single letters, and the shape of the pointer."""
_BEGUN = re.compile(rb"\x1b(?:\[[0-9;:?<>=!$ ]*|\][0-9;a-z-]*)?\Z")
"""The beginning of one, where what is written was looked at in the middle of it."""
SHORT = "\x1b]0;OWNED\x07\x9b31mOWNED"
"""As much of the payload as a line to write on takes; at more, Textual itself rings the bell."""
_C1 = re.compile("[\x80-\x9f\u202a-\u202e\u2066-\u2069]")


def check_bytes(written: bytes) -> None:
    """Every escape belongs to a sequence of our own, and nothing of the payload to any."""
    rest = _BEGUN.sub(b"", _SEQUENCE.sub(b"", written))
    assert b"\x1b" not in rest, rest[max(0, rest.index(b"\x1b") - 80) :][:200]
    assert b"\x07" not in rest
    assert not _C1.search(written.decode("utf-8", "replace"))
    assert not any(b"OWNED" in each for each in _SEQUENCE.findall(written))


def hostile(tmp_path: Path) -> Machine:
    """A machine with files and packs by somebody who means no good."""
    machine = Machine(tmp_path)
    machine.add_learner()
    name = PAYLOAD.replace("/", "")
    spelled = json.dumps(PAYLOAD)
    (machine.folder / f"{name}.yaml").write_text(a_pack_text().replace("On the shop floor", spelled))
    (machine.folder / "raw.yaml").write_text(a_pack_text(head=f"{PAYLOAD}: {PAYLOAD}"))
    (machine.folder / f"{name}.csv").write_text(f"front,back,{PAYLOAD}\n{PAYLOAD},x,{PAYLOAD}\nWhat?,{PAYLOAD}\n")
    (machine.folder / f"{name}.jsonl").write_text(json.dumps({"format": "quizgame-learner", "name": PAYLOAD}) + "\n")
    machine.lay_pack(name, a_pack_text(head=f"{PAYLOAD}: {PAYLOAD}"))
    return machine


def test_no_command_says_what_a_terminal_obeys(tmp_path: Path) -> None:
    machine = hostile(tmp_path)
    names = {end: str(machine.folder / f"{PAYLOAD}.{end}") for end in ("yaml", "csv", "jsonl")}
    commands = [
        ["packs", "install", names["yaml"]],
        ["packs", "check", names["yaml"], "raw.yaml", PAYLOAD],
        ["packs", "import", names["csv"], "--to", "made.yaml"],
        ["learners", "import", names["jsonl"]],
        ["packs", "list", PAYLOAD],
        ["learners", "rename", "Sam\x85", PAYLOAD],
        ["play", PAYLOAD],
        ["--home", str(machine.folder / PAYLOAD), "doctor"],
    ]
    for words in commands:
        with machine.open(*words, size=(200, 50)) as terminal:
            terminal.ended()
            assert terminal.written, words
            check_bytes(bytes(terminal.written))


def test_no_screen_shows_what_a_terminal_obeys(tmp_path: Path) -> None:
    machine = hostile(tmp_path)
    with machine.open(size=(160, 40)) as terminal:
        terminal.wait_for("A pack cannot be read")
        terminal.wait_for("OWNED")
        check_bytes(bytes(terminal.written))
    with machine.open("packs", "preview", "raw.yaml", size=(160, 40)) as terminal:
        terminal.wait_for("is not allowed")
        check_bytes(bytes(terminal.written))


def pasted(text: str) -> str:
    """What a terminal sends when this is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


def test_what_is_pasted_into_the_game_commands_no_terminal_then_or_later(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.lay_pack(DRILL, a_drill())
    with machine.open(size=(120, 40)) as terminal:
        terminal.wait_for(NAME)
        terminal.press(pasted(SHORT))
        terminal.wait_for("OWNED")
        terminal.press(ENTER)
        terminal.wait_for(TODAY)
        terminal.press("k")
        terminal.wait_for("Packs")
        terminal.press("/")
        terminal.wait_for("Search")
        terminal.press(pasted(SHORT))
        terminal.wait_for("OWNED")
        check_bytes(bytes(terminal.written))
    name = json.loads(machine.run("learners", "list", "--json").stdout)["learners"][0]
    said = machine.run("--learner", name, "play", DRILL, "--plain", said=f"1\nf\n{PAYLOAD}\nq\n").stdout
    assert "Noted for the trainer." in said
    check_bytes(said.encode())
    for words in (["play", DRILL, "--plain"], ["progress"], ["learners", "list"], ["packs", "items", DRILL]):
        with machine.open("--learner", name, *words, size=(120, 40)) as terminal:
            terminal.press("q\n")
            terminal.ended()
            assert terminal.written, words
            check_bytes(bytes(terminal.written))


def test_the_check_sees_what_it_is_there_for(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    with machine.open(program=["printf", PAYLOAD[:9].replace("\x07", "\\a")]) as terminal:
        terminal.ended()
        failed = False
        try:
            check_bytes(bytes(terminal.written))
        except AssertionError:
            failed = True
        assert failed
