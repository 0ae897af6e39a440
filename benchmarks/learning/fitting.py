"""Does it pay to fit FSRS's 21 parameters to a learner's own log? `python -m benchmarks.learning.fitting`.

Learners play the game; of each one's evidence (the first answer of a study day) the first four fifths are learned from
and the last fifth is predicted, one answer ahead each. Several ways to predict are held against the answers, and
against the chance of recall that only the simulator knows. All learners are computed at once, in arrays
[learner, answer] or [learner, draw, answer]; a draw is a set of parameters with a history of its own, or a history in
which it was drawn which of the right answers were luck.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview

from benchmarks.learning import fsrs
from benchmarks.learning.__main__ import RESULTS
from benchmarks.learning.arrays import Bools, Floats, Ints, uniform
from benchmarks.learning.cells import TUNING, UNTOUCHED, Cell, maker
from benchmarks.learning.play import NOTHING, Asking, Policy, Told, play
from benchmarks.learning.tables import Mean
from benchmarks.learning.truths import TRUTHS, Truth
from benchmarks.learning.world import UNSEEN, World
from quizgame.domain import forgetting
from quizgame.domain.forgetting import FLATTERY, SLIP
from quizgame.domain.memory import PARAMETERS

TRUTHS_HERE = tuple(truth for truth in TRUTHS if truth not in UNTOUCHED)

STUDIES: dict[int, tuple[tuple[int, int], ...]] = {
    400: ((3, 300), (5, 100)),
    800: ((3, 300), (5, 100)),
    2000: ((10, 300),),
}
"""How many of each learner's pieces of evidence are looked at (of a shorter log all of them), and the minutes and
libraries that they come from."""

TRAIN = 0.8
DRAWS = 8
"""Imputed histories of a learner."""
ROUNDS = 2
"""How often histories are imputed and parameters fitted to them, in turns."""

FADES = np.array([1, 1, -1, 1])
"""Fading counts downwards; here all four numbers are added."""
PRIOR = np.array(forgetting.PRIOR) * FADES
SPREAD = np.array(forgetting.DEVIATION)

STEPS = 7
BETWEEN = np.array([1.0] * 4 + [0.4] * 17)
"""How far the logarithms of learners' parameters are thought to lie from those of the defaults."""
BETWEEN[[4, 8]] = 0.15  # They stand in exponents that make or break a memory.

_ASIDE = 0.02
_IMPUTED = 400
_LEAST = 1e-3

Array = npt.NDArray[Any]


class Logs(NamedTuple):
    """Evidence in the order of time [learner, answer]; beyond a learner's count there is nothing."""

    answers: Ints
    """How many each learner gave."""
    objective: Ints
    day: Ints
    right: Bools
    guess: Floats
    """Chance of being right by luck."""
    chance: Floats
    """The true chance of free recall just before the answer."""

    def first(self, count: int) -> Logs:
        """The first so many answers of everybody."""
        return Logs(
            np.minimum(self.answers, count),
            self.objective[:, :count],
            self.day[:, :count],
            self.right[:, :count],
            self.guess[:, :count],
            self.chance[:, :count],
        )

    @property
    def trained(self) -> Bools:
        """Which answers are learned from."""
        found: Bools = np.arange(self.day.shape[1]) < (self.answers * TRAIN).astype(np.int64)[:, None]
        return found

    @property
    def there(self) -> Bools:
        """Which answers there are."""
        found: Bools = np.arange(self.day.shape[1]) < self.answers[:, None]
        return found


class History(NamedTuple):
    """What was known of an objective just before each answer."""

    recalled: Bools
    """Whether the answer is taken as recalled."""
    stability: Floats
    """In days [learner, draw, answer]; 1 before the first meeting."""
    recall: Floats
    """FSRS's chance of recall [learner, draw, answer]; 0 before the first meeting."""
    elapsed: Ints
    """Whole days since the last evidence [learner, answer], at least 1; 0 before the first meeting."""
    repetitions: Ints
    """Evidence before [learner, answer]."""


# ── evidence ──────────────────────────────────────────────────────────────────────────────────────────────────────


