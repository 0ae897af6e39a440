"""Progress as a study shows it: what counts for a streak, and figures that a plain count of the log gives too."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path
from random import Random

import fsrs
import pytest

from quizgame.domain import memory
from quizgame.domain.days import monday
from quizgame.domain.events import Certainty, Grade, Review, SessionStarted, SettingChanged, Voided
from quizgame.domain.questions import BetterResponse
from quizgame.store.database import FILE
from quizgame.store.learners import Learner
from quizgame.store.log import When
from quizgame.study.study import Study
from quizgame.study.views import Scope
from tests.builders import FixedClock, a_desk, a_pack, a_pack_of_responses, a_store, a_study
from tests.store.histories import TODAY, answer_on, desk_of, same_learner, when
from tests.study.test_study import answer, best, held


def practise(study: Study, clock: FixedClock, answers: int, *, finish: bool = True) -> None:
    """A session of so many answers."""
    study.start(5)
    for number in range(answers):
        if number:
            study.proceed()
        clock.tick(20)
        answer(study)
    if finish:
        study.finish()


def next_day(clock: FixedClock, days: int = 1) -> None:
    clock.set(clock.when + timedelta(days=days))


# ── what counts ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "finish", "counts"), [(5, False, 1), (4, False, 0), (1, True, 1)], ids=["five", "four", "finished"]
)
def test_a_day_counts_with_five_answers_or_a_finished_session(
    tmp_path: Path, answers: int, finish: bool, counts: int
) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        practise(study, clock, answers, finish=finish)
        assert study.year().streak.total == counts
        assert study.year().week[5].state == ("practised" if counts else "begun")


def test_a_session_cut_short_by_a_call_is_over_after_half_an_hour_and_counts(tmp_path: Path) -> None:
    """The terminal was closed; whoever opens the game next, that day, or days later, finds the day counted."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        practise(a_study(database, clock), clock, 2, finish=False)
        clock.tick(29 * 60)
        assert a_study(database, clock).year().streak.total == 0
        next_day(clock, 2)
        for _ in range(2):
            assert a_study(database, clock).year().streak.total == 1
        kinds = [row[0] for row in database.reading.execute("SELECT kind FROM event ORDER BY kind")]
        assert kinds == ["session-finished", "session-started"]


