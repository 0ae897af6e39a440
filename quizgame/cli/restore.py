"""`quizgame restore`: shows the backups, and puts one in the store's place."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from quizgame.cli.commands import Trouble
from quizgame.cli.surroundings import Surroundings, is_a_terminal
from quizgame.domain.words import count
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text
from quizgame.store import backups
from quizgame.store.backups import Backup, Contents
from quizgame.store.mending import Restored, restore


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and the form of the answer."""
    parser.add_argument("backup", nargs="?", default="", metavar="BACKUP", help="its name, or the date it begins with")
    parser.add_argument("--yes", action="store_true", help="without asking")
    parser.add_argument("--json", action="store_true", help="as JSON; without --yes, only shows the backups")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Show them, ask, and restore. The store need not be readable."""
    home = surroundings.home
    there = {each: backups.contents(home, each) for each in backups.found(home)}
    if arguments.json and not arguments.yes:
        print(json_text({"backups": [_as_json(*each) for each in there.items()], "restored": None}))
        return 0
    chosen = _chosen(there, arguments.backup)
    if not arguments.json:
        print("\n".join(_lines(there, chosen)))
    if not arguments.yes and not _wanted(chosen):
        print("Nothing was changed.", file=sys.stderr)
        return 1
    now = surroundings.clock.now().instant
    restored = restore(home, chosen, now, surroundings.entropy)
    if arguments.json:
        values = {
            "restored": chosen.name,
            "set_aside": _name(restored.set_aside),
            "lacking": restored.lacking._asdict(),
        }
        print(json_text(values))
    else:
        print("\n".join(_report(chosen, restored)))
    return 0


def _chosen(there: dict[Backup, Contents | None], name: str) -> Backup:
    """The newest whose name begins so; a damaged one only when it is asked for, and then told about."""
    if not there:
        raise Trouble(
            "There are no backups yet. The first is made when the first session of a day ends. If the store is "
            "damaged, `quizgame doctor --repair` saves what can still be read."
        )
    found = [each for each in there if each.name.startswith(name)]
    if not found:
        raise Trouble(f"There is no backup called {shown(name, 100)}. `quizgame restore --json` shows them all.")
    return next((each for each in found if there[each]), found[0])


def _lines(there: dict[Backup, Contents | None], chosen: Backup) -> list[str]:
    return [
        "Backups, newest first:",
        *(f"{'*' if each == chosen else ' '} {_line(each, there[each])}" for each in there),
    ]


def _line(backup: Backup, contents: Contents | None) -> str:
    if contents is None:
        return f"{backup.name}  cannot be read"
    learners = ", ".join(shown(name, 100) for name in contents.learners) or "nobody"
    return f"{backup.name}  {contents.size / 1e6:.1f} MB, {count(contents.answers, 'answer')}: {learners}"


def _wanted(chosen: Backup) -> bool:
    """Whether somebody at the terminal says yes."""
    if not is_a_terminal(sys.stdin, sys.stdout):
        raise Trouble(f"Add --yes to restore {chosen.name}, the one with the star, unasked.")
    print("The present store would be set aside, not deleted.")
    try:
        return input(f"Restore {chosen.name}? (y or n) ").strip().casefold() in {"y", "yes"}
    except EOFError:
        print()
        return False


def _report(chosen: Backup, restored: Restored) -> list[str]:
    said = [f"Restored: {chosen.name}."]
    if restored.set_aside:
        said += [f"The store that was there is now {shown(str(restored.set_aside), 500)}."]
    else:
        said += [f"There was no store any more: what was done after {chosen.made:%Y-%m-%d at %H:%M UTC} is missing."]
    return [*said, *_lack(restored)]


def _lack(restored: Restored) -> Iterator[str]:
    """What is not in the store any more."""
    lacking = restored.lacking
    if lacking.answers or lacking.events:
        amount = f"{count(lacking.answers, 'answer')} and {count(lacking.events, 'other event')}"
        since = f"; the first of these answers was given on {_date(lacking.since)}" if lacking.since is not None else ""
        yield f"It held {amount} that the backup lacks{since}."
    elif restored.set_aside and lacking.whole:
        yield "It held nothing that the backup lacks."
    if lacking.missing:
        yield f"{count(lacking.missing, 'row')} that this device had written could not be found in either."
    if restored.set_aside and not lacking.whole:
        yield "A part of it could not be read: there may have been more."


def _date(instant: int) -> str:
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    return time.strftime("%Y-%m-%d at %H:%M UTC")


def _name(path: Path | None) -> str | None:
    return str(path) if path else None


def _as_json(backup: Backup, contents: Contents | None) -> dict[str, Any]:
    return {
        "name": backup.name,
        "made": backup.made.isoformat(),
        "version": backup.version,
        "readable": contents is not None,
        **(contents._asdict() if contents else {}),
    }
