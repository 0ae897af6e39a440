"""A pack file as plain Python values, with the place of every key and value kept beside them.

The builder stands on the parser's event stream: PyYAML's own constructors know no places, follow aliases,
recurse, and take six times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from sys import intern
from typing import Any

import yaml
from yaml import events

from quizgame.packs.characters import FORBIDDEN, STAND_IN, code_point, has_forbidden, quoted
from quizgame.packs.file_text import decode
from quizgame.packs.places import Container, Places, Value, pack_mark
from quizgame.packs.problems import MOST_PROBLEMS, Path, Problem, path_text
from quizgame.packs.syntax import explain
from quizgame.packs.words import meaning

DEEPEST = 12
"""Levels of lists and keys; a pack needs six."""
MOST_KEYS = 100
MOST_ITEMS = 20_000
"""Longer lists than the list of questions may be are not read, since all that is in them would be wrong."""
MOST_EVENTS = 1_500_000
"""A pack of 20,000 questions with four options each needs three quarters of them."""

Loader = type[yaml.SafeLoader] | type[yaml.CSafeLoader]
_YAML_TAGS = "tag:yaml.org,2002:"
FASTEST: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Tree:
    """Everything that one reading of a file found out."""

    file: str
    places: Places
    problems: list[Problem]
    root: Value = None
    whole: bool = False
    """Whether the file was read to the end of the pack; if not, judging what is missing would mislead."""

    def problem(self, path: Path, what: str, remedy: str, *, at_key: bool = False) -> Problem:
        """A problem with the value, or the key, at a path."""
        line, column = self.places.find(self.root, path, at_key=at_key)
        return Problem(self.file, line, column, what, remedy, path_text(path))


def read_tree(data: bytes, file: str, loader: Loader = FASTEST) -> Tree:
    """The values and places of a pack file. Raises `PackRefused` if it is too big or not UTF-8.

    Whatever else is wrong with its shape is among the `problems` of the tree.
    """
    source = decode(data, file)
    tree = Tree(file, Places(source.text), list(source.problems))
    parser = loader(source.text)
    try:
        _Builder(tree).build(parser.get_event)
    except _EnoughError:
        pass
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python, used where libyaml is missing, lets number errors of wild escapes through.
        complaint = explain(error, tree.places)
        place = tree.places.inside(complaint.line, complaint.column)
        tree.problems.append(Problem(file, *place, complaint.what, complaint.remedy))
    finally:
        parser.dispose()
    return tree


class _EnoughError(Exception):
    """Nothing after this place can be trusted, or needs to be read."""


@dataclass(slots=True)
class _Builder:
    """Turns events into values, with a stack of its own, so that no file can exhaust Python's."""

    tree: Tree
    stack: list[tuple[Container, list[int], str | None, int]] = field(default_factory=list)
    values: Container = field(default_factory=list)
    """The container being filled; at first a list that holds the documents."""
    marks: list[int] = field(default_factory=list)
    """The places of what the container holds so far."""
    key: str | None = None
    """The key whose value comes next; None when it cannot be kept."""
    key_mark: int = -1
    """Where that key stands; -1 while a key is awaited."""

    def build(self, next_event: Callable[[], Any]) -> None:
        """Read one document to its end, and no other."""
        steps: dict[type[events.Event], Callable[[Any], None]] = {
            events.ScalarEvent: self.scalar,
            events.MappingStartEvent: self.open_keyed,
            events.SequenceStartEvent: self.open_list,
            events.MappingEndEvent: self.close,
            events.SequenceEndEvent: self.close,
            events.AliasEvent: self.alias,
            events.DocumentStartEvent: self.document,
            events.DocumentEndEvent: self.finish,
            events.StreamEndEvent: self.stop,
        }
        event = next_event()
        for _ in range(MOST_EVENTS):
            event = next_event()
            steps[type(event)](event)
        self.report(event.start_mark, "The file holds too many values for one pack.", "Split it into several packs.")

    def document(self, event: Any) -> None:
        if self.tree.whole:
            self.report(event.start_mark, "A second document starts here.", "Put each pack into a file of its own.")
            raise _EnoughError

    def finish(self, _event: Any) -> None:
        assert isinstance(self.values, list)
        self.tree.root = self.values[0]
        self.tree.places.start = self.marks[0]
        self.tree.whole = True

    def stop(self, _event: Any) -> None:
        raise _EnoughError

    def scalar(self, event: Any) -> None:
        text: str = event.value
        start = event.start_mark
        if event.tag is not None or event.anchor is not None:
            self.refuse_mark(event)
        if event.style == '"' and has_forbidden(text):
            text = self.without_forbidden(text, start)
        mark = pack_mark(start.line, start.column)
        if self.key_mark < 0 and type(self.values) is dict:
            self.await_value(text, mark, start)
        else:
            self.put(text if event.style else meaning(text), mark)

    def await_value(self, key: str, mark: int, start: Any) -> None:
        # The same few keys come thousands of times: interned, they take no memory of their own.
        self.key, self.key_mark = intern(key), mark
        if key in self.values:
            self.key = None
            what = f"The key {quoted(key)} is here a second time."
            self.report(start, what, "Keep one of the two.")

    def put(self, value: Value, mark: int) -> None:
        values = self.values
        if isinstance(values, list):
            if len(values) >= MOST_ITEMS:
                raise self.too_many(mark, MOST_ITEMS)
            values.append(value)
            self.marks.append(mark)
            return
        if self.key is not None:
            if len(values) >= MOST_KEYS:
                raise self.too_many(self.key_mark, MOST_KEYS)
            values[self.key] = value
            self.marks += (self.key_mark, mark)
        self.key_mark = -1

    def too_many(self, mark: int, most: int) -> _EnoughError:
        """Tell where a list or group becomes too long; what follows may be millions, and is not read."""
        what = f"The list or group that this belongs to holds more than {most} things."
        problem = Problem(self.tree.file, *self.tree.places.of(mark), what, "Take some away.")
        self.tree.problems.append(problem)
        return _EnoughError()

    def open_keyed(self, event: Any) -> None:
        self.open(event, {})

    def open_list(self, event: Any) -> None:
        self.open(event, [])

    def open(self, event: Any, container: Container) -> None:
        start = event.start_mark
        if event.tag is not None or event.anchor is not None:
            self.refuse_mark(event)
        mark = pack_mark(start.line, start.column)
        if self.key_mark < 0 and isinstance(self.values, dict):
            self.report(start, "A list or a group cannot be a key.", "Write a word, a colon, and then the value.")
            self.key, self.key_mark = None, mark
        else:
            self.put(container, mark)
        self.stack.append((self.values, self.marks, self.key, self.key_mark))
        if len(self.stack) > DEEPEST:
            self.report(start, f"Lists and keys are nested more than {DEEPEST} deep.", "Take some levels away.")
            raise _EnoughError
        self.values, self.marks, self.key, self.key_mark = container, [], None, -1

    def close(self, _event: Any) -> None:
        self.tree.places.keep(self.values, self.marks)
        self.values, self.marks, self.key, self.key_mark = self.stack.pop()

    def alias(self, event: Any) -> None:
        start, name = event.start_mark, quoted("*" + event.anchor)
        what = f"{name} stands for a copy of another place, which packs do not use."
        self.report(start, what, "Write the text out; put quotes around text that starts with *.")
        mark = pack_mark(start.line, start.column)
        if self.key_mark < 0 and isinstance(self.values, dict):
            self.key, self.key_mark = None, mark
        else:
            self.put(None, mark)

    def refuse_mark(self, event: Any) -> None:
        found = "&" + event.anchor if event.anchor is not None else event.tag.replace(_YAML_TAGS, "!!")
        what = f"{quoted(found)} is a YAML mark for programs, which packs do not use."
        self.report(event.start_mark, what, "Delete it; put quotes around text that starts with & or !.")

    def without_forbidden(self, text: str, start: Any) -> str:
        for character in dict.fromkeys(FORBIDDEN.findall(text)):
            what = f"The character {code_point(character)} is not allowed: it is invisible or controls the terminal."
            self.report(start, what, "Delete the backslash and the code after it.")
        return FORBIDDEN.sub(STAND_IN, text)

    def report(self, mark: Any, what: str, remedy: str) -> None:
        line, column = self.tree.places.inside(mark.line, mark.column)
        self.tree.problems.append(Problem(self.tree.file, line, column, what, remedy))
        if len(self.tree.problems) > MOST_PROBLEMS:
            self.tree.whole = False
            raise _EnoughError
