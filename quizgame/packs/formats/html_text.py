"""HTML, in which other tools keep their texts, as pack text and back."""

from __future__ import annotations

import html
import re
from html.entities import html5
from html.parser import HTMLParser

from quizgame.domain.text import spans

_LONGEST = 20_000
_SECTION = re.compile(r"<!\[[^<>]*>")
_LINES = {"div", "li", "tr", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
_EMPHASIS = {"b", "strong", "i", "em", "u"}
_UNSEEN = {"script", "style", "head", "template"}
_LOST = {
    "img": "a picture",
    "audio": "a sound",
    "video": "a film",
    "object": "an embedded object",
    "iframe": "an embedded page",
    "table": "the layout of a table",
    "script": "a script",
    "a": "the address of a link",
}


def as_html(text: str) -> str:
    """Pack text as HTML: emphasis, line breaks, and nothing else that could be taken for a tag."""
    marked = (f"<em>{_escaped(span.text)}</em>" if span.emphasis else _escaped(span.text) for span in spans(text))
    return "".join(marked)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def as_text(source: str) -> tuple[str, list[str]]:
    """HTML as pack text, and what of it could not be kept."""
    if len(source) > _LONGEST:
        # No pack text is a tenth of this, and the parser takes the square of the length for some bad marks.
        return source[:_LONGEST], []
    # No tag is closed after the last `>`. The parser would look for the end of each of those again and again.
    # And it takes marked sections, which word processors leave behind, only if it knows their names.
    whole, end, rest = _SECTION.sub("", source).replace("<![", "&lt;![").rpartition(">")
    parser = _Parser()
    parser.feed(whole + end + rest.replace("<", "&lt;"))
    parser.close()
    return parser.text(), parser.lost


class _Parser(HTMLParser):
    """Collects text; blocks become lines, emphasis becomes stars."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.lost: list[str] = []
        self._parts: list[str] = []
        self._emphasis: list[int] = []
        """Where, among the parts, open emphasis began."""
        self._unseen = 0
        self._has_text = False

    def text(self) -> str:
        return "".join(self._parts).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        if tag in _LOST and _LOST[tag] not in self.lost:
            self.lost.append(_LOST[tag])
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "p":
            self._begin_line(2)
        elif tag in _LINES:
            self._begin_line(1)
            self._parts.append("- " if tag == "li" else "")
        elif tag in {"td", "th"}:
            self._parts.append(" ")
        elif tag in _EMPHASIS:
            self._emphasis.append(len(self._parts))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "p":
            self._begin_line(2)
        elif tag in _LINES:
            self._begin_line(1)
        elif tag in _EMPHASIS and self._emphasis:
            self._mark(self._emphasis.pop())

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(data.replace("\n", " "))
            self._has_text = self._has_text or not data.isspace()

    def handle_charref(self, name: str) -> None:
        self.handle_data(html.unescape(f"&#{name};"))

    def handle_entityref(self, name: str) -> None:
        # Editors write this one wherever two spaces meet; it is not meant.
        self.handle_data(" " if name == "nbsp" else html5.get(f"{name};", f"&{name}"))

    def _begin_line(self, breaks: int) -> None:
        end = "".join(self._parts[-3:])
        if self._has_text:
            self._parts.append("\n" * (breaks - (len(end) - len(end.rstrip("\n")))))

    def _mark(self, start: int) -> None:
        """Put stars around what was emphasised, if stars can say it."""
        inside = "".join(self._parts[start:])
        core = inside.strip()
        if core and "*" not in core and "\n" not in core:
            before, _, after = inside.partition(core)
            self._parts[start:] = [f"{before}*{core}*{after}"]
            self._emphasis = [at for at in self._emphasis if at <= start]
