"""What is fuzzed: for each way in, what comes and how it is tried."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from quizgame.domain.conversation import Run, best_from, looked_back
from quizgame.packs.archives import packs_in
from quizgame.packs.arriving import arrivals
from quizgame.packs.characters import FORBIDDEN
from quizgame.packs.check.checking import check_files
from quizgame.packs.check.contest import contests
from quizgame.packs.check.records import records
from quizgame.packs.check.tables import tables as contest_tables
from quizgame.packs.check.telling import as_text
from quizgame.packs.check.workflow import commands as workflow_commands
from quizgame.packs.formats.cover import Cover
from quizgame.packs.formats.exchange import module_of
from quizgame.packs.formats.gathering import gather
from quizgame.packs.graph import flowchart, outline
from quizgame.packs.problems import PackError, PackRefused
from quizgame.packs.reader import parse_pack
from quizgame.packs.schema import SCHEMA_FILE
from quizgame.packs.writer import as_yaml
from quizgame.store import trainer_file
from quizgame.store.errors import StoreError
from quizgame.store.incoming import Incoming
from tests.fuzz import strategies
from tests.fuzz.commands import Line, command_lines, setting_lines
from tests.fuzz.place import Place
from tests.fuzz.strategies import FolderFile, changed_lines, counted, signed
from tests.fuzz.watch import Broken, check_said, check_words
from tests.packs.test_reader_properties import mistaken_packs

FILE = "f\x1b]0;x\x07.yaml"
"""What somebody who means no good may call a file."""


class Target(NamedTuple):
    """One way in."""

    name: str
    inputs: Callable[[Place], st.SearchStrategy[Any]]
    tried: Callable[[Place, Any], bool]
    """Tries an input, and says whether it was accepted; refuses it by giving False, and raises when something broke."""
    many: int
    """So many inputs make a whole run."""
    needs_place: bool = False
    """Whether it reads or writes files."""


def _refused(error: Exception) -> bool:
    check_words(error)
    return False


# ── packs ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _parsed(_place: Place, data: bytes) -> bool:
    """A pack is given whole, without a character that commands a terminal; or every problem is told."""
    try:
        pack = parse_pack(data, FILE)
    except PackRefused as refused:
        for problem in refused.problems:
            if not problem.text().isprintable():
                raise Broken(f"A problem cannot be printed: {problem!r}") from None
        return _refused(refused)
    if FORBIDDEN.search(repr(pack)):
        raise Broken(f"A pack holds what no pack may hold: {pack!r}"[:2000])
    return True


def _conversed(place: Place, data: bytes) -> bool:
    """What is accepted can be drawn, and played from the opening to an ending."""
    if not _parsed(place, data):
        return False
    for conversation in parse_pack(data, FILE).conversations:
        check_said("\n".join([*outline(conversation), *flowchart(conversation)]))
        looked_back(best_from(Run(conversation)))
    return True


def _checked(place: Place, data: bytes) -> bool:
    """What the check says of a pack, in all its forms; and the pack written anew is the same pack."""
    path = place.inputs / "checked.yaml"
    path.write_bytes(data)
    checked = check_files([path])
    boards = contests(checked.packs)
    check_said("\n".join([*as_text(checked), *contest_tables(boards), *workflow_commands(checked, boards)]))
    json.dumps(records(checked, boards))
    for opened in checked.packs:
        if parse_pack(as_yaml(opened.source.pack).encode(), "f") != opened.source.pack:
            raise Broken(f"Written and read, it is another pack: {data!r}")
    return bool(checked.packs)


# ── packs on their way in ─────────────────────────────────────────────────────────────────────────────────────


def _unpacked(place: Place, data: bytes) -> bool:
    try:
        found = packs_in(data, FILE)
    except PackError as error:
        return _refused(error)
    return bool(found) and min(_parsed(place, content) for _, content in found)


def _arrived(place: Place, files: list[FolderFile]) -> bool:
    folder = place.inputs / "arriving"
    folder.mkdir()
    try:
        _lay(folder, files, place)
        check_said("\n".join(as_text(check_files(sorted(folder.glob("*.yaml"))))))
        return bool(arrivals(folder))
    except PackError as error:
        return _refused(error)
    finally:
        for each in folder.iterdir():
            each.rmdir() if each.is_dir() and not each.is_symlink() else each.unlink()
        folder.rmdir()


def _lay(folder: Path, files: Iterable[FolderFile], place: Place) -> None:
    for name, kind, data in files:
        path = folder / name
        match kind:
            case "file":
                path.write_bytes(data)
            case "folder":
                path.mkdir()
            case "link in":
                path.symlink_to(folder / "a.yaml")
            case "link out":
                path.symlink_to(place.inputs / "good.yaml")
            case "circle":
                path.symlink_to(path)
            case "nowhere":
                path.symlink_to(folder / "nowhere")
            case _:
                os.mkfifo(path)


# ── other tools' files ────────────────────────────────────────────────────────────────────────────────────────


def _importer(format_: str) -> Callable[[Place, bytes], bool]:
    def tried(_place: Place, data: bytes) -> bool:
        """What can be carried makes a pack that can be written and read; the report is safe to show."""
        try:
            reading = module_of(format_).read(data)
            cover = {key: value for key, value in reading.cover.items() if key in {"title", "author", "language"}}
            imported = gather(reading, Cover.checked("p", cover.pop("title", "P"), **cover), lambda _: None)
        except PackError as error:
            return _refused(error)
        for loss in reading.losses:
            if not loss.text().isprintable():
                raise Broken(f"A loss cannot be printed: {loss!r}")
        if imported is None:
            return False
        if parse_pack(as_yaml(imported.pack).encode(), "f") != imported.pack:
            raise Broken(f"Written and read, it is another pack: {imported.pack!r}"[:2000])
        return True

    return tried


# ── logs, and files for trainers ──────────────────────────────────────────────────────────────────────────────


def _read_lines(_place: Place, data: bytes) -> bool:
    try:
        for _ in Incoming(BytesIO(data), "sam.jsonl").rows():
            pass
    except StoreError as error:
        return _refused(error)
    return True


_AFTERWARDS = (
    ["status"], ["progress", "--json"], ["progress"], ["settings"], ["settings", "--json"], ["why", "shop-floor/warn"],
    ["learners", "export", "Sam", "-"], ["learners", "export", "Sam", "-", "--for-trainer"], ["packs", "items"],
    ["packs", "list"], ["play", "--minutes", "1"], ["progress", "--csv", "-"], ["progress", "--html", "-"], ["play"],
    ["learners", "list"], ["why", "other-pack/shared", "--json"], ["settings", "goal", "3"], ["packs", "off",
    "shop-floor"], ["doctor"],
)  # fmt: skip


def _taken_in(place: Place, given: tuple[bytes, list[int]]) -> bool:
    """Whoever was taken in can be looked at, asked and exported like anybody else."""
    data, then = given
    path = place.inputs / "log.jsonl"
    path.write_bytes(data)
    said = place.command(["learners", "import", str(path), *([] if then[0] % 5 else ["--join"])])
    if said.status:
        if not said.error.strip():
            raise Broken("It was refused without a word.")
        return False
    for number in then:
        words = _AFTERWARDS[number % len(_AFTERWARDS)]
        after = place.command(["--learner", "Sam", *words], "3\n1\n\n2c\n\nu\nq\n")
        if after.status:
            raise Broken(f"After it, {words} said: {after.error or after.out[-1500:]}")
    return True


def _sent(place: Place, data: bytes) -> bool:
    path = place.inputs / "sent.jsonl"
    path.write_bytes(data)
    try:
        trainer_file.read(path, "sent.jsonl")
    except StoreError as error:
        return _refused(error)
    for words in (["--json"], ["--csv", "-"], ["--html", "-"], [], ["--plain"]):
        shown = place.command(["packs", "items", *(["shop-floor"] if words else []), *words, "--with", str(path)])
        if shown.status:
            raise Broken(f"It was read, and then: {shown.error}")
    return True


# ── the command line, settings, and what is around ────────────────────────────────────────────────────────────


def _commanded(place: Place, line: Line) -> bool:
    """A command does it or says why not; what is left at the desk was named on the command line."""
    try:
        said = place.command(line.words, line.typed)
        if said.status and not (said.out + said.error).strip():
            raise Broken(f"{line.words!r} failed without a word.")
        _check_desk(place, line)
    finally:
        _clear(place)
    return said.status == 0


def _check_desk(place: Place, line: Line) -> None:
    named = {word.rpartition("=")[2] for word in line.words} | {SCHEMA_FILE}
    named |= {Path(word).stem for word in named}
    for path in sorted(place.desk.iterdir()):
        if not {path.name, path.stem} & named and path.suffix != ".yaml":
            raise Broken(f"{line.words!r} left {path.name}.")


def _clear(place: Place) -> None:
    for path in place.desk.iterdir():
        path.unlink()


class Around(NamedTuple):
    """What is around a command: the environment, files among the packs, and the command."""

    variables: dict[str, str]
    file: str
    data: bytes
    words: list[str]


_VARIABLES = {
    "QUIZGAME_LEARNER": ["Sam", "Nobody", "\x1b[2J", "Sam\x85", "\udcff", "x" * 5000, " "],
    "COLUMNS": ["80", "1", "0", "-5", "9" * 30, "x", "100000"],
    "LINES": ["24", "1", "x"],
    "TERM": ["dumb", "xterm", "", "\x1b[2J"],
    "NO_COLOR": ["1", ""],
    "EDITOR": ["true", '"', "\x1b[2J"],
}
_AROUND = (
    ["status"], ["packs", "list"], ["packs", "list", "--json"], ["packs", "show", "shop-floor"], ["progress"],
    ["packs", "check"], ["packs", "check", "--format", "json"], ["packs", "check", "--format", "github"],
    ["doctor"], ["doctor", "--json"], ["play", "--minutes", "1"], ["learners", "list"], ["privacy"], ["packs",
    "items"], ["why", "warn"], ["settings"], ["restore"], ["packs", "export", "shop-floor", "-"],
)  # fmt: skip
around = st.builds(
    Around,
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in _VARIABLES.items()}),
    st.sampled_from(["a.yaml", "shop.yaml", "documents.yaml", "claims.yaml", "x\x1b[2J.yaml", "x\udcff.yml"]),
    strategies.pack_values | strategies.pack_bytes | st.sampled_from(strategies.FILE_LISTS),
    st.sampled_from(_AROUND),
)  # fmt: skip


def _surrounded(place: Place, given: Around) -> bool:
    path = place.home / "packs" / given.file
    former = path.read_bytes() if path.exists() else None
    path.write_bytes(given.data)
    before = dict(os.environ)
    os.environ.update(given.variables)
    try:
        status = place.command(given.words, "1\n\nq\n").status
    finally:
        os.environ.clear()
        os.environ.update(before)
        path.unlink() if former is None else path.write_bytes(former)
        _clear(place)
    return status == 0


TARGETS = {
    each.name: each
    for each in (
        Target("packs, lines spoilt", lambda _: mistaken_packs().map(str.encode), _parsed, 20_000),
        Target("packs, values changed", lambda _: strategies.pack_values, _parsed, 6_000),
        Target("packs, bytes", lambda _: strategies.pack_bytes, _parsed, 12_000),
        Target("packs, YAML soup", lambda _: strategies.yaml_soup, _parsed, 20_000),
        Target("conversations", lambda _: strategies.conversations, _conversed, 3_000),
        Target("packs, checked", lambda _: strategies.pack_values, _checked, 500, needs_place=True),
        Target("archives", lambda _: strategies.archives, _unpacked, 12_000),
        Target("folders", lambda _: strategies.folders, _arrived, 1_000, needs_place=True),
        Target("CSV", lambda _: strategies.tables, _importer("csv"), 6_000),
        Target("GIFT", lambda _: strategies.quizzes, _importer("gift"), 12_000),
        Target("Anki text", lambda _: strategies.cards, _importer("anki-text"), 6_000),
        Target("XLSX", lambda _: strategies.workbooks, _importer("xlsx"), 2_000),
        Target("logs, read", lambda place: changed_lines(place.export(), signed), _read_lines, 4_000, needs_place=True),
        Target(
            "logs, taken in",
            lambda place: st.tuples(
                changed_lines(place.export(), signed), st.lists(st.integers(0, 100), min_size=1, max_size=2)
            ),
            _taken_in,
            800,
            needs_place=True,
        ),
        Target(
            "files for trainers",
            lambda place: changed_lines(place.trainer_file(), counted),
            _sent,
            2_000,
            needs_place=True,
        ),
        Target("settings", lambda _: setting_lines, _commanded, 1_500, needs_place=True),
        Target("surroundings", lambda _: around, _surrounded, 800, needs_place=True),
        Target("command line", lambda _: command_lines, _commanded, 3_000, needs_place=True),
    )
}  # fmt: skip
