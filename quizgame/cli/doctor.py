"""`quizgame doctor`: is everything in order, and what can be done about it?"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from importlib.metadata import version

from quizgame import __version__
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.domain.words import count
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text
from quizgame.store import backups
from quizgame.store.database import FILE, SQLITE_VERSION, Database
from quizgame.store.errors import StoreDamaged
from quizgame.store.inspection import Inspection, inspect, unreadable

_LIBRARIES = ("textual", "pydantic", "PyYAML", "fsrs-rs-python")
_SHOWN = 20  # problems of a kind; more say nothing new


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to repair, and the form of the answer."""
    parser.add_argument("--repair", action="store_true", help="put right what is wrong; nothing is ever deleted")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Look everything over, repair it if asked to, and say what was found."""
    found, packs = _examined(surroundings)
    repaired: list[str] = []
    if arguments.repair:
        repaired = _repaired(found, surroundings)
        found, packs = _examined(surroundings)
    versions = {"quizgame": __version__, "python": platform.python_version(), "sqlite": SQLITE_VERSION}
    versions |= {name: version(name) for name in _LIBRARIES}
    fine = found.sound and not packs
    copies = [each.name for each in backups.found(surroundings.home)]
    if arguments.json:
        report = {"sound": fine, "store": asdict(found), "packs": packs, "backups": copies, "repaired": repaired}
        print(json_text(report | {"terminal": surroundings.terminal, "versions": versions}))
        return 0 if fine else 1
    for line in repaired:
        print(line)
    print(f"Store: {shown(str(surroundings.home / FILE), 500)}")
    for line in _lines(found, packs):
        print(line)
    print(f"Backups: {len(copies)}, the newest {copies[0]}" if copies else "Backups: none yet")
    print("Terminal: " + ", ".join(f"{name} {value}" for name, value in surroundings.terminal.items()))
    print("Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()))
    if (found.broken or found.caches) and not arguments.repair:
        print("`quizgame doctor --repair` puts this right as far as it can be, and deletes nothing.")
    return 0 if fine else 1


def _examined(surroundings: Surroundings) -> tuple[Inspection, list[str]]:
    """What is wrong with the store, and with the packs, which are looked at only beside a file that is sound."""
    try:
        with closing(Database.open(surroundings.home, surroundings.entropy)) as database:
            found = inspect(database)
    except StoreDamaged as error:
        return unreadable(str(error)), []
    if found.file:
        return found, []
    with opened(surroundings) as house:
        return found, [line for refused in house.refused for line in refused.splitlines()]


def _lines(found: Inspection, packs: list[str]) -> Iterator[str]:
    if found.reviews is None or found.events is None:
        yield "Log: cannot be counted."
    else:
        yield f"Log: {count(found.reviews, 'answer')}, {count(found.events, 'other event')}."
    for title, problems in (
        ("File", found.file),
        ("Checksums", found.damaged),
        ("Sequence", found.gaps),
        ("Caches", found.caches),
        ("Packs", packs),
    ):
        yield f"{title}:" if problems else f"{title}: {'not looked at' if found.file else 'fine'}"
        yield from (f"  {problem}" for problem in problems[:_SHOWN])
        if len(problems) > _SHOWN:
            yield f"  and {len(problems) - _SHOWN} more"


def _repaired(found: Inspection, surroundings: Surroundings) -> list[str]:
    """Put right what can be; gives what was done."""
    if found.broken:
        return _mended(surroundings)
    if found.caches:
        from quizgame.store import caches

        with closing(Database.open(surroundings.home, surroundings.entropy)) as database, database.writing() as db:
            caches.rebuild_all(db)
        return ["Repaired: the caches were folded anew from the log."]
    return ["There was nothing to repair."]


def _mended(surroundings: Surroundings) -> list[str]:
    from quizgame.store.mending import repair

    done = repair(surroundings.home, surroundings.clock.now().instant, surroundings.entropy)
    said = [f"Passed over: {shown(each, 500)}" for each in done.passed_over]
    amount = f"{count(done.answers, 'answer')} and {count(done.events, 'other event')}"
    if done.backup:
        said.append(f"Repaired: the backup {done.backup.name} was restored, and {amount} added from the old store.")
    else:
        said.append(f"Repaired: there is no sound backup, so a new store was made with {amount} from the old one.")
    if done.missing:
        said.append(f"{count(done.missing, 'row')} that this device had written could not be found in either.")
    if not done.whole:
        said.append("A part of the old store could not be read: what was written last may be missing.")
    if done.set_aside:
        return [*said, f"The old store was set aside: {shown(str(done.set_aside), 500)}"]
    since = f"after {done.backup.made:%Y-%m-%d at %H:%M UTC}" if done.backup else "before"
    return [*said, f"There was no old store any more: what was done {since} is missing."]
