"""The YAML parser's complaints as plain sentences, since its own words mean little to an author of questions."""

from __future__ import annotations

from typing import NamedTuple

from yaml.error import Mark, MarkedYAMLError

from quizgame.packs.places import Places


class Complaint(NamedTuple):
    """Where the parser gave up, and how to say it."""

    line: int
    """Counted from 0; may lie one beyond the last line."""
    column: int
    """Counted from 0."""
    what: str
    remedy: str


class _Saying(NamedTuple):
    heard: str
    """Part of what libyaml or the parser in Python says."""
    what: str
    remedy: str
    at_start: bool = False
    """Whether the place where the thing began says more than the place where the parser noticed."""


_INDENT = 'Check the indentation of this line and the one above, and put quotes around text that contains ": ".'
_QUOTES = "Put quotes around the whole text."
_CLOSE = "Add the closing sign, or put quotes around text that contains brackets, braces or commas."
_LINES = "Put the text on the lines below, indented, or put quotes around it."

_UNCLOSED = ("A quote is opened here and never closed.", "Add the closing quote.", True)
_MISFIT = ("This line does not fit the lines above it.", _INDENT)
_AFTER_THE_END = (
    "Something follows a closing quote or bracket.",
    "Put quotes around the whole text, and write a quote inside them twice.",
)
_TAB = ("A tab stands where spaces belong.", "Indent with spaces.")
_SAYINGS = (
    _Saying("unexpected end of stream", *_UNCLOSED),
    _Saying("unexpected document", *_UNCLOSED),
    _Saying("mapping values are not allowed", "There is a colon here where no key can be.", _INDENT),
    _Saying("find expected ':'", "This line has no key with a colon.", _INDENT, at_start=True),
    _Saying("a tab", *_TAB),
    _Saying("character '\\t'", *_TAB),
    _Saying("start any token", "Text without quotes cannot start with this character.", _QUOTES),
    _Saying("escape", "A backslash between double quotes is followed by no known code.", "Write two backslashes."),
    _Saying("an alias", "Text without quotes cannot start with *.", _QUOTES, at_start=True),
    _Saying("an anchor", "Text without quotes cannot start with &.", _QUOTES, at_start=True),
    _Saying("a tag", "Text without quotes cannot start with !.", _QUOTES, at_start=True),
    _Saying("a block scalar", "Text without quotes cannot start with | or >.", _LINES, at_start=True),
    _Saying("',' or ']'", "A list opened with [ is not closed as it should be.", _CLOSE, at_start=True),
    _Saying("',' or '}'", "A group opened with { is not closed as it should be.", _CLOSE, at_start=True),
    _Saying("sequence entries", "A dash stands where no list can be.", "Put the list on the lines below its key."),
    _Saying("node content", "Text without quotes cannot start with this character.", _QUOTES),
    _Saying("expected key", *_MISFIT),
    _Saying("'-' indicator", *_MISFIT),
    _Saying("block end", *_MISFIT),
    _Saying("document start", *_MISFIT),
)
_OTHERWISE = _Saying("", "The file cannot be read from here on.", _INDENT)


def explain(error: Exception, places: Places) -> Complaint:
    """The place and the plain words for what the parser raised."""
    if not isinstance(error, MarkedYAMLError):
        return Complaint(0, 0, _OTHERWISE.what, _OTHERWISE.remedy)
    heard = f"{error.context or ''}; {error.problem or ''}"
    saying = next((saying for saying in _SAYINGS if saying.heard in heard), _OTHERWISE)
    mark: Mark | None = (error.context_mark if saying.at_start else None) or error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    before = places.line(line)[:column]
    what, remedy = saying.what, saying.remedy
    if (what, remedy) == _MISFIT and before.strip(" -?"):
        what, remedy = _AFTER_THE_END
    elif places.line(line)[column : column + 1] == "\t" and not before.strip():
        what, remedy = _TAB
    return Complaint(line, column, what, remedy)
