"""Search over every question and conversation of the compiled packs, quick enough to follow each key.

The words of a question stand folded (no accents, no capitals, typographic signs made plain) in a table of their own,
and are held in memory while somebody searches. In 10,000 of them Python finds a word in two milliseconds, a tenth of
the time of SQLite's `instr`; it finds parts of words as well, and needs no FTS5, which a Python's SQLite may lack.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from itertools import chain, islice
from typing import NamedTuple

from quizgame.domain.questions import Kind
from quizgame.domain.text import plain
from quizgame.store.database import Database

MOST = 50
"""Questions that are given at once; the number found is exact."""

# What has no decomposition and is still typed with plain letters, and signs that no keyboard has.
_PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-",
})  # fmt: skip


_BREAK = "\n"
"""Between texts that are folded as one: no emphasis reaches across it."""


class Hit(NamedTuple):
    """A question that was found."""

    question: str
    """Its key."""
    kind: Kind
    excerpt: str
    """What it begins with: its scene, its setting, or the front of the card."""
    title: str
    """Of its objective, or of the conversation."""
    pack: str
    """Id of its pack."""
    pack_title: str


class Hits(NamedTuple):
    """What a search has found."""

    number: int
    """Questions found in all."""
    first: tuple[Hit, ...]
    """At most `MOST` of them: those whose title has all the words, then the others, by key."""


def folded(text: str) -> str:
    """A text as it is searched: without accents, capitals and emphasis, on one line.

    >>> folded("Señor *Łukasz*  can’t  wait")
    "senor lukasz can't wait"
    """
    bare = plain(text)
    if bare.isascii():  # as most texts are; the rest of the way takes five times as long and changes nothing here
        return " ".join(bare.lower().split())
    decomposed = unicodedata.normalize("NFKD", bare)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.casefold().translate(_PLAIN).split())


class Search:
    """Looks for words in all questions, as they stood when it was opened."""

    def __init__(self, database: Database) -> None:
        self._database = database
        if _missing(database.reading):  # compiled before there was a search
            with database.writing() as db:
                complete(db)
        found = database.reading.execute(
            "SELECT question, words FROM question_words UNION ALL SELECT key, words FROM conversation ORDER BY 1"
        ).fetchall()
        self._texts: list[tuple[str, str, str]] = [(key, words, words.partition("\n")[0]) for key, words in found]

    def look(self, text: str) -> Hits:
        """The questions in which every word of `text` occurs, be it as a part of a longer one; none for no words."""
        wanted = sorted(set(folded(text).split()), key=len, reverse=True)
        if not wanted:
            return Hits(0, ())
        found = self._texts
        for word in wanted:
            found = [each for each in found if word in each[1]]
        titled = found
        for word in wanted:
            titled = [each for each in titled if word in each[2]]
        names = dict.fromkeys(key for key, *_ in islice(chain(titled, found), 2 * MOST))
        return Hits(len(found), tuple(self._hits(list(names)[:MOST])))

    def _hits(self, names: list[str]) -> list[Hit]:
        rows = self._database.reading.execute(
            "SELECT question.key, kind, body, objective.title, pack.id, pack.title FROM question"
            " JOIN objective ON objective.key = objective JOIN pack ON pack.id = objective.pack"
            " WHERE question.key IN (SELECT value FROM json_each(:names)) UNION ALL"
            " SELECT conversation.key, 'conversation', body, conversation.title, pack.id, pack.title FROM conversation"
            " JOIN pack ON pack.id = conversation.pack WHERE conversation.key IN (SELECT value FROM json_each(:names))",
            {"names": json.dumps(names)},
        )
        by_key = {row[0]: Hit(row[0], row[1], _excerpt(row[2]), *row[3:]) for row in rows}
        return [by_key[name] for name in names if name in by_key]


def complete(db: sqlite3.Connection) -> None:
    """Write the words of the questions that have none yet."""
    db.executemany("INSERT INTO question_words VALUES (?, ?)", [(key, _words(*rest)) for key, *rest in _missing(db)])


def _missing(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return db.execute(
        "SELECT key, (SELECT title FROM objective WHERE objective.key = question.objective), body FROM question"
        " WHERE NOT EXISTS (SELECT 1 FROM question_words WHERE question_words.question = question.key)"
    ).fetchall()


def _words(title: str, body: str) -> str:
    """The title on a line of its own, and everything else that is read or chosen on the next; reasons are left out."""
    values = json.loads(body)
    texts = [values.get(name, "") for name in ("scene", "ask", "front", "back")]
    texts += [say for say, *_ in values.get("options", ())]
    return f"{folded(title)}\n{folded(_BREAK.join(texts))}"


def _excerpt(body: str) -> str:
    values = json.loads(body)
    return str(values.get("scene") or values.get("front") or values.get("setting") or "")
