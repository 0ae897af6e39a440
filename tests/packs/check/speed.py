"""How long checking takes beside parsing: `python -m tests.packs.check.speed [QUESTIONS]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from random import Random

from quizgame.packs.check.checking import check_packs, opened
from quizgame.packs.reader import open_pack

_LETTERS = "aeioulnrstdmpbg"


def a_long_pack(questions: int, *, one_pattern: bool = False, seed: int = 1) -> bytes:
    """A pack of many questions with words as frequent as in real texts, or all cut from one pattern."""
    random = Random(seed)
    known = ["".join(random.choices(_LETTERS, k=random.randint(2, 9))) for _ in range(4000)]
    weights = [1 / (rank + 2) for rank in range(len(known))]

    def text(words: int) -> str:
        found = random.choices(known, weights, k=words)
        return " ".join(word + ("." if number % 9 == 8 else "") for number, word in enumerate(found))

    def lines() -> Iterator[str]:
        yield "pack: long\ntitle: A long pack\nversion: 1\nquestions:"
        fixed = [text(40), text(12), text(14), text(12)]
        for number in range(questions):
            scene, *says = fixed if one_pattern else (text(40), text(12), text(14), text(12))
            yield f"  - id: q{number}\n    kind: better-response\n    scene: Caller {number} waits. {scene}"
            yield "    ask: What do you say?\n    options:"
            for place, say in enumerate(says):
                best = "        best: true\n" if place == number % 3 else ""
                yield f"      - say: {say}\n{best}        because: {text(9)}"

    return "\n".join(lines()).encode()


def times(data: bytes) -> tuple[float, float, int]:
    """Seconds for parsing and for checking, and the number of findings."""
    start = time.perf_counter()
    source = open_pack(data, "long.yaml")
    parsed = time.perf_counter()
    findings, _ = check_packs([opened(source)])
    return parsed - start, time.perf_counter() - parsed, len(findings)


def main() -> None:
    """Print a line for each kind of pack."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for one_pattern in (False, True):
        parsing, checking, found = times(a_long_pack(questions, one_pattern=one_pattern))
        kind = "all from one pattern" if one_pattern else "all different"
        told = f"parse {parsing:.2f} s, check {checking:.2f} s ({checking / parsing:.1f} times), {found} findings"
        sys.stdout.write(f"{questions} questions, {kind}: {told}\n")


if __name__ == "__main__":
    main()
