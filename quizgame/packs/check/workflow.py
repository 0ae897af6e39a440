"""The findings as workflow commands, which a hosted repository shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgame.packs.characters import shown
from quizgame.packs.check.checking import Checked
from quizgame.packs.check.contest import Board
from quizgame.packs.check.tables import verdict

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def commands(checked: Checked, boards: Sequence[Board] = ()) -> Iterator[str]:
    """One command for each finding, and one for each set of questions that a solver stands out on."""
    for finding in checked.findings:
        place = f"file={_property(finding.file)},line={finding.line},col={finding.column}"
        title = f",title={_property(finding.rule)}" if finding.rule else ""
        message = f"{finding.what} {finding.remedy}".rstrip()
        yield f"::{_COMMANDS[finding.level]} {place}{title}::{_data(message)}"
    for board in boards:
        if said := verdict(board):
            command = "warning" if board.beaten else "notice"
            yield f"::{command} title=Solvers on {_property(board.name)}::{_data(said)}"


def _data(text: str) -> str:
    """Text that cannot end the command or start another: the percent sign first, since it announces the escapes."""
    safe = "".join(sign if sign.isprintable() or sign in "\r\n" else shown(sign) for sign in text)
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
