"""The catalogue gives back what a pack file says, in its order, and only what is on the shelf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quizgame.domain.events import SettingChanged
from quizgame.domain.questions import BetterResponse, Pack, key
from quizgame.packs.content import content_hash
from quizgame.store.catalogue import Catalogue, PackFile
from tests.builders import a_card, a_desk, a_learner, a_pack, a_response, a_store, shelve
from tests.store.histories import TODAY, answer_on, desk_of, shelve_as, when

TRICKY = a_pack(
    "tricky",
    questions=[
        replace(a_card("card"), front='Say "[red]no[/red]" *once*,\n🦊 or 50 %?', asks=("limit-01", "limit-02")),
        replace(a_response("story", "both", options=4, best=3, revision=7), scene="It's — ‘fine’; DROP TABLE pack"),
        a_response("other", "both", options=2),
    ],
)


def test_a_question_comes_back_as_its_pack_had_it(tmp_path: Path) -> None:
    with a_store(tmp_path, TRICKY) as database:
        for question in TRICKY.questions:
            found = Catalogue(database).question(key("tricky", question.id))
            assert found is not None
            # A shelved question stands apart from its objective and its former key, which have columns of their own.
            assert found.question == replace(question, objective="")
            assert found.objective == key("tricky", question.objective)
            assert found.content == content_hash(question)
            assert (found.title, found.takeaway) == (
                f"Title of {question.objective}",
                f"Takeaway of {question.objective}.",
            )
            assert (found.pack, found.pack_title) == ("tricky", TRICKY.title)


def test_the_best_response_survives_the_shelf(tmp_path: Path) -> None:
    with a_store(tmp_path, TRICKY) as database:
        found = Catalogue(database).question("tricky/story")
        assert found is not None
        assert isinstance(found.question, BetterResponse)
        assert found.question.best == 3


def test_a_pack_that_is_not_on_the_shelf_has_no_questions(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        catalogue = Catalogue(database)
        assert catalogue.question("pack/o0-a") is None
        assert catalogue.objective("pack/o0") is None
        assert catalogue.packs() == []
        assert catalogue.topics() == []


def test_packs_are_told_with_their_counts_and_files(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack("b", 2), a_pack("a", 1)) as database:
        first, second = Catalogue(database).packs()
        assert (first.id, first.objectives, first.questions) == ("a", 1, 3)
        assert (second.id, second.objectives, second.questions) == ("b", 2, 6)
        assert Catalogue(database).files() == {
            f"installed/{each.id}.yaml": (each.id, each.source) for each in (first, second)
        }


def test_objectives_and_topics_are_told_in_order(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack("zebra", 3), a_pack("ant", 1)) as database:
        catalogue = Catalogue(database)
        assert [each.key for each in catalogue.objectives("zebra")] == ["zebra/o0", "zebra/o1", "zebra/o2"]
        assert [each.questions for each in catalogue.objectives("zebra")] == [3, 3, 3]
        assert catalogue.topics() == ["ant", "zebra"]


def test_a_newer_version_takes_the_place_of_the_former(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(objectives=3)) as database:
        shelve(database, a_pack(objectives=1, version=2))
        [found] = Catalogue(database).packs()
        assert (found.version, found.objectives, found.questions) == (2, 1, 3)
        assert Catalogue(database).question("pack/o2-a") is None


def test_shelving_twice_changes_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path, TRICKY) as database:
        tables = ("pack", "objective", "question", "alias")
        before = [database.reading.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
        shelve(database, TRICKY)
        assert [database.reading.execute(f"SELECT * FROM {table}").fetchall() for table in tables] == before


def test_a_file_that_was_only_touched_is_noted(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        touched = PackFile("installed/pack.yaml", False, 1, 999, "1:1")
        Catalogue(database).refresh(touched)
        assert Catalogue(database).files() == {"installed/pack.yaml": ("pack", touched)}


def test_the_same_pack_from_another_file_takes_the_place_of_the_former(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        shelve_as(database, a_pack(), "installed/elsewhere.yaml")
        assert list(Catalogue(database).files()) == ["installed/elsewhere.yaml"]


def test_a_dropped_pack_leaves_the_log_alone(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        review = answer_on(desk, TODAY)
        Catalogue(database).drop("pack")
        assert desk.reviews() == [review]
        assert desk.known() == []
        assert desk.fresh() == []
        assert desk.due("pack/o0") == 0


def test_documents_go_by_their_titles_where_these_are_known(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        catalogue = Catalogue(database)
        catalogue.name_documents({"guide": "The guide"})
        catalogue.name_documents({"guide": "The guide, second edition"})
        assert catalogue.document_title("guide") == "The guide, second edition"
        assert catalogue.document_title("unknown") == "unknown"


# ── what is in play ───────────────────────────────────────────────────────────────────────────────────────


def fresh(desk_pack: Pack, tmp_path: Path, *more: Pack) -> list[str]:
    """New objectives of a store with these packs."""
    with a_store(tmp_path, desk_pack, *more) as database:
        return [each.objective for each in a_desk(database).fresh()]


def test_new_objectives_come_from_each_pack_in_turn(tmp_path: Path) -> None:
    assert fresh(a_pack("a", 2), tmp_path, a_pack("b", 3)) == ["a/o0", "b/o0", "a/o1", "b/o1", "b/o2"]


def test_a_pack_that_is_switched_off_is_not_asked_unless_it_is_named(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack("a", 1), a_pack("b", 1)) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY, "b/o0")
        for value, objectives in (("b=off", set()), ("b=on", {"b/o0"}), ("b=off", set())):
            desk.note(SettingChanged("pack", value, TODAY), when())
            assert {each.objective for each in desk.known()} == objectives
            assert {objective for objective, _, _ in desk.memories()} == objectives
        assert desk.packs_off() == {"b"}
        assert {each.objective for each in desk.known(packs=["b"])} == {"b/o0"}
        assert [each.objective for each in desk.fresh()] == ["a/o0"]


def test_a_topic_limits_what_is_asked(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack("a", 1), a_pack("b", 2)) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY, "b/o0")
        assert [each.objective for each in desk.known(topic="b")] == ["b/o0"]
        assert [each.objective for each in desk.fresh(topic="b")] == ["b/o1"]
        assert desk.known(topic="a") == []


def test_one_learners_answers_are_not_anothers(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(objectives=1)) as database:
        answer_on(a_desk(database, "Sam"), TODAY)
        kim = desk_of(database, a_learner(database, "Kim", seed=9))
        assert kim.known() == []
        assert [each.objective for each in kim.fresh()] == ["pack/o0"]
        assert kim.undo(when()) is None
