"""What takes long to make is made once for all tests of the screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.walks import furnish


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which much has happened, to be copied."""
    home = tmp_path_factory.mktemp("furnished") / "home"
    furnish(home)
    return home
