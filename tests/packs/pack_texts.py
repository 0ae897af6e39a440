"""Builders of pack files, as an author would write them."""

from __future__ import annotations

from quizgame.packs.problems import PackRefused, Problem
from quizgame.packs.reader import parse_pack

FILE = "shop.yaml"


def a_flashcard_text(id_: str = "name-it", *, front: str = "", extra: str = "") -> str:
    """A flashcard as an item of the list of questions; `extra` is one more line."""
    lines = [
        f"  - id: {id_}",
        "    kind: flashcard",
        f"    front: {front or f'What does {id_} mean?'}",
        "    back: Say what you see, then ask.",
    ]
    return _joined(lines, extra)


def a_better_response_text(id_: str = "late-parcel", *, extra: str = "", best: str = "true") -> str:
    """A question with three options, the second of which is best."""
    lines = [
        f"  - id: {id_}",
        "    kind: better-response",
        "    scene: >",
        f"      A caller waits for parcel {id_}",
        "      and is loud.",
        "    ask: What do you say?",
        "    options:",
        "      - say: Please calm down.",
        "        because: Nobody ever calmed down by being told to.",
        "      - say: That is a long wait. Let me look.",
        f"        best: {best}",
        "        because: It names the trouble and takes it on.",
        "      - say: It will come tomorrow.",
        "        because: You do not know that.",
    ]
    return _joined(lines, extra)


def a_conversation_text(id_: str = "wet-tent", *, extra: str = "") -> str:
    """A conversation of two turns, the first of which practises the objective that is the question `name-it`."""
    return _joined(_CONVERSATION.replace("wet-tent", id_).rstrip("\n").split("\n"), extra)


_CONVERSATION = """\
  - id: wet-tent
    kind: conversation
    title: a tent that leaked
    channel: counter
    setting: You sell tents. Seams may be mended for nothing; money is not given back. It rained.
    customer: {name: Mr Silva, temperature: 6}
    turns:
      - id: the-rain
        says: We lay in water up to here.
        objective: name-it
        asks: [listen-01, listen-02]
        responses:
          - say: A night in the water, and the children with you.
            because: It says what the night was like.
            effect: -2
            best: true
            reply: Three nights.
            next: the-money
          - say: Have you got the receipt with you?
            because: It asks for paper before anything else.
            effect: 1
            fair: true
            next: the-money
          - say: That model has never leaked before.
            because: It makes him the one who did something wrong.
            effect: 2
            next: the-money
        sources: [{document: a-book, section: "Step 1: Listen"}]
      - id: the-money
        says: I want my money back.
        objective: other-pack/one-no
        responses:
          - say: I can't give it back, and I can have every seam mended by Friday.
            because: One no, and what can be done right behind it.
            effect: -1
            best: true
            next: closed-kindly
          - say: I'll see what I can do about the money.
            because: It promises what the rule does not let you give.
            effect: 0
            next: lost
          - say: The money stays here, I'm afraid. That is our rule.
            because: True, and it leaves him with nothing to take home.
            effect: 1
            next:
              - when: {temperature: ">=8"}
                to: lost
              - to: closed-kindly
    endings:
      closed-kindly: He leaves the tent with you until Friday.
      lost: He leaves with the tent, and tells the whole camp.
"""


def a_pack_text(*questions: str, head: str = "", objectives: str = "", version: str = "1") -> str:
    """A valid pack file; without questions it holds one of each kind."""
    top = ["pack: shop-floor", "title: On the shop floor", f"version: {version}"]
    if head:
        top.append(head)
    if objectives:
        top += ["objectives:", objectives.rstrip("\n")]
    body = "".join(questions or (a_flashcard_text(), a_better_response_text()))
    return "\n".join([*top, "questions:", body])


def an_objective_text(id_: str, *, extra: str = "") -> str:
    """An objective as an item of the list of objectives."""
    return _joined([f"  - id: {id_}", f"    title: Learn {id_}", "    topic: parcels"], extra)


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    """Everything that is wrong with a file; nothing if it is a pack."""
    try:
        parse_pack(text if isinstance(text, bytes) else text.encode(), FILE)
    except PackRefused as refusal:
        return refusal.problems
    return ()


def the_problem(text: str | bytes) -> Problem:
    """The only problem of a file."""
    problems = problems_of(text)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def line_of(text: str, part: str) -> int:
    """Number of the first line that holds a part."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


def _joined(lines: list[str], extra: str) -> str:
    return "\n".join([*lines, *([f"    {extra}"] if extra else [])]) + "\n"
