"""Which files of a folder are packs."""

from __future__ import annotations

from pathlib import Path

from quizgame.packs.check.inventory import CLAIMS
from quizgame.packs.library import DOCUMENTS

_SUFFIXES = {".yaml", ".yml"}


def pack_files(folder: Path) -> list[Path]:
    """The pack files in a folder, by name; the lists of claims and documents are none."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and path.name not in {CLAIMS, DOCUMENTS} and path.is_file()
    )
