"""A problem reads like a good compiler's message."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from quizgame.packs.problems import MOST_PROBLEMS, PackError, PackRefused, Problem, path_text


def a_problem(line: int = 1, column: int = 1, file: str = "shop.yaml") -> Problem:
    return Problem(file, line, column, "`front` is empty.", "Fill it, or remove it.", "questions[0].front")


def test_it_names_place_fault_and_remedy_on_one_line() -> None:
    assert str(a_problem(7, 3)) == "shop.yaml:7:3: `front` is empty. Fill it, or remove it."


def test_a_warning_says_so() -> None:
    warning = Problem("f", 1, 2, "Long.", "Shorten it.", level="warning")
    assert str(warning) == "f:1:2: warning: Long. Shorten it."


def test_a_file_name_cannot_command_the_terminal() -> None:
    assert str(a_problem(file="a\x1b[2J\n.yaml")).startswith(r"a\x1b[2J\n.yaml:1:1: ")


def test_paths_read_as_people_write_them() -> None:
    assert path_text(("questions", 3, "options", 1, "say")) == "questions[3].options[1].say"
    assert path_text(()) == ""
    assert path_text(("\x1b",)) == r"\x1b"


def test_a_refusal_lists_its_problems_in_the_order_of_the_file_and_once() -> None:
    problems = [a_problem(3), a_problem(1, 5), a_problem(1, 2), a_problem(3)]
    with pytest.raises(PackError, match=re.escape(str(a_problem(1, 2)))) as caught:
        raise PackRefused(problems)
    assert isinstance(caught.value, PackRefused)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(1, 2), (1, 5), (3, 1)]


def test_a_flood_of_problems_is_cut() -> None:
    refusal = PackRefused(a_problem(line) for line in range(1, 3 * MOST_PROBLEMS))
    assert len(refusal.problems) == MOST_PROBLEMS + 1
    assert "more problems" in refusal.problems[-1].what


def test_neither_parser_nor_models_are_loaded_to_name_a_problem() -> None:
    code = "import sys, quizgame.packs, quizgame.packs.problems, quizgame.packs.content\n"
    code += "print([name for name in ('yaml', 'pydantic') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
