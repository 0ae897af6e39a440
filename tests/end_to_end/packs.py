"""Packs for these tests, as an author would write them."""

from __future__ import annotations

import re

from tests.end_to_end.terminal import Terminal

DRILL = "drill"


def a_drill(questions: int = 12) -> str:
    """A pack of so many objectives, each a question whose number stands in its scene and in its options."""
    items = "".join(
        f"""
  - id: q{number:03}
    kind: better-response
    scene: A caller stands at door {number:03} and is loud.
    ask: What do you say?
    options:
      - say: "Answer one of {number:03}: come in."
        best: true
        because: It opens the door.
      - say: "Answer two of {number:03}: go away."
        because: It closes the door.
      - say: "Answer three of {number:03}: which door?"
        because: It forgets the door."""
        for number in range(questions)
    )
    return f"pack: {DRILL}\ntitle: Doors\nversion: 1\nquestions:{items}\n"


def door(terminal: Terminal) -> str:
    """Id of the drill's question that stands on the screen; empty when there is none."""
    found = re.search(r"A caller stands at door (\d{3})", terminal.text())
    return f"q{found[1]}" if found else ""


def best_key(terminal: Terminal) -> str:
    """The key of the best response that stands on the screen."""
    found = re.search(r"(\d) Answer one of", terminal.text())
    assert found, terminal.picture()
    return found[1]