def collected(cell: Cell, learners: int, policy: str = "game", seed: int = TUNING) -> Logs:
    """Let learners practise for half a year, and keep their evidence with the true chances."""
    world = World(seed, learners, cell.objectives)
    truth = TRUTHS[cell.truth](world)
    witness = _Witness(maker(policy)(world, cell.minutes), truth)
    play(world, truth, witness)
    return witness.logs()


class _Witness(Policy):
    """Lets another policy choose, and writes down what is asked and what the truth was."""

    def __init__(self, policy: Policy, truth: Truth) -> None:
        super().__init__(policy.world, policy.minutes)
        self.policy, self.truth = policy, truth
        policy.showings = self.showings
        self.last_day = np.full(self.shape, -1, dtype=np.int64)
        self.chance = np.zeros(self.shape, dtype=np.float32)
        self.rows: list[Array] = []

    def begin(self, day: int, who: Ints) -> None:
        self.policy.begin(day, who)

    def pick(self, asking: Asking) -> Ints:
        found = self.policy.pick(asking)
        on = found != NOTHING
        who, objective = asking.who[on], found[on]
        spent = self.minutes * 60 - asking.remaining[on]
        now = (asking.day + 0.5 + spent / 86400).astype(np.float32)
        showing = self.showings[who, objective]
        unseen = (showing > 0) & (showing < self.world.variants[objective])
        self.chance[who, objective] = self.truth.chance(who, objective, now) * np.where(unseen, UNSEEN, 1)
        return found

    def told(self, told: Told) -> None:
        self.policy.told(told)
        first = self.last_day[told.who, told.objective] < told.day
        who, objective = told.who[first], told.objective[first]
        self.last_day[who, objective] = told.day
        guess = np.where(told.options == 0, FLATTERY, 1 / np.maximum(told.options, 1))[first]
        day = np.full(len(who), told.day)
        self.rows.append(np.stack([who, objective, day, told.right[first], guess, self.chance[who, objective]], axis=1))

    def logs(self) -> Logs:
        """All evidence, each learner's in a row of its own."""
        rows = np.concatenate(self.rows)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        count = np.bincount(rows[:, 0].astype(np.int64), minlength=self.world.learners)
        table = np.zeros((len(count), int(count.max()), 5))
        table[np.arange(table.shape[1]) < count[:, None]] = rows[:, 1:]
        objective, day, right, guess, chance = np.moveaxis(table, 2, 0)
        return Logs(
            count,
            objective.astype(np.int64),
            day.astype(np.int64),
            right > 0,
            guess.astype(np.float32),
            chance.astype(np.float32),
        )


def joined(every: Sequence[Logs]) -> Logs:
    """Logs of several cells, one below the other."""
    most = max(each.day.shape[1] for each in every)

    def padded(values: Array) -> Array:
        return np.pad(values, ((0, 0), (0, most - values.shape[1])))

    return Logs(
        np.concatenate([each.answers for each in every]),
        np.concatenate([padded(each.objective) for each in every]),
        np.concatenate([padded(each.day) for each in every]),
        np.concatenate([padded(each.right) for each in every]),
        np.concatenate([padded(each.guess) for each in every]),
        np.concatenate([padded(each.chance) for each in every]),
    )


# ── FSRS: folding and fitting ─────────────────────────────────────────────────────────────────────────────────────


