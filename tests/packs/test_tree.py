"""The tree holds the file's values, and knows where each of them stands."""

from __future__ import annotations

import pytest
import yaml

from quizgame.packs.problems import Path
from quizgame.packs.tree import DEEPEST, FASTEST, Loader, Tree, read_tree

both_parsers = pytest.mark.parametrize("loader", sorted({FASTEST, yaml.SafeLoader}, key=str))


def a_tree(text: str, loader: Loader = FASTEST) -> Tree:
    return read_tree(text.encode(), "f", loader)


def told(tree: Tree) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.what) for problem in tree.problems]


TEXT = """\
# comment
pack: shop
questions:
  - id: a
    scene: >
      One
      two
    options: [{say: x}, {say: "ü", because: y}]
  -
    id: b
"""


@both_parsers
def test_values_are_plain(loader: Loader) -> None:
    first = {"id": "a", "scene": "One two\n", "options": [{"say": "x"}, {"say": "ü", "because": "y"}]}
    tree = a_tree(TEXT, loader)
    assert tree.root == {"pack": "shop", "questions": [first, {"id": "b"}]}
    assert tree.whole
    assert tree.problems == []


@both_parsers
@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("pack",), (2, 1), (2, 7)),
        (("questions",), (3, 1), (4, 3)),
        (("questions", 0), (4, 5), (4, 5)),
        (("questions", 0, "scene"), (5, 5), (5, 12)),
        (("questions", 0, "options", 1), (8, 25), (8, 25)),
        (("questions", 0, "options", 1, "because"), (8, 36), (8, 45)),
        (("questions", 1, "id"), (10, 5), (10, 9)),
    ],
)
def test_every_path_has_the_place_of_its_key_and_of_its_value(
    loader: Loader, path: Path, key: tuple[int, int], value: tuple[int, int]
) -> None:
    tree = a_tree(TEXT, loader)
    assert tree.places.find(tree.root, path, at_key=True) == key
    assert tree.places.find(tree.root, path) == value


def test_what_is_missing_has_the_place_of_what_is_around_it() -> None:
    tree = a_tree(TEXT)
    assert tree.places.find(tree.root, ("questions", 1, "scene", 4, "x")) == (10, 5)
    assert tree.places.find(tree.root, ("questions", 7)) == (4, 3)
    assert tree.places.find(tree.root, ("questions", 1, "id", "deeper")) == (10, 9)


@both_parsers
def test_a_key_given_twice_is_told_and_the_first_is_kept(loader: Loader) -> None:
    tree = a_tree("a: 1\nb: {c: 1, 'c': {d: 2}}\na: [3]\ne: 5\n", loader)
    assert tree.root == {"a": 1, "b": {"c": 1}, "e": 5}
    assert told(tree) == [
        (2, 11, "The key `c` is here a second time."),
        (3, 1, "The key `a` is here a second time."),
    ]
    assert tree.places.find(tree.root, ("e",)) == (4, 4)


@both_parsers
def test_copies_are_told_and_never_followed(loader: Loader) -> None:
    tree = a_tree("a: &x [1]\nb: *x\n*x : 1\nc: [*x, 2]\n", loader)
    assert tree.root == {"a": [1], "b": None, "c": [None, 2]}
    assert [(line, column) for line, column, _ in told(tree)] == [(1, 4), (2, 4), (3, 1), (4, 5)]


def test_a_bomb_of_copies_does_not_go_off() -> None:
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    tree = a_tree("\n".join(lines))
    assert len(tree.problems) == 60 + 59 * 9


@both_parsers
@pytest.mark.parametrize("tag", ["!!str", "!python", "!<tag:yaml.org,2002:int>", "!", "!!python/object:os.system"])
def test_tags_are_told(loader: Loader, tag: str) -> None:
    tree = a_tree(f"a: {tag} x\nb: {tag} [y]\nc: {tag} {{d: e}}\n", loader)
    assert [(line, column) for line, column, _ in told(tree)] == [(1, 4), (2, 4), (3, 4)]


def test_a_tag_is_quoted_as_it_was_written() -> None:
    assert "`!!str`" in told(a_tree("a: !!str x"))[0][2]


@both_parsers
def test_only_words_can_be_keys(loader: Loader) -> None:
    tree = a_tree("? [a, {b: c}]\n: d\n? {e: f}\n: [g]\nh: i\n", loader)
    assert tree.root == {"h": "i"}
    assert [(line, column) for line, column, _ in told(tree)] == [(1, 3), (3, 3)]


@both_parsers
def test_nesting_has_a_limit(loader: Loader) -> None:
    assert a_tree("[" * DEEPEST + "]" * DEEPEST, loader).problems == []
    tree = a_tree("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), loader)
    assert told(tree) == [(1, DEEPEST + 1, "Lists and keys are nested more than 12 deep.")]
    assert not tree.whole


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? ", "[{"])
def test_a_bomb_of_nesting_does_not_go_off(sign: str) -> None:
    assert a_tree(sign * 2_000_000).problems


@pytest.mark.parametrize("loader", [FASTEST])
@pytest.mark.parametrize("many", ["- 1\n" * 20_001, "".join(f"k{n}: 1\n" for n in range(101))])
def test_what_no_pack_needs_is_not_kept(loader: Loader, many: str) -> None:
    tree = a_tree(many, loader)
    assert not tree.whole
    assert len(tree.problems) == 1


@both_parsers
def test_a_second_document_is_told_and_not_read(loader: Loader) -> None:
    tree = a_tree("---\na: 1\n---\nb: [}\n", loader)
    assert tree.root == {"a": 1}
    assert told(tree) == [(3, 1, "A second document starts here.")]


@both_parsers
def test_lines_for_the_parser_are_told_since_a_file_of_them_would_never_end(loader: Loader) -> None:
    tree = a_tree("%TAG !a! x\n%YAML 1.1\n---\na: 1\n...\n", loader)
    assert tree.root == {"a": 1}
    assert [(line, column) for line, column, _ in told(tree)] == [(1, 1), (2, 1)]
    assert a_tree("".join(f"%TAG !a{n}! x\n" for n in range(400_000))).problems


@both_parsers
@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "...\n"])
def test_nothing_is_nothing(loader: Loader, text: str) -> None:
    assert a_tree(text, loader).root is None
