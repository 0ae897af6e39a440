"""A pack as the checker holds it: its file, its questions and conversations, and what is known beside it."""

from __future__ import annotations

from dataclasses import dataclass

from quizgame.domain.questions import Pack
from quizgame.packs.check.asked import Asked, Conversed
from quizgame.packs.check.inventory import Inventory
from quizgame.packs.places import Value
from quizgame.packs.reader import PackFile


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack that could be read."""

    source: PackFile
    asked: tuple[Asked, ...]
    """Its questions, and the turns of its conversations."""
    conversed: tuple[Conversed, ...]
    inventory: Inventory
    former: Pack | None = None
    """The version that this one is compared with; None where there is nothing to compare."""

    @property
    def file(self) -> str:
        """What messages call the file."""
        return self.source.tree.file

    @property
    def english(self) -> bool:
        """Whether rules and solvers that read English words apply."""
        return self.source.pack.language.lower().partition("-")[0] == "en"

    def written(self, section: str, index: int) -> dict[str, Value]:
        """An objective or a question with the keys that its author wrote."""
        root = self.source.tree.root
        items = root.get(section) if isinstance(root, dict) else None
        item = items[index] if isinstance(items, list) else None
        return item if isinstance(item, dict) else {}

    @property
    def declared(self) -> int:
        """Objectives that the author wrote down; they come first among those of the pack."""
        root = self.source.tree.root
        items = root.get("objectives") if isinstance(root, dict) else None
        return len(items) if isinstance(items, list) else 0
