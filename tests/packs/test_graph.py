"""A conversation is drawn whole: for the terminal within its width, for a page so that no text can break out."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from quizgame.domain.conversation import Run, paths
from quizgame.domain.questions import Conversation
from quizgame.packs.check.screen import cells
from quizgame.packs.graph import WIDTH, flowchart, outline
from tests.builders import a_conversation
from tests.examples import examples

from .random_conversations import sound_conversations

OUTLINE = """\
Counter · the title of talk
Mr Silva is tense (5).
The setting of talk.

2 turns, 9 paths, 8 to the best ending.
✓ best, ~ fair, ✗ neither, with what it does to the temperature

t0, at 5
│ practises pack/o0
│ “Words 0 of talk.”
├ ✓ −1 Best 0 of talk.
│      → t1
├ ~  0 Fair 0 of talk.
│      → t1
└ ✗ +2 Bad 0 of talk.
       → t1

t1, at 4 to 7
│ practises pack/o1
│ “Words 1 of talk.”
├ ✓ −1 Best 1 of talk.
│      → resolved
├ ~  0 Fair 1 of talk.
│      → resolved
└ ✗ +2 Bad 1 of talk.
       → lost at 8 or more, otherwise resolved

Endings
  resolved, 8 paths
    It went well.
  lost, 1 path
    It was lost.

The best path
   5 tense    t0
   4 tense    t1
   3 easing   resolved"""

FLOWCHART = """\
flowchart TD
    start("Counter · the title of talk<br>Mr Silva#58; tense (5)") --> turn0
    turn0["t0<br>“Words 0 of talk.”<br>pack/o0"]
    turn1["t1<br>“Words 1 of talk.”<br>pack/o1"]
    ending0(["resolved<br>It went well."])
    ending1(["lost<br>It was lost."])
    turn0 ==>|"✓ −1 Best 0 of talk."| turn1
    turn0 -->|"~ 0 Fair 0 of talk."| turn1
    turn0 -->|"✗ +2 Bad 0 of talk."| turn1
    turn1 ==>|"✓ −1 Best 1 of talk."| ending0
    turn1 -->|"~ 0 Fair 1 of talk."| ending0
    turn1 -->|"✗ +2 Bad 1 of talk.<br>at 8 or more"| ending1
    turn1 -->|"✗ +2 Bad 1 of talk.<br>otherwise"| ending0"""


def test_a_conversation_as_an_outline() -> None:
    assert "\n".join(outline(a_conversation(turns=2))) == OUTLINE


def test_a_conversation_as_a_flowchart() -> None:
    assert "\n".join(flowchart(a_conversation(turns=2))) == FLOWCHART


@given(sound_conversations())
@examples(60)
def test_every_turn_is_drawn_once_below_all_that_lead_to_it(conversation: Conversation) -> None:
    lines = list(outline(conversation))
    for turn in conversation.turns:
        (here,) = [place for place, line in enumerate(lines) if line.startswith(f"{turn.id}, at ")]
        arrows = [place for place, line in enumerate(lines) if "→" in line and turn.id in re.findall(r"[\w-]+", line)]
        assert all(place < here for place in arrows)
        assert bool(arrows) == (turn is not conversation.turns[0])


@given(sound_conversations())
@examples(60)
def test_all_paths_are_counted_and_every_way_has_its_arrow(conversation: Conversation) -> None:
    runs = list(paths(Run(conversation)))
    text = "\n".join(outline(conversation))
    assert sum(int(number) for number in re.findall(r"^  [a-z-]+, (\d+) paths?$", text, re.MULTILINE)) == len(runs)
    ways = [way for turn in conversation.turns for response in turn.responses for way in response.ways]
    assert sum("==>|" in line or "-->|" in line for line in flowchart(conversation)) == len(ways)


LIMITS = (
    '"] ; click turn0 "x"', "%%{init: {}}%%", "`*b* <b>` &amp; #quot; #35;", "--> ==> |x| end\nsubgraph y",
    "A:::b @{ shape: rect } style a:b#c;", "日本語 👩\u200d👩\u200d👧 é", "x" * 200, "word " * 60,
)  # fmt: skip
some_text = st.sampled_from(LIMITS) | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90)


def saying(text: str) -> Conversation:
    """A conversation in which everybody says this."""
    plain = a_conversation(turns=2)
    turns = tuple(
        replace(turn, says=text, responses=tuple(replace(each, say=text) for each in turn.responses))
        for turn in plain.turns
    )
    return replace(
        plain, title=text, setting=text, turns=turns, endings=tuple((name, text) for name, _ in plain.endings)
    )


@given(some_text)
def test_no_text_is_wider_than_the_terminal(text: str) -> None:
    lines = list(outline(saying(text)))
    drawn = lines[lines.index("t0, at 5") : lines.index("Endings", lines.index("t1, at 4 to 7"))]
    assert len(drawn) == 20
    assert all(cells(line) <= WIDTH for line in drawn)


LABEL = re.compile(r'"([^"]*)"')
PLAIN = re.compile(r"""(?:[^\W_]|[ .,?!'’“”…·()/~✓✗−+-]|#\d+;|<br>)*""")
SHAPE = re.compile(
    r"""    (?:start\(L\) --> turn0|turn\d\[L\]|ending\d\(\[L\]\)|turn\d (?:==>|-->)\|L\| (?:turn|ending)\d)"""
)


@given(some_text)
@example("#" * 100)
def test_no_text_can_break_out_of_its_label(text: str) -> None:
    head, *lines = flowchart(saying(text))
    assert head == "flowchart TD"
    for line in lines:
        (label,) = LABEL.findall(line)
        assert PLAIN.fullmatch(label), label
        assert SHAPE.fullmatch(line.replace(f'"{label}"', "L")), line


def test_labels_read_as_they_were_written() -> None:
    line = next(line for line in flowchart(saying('He says: "<b>no</b>" & #1; 50 %')) if "turn0[" in line)
    shown = html.unescape(re.sub(r"#(\d+);", r"&#\1;", line))
    assert '“He says: "<b>no</b>" & #1; 50 %”' in shown
