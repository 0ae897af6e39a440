"""Tries one target: `python -m tests.fuzz.one TARGET INPUTS SEED`; prints what came of it as a line of JSON.

It runs in a process of its own, with two small packs in place of the built-in ones, so that no command has to read the
real ones, and in folders of its own.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

BATCH = 400
"""Inputs that hypothesis makes from one seed, and that share a place."""
_ADDRESSES = 3 * 2**30  # bytes; a belt for the machine: what is told is the memory that was really used


def _install(folder: Path) -> None:
    """Let Python find quizgame where its built-in packs are few: beside the package stands the folder of content."""
    (folder / "quizgame").symlink_to(Path(__file__).parents[2] / "quizgame")
    (folder / "content").mkdir()
    card = "questions: [{id: q, kind: flashcard, front: What comes first?, back: A question.}]"
    (folder / "content" / "small.yaml").write_text(f"pack: small\ntitle: Small\nversion: 1\n{card}\n")
    (folder / "content" / "documents.yaml").write_text(
        "documents: [{id: x, title: X, author: null, publisher: null, date: null, sections: [S]}]"
    )
    sys.path.insert(0, str(folder))


def main(name: str, inputs: int, seed: int) -> dict[str, Any]:
    """Try so many inputs; gives the counts, and what broke."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "site").mkdir()
        (root / "scratch" / "temporary").mkdir(parents=True)
        _install(root / "site")
        os.environ |= {"HOME": str(root / "scratch"), "TMPDIR": str(root / "scratch" / "temporary")}
        tempfile.tempdir = None  # so that the line above is heard
        for each in ("QUIZGAME_HOME", "QUIZGAME_LEARNER", "NO_COLOR", "COLUMNS", "EDITOR", "VISUAL"):
            os.environ.pop(each, None)

        from tests.fuzz.place import Place
        from tests.fuzz.trials import Trials

        pattern = Place(root / "pattern")
        pattern.lay_out()
        trials = Trials(name, pattern, root / "scratch" / "temporary")
        batch = 0
        while trials.inputs < inputs:
            place = pattern.copied(root / "scratch" / "place")
            trials.batch(place, min(BATCH, inputs - trials.inputs), seed + batch)
            shutil.rmtree(place.root)
            batch += 1
        return trials.told()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
