"""What a newer pack changes: kept, edited, revised, renamed, moved, new and retired questions and objectives.

Conversations are told of beside the questions. A question that becomes one counts as retired: its answers say nothing
of any turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from quizgame.domain.questions import Conversation, Flashcard, Objective, Pack, Question, key
from quizgame.packs.meaning import doubts

What = Literal["kept", "edited", "revised", "renamed", "moved", "new", "retired"]
"""What happens to a thing.

- kept: every word of it is as it was.
- edited: texts have changed, the revision has not; progress stays.
- revised: its revision was raised; its objective is due until it has been answered anew.
- renamed, moved: it had another id in this pack (`was:`), or stood in another pack.
- new: it was not there; or its id was that of something else, which says that it has another id now.
- retired: it is gone; it is not asked any more, and the log keeps the answers.
"""

WHATS: tuple[What, ...] = ("kept", "edited", "revised", "renamed", "moved", "new", "retired")


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one question, conversation or objective."""

    what: What
    id: str
    title: str
    """What the question asks, or the title of the conversation or objective."""
    was: str = ""
    """Its former key, where it was renamed or moved."""
    parts: tuple[str, ...] = ()
    """What of it is different, in the words of the pack format."""
    doubts: tuple[str, ...] = ()
    """What looks like a change of meaning without a new revision."""
    reused: bool = False
    """True where its id was that of something else before."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that a newer pack changes."""

    pack: str
    head: tuple[tuple[str, str, str], ...]
    """Key, former and present value of what has changed in the pack itself."""
    questions: tuple[Change, ...]
    """In the order of the newer pack, the retired ones last."""
    objectives: tuple[Change, ...]
    """Those with an id of their own; a question that is its own objective is told of once."""
    versions: tuple[int | None, int]
    """Former and present version; None for a pack that is not here."""
    conversations: tuple[Change, ...] = ()
    """In the same order as the questions."""

    @property
    def same(self) -> bool:
        """True when nothing has changed that anybody sees."""
        things = (*self.questions, *self.conversations, *self.objectives)
        return not self.head and all(each.what == "kept" for each in things)

    @property
    def doubtful(self) -> tuple[Change, ...]:
        """Questions and conversations whose meaning seems to have changed without a new revision."""
        return tuple(each for each in (*self.questions, *self.conversations) if each.doubts)


Thing = TypeVar("Thing", bound=Question | Conversation | Objective)

_HEAD = ("title", "author", "version", "language")


def compare(old: Pack | None, new: Pack) -> Changes:
    """What changes when `new` takes the place of `old`; with None, all is new."""
    if old is None:
        old = replace(new, objectives=(), questions=(), conversations=())
        head: tuple[tuple[str, str, str], ...] = ()
        version = None
    else:
        pairs = ((name, str(getattr(old, name)), str(getattr(new, name))) for name in _HEAD)
        head = tuple((name, before, after) for name, before, after in pairs if before != after)
        version = old.version
    questions = _Versions(old, new, _by_id(old.questions), _by_id(new.questions)).changes()
    conversations = _Versions(old, new, _by_id(old.conversations), _by_id(new.conversations)).changes()
    objectives = _Versions(old, new, _declared(old), _declared(new)).changes()
    return Changes(new.id, head, questions, objectives, (version, new.version), conversations)


def former(old: Pack, new: Pack) -> dict[str, Question]:
    """By the id of each question of the newer pack: the question of the older one that it goes on from."""
    return _Versions(old, new, _by_id(old.questions), _by_id(new.questions)).former()


def former_conversations(old: Pack, new: Pack) -> dict[str, Conversation]:
    """The same for conversations."""
    return _Versions(old, new, _by_id(old.conversations), _by_id(new.conversations)).former()


def _by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    return {each.id: each for each in things}


def _declared(pack: Pack) -> dict[str, Objective]:
    """The objectives that are not just a question by itself."""
    own = {each.id for each in pack.questions if each.objective == each.id}
    return {each.id: each for each in pack.objectives if each.id not in own}


