"""The models' objections as plain sentences with a place and a remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizgame.domain.conversation import OUTCOMES
from quizgame.packs import models
from quizgame.packs.characters import quoted
from quizgame.packs.models import KINDS
from quizgame.packs.places import Value
from quizgame.packs.problems import Path, Problem
from quizgame.packs.suggestions import as_id, did_you_mean
from quizgame.packs.tree import Tree

_EXPECTED = {
    "string_type": ("text", "Put quotes around it."),
    "int_type": ("a whole number", "Write digits only, such as 1."),
    "bool_type": ("`true` or `false`", "Write `true`, or leave the key out."),
    "tuple_type": ("a list", "Start each item on a line of its own with a dash."),
    "dict_type": ("a group of keys", "Write `key: value` on lines of their own."),
    "model_type": ("a group of keys", "Write `key: value` on lines of their own."),
    "model_attributes_type": ("a group of keys", "Write `key: value` on lines of their own."),
}
_PATTERNS = {
    models.ID_PATTERN: ("lower-case letters, digits and dashes, 64 at most", "Write it like `warn-first`."),
    models.KEY_PATTERN: ("a pack and an id", "Write it like `old-pack/old-id`."),
    models.LANGUAGE_PATTERN: ("the code of a language", "Write it like `en` or `pt-BR`."),
    models.OBJECTIVE_PATTERN: ("the id of an objective", "Write it like `warn-first` or `other-pack/warn-first`."),
    models.LIMIT_PATTERN: ("`>=` or `<=` and a number from 0 to 10", 'Write it like `">=8"`.'),
    models.RULE_PATTERN: ("the name of a rule", "Write it like `W10`."),
    models.ONE_LINE_PATTERN: ("one line", "Remove the line break."),
}
_LIMITS = {
    "string_too_long": ("{name} has more than {max_length} characters.", "Shorten it."),
    "too_short": ("{name} holds too few: {actual_length}, and at least {min_length} must be there.", "Add more."),
    "too_long": ("{name} holds more than {max_length}.", "Remove some, or split the pack."),
    "greater_than_equal": ("{name} must be {ge} or more.", "Write a larger number."),
    "less_than_equal": ("{name} must be {le} or less.", "Write a smaller number."),
}
_GROUPS: dict[str, tuple[str, type[models.Written]]] = {
    "objectives": ("an objective", models.WrittenObjective),
    "options": ("an option", models.WrittenOption),
    "sources": ("a source", models.WrittenSource),
    "customer": ("a customer", models.WrittenCustomer),
    "turns": ("a turn", models.WrittenTurn),
    "responses": ("a response", models.WrittenResponse),
    "next": ("a way on", models.WrittenWay),
    "when": ("a condition", models.WrittenCondition),
}


def objections(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    """A problem for each error that the models found, save those that `rules` places better."""
    for detail in error.errors(include_url=False):
        if detail["type"] != "value_error" and not _counts_only_valid_items(detail):
            yield _problem(detail, tree)


def _counts_only_valid_items(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because its items are wrong, which is told anyway."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _problem(detail: ErrorDetails, tree: Tree) -> Problem:
    path, value, in_key = _follow(detail["loc"], tree.root)
    kind = detail["type"]
    if kind == "missing":
        return tree.problem(path[:-1], *_missing(path, tree.root))
    if kind == "extra_forbidden":
        return tree.problem(path, *_unknown(path, tree.root), at_key=True)
    if kind.startswith("union_tag"):
        return tree.problem((*path, "kind"), *_no_such_kind(value))
    at_key = in_key or isinstance(value, dict | list)
    return tree.problem(path, *_unfit(detail, _name(path), value), at_key=at_key)


def _follow(loc: tuple[int | str, ...], root: Value) -> tuple[Path, Value, bool]:
    """The path that a location means, the value there, and whether the key itself is meant.

    Pydantic puts the kind of a question, and a mark for keys, into its locations.
    """
    path: list[int | str] = []
    here: Value = root
    for index, part in enumerate(loc):
        if part == "[key]" and path[-2:-1] in (["allow"], ["endings"]):
            return tuple(path), str(path[-1]), True
        if index == 2 and loc[0] == "questions" and part in KINDS:
            continue
        if path[-1:] == ["next"] and part in {"name", "ways"}:
            continue
        path.append(part)
        if isinstance(here, dict):
            here = here.get(str(part))
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part]
    return tuple(path), here, False


def _name(path: Path) -> str:
    """What a message calls the value: its key, or its number in its list."""
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    return f"Item {last + 1} of {quoted(str(path[-2]))}"


def _group(path: Path, root: Value) -> tuple[str, type[models.Written]]:
    """What a message calls the group of keys at a path, and the model of it."""
    if not path:
        return "a pack", models.WrittenPack
    name = str(path[-1] if isinstance(path[-1], str) else path[-2])
    if name != "questions":
        return _GROUPS[name]
    kind = str(_follow((*path, "kind"), root)[1])
    return f"a {kind} question" if kind == "better-response" else f"a {kind}", KINDS[kind]


def _missing(path: Path, root: Value) -> tuple[str, str]:
    group, model = _group(path[:-1], root)
    key = str(path[-1])
    meaning = model.model_fields[key].description or ""
    return f"{quoted(key)} is missing: {group} needs it.", f"Add `{key}:`. {meaning}"


def _unknown(path: Path, root: Value) -> tuple[str, str]:
    group, model = _group(path[:-1], root)
    keys = list(model.model_fields)
    listed = ", ".join(f"`{key}`" for key in keys)
    key = str(path[-1])
    return f"{quoted(key)} is not a key of {group}.", did_you_mean(key, keys) or f"Its keys are {listed}."


def _no_such_kind(question: Value) -> tuple[str, str]:
    kinds = _listed(KINDS)
    kind = question.get("kind") if isinstance(question, dict) else None
    if kind is None:
        return "`kind` is missing: a question needs it.", f"Add `kind:` with {kinds}."
    wrong = str(kind)
    return f"{quoted(wrong)} is not a kind of question.", did_you_mean(wrong, KINDS) or f"Write {kinds}."


def _unfit(detail: ErrorDetails, name: str, value: Value) -> tuple[str, str]:
    """What is wrong with a value that stands where it may."""
    kind, limits = detail["type"], detail.get("ctx", {})
    if value is None or kind == "string_too_short":
        return f"{name} is empty.", "Fill it, or remove it."
    if kind in _EXPECTED:
        expected, remedy = _EXPECTED[kind]
        return f"{name} must be {expected}, but this is {_reads_as(value)}.", remedy
    if kind == "string_pattern_mismatch":
        rule, remedy = _PATTERNS[limits["pattern"]]
        slug = as_id(str(value)) if limits["pattern"] == models.ID_PATTERN else ""
        return f"{name} must be {rule}; this is {quoted(str(value))}.", f"Write it like `{slug}`." if slug else remedy
    if kind == "literal_error":
        wrong = str(value)
        return f"{quoted(wrong)} is not an ending.", did_you_mean(wrong, OUTCOMES) or f"Write {_listed(OUTCOMES)}."
    what, remedy = _LIMITS.get(kind, ("{name} is not what belongs here.", "See the description of the format."))
    return what.format(name=name, **limits), remedy


def _listed(words: Iterable[str]) -> str:
    *first, last = (f"`{word}`" for word in words)
    return f"{', '.join(first)} or {last}"


def _reads_as(value: Value) -> str:
    """What YAML made of a value, since its author may not expect it."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return "a list" if isinstance(value, list) else "a group of keys"
