"""The documents that built-in questions draw on: their ids and titles; the texts do not ship."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from quizgame.packs.paths import is_file
from quizgame.packs.tree import read_tree


class WrittenDocument(BaseModel):
    """One entry of `documents.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    author: str | None
    publisher: str | None
    date: str | None
    sections: list[str]


class WrittenDocuments(BaseModel):
    """The whole of `documents.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: list[WrittenDocument] = Field(min_length=1)


def document_titles(path: Path) -> dict[str, str]:
    """Titles by id; empty where the file does not stand beside the packs."""
    if not is_file(path):
        return {}
    written = WrittenDocuments.model_validate(read_tree(path.read_bytes(), str(path)).root)
    return {document.id: document.title for document in written.documents}
