"""Writes the lock files: what `make play`, the build and the tests install, with hashes and without addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path("requirements")
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--python-version",
    "3.11",
    "--quiet",
)


def lock(name: str, *inputs: str) -> None:
    """Resolve `inputs` into `requirements/NAME.txt`."""
    target = REQUIREMENTS / f"{name}.txt"
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *inputs, "--output-file", str(target)]
    subprocess.run(command, check=True)
    text = target.read_text(encoding="utf-8")
    if "://" in text:
        raise SystemExit(f"{target} holds an address; it must not.")


if __name__ == "__main__":
    lock("build", str(REQUIREMENTS / "build.in"))
    lock("play", "pyproject.toml", "--constraint", str(REQUIREMENTS / "build.txt"))
    lock(
        "dev",
        "pyproject.toml",
        "--extra",
        "dev",
        "--constraint",
        str(REQUIREMENTS / "build.txt"),
        "--constraint",
        str(REQUIREMENTS / "play.txt"),
    )
