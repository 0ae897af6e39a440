"""The packs as play reads them: compiled into tables when a file changes, one question fetched at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quizgame.domain.questions import (
    BetterResponse,
    Flashcard,
    Objective,
    Option,
    Pack,
    Question,
    Source,
    as_question,
    conversation_of,
    key,
    options_of,
    turn_key,
)
from quizgame.store import caches, conversations, names, search
from quizgame.store.conversations import ShelvedConversation
from quizgame.store.database import Database
from quizgame.store.names import Names
from quizgame.store.search import Search

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class PackFile(NamedTuple):
    """The file a pack was compiled from, as far as telling whether it has changed takes."""

    file: str
    built_in: bool
    size: int
    time: int
    """Time of the last change, nanoseconds since 1970 UTC."""
    hash: str


class ShelvedPack(NamedTuple):
    """A compiled pack."""

    id: str
    title: str
    author: str
    version: int
    language: str
    source: PackFile
    objectives: int
    questions: int
    conversations: int


class ShelvedObjective(NamedTuple):
    """An objective of a compiled pack."""

    key: str
    title: str
    takeaway: str
    questions: int
    topic: str


class ShelvedQuestion(NamedTuple):
    """A question with everything that a screen shows around it."""

    key: str
    question: Question
    content: str
    objective: str
    """Key of the objective."""
    title: str
    """Title of the objective."""
    takeaway: str
    pack: str
    pack_title: str


class Catalogue:
    """The compiled packs of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def packs(self) -> list[ShelvedPack]:
        """All compiled packs, by id."""
        rows = self._database.reading.execute(
            "SELECT id, title, author, version, language, file, built_in, file_size, file_time, hash,"
            " (SELECT count(*) FROM objective WHERE pack = pack.id),"
            " (SELECT count(*) FROM question JOIN objective ON objective.key = objective WHERE pack = pack.id),"
            " (SELECT count(*) FROM conversation WHERE pack = pack.id)"
            " FROM pack ORDER BY id"
        )
        return [ShelvedPack._make((*row[:5], PackFile(row[5], bool(row[6]), *row[7:10]), *row[10:])) for row in rows]

    def files(self) -> dict[str, tuple[str, PackFile]]:
        """Pack id and file by the file's name: what start-up compares with the folders, and nothing else."""
        rows = self._database.reading.execute("SELECT id, file, built_in, file_size, file_time, hash FROM pack")
        return {row[1]: (row[0], PackFile(row[1], bool(row[2]), *row[3:])) for row in rows}

    def shelve(self, pack: Pack, source: PackFile, hashes: Mapping[str, str]) -> None:
        """Compile a pack in place of its former version; `hashes` give each question's content hash by id."""
        with self._database.writing() as db:
            compile_into(db, pack, source, hashes)
            search.complete(db)

    def refuse(self, source: PackFile, problems: str) -> None:
        """Note that a file is not a pack, and what is wrong with it; a former version stays in play."""
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO refused_file VALUES (?, ?, ?, ?, ?)",
                (source.file, source.size, source.time, source.hash, problems),
            )

    def refused(self) -> dict[str, tuple[PackFile, str]]:
        """The files that were refused, by name, each with what is wrong with it."""
        rows = self._database.reading.execute("SELECT file, file_size, file_time, compiled, problems FROM refused_file")
        return {row[0]: (PackFile(row[0], False, *row[1:4]), row[4]) for row in rows}

    def forget_refusal(self, file: str) -> None:
        """A refused file is gone."""
        with self._database.writing() as db:
            db.execute("DELETE FROM refused_file WHERE file = ?", (file,))

    def refresh(self, source: PackFile) -> None:
        """Note that a file was touched and still holds the same pack."""
        with self._database.writing() as db:
            db.execute(
                "UPDATE pack SET file_size = ?, file_time = ? WHERE file = ?", (source.size, source.time, source.file)
            )
            db.execute("DELETE FROM refused_file WHERE file = ?", (source.file,))

    def drop(self, pack: str) -> None:
        """Take a pack out of play; the log keeps every answer, and shelving it again brings the memory back."""
        with self._database.writing() as db:
            take_out(db, pack)

    def topics(self) -> list[str]:
        """Every topic of the compiled packs, by name."""
        return [row[0] for row in self._database.reading.execute("SELECT DISTINCT topic FROM objective ORDER BY topic")]

    def objectives(self, pack: str) -> list[ShelvedObjective]:
        """The objectives of a pack in its order."""
        rows = self._database.reading.execute(
            "SELECT key, title, takeaway, (SELECT count(*) FROM question WHERE objective = objective.key), topic"
            " FROM objective WHERE pack = ? ORDER BY position",
            (pack,),
        )
        return [ShelvedObjective(*row) for row in rows]

    def pack(self, pack: str) -> Pack | None:
        """A whole pack as it was compiled, without its former names and tensions; None when it is not here."""
        db = self._database.reading
        head = db.execute("SELECT id, title, author, version, language FROM pack WHERE id = ?", (pack,)).fetchone()
        if head is None:
            return None
        objectives = db.execute(
            "SELECT key, title, topic, takeaway FROM objective WHERE pack = ? ORDER BY position", (pack,)
        )
        questions = db.execute(
            "SELECT question.key, kind, body, revision, objective FROM question"
            " JOIN objective ON objective.key = objective WHERE pack = ? ORDER BY question.position",
            (pack,),
        )
        id_, title, author, version, language = head
        return Pack(
            id_,
            title,
            author,
            version,
            language,
            tuple(Objective(_id(row[0]), *row[1:]) for row in objectives),
            tuple(_question(*row[:4], objective=_id(row[4])) for row in questions),
            tuple(each.conversation for each in self.conversations(pack)),
        )

    def question_keys(self, pack: str) -> list[tuple[str, str]]:
        """Objective and question of every question of a pack, by their keys, objective after objective."""
        return self._database.reading.execute(
            "SELECT objective.key, question.key FROM objective JOIN question ON question.objective = objective.key"
            " WHERE pack = ? ORDER BY objective.position, question.position",
            (pack,),
        ).fetchall()

    def conversations(self, pack: str) -> list[ShelvedConversation]:
        """The conversations of a pack in its order."""
        return conversations.of_pack(self._database.reading, pack)

    def conversation_keys(self) -> list[str]:
        """The keys of all conversations."""
        return [row[0] for row in self._database.reading.execute("SELECT key FROM conversation ORDER BY key")]

    def conversation(self, conversation: str) -> ShelvedConversation | None:
        """One conversation by its key; None when its pack is gone."""
        return conversations.find(self._database.reading, conversation)

    def turn(self, shelved: ShelvedConversation, turn: str) -> ShelvedQuestion:
        """A turn of a conversation as a question; raises KeyError when there is none of this id.

        Where the pack of its objective is missing, the conversation lends its title.
        """
        found = shelved.conversation.turn(turn)
        name = turn_key(shelved.key, turn)
        title, takeaway = self.objective(found.objective) or (shelved.conversation.title, "")
        asked, content = as_question(shelved.conversation, found), shelved.contents[turn]
        return ShelvedQuestion(name, asked, content, found.objective, title, takeaway, shelved.pack, shelved.pack_title)

    def question(self, question: str) -> ShelvedQuestion | None:
        """One question, or turn of a conversation, by its key; None when it is gone."""
        if name := conversation_of(question):
            shelved = self.conversation(name)
            turn = question[len(name) + 1 :]
            there = shelved is not None and any(each.id == turn for each in shelved.conversation.turns)
            return self.turn(shelved, turn) if shelved and there else None
        row = self._database.reading.execute(
            "SELECT question.key, kind, body, question.revision, content, objective.key, objective.title, takeaway,"
            " pack.id, pack.title FROM question JOIN objective ON objective.key = question.objective"
            " JOIN pack ON pack.id = objective.pack WHERE question.key = ?",
            (question,),
        ).fetchone()
        if row is None:
            return None
        return ShelvedQuestion(row[0], _question(row[0], row[1], row[2], row[3]), *row[4:])

    def search(self) -> Search:
        """A search over all questions, ready for the first key."""
        return Search(self._database)

    def objective(self, objective: str) -> tuple[str, str] | None:
        """Title and takeaway of an objective by its key; None when its pack is gone."""
        row = self._database.reading.execute(
            "SELECT title, takeaway FROM objective WHERE key = ?", (objective,)
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def is_in_play(self, name: str) -> bool:
        """Whether an objective or a question of this key is compiled."""
        return names.is_in_play(self._database.reading, name)

    def pack_titles(self) -> dict[str, str]:
        """The titles of the packs by their ids."""
        return dict(self._database.reading.execute("SELECT id, title FROM pack"))

    def topic_titles(self) -> dict[str, str]:
        """What topics are called that are just what one pack is about: the title of that pack."""
        return dict(
            self._database.reading.execute(
                "SELECT topic, title FROM (SELECT DISTINCT objective.topic, pack.id, pack.title FROM objective"
                " JOIN pack ON pack.id = objective.pack) GROUP BY topic HAVING count(*) = 1 AND"
                " id IN (SELECT pack FROM objective GROUP BY pack HAVING count(DISTINCT topic) = 1)"
            )
        )

    def titles(self) -> dict[str, str]:
        """The titles of all objectives by their keys."""
        return dict(self._database.reading.execute("SELECT key, title FROM objective"))

    def document_title(self, document: str) -> str:
        """The title of a document; its id where the title is not known."""
        row = self._database.reading.execute("SELECT title FROM document WHERE id = ?", (document,)).fetchone()
        return str(row[0]) if row else document

    def name_documents(self, titles: Mapping[str, str]) -> None:
        """Note the titles of documents by their ids."""
        with self._database.writing() as db:
            db.executemany("INSERT OR REPLACE INTO document VALUES (?, ?)", titles.items())


def compile_into(db: sqlite3.Connection, pack: Pack, source: PackFile, hashes: Mapping[str, str]) -> None:
    """Compile a pack within a transaction that the caller holds."""
    earlier, former = Names(db), names.wordings(db, pack.id)
    affected = {
        row[0]
        for row in db.execute(
            "SELECT key FROM objective WHERE pack = ? OR pack IN (SELECT id FROM pack WHERE file = ?)",
            (pack.id, source.file),
        )
    }
    db.execute("DELETE FROM pack WHERE id = ? OR file = ?", (pack.id, source.file))
    db.execute("DELETE FROM refused_file WHERE file = ?", (source.file,))
    db.execute(
        "INSERT INTO pack VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            pack.id,
            pack.title,
            pack.author,
            pack.version,
            pack.language,
            source.file,
            int(source.built_in),
            *source[2:],
        ),
    )
    db.executemany(
        "INSERT INTO objective VALUES (?, ?, ?, ?, ?, ?)",
        (
            (key(pack.id, each.id), pack.id, position, each.title, each.topic, each.takeaway)
            for position, each in enumerate(pack.objectives)
        ),
    )
    db.executemany(
        "INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                key(pack.id, each.id),
                key(pack.id, each.objective),
                position,
                each.kind,
                options_of(each),
                each.revision,
                hashes[each.id],
                _body(each),
            )
            for position, each in enumerate(pack.questions)
        ),
    )
    conversations.compile_into(db, pack, hashes)
    affected.update(row[0] for row in db.execute("SELECT key FROM objective WHERE pack = ?", (pack.id,)))
    names.note(db, pack, former)
    _settle(db, affected, earlier)


