"""The findings and the solvers' results as plain values, for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from quizgame.packs.check.checking import Checked
from quizgame.packs.check.contest import Board


def records(checked: Checked, boards: Sequence[Board] | None = None) -> dict[str, Any]:
    """Everything that was found, ready for JSON; `boards` of None leaves the solvers out."""
    told: dict[str, Any] = {
        "findings": [asdict(finding) for finding in checked.findings],
        "summary": {
            "files": len(checked.files),
            "packs": len(checked.packs),
            "questions": sum(len(opened.source.pack.questions) for opened in checked.packs),
            "conversations": sum(len(opened.source.pack.conversations) for opened in checked.packs),
            "errors": checked.count("error"),
            "warnings": checked.count("warning"),
            "notes": checked.count("info"),
            "allowed": checked.allowed,
            "rules": dict(sorted(Counter(finding.rule for finding in checked.findings).items())),
        },
    }
    if boards is not None:
        told["solvers"] = [_board(board) for board in boards]
    return told


def _board(board: Board) -> dict[str, Any]:
    marked = board.beaten if board.family else board.suspicious
    return {
        "name": board.name,
        "together": board.family,
        f"{board.thing}s": board.size,
        "chance": round(board.chance, 4),
        "draws": board.draws,
        "results": [
            {
                "solver": result.solver,
                "score": round(result.score, 4),
                "z": round(result.z, 4),
                "p": None if result.p is None else round(result.p, 6),
                "beats_chance" if board.family else "read_again": result in marked,
            }
            for result in board.results
        ],
        "words": [
            {"word": tell.word, "in_best": round(tell.in_best, 4), "in_others": round(tell.in_others, 4)}
            for tell in board.tells
        ],
    }
