"""What end-to-end tests start from: a new machine, or one on which Sam has settled in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, a_drill


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which quizgame was never opened."""
    return Machine(tmp_path)


@pytest.fixture(scope="session")
def home_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose packs are compiled, which takes a second, and in which nobody learns yet."""
    machine = Machine(tmp_path_factory.mktemp("nobody"))
    assert machine.packs()
    return machine.home


@pytest.fixture(scope="session")
def home_of_sam(tmp_path_factory: pytest.TempPathFactory, home_of_nobody: Path) -> Path:
    """A home in which Sam is about to learn, with more doors to practise on than any test opens."""
    machine = Machine(tmp_path_factory.mktemp("sam"))
    shutil.copytree(home_of_nobody, machine.home)
    machine.lay_pack(DRILL, a_drill(questions=200))
    machine.add_learner("Sam")
    return machine.home


@pytest.fixture
def ready(machine: Machine, home_of_nobody: Path) -> Machine:
    """A machine with a copy of nobody's home."""
    shutil.copytree(home_of_nobody, machine.home)
    return machine


@pytest.fixture
def used(machine: Machine, home_of_sam: Path) -> Machine:
    """A machine with a copy of Sam's home."""
    shutil.copytree(home_of_sam, machine.home)
    return machine
