"""A pack is updated, moved, renamed or replaced: each learner's memory is then what was promised before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from quizgame.domain.events import Answer, Certainty, Grade
from quizgame.domain.questions import Flashcard, Objective, Pack, Question, key
from quizgame.packs.changes import compare
from quizgame.packs.content import content_hash, content_hashes
from quizgame.store.catalogue import Catalogue, PackFile
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.effects import Arriving, Fate, Held, Outlook, held, outlook
from tests.builders import a_desk, a_learner, a_store, shelve
from tests.examples import examples
from tests.store.histories import SESSION, TODAY, assert_caches_equal_the_fold, desk_of, when


def card(id_: str, text: str = "", *, objective: str = "", was: str = "", revision: int = 1) -> Flashcard:
    """A card whose text may be another one's."""
    text = text or id_
    return Flashcard(id_, f"Front {text}?", f"Back {text}.", objective or id_, was=was, revision=revision)


def pack_of(
    id_: str, *cards: Flashcard, was: Mapping[str, str] | None = None, version: int = 1, author: str = "Jo"
) -> Pack:
    """A pack of these cards; an objective of one card was what its card was, others are what `was` says."""
    names = dict.fromkeys(each.objective for each in cards)
    own = {each.id: each.was for each in cards if each.objective == each.id}
    objectives = (Objective(name, f"Learn {name}", id_, was=own.get(name, (was or {}).get(name, ""))) for name in names)
    return Pack(id_, f"The {id_} pack", author, version, "en", tuple(objectives), tuple(cards))


def answer(desk: Desk, pack: Pack, question: str, day: int = TODAY, grade: Grade = Grade.GOOD) -> None:
    """Answer a question of a pack as it is worded now."""
    [asked] = [each for each in pack.questions if each.id == question]
    desk.turn_to(day)
    desk.record(
        Answer(
            session=SESSION,
            question=key(pack.id, asked.id),
            objective=key(pack.id, asked.objective),
            revision=asked.revision,
            content=content_hash(asked),
            shown=(),
            chosen=None,
            grade=grade,
            certainty=Certainty.UNSTATED,
            seconds=5.0,
            engine="an engine",
        ),
        when(day, len(desk.reviews()) * 5),
    )


def arriving(pack: Pack) -> Arriving:
    """A pack as the command line hands it over."""
    return Arriving(
        pack,
        PackFile(f"installed/{pack.id}.yaml", False, 1, pack.version, f"1:{pack.version}"),
        content_hashes(pack),
    )


def memories(database: Database) -> dict[str, dict[str, Held]]:
    """What every learner of a store holds."""
    learners = database.reading.execute("SELECT id, name FROM learner").fetchall()
    return {name: held(database.reading, learner) for learner, name in learners}


def update(database: Database, *packs: Pack, leaving: Sequence[str] = ()) -> dict[str, Outlook]:
    """Ask what will be, do it, and hold the outcome against the promise; gives the promises by name."""
    before = memories(database)
    promised = {each.name: each for each in outlook(database, [*map(arriving, packs)], leaving)}
    assert memories(database) == before, "looking ahead changes nothing"
    for name in leaving:
        Catalogue(database).drop(name)
    for pack in sorted(packs, key=lambda each: f"installed/{each.id}.yaml"):
        shelve(database, pack)
    after = memories(database)
    for name in after:
        assert after[name] == (promised[name].after if name in promised else before[name])
    assert_caches_equal_the_fold(database)
    for promise in promised.values():
        assert_the_fates_are_true(promise)
    return promised


def assert_the_fates_are_true(promise: Outlook) -> None:
    """What the words promise, objective by objective."""
    before, after = promise.before, promise.after
    for objective, fate in promise.fates.items():
        was, now = before[objective], after.get(promise.follows.get(objective, objective))
        if fate == "rests":
            assert was.question is not None
            assert now is None or now.question is None
            continue
        assert now is not None
        assert now.question is not None
        if fate == "kept":
            assert (now.memory, now.latest) == (was.memory, was.latest)
            assert was.question is not None
        elif fate == "due again":
            assert now.revised
            assert now.due == now.memory.last_day
        elif fate == "follows":
            assert now.latest >= was.latest
        elif fate == "comes back":
            assert was.question is None


def sam(promises: Mapping[str, Outlook]) -> dict[str, Fate]:
    """What was promised to Sam."""
    return dict(promises["Sam"].fates) if "Sam" in promises else {}