def folded(logs: Logs, parameters: Floats, known: Floats | None = None) -> History:
    """Fold everybody's evidence with parameters [learner, draw, 21].

    `known` is the chance that something was known before its first meeting, for each learner; if it is given, what was
    recalled is not taken from the answers but drawn, as likely as the answer makes it: a right one may have been luck,
    a wrong one a slip.
    """
    learners, draws = parameters.shape[:2]
    rows, each = np.arange(learners), np.arange(draws)
    shape = (learners, draws, int(logs.objective.max()) + 1)
    stability, difficulty = np.ones(shape, dtype=np.float32), np.ones(shape, dtype=np.float32)
    last, times = np.zeros(shape[::2], dtype=np.int64), np.zeros(shape[::2], dtype=np.int64)
    found = History(
        np.repeat(logs.right[:, None], draws, axis=1),
        np.ones((learners, draws, logs.day.shape[1]), dtype=np.float32),
        np.zeros((learners, draws, logs.day.shape[1]), dtype=np.float32),
        np.zeros_like(logs.day),
        np.zeros_like(logs.day),
    )
    for place in range(logs.day.shape[1]):
        on = rows[place < logs.answers]
        objective, w = logs.objective[on, place], parameters[on]
        before, hard = stability[on, :, objective], difficulty[on, :, objective]
        new = times[on, objective] == 0
        elapsed = np.where(new, 0, logs.day[on, place] - last[on, objective])
        recall = np.where(new[:, None], 0, fsrs.recall(before, elapsed[:, None], w))
        found.stability[on, :, place], found.recall[on, :, place] = before, recall
        found.elapsed[on, place], found.repetitions[on, place] = elapsed, times[on, objective]
        recalled = found.recalled[on, :, place]
        if known is not None:
            chance = np.where(new[:, None], known[on, None], recall)
            likely = recalled_if(recalled, chance, logs.guess[on, place, None])
            recalled = uniform(TUNING, _IMPUTED, on[:, None], each, place) < likely
            found.recalled[on, :, place] = recalled
        grades = np.where(recalled, fsrs.GOOD, fsrs.AGAIN)
        start, later = fsrs.first(grades, w), fsrs.later(before, hard, np.maximum(elapsed, 1)[:, None], grades, w)
        stability[on, :, objective] = np.where(new[:, None], start[0], later[0])
        difficulty[on, :, objective] = np.where(new[:, None], start[1], later[1])
        last[on, objective] = logs.day[on, place]
        times[on, objective] += 1
    return found


def recalled_if(right: Bools, chance: Array, guess: Array) -> Array:
    """How likely it is that something was recalled, once the answer is known (Bayes)."""
    held = chance * np.where(right, 1 - SLIP, SLIP)
    lost = (1 - chance) * np.where(right, guess, 1 - guess)
    found: Array = held / np.maximum(held + lost, 1e-9)
    return found


def known_before(logs: Logs, first: Bools) -> Floats:
    """What share of the objectives everybody knew before, by the first answers learned from, less what luck gives."""
    meant = first & logs.trained
    luck = np.where(meant, logs.guess, 0).sum(axis=1)
    sure = np.where(meant, 1 - SLIP - logs.guess, 0).sum(axis=1)
    found: Floats = np.clip(((logs.right & meant).sum(axis=1) - luck) / np.maximum(sure, 1), 0.02, 0.9)
    return found.astype(np.float32)


def items(objectives: Iterable[int], days: Iterable[int], recalled: Iterable[bool]) -> list[FSRSItem]:
    """What the engine is fitted to: for each answer but the first of an objective, all up to it."""
    met: dict[int, list[FSRSReview]] = {}
    last: dict[int, int] = {}
    found: list[FSRSItem] = []
    for objective, day, held in zip(objectives, days, recalled, strict=True):
        reviews = met.setdefault(objective, [])
        reviews.append(FSRSReview(fsrs.GOOD if held else fsrs.AGAIN, day - last.get(objective, day)))
        last[objective] = day
        if len(reviews) > 1:
            found.append(FSRSItem(reviews))
    return found


def fitted(training: Sequence[FSRSItem]) -> list[float]:
    """Parameters that the engine fits; its defaults where it cannot."""
    try:
        found = FSRS(list(PARAMETERS)).compute_parameters(training)
    except (ValueError, RuntimeError):
        return list(PARAMETERS)
    return found if len(found) == len(PARAMETERS) and np.isfinite(found).all() else list(PARAMETERS)


def fitted_to(logs: Logs, recalled: Bools) -> Floats:
    """Parameters [learner, draw, 21], fitted to the answers that are learned from."""
    counts = logs.trained.sum(axis=1)
    return np.array(
        [
            [
                fitted(items(logs.objective[row, :n].tolist(), logs.day[row, :n].tolist(), draw[:n].tolist()))
                for draw in recalled[row]
            ]
            for row, n in enumerate(counts)
        ],
        dtype=np.float32,
    )


