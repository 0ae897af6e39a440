"""Files as other tools leave them and as ours must: read with a limit, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from quizgame.packs.characters import shown
from quizgame.packs.problems import PackError

MOST_BYTES = 32 * 2**20
"""The largest file that is taken in: twice the largest pack."""


class ExchangeError(PackError):
    """Nothing can be carried, or the file cannot be read or written; the text is for people."""


def taken(path: Path) -> bytes:
    """What is in a file of somebody else's tool. Raises `ExchangeError` if it cannot be read or is too big."""
    name = shown(str(path), 500)
    try:
        if path.exists() and not path.is_file():
            # Reading from a pipe or a device might never end.
            raise ExchangeError(f"{name} is not an ordinary file. Name a file.")
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ExchangeError(f"{name} cannot be read: {_reason(error)}. Check the name and the folder.") from error
    if len(data) > MOST_BYTES:
        raise ExchangeError(f"{name} is bigger than {MOST_BYTES // 2**20} MiB. Split it into several files.")
    return data


def written(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file in one step, so that nobody ever finds half of it. Raises `ExchangeError`.

    Without `replace`, a file that is there stays as it is.
    """
    name = shown(str(path), 500)
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        if not replace and path.exists():
            raise ExchangeError(f"{name} is there already and was left as it is. Choose another name.")
        try:
            with draft.open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            draft.replace(path)
        finally:
            # Also when Ctrl+C comes in between; after the last step there is nothing left to remove.
            draft.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise ExchangeError(f"{name} cannot be written: {_reason(error)}. Check the folder and its disk.") from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "its name is not valid"
