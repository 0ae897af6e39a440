"""Where packs come from: those that travel with the game, and those that a trainer installed.

This module finds files and never reads inside them; the reader, and with it YAML and pydantic, is loaded only when a
file is new or has changed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from quizgame.packs.characters import shown
from quizgame.packs.problems import PackError

DOCUMENTS = "documents.yaml"
"""The list of documents beside the built-in packs."""

_NOT_PACKS = {DOCUMENTS, "claims.yaml"}
_SUFFIXES = (".yaml", ".yml")


class LibraryError(PackError):
    """A pack could not be put into, or taken out of, the library. The text is for people."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pack's file in one of the two folders."""

    path: Path
    built_in: bool
    size: int
    time: int
    """Time of the last change, nanoseconds since 1970 UTC."""

    @property
    def name(self) -> str:
        """What the store knows the file by: the same wherever the folders lie."""
        name = self.path.name.encode("utf-8", "backslashreplace").decode()
        return f"{'built-in' if self.built_in else 'installed'}/{name}"

    @property
    def has_a_readable_name(self) -> bool:
        """Whether its name is text; systems allow names of any bytes, which no store and no screen can hold."""
        return not any("\ud800" <= sign <= "\udfff" for sign in self.path.name)


def bundled_folder() -> Path:
    """The folder of built-in packs: in the package when installed, in the source checkout otherwise."""
    package = Path(__file__).parent.parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent / "content"


class Library:
    """The two folders of packs."""

    def __init__(self, bundled: Path, installed: Path) -> None:
        self.bundled = bundled
        self.installed = installed

    def files(self) -> list[Found]:
        """Every pack file, the built-in ones first, by name."""
        return [*_packs_in(self.bundled, built_in=True), *_packs_in(self.installed, built_in=False)]

    def keep(self, file: str, data: bytes) -> Path:
        """Put a file among the installed ones, in one step, in place of its former version."""
        path = self.installed / file
        try:
            self.installed.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(f".{os.getpid()}.part")
            draft.write_bytes(data)
            draft.replace(path)
        except OSError as error:
            raise LibraryError(
                f"{shown(str(path), 500)} could not be written: {error.strerror or error}."
                " Check the folder and its disk, and try again."
            ) from error
        return path

    def keep_all(self, files: Mapping[str, bytes]) -> None:
        """Put several files among the installed ones: all of them, or none."""
        drafts: dict[Path, Path] = {}
        former: dict[Path, bytes | None] = {}
        path = self.installed
        try:
            self.installed.mkdir(parents=True, exist_ok=True)
            for file, data in files.items():
                path = self.installed / file
                drafts[path] = path.with_suffix(f".{os.getpid()}.part")
                drafts[path].write_bytes(data)
            for path, draft in drafts.items():
                former[path] = path.read_bytes() if path.exists() else None
                draft.replace(path)
        except OSError as error:
            for draft in drafts.values():
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
            self.put_back({done.name: data for done, data in former.items()})
            raise LibraryError(
                f"{shown(str(path), 500)} could not be written: {error.strerror or error}. Nothing was installed."
                " Check the folder and its disk, and try again."
            ) from error

    def held(self, file: str) -> bytes | None:
        """What is in an installed file; None where there is none."""
        try:
            return (self.installed / file).read_bytes()
        except OSError:
            return None

    def put_back(self, files: Mapping[str, bytes | None]) -> None:
        """Make installed files what they were; None for one that was not there."""
        for file, data in files.items():
            if data is None:
                self.discard(file)
            elif self.held(file) != data:
                self.keep(file, data)

    def discard(self, file: str) -> None:
        """Delete an installed file."""
        path = self.installed / file
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{shown(str(path), 500)} could not be removed: {error.strerror or error}. Check the folder."
            ) from error


def is_pack_name(name: str) -> bool:
    """Whether a file of this name may be a pack; the lists of claims and documents are none."""
    return name.endswith(_SUFFIXES) and name not in _NOT_PACKS


def file_for(pack: str) -> str:
    """The name under which a pack is installed; the prefix keeps clear of names that Windows has given to devices."""
    return f"pack-{pack}.yaml"


def _packs_in(folder: Path, *, built_in: bool) -> list[Found]:
    try:
        with os.scandir(folder) as entries:
            found = [
                Found(Path(entry.path), built_in, status.st_size, status.st_mtime_ns)
                for entry in entries
                if entry.name not in _NOT_PACKS and entry.name.endswith(_SUFFIXES) and entry.is_file()
                for status in [entry.stat()]
            ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryError(f"{shown(str(folder), 500)} cannot be read: {error.strerror or error}.") from error
    return sorted(found, key=lambda each: each.path.name)
