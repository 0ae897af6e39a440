"""What every end-to-end test starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which quizgame was never opened."""
    return Machine(tmp_path)
