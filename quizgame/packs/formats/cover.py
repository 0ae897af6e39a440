"""What stands on the cover of a pack, which most formats have no place for."""

from __future__ import annotations

from dataclasses import dataclass

from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.problems import PackRefused
from quizgame.packs.reader import parse_pack
from quizgame.packs.scalars import on_one_line


@dataclass(frozen=True, slots=True)
class Cover:
    """The keys at the top of a pack file."""

    pack: str
    title: str
    author: str = ""
    version: int = 1
    language: str = "en"

    @classmethod
    def checked(cls, pack: str, title: str, author: str = "", version: int = 1, language: str = "en") -> Cover:
        """A cover that a pack may have. Raises `ExchangeError` with what is wrong."""
        # The gate for files is the gate for everything: a file with this cover must be a pack.
        texts = {"pack": pack, "title": title, "author": author, "language": language}
        lines = [f"{key}: {on_one_line(' '.join(value.split()))}" for key, value in texts.items() if value]
        file = "\n".join([*lines, f"version: {version}", "questions: [{id: q, kind: flashcard, front: a, back: b}]"])
        try:
            read = parse_pack(file.encode("utf-8", "replace"), "")
        except PackRefused as refused:
            raise ExchangeError("\n".join(f"{each.what} {each.remedy}" for each in refused.problems)) from None
        return cls(read.id, read.title, read.author, read.version, read.language)
