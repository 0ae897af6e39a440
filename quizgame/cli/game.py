"""The game itself, in whichever face the terminal can show: `quizgame` and `quizgame play`."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from dataclasses import replace
from io import StringIO, TextIOWrapper
from threading import Thread

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House, opened
from quizgame.cli.packs.opening import the_conversation
from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import shown
from quizgame.store.errors import StoreError
from quizgame.study.door import Door
from quizgame.study.study import Study
from quizgame.study.views import Scope


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Open today's screen."""
    return face(arguments, surroundings, 0, Scope(), None)


def face(
    arguments: argparse.Namespace, surroundings: Surroundings, minutes: int, scope: Scope, seed: int | None
) -> int:
    """Open the game; `minutes` other than 0 starts a session at once."""
    with opened(surroundings) as house:
        scope = _in_catalogue(house, scope)
        door = Door(
            house.database, surroundings.clock, surroundings.entropy, seed, ended=lambda: _back_up(house, surroundings)
        )
        study = enter(door, arguments.learner or surroundings.learner)
        if arguments.plain or surroundings.plain:
            from quizgame.plain import play

            for refused in house.refused:
                print(refused, file=sys.stderr)
            for stream in (sys.stdin, sys.stdout):
                if isinstance(stream, TextIOWrapper):
                    stream.reconfigure(errors="replace")  # a stray byte must not end a session
            # A stream is None where the program was started with it closed: nothing comes in, and nobody listens.
            return play(door, study, (sys.stdin or StringIO(), sys.stdout or StringIO()), minutes, scope)
        from quizgame.cli.folders import PackFolders
        from quizgame.tui.app import QuizApp

        files = PackFolders(house.library, house.catalogue, surroundings.editor)
        app = QuizApp(door, study, minutes, scope, notice=_notice(house), files=files, tracebacks=arguments.debug)
        app.run()
    return app.return_code or 0


def _back_up(house: House, surroundings: Surroundings) -> None:
    """Make the day's backup beside the game; who leaves meanwhile waits for it, so that it is not left half made."""
    store, instant = house.database.path, surroundings.clock.now().instant

    def daily() -> None:
        from quizgame.store import backups

        with suppress(StoreError):  # no room, or a store that is busy: the next session tries again
            backups.daily(store, instant)

    Thread(target=daily).start()


def enter(door: Door, name: str) -> Study | None:
    """The study of the learner asked for, or of whoever was here last; None on the first run."""
    if not name:
        return door.enter_latest()
    study = door.enter(name)
    if study is None:
        names = ", ".join(door.names()) or "nobody yet"
        raise StoreError(
            f"There is no learner called {shown(name)}. Here are: {names}. `quizgame learners add NAME` adds one."
        )
    return study


def _in_catalogue(house: House, scope: Scope) -> Scope:
    """The scope with its conversation by its key; says what is not there, before a session finds nothing to ask."""
    if scope.conversation:
        return replace(scope, conversation=the_conversation(scope.conversation, house.catalogue.conversation_keys()))
    if not (scope.packs or scope.topic):
        return scope
    present = {pack.id for pack in house.catalogue.packs()}
    for pack in scope.packs:
        if pack not in present:
            raise Trouble(f"There is no pack called {shown(pack)}. `quizgame packs list` shows them.")
    topics = house.catalogue.topics()
    if scope.topic and scope.topic not in topics:
        raise Trouble(f"There is no topic called {shown(scope.topic)}. There are: {', '.join(topics) or 'none yet'}.")
    return scope


def _notice(house: House) -> str:
    """A word about packs that can no longer be read."""
    if not house.refused:
        return ""
    first, _, more = house.refused[0].partition("\n")
    rest = " `quizgame packs list` shows what else is wrong." if more or len(house.refused) > 1 else ""
    return f"A pack cannot be read: {first}{rest}"