class _Versions(Generic[Thing]):
    """The questions, the conversations, or the objectives, of two versions of a pack."""

    def __init__(self, old: Pack, new: Pack, before: Mapping[str, Thing], after: Mapping[str, Thing]) -> None:
        self.before = before
        self.after = after
        self._pack = new.id
        self._showed = _shown(old)
        self._shows = _shown(new)
        self._heirs: dict[str, str] = {}
        """By former id in this pack: the first thing that says it was that."""
        for id_, thing in after.items():
            home, _, was = thing.was.partition("/")
            if home == self._pack and was != id_:
                self._heirs.setdefault(was, id_)

    def changes(self) -> tuple[Change, ...]:
        """What happens to each."""
        origins = {id_: self.origin(id_) for id_ in self.after}
        gone = self.before.keys() - set(origins.values())
        return (
            *(
                _change(self._pack, self.before.get(was), self.after[id_], reused=self._is_reused(id_))
                for id_, was in origins.items()
            ),
            *(self._gone(id_) for id_ in self.before if id_ in gone),
        )

    def former(self) -> dict[str, Thing]:
        """By the id of each present thing: the former one that it goes on from."""
        origins = {id_: self.origin(id_) for id_ in self.after}
        return {id_: self.before[was] for id_, was in origins.items() if was}

    def _gone(self, id_: str) -> Change:
        """What happens to a thing that no present one goes on from: its answers may join those of another one."""
        if heir := self._heirs.get(id_):
            return Change("renamed", heir, title(self.before[id_]), key(self._pack, id_))
        return Change("retired", id_, title(self.before[id_]))

    def origin(self, id_: str) -> str:
        """The former id of a thing in this pack; empty for none."""
        if id_ in self.before and not self._is_reused(id_):
            return id_
        was = self.after[id_].was.removeprefix(f"{self._pack}/")
        left = was in self.before and (was not in self.after or self._is_reused(was))
        return was if left and self._heirs.get(was) == id_ else ""

    def _is_reused(self, id_: str) -> bool:
        """Whether an id that something else is said to have had stands for another text now."""
        heir = self._heirs.get(id_)
        if heir is None or id_ not in self.before or id_ not in self.after:
            return False
        showed = self._showed[id_]
        return showed != self._shows[id_] and (heir not in self.before or bool(showed & self._shows[heir]))


def _shown(pack: Pack) -> dict[str, frozenset[object]]:
    """What learners see of each question and conversation, and of an objective through its questions, by id."""
    found: dict[str, set[object]] = {each.id: set() for each in pack.objectives}
    for each in pack.questions:
        text = (each.front, each.back) if isinstance(each, Flashcard) else (each.scene, each.ask, each.options)
        found.setdefault(each.id, set()).add(text)
        found.setdefault(each.objective or each.id, set()).add(text)
    for one in pack.conversations:
        found.setdefault(one.id, set()).add((one.setting, one.turns))
    return {id_: frozenset(texts) for id_, texts in found.items()}


def _change(pack: str, old: Thing | None, new: Thing, *, reused: bool) -> Change:
    if old is None:
        moved = new.was and new.was.partition("/")[0] != pack and not reused
        return Change("moved" if moved else "new", new.id, title(new), new.was, reused=reused)
    parts = _parts(old, new)
    found: tuple[str, ...] = ()
    raised = False
    if not isinstance(old, Objective) and not isinstance(new, Objective):
        raised = new.revision > old.revision
        if raised:
            parts = ("revision", *parts)
        elif parts:
            found = tuple(doubt.what for doubt in doubts(old, new))
        if new.revision < old.revision:
            found = (*found, f"Its revision was {old.revision}, and is {new.revision} now.")
    was = key(pack, old.id) if old.id != new.id else ""
    what: What = "renamed" if was else "revised" if raised else "edited" if parts or found else "kept"
    return Change(what, new.id, title(new), was, parts, found, reused)


def _parts(old: Thing, new: Thing) -> tuple[str, ...]:
    """The keys of the pack format whose values differ."""
    if isinstance(old, Conversation):
        names = ["title", "channel", "setting", "customer", "temperature", "turns", "endings"]
    elif isinstance(old, Objective) or isinstance(new, Objective):
        names = ["title", "topic", "takeaway"]
    elif old.kind != new.kind:
        return ("kind",)
    else:
        names = ["front", "back"] if isinstance(old, Flashcard) else ["scene", "ask", "options"]
        names += ["sources", "asks"]
    parts = tuple(name for name in names if getattr(old, name) != getattr(new, name))
    return ("objective", *parts) if _home(old) != _home(new) else parts


def _home(thing: Thing) -> str:
    """The objective that a question names; empty where it is its own, or has none of its own."""
    if isinstance(thing, Objective | Conversation) or thing.objective == thing.id:
        return ""
    return thing.objective


def title(thing: Thing) -> str:
    """What a thing is called in lists."""
    if isinstance(thing, Objective | Conversation):
        return thing.title
    return thing.front if isinstance(thing, Flashcard) else thing.scene
