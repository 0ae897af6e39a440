"""Opens a home: the store, the library, and the packs brought up to date between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from quizgame.cli.surroundings import Surroundings
from quizgame.packs.library import DOCUMENTS, Found, Library, bundled_folder
from quizgame.packs.problems import PackRefused
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
    refused: tuple[PackRefused, ...]
    """Packs whose files have changed and can no longer be read; their last good version stays in play."""


@contextmanager
def opened(surroundings: Surroundings) -> Iterator[House]:
    """A home for the length of a command."""
    home = surroundings.home
    if home.exists() and not home.is_dir():
        raise StoreError(f"{home} is not a folder. Choose another with --home DIR.")
    database = Database.open(home, surroundings.entropy)
    try:
        library = Library(bundled_folder(), home / "packs")
        catalogue = Catalogue(database)
        yield House(database, library, catalogue, tuple(shelve(library, catalogue)))
    finally:
        database.close()


def shelve(library: Library, catalogue: Catalogue) -> Iterator[PackRefused]:
    """Compile the packs whose files are new or have changed, and take out those whose files are gone."""
    known = catalogue.files()
    files = library.files()
    changed = [found for found in files if not _unchanged(found, known)]
    if changed:
        yield from _compile(changed, known, catalogue)
        _name_documents(library, catalogue)
    present = {found.name for found in files}
    for name, (pack, _) in known.items():
        if name not in present:
            catalogue.drop(pack)


def _unchanged(found: Found, known: Mapping[str, tuple[str, PackFile]]) -> bool:
    if found.name not in known:
        return False
    source = known[found.name][1]
    return (source.size, source.time) == (found.size, found.time) and source.hash.startswith(f"{COMPILED}:")


def _compile(
    changed: list[Found], known: Mapping[str, tuple[str, PackFile]], catalogue: Catalogue
) -> Iterator[PackRefused]:
    from hashlib import blake2b

    from quizgame.packs.content import content_hash
    from quizgame.packs.reader import parse_pack, read_bytes

    owners = {pack: name for name, (pack, _) in known.items()}
    for found in changed:
        try:
            data = read_bytes(found.path)
            digest = f"{COMPILED}:{blake2b(data, digest_size=16).hexdigest()}"
            source = PackFile(found.name, found.built_in, found.size, found.time, digest)
            if found.name in known and known[found.name][1].hash == digest:
                catalogue.refresh(source)
                continue
            pack = parse_pack(data, str(found.path))
        except PackRefused as refused:
            yield refused
            continue
        if owners.get(pack.id, found.name) == found.name:
            owners[pack.id] = found.name
            catalogue.shelve(pack, source, {each.id: content_hash(each) for each in pack.questions})


def _name_documents(library: Library, catalogue: Catalogue) -> None:
    from quizgame.packs.documents import document_titles

    catalogue.name_documents(document_titles(library.bundled / DOCUMENTS))