def defaults(logs: Logs, draws: int = 1) -> Floats:
    """The default parameters for everybody [learner, draw, 21]."""
    return np.broadcast_to(fsrs.DEFAULTS, (len(logs.answers), draws, len(PARAMETERS)))


def imputed(logs: Logs, first: Bools, draws: int = DRAWS) -> History:
    """Histories without luck: parameters are fitted to them and they are drawn by these, in turns."""
    known = known_before(logs, first)
    parameters = defaults(logs, draws)
    for _ in range(ROUNDS):
        parameters = fitted_to(logs, folded(logs, parameters, known).recalled)
    return folded(logs, parameters, known)


def likeliest(logs: Logs, steps: int = STEPS) -> Floats:
    """Parameters [learner, 1, 21] with the highest posterior, luck and slips in the account: what no engine offers.

    Logarithms of the parameters are normal around those of the defaults. Gauss and Newton's steps, with slopes taken
    from parameters a little larger, one after the other; the best that was met is kept.
    """
    logs = logs._replace(answers=logs.trained.sum(axis=1))
    learners, count = len(logs.answers), len(PARAMETERS)
    at = np.zeros((learners, count))
    best, best_at = np.full(learners, -np.inf), at.copy()
    for _ in range(steps):
        aside = np.concatenate([np.zeros((1, count)), _ASIDE * np.eye(count)])
        history = folded(logs, _allowed(at[:, None] + aside))
        meant = logs.there & (history.repetitions > 0)
        recall = np.clip(history.recall.astype(np.float64), _LEAST, 1 - _LEAST)
        chance, slopes = recall[:, 0], (recall[:, 1:] - recall[:, :1]) / _ASIDE * meant[:, None]
        answered = said(chance, logs.guess)
        likelihood = np.where(meant, np.log(np.where(logs.right, answered, 1 - answered)), 0).sum(axis=1)
        posterior = likelihood - ((at / BETWEEN) ** 2).sum(axis=1) / 2
        better = posterior > best
        best[better], best_at[better] = posterior[better], at[better]
        by_chance = (1 - logs.guess - SLIP) / (answered * (1 - answered))
        score = np.einsum("lja,la->lj", slopes, (logs.right - answered) * by_chance) - at / BETWEEN**2
        weight = (1 - logs.guess - SLIP) * by_chance
        curved = np.einsum("lja,la,lka->ljk", slopes, weight, slopes) + np.diag(1 / BETWEEN**2)
        at = at + np.clip(np.linalg.solve(curved, score[..., None])[..., 0], -0.7, 0.7)
    return _allowed(best_at)[:, None]


def _allowed(logarithms: Array) -> Floats:
    """The defaults, changed by such factors, within what the engine allows."""
    found = (fsrs.DEFAULTS * np.exp(logarithms)).astype(np.float32)
    found[..., :4] = np.clip(found[..., :4], 0.001, 100)
    found[..., 4] = np.clip(found[..., 4], 1, 10)
    found[..., 20] = np.clip(found[..., 20], 0.1, 0.8)
    return found


# ── the recall model: four numbers over states ────────────────────────────────────────────────────────────────────


def features(history: History) -> Array:
    """What the four numbers weigh [learner, draw, answer, 4]."""
    stability = history.stability.astype(np.float64)
    days = np.log(np.maximum(history.elapsed, 1) / 7)[:, None]
    times = np.log(np.maximum(history.repetitions, 1))[:, None]
    found: Array = np.stack(np.broadcast_arrays(np.ones_like(stability), np.log(stability), days, times), axis=-1)
    return found