def whats(old: Pack, new: Pack) -> dict[str, str]:
    """What the comparison calls each question."""
    return {each.id: each.what for each in compare(old, new).questions}


def repetitions(database: Database) -> dict[str, int]:
    """By objective that is asked: how many study days Sam has answered it on."""
    return {
        objective: each.memory.repetitions
        for objective, each in memories(database)["Sam"].items()
        if each.question is not None
    }


# ── one change at a time ──────────────────────────────────────────────────────────────────────────────────


def test_a_typo_fix_keeps_progress(tmp_path: Path) -> None:
    old = pack_of("shop", card("a"), card("b"))
    new = pack_of("shop", card("a", "a, mended"), card("b"), version=2)
    with a_store(tmp_path, old) as database:
        answer(a_desk(database), old, "a")
        assert whats(old, new) == {"a": "edited", "b": "kept"}
        assert sam(update(database, new)) == {"shop/a": "kept"}
        assert repetitions(database) == {"shop/a": 1}


def test_a_revision_makes_its_objective_due_until_it_is_answered(tmp_path: Path) -> None:
    old = pack_of("shop", card("a"), card("b"))
    new = pack_of("shop", card("a", "another meaning", revision=2), card("b"), version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a")
        answer(desk, old, "b")
        assert whats(old, new) == {"a": "revised", "b": "kept"}
        assert sam(update(database, new)) == {"shop/a": "due again", "shop/b": "kept"}
        assert {each.objective for each in desk.known() if each.revised} == {"shop/a"}
        answer(desk, new, "a", TODAY + 1)
        assert not [each for each in desk.known() if each.revised]


def test_a_retired_question_leaves_its_objective_to_the_others(tmp_path: Path) -> None:
    old = pack_of("shop", card("a1", objective="a"), card("a2", objective="a"))
    new = pack_of("shop", card("a2", objective="a"), version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a1")
        assert whats(old, new) == {"a1": "retired", "a2": "kept"}
        assert sam(update(database, new)) == {"shop/a": "kept"}
        assert [each.question for each in desk.known()] == ["shop/a2"]


def test_a_retired_objective_rests_and_comes_back(tmp_path: Path) -> None:
    old, new = pack_of("shop", card("a"), card("b")), pack_of("shop", card("b"), version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a")
        reviews = desk.reviews()
        assert sam(update(database, new)) == {"shop/a": "rests"}
        assert (repetitions(database), desk.reviews()) == ({}, reviews)
        assert sam(update(database, replace(old, version=3))) == {"shop/a": "comes back"}
        assert repetitions(database) == {"shop/a": 1}


def test_a_pack_goes_and_comes_back(tmp_path: Path) -> None:
    pack = pack_of("shop", card("a"), card("b"))
    with a_store(tmp_path, pack) as database:
        answer(a_desk(database), pack, "a")
        before = memories(database)
        assert sam(update(database, leaving=["shop"])) == {"shop/a": "rests"}
        assert sam(update(database, pack)) == {"shop/a": "comes back"}
        assert memories(database) == before


@pytest.mark.parametrize("order", ["source first", "target first", "together"])
def test_memory_follows_from_pack_to_pack_once_the_old_place_is_empty(tmp_path: Path, order: str) -> None:
    source, target = pack_of("shop", card("a"), card("b")), pack_of("desk", card("x"))
    later = pack_of("shop", card("b"), version=2)
    fuller = pack_of("desk", card("x"), card("from-shop", "a", was="shop/a"), version=2)
    with a_store(tmp_path, source, target) as database:
        desk = a_desk(database)
        answer(desk, source, "a")
        assert whats(target, fuller) == {"x": "kept", "from-shop": "moved"}
        if order == "together":
            assert sam(update(database, fuller, later)) == {"shop/a": "follows"}
        elif order == "source first":
            assert sam(update(database, later)) == {"shop/a": "rests"}
            update(database, fuller)
        else:
            assert sam(update(database, fuller)) == {}, "the old one is still asked, and keeps what it has"
            answer(desk, source, "a", TODAY + 3)
            assert sam(update(database, later)) == {"shop/a": "follows"}
        assert repetitions(database) == {"desk/from-shop": 2 if order == "target first" else 1}


def test_a_pack_cannot_take_away_what_another_one_still_asks(tmp_path: Path) -> None:
    ours, theirs = pack_of("shop", card("a")), pack_of("stranger", card("mine", was="shop/a"), author="Somebody")
    with a_store(tmp_path, ours) as database:
        answer(a_desk(database), ours, "a")
        assert sam(update(database, theirs)) == {}
        assert sam(update(database, pack_of("shop", card("a", "a, mended"), version=2))) == {"shop/a": "kept"}
        assert repetitions(database) == {"shop/a": 1}


def test_memory_follows_a_new_name_within_its_pack(tmp_path: Path) -> None:
    old, new = pack_of("shop", card("a")), pack_of("shop", card("b", "a", was="shop/a"), version=2)
    with a_store(tmp_path, old) as database:
        answer(a_desk(database), old, "a")
        assert whats(old, new) == {"b": "renamed"}
        assert sam(update(database, new)) == {"shop/a": "follows"}
        assert repetitions(database) == {"shop/b": 1}


@pytest.mark.parametrize("seen", [(1, 2, 3), (1, 3)])
def test_memory_follows_a_chain_of_names(tmp_path: Path, seen: tuple[int, ...]) -> None:
    """Who skips a version still gets there, as long as the file says what it was at first."""
    skipped = 2 not in seen
    versions = {
        1: pack_of("shop", card("a")),
        2: pack_of("shop", card("b", "a", was="shop/a"), version=2),
        3: pack_of("shop", card("c", "a", was="shop/a" if skipped else "shop/b"), version=3),
    }
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        for number in seen:
            update(database, versions[number])
            answer(desk, versions[number], versions[number].questions[0].id, TODAY + number)
        assert repetitions(database) == {"shop/c": len(seen)}


def test_an_old_name_can_be_taken_again(tmp_path: Path) -> None:
    """Renamed, and renamed back."""
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        for version, (id_, was) in enumerate([("a", ""), ("b", "shop/a"), ("a", "shop/b")], 1):
            pack = pack_of("shop", card(id_, "a", was=was), version=version)
            update(database, pack)
            answer(desk, pack, id_, TODAY + version)
        assert repetitions(database) == {"shop/a": 3}


# ── an id that means something else ───────────────────────────────────────────────────────────────────────


def test_an_id_that_was_left_to_another_question_starts_from_nothing(tmp_path: Path) -> None:
    old = pack_of("shop", card("a"))
    new = pack_of("shop", card("b", "a", was="shop/a"), card("a", "something else"), version=2)
    mended = pack_of("shop", card("b", "a", was="shop/a"), card("a", "something else, mended"), version=3)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a")
        assert whats(old, new) == {"b": "renamed", "a": "new"}
        assert sam(update(database, new)) == {"shop/a": "follows"}
        assert repetitions(database) == {"shop/b": 1}
        answer(desk, new, "a", TODAY + 2)
        answer(desk, new, "a", TODAY + 4)
        assert_caches_equal_the_fold(database)
        assert repetitions(database) == {"shop/b": 1, "shop/a": 2}
        assert whats(new, mended) == {"b": "kept", "a": "edited"}
        update(database, mended)
        answer(desk, mended, "a", TODAY + 9)
        assert repetitions(database) == {"shop/b": 1, "shop/a": 3}


def test_what_led_to_an_id_before_it_was_used_anew_goes_on_to_its_heir(tmp_path: Path) -> None:
    versions = [
        pack_of("shop", card("a", "one")),
        pack_of("shop", card("b", "one", was="shop/a"), version=2),
        pack_of("shop", card("c", "one", was="shop/b"), card("b", "something else"), version=3),
    ]
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        for day, pack in enumerate(versions, TODAY):
            update(database, pack)
            answer(desk, pack, pack.questions[0].id, day)
        answer(desk, versions[-1], "b", TODAY + 5)
        assert repetitions(database) == {"shop/c": 3, "shop/b": 1}


@pytest.mark.parametrize("between", [None, "shop/b"], ids=["edited on the way back", "edited under the other name"])
def test_a_thing_that_gets_its_first_name_back_keeps_its_memory_though_its_text_was_edited(
    tmp_path: Path, between: str | None
) -> None:
    first = pack_of("shop", card("a"), card("x"))
    renamed = pack_of("shop", card("b", "a", was="shop/a"), card("x"), version=2)
    edited = pack_of("shop", card("b", "a, mended", was="shop/a"), card("x"), version=3)
    back = pack_of("shop", card("a", "a, mended", was="shop/b"), card("x"), version=4)
    with a_store(tmp_path, first) as database:
        desk = a_desk(database)
        answer(desk, first, "a")
        update(database, renamed)
        answer(desk, renamed, "b", TODAY + 2)
        if between:
            update(database, edited)
        assert sam(update(database, back)) == {"shop/b": "follows"}
        assert repetitions(database) == {"shop/a": 2}


def test_two_questions_can_swap_their_ids(tmp_path: Path) -> None:
    old = pack_of("shop", card("a", "one"), card("b", "two"))
    new = pack_of("shop", card("a", "two", was="shop/b"), card("b", "one", was="shop/a"), version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a")
        for day in (0, 3, 6):
            answer(desk, old, "b", TODAY + day)
        assert whats(old, new) == {"a": "renamed", "b": "renamed"}
        update(database, new)
        assert repetitions(database) == {"shop/b": 1, "shop/a": 3}


def test_an_id_is_used_anew_after_its_question_moved_to_another_pack(tmp_path: Path) -> None:
    old, target = pack_of("shop", card("a"), card("b")), pack_of("desk", card("x"), card("a", was="shop/a"))
    empty = pack_of("shop", card("b"), version=2)
    reused = pack_of("shop", card("b"), card("a", "something else"), version=3)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a")
        for pack in (empty, target, reused):
            update(database, pack)
        assert repetitions(database) == {"desk/a": 1}
        answer(desk, reused, "a", TODAY + 2)
        assert repetitions(database) == {"desk/a": 1, "shop/a": 1}


@pytest.mark.parametrize("first", ["source", "target"])
def test_an_id_is_used_anew_in_the_very_update_in_which_its_question_moved_away(tmp_path: Path, first: str) -> None:
    old, target = pack_of("shop", card("a")), pack_of("desk", card("a", was="shop/a"))
    reused = pack_of("shop", card("a", "something else"), version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        answer(desk, old, "a")
        for pack in (reused, target) if first == "source" else (target, reused):
            update(database, pack)
        assert repetitions(database) == {"desk/a": 1}
        answer(desk, reused, "a", TODAY + 2)
        assert repetitions(database) == {"desk/a": 1, "shop/a": 1}


def test_an_objective_that_is_split_leaves_each_part_its_own_answers(tmp_path: Path) -> None:
    old = pack_of("shop", card("q1", objective="o"), card("q2", objective="o"))
    new = pack_of("shop", card("q1", objective="p"), card("q2", objective="o"), was={"p": "shop/o"}, version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        for day in (0, 3):
            answer(desk, old, "q1", TODAY + day)
        answer(desk, old, "q2", TODAY + 6)
        assert sam(update(database, new)) == {"shop/o": "shared"}
        assert repetitions(database) == {"shop/p": 2, "shop/o": 1}


def test_the_first_of_two_heirs_keeps_the_memory_while_it_is_there(tmp_path: Path) -> None:
    old = pack_of("shop", card("a"))
    one, two = (pack_of(name, card("a", was="shop/a")) for name in ("one", "two"))
    with a_store(tmp_path, old) as database:
        answer(a_desk(database), old, "a")
        update(database, one, leaving=["shop"])
        update(database, two)
        update(database, replace(two, version=2))
        assert repetitions(database) == {"one/a": 1}


def test_two_trainers_with_one_id_share_what_has_one_id(tmp_path: Path) -> None:
    """Another author's pack comes in only when it is said so; then progress goes by ids, as the outlook tells."""
    jo = pack_of("shop", card("a"), card("b"))
    kim = pack_of("shop", card("a", "Kim's own"), card("c"), author="Kim")
    with a_store(tmp_path, jo) as database:
        desk = a_desk(database)
        answer(desk, jo, "a")
        answer(desk, jo, "b")
        changes = compare(jo, kim)
        assert changes.head == (("author", "Jo", "Kim"),)
        assert whats(jo, kim) == {"a": "edited", "c": "new", "b": "retired"}
        assert sam(update(database, kim)) == {"shop/a": "kept", "shop/b": "rests"}
        assert sam(update(database, jo)) == {"shop/a": "kept", "shop/b": "comes back"}


def test_each_learner_is_told_of_their_own(tmp_path: Path) -> None:
    old, new = pack_of("shop", card("a"), card("b")), pack_of("shop", card("b"), version=2)
    with a_store(tmp_path, old) as database:
        answer(a_desk(database), old, "a")
        answer(desk_of(database, a_learner(database, "Kim", 9), 8), old, "b")
        a_learner(database, "Lee", 10)
        promised = update(database, new)
        assert {name: dict(each.fates) for name, each in promised.items()} == {
            "Sam": {"shop/a": "rests"},
            "Kim": {"shop/b": "kept"},
        }


# ── any packs, any history ────────────────────────────────────────────────────────────────────────────────

IDS = ["a", "b", "c", "d"]


@st.composite
def packs(draw: st.DrawFn, id_: str) -> Pack:
    """A pack with few ids and few texts, so that they are met again, and former names of all kinds."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True))
    names = st.one_of(st.just(""), st.builds(key, st.sampled_from(["p", "q"]), st.sampled_from([*IDS, "o"])))
    cards: list[Question] = []
    for each in ids:
        text, objective = draw(st.sampled_from(["1", "2", "3", "4", "5"])), draw(st.sampled_from(["", "", "o"]))
        cards.append(card(each, text, objective=objective, was=draw(names), revision=draw(st.integers(1, 2))))
    return pack_of(id_, *(each for each in cards if isinstance(each, Flashcard)), was={"o": draw(names)})


Step = tuple[str, object]
STEPS = st.one_of(
    st.tuples(st.just("install"), packs("p")),
    st.tuples(st.just("install"), packs("q")),
    st.tuples(st.just("install both"), st.tuples(packs("p"), packs("q"))),
    st.tuples(st.just("remove"), st.sampled_from(["p", "q"])),
    st.tuples(st.just("answer"), st.tuples(st.integers(0, 9), st.sampled_from(Grade))),
    st.tuples(st.just("answer"), st.tuples(st.integers(0, 9), st.sampled_from(Grade))),
    st.tuples(st.just("undo"), st.none()),
)


@examples(150, suppress_health_check=[HealthCheck.data_too_large])
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_any_update_does_what_it_promised(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder, a_store(Path(folder)) as database:
        desk = a_desk(database)
        here: dict[str, Pack] = {}
        for day, (do, what) in enumerate(steps, TODAY):
            match do, what:
                case "install", Pack() as pack:
                    update(database, pack)
                    here[pack.id] = pack
                case "install both", (Pack() as one, Pack() as two):
                    update(database, two, one)
                    here = {one.id: one, two.id: two}
                case "remove", str() as name if name in here:
                    update(database, leaving=[name])
                    del here[name]
                case "answer", (int() as number, Grade() as grade) if here:
                    asked = [(pack, each.id) for pack in here.values() for each in pack.questions]
                    answer(desk, *asked[number % len(asked)], day, grade)
                case "undo", None:
                    desk.undo(when(day, 99))
            assert_caches_equal_the_fold(database)
            assert_nothing_is_lost_or_doubled(database, desk)


FATES: dict[str, set[Fate]] = {
    "kept": {"kept", "shared"},  # shared where the answers to something retired join its own
    "edited": {"kept", "shared"},
    "revised": {"due again"},
    "renamed": {"follows", "due again"},
    "retired": {"rests"},
}
"""What each word of the comparison means for the progress of somebody who has answered the question."""


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[Pack, Pack]:
    """Two versions of a pack of questions that are their own objectives; the later one tells of any former names."""

    def version(number: int) -> Pack:
        ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True))
        texts = draw(st.permutations(["1", "2", "3", "4", "5"]))
        was = st.sampled_from(["", *(f"p/{each}" for each in IDS)]) if number == 2 else st.just("")
        cards = [
            card(each, text, was=draw(was), revision=draw(st.integers(1, number)))
            for each, text in zip(ids, texts, strict=False)
        ]
        return pack_of("p", *cards, version=number)

    return version(1), version(2)


@examples(150)
@given(versions=two_versions())
def test_the_words_of_the_comparison_are_what_happens_to_progress(versions: tuple[Pack, Pack]) -> None:
    old, new = versions
    with TemporaryDirectory() as folder, a_store(Path(folder), old) as database:
        desk = a_desk(database)
        for each in old.questions:
            answer(desk, old, each.id)
        changes = compare(old, new)
        [promise] = update(database, new).values()
        for change in changes.questions:
            if change.what == "new":
                assert key("p", change.id) not in promise.after
                continue
            former = change.was or key("p", change.id)
            assert promise.fates[former] in FATES[change.what]
            if change.was:
                assert promise.follows[former] == key("p", change.id)


def assert_nothing_is_lost_or_doubled(database: Database, desk: Desk) -> None:
    """Every answer that was not undone counts for one objective, and for one alone."""
    names: Iterable[str] = held(database.reading, desk.learner.id)
    counted = sorted(each.order for name in names for each in desk.told(name))
    voided = {row[0] for row in database.reading.execute("SELECT review FROM voided")}
    assert counted == sorted(each.stamp.order for each in desk.reviews() if each.stamp.id not in voided)
