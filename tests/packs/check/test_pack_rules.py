"""What only shows when all questions of a pack, or all packs, are looked at together."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.packs.check.checking import check_files
from quizgame.packs.check.twins import near_twins
from tests.packs.check.checks import a_card_text, a_question, findings, findings_in, rules
from tests.packs.pack_texts import a_pack_text, an_objective_text

COLOURS = ["amber", "blue", "coral", "denim", "ebony", "fawn", "green", "hazel", "ivory", "jade", "khaki", "lilac"]
THINGS = ["bag", "cup", "door", "fan", "gate", "hat", "jar", "key", "lamp", "mug", "net", "oven", "pan", "quilt"]


def different(number: int, best: int = 0, *, place: int = 0, longest: int = -1) -> str:
    """One of many questions that have little in common; `longest` is the option with a longer text."""
    thing, colour = THINGS[number % 14], COLOURS[number % 12]
    says = [f"{colour} {thing} {number}{word} one" for word in ("x", "y", "z")]
    if longest >= 0:
        says[longest] += " more"
    scene = " ".join(f"{thing}{number}{colour}{part}" for part in range(12))
    others = [say for index, say in enumerate(says) if index != best]
    return a_question(f"q{number}", says[best], others, scene=scene, place=place)


def test_w3_the_best_option_is_the_longest_too_often() -> None:
    texts = [different(number, number % 3, place=number % 3, longest=number % 3) for number in range(12)]
    (finding,) = findings(*texts)
    assert (finding.rule, finding.path) == ("W3", "pack")
    # Mean 12/3 = 4; variance 12 × 1/3 × 2/3; so the bound is 4 + 2 × 1.633.
    assert "the longest in 12 of 12 questions; chance gives 4.0, at most 7.3" in finding.what
    fair = [different(number, number % 3, place=number % 3, longest=number // 3 % 3) for number in range(12)]
    assert rules(*fair) == []
    assert rules(*texts[:9]) == [], "nine questions say nothing"


def test_w3_the_shortest_counts_likewise() -> None:
    texts = [
        a_question(f"q{n}", "Look.", ["Looks.", "Looked."], scene=f"{c} {c}y {c}ish") for n, c in enumerate(COLOURS)
    ]
    assert "W3" in rules(*texts)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_w4_the_best_option_stands_in_one_place_too_often(place: int) -> None:
    texts = [different(number, place=place) for number in range(20)]
    (finding,) = findings(*texts)
    assert finding.rule == "W4"
    assert ("first", "second", "third")[place] in finding.what
    assert rules(*(different(number, place=number % 3) for number in range(20))) == []
    assert rules(*texts[:19]) == [], "nineteen questions say nothing"


def test_e4_near_duplicates() -> None:
    other = "A caller waits for a letter. It is late, and he is loud."
    (finding,) = findings(a_question("one"), a_question("two", scene=other))
    assert (finding.rule, finding.level, finding.path) == ("E4", "warning", "questions[1].scene")
    assert "the same as `one` on line 5" in finding.what
    others = ("The shop is closed for the day, so call again.", "You will have to ask my colleague about that.")
    assert (
        rules(a_question("one"), a_question("two", scene="A guest asks for a room with a view.", others=others)) == []
    )


def test_e4_the_same_question_in_two_packs(tmp_path: Path) -> None:
    text = a_pack_text(a_question("one"))
    found = findings_in(tmp_path, a=text, b=text.replace("shop-floor", "other").replace("id: one", "id: two"))
    (finding,) = found
    assert (finding.rule, finding.level, Path(finding.file).name) == ("E4", "error", "b.yaml")
    assert finding.what.endswith("a.yaml.")


def test_e4_two_files_with_one_pack_id_are_told_once(tmp_path: Path) -> None:
    (finding,) = findings_in(tmp_path, a=a_pack_text(a_question("one")), b=a_pack_text(a_question("one")))
    assert (finding.rule, finding.path) == ("E4", "pack")


def test_twins_are_told_from_their_likeness_word_by_word() -> None:
    text = [f"w{number}" for number in range(40)]
    changed = ["other" if number % 8 == 0 else word for number, word in enumerate(text)]
    twins = list(near_twins([text, ["a", "b"], changed, [], ["a"]]))
    assert [(twin.later, twin.earlier) for twin in twins] == [(2, 0)]
    assert twins[0].likeness == pytest.approx(35 / 40)
    assert list(near_twins([text, ["other" if number % 6 == 0 else word for number, word in enumerate(text)]])) == []


def test_w13_thin_objectives_and_missing_sources() -> None:
    texts = [a_card_text(c, f"What is {c} {c}er?", f"{c}ish {c}y.") for c in COLOURS[:3]]
    named = [text.replace("    sources", "    objective: warn\n    sources") for text in texts]
    objective = an_objective_text("warn")
    assert rules(*named, objectives=objective) == []
    (finding,) = findings(*named[:2], objectives=objective)
    assert (finding.rule, finding.level, finding.path) == ("W13", "info", "objectives[0]")
    bare = a_card_text("bare", "Which sign?", "None at all.", extra="")
    assert [each.path for each in findings(bare, texts[0])] == ["questions[0]"]
    assert [each.path for each in findings(bare)] == ["questions"], "told once for a pack without any source"


CLAIMS = "topics:\n  - id: parcels\nclaims:\n  - id: wait-01\n  - id: wait-02\ntensions:\n  - id: t-one\n"
DOCUMENTS = "documents:\n  - id: a-book\n    sections: [One, Two]\n"


def a_linked_pack(asks: str = "wait-01, wait-02", tension: str = "t-one", source: str = "a-book, section: One") -> str:
    question = a_question(extra=f"objective: warn\nasks: [{asks}]\nsources: [{{document: {source}}}]")
    return a_pack_text(question, objectives=an_objective_text("warn", extra=f"tensions: [{tension}]"))


def linked(folder: Path, text: str, **lists: str) -> list[tuple[str, str, str]]:
    found = findings_in(folder, **(lists or {"claims": CLAIMS, "documents": DOCUMENTS}), pack=text)
    return [(each.rule, each.path, each.remedy) for each in found if each.rule != "W13"]


def test_e6_references_lead_somewhere(tmp_path: Path) -> None:
    assert linked(tmp_path, a_linked_pack()) == []
    assert ("E6", "questions[0].asks[1]", "Did you mean `wait-02`?") in linked(
        tmp_path, a_linked_pack(asks="wait-01, wait-2")
    )
    assert ("E6", "objectives[0].tensions[0]", "Name one that claims.yaml lists.") in linked(
        tmp_path, a_linked_pack(tension="nowhere")
    )
    found = linked(tmp_path, a_linked_pack(source="another, section: One"))
    assert found == [("E6", "questions[0].sources[0].document", "Name one that documents.yaml lists.")]
    found = linked(tmp_path, a_linked_pack(source="a-book, section: Tow"))
    assert found == [("E6", "questions[0].sources[0].section", "Name a section that documents.yaml lists.")]
    wrong_topic = a_linked_pack().replace("topic: parcels", "topic: parcel")
    assert linked(tmp_path, wrong_topic) == [("E6", "objectives[0].topic", "Did you mean `parcels`?")]


def test_e6_says_nothing_about_references_where_no_list_is_beside(tmp_path: Path) -> None:
    text = a_linked_pack(asks="nowhere", tension="nothing", source="none, section: None")
    assert findings_in(tmp_path, pack=text) == findings_in(tmp_path, pack=a_linked_pack())


def test_e6_a_broken_list_is_told_and_blocks_nothing(tmp_path: Path) -> None:
    found = findings_in(tmp_path, claims="claims: [", pack=a_linked_pack())
    assert [Path(each.file).name for each in found if each.level == "error"] == ["claims.yaml"]


def test_w14_claims_that_are_too_many_or_never_asked(tmp_path: Path) -> None:
    many = "".join(f"  - id: c-{number}\n" for number in range(5))
    lists = {"claims": f"topics:\n  - id: parcels\nclaims:\n{many}tensions:\n  - id: t-one\n"}
    found = linked(tmp_path, a_linked_pack(asks="c-0, c-1, c-2, c-3"), **lists)
    assert [each[:2] for each in found] == [("W14", "questions[0].asks"), ("W14", "claims[4].id")]


def test_w14_is_silent_about_claims_where_not_all_packs_are_checked(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(a_pack_text(head="language: en"), encoding="utf-8")
    assert linked(tmp_path, a_linked_pack(asks="wait-01"), claims=CLAIMS) == []


def test_e6_a_former_name_is_free_and_claimed_once() -> None:
    texts = [a_card_text(c, f"What is {c} {c}er?", f"{c}ish {c}y.") for c in COLOURS[:3]]
    moved = [text.replace("    sources", "    was: old/one\n    sources") for text in texts]
    assert rules(moved[0], texts[1]) == []
    (finding,) = findings(moved[0], moved[1])
    assert (finding.rule, finding.path) == ("E6", "questions[1].was")
    here = moved[0].replace("old/one", f"shop-floor/{COLOURS[1]}")
    (finding,) = findings(here, texts[1])
    assert f"`shop-floor/{COLOURS[1]}` is still in use" in finding.what


SCENES = {"a": "A guest asks for a room.", "b": "The lights went out in the hall, and nobody came for an hour."}


def test_all_rules_are_asked_about_files_that_share_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.yaml" for name in "ab"]
    for path in paths:
        path.write_text(
            a_pack_text(a_question(scene=f"{path.stem} {SCENES[path.stem]}")).replace("shop-floor", path.stem)
        )
    checked = check_files([*paths, *paths])
    assert [opened.source.pack.id for opened in checked.packs] == ["a", "b"], "a file named twice is checked once"
