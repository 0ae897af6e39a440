"""A pack out to a format and in again."""

from __future__ import annotations

from typing import Any

from quizgame.domain.questions import Pack
from quizgame.packs.formats.cover import Cover
from quizgame.packs.formats.exchange import module_of
from quizgame.packs.formats.gathering import gather
from quizgame.packs.formats.shapes import Imported, Loss


def cover_of(pack: Pack) -> Cover:
    return Cover(pack.id, pack.title, pack.author, pack.version, pack.language)


def taken_in(format_: str, data: bytes, cover: Cover | None = None) -> Imported:
    """What a file becomes; fails if nothing could be carried."""
    imported = gather(module_of(format_).read(data), cover or Cover("p", "P"), lambda _: None)
    assert imported is not None
    return imported


def out_and_in(format_: str, pack: Pack) -> tuple[Pack, tuple[Loss, ...], tuple[Loss, ...]]:
    """The pack that comes back, and both loss reports."""
    exported = module_of(format_).write(pack)
    imported = taken_in(format_, exported.data, cover_of(pack))
    return imported.pack, exported.losses, imported.losses


def losses_in(format_: str, data: str | bytes) -> tuple[Any, dict[str, str]]:
    """The pack, or None, and what was told by place."""
    reading = module_of(format_).read(data.encode() if isinstance(data, str) else data)
    imported = gather(reading, Cover("p", "P"), lambda _: None)
    told: dict[str, str] = {}
    for loss in reading.losses:
        told[loss.where] = f"{told.get(loss.where, '')} {loss.what}".strip()
    return imported.pack if imported else None, told
