"""What the reader complains about, under the id of the rule it belongs to."""

from __future__ import annotations

import re

from quizgame.packs.check.findings import Finding
from quizgame.packs.problems import PackRefused, Problem

# The beginnings or parts of the reader's sentences; a test lets the reader say each of them.
_SAYINGS = (
    ("E1", r"marked as the best\.$|^(?:Option|Response)s \d+ and \d+ say the same\.$"),
    ("E3", r"^`because` is missing|^`because` is empty"),
    ("E4", r"^The id `.*` is already used by|^This question asks the same as"),
    ("E6", r"^The character U\+|is here a second time\.$|is not a key of"),
    ("E6", r"^There is no objective|^No question practises|not an objective\.$"),
    ("E6", r"^There is no turn and no ending|^The ending `.*` has no debriefing\.$"),
)


def findings_of(refused: PackRefused, text: str) -> list[Finding]:
    """The findings for a file that is no pack; `text` is what stands in it, as far as it could be read."""
    lines = text.split("\n")
    return [_finding(problem, lines) for problem in refused.problems]


def finding_of(problem: Problem, text: str = "") -> Finding:
    """One problem of the reader as a finding; without a rule where it is about the file's shape as such."""
    rule = next((rule for rule, saying in _SAYINGS if re.search(saying, problem.what)), "")
    return Finding(
        rule,
        problem.level,
        problem.file,
        problem.line,
        problem.column,
        problem.what,
        problem.remedy,
        problem.path,
        text,
    )


def _finding(problem: Problem, lines: list[str]) -> Finding:
    line = lines[problem.line - 1].strip() if problem.line <= len(lines) else ""
    return finding_of(problem, line)
