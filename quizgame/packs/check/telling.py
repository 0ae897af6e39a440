"""The findings in words: for people, for programs, and for the annotations of a hosted repository."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from quizgame.packs.characters import shown
from quizgame.packs.check.checking import Checked
from quizgame.packs.check.contest import LEVEL, SUSPICIOUS, Board, Result
from quizgame.packs.check.findings import Finding, amount

_EXCERPT = 100
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def as_text(checked: Checked) -> Iterator[str]:
    """Lines for people and editors: a file's findings, or that it is fine."""
    by_file: dict[str, list[Finding]] = {file: [] for file in checked.files}
    for finding in checked.findings:
        by_file.setdefault(finding.file, []).append(finding)
    packs = {opened.file: opened.source.pack for opened in checked.packs}
    apart = False
    for file, findings in by_file.items():
        if apart or (apart := bool(findings)):
            yield ""
        apart = bool(findings)
        for finding in findings:
            yield from _lines(finding)
        if file in packs and all(finding.level == "info" for finding in findings):
            pack = packs[file]
            size = f"{amount(len(pack.objectives), 'objective')}, {amount(len(pack.questions), 'question')}"
            yield f"{shown(file, 500)}: fine. {size}."


def _lines(finding: Finding) -> Iterator[str]:
    where = f"{shown(finding.file, 500)}:{finding.line}:{finding.column}"
    # What the reader alone says stands as `packs install` says it.
    mark = f"{finding.level} {finding.rule}: " if finding.rule else ""
    yield f"{where}: {mark}{finding.what} {finding.remedy}".rstrip()
    if finding.text.strip():
        yield "    " + shown(" ".join(finding.text.split()), _EXCERPT)


def closing(checked: Checked) -> str:
    """The last line: what was checked and how much was found."""
    errors, warnings, notes = (checked.count(level) for level in ("error", "warning", "info"))
    questions = sum(len(opened.asked) for opened in checked.packs)
    size = f"{amount(len(checked.files), 'file')}, {amount(questions, 'question')}"
    found = f"{amount(errors + warnings, 'problem')} found"
    if errors and warnings:
        found += f" ({amount(errors, 'error')}, {amount(warnings, 'warning')})"
    elif errors or warnings:
        found += " (all errors)" if errors else " (all warnings)"
    parts = [f"{found} in {size}"]
    if notes:
        parts.append(amount(notes, "note"))
    if checked.allowed:
        parts.append(f"{amount(checked.allowed, 'finding')} set aside with a reason")
    return "; ".join(parts) + "."


def as_github(checked: Checked) -> Iterator[str]:
    """Workflow commands that put each finding beside its line in a pull request."""
    for finding in checked.findings:
        place = f"file={_property(finding.file)},line={finding.line},col={finding.column}"
        title = f",title={_property(finding.rule)}" if finding.rule else ""
        yield f"::{_COMMANDS[finding.level]} {place}{title}::{_data(f'{finding.what} {finding.remedy}'.rstrip())}"


def boards_as_github(boards: tuple[Board, ...]) -> Iterator[str]:
    """Workflow commands about solvers that beat chance."""
    for board in boards:
        for result in board.beaten:
            yield f"::warning title=solvers::{_data(f'{board.name}: {_verdict(result)}')}"
        if not board.draws_for_all and board.suspicious:
            names = ", ".join(result.solver for result in board.suspicious)
            yield f"::notice title=solvers::{_data(f'{board.name}: read again ({names}).')}"


def _data(text: str) -> str:
    """Escaped as workflow commands want it: percent first, then what would end the line."""
    safe = "".join(sign if sign.isprintable() or sign in "\r\n" else shown(sign) for sign in text)
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(checked: Checked, boards: tuple[Board, ...] | None) -> dict[str, Any]:
    """Everything, for programs."""
    told: dict[str, Any] = {
        "findings": [
            {
                "rule": finding.rule, "level": finding.level, "file": finding.file, "line": finding.line,
                "column": finding.column, "path": finding.path, "what": finding.what, "remedy": finding.remedy,
                "text": finding.text,
            }
            for finding in checked.findings
        ],
        "summary": {
            "files": len(checked.files), "packs": len(checked.packs),
            "questions": sum(len(opened.asked) for opened in checked.packs),
            "errors": checked.count("error"), "warnings": checked.count("warning"), "notes": checked.count("info"),
            "allowed": checked.allowed,
            "rules": dict(sorted(Counter(finding.rule for finding in checked.findings).items())),
        },
    }  # fmt: skip
    if boards is not None:
        told["solvers"] = [_board(board) for board in boards]
    return told


def _board(board: Board) -> dict[str, Any]:
    return {
        "name": board.name, "questions": board.questions, "chance": round(board.chance, 4), "draws": board.draws,
        "results": [
            {
                "solver": result.solver, "score": round(result.score, 4), "z": round(result.z, 3),
                **({"p": round(result.p, 5), "beats_chance": result.p <= LEVEL} if result.p is not None
                   else {"read_again": result.z > SUSPICIOUS}),
            }
            for result in board.results
        ],
    }  # fmt: skip


def boards_as_text(boards: tuple[Board, ...]) -> Iterator[str]:
    """A table for each pack, and for all of them together the verdict."""
    for board in boards:
        yield ""
        yield f"{board.name}: {amount(board.questions, 'question')} with options; guessing solves {board.chance:.1f}."
        for pair in board.pairs:
            yield "  " + " | ".join(map(_cell, pair)).rstrip()
        if board.draws_for_all:
            yield from _judgement(board)


def _cell(result: Result) -> str:
    marked = result.p <= LEVEL if result.p is not None else result.z > SUSPICIOUS
    mark = ("beats chance" if result.p is not None else "read again") if marked else ""
    return f"{result.solver:<19}{result.score:7.1f}  z {result.z:+5.1f} {mark:<12}"
