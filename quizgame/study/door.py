"""The door: who learns here, and the way to each one's study."""

from __future__ import annotations

from collections.abc import Callable

from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.learners import Learner, Learners
from quizgame.study.study import Clock, Study


class Door:
    """Leads learners to their studies; `seed` fixes every shuffle, for screenshots and tests."""

    def __init__(
        self, database: Database, clock: Clock, entropy: Callable[[int], bytes], seed: int | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._seed = seed
        self._learners = Learners(database, entropy)

    def names(self) -> list[str]:
        """Everyone who learns here, by name."""
        return [learner.name for learner in self._learners.all()]

    def enter(self, name: str) -> Study | None:
        """The study of the learner of this name; None when there is nobody so called."""
        found = self._learners.named(name)
        return self._study(found) if found else None

    def enter_latest(self) -> Study | None:
        """The study of whoever was here last; None when nobody was."""
        found = self._learners.latest()
        return self._study(found) if found else None

    def welcome(self, name: str) -> Study:
        """The study of a new learner; raises StoreError, with a text for people, when the name cannot be used."""
        return self._study(self._learners.add(name, self._clock.now().instant))

    def rename(self, old: str, new: str) -> None:
        """Give a learner another name; raises StoreError when that cannot be."""
        self._learners.rename(old, new)

    def _study(self, learner: Learner) -> Study:
        desk = Desk(self._database, learner, self._entropy)
        return Study(desk, Catalogue(self._database), self._clock, self._entropy, self._seed)