def recall_model(logs: Logs, history: History, prior: Array = PRIOR, *, frozen: bool) -> Array:
    """The chance of free recall before each answer [learner, answer], by numbers learned answer by answer.

    One Bayesian step each; frozen, they stay as they are when the answers that are learned from end.
    """
    x = features(history)
    learners, draws, answers, _ = x.shape
    numbers = np.tile(prior, (learners, draws, 1))
    spread = np.tile(np.diag(SPREAD**2), (learners, draws, 1, 1))
    found = np.zeros((learners, draws, answers))
    learn = (history.repetitions > 0) & (logs.trained if frozen else logs.there)
    for place in range(answers):
        at = x[:, :, place]
        found[:, :, place] = chance = 1 / (1 + np.exp(-(at * numbers).sum(axis=-1)))
        on = learn[:, place]
        score, weight = _step(logs.right[on, place, None], chance[on], logs.guess[on, place, None])
        along = np.einsum("ldij,ldj->ldi", spread[on], at[on])
        least = 1 + weight * (at[on] * along).sum(axis=-1)
        spread[on] -= (weight / least)[..., None, None] * along[..., :, None] * along[..., None, :]
        numbers[on] += along * (score / least)[..., None]
    mean_of_draws: Array = found.mean(axis=1)
    return mean_of_draws


def _step(right: Bools, chance: Array, guess: Array) -> tuple[Array, Array]:
    """Slope of an answer's log likelihood by the log odds of recall, and its expected curvature."""
    answered = said(chance, guess)
    slope = (1 - guess - SLIP) * chance * (1 - chance)
    spread = answered * (1 - answered)
    return (right - answered) / spread * slope, slope**2 / spread


def said(chance: Array, guess: Array) -> Array:
    """The chance of a right answer, by that of free recall."""
    found: Array = guess + (1 - guess - SLIP) * chance
    return found


def pooled(logs: Logs, history: History) -> Array:
    """The four numbers that fit the answers learned from best, of all learners together (Fisher's scoring)."""
    meant = logs.trained & (history.repetitions > 0)
    x: Array = features(history).mean(axis=1)[meant]
    right, guess = logs.right[meant], logs.guess[meant]
    found: Array = PRIOR.copy()
    for _ in range(30):
        score, weight = _step(right, 1 / (1 + np.exp(-x @ found)), guess)
        found += np.clip(np.linalg.solve((x * weight[:, None]).T @ x + 1e-6 * np.eye(4), x.T @ score), -1, 1)
    return found


# ── what is compared ──────────────────────────────────────────────────────────────────────────────────────────────


class Prediction(NamedTuple):
    """What one way to predict says of every answer [learner, answer]."""

    right: Array
    """The chance of a right answer."""
    recall: Array
    """The chance of free recall: the mastery that it would show."""


BASE = "four numbers over default states, going on"


class Ways(NamedTuple):
    """Ways to predict the same answers."""

    each: dict[str, Prediction]
    judged_by: Bools
    """Which answers [learner, answer]."""
    moved: Bools
    """For which learners the engine's fit is not the defaults."""
    notes: dict[str, Any]


def predictions(logs: Logs) -> Ways:
    """All ways to predict, and what the fits were like."""
    plain = folded(logs, defaults(logs))
    first = logs.there & (plain.repetitions == 0)
    own = fitted_to(logs, logs.right[:, None])
    mine = folded(logs, own)
    drawn = imputed(logs, first)
    likely = folded(logs, likeliest(logs))

    def of_answers(history: History) -> Prediction:
        observed = history.recall.mean(axis=1)
        return Prediction(observed, np.maximum(0, (observed - _options(logs)) / (1 - _options(logs))))

    def of_recall(recall: Array) -> Prediction:
        return Prediction(said(recall, logs.guess), recall)

    found = {
        "default parameters": of_answers(plain),
        "default parameters, read as free recall": of_recall(plain.recall.mean(axis=1)),
        "fitted parameters": of_answers(mine),
        "fitted parameters, luck drawn": of_recall(drawn.recall.mean(axis=1)),
        "fitted parameters, luck in the likelihood": of_recall(likely.recall[:, 0]),
    }
    priors: dict[str, list[float]] = {}
    states = {"default": plain, "fitted": mine, "fitted (luck drawn)": drawn, "fitted (luck in the likelihood)": likely}
    for name, history in states.items():
        model: Callable[..., Array] = partial(recall_model, logs, history)
        found[f"four numbers over {name} states, frozen"] = of_recall(model(frozen=True))
        found[f"four numbers over {name} states, going on"] = of_recall(model(frozen=False))
        prior = pooled(logs, history)
        priors[name] = [round(float(each), 3) for each in prior]
        found[f"four numbers over {name} states, prior made anew, going on"] = of_recall(model(prior, frozen=False))
    found["the truth"] = of_recall(logs.chance.astype(np.float64))
    moved = (own[:, 0] != fsrs.DEFAULTS).any(axis=1)
    least = own[moved, 0, :4].min(axis=1)
    judged_by = logs.there & ~logs.trained & ~first
    notes = {
        "learners": len(own),
        "answers learned from": _middle((logs.trained & logs.there).sum(axis=1)),
        "of them after the first meeting": _middle((logs.trained & logs.there & ~first).sum(axis=1)),
        "fits that return the defaults": int((~moved).sum()),
        "fits that change first stabilities only": int((own[moved, 0, 4:] == fsrs.DEFAULTS[4:]).all(axis=1).sum()),
        "fits with a first stability below .01 days": int((least < 0.01).sum()),
        "priors made anew": priors,
    }
    return Ways(found, judged_by, moved, notes)


