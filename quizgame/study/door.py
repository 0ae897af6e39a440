"""The door: who learns here, and the way to each one's study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.errors import StoreError
from quizgame.store.learners import Learner, Learners
from quizgame.store.log import When
from quizgame.study import progress
from quizgame.study.study import Clock, Study

if TYPE_CHECKING:  # start-up does not need them
    from quizgame.domain.items import Sheet
    from quizgame.store.export import Exported
    from quizgame.store.incoming import Incoming
    from quizgame.store.joining import Joined
    from quizgame.store.taking_in import TakenIn


class Door:
    """Leads learners to their studies."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        entropy: Callable[[int], bytes],
        seed: int | None = None,
        *,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """`seed` fixes every shuffle, for screenshots and tests; `ended` is called when a session's end was stored."""
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._seed = seed
        self._ended = ended
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

    # ── what is theirs ────────────────────────────────────────────────────────────────────────────────────

    def spelled(self, name: str) -> str:
        """A learner's name as it is written; raises StoreError when there is nobody so called."""
        return self._learner(name).name

    def export(self, name: str, out: BinaryIO) -> Exported:
        """Write everything held about a learner."""
        from quizgame.store import export

        return export.write(self._database, self._learner(name), out)

    def export_file(self, name: str, path: Path, called: str, *, overwrite: bool = False) -> Exported:
        """The same into a private file; `called` is how messages name it."""
        from quizgame.store import export

        return export.write_file(self._database, self._learner(name), path, called, overwrite=overwrite)

    def write_for_trainer(self, name: str, out: BinaryIO) -> Sheet:
        """Write what item analysis needs of a learner, and nothing of who or when; gives what was written."""
        from quizgame.store import trainer_file
        from quizgame.store.exposures import Exposures

        sheet = Exposures(self._database).of(self._learner(name).id)
        trainer_file.write(sheet, self._entropy, out)
        return sheet

    def export_for_trainer(self, name: str, path: Path, called: str, *, overwrite: bool = False) -> Sheet:
        """The same into a private file; `called` is how messages name it."""
        from quizgame.store.export import new_file

        with new_file(path, called, overwrite=overwrite) as out:
            return self.write_for_trainer(name, out)

    def take_in(self, source: Incoming, *, name: str = "", same: bool = False) -> TakenIn:
        """Merge an export; raises WhoIsIt when its learner may be somebody here (see `taking_in.take_in`)."""
        from quizgame.store import taking_in

        company = taking_in.Company(self._entropy, self._when, self._streak)
        taken = taking_in.take_in(self._database, source, company, name=name, same=same)
        self._turn_to_today(taken.learner)
        return taken

    def join(self, stays: str, goes: str) -> Joined:
        """Make one learner's log part of another's, who is the same person; the first name stays."""
        from quizgame.store import joining

        learner = self._learner(stays)
        joined = joining.join(self._database, learner, self._learner(goes), self._entropy, self._when(learner))
        self._turn_to_today(learner)
        return joined

    def _learner(self, name: str) -> Learner:
        found = self._learners.named(name)
        if found is None:
            raise StoreError(f"There is no learner called {name}. `quizgame learners list` shows who there is.")
        return found

    def _desk(self, learner: Learner) -> Desk:
        return Desk(self._database, learner, self._entropy)

    def _when(self, learner: Learner) -> When:
        now = self._clock.now()
        return When(now.instant, now.offset, self._desk(learner).today(now))

    def _streak(self, learner: Learner) -> int:
        desk, now = self._desk(learner), self._clock.now()
        return progress.year(desk, desk.today(now), now).streak.current

    def _turn_to_today(self, learner: Learner) -> None:
        desk = self._desk(learner)
        desk.turn_to(desk.today(self._clock.now()))

    def _study(self, learner: Learner) -> Study:
        catalogue = Catalogue(self._database)
        return Study(self._desk(learner), catalogue, self._clock, self._entropy, self._seed, ended=self._ended)
