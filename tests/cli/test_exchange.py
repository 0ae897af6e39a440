"""Import and export from the command line: whole files or none, a report of every loss, and little memory."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from quizgame.cli import main
from quizgame.packs.library import bundled_folder
from quizgame.packs.reader import read_pack

Run = tuple[int, str, str]
CSV = "front,back\nWhat comes first?,Listening\nAnd then?,\n"


class Shell:
    """Runs commands in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *words: str) -> Run:
        try:
            status = main(["packs", *words])
        except SystemExit as left:
            status = int(left.code or 0)
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def file(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, capsys)


def test_a_table_becomes_a_tidy_pack_and_losses_are_told(shell: Shell) -> None:
    shell.file("my cards.csv", CSV)
    status, said, error = shell("import", "my cards.csv", "--to", "our-cards.yaml", "--author", "Jo")
    assert status == 0
    assert said.startswith("Written: our-cards.yaml (1 objective, 1 question).")
    assert "1 thing" in said
    assert error.startswith("row 3: The question was left out.")
    pack = read_pack(shell.folder / "our-cards.yaml")
    assert (pack.id, pack.title, pack.author) == ("our-cards", "Our cards", "Jo")


def test_the_loss_report_as_json(shell: Shell) -> None:
    shell.file("a.csv", CSV)
    status, said, error = shell("import", "a.csv", "--to", "a.yaml", "--json")
    told = json.loads(said)
    assert (status, error, told["questions"]) == (0, "", 1)
    assert told["losses"][0]["where"] == "row 3"


def test_when_nothing_can_be_carried_nothing_is_written(shell: Shell) -> None:
    shell.file("a.gift", "True?{T}\n")
    status, said, error = shell("import", "a.gift", "--to", "a.yaml")
    assert (status, said) == (1, "")
    assert "half the time" in error
    assert "Nothing in a.gift" in error
    assert [path.name for path in shell.folder.iterdir()] == ["a.gift"]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.gift", "t.anki", "t.apkg"])
def test_a_pack_of_the_library_is_exported_in_every_format(name: str, shell: Shell) -> None:
    status, said, error = shell("export", "limits-and-safety", name)
    assert status == 0
    assert said.startswith(f"Written: {name} (41 questions)") or "questions)" in said
    assert "question " in error
    assert shell("export", "limits-and-safety", name)[0] == 1
    assert shell("export", "limits-and-safety", name, "--replace")[0] == 0
    if name != "t.apkg":
        status, _, _ = shell("import", name, "--to", "back.yaml")
        assert status == 0
        assert len(read_pack(shell.folder / "back.yaml").questions) == len(
            read_pack(bundled_folder() / "limits-and-safety.yaml").questions
        )


def test_a_pack_file_is_exported_too_and_what_it_allows_is_told(shell: Shell) -> None:
    text = (
        "pack: p\ntitle: P\nversion: 1\nquestions:\n  - {id: a, kind: flashcard, front: x, back: y, allow: {W13: z}}\n"
    )
    shell.file("mine.yaml", text)
    status, _, error = shell("export", "mine.yaml", "m.csv")
    assert status == 0
    assert "question a: There is no place for: allow (W13)." in error


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_a_template_is_written_and_an_empty_one_carries_nothing(name: str, shell: Shell) -> None:
    assert shell("export", "--template", name)[0] == 0
    status, _, error = shell("import", name, "--to", "a.yaml")
    assert (status, "Nothing in" in error) == (1, True)


