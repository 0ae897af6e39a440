"""A real terminal for tests: the program on a pseudo-terminal, and a screen that shows what it writes.

Nothing here waits for a while and hopes: every wait ends as soon as the bytes that it waits for have arrived.
"""

from __future__ import annotations

import os
import re
import select
import signal
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pexpect
import pyte

ENTER = "\r"
UP = "\x1b[A"
DOWN = "\x1b[B"

PATIENCE = 20.0
"""Seconds after which a wait has failed; far longer than anything takes."""


def _hear_hangups() -> None:
    """Tests may have been started by something that ignores a closed terminal, and would hand that down."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Terminal:
    """A program in a terminal window. Use it in a `with` statement, so that the program ends with the test."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int] = (80, 24)
    ) -> None:
        """`size` is columns and lines."""
        columns, lines = size
        self.written = bytearray()
        """Everything the program has written, as it came."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._over = False
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0],
            list(command[1:]),
            env=dict(environment),
            cwd=str(folder),
            dimensions=(lines, columns),
            preexec_fn=_hear_hangups,
        )
        self._child.delaybeforesend = None
        # The program has ended by the time its window is closed; there is nothing to wait for.
        inner: Any = vars(self._child)["ptyproc"]
        inner.delayafterclose = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's process."""
        assert self._child.pid is not None
        return self._child.pid

    # ── hands ─────────────────────────────────────────────────────────────────────────────────────────────

    def press(self, keys: str) -> None:
        """Press keys, one after another."""
        self._child.send(keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Pull the window to another size; what stood in it is wiped, so that only what is drawn anew is seen."""
        self._screen.resize(lines, columns)
        self._screen.erase_in_display(2)
        self._child.setwinsize(lines, columns)

    def kill(self, number: signal.Signals) -> int:
        """Send the program a signal that ends it, take in what it wrote before, and give its end."""
        os.kill(self.pid, number)
        return self.ended()

    def hang_up(self) -> None:
        """Close the window under the running program, as by its corner; fails when the program does not end by it."""
        inner: Any = vars(self._child)["ptyproc"]
        process = os.pidfd_open(self.pid)
        try:
            inner.fileobj.close()
            assert select.select([process], [], [], PATIENCE)[0], "the program goes on without a window"
        finally:
            os.close(process)
        self._child.wait()

    # ── eyes ──────────────────────────────────────────────────────────────────────────────────────────────

    def screen(self) -> list[str]:
        """The lines as they stand."""
        return [line.replace("\u00a0", " ").rstrip() for line in self._screen.display]

    def text(self) -> str:
        """All that stands on the screen, as if it were one long line: wrapped sentences are whole again."""
        return " ".join(" ".join(self.screen()).split())

    def shows(self, text: str) -> bool:
        """Whether a text stands on the screen, wrapped or not; `a … z` stands for a, and z somewhere after it."""
        return re.search(".*".join(map(re.escape, text.split(" … "))), self.text()) is not None

    def wait_for(self, *texts: str, timeout: float = PATIENCE) -> str:
        """Wait until one of the texts stands on the screen; gives the one that does."""
        self.wait_until(lambda: any(map(self.shows, texts)), " or ".join(map(repr, texts)), timeout)
        return next(filter(self.shows, texts))

    def wait_until(self, condition: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        """Wait until a condition holds; fails with a picture of the screen when it never does."""
        deadline = time.monotonic() + timeout
        while not condition():
            left = deadline - time.monotonic()
            if self._over or left <= 0:
                why = "the program has ended" if self._over else f"{timeout:g} seconds have passed"
                raise AssertionError(f"Waited for {what}, but {why}. The screen:\n{self.picture()}")
            self._take_in(left)

    def watch(self, seconds: float) -> None:
        """Look on for so long, whatever comes."""
        deadline = time.monotonic() + seconds
        while not self._over and (left := deadline - time.monotonic()) > 0:
            self._take_in(left)

    def is_italic(self, word: str) -> bool:
        """Whether a word that stands on the screen is in italics."""
        number, line = next((number, line) for number, line in enumerate(self.screen()) if word in line)
        at = line.index(word)
        return all(self._screen.buffer[number][column].italics for column in range(at, at + len(word)))

    def picture(self) -> str:
        """The screen in a frame, for a failed test."""
        columns = self._screen.columns
        lines = [f"|{line:<{columns}}|" for line in self.screen()]
        return "\n".join(["+" + "-" * columns + "+", *lines, "+" + "-" * columns + "+"])

    @property
    def is_over(self) -> bool:
        """Whether the program has ended, and all that it wrote was taken in."""
        return self._over

    # ── the end ───────────────────────────────────────────────────────────────────────────────────────────

    def ended(self, timeout: float = PATIENCE) -> int:
        """Wait until the program has ended; gives its exit status, or minus the signal that ended it."""
        deadline = time.monotonic() + timeout
        while not self._over:
            left = deadline - time.monotonic()
            assert left > 0, f"The program goes on after {timeout:g} seconds. The screen:\n{self.picture()}"
            self._take_in(left)
        self._child.wait()
        return -self._child.signalstatus if self._child.signalstatus else self._child.exitstatus or 0

    def is_restored(self) -> bool:
        """Whether the terminal is as a shell needs it: own screen left, cursor shown, lines edited and echoed."""
        wanted = termios.ICANON | termios.ECHO | termios.ISIG
        modes = dict(re.findall(rb"\x1b\[\?(1049|25|1000|1003|2004)([hl])", bytes(self.written)))
        shown = modes.pop(b"25", b"h") == b"h"
        return shown and set(modes.values()) <= {b"l"} and termios.tcgetattr(self._child.fileno())[3] & wanted == wanted

    def close(self) -> None:
        """Close the window; the program ends with it."""
        if self._child.isalive():
            os.kill(self.pid, signal.SIGKILL)
            self._child.wait()
        self._child.close()

    def _take_in(self, seconds: float) -> None:
        """Put what comes within so many seconds on the screen."""
        try:
            data = self._child.read_nonblocking(1 << 16, timeout=seconds)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self._over = True
            return
        self.written += data
        self._stream.feed(data)
