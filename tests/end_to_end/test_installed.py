"""The wheel works where there is no source checkout, and the checkout works where there is no wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from quizgame import __version__
from tests.end_to_end.machine import CHECKOUT, PROGRAM, Machine
from tests.end_to_end.screens import NAME

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated", "--no-cache-dir", "--quiet")
LENT = ("textual", "rich", "pydantic", "platformdirs", "yaml", "fsrs_rs_python")
"""What the wheel depends on."""

WHERE = """
import quizgame
from quizgame.packs.library import bundled_folder
print(quizgame.__file__, bundled_folder(), sep="\\n")
"""


def done(*command: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a command that has to work; gives what it says."""
    outcome = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that holds the wheel, and the dependencies lent by this one."""
    folder = tmp_path_factory.mktemp("installed")
    done(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, CHECKOUT, folder=folder)
    (wheel,) = folder.glob("quizgame-*.whl")
    done(sys.executable, "-m", "venv", "--without-pip", folder / "env", folder=folder)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    done(*PIP, "--python", scripts / "python", "install", "--no-deps", "--no-index", wheel, folder=folder)
    site = done(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder)
    # A plain path in a .pth file comes last, and .pth files over there, such as that of the checkout, are not read.
    lent = [str(Path(found.origin).parents[1]) for found in map(find_spec, LENT) if found and found.origin]
    assert len(lent) == len(LENT)
    Path(site.strip(), "lent.pth").write_text("\n".join(dict.fromkeys(lent)) + "\n", encoding="utf-8")
    return scripts


def test_the_wheel_is_what_is_imported_and_the_content_lies_in_it(installed: Path, machine: Machine) -> None:
    where = done(installed / "python", "-c", WHERE, folder=machine.folder, environment=machine.environment())
    package, content = map(Path, where.splitlines())
    assert package.is_relative_to(installed.parent)
    assert content == package.parent / "content"
    assert not content.is_relative_to(CHECKOUT)
    shipped = {path.name for path in content.iterdir()}
    assert {"documents.yaml", "claims.yaml", "limits-and-safety.yaml"} <= shipped
    assert (package.parent / "py.typed").is_file()


def test_the_installed_program_runs_in_another_folder_and_finds_its_packs(installed: Path, machine: Machine) -> None:
    program = (str(installed / "quizgame"),)
    version = machine.run("--version", program=program)
    assert version.stdout == f"quizgame {__version__}\n"
    listed = machine.run("packs", "list", program=program)
    assert listed.returncode == 0, listed.stderr
    assert "limits-and-safety" in listed.stdout
    assert "built in" in listed.stdout


def test_the_installed_program_plays_a_session(installed: Path, machine: Machine) -> None:
    played = machine.run("--plain", said="Sam\n1\n" + "1\n\n" * 4, program=(str(installed / "quizgame"),))
    assert played.returncode == 0, played.stderr
    assert "Done." in played.stdout
    assert machine.reviews()


def test_the_installed_program_opens_its_screens(installed: Path, machine: Machine) -> None:
    with machine.open(program=(str(installed / "quizgame"),)) as terminal:
        terminal.wait_for(NAME)


def test_the_content_is_found_from_the_checkout_too(machine: Machine) -> None:
    environment = machine.environment(PYTHONPATH=str(CHECKOUT))
    where = done(sys.executable, "-c", WHERE, folder=machine.folder, environment=environment)
    package, content = map(Path, where.splitlines())
    assert package == CHECKOUT / "quizgame" / "__init__.py"
    assert content == CHECKOUT / "content"
    listed = machine.run("packs", "list", environment=environment, program=(sys.executable, "-m", "quizgame"))
    assert "limits-and-safety" in listed.stdout


def test_the_program_that_these_tests_run_is_the_one_under_test(machine: Machine) -> None:
    assert machine.run("--version", program=PROGRAM).stdout == f"quizgame {__version__}\n"
