"""The results of the solvers in words: a table for each set of questions, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgame.packs.characters import shown
from quizgame.packs.check.contest import LEVEL, Board, Result
from quizgame.packs.check.findings import amount
from quizgame.packs.check.tells import Tell


def tables(boards: Sequence[Board]) -> Iterator[str]:
    """All boards, one under another."""
    for board in boards:
        yield ""
        yield f"{shown(board.name)}: {_guessed(board)}."
        if not board.size:
            continue
        solved = "solved" if board.thing == "question" else "  best"
        yield "  " + 2 * f"{'':<20}{solved}     z   "
        for pair in board.pairs:
            yield "  " + "".join(_cell(board, result) for result in pair).rstrip()
        yield "  " + (verdict(board) or "No solver lies two standard errors above chance.")
        if board.tells and any(result in board.learnt for result in (*board.beaten, *board.suspicious)):
            yield from _words(board)


def _guessed(board: Board) -> str:
    if board.thing == "question":
        return f"{amount(board.size, 'question')} with options; guessing solves {board.chance:.1f}"
    return f"guessing brings {board.chance:.1f} of {board.size} to the best ending"


def _words(board: Board) -> Iterator[str]:
    for side, sign in (("best", 1), ("wrong", -1)):
        if told := [tell for tell in board.tells if sign * tell.z > 0]:
            yield f"  More often in {side} options (share of best, of wrong): {', '.join(map(_shares, told))}."


def _shares(tell: Tell) -> str:
    return f"{shown(tell.word)} ({_percent(tell.in_best)}, {_percent(tell.in_others)})"


def _cell(board: Board, result: Result) -> str:
    mark = "*" if result in (board.beaten if board.family else board.suspicious) else ""
    return f"{result.solver:<20}{result.score:6.1f} {result.z:+5.1f}{mark:<3}"


def verdict(board: Board) -> str:
    """What the scores mean; empty for a single pack that no solver stands out on."""
    if not board.family:
        names = ", ".join(f"{result.solver} (z {result.z:+.1f})" for result in board.suspicious)
        return f"* Read again: {names}." if names else ""
    if not board.size:
        return ""
    if board.beaten:
        told = "; ".join(f"{result.solver}, {_share(result, board)}" for result in board.beaten)
        return f"* Beats chance: {told}."
    top = max(board.results, key=lambda result: result.z)
    return f"No solver beats chance. The highest is {top.solver}, {_share(top, board)}."


def _share(result: Result, board: Board) -> str:
    assert result.p is not None
    far, share = f"z {result.z:+.1f}", _percent(result.p)
    return (
        f"{far} (luck alone gets one of them so far in {share} of {board.draws} draws; the limit is {_percent(LEVEL)})"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"
