"""Builders for the checker's tests: questions with one fault, and what the checker says to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from quizgame.packs.check.checking import check_files, check_packs, opened
from quizgame.packs.check.findings import Finding
from quizgame.packs.check.opened import Opened
from quizgame.packs.reader import open_pack
from tests.packs.pack_texts import FILE, a_pack_text

BECAUSE = "It says what happened and what will come next for him."
SOURCE = "sources: [{document: a-book, section: One}]"


class Say(NamedTuple):
    """An option."""

    say: str
    because: str = BECAUSE


BEST = Say("That was a long wait. Let me look for it at once.")
OTHERS = (
    Say("I will pass your note on to the next shift tonight."),
    Say("It was sent on Monday, so it ought to be here by now."),
)
SCENE = "A caller waits for a parcel. It is late, and he is loud."


def a_question(
    id_: str = "late",
    best: Say | str = BEST,
    others: Sequence[Say | str] = OTHERS,
    *,
    scene: str = SCENE,
    ask: str = "What do you say?",
    place: int = 0,
    extra: str = SOURCE,
) -> str:
    """A faultless better-response question as an item of the list of questions, but for what is named."""
    says = [other if isinstance(other, Say) else Say(other) for other in others]
    says.insert(place, best if isinstance(best, Say) else Say(best))
    lines = [f"  - id: {id_}", "    kind: better-response", f"    scene: {_quoted(scene)}"]
    lines += [f"    ask: {_quoted(ask)}", "    options:"]
    for index, option in enumerate(says):
        lines += [f"      - say: {_quoted(option.say)}", *(["        best: true"] if index == place else [])]
        lines.append(f"        because: {_quoted(option.because)}")
    return "\n".join([*lines, *(f"    {line}" for line in extra.split("\n") if line)]) + "\n"


TURNS = ("came-late", "what-now")
WORDS = {
    "came-late": (
        "I waited at home all day for that van!",
        Say("All day at the door, and no van. Tell me what they said."),
        (Say("The vans are full on Mondays, as you may have heard."), Say("I'll book you a new day this very minute.")),
    ),
    "what-now": (
        "So who brings me my chair?",
        Say("I do. It leaves the depot at nine, and I ring you at ten."),
        (Say("My colleague at the depot has all of your details now."), Say("You will have it in your hall by noon.")),
    ),
}


def a_turn(
    id_: str = "came-late",
    *,
    to: str = "what-now",
    wrong: str = "what-now",
    says: str = "",
    best: Say | None = None,
    others: Sequence[Say] = (),
    objective: str = "late",
    reply: str = "",
    place: int = 0,
    extra: str = SOURCE,
) -> str:
    """A turn as an item of the list of turns: the best response leads `to`, and every other to `wrong`."""
    words = WORDS.get(id_, WORDS["came-late"])
    options = list(others or words[2])
    options.insert(place, best or words[1])
    lines = [f"      - id: {id_}", f"        says: {_quoted(says or words[0])}", f"        objective: {objective}"]
    lines.append("        responses:")
    for index, option in enumerate(options):
        lines += [f"          - say: {_quoted(option.say)}", f"            because: {_quoted(option.because)}"]
        lines += ["            best: true"] if index == place else []
        lines += [
            f"            effect: {-2 if index == place else 1}",
            f"            next: {to if index == place else wrong}",
        ]
        lines += [f"            reply: {_quoted(reply)}"] if reply else []
    return "\n".join([*lines, *(f"        {line}" for line in extra.split("\n") if line)]) + "\n"


def a_conversation(
    id_: str = "no-van",
    *turns: str,
    setting: str = "You answer the calls of a furniture shop. It is four, and the van did not come.",
    lost: str = "He hangs up, and the chair stays where it is.",
    extra: str = "",
) -> str:
    """A faultless conversation as an item of the list of questions, but for what is named."""
    given = turns or (a_turn(), a_turn("what-now", to="resolved", wrong="lost"))
    lines = [f"  - id: {id_}", "    kind: conversation", f"    title: {id_}", "    channel: telephone"]
    lines += [f"    setting: {_quoted(setting)}", "    customer: {name: Mr Silva, temperature: 6}"]
    lines += [f"    {line}" for line in extra.split("\n") if line]
    ends = [
        "    endings:",
        "      resolved: He writes down ten o'clock, and thanks you.",
        f"      lost: {_quoted(lost)}",
    ]
    return "\n".join([*lines, "    turns:", "".join(given) + "\n".join(ends)]) + "\n"


def a_card_text(id_: str = "card", front: str = "What comes first?", back: str = "A look.", extra: str = SOURCE) -> str:
    """A flashcard as an item of the list of questions."""
    lines = [
        f"  - id: {id_}",
        "    kind: flashcard",
        f"    front: {_quoted(front)}",
        f"    back: {_quoted(back)}",
    ]
    return "\n".join([*lines, *([f"    {extra}"] if extra else [])]) + "\n"


def open_text(text: str, file: str = FILE) -> Opened:
    """A pack from its text, with nothing beside it."""
    return opened(open_pack(text.encode(), file))


def findings(*questions: str, head: str = "", objectives: str = "") -> list[Finding]:
    """What the checker finds in a pack of these questions."""
    return check_packs([open_text(a_pack_text(*questions, head=head, objectives=objectives))])[0]


def rules(*questions: str, head: str = "", objectives: str = "") -> list[str]:
    """The ids of the rules that a pack of these questions breaks."""
    return [finding.rule for finding in findings(*questions, head=head, objectives=objectives)]


def findings_in(folder: Path, **files: str) -> list[Finding]:
    """What the checker finds in a folder of files, named without their ending; lists beside the packs included."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(
        check_files([folder / f"{name}.yaml" for name in files if name not in {"claims", "documents"}]).findings
    )


def _quoted(text: str) -> str:
    """Between double quotes, as both JSON and YAML read it."""
    return json.dumps(text, ensure_ascii=False)
