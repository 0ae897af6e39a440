"""The log replays to identical states: this Python is held against a golden file, which others made as well."""

from __future__ import annotations

import json

from tests.domain.replay import GOLDEN, differences, experience, states


def test_every_state_is_that_of_the_golden_file() -> None:
    assert differences() == []


def test_the_golden_file_holds_enough_and_a_difference_is_seen() -> None:
    whole = json.loads(GOLDEN.read_text(encoding="utf-8"))
    golden = whole["objectives"]
    assert len(golden) == 40
    assert sum(len(each["answers"]) for each in golden) > 500
    changed = [*golden[0]["answers"][:-1], [*golden[0]["answers"][-1][:2], 5 - golden[0]["answers"][-1][2], 0]]
    assert states(changed) != golden[0]["states"]
    assert experience([changed, *(each["answers"] for each in golden[1:])]) != whole["experience"]
