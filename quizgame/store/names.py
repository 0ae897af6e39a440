"""Under which key an answer counts now, since things move, are renamed, and leave their ids to others.

The log keeps the key under which an answer was given. The table `alias` says where that thing went: `old → new`. While
an objective or a question with the old key is still in play, its answers stay with it, so that no pack can take away
what another one still asks; they follow as soon as the old one is gone. Where the old id was given to something else,
a row `key#wording → key` keeps the answers to each of the new wordings (content hashes) where they were given.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Set

from quizgame.domain.questions import Pack, conversation_of, key

Wordings = Mapping[str, Set[str]]
"""Content hashes by key: of a question its own, of an objective those of its questions."""


class Names:
    """The moves that a store knows of, as they apply to what is in play."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._new: dict[str, str] = {}
        self._kept: dict[str, set[str]] = {}
        for old, new in db.execute("SELECT old, new FROM alias"):
            name, mark, wording = old.partition("#")
            if mark:
                self._kept.setdefault(name, set()).add(wording)
            else:
                self._new[name] = new
        self._objectives = _in_play(db, "objective") if self._new else set()
        self._questions = _in_play(db, "question") if self._new else set()
        self._conversations = _in_play(db, "conversation") if self._new else set()
        self._old: dict[str, list[str]] = {}
        for old, new in self._new.items():
            self._old.setdefault(new, []).append(old)

    def any_moved(self) -> bool:
        """Whether answers under any key may count elsewhere."""
        return bool(self._new)

    def objective(self, name: str, wording: str) -> str:
        """The objective that an answer to this wording counts for."""
        return self._followed(name, wording, self._objectives)

    def question(self, name: str, wording: str) -> str:
        """The question that an answer to this wording was given to, by its present key."""
        return self._followed(name, wording, self._questions)

    def turn(self, name: str) -> str:
        """The turn that an answer was given to, by its present key: it goes where its conversation has gone."""
        conversation = conversation_of(name)
        return self._followed(conversation, "", self._conversations) + name.removeprefix(conversation)

    def moved(self, name: str) -> bool:
        """Whether answers under this key may count elsewhere."""
        return name in self._new

    def ways(self, name: str) -> list[str]:
        """The key, and all those that it has led to, one after another."""
        found = [name]
        while (new := self._new.get(found[-1])) is not None and new not in found:
            found.append(new)
        return found

    def former(self, name: str) -> list[str]:
        """The key, and all those whose answers may count for it."""
        if name not in self._old:
            return [name]
        found = dict.fromkeys([name])
        waiting = [name]
        while waiting:
            for old in self._old.get(waiting.pop(), ()):
                if old not in found:
                    found[old] = None
                    waiting.append(old)
        return list(found)

    def changed(self, later: Names) -> set[str]:
        """The keys whose answers may count elsewhere than before."""
        return {
            name
            for name in {*self._new, *later._new}
            if self._state(name) != later._state(name)
        }  # fmt: skip

    def _state(self, name: str) -> tuple[object, ...]:
        kept = self._kept.get(name, set())
        return self._new.get(name), name in self._objectives, name in self._questions, frozenset(kept)

    def _followed(self, name: str, wording: str, in_play: Set[str]) -> str:
        if name not in self._new:
            return name
        kept = self._kept.get(name)
        if wording in kept if kept else name in in_play:
            return name
        met = {name}
        while (new := self._new.get(name)) is not None and new not in met:
            name = new
            # What leads to a reused id was noted after it was: what led there before was turned to its heir.
            if name in self._kept or name in in_play:
                break
            met.add(name)
        return name


def _in_play(db: sqlite3.Connection, table: str) -> set[str]:
    return {row[0] for row in db.execute(f"SELECT key FROM {table} WHERE key IN (SELECT old FROM alias)")}


# ── what a pack says about former names ───────────────────────────────────────────────────────────────────


def wordings(db: sqlite3.Connection, pack: str) -> dict[str, set[str]]:
    """The wordings of a compiled pack."""
    found: dict[str, set[str]] = {}
    rows = db.execute(
        "SELECT question.key, objective, content FROM question JOIN objective ON objective.key = objective"
        " WHERE pack = :pack UNION ALL"
        " SELECT turn.key, objective, content FROM turn JOIN objective ON objective.key = objective WHERE pack = :pack",
        {"pack": pack},
    )
    for question, objective, content in rows:
        found.setdefault(question, set()).add(content)
        found.setdefault(objective, set()).add(content)
    return found


def note(db: sqlite3.Connection, pack: Pack, before: Wordings) -> None:
    """Note the moves that a pack, just compiled, tells of; `before` are the wordings of its former version."""
    things = (*pack.objectives, *pack.questions, *pack.conversations)
    claims = [(each.was, key(pack.id, each.id)) for each in things if each.was]
    made: set[str] = set()
    for old, new in claims:
        if _note_move(db, old, new):
            made.add(old)
    _note_reuse(db, pack.id, before, made)


