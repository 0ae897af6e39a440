"""A trainer sees which questions are bad: from this store, and from what learners have sent, in every form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.domain.events import Answer, Certainty, Flagged, Grade
from quizgame.packs.writer import as_yaml
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners
from quizgame.study.views import Scope
from tests.builders import FixedClock, a_conversation, a_pack, a_study, lay_home, seeded
from tests.cli.test_commands import Shell
from tests.store.histories import SESSION, TODAY, when

RESPONSES = "".join(
    f"""\
  - id: r{number}
    kind: better-response
    scene: A customer in the queue ({number}) is upset.
    ask: What do you say?
    options:
      - {{say: Listen first to number {number}., because: It is what calms people down first., best: true}}
      - {{say: Explain the rules of number {number}., because: It comes too soon here.}}
      - {{say: =Number {number} again., because: It only repeats what was said.}}
"""
    for number in range(7)
)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    shell = Shell(lay_home(tmp_path / "home", built_in=True), capsys)
    assert shell("packs", "install", shell.pack(more=RESPONSES))[0] == 0
    return shell


def play(shell: Shell, names: list[str], note: str = "") -> None:
    """Everybody answers every question once: the better a learner, the more of them right; r0 goes the other way."""
    with opened(Surroundings(shell.home)) as house:
        learners = Learners(house.database, seeded(5))
        contents = {
            name: shelved.content
            for name in ("coats/one", *(f"coats/r{number}" for number in range(7)))
            if (shelved := house.catalogue.question(name))
        }
        for place, name in enumerate(names):
            learner = learners.named(name) or learners.add(name, when().instant + place)
            desk = Desk(house.database, learner, Random(f"{name} {place}").randbytes)
            random = Random(name)
            desk.turn_to(TODAY)
            for number, (question, content) in enumerate(contents.items()):
                able = sum(map(ord, name)) % 2 == 1
                right = random.random() < (0.95 if able != (question == "coats/r0") else 0.2)
                card = question == "coats/one"
                answer = Answer(
                    SESSION, question, question, 1, content, () if card else (2, 0, 1),
                    None if card else 0 if right else random.choice((1, 1, 2)),
                    Grade.GOOD if right else Grade.AGAIN, Certainty.SURE, 3.0, "engine",
                )  # fmt: skip
                desk.record(answer, when(second=number))
            if note:
                desk.note(Flagged("coats/r0", 1, note), when(second=99))


def names(number: int, start: str = "Sam") -> list[str]:
    return [f"{start} {place}" for place in range(number)]


def as_json(shell: Shell, *words: str) -> Any:
    status, said, _ = shell("packs", "items", *words, "--json")
    return json.loads(said) | {"status": status}


def exported(shell: Shell, name: str, file: str = "") -> Path:
    path = shell.home.parent / (file or f"{name}.jsonl")
    assert shell("learners", "export", name, str(path), "--for-trainer")[0] == 0
    return path


def test_with_nobody_there_it_says_what_to_do(shell: Shell) -> None:
    status, said, _ = shell("packs", "items", "coats")
    assert status == 0
    assert "Nobody has answered a question yet." in said
    assert "learners export NAME FILE --for-trainer" in said


def test_an_unknown_pack_is_told(shell: Shell) -> None:
    status, _, error = shell("packs", "items", "hats")
    assert (status, "There is no pack called hats" in error) == (1, True)


def test_with_few_learners_only_counts_are_shown_and_how_many_more_it_takes(shell: Shell) -> None:
    play(shell, names(4))
    status, said, _ = shell("packs", "items", "coats")
    assert status == 0
    assert "26 more learners" in said
    assert " of 4" in said
    (pack,) = as_json(shell, "coats")["packs"]
    assert all(item["p"] is None and not item["findings"] for item in pack["items"])
    assert all(sum(option["chosen"] for option in item["options"]) in {0, 4} for item in pack["items"])


def test_a_question_that_goes_the_wrong_way_is_found(shell: Shell) -> None:
    play(shell, names(40))
    (pack,) = as_json(shell, "coats")["packs"]
    items = {item["question"]: item for item in pack["items"]}
    assert items["coats/r0"]["item_rest"] < 0
    assert items["coats/r0"]["findings"][0]["level"] == "check the key"
    assert all(items[f"coats/r{n}"]["item_rest"] > 0.2 for n in range(1, 7))
    assert sum(option["share"] for option in items["coats/r1"]["options"]) == pytest.approx(1, abs=1e-3)
    said = shell("packs", "items", "coats")[1]
    assert said.index("Check the key") < said.index("Each learner's first answer")


def test_files_merged_on_the_spot_equal_a_store_with_all_learners_and_leave_no_trace(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(shell, names(36))
    whole = as_json(shell, "coats")
    files = [str(exported(shell, name)) for name in names(36)]
    trainer = Shell(tmp_path / "trainer", capsys)
    trainer("packs", "install", trainer.pack(more=RESPONSES))
    merged = as_json(trainer, "coats", "--with", *files)
    assert merged["learners"] == {"here": 0, "files": 36}
    assert merged["packs"] == whole["packs"]
    assert trainer("learners", "list", "--json")[1] == '{"learners": []}\n'
    assert as_json(trainer, "coats")["learners"] == {"here": 0, "files": 0}


def test_a_file_given_twice_counts_once_and_it_is_said(shell: Shell, tmp_path: Path) -> None:
    play(shell, ["Sam"])
    one = exported(shell, "Sam")
    again = tmp_path / "copy.jsonl"
    again.write_bytes(one.read_bytes())
    shell("learners", "erase", "Sam", "--yes")
    report = as_json(shell, "coats", "--with", str(one), str(again))
    assert report["learners"] == {"here": 0, "files": 1}
    assert "counted once" in report["notes"][0]


def test_a_learner_of_this_store_who_sends_a_file_counts_once(shell: Shell) -> None:
    play(shell, ["Max", "Kim"])  # Max gets much wrong, in a way of his own
    report = as_json(shell, "--with", str(exported(shell, "Max")))
    assert report["learners"] == {"here": 2, "files": 0}
    assert "a learner of this store hold the same answers: counted once" in report["notes"][0]


def test_two_learners_who_got_everything_right_are_two(shell: Shell) -> None:
    play(shell, ["Sam", "Kim"])
    files = [str(exported(shell, name)) for name in ("Sam", "Kim")]
    for name in ("Sam", "Kim"):
        shell("learners", "erase", name, "--yes")
    assert as_json(shell, "--with", *files)["learners"] == {"here": 0, "files": 2}


def test_a_bad_file_is_told_left_out_and_the_rest_is_shown(shell: Shell, tmp_path: Path) -> None:
    play(shell, ["Kim"])
    good = exported(shell, "Kim")
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(good.read_bytes()[:400])
    shell("learners", "erase", "Kim", "--yes")
    status, said, error = shell("packs", "items", "coats", "--with", str(bad), str(good), str(tmp_path / "none"))
    assert status == 1
    assert f"{bad}, line " in error
    assert "cannot be read" in error
    assert "1 learner from files" in said
    assert "Traceback" not in error


def test_everything_held_about_a_learner_is_not_taken_for_a_trainers_file(shell: Shell, tmp_path: Path) -> None:
    play(shell, ["Kim"])
    path = tmp_path / "whole.jsonl"
    shell("learners", "export", "Kim", str(path))
    status, _, error = shell("packs", "items", "--with", str(path))
    assert (status, "which is theirs alone" in error) == (1, True)


def test_flags_are_listed_with_their_notes_and_command_nobody(shell: Shell) -> None:
    play(shell, ["Sam", "Kim"], note="two are \x1b[2J right")
    said = shell("packs", "items", "coats")[1]
    assert "\x1b" not in said
    assert "“two are �[2J right” (2 times)" in said
    assert as_json(shell, "coats")["packs"][0]["items"][1]["flags"] == ["two are \x1b[2J right"] * 2
    assert "\x1b" not in shell("packs", "items", "coats", "--json")[1]


def test_the_export_for_a_trainer_says_what_goes_along(shell: Shell, tmp_path: Path) -> None:
    play(shell, ["Sam"], note="ask Priya about this")
    path = tmp_path / "for-trainer.jsonl"
    status, said, _ = shell("learners", "export", "sam", str(path), "--for-trainer")
    assert status == 0
    assert "first answers to 8 questions and 1 flag: no name, no time, no speed" in said
    assert "Read them first" in said
    assert "ask Priya about this" in said
    assert b"Sam" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert shell("learners", "export", "Sam", str(path), "--for-trainer")[0] == 1
    assert shell("learners", "export", "Sam", str(path), "--for-trainer", "--force")[0] == 0


def test_the_table_for_a_spreadsheet_has_a_row_an_option_and_no_formula(shell: Shell) -> None:
    play(shell, names(40))
    rows = list(csv.DictReader(io.StringIO(shell("packs", "items", "coats", "--csv", "-")[1])))
    assert len(rows) == 1 + 7 * 3
    best = [row for row in rows if row["best"]]
    assert [row["says"] for row in best] == [f"Listen first to number {number}." for number in range(7)]
    assert {row["says"][:2] for row in rows if "again" in row["says"]} == {"'="}


def talks(shell: Shell, names: list[str], *chosen: int) -> None:
    """These learners hold the conversation of a pack, and give the responses with these indexes in its file."""
    path = shell.home.parent / "talks.yaml"
    path.write_text(as_yaml(replace(a_pack("pack"), conversations=(a_conversation(),))), encoding="utf-8")
    shell("packs", "install", str(path))
    for name in names:
        shell("learners", "add", name)
    with opened(Surroundings(shell.home)) as house:
        for name in names:
            study = a_study(house.database, FixedClock(), name, seed=len(name) + ord(name[-1]))
            study.start(5, Scope(conversation="pack/talk"))
            for each in chosen:
                study.choose(study.showing.order.index(each))
                study.proceed()
            study.flag("Nobody talks like that.")


def test_every_turn_of_a_conversation_is_an_item_of_its_pack(shell: Shell, tmp_path: Path) -> None:
    talks(shell, ["Sam", "Kim"], 2, 0)
    report = as_json(shell, "pack")
    (pack,) = report["packs"]
    assert (pack["learners"], pack["questions"], pack["asked"]) == (2, 9 + 3, 2)
    first, second, flagged = pack["items"]
    assert first["question"] == "pack/talk.t0"
    assert first["kind"] == "conversation"
    assert first["text"] == "Words 0 of talk. What do you say?"
    assert [(each["say"], each["best"], each["chosen"]) for each in first["options"]] == [
        ("Best 0 of talk.", True, 0),
        ("Fair 0 of talk.", False, 0),
        ("Bad 0 of talk.", False, 2),
    ]
    assert (second["right"], flagged["answers"], flagged["flags"]) == (2, 0, ["Nobody talks like that."] * 2)
    for form in ((), ("--plain",), ("--csv", "-"), ("--html", "-")):
        status, said, _ = shell("packs", "items", "pack", *form)
        assert (status, "talk.t0" in said) == (0, True)
        assert "not in this store" not in said
    file = exported(shell, "Kim")
    assert '"question":"pack/talk.t0"' in file.read_text(encoding="utf-8")
    shell("learners", "erase", "Kim", "--yes")
    assert as_json(shell, "pack", "--with", str(file))["packs"] == report["packs"]


def test_without_a_pack_every_pack_is_told_in_short_and_plain_lines_are_sentences(shell: Shell) -> None:
    play(shell, names(3))
    assert (
        "`quizgame packs items PACK`" in shell("packs", "items")[1]
        or "Coats [and] buttons" in shell("packs", "items")[1]
    )
    said = shell("packs", "items", "coats", "--plain")[1]
    assert "r0: 3 first answers, counts only, " in said
    assert "the best: Listen first to number 0." in said
