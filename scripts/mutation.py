"""Changes `quizgame/domain` or `quizgame/store` in small ways and tells which changes no test notices.

mutmut does it, in an environment of its own under `build/mutation`, upon a clone of the last commit: neither the tree
nor what the project installs is touched. The clone differs from the commit where the tool or the time asks for it: see
`prepare`. What was found is in docs/testing.md; the raw output in docs/testing/.

    python scripts/mutation.py domain                  every mutant of quizgame/domain (about an hour on two cores)
    python scripts/mutation.py store --sample 15       fifteen of each file, drawn by a fixed seed
    python scripts/mutation.py domain --again          only what survived the last run, against the tests of today
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TOOL = "mutmut==3.8.1"
HOME = Path("build/mutation")
EXAMPLES = 15
"""What hypothesis may try for each property; more would find more, and take days."""

SEED = 8
UNDECORATED = frozenset({"property", "contextmanager", "cache"})
"""Decorators under which mutmut changes nothing; below the function, they leave it open to changes."""

TESTS = {"domain": ("tests/domain",), "store": ("tests/store", "tests/study")}

PATIENCE = {"domain": 0.9, "store": 0.5}
"""Seconds above which a test is left out: thousands of mutants wait for it."""

FEW = """

def load_profile() -> None:
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile(
        "few", max_examples={examples}, deadline=None, derandomize=True, database=None, report_multiple_bugs=False,
        phases=phases, suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("few")


def examples(number: int, **_: object) -> settings:
    return settings(max_examples=min(number, {examples}))
"""

HOOK = """

def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if item.nodeid not in {slow!r}]
"""

CONFIG = """[mutmut]
source_paths=quizgame
only_mutate=quizgame/{part}/*
also_copy=
    content
    docs
pytest_add_cli_args_test_selection=
    {tests}
pytest_add_cli_args=
    -p
    no:xdist
    -p
    no:cacheprovider
timeout_multiplier=10
timeout_constant=2
"""

VERDICTS = {0: "survived", 1: "killed", 3: "killed", 5: "not reached", 33: "not reached", -24: "timed out"}
VERDICTS |= dict.fromkeys((24, 36, 152, 255), "timed out")
COUNTED = ("killed", "timed out", "survived", "not reached")


class Mutant(NamedTuple):
    """One small change, and what came of it."""

    file: str
    name: str
    verdict: str


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a program to its end; its failure is ours."""
    subprocess.run(command, cwd=cwd, check=True)


def tool() -> Path:
    """The Python of an environment that has the tool, and sees what the project has installed."""
    python = HOME / "venv" / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", str(HOME / "venv"))
        run(str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", TOOL)
        (site,) = (HOME / "venv" / "lib").glob("python*/site-packages")
        (site / "project.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.absolute()


def undecorated(text: str) -> str:
    """The module with `name = decorator(name)` below a function in place of `@decorator` above it."""
    lines = text.splitlines()
    found = [
        (node, node.decorator_list[0])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1
    ]
    for node, decorator in sorted(found, key=lambda each: -each[0].lineno):
        if isinstance(decorator, ast.Name) and decorator.id in UNDECORATED:
            lines.insert(
                node.end_lineno or node.lineno, f"{' ' * node.col_offset}{node.name} = {decorator.id}({node.name})"
            )
            del lines[decorator.lineno - 1]
    return "\n".join(lines) + "\n"


def prepare(part: str, clone: Path) -> None:
    """Make the clone fit for thousands of runs: decorators move below their functions, properties try few examples."""
    for path in (clone / "quizgame" / part).glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    prepare_tests(clone)
    tests = "\n    ".join(TESTS[part])
    (clone / "setup.cfg").write_text(CONFIG.format(part=part, tests=tests), encoding="utf-8")


def prepare_tests(clone: Path) -> None:
    """Few examples, and none a second time to find a smaller one; what hypothesis judges is whether they fail."""
    for path in (clone / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path == clone / "tests" / "examples.py":
            text = text.replace("import HealthCheck, settings", "import HealthCheck, Phase, settings")
            text += FEW.format(examples=EXAMPLES)
        path.write_text(re.sub(r"max_examples=(\d+)", _fewer, text), encoding="utf-8")


def _fewer(found: re.Match[str]) -> str:
    return f"max_examples={min(EXAMPLES, int(found[1]))}"


def leave_out_slow(part: str, clone: Path) -> None:
    """Leave out the tests that took too long when they ran to tell which functions each of them reaches."""
    took = json.loads((clone / "mutants" / "mutmut-stats.json").read_text(encoding="utf-8"))["duration_by_test"]
    slow = sorted(test for test, seconds in took.items() if seconds > PATIENCE[part])
    with (clone / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(HOOK.format(slow=slow))
    print(f"{len(took)} tests, of which {len(slow)} are left out as slow:", *slow, sep="\n")


def mutants(clone: Path, part: str) -> Iterator[Mutant]:
    """Every mutant of the last run, those included that it left out."""
    for path in sorted((clone / "mutants" / "quizgame" / part).glob("*.meta")):
        found: dict[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, code in sorted(found.items()):
            yield Mutant(path.stem, name, "left out" if code is None else VERDICTS.get(code, f"exit {code}"))


def drawn(found: Iterable[Mutant], size: int) -> list[str]:
    """So many of each file, drawn by the fixed seed."""
    chance = random.Random(SEED)
    files: dict[str, list[str]] = {}
    for each in found:
        files.setdefault(each.file, []).append(each.name)
    return [name for names in files.values() for name in chance.sample(names, min(size, len(names)))]


def table(found: Iterable[Mutant]) -> str:
    """One line a file, and the sum: how many were tried, and what share of them was noticed."""
    counts: dict[str, Counter[str]] = {}
    for each in found:
        for row in (each.file, "all"):
            counts.setdefault(row, Counter())[each.verdict] += 1
    counts["all"] = counts.pop("all", Counter())
    lines = ["| file | mutants | tried | killed | timed out | survived | not reached | score |", "|---|" + "---:|" * 7]
    for row, count in counts.items():
        tried = sum(count[verdict] for verdict in COUNTED)
        score = f"{(count['killed'] + count['timed out']) / tried:.0%}" if tried else ""
        cells = (count.total(), tried, *(count[verdict] for verdict in COUNTED), score)
        lines.append(f"| {row} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def change(python: Path, clone: Path, mutant: Mutant) -> str:
    """The lines that a mutant changes, as a difference."""
    command = (str(python), "-m", "mutmut", "show", mutant.name)
    shown = subprocess.run(command, cwd=clone, check=True, capture_output=True, text=True).stdout
    return "\n".join(line for line in shown.splitlines() if re.match(r"[+-](?![+-]{2} )", line))


def main() -> None:
    """Mutate, and print a table and what survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=sorted(TESTS))
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each file instead of all")
    parser.add_argument("--again", action="store_true", help="only what survived, against the tests of the last commit")
    given = parser.parse_args()
    clone, python = HOME / given.part, tool()
    mutmut = (str(python), "-m", "mutmut", "run", "--max-children", "2")
    if given.again:
        names = [each.name for each in mutants(clone, given.part) if each.verdict in {"survived", "not reached"}]
        shutil.rmtree(clone / "tests")
        run("git", "fetch", "--quiet", cwd=clone)
        run("git", "checkout", "--quiet", "FETCH_HEAD", "--", "tests", cwd=clone)
        prepare_tests(clone)
    else:
        shutil.rmtree(clone, ignore_errors=True)
        run("git", "clone", "--quiet", ".", str(clone))
        prepare(given.part, clone)
        # Makes the mutants and learns which tests reach them, and ends there, since none is called so.
        subprocess.run([*mutmut, "none"], cwd=clone, check=False)
        names = drawn(mutants(clone, given.part), given.sample) if given.sample else []
    leave_out_slow(given.part, clone)
    run(*mutmut, *names, cwd=clone)
    found = list(mutants(clone, given.part))
    print(table(found))
    for each in found:
        if each.verdict in {"survived", "not reached"}:
            print(f"\n{each.name.removeprefix('quizgame.')}: {each.verdict}\n{change(python, clone, each)}")


if __name__ == "__main__":
    main()
