"""Environments for peers: each beside the stores, with what its lock file names, touching nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_NOTE = "installed.txt"


class NotToBeHad(Exception):
    """A peer is not here and cannot be installed; the message says why."""


def installed(folder: Path, lock: Path, package: str) -> tuple[str, str]:
    """The interpreter of an environment that holds what the lock file names, and the version of `package` in it.

    It is made, or made anew, where its lock file is not the one that it was made with. Raises NotToBeHad.
    """
    python, note = folder / "bin" / "python", folder / _NOTE
    wanted = lock.read_text(encoding="utf-8")
    if not (note.exists() and note.read_text(encoding="utf-8") == wanted and python.exists()):
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], package)
        _run([*pip, "--requirement", str(lock)], package)
        note.write_text(wanted, encoding="utf-8")
    question = f"from importlib.metadata import version; print(version({package!r}))"
    return str(python), _run([str(python), "-c", question], package).strip()


def _run(command: list[str], package: str) -> str:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError as error:
        raise NotToBeHad(f"{package} could not be installed ({error})") from error
    if done.returncode:
        raise NotToBeHad(f"{package} could not be installed ({done.stderr.strip()[-300:]})")
    return done.stdout
