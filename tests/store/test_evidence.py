"""What there is to learn about a learner is what a plain reading of the log gives."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from quizgame.domain.days import GRACE
from quizgame.domain.events import Answer, Grade, Review, Voided
from quizgame.domain.forgetting import Evidence
from quizgame.store import evidence
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from tests.builders import a_card, a_desk, a_learner, a_pack, a_store, shelve
from tests.examples import examples
from tests.store.histories import TODAY, an_answer, answer_on, desk_of, same_learner, when
from tests.store.test_caches import move
from tests.store.test_updates import answer, card, pack_of, update

SOURCE, TARGET = a_pack("pack", 3), a_pack("other", questions=[a_card("own")])
OLD, NEW = "pack/o1", "other/o1"
OBJECTIVES = ["pack/o0", OLD, "pack/o2", "gone/o9"]


def an_answer_with(objective: str, grade: Grade, options: int, question: str = "") -> Answer:
    """An answer to a card, or to a question with so many options, or to a turn of a conversation."""
    given_ = an_answer(question or f"{objective}-b", objective, grade, chosen=1 if options else None)
    return given_._replace(shown=tuple(range(options)))


def plainly(desk: Desk, names: dict[str, str], today: int, latest: int) -> list[list[Evidence]]:
    """The same by reading the whole log, answer by answer."""
    undone = {each.fact.review for each in desk.events() if isinstance(each.fact, Voided)}
    come = [each for each in desk.reviews() if each.stamp.day <= today + GRACE]
    counted = sorted((each for each in come if each.stamp.id not in undone), key=lambda each: each.stamp.order)

    def name(review: Review) -> str:
        return names.get(review.answer.objective, review.answer.objective)

    found: dict[str, list[Evidence]] = {}
    for each in counted:
        trail = found.setdefault(name(each), [])
        if each.stamp.day not in {before.order[0] for before in trail}:
            options = 0 if each.answer.chosen is None else len(each.answer.shown)
            trail.append(Evidence(each.stamp.order, each.answer.grade, options))
    wanted: list[str] = []
    for each in reversed(counted[-latest:]):
        if name(each) not in wanted:
            wanted.append(name(each))
    while len(wanted) > 1 and sum(len(found[each]) for each in wanted) > evidence.MOST * latest:
        wanted.pop()
    return [found[each] for each in sorted(wanted)]


# ── any history ───────────────────────────────────────────────────────────────────────────────────────────────

GIVEN = st.tuples(st.sampled_from(OBJECTIVES), st.sampled_from(Grade), st.sampled_from([0, 2, 3, 4]), st.booleans())
STEPS = st.one_of(
    st.tuples(st.just("answer"), GIVEN),
    st.tuples(st.just("answer"), GIVEN),
    st.tuples(st.just("elsewhere"), st.tuples(GIVEN, st.sampled_from([-2, 0, 1, 400]))),
    st.tuples(st.just("undo"), st.sampled_from(["here", "there"])),
    st.tuples(st.just("sleep"), st.integers(1, 30)),
    st.tuples(st.just("merge"), st.none()),
    st.tuples(st.just("rename"), st.none()),
)


class Life:
    """A learner at two machines; the other one never hears that an objective has a new name."""

    def __init__(self, here: Database, there: Database) -> None:
        self.here = here
        self.desk = a_desk(here)
        self.elsewhere = desk_of(there, same_learner(there, self.desk.learner), 7)
        self.names: dict[str, str] = {}
        self.day = TODAY
        self.second = 0

    def live(self, do: str, what: object) -> None:
        """Do one thing."""
        self.second += 9
        now = when(self.day, self.second)
        match do, what:
            case "answer", (str() as objective, Grade() as grade, int() as options, bool() as talk):
                objective = self.names.get(objective, objective)
                self.desk.record(an_answer_with(objective, grade, options, "pack/talk.t0" if talk else ""), now)
            case "elsewhere", ((str() as objective, Grade() as grade, int() as options, bool()), int() as ahead):
                later = when(self.day + ahead, self.second)
                self.elsewhere.record(an_answer_with(objective, grade, options), later)
            case "undo", "here":
                self.desk.undo(now)
            case "undo", "there":
                self.elsewhere.undo(now)
            case "sleep", int() as days:
                self.day += days
                self.desk.turn_to(self.day)
            case "merge", None:
                self.desk.merge([*self.elsewhere.reviews(), *self.elsewhere.events()], self.day)
            case "rename", None if not self.names:
                for pack in move("o1", SOURCE, TARGET):
                    shelve(self.here, pack)
                self.names[OLD] = NEW


@examples(80, suppress_health_check=[HealthCheck.data_too_large])
@given(steps=st.lists(STEPS, min_size=6, max_size=30), latest=st.integers(1, 12))
def test_the_evidence_is_that_of_a_plain_reading_of_the_log(steps: list[tuple[str, object]], latest: int) -> None:
    with (
        TemporaryDirectory() as folder,
        a_store(Path(folder, "a"), SOURCE, TARGET) as here,
        a_store(Path(folder, "b"), SOURCE, seed=9) as there,
    ):
        answer_on(desk_of(here, a_learner(here, "Kim", 5), 6), TODAY)  # nobody else's answers count
        life = Life(here, there)
        for step in [*steps, ("merge", None)]:
            life.live(*step)
        for window in (latest, 1000):
            assert life.desk.evidence(window) == plainly(life.desk, life.names, life.day, window)


# ── single cases ──────────────────────────────────────────────────────────────────────────────────────────────


def test_who_has_answered_nothing_has_no_evidence(tmp_path: Path) -> None:
    with a_store(tmp_path, SOURCE) as database:
        assert a_desk(database).evidence(1000) == []


def test_practice_is_no_evidence_until_the_answer_before_it_is_taken_back(tmp_path: Path) -> None:
    with a_store(tmp_path, SOURCE) as database, a_store(tmp_path / "b", SOURCE, seed=9) as there:
        desk = a_desk(database)
        elsewhere = desk_of(there, same_learner(there, desk.learner), 7)
        first = answer_on(elsewhere, TODAY, grade=Grade.AGAIN)
        second = answer_on(desk, TODAY, second=20)
        desk.merge(elsewhere.reviews(), TODAY)
        assert desk.evidence(1000) == [[Evidence(first.stamp.order, Grade.AGAIN, 0)]]
        elsewhere.undo(when(TODAY, 40))
        desk.merge(elsewhere.events(), TODAY)
        assert desk.evidence(1000) == [[Evidence(second.stamp.order, Grade.GOOD, 0)]]


@pytest.mark.parametrize(
    ("question", "shown", "chosen", "options"),
    [
        ("pack/o0-b", (), None, 0),
        ("pack/o0-a", (3, 1, 0, 2), 2, 4),
        ("pack/talk.t0", (2, 0, 1), 0, 3),
        ("pack/o0-a", (2, 0, 1), None, 0),
        ("pack/o0-a", (), 1, 0),
    ],
)
def test_the_options_are_those_that_were_shown_and_chosen_from(
    tmp_path: Path, question: str, shown: tuple[int, ...], chosen: int | None, options: int
) -> None:
    """The last two are not of the game's own making; a file may hold them."""
    with a_store(tmp_path, SOURCE) as database:
        desk = a_desk(database)
        desk.record(an_answer(question, "pack/o0")._replace(shown=shown, chosen=chosen), when())
        [[piece]] = desk.evidence(1000)
        assert piece.options == options


