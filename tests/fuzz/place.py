"""Where inputs are tried: a home with learners and packs, an empty folder to stand in, and files to read."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from quizgame.cli import main
from tests.builders import a_store
from tests.fuzz.strategies import Values
from tests.fuzz.watch import Broken, check_said
from tests.packs.pack_texts import a_conversation_text, a_flashcard_text, a_pack_text, an_objective_text
from tests.packs.test_reader_properties import VALID
from tests.store.exports import exported, practised, values_of

OTHER = a_pack_text(
    a_flashcard_text("one-no"),
    a_flashcard_text("two", extra="objective: shared"),
    a_flashcard_text("three", extra="objective: shared"),
    objectives=an_objective_text("shared"),
).replace("shop-floor", "other-pack")
"""The pack that the conversation of the other one refers to."""

INPUTS = {
    "good.yaml": VALID.replace("shop-floor", "arriving"),
    "talk.yaml": a_pack_text(a_flashcard_text(), a_conversation_text()).replace("shop-floor", "talking"),
    "bad.yaml": "pack: bad\ntitle: \x1b[2J\nquestions: [\n",
    "table.csv": "front,back\nWhat?,That.\n=1+1,\x1b[31mred\n",
    "quiz.gift": "What is it? {=This#so ~That#no}\n\n",
    "cards.txt": "#separator:tab\nfront\tback\n",
    "empty.yaml": "",
    "noise.xlsx": "PK\x03\x04noise",
}
"""Files that commands can be pointed at."""


class Said(NamedTuple):
    """What a command did."""

    status: int
    out: str
    error: str


class Place:
    """Four folders: `home`, `desk` to stand in, `inputs` to read, and `person`, the home of whoever sits there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home, self.desk, self.inputs, self.person = (root / each for each in ("home", "desk", "inputs", "person"))

    def lay_out(self) -> None:
        """Make them; `home` holds Sam and Kim, who have practised, and two packs besides the built-in ones."""
        for folder in (self.desk, self.inputs, self.person, self.home / "packs"):
            folder.mkdir(parents=True)
        (self.home / "packs" / "shop.yaml").write_text(VALID, encoding="utf-8")
        (self.home / "packs" / "other.yaml").write_text(OTHER, encoding="utf-8")
        with a_store(self.home) as database:
            practised(database)
            practised(database, "Kim", days=2)
        for name, text in INPUTS.items():
            (self.inputs / name).write_text(text, encoding="utf-8")
        (self.inputs / "folder").mkdir()
        shutil.copy(self.inputs / "good.yaml", self.inputs / "folder")
        with a_store(self.home) as database:
            (self.inputs / "sam.jsonl").write_bytes(exported(database))
        made = self.command(["learners", "export", "Kim", str(self.inputs / "kim-for-trainer.jsonl"), "--for-trainer"])
        assert made.status == 0, made

    def copied(self, root: Path) -> Place:
        """The same elsewhere."""
        shutil.copytree(self.root, root)
        return Place(root)

    def export(self) -> Values:
        """Everything held about Sam, line by line."""
        return values_of((self.inputs / "sam.jsonl").read_bytes())

    def trainer_file(self) -> Values:
        """What Kim has answered, line by line, and a flag."""
        return values_of((self.inputs / "kim-for-trainer.jsonl").read_bytes())

    def command(self, words: Sequence[str], typed: str = "") -> Said:
        """What a command says here; raises `Broken` for a traceback, or for words that no person should see."""
        streams: list[Any] = [io.TextIOWrapper(BytesIO(), "utf-8", each) for each in ("strict", "backslashreplace")]
        with _at(self), redirect_stdout(streams[0]), redirect_stderr(streams[1]), _typing(typed):
            try:
                status = main(["--home", str(self.home), *words])
            except SystemExit as left:
                status = left.code if isinstance(left.code, int) else 1 if left.code else 0
        out, error = (_text(each) for each in streams)
        for text in (out, error):
            for mark in ("Traceback (most recent call last)", "quizgame stumbled"):
                if mark in text:
                    raise Broken(f"{words[:12]!r} said: {text[:2000]}")
            check_said(text.replace("\r\n", "\n"))
        if status not in {0, 1, 2}:
            raise Broken(f"{words[:12]!r} ended with status {status}: {error[:500]}")
        return Said(status, out, error)


@contextmanager
def _at(place: Place) -> Iterator[None]:
    """Stand at the desk, as the person there."""
    former, folder = dict(os.environ), Path.cwd()
    os.environ["HOME"] = str(place.person)
    os.chdir(place.desk)
    try:
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(former)


@contextmanager
def _typing(text: str) -> Iterator[None]:
    """Let standard input hold a text and nothing more; where there is none, it is closed, as for a job in the night."""
    typed = io.TextIOWrapper(BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8")
    former, sys.stdin = sys.stdin, typed if text else None
    try:
        yield
    finally:
        sys.stdin = former


def _text(stream: io.TextIOWrapper) -> str:
    if stream.closed:
        return ""  # the program lets go of a stream whose reader has gone
    stream.flush()
    assert isinstance(stream.buffer, BytesIO)
    return stream.buffer.getvalue().decode("utf-8")
