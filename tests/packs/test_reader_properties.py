"""Whatever the bytes: a pack, or a refusal that names places in the file, safely."""

from __future__ import annotations

import re

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from quizgame.packs.characters import FORBIDDEN
from quizgame.packs.problems import PackRefused, Problem
from quizgame.packs.reader import parse_pack
from quizgame.packs.tree import read_tree

from .pack_texts import a_better_response_text, a_conversation_text, a_flashcard_text, a_pack_text, an_objective_text

VALID = a_pack_text(
    a_flashcard_text("a", extra="objective: warn"),
    a_better_response_text("b", extra="sources: [{document: x, section: 'Step 5: [y]'}]"),
    a_flashcard_text("c", extra="allow: {W1: because}"),
    a_conversation_text().replace("objective: name-it", "objective: warn"),
    objectives=an_objective_text("warn", extra="tensions: [t-one]"),
)
LINES = VALID.split("\n")

SNIPPETS = [
    *"-:?[]{},#&*!|>'\"%@` \n\t\r\\~", "\n  ", "\n    ", "- ", ": ", "a", "id", "kind", "flashcard", "[key]",
    "questions:", "objectives:\n", "options:", "pack: x\n", "title: y\n", "version: 1\n", "better-response",
    "true", "no", "1", "0x1F", "1e999", ".nan", "---\n", "...\n", "<<: *a", "&a ", "!!str ",
    "conversation", "turns:\n", "responses:", "next: ", "lost", "the-rain", "endings: ", "'>=8'", "when:", "effect: -1",
    "\\x1b", "\\ud800", "\x1b", "\u202e", "\x00", "\x85", "é", "日",
]  # fmt: skip

yaml_like = st.lists(st.sampled_from(SNIPPETS), max_size=60).map("".join)


@st.composite
def mistaken_packs(draw: st.DrawFn) -> str:
    """A valid pack in which lines are gone, doubled, moved, indented or spoilt."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["delete", "double", "swap", "indent", "cut", "insert", "value", "key"]))
        line = lines[at]
        spot = draw(st.integers(0, len(line)))
        snippet = draw(st.sampled_from(SNIPPETS))
        match change:
            case "delete" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, line)
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], line
            case "indent":
                lines[at] = draw(st.sampled_from([" ", "  ", "\t", "- "])) + line
            case "cut":
                lines[at] = line[:spot]
            case "insert":
                lines[at] = line[:spot] + snippet + line[spot:]
            case "value":
                lines[at] = line.partition(":")[0] + ": " + snippet
            case _:
                lines[at] = snippet + ":" + line.partition(":")[2]
    return "\n".join(lines)


def assert_pack_or_plain_refusal(data: bytes) -> None:
    try:
        pack = parse_pack(data, "f\x1b.yaml")
    except PackRefused as refusal:
        assert_plain(refusal.problems, lines=len(re.split(rb"\r\n|\r|\n", data)))
    else:
        objectives = {objective.id for objective in pack.objectives}
        assert all(question.objective in objectives for question in pack.questions)
        assert not FORBIDDEN.search(repr(pack))


def assert_plain(problems: tuple[Problem, ...], *, lines: int) -> None:
    assert problems
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.what
        assert problem.text().isprintable()
        assert (problem.path or " ").isprintable()


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert_pack_or_plain_refusal(data)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    assert_pack_or_plain_refusal(text.encode("utf-8", "surrogatepass"))


@given(yaml_like)
@example("questions: [{kind: flashcard, flashcard: 1}]")
@example("? ? a")
def test_any_text_that_looks_like_yaml(text: str) -> None:
    assert_pack_or_plain_refusal(text.encode())


@given(yaml_like)
def test_any_pack_that_goes_on_with_anything(text: str) -> None:
    assert_pack_or_plain_refusal((VALID + text).encode())


@given(mistaken_packs())
def test_any_spoilt_pack(text: str) -> None:
    assert_pack_or_plain_refusal(text.encode())


@given(mistaken_packs() | yaml_like)
def test_the_parser_in_python_reads_the_same_values_or_refuses_too(text: str) -> None:
    fast, plain = read_tree(text.encode(), "f"), read_tree(text.encode(), "f", yaml.SafeLoader)
    if fast.whole and plain.whole:
        assert repr(fast.root) == repr(plain.root)


def test_the_pack_that_is_spoilt_here_is_valid() -> None:
    pack = parse_pack(VALID.encode(), "f")
    assert (len(pack.questions), len(pack.conversations)) == (3, 1)