def _middle(values: Array) -> list[int]:
    """Least, median and most."""
    return [int(each) for each in (values.min(), np.median(values), values.max())]


def _options(logs: Logs) -> Array:
    """The chance of luck that the game itself corrects mastery by: none for flashcards."""
    return np.where(logs.guess <= FLATTERY, 0, logs.guess)


def judged(logs: Logs, prediction: Prediction, meant: Bools) -> dict[str, Array]:
    """Each learner's measures."""
    p = np.clip(prediction.right, _LEAST, 1 - _LEAST)
    true = said(logs.chance, logs.guess)
    true = np.clip(true, _LEAST, 1 - _LEAST)
    excess = true * np.log(true / p) + (1 - true) * np.log((1 - true) / (1 - p))
    count = meant.sum(axis=1)

    def over(values: Array) -> Array:
        found: Array = np.where(meant, values, 0).sum(axis=1) / count
        return found

    return {
        "log loss": over(-np.log(np.where(logs.right, p, 1 - p))),
        "above the truth": over(excess),
        "predicted less right": over(p - logs.right),
        "mastery less truth": over(prediction.recall - logs.chance),
        "error of mastery": np.sqrt(over((prediction.recall - logs.chance) ** 2)),
    }


def error_by_bins(predicted: Array, right: Array, width: float = 0.05) -> float:
    """Root mean squared difference of predicted and right answers, by bins of what was predicted."""
    place = (predicted / width).astype(np.int64)
    difference, count = np.bincount(place, predicted - right), np.bincount(place)
    return float(np.sqrt(np.sum(difference**2 / np.maximum(count, 1)) / count.sum()))