def test_looking_at_progress_never_fails_because_another_program_writes(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        database.reading.execute("PRAGMA busy_timeout = 0")
        practise(a_study(database, clock), clock, 2, finish=False)
        next_day(clock)
        with held(tmp_path):
            assert a_study(database, clock).year().answers == 2
        assert a_study(database, clock).year().streak.total == 1


def test_an_answer_taken_back_on_its_own_day_does_not_count_and_later_it_does(tmp_path: Path) -> None:
    for days, total in ((0, 0), (1, 1)):
        clock = FixedClock()
        with a_store(tmp_path / str(days), a_pack(objectives=9)) as database:
            study = a_study(database, clock)
            practise(study, clock, 5, finish=False)
            next_day(clock, days)
            assert a_study(database, clock).undo() is not None
            year = a_study(database, clock).year()
            assert (year.streak.total, year.answers) == (total, 4)


def test_a_day_that_another_machine_practised_joins_two_streaks(tmp_path: Path) -> None:
    with a_store(tmp_path / "here", a_pack()) as here, a_store(tmp_path / "there", a_pack(), seed=9) as there:
        desk = a_desk(here)
        other = desk_of(there, same_learner(there, Learner(desk.learner.id, "Sam")), seed=8)
        # Monday to Friday, the 9th to the 13th, with two days in the middle practised elsewhere.
        for day in (-12, -11, -8):
            for number in range(5):
                answer_on(desk, TODAY + day, f"pack/o{number % 3}", second=number)
        for day in (-10, -9):
            for number in range(5):
                answer_on(other, TODAY + day, f"pack/o{number % 3}", second=number)
        clock = FixedClock()
        clock.set(clock.when - timedelta(days=8))
        before = a_study(here, clock).year().streak
        desk.merge([*other.reviews(), *other.events()], TODAY - 8)
        after = a_study(here, clock).year().streak
        assert (before.current, before.total, before.freezes) == (1, 3, 0)
        assert (after.current, after.total, after.freezes, after.frozen) == (5, 5, 1, ())


def test_days_that_a_clock_ahead_has_written_wait_and_shorten_nothing(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        for _ in range(3):
            practise(a_study(database, clock), clock, 5)
            next_day(clock)
        now = clock.when
        clock.set(now.replace(year=2031))
        practise(a_study(database, clock), clock, 5)
        clock.set(now)
        year = a_study(database, clock).year()
        assert (year.streak.current, year.streak.total) == (3, 3)
        practise(a_study(database, clock), clock, 5)
        assert a_study(database, clock).year().streak.current == 4


def test_a_session_over_the_rollover_belongs_to_the_day_it_began(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 20, 3, 58, tzinfo=UTC))
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        practise(a_study(database, clock), clock, 9)
        assert clock.when.hour == 4
        year = a_study(database, clock).year()
        assert [day.day for day in year.days if day.state == "practised"] == [TODAY - 2]


def test_a_night_shift_with_its_rollover_at_noon_keeps_its_streak(tmp_path: Path) -> None:
    """Ten in the evening one day, three in the morning the next, eleven in the morning the one after: three days."""
    clock = FixedClock(datetime(2026, 11, 2, 22, 0, tzinfo=UTC))
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        a_desk(database).note(SettingChanged("rollover", "720", TODAY - 60), when(TODAY - 61))
        for hours in (0, 29, 61):
            clock.set(datetime(2026, 11, 2, 22, 0, tzinfo=UTC) + timedelta(hours=hours))
            practise(a_study(database, clock), clock, 5)
        year = a_study(database, clock).year()
        assert (year.streak.current, year.streak.freezes) == (3, 1)
        assert [day.day for day in year.days if day.state == "practised"] == [TODAY - 19, TODAY - 18, TODAY - 17]


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def weeks(tmp_path: Path) -> tuple[Path, FixedClock]:
    """Forty days of practice with stated certainty, slips and undone answers."""
    clock, dice = FixedClock(), Random(3)
    home = tmp_path / "weeks"
    with a_store(home, a_pack("first", 6), a_pack_of_responses(7, "second")) as database:
        for _ in range(40):
            next_day(clock)
            if dice.random() < 0.25:
                continue
            study = a_study(database, clock)
            showing = study.start(3)
            while showing is not None:
                clock.tick(dice.uniform(8, 30))
                right = dice.random() < 0.8
                if isinstance(showing.question.question, BetterResponse):
                    place = best(showing)
                    study.choose(place if right else (place + 1) % len(showing.order), dice.choice(list(Certainty)))
                else:
                    answer(study, right=right)
                if dice.random() < 0.05:
                    study.undo(this_session=True)
                else:
                    showing = study.proceed()
            study.finish()
    return home, clock


def log_of(home: Path) -> list[Review]:
    """The answers that count, in the order of the log."""
    with a_store(home) as database:
        desk = a_desk(database)
        undone = {event.fact.review for event in desk.events() if isinstance(event.fact, Voided)}
        return [review for review in desk.reviews() if review.stamp.id not in undone]


def cards(reviews: list[Review]) -> tuple[dict[str, fsrs.Card], list[tuple[float, Review]]]:
    """py-fsrs's card for every objective, and what it predicted of every later meeting."""
    scheduler = fsrs.Scheduler(
        parameters=memory.PARAMETERS, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    found: dict[str, fsrs.Card] = {}
    latest: dict[str, int] = {}
    predictions: list[tuple[float, Review]] = []
    for review in reviews:
        objective, day = review.answer.objective, review.stamp.day
        if latest.get(objective) == day:
            continue
        latest[objective] = day
        if objective in found:
            predictions.append((scheduler.get_card_retrievability(found[objective], at(day)), review))
        card = found.get(objective, fsrs.Card(card_id=1))
        found[objective], _ = scheduler.review_card(card, fsrs.Rating(int(review.answer.grade)), at(day))
    return found, predictions


def at(day: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)


def test_the_year_is_what_a_plain_count_of_the_log_gives(weeks: tuple[Path, FixedClock]) -> None:
    home, clock = weeks
    reviews = log_of(home)
    with a_store(home) as database:
        year = a_study(database, clock).year()
    answers = Counter(review.stamp.day for review in reviews)
    assert {day.day: day.answers for day in year.days if day.answers} == answers
    assert year.answers == len(reviews)
    assert year.seconds == pytest.approx(sum(review.answer.seconds for review in reviews), abs=0.001 * len(reviews))
    assert year.streak.total == len(answers), "every session was finished"
    assert year.best_week == max(Counter(monday(day) for day in answers).values())


def test_what_is_known_is_what_py_fsrs_makes_of_the_log(weeks: tuple[Path, FixedClock]) -> None:
    home, clock = weeks
    found, _ = cards(log_of(home))
    evidence = Counter(objective for objective, _ in {(each.answer.objective, each.stamp.day) for each in log_of(home)})
    with a_store(home) as database:
        study = a_study(database, clock)
        known, today = study.known(), study.today()
        curve, outcomes, firsts, _ = a_desk(database).experience()
    assert outcomes == sum(evidence.values()) - len(evidence)
    assert firsts == len(evidence)
    expected: dict[str, list[float]] = {"first": [], "second": []}
    holding: Counter[str] = Counter()
    for objective, card in found.items():
        assert card.stability is not None
        assert card.last_review is not None
        ago = (at(today) - card.last_review).days
        strong = exp(curve.level) * card.stability**curve.strength * evidence[objective] ** curve.meetings
        now, later = (strong / (max(1, days) / 7) ** curve.fading for days in (ago, ago + 30))
        pack = objective.partition("/")[0]
        expected[pack].append(now / (1 + now))
        holding[pack] += later / (1 + later) >= 0.8
    for share, (pack, size) in zip(known.packs, (("first", 6), ("second", 7)), strict=True):
        assert (share.objectives, share.met, share.holding) == (size, len(expected[pack]), holding[pack])
        assert share.mastery == pytest.approx(sum(expected[pack]) / size, abs=1e-4)
    assert known.total.met == len(found)
    assert [share.name for share in known.topics] == ["The first pack", "The second pack"]


def test_predictions_and_certainty_are_what_py_fsrs_and_a_plain_count_give(weeks: tuple[Path, FixedClock]) -> None:
    home, clock = weeks
    reviews = log_of(home)
    _, predictions = cards(reviews)
    with a_store(home) as database:
        tally = a_study(database, clock).sureness().tally
    tenths = Counter(min(9, int(chance * 10)) for chance, _ in predictions)
    assert sum(each.answers for each in tally.bins) == len(predictions)
    assert {each.tenth: each.answers for each in tally.bins} == tenths
    assert sum(each.expected for each in tally.bins) == pytest.approx(
        sum(chance for chance, _ in predictions), abs=0.01
    )
    right = sum(review.answer.grade is not Grade.AGAIN for _, review in predictions)
    assert sum(each.right for each in tally.bins) == right
    first: dict[tuple[str, int], Review] = {}
    for review in reviews:
        first.setdefault((review.answer.objective, review.stamp.day), review)
    stated = Counter((review.answer.certainty, review.answer.grade is not Grade.AGAIN) for review in first.values())
    assert tally.stated == (
        stated[Certainty.SURE, True] + stated[Certainty.SURE, False],
        stated[Certainty.SURE, True],
        stated[Certainty.NOT_SURE, True] + stated[Certainty.NOT_SURE, False],
        stated[Certainty.NOT_SURE, True],
    )


def test_what_is_due_is_a_plain_count_of_due_days(weeks: tuple[Path, FixedClock]) -> None:
    home, clock = weeks
    with a_store(home) as database:
        study = a_study(database, clock)
        coming, today = study.coming(), study.today()
        due = [due for _, _, due in a_desk(database).memories()]
    assert coming.met == len(due)
    assert list(coming.due) == [sum(max(0, day - today) == ahead for day in due) for ahead in range(31)]


# ── a session on the weakest ──────────────────────────────────────────────────────────────────────────────


def test_all_four_at_once_are_the_four_and_read_the_objectives_once(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for days in (30, 12, 3):
            answer_on(desk, TODAY - days)
        study = a_study(database, clock)
        parts = study.year(), study.known(), study.coming(), study.sureness()
        assert parts[2].met == 1
        asked: list[str] = []
        database.reading.set_trace_callback(asked.append)
        whole = study.progress()
        assert (whole.year, whole.known, whole.coming, whole.sureness) == parts
        assert sum("FROM memory JOIN objective" in statement for statement in asked) == 1


def test_a_session_on_some_objectives_asks_just_those_and_is_resumed_as_such(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(6)) as database:
        study = a_study(database, clock)
        practise(study, clock, 6)
        next_day(clock, 9)
        wanted = ("pack/o4", "pack/o1")
        assert study.start(3, Scope(objectives=wanted)) is not None
        clock.tick(9)
        answer(study)
        clock.tick(9)
        asked = [study.showing.question.objective]
        again = a_study(database, clock)
        assert again.resume() is not None
        asked.append(again.showing.question.objective)
        assert sorted(asked) == ["pack/o1", "pack/o4"]
        started = [event.fact for event in a_desk(database).events() if isinstance(event.fact, SessionStarted)]
        assert [each.objectives for each in started] == [(), wanted]


def test_sure_but_wrong_is_listed_until_it_is_right_on_another_day(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        study = a_study(database, clock)
        showing = study.start(1)
        assert showing is not None
        study.choose((best(showing) + 1) % 3, Certainty.SURE)
        study.finish()
        day = study.today()
        assert [each.misled for each in study.sureness().misled] == [day]
        study.start(1)
        assert answer(study).practice, "an answer on the same day is practice and changes nothing"
        study.finish()
        assert len(study.sureness().misled) == 1
        next_day(clock)
        practise(study, clock, 1)
        assert study.sureness().misled == ()


# ── what a session brings ─────────────────────────────────────────────────────────────────────────────────


def test_a_topic_is_called_mastered_once_by_the_session_that_makes_it_so(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(2)) as database:
        study = a_study(database, clock)
        mastered = []
        for _ in range(9):
            practise(study, clock, 2)
            mastered.append([share.name for share in study.look_back().mastered])
            next_day(clock, 25)
        assert mastered.count(["The pack pack"]) == 1
        assert all(not names for names in mastered[: mastered.index(["The pack pack"])])


def test_the_nearest_milestone_is_named_from_half_of_a_topic_on(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(4)) as database:
        study = a_study(database, clock)
        assert study.overview().nearly is None
        for days in (0, 20, 40, 60):
            for objective in range(4 if not days else 2):
                study.start(1, Scope(objectives=(f"pack/o{objective}",)) if days else Scope())
                answer(study)
                study.finish()
            next_day(clock, 20)
        nearly = study.overview().nearly
        assert nearly is not None
        assert (nearly.holding, nearly.objectives) == (2, 4)


def test_after_an_absence_today_says_how_long_it_was(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack()) as database:
        study = a_study(database, clock)
        assert study.overview().away == 0
        practise(study, clock, 2)
        next_day(clock, 21)
        assert study.overview().away == 21


def test_the_store_says_when_a_review_was_taken_back(tmp_path: Path) -> None:
    """Two machines may take the same answer back: once on its own day is enough for it not to count."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        review = answer_on(desk, TODAY)
        stamp = review.stamp
        desk.note(Voided(stamp.id, stamp.day), When(stamp.instant + 1, 0, TODAY + 1))
        assert [total.kept for total in desk.day_totals(0)] == [1]
        desk.note(Voided(stamp.id, stamp.day), When(stamp.instant + 2, 0, TODAY))
        assert [total.kept for total in desk.day_totals(0)] == []
        with closing(sqlite3.connect(tmp_path / FILE)) as other:
            assert other.execute("SELECT same_day FROM voided").fetchall() == [(1,)]