def test_text_files_are_told_apart_by_what_is_in_them(shell: Shell) -> None:
    shell.file("moodle.txt", "Who?{=You#Of course. ~They#No.}\n")
    shell.file("anki.txt", "#html:false\nWho {now}?\tYou\n")
    assert shell("import", "moodle.txt", "--to", "m.yaml")[0] == 0
    assert shell("import", "anki.txt", "--to", "a.yaml")[0] == 0
    assert read_pack(shell.folder / "m.yaml").questions[0].kind == "better-response"
    assert read_pack(shell.folder / "a.yaml").questions[0].kind == "flashcard"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("export",), 2, "name a PACK"),
        (("import", "a.csv"), 2, "--to"),
        (("import", "a.csv", "--to", "a.txt"), 1, ".yaml"),
        (("import", "none.csv", "--to", "a.yaml"), 1, "cannot be read"),
        (("import", ".", "--to", "a.yaml"), 1, "not an ordinary file"),
        (("import", "a.csv", "--to", "there.yaml"), 1, "--replace"),
        (("import", "a.csv", "--to", "no/folder.yaml"), 1, "cannot be written"),
        (("import", "a.csv", "--to", "a.yaml", "--pack", "A B"), 1, "lower-case"),
        (("import", "a.csv", "--to", "a.yaml", "--format", "xlsx"), 1, "XLSX"),
        (("import", "a.odt", "--to", "a.yaml"), 1, "--format"),
        (("import", "a.apkg", "--to", "a.yaml"), 1, "only written"),
        (("export", "no-such", "a.csv"), 1, "no pack called"),
        (("export", "limits-and-safety", "a.doc"), 1, "--format"),
        (("export", "--template", "a.gift"), 1, "Only tables"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(words: tuple[str, ...], status: int, says: str, shell: Shell) -> None:
    for name in ("a.csv", "there.yaml", "a.odt", "a.apkg"):
        shell.file(name, CSV)
    got, _, error = shell(*words)
    assert (got, says in error) == (status, True), error
    assert "stumbled" not in error
    assert "Traceback" not in error


@pytest.mark.parametrize(("module", "name", "extra"), [("openpyxl", "a.xlsx", "xlsx"), ("genanki", "a.apkg", "anki")])
def test_a_missing_extra_is_named(
    module: str, name: str, extra: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    status, _, error = shell("export", "limits-and-safety", name)
    assert (status, error.endswith(f"needs one more package: pip install 'quizgame[{extra}]'\n")) == (1, True) or (
        f"pip install 'quizgame[{extra}]'" in error
    )


def big(path: Path, rows: int) -> None:
    """A table of many questions of the usual length."""
    names = [f"{word} {n}" for n in range(1, 5) for word in ("option", "because")]
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        table = csv.writer(target, delimiter=";")
        table.writerow(["objective", "objective title", "topic", "scene", "ask", *names, "best", "sources"])
        for at in range(rows):
            options = [
                text
                for n in range(4)
                for text in (
                    f"Response {n} to story {at}, of ten words or a few more.",
                    f"Reason {n} of {at}, in full.",
                )
            ]
            scene = f"Caller {at} has waited for a parcel since Monday, and is loud about it. " * 2
            lesson = [f"point-{at // 3}", f"Point {at // 3}", "waiting"]
            table.writerow([*lesson, scene, "What do you say?", *options, at % 4 + 1, "our-handbook: Waiting"])


MEASURED = """
import re, resource, sys
from pathlib import Path
from quizgame.cli import main
status = main(sys.argv[1:])
# Linux counts what the parent held before the program began into ru_maxrss, but not into VmHWM.
kernel = Path("/proc/self/status")
if kernel.exists():
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", kernel.read_text())[1])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("peak", peak)
sys.exit(status)
"""


def test_ten_thousand_questions_stay_under_300_mebibytes(tmp_path: Path) -> None:
    big(tmp_path / "big.csv", 10_000)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "packs", "import", "big.csv", "--to", "big.yaml"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "10000 questions" in done.stdout
    peak = int(done.stdout.rpartition("peak ")[2]) * (1 if sys.platform == "darwin" else 1024)
    assert peak < 300 * 2**20, f"{peak / 2**20:.0f} MiB"
    assert len(read_pack(tmp_path / "big.yaml").questions) == 10_000


def _heed_ctrl_c() -> None:
    """Whoever started the tests may have told them to ignore it, as a shell tells what it runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_progress_shows_on_a_terminal_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    big(tmp_path / "big.csv", 15_000)
    command = [sys.executable, "-m", "quizgame", "packs", "import", "big.csv", "--to", "big.yaml"]
    child = pexpect.spawn(
        command[0], command[1:], cwd=str(tmp_path), encoding="utf-8", timeout=60, preexec_fn=_heed_ctrl_c
    )
    child.expect(r"Reading big\.csv … 1,000 questions")
    child.kill(signal.SIGINT)
    child.expect("Stopped. No pack was written.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert [path.name for path in tmp_path.iterdir()] == ["big.csv"]