def take_out(db: sqlite3.Connection, pack: str) -> None:
    """Take a pack out of play within a transaction that the caller holds."""
    earlier = Names(db)
    affected = {row[0] for row in db.execute("SELECT key FROM objective WHERE pack = ?", (pack,))}
    db.execute("DELETE FROM pack WHERE id = ?", (pack,))
    _settle(db, affected, earlier)


def _settle(db: sqlite3.Connection, objectives: Iterable[str], earlier: Names) -> None:
    """Write the schedule of these objectives anew, and fold anew whatever counts under another name than before."""
    later = Names(db)
    caches.reschedule(db, objectives)
    if changed := earlier.changed(later):
        for learner, objective in names.touched(db, earlier, later, changed):
            caches.refold(db, learner, objective, later)


def _body(question: Question) -> str:
    """What a screen shows of a question; its key, objective and revision have columns of their own."""
    body: dict[str, object] = {
        "sources": [(each.document, each.section) for each in question.sources],
        "asks": question.asks,
    }
    if isinstance(question, Flashcard):
        body |= {"front": question.front, "back": question.back}
    else:
        options = [(each.say, each.because, each.best) for each in question.options]
        body |= {"scene": question.scene, "ask": question.ask, "options": options}
    return _compact(body)


def _id(name: str) -> str:
    return name.partition("/")[2]


def _question(name: str, kind: str, body: str, revision: int, *, objective: str = "") -> Question:
    values = json.loads(body)
    values["objective"] = objective
    values["sources"] = tuple(Source(*each) for each in values["sources"])
    values["asks"] = tuple(values["asks"])
    identity = _id(name)
    if kind == "flashcard":
        return Flashcard(id=identity, revision=revision, **values)
    values["options"] = tuple(Option(*each) for each in values["options"])
    return BetterResponse(id=identity, revision=revision, **values)
