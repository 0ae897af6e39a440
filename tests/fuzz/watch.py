"""Watches one input being tried: how long it takes, what memory it needs, where it writes, and what it says."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TypeVar

from quizgame.packs.characters import FORBIDDEN

SECONDS = 2.0
"""Of the processor; whoever takes longer hangs."""
MEMORY = 500
"""MiB, of the whole process."""

_GIVEN_UP = 60.0  # by the clock on the wall: what waits for ever takes no time of the processor
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ONE_PATH = {"os.mkdir", "os.rmdir", "os.remove", "os.truncate", "os.chmod", "os.chown", "os.mkfifo"}
Given = TypeVar("Given")


class Broken(AssertionError):
    """An input did what no input may."""


class Outcome(NamedTuple):
    """What came of one input."""

    accepted: bool
    """False where it was refused in words for people."""
    seconds: float
    """Of the processor."""


class Watch:
    """Looks on while inputs are tried; in one process there is one, since nobody can take a hook back from Python."""

    def __init__(self) -> None:
        self._roots: tuple[str, ...] = ()
        self._on = False
        self._strayed: list[str] = []
        sys.addaudithook(self._heard)

    def over(self, tried: Callable[[Given], bool], given: Given, *roots: Path) -> Outcome:
        """Try an input, which may write below the roots and nowhere else; raises `Broken`, or what the input raised."""
        self._roots = tuple(os.path.realpath(root) for root in roots)
        self._strayed.clear()
        before = peak_memory()
        with _alarm():
            self._on = True
            start = time.thread_time()
            try:
                accepted = tried(given)
            finally:
                seconds = time.thread_time() - start
                self._on = False
        if self._strayed:
            raise Broken(f"It wrote outside: {', '.join(self._strayed[:5])}")
        if seconds > SECONDS:
            raise Broken(f"It took {seconds:.1f} seconds.")
        if (peak := peak_memory()) > max(MEMORY, before):  # what else ran in this process is not its fault
            raise Broken(f"It took {peak:.0f} MiB.")
        return Outcome(accepted, seconds)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on:
            for path in _written(event, arguments):
                self._look_at(path)

    def _look_at(self, path: object) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return  # the number of a file that is open
        name = os.fsdecode(path)
        if name in {os.devnull, ":memory:", ""} or "__pycache__" in name:
            return
        if name.startswith("file:"):
            if "mode=ro" in name or "immutable=1" in name:
                return
            name = name.removeprefix("file:").removeprefix("//").partition("?")[0]
        try:
            real = os.path.realpath(name)
        except ValueError:
            return  # no system takes such a name
        if not any(real == root or real.startswith(root + os.sep) for root in self._roots):
            self._strayed.append(f"{real!r}")


def _written(event: str, arguments: tuple[Any, ...]) -> Iterator[object]:
    """The paths that an audit event is about to change."""
    if event == "open":
        if isinstance(arguments[2], int) and arguments[2] & _WRITING:
            yield arguments[0]
    elif event in _ONE_PATH or event == "sqlite3.connect":
        yield arguments[0]
    elif event in {"os.rename", "os.link"}:
        yield from arguments[:2]
    elif event == "os.symlink":
        yield arguments[1]


@contextmanager
def _alarm() -> Iterator[None]:
    """Break off what does not end."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Broken(f"It was broken off after {_GIVEN_UP:.0f} seconds.")

    if threading.current_thread() is not threading.main_thread():  # pragma: no cover - no runner of ours does that
        raise RuntimeError("Inputs are tried in the main thread, where an alarm can break them off.")
    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, _GIVEN_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def peak_memory() -> float:
    """The most memory that this process ever had, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def files_below(folder: Path) -> dict[str, bytes | str | None]:
    """Everything in a folder: files with what is in them, links with where they lead, folders with nothing."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
        else:
            found[name] = None
    return found


def check_said(text: str) -> None:
    """Raise `Broken` unless a text can be shown to anybody: nothing in it commands a terminal or hides."""
    if found := FORBIDDEN.search(text):
        at = found.start()
        raise Broken(f"It said U+{ord(found[0]):04X} to the terminal: {text[max(0, at - 60) : at + 60]!r}")


def check_words(error: Exception) -> None:
    """Raise `Broken` unless an error is one for people."""
    text = str(error)
    if not text.strip():
        raise Broken(f"{type(error).__name__} says nothing.")
    check_said(text)
