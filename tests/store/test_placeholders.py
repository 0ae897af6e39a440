"""Queries on every Python: Python 3.12.0 to 3.12.3 warn of numbered placeholders that are given a sequence."""

from __future__ import annotations

import re
from pathlib import Path

from quizgame import store

NUMBERED = re.compile(r"\?\d")


def test_values_that_are_used_twice_are_named_and_not_numbered() -> None:
    files = [path for folder in store.__path__ for path in Path(folder).glob("*.py")]
    assert len(files) > 20
    assert [path.name for path in files if NUMBERED.search(path.read_text(encoding="utf-8"))] == []
