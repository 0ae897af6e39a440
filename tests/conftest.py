"""Keeps the machine that runs the tests out of them, and lets no skipped test pass for a green one in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.examples import load_profile

load_profile()


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet; `mktemp` would look through all earlier ones for every test."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _hermetic(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> None:
    """No test sees the learner's own home, name or terminal settings."""
    for name in ("QUIZGAME_LEARNER", "NO_COLOR", "COLORTERM", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("QUIZGAME_HOME", str(home))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: what it needs must be installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
