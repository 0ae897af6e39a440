"""SQLite on every Python: what some of them warn of, and later ones refuse, stands nowhere in the store."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from quizgame import store

FILES = [path for folder in store.__path__ for path in Path(folder).glob("*.py")]
NUMBERED = re.compile(r"\?\d")


def test_values_that_are_used_twice_are_named_and_not_numbered() -> None:
    """Python 3.12.0 to 3.12.3 warn of numbers that are given a sequence."""
    assert len(FILES) > 20
    assert [path.name for path in FILES if NUMBERED.search(path.read_text(encoding="utf-8"))] == []


def test_how_a_store_is_connected_is_said_by_name() -> None:
    """Python 3.13 warns of more than one argument by its place."""
    calls = [
        node for path in FILES for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    made = [call for call in calls if ast.unparse(call.func) == "sqlite3.connect"]
    assert len(made) > 5
    assert [ast.unparse(call) for call in made if len(call.args) > 1] == []