def _note_move(db: sqlite3.Connection, old: str, new: str) -> bool:
    """Note that what was known as `old` is `new` now, unless another heir came first and is still in play."""
    row = db.execute("SELECT new FROM alias WHERE old = ?", (old,)).fetchone()
    if old == new or (row and (row[0] == new or is_in_play(db, row[0]))):
        return False
    db.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (old, new))
    return True


def is_in_play(db: sqlite3.Connection, name: str) -> bool:
    """Whether an objective, a question or a conversation of this key is compiled."""
    tables = ("objective", "question", "conversation")
    query = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE key = :name)" for table in tables)
    return bool(db.execute(f"SELECT {query}", {"name": name}).fetchone()[0])


def _note_reuse(db: sqlite3.Connection, pack: str, before: Wordings, made: Collection[str]) -> None:
    """Note the wordings of old keys that mean something else now.

    It means something else when its author, in one file, gives it to another text and says what the former thing is
    called now; when it comes back with a text that nobody has answered; or when it has another text and the former
    one stands where the thing is said to have gone. A thing that is called again what it was called before is the same.
    """
    heirs = {old: new for old, new in db.execute("SELECT old, new FROM alias") if "#" not in old}
    moves = [(old, new) for old, new in heirs.items() if pack in {_pack_of(old), _pack_of(new)}]
    if not moves:
        return
    packs = {_pack_of(name) for move in moves for name in move}
    now = {name: found for each in packs for name, found in wordings(db, each).items()}
    moves = [(old, new) for old, new in moves if old in now and not _came_home(old, heirs, now)]
    kept = {row[0].partition("#")[0] for row in db.execute("SELECT old FROM alias WHERE old LIKE '%#%'")}
    answered = _answered(db, [old for old, _ in moves])
    for old, new in moves:
        had, theirs = before.get(old, set()) | answered.get(old, set()), now.get(new, set())
        mine = now[old]
        if old in kept:
            anew = True
        elif _pack_of(old) == pack and old in before:
            told = _pack_of(new) == pack and old in made and (new not in before or theirs & before[old])
            inside = told and mine != before[old]
            anew = inside or bool(theirs & had and not mine & had)
        else:
            came = _pack_of(old) == pack and (bool(before) or _pack_of(new) == pack)
            anew = not mine & had and (came or bool(theirs & had))
        if anew and old not in kept:
            earlier = [row[0] for row in db.execute("SELECT old FROM alias WHERE new = ?", (old,))]
            turned = [(new, each) for each in earlier if "#" not in each and each not in made and each != new]
            db.executemany("UPDATE alias SET new = ? WHERE old = ?", turned)
        if anew:
            db.executemany("INSERT OR REPLACE INTO alias VALUES (?, ?)", ((f"{old}#{each}", old) for each in mine))


def _came_home(name: str, heirs: Mapping[str, str], now: Wordings) -> bool:
    """Whether a thing that went by other names since, none of which is in play any more, has this one again."""
    met, heir = {name}, heirs[name]
    while heir not in met and heir not in now and heir in heirs:
        met.add(heir)
        heir = heirs[heir]
    return heir == name


def _pack_of(name: str) -> str:
    return name.partition("/")[0]


def _answered(db: sqlite3.Connection, names: list[str]) -> dict[str, set[str]]:
    """The wordings that answers under these keys were given to."""
    found: dict[str, set[str]] = {}
    if names:
        wanted = json.dumps(names)
        query = (
            "SELECT DISTINCT objective, question, content FROM review WHERE objective IN"
            " (SELECT value FROM json_each(:wanted)) OR question IN (SELECT value FROM json_each(:wanted))"
        )
        for objective, question, content in db.execute(query, {"wanted": wanted}):
            found.setdefault(objective, set()).add(content)
            found.setdefault(question, set()).add(content)
    return found


def touched(db: sqlite3.Connection, earlier: Names, later: Names, names: Iterable[str]) -> Iterator[tuple[bytes, str]]:
    """Learners and objectives whose answers may count elsewhere, after these keys changed what they mean."""
    wanted = json.dumps(sorted({name for each in names for name in (*earlier.former(each), *later.former(each))}))
    query = (
        "SELECT DISTINCT learner, objective FROM review WHERE objective IN (SELECT value FROM json_each(:wanted))"
        " OR question IN (SELECT value FROM json_each(:wanted))"
    )
    met = {
        (learner, name)
        for learner, objective in db.execute(query, {"wanted": wanted}).fetchall()
        for name in (*earlier.ways(objective), *later.ways(objective))
    }
    yield from sorted(met)
