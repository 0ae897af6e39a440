"""Checking stays in proportion to parsing; `speed.py` measures ten thousand questions."""

from __future__ import annotations

import pytest

from tests.packs.check.speed import a_long_pack, times


@pytest.mark.parametrize("one_pattern", [False, True])
def test_checking_takes_no_more_than_a_multiple_of_parsing(one_pattern: bool) -> None:
    data = a_long_pack(300, one_pattern=one_pattern)
    tries = (times(data) for _ in range(3))
    assert any(checking < 30 * parsing for parsing, checking, _ in tries), (
        "ten times is the goal; busy machines get leeway"
    )
