"""The shelf: the packs to look through, what this learner remembers of each, and what can be done with them.

It reads the store only. What lies in the folders (files that cannot be read, checks, editors) is behind `Files`, which
the composition root hands to the screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from quizgame.domain.conversation import Run
from quizgame.domain.progress import recall
from quizgame.store.catalogue import Catalogue, ShelvedPack, ShelvedQuestion
from quizgame.store.conversations import ShelvedConversation
from quizgame.store.desk import Desk
from quizgame.store.search import Search
from quizgame.study.preferences import Preferences
from quizgame.study.progress import topic_titles

if TYPE_CHECKING:  # looking at packs loads neither YAML nor pydantic
    from quizgame.packs.check.findings import Finding
    from quizgame.study.why import Why


class Files(Protocol):
    """The folders of packs, as far as the screens need them."""

    @property
    def editor(self) -> str:
        """The command of the learner's editor; empty where none is set."""

    def path(self, file: str) -> Path | None:
        """Where a file lies that the store knows by this name; None when it is gone."""

    def bring_up_to_date(self) -> Mapping[str, str]:
        """Compile what has changed; gives what is wrong with the files that cannot be read, by the store's name."""

    def findings(self, path: Path) -> Sequence[Finding]:
        """What the check finds in one file. Touches no store, so that a thread can run it."""

    def edit(self, path: Path) -> str:
        """Run the editor on a file until it is closed; gives what went wrong, or nothing."""


class Stood(NamedTuple):
    """A pack on the shelf."""

    pack: ShelvedPack
    met: int
    """Objectives met before."""
    suspended: int
    """Objectives that are not asked."""
    on: bool


class Remembered(NamedTuple):
    """An objective of a pack, and what is left of it in memory."""

    key: str
    title: str
    topic: str
    """As it is read."""
    questions: int
    recall: float | None
    """Chance of recall today, 0 to 1; None when it was never met."""
    due: int | None
    """Days until it is due; 0 and below when it is due; None when it was never met."""
    suspended: bool


class Shelf:
    """The packs of a store, as one learner sees them."""

    def __init__(self, desk: Desk, catalogue: Catalogue, preferences: Preferences, today: Callable[[], int]) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._preferences = preferences
        self._today = today

    @property
    def name(self) -> str:
        """The learner's name."""
        return self._desk.learner.name

    def packs(self) -> list[Stood]:
        """Every pack, by title."""
        off, met = self._preferences.packs_off(), self._desk.history.met()
        apart: dict[str, int] = {}
        for objective in self._present(self._desk.suspended()):
            pack = objective.partition("/")[0]
            apart[pack] = apart.get(pack, 0) + 1
        packs = sorted(self._catalogue.packs(), key=lambda pack: (pack.title.casefold(), pack.id))
        return [Stood(pack, met.get(pack.id, 0), apart.get(pack.id, 0), pack.id not in off) for pack in packs]

    def pack(self, pack: str) -> Stood | None:
        """One pack; None when it is gone."""
        return next((each for each in self.packs() if each.pack.id == pack), None)

    def objectives(self, pack: str) -> list[Remembered]:
        """The objectives of a pack, topic by topic, each topic where its first objective stands."""
        today, suspended = self._today(), self._preferences.suspended()
        held = {each.objective: each for each in self._desk.history.held_of(pack)}
        curve = self._desk.experience().curve
        objectives = self._catalogue.objectives(pack)
        several = len({each.topic for each in objectives}) > 1
        topics = topic_titles(self._catalogue) if several else {}  # the name of an only topic is never shown
        found = []
        for each in objectives:
            memory = held.get(each.key)
            found.append(
                Remembered(
                    each.key,
                    each.title,
                    topics.get(each.topic, each.topic),
                    each.questions,
                    recall(curve, memory, today) if memory else None,
                    memory.due - today if memory else None,
                    each.key in suspended,
                )
            )
        order = {topic: place for place, topic in enumerate(dict.fromkeys(each.topic for each in found))}
        return sorted(found, key=lambda each: order[each.topic])

    def questions(self, pack: str) -> dict[str, list[str]]:
        """The keys of a pack's questions by the keys of their objectives, both in the pack's order."""
        found: dict[str, list[str]] = {}
        for objective, question in self._catalogue.question_keys(pack):
            found.setdefault(objective, []).append(question)
        return found

    def question(self, question: str) -> ShelvedQuestion | None:
        """One question in full; None when its pack is gone."""
        return self._catalogue.question(question)

    def conversations(self, pack: str) -> list[ShelvedConversation]:
        """The conversations of a pack in its order."""
        return self._catalogue.conversations(pack)

    def conversation(self, conversation: str) -> ShelvedConversation | None:
        """One conversation in full; None when its pack is gone."""
        return self._catalogue.conversation(conversation)

    def run(self, conversation: ShelvedConversation) -> Run | None:
        """How far this learner has come with a conversation; None when it is to be begun."""
        return self._desk.run(conversation, self._today())

    def remembered(self, question: ShelvedQuestion) -> Remembered | None:
        """What is left in memory of a question's objective; None when its pack is gone."""
        return next((each for each in self.objectives(question.pack) if each.key == question.objective), None)

    def why(self, objective: str) -> Why | None:
        """Why an objective is asked when it is; None when its pack is gone."""
        from quizgame.study.why import why

        return why(self._desk, self._catalogue, objective, self._today())

    def document_title(self, document: str) -> str:
        """The title of a document that questions draw on; its id where the title is not known."""
        return self._catalogue.document_title(document)

    def search(self) -> Search:
        """A search over all questions, ready for the first key."""
        return self._catalogue.search()

    def switch(self, pack: str) -> bool:
        """Switch a pack off, or on again; gives whether it is on now."""
        on = pack in self._preferences.packs_off()
        self._preferences.switch_pack(pack, on=on)
        return on

    def suspend(self, objective: str) -> bool:
        """Ask an objective no more, or ask it again; gives whether it is suspended now."""
        suspended = objective not in self._preferences.suspended()
        self._preferences.suspend(objective, suspended=suspended)
        return suspended

    def _present(self, objectives: set[str]) -> list[str]:
        """Those of these objectives whose packs are on the shelf."""
        return [each for each in objectives if self._catalogue.objective(each) is not None]
