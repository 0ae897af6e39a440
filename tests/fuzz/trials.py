"""Tries the inputs of one target in batches, and keeps count."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from tests.fuzz.place import Place
from tests.fuzz.targets import TARGETS
from tests.fuzz.watch import Broken, Watch, files_below, peak_memory

_MOST_TOLD = 20


class Trials:
    """All trials of one target; a failure is noted, and the next input tried."""

    def __init__(self, name: str, pattern: Place, temporary: Path) -> None:
        """`temporary` is the system's folder for what is only needed for a moment; it is empty after each batch."""
        self._target = TARGETS[name]
        self._inputs = self._target.inputs(pattern)
        self._watch = Watch()
        self._temporary = temporary
        self.inputs = 0
        self._accepted = 0
        self._slowest = 0.0
        self._failed = 0
        self._failures: dict[str, str] = {}
        """By what broke: the first input that did."""

    def batch(self, place: Place, inputs: int, seed: int) -> None:
        """Try so many inputs in a fresh place."""
        around = {name: held for name, held in files_below(place.root).items() if name.startswith("inputs")}
        roots = (place.root, self._temporary) if self._target.needs_place else ()

        @seeded(seed)
        @settings(
            max_examples=inputs,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(self._inputs)
        def test(each: Any) -> None:
            self.inputs += 1
            try:
                outcome = self._watch.over(lambda given: self._target.tried(place, given), each, *roots)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                self._note(error, each)
            else:
                self._accepted += outcome.accepted
                self._slowest = max(self._slowest, outcome.seconds)

        test()
        after = {name: held for name, held in files_below(place.root).items() if name.startswith("inputs")}
        gone = {name for name in {*around, *after} if around.get(name) != after.get(name)}
        if gone - {"inputs/checked.yaml", "inputs/log.jsonl", "inputs/sent.jsonl"}:
            self._note(Broken(f"Files that were only to be read have changed: {sorted(gone)}"), "the whole batch")
        if left := files_below(self._temporary):
            self._note(Broken(f"These were left in the folder for temporary files: {sorted(left)}"), "the whole batch")
        if strays := {name for name in files_below(place.root) if name.startswith(("person/", "desk/"))}:
            self._note(Broken(f"These were left behind: {sorted(strays)}"), "the whole batch")

    def _note(self, error: Exception, given: Any) -> None:
        self._failed += 1
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{each.filename}:{each.lineno}" for each in frames if "/quizgame/" in each.filename]
        place = ours[-1] if ours else ""
        what = f"{type(error).__name__}: {str(error)[:1500]} {place}"
        key = f"{type(error).__name__} {place}" if place else what[:80]
        if key not in {each.partition(" | ")[0] for each in self._failures} and len(self._failures) < _MOST_TOLD:
            self._failures[f"{key} | {what}"] = repr(given)[:3000]

    def told(self) -> dict[str, Any]:
        """The counts, and what broke."""
        return {
            "target": self._target.name,
            "inputs": self.inputs,
            "refused": self.inputs - self._accepted - self._failed,
            "accepted": self._accepted,
            "slowest": round(self._slowest, 4),
            "peak": round(peak_memory()),
            "failures": self._failed,
            "told": self._failures,
        }
