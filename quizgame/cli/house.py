"""Opens a home: the store, the library, and the packs brought up to date between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import shown
from quizgame.packs.library import DOCUMENTS, Found, Library, bundled_folder
from quizgame.packs.paths import is_folder, is_there
from quizgame.packs.problems import PackRefused, Problem
from quizgame.store.catalogue import Catalogue, PackFile
from quizgame.store.database import Database
from quizgame.store.errors import StoreError

COMPILED = "1"
"""Raised when packs must be compiled anew because the compiled form has changed."""


@dataclass(frozen=True, slots=True)
class House:
    """What a command works with."""

    database: Database
    library: Library
    catalogue: Catalogue
    refused: tuple[str, ...]
    """What is wrong with files that cannot be read, a text for each; a former good version stays in play."""


@contextmanager
def opened(surroundings: Surroundings) -> Iterator[House]:
    """A home for the length of a command."""
    home = surroundings.home
    if is_there(home) and not is_folder(home):
        raise StoreError(f"{shown(str(home), 500)} is not a folder. Choose another with --home DIR.")
    database = Database.open(home, surroundings.entropy)
    try:
        library = Library(bundled_folder(), home / "packs")
        catalogue = Catalogue(database)
        yield House(database, library, catalogue, tuple(shelve(library, catalogue)))
    finally:
        database.close()


def shelve(library: Library, catalogue: Catalogue) -> list[str]:
    """Compile the packs whose files are new or have changed, and take out those whose files are gone.

    Gives what is wrong with the files that cannot be read. Nothing is written, and neither YAML nor pydantic loaded,
    while no file has changed.
    """
    known, refused = catalogue.files(), catalogue.refused()
    problems = {name: text for name, (_, text) in refused.items()}
    files = library.files()
    present = {found.name for found in files}
    noted = {name: source for name, (_, source) in known.items()} | {
        name: source for name, (source, _) in refused.items()
    }
    changed = [found for found in files if not _unchanged(found, noted.get(found.name))]
    if changed:
        for found in changed:
            problems.pop(found.name, None)
        problems |= _compile(changed, {name: noted for name, noted in known.items() if name in present}, catalogue)
        if any(found.built_in for found in changed):
            _name_documents(library, catalogue)
    compiled = catalogue.files() if changed else known
    for name, (pack, _) in compiled.items():
        if name not in present:
            catalogue.drop(pack)
    for name in refused.keys() - present:
        catalogue.forget_refusal(name)
    return [text for name, text in sorted(problems.items()) if name in present]


def _unchanged(found: Found, noted: PackFile | None) -> bool:
    if noted is None:
        return False
    return (noted.size, noted.time) == (found.size, found.time) and noted.hash.startswith(f"{COMPILED}:")


def _compile(changed: list[Found], known: Mapping[str, tuple[str, PackFile]], catalogue: Catalogue) -> dict[str, str]:
    """Compile what can be compiled; gives what is wrong with the rest, by the file's name."""
    from hashlib import blake2b

    from quizgame.packs.content import content_hashes
    from quizgame.packs.reader import parse_pack, read_bytes

    owners = {pack: name for name, (pack, _) in known.items()}
    problems: dict[str, str] = {}
    for found in changed:
        source = PackFile(found.name, found.built_in, found.size, found.time, f"{COMPILED}:")
        try:
            if not found.has_a_readable_name:
                raise PackRefused([_unreadable_name(found)])
            data = read_bytes(found.path)
            source = source._replace(hash=f"{COMPILED}:{blake2b(data, digest_size=16).hexdigest()}")
            if found.name in known and known[found.name][1].hash == source.hash:
                catalogue.refresh(source)
                continue
            pack = parse_pack(data, str(found.path))
        except PackRefused as error:
            problems[found.name] = str(error)
            with suppress(StoreError):  # only a note that saves reading it again; another copy may hold the store
                catalogue.refuse(source, str(error))
            continue
        owner = owners.setdefault(pack.id, found.name)
        if owner == found.name:
            catalogue.shelve(pack, source, content_hashes(pack))
        else:
            # Not noted in the store: it depends on another file, which may go.
            problems[found.name] = f"{shown(str(found.path), 500)}: the id {pack.id} is already used by {owner}."
    return problems


def _unreadable_name(found: Found) -> Problem:
    return Problem(str(found.path), 1, 1, "The name of this file is not text in UTF-8.", "Give it another name.")


def _name_documents(library: Library, catalogue: Catalogue) -> None:
    from quizgame.packs.documents import document_titles

    catalogue.name_documents(document_titles(library.bundled / DOCUMENTS))
