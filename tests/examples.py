"""How many examples a law is tried on: a share of its number in every run, many times as many in the long one."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hypothesis import HealthCheck, settings

EVERY_RUN, LONG = "house", "long"
_TIMES = {EVERY_RUN: 0.5, LONG: 10.0}
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", EVERY_RUN)
_USUAL = 100  # the number of a law that names none


def _times(number: int, profile: str) -> int:
    return max(1, round(number * _TIMES[profile]))


def load_profile() -> None:
    """Let HYPOTHESIS_PROFILE choose: the same examples on every run, or many new ones."""
    slow = [HealthCheck.too_slow]
    for profile in _TIMES:
        settings.register_profile(
            profile,
            max_examples=_times(_USUAL, profile),
            deadline=None,
            suppress_health_check=slow,
            derandomize=profile == EVERY_RUN,
            print_blob=True,
        )
    settings.load_profile(_PROFILE)


def examples(number: int, *, suppress_health_check: Sequence[HealthCheck] = ()) -> settings:
    """Settings for a law that deserves so many examples, where 100 are too few or take too long."""
    return settings(
        max_examples=_times(number, _PROFILE), suppress_health_check=[HealthCheck.too_slow, *suppress_health_check]
    )