def compared(
    logs: Logs, groups: dict[str, Bools], person: Ints, cut: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A row for each group of learners and each way to predict: means, and standard errors over persons."""
    logs = logs.first(cut)
    ways = predictions(logs)
    each = {name: judged(logs, way, ways.judged_by) for name, way in ways.each.items()}
    rows: list[dict[str, Any]] = []
    for group, who in (groups | {"all": ways.moved | True, "all whose fit moved": ways.moved}).items():
        if not who.any():
            continue
        here = ways.judged_by & who[:, None]
        for name, way in ways.each.items():
            measures = {measure: clustered(values[who], person[who]) for measure, values in each[name].items()}
            against = clustered((each[name]["log loss"] - each[BASE]["log loss"])[who], person[who])
            expected = clustered((each[name]["above the truth"] - each[BASE]["above the truth"])[who], person[who])
            rows.append(
                {"truth": group, "answers": cut, "way": name, "learners": int(who.sum()), "judged by": int(here.sum())}
                | {measure: _rounded(value) for measure, value in measures.items()}
                | {"log loss less that of four numbers": _rounded(against)}
                | {"expected log loss less that of four numbers": _rounded(expected)}
                | {"error by bins": round(error_by_bins(way.right[here], logs.right[here]), 4)}
            )
    return rows, ways.notes


def clustered(values: Array, person: Ints) -> Mean:
    """A mean over learners, with its standard error where one person, with the same luck, is met in several cells."""
    sums = np.bincount(person, values - values.mean())[np.unique(person)]
    scale = len(sums) / max(len(sums) - 1, 1)
    return Mean(float(values.mean()), float(np.sqrt(scale * np.sum(sums**2)) / len(values)))


def _rounded(value: Mean) -> list[float]:
    return [round(value.mean, 4), round(value.error, 5)]


def milliseconds(logs: Logs, answers: int, times: int = 20) -> dict[str, Any]:
    """Processor time of a fit to so many answers, with the making of its items; short logs are put together."""
    found: list[float] = []
    objectives = int(logs.objective.max()) + 1
    row = 0
    for _ in range(times):
        evidence: list[tuple[int, int, bool]] = []
        while len(evidence) < answers:
            at, n = row % len(logs.answers), int(logs.answers[row % len(logs.answers)])
            names = (logs.objective[at, :n] + at * objectives).tolist()
            evidence += zip(names, logs.day[at, :n].tolist(), logs.right[at, :n].tolist(), strict=True)
            row += 1
        evidence = sorted(evidence[:answers], key=lambda each: each[1])
        started = time.process_time()
        fitted(items(*zip(*evidence, strict=True)))
        found.append(1000 * (time.process_time() - started))
    return {"answers": answers, "median": round(float(np.median(found)), 1), "longest": round(max(found), 1)}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Lines to read."""
    lines = [
        f"{'':62}{'log loss':>9}{'less that of four (± se)':>27}{'expected':>19}"
        f"{'pred-right':>12}{'bins':>7}{'mastery-truth':>15}{'rmse':>7}"
    ]
    for row in rows:
        if row["way"] == "default parameters":
            lines.append(f"{row['truth']}, {row['answers']} answers, {row['learners']} learners, {row['judged by']}")
        gap, expected = row["log loss less that of four numbers"], row["expected log loss less that of four numbers"]
        lines.append(
            f"  {row['way']:60}{row['log loss'][0]:9.4f}{gap[0]:+17.4f} ± {gap[1]:.4f}"
            f"{expected[0]:+10.4f} ± {expected[1]:.4f}"
            f"{row['predicted less right'][0]:+12.3f}{row['error by bins']:7.3f}"
            f"{row['mastery less truth'][0]:+15.3f}{row['error of mastery'][0]:7.3f}"
        )
    return "\n".join(lines)


def main() -> int:
    """Collect, fit, compare, print and write down."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning.fitting", description=__doc__)
    parser.add_argument("--learners", type=int, default=24, help="in each cell")
    parser.add_argument("--policy", default="game", help="what chose the questions")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--results", type=Path, default=RESULTS / "fitting.json")
    options = parser.parse_args()
    notes: dict[str, Any] = {"policy": options.policy, "learners in a cell": options.learners}
    rows: list[dict[str, Any]] = []
    cells = [Cell(truth, *where) for truth in TRUTHS_HERE for where in dict.fromkeys(sum(STUDIES.values(), ()))]
    with ProcessPoolExecutor(options.jobs) as pool:
        found = pool.map(partial(collected, learners=options.learners, policy=options.policy), cells)
        logs = dict(zip(cells, found, strict=True))
    for answers, where in STUDIES.items():
        chosen = [cell for cell in cells if cell[1:] in where]
        truth = np.repeat([cell.truth for cell in chosen], options.learners)
        groups = {name: truth == name for name in TRUTHS_HERE}
        together = joined([logs[cell] for cell in chosen])
        person = np.tile(np.arange(options.learners), len(chosen))
        each, fits = compared(together, groups, person, answers)
        rows += each
        notes[f"{answers} answers"] = fits | {"milliseconds of a fit": milliseconds(together, answers)}
    print(table(rows))
    print(json.dumps(notes, indent=1))
    lines = ",\n".join(json.dumps(row) for row in rows)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(f'{{"notes": {json.dumps(notes)}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