def test_an_objective_that_was_answered_lately_is_read_from_its_first_meeting_on(tmp_path: Path) -> None:
    with a_store(tmp_path, SOURCE) as database:
        desk = a_desk(database)
        for day in range(4):
            answer_on(desk, TODAY + day, "pack/o0")
        answer_on(desk, TODAY + 4, "pack/o1")
        assert [len(trail) for trail in desk.evidence(1)] == [1]
        assert [len(trail) for trail in desk.evidence(2)] == [4, 1]


def test_trails_that_are_too_long_in_all_leave_out_what_was_answered_longest_ago(tmp_path: Path) -> None:
    with a_store(tmp_path, SOURCE) as database:
        desk = a_desk(database)
        for day in range(evidence.MOST * 3):
            answer_on(desk, TODAY + day, "pack/o0")
        answer_on(desk, TODAY + 90, "pack/o1")
        answer_on(desk, TODAY + 91, "pack/o2")
        assert [trail[0].order[0] for trail in desk.evidence(3)] == [TODAY + 90, TODAY + 91]
        assert [len(trail) for trail in desk.evidence(4)] == [evidence.MOST * 3, 1, 1]
        answer_on(desk, TODAY + 92, "pack/o0")
        assert [len(trail) for trail in desk.evidence(1)] == [evidence.MOST * 3 + 1], "one at least, however long"


def test_answers_to_an_id_that_means_something_else_now_are_kept_apart(tmp_path: Path) -> None:
    old = pack_of("shop", card("a"))
    new = pack_of("shop", card("b", "a", was="shop/a"), card("a", "something else"), version=2)
    with a_store(tmp_path, old) as database:
        desk = a_desk(database)
        for day in (0, 3):
            answer(desk, old, "a", TODAY + day)
        update(database, new)
        answer(desk, new, "a", TODAY + 5)
        answer(desk, new, "b", TODAY + 8)
        days = [[piece.order[0] - TODAY for piece in trail] for trail in desk.evidence(1000)]
        assert days == [[5], [0, 3, 8]], "shop/a, then shop/b"
