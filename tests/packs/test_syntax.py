"""What YAML's grammar refuses is told in plain words, at the place where the author has to look."""

from __future__ import annotations

import pytest
import yaml

from quizgame.packs.tree import FASTEST, Loader, read_tree


@pytest.mark.parametrize("loader", sorted({FASTEST, yaml.SafeLoader}, key=str))
@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("a: b\nask: Say: now", 2, "a colon here where no key"),
        ("a:\n  b: 1\n c: 2", 3, "does not fit the lines above"),
        ("a: 1\n- b", 2, "does not fit the lines above"),
        ("- a\nb: c", 2, "does not fit the lines above"),
        ("a: 1\nb c\nd: 2", 2, "no key with a colon"),
        ("a: 1\nb: @you", 2, "cannot start with this character"),
        ("a: 1\nb: ]", 2, "cannot start with this character"),
        ("a: *Say* it", 1, "cannot start with *"),
        ("a: &x* b", 1, "cannot start with &"),
        ("a: !x! b", 1, "cannot start with !"),
        ("a: > text", 1, "cannot start with | or >"),
        ('a: 1\nb: "x\nc: d', 2, "never closed"),
        ("a: [red] alert", 1, "follows a closing quote or bracket"),
        ("a: 'it's'", 1, "follows a closing quote or bracket"),
        ('a: "Stop" he said', 1, "follows a closing quote or bracket"),
        ("z: 1\na: [1, 2\nb: 3", 2, "opened with [ is not closed"),
        ("a: {x: y: z}", 1, "opened with { is not closed"),
        ("a: - b", 1, "dash stands where no list"),
        (r'a: "C:\quit"', 1, "backslash"),
        ("a:\n\tb: 1", 2, "A tab stands"),
        ("a: x\n\tb: y", 2, "A tab stands"),
        (r'a: "\UFFFFFFFF"', 1, ""),
    ],
)
def test_each_mistake_has_its_sentence(loader: Loader, text: str, line: int, part: str) -> None:
    tree = read_tree(text.encode(), "f", loader)
    [problem] = tree.problems
    assert problem.line == line
    assert part in problem.what
    assert problem.remedy
    assert not tree.whole


def test_what_was_wrong_before_the_end_is_told_too() -> None:
    tree = read_tree(b"a: 1\na: 2\nb: @x\n", "f")
    assert [problem.line for problem in tree.problems] == [2, 3]
