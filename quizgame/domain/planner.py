"""What to ask in the minutes there are: the questions that add most memory for each second of the break.

A due list assumes time without end. This planner weighs every objective, due or not, met before or new, by the recall
in thirty days that asking it now is expected to add, over the seconds it is expected to take. What to expect is learned
from the learner's own answers (`forgetting`). Asking again on the same day comes last, in minutes left over.

A conversation practises several objectives on its way. It is held when they gain as much by it as by questions, or as
the finale of a session that is long enough; one that was begun and left comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nsmallest
from itertools import islice
from math import sqrt
from typing import Literal, NamedTuple

from quizgame.domain import forgetting
from quizgame.domain.forgetting import Experience
from quizgame.domain.questions import Kind

Reason = Literal["new", "revised", "due", "early", "slipped", "practice", "conversation"]
"""Why a question is asked. `slipped` (in this session) and `practice` are second askings on the same study day;
`conversation` is its next turn, or a whole one that the planner has chosen."""

WORTH = 0.0005
"""Expected growth of the chance of recall, per second, below which an objective waits behind what slipped today: about
a hundredth of a recall for a question of twenty seconds. What is due lies well above."""

FIRST_SHARE = 0.80
"""The largest share of new objectives while too little is known of how the learner forgets: who never meets anything
again would never find out."""

ENOUGH = 15
"""Pieces of evidence, first meetings apart, that must be there at least to know enough."""

ENOUGH_EACH = 0.08
"""How many there must be for each first meeting: about one meeting in thirteen is not a first one, for ever."""

LOOK_AHEAD = 8
"""How far down a ranking another topic is looked for, so that neighbours differ."""

NEARLY = 0.8
"""The share of the best worth that another topic must still have to be preferred."""

SPACING = 2
"""Questions that lie between a slip and its second asking."""

STARTING_PACE: Mapping[Kind, float] = {"flashcard": 14.0, "better-response": 24.0, "conversation": 22.0}
"""Seconds for a question of each kind, its verdict included, before the learner's own pace is known; of a conversation
for one turn."""

DEBRIEFING = 20.0
"""Seconds for looking back on a conversation."""

FINALE = 0.55
"""The share of a session that a conversation may take up as its finale: six turns of five minutes, and none of one or
three."""

AIR = 1.5
"""Times the expected seconds of the next question that must be left before a finale for that question to be asked: many
a question takes longer than expected, and the finale would be missed."""

REST_DAYS = 3
"""Study days after which a conversation is offered again: before, its wording would be remembered, not its point."""

LONGEST_SESSION = 400
"""More questions than an hour holds."""

READING = 20.0
"""Seconds between answers that count as reading the verdict; what goes beyond was a pause."""

LONGEST = 90.0
"""Seconds beyond which a gap between answers says nothing about pace: the learner was away."""


class Known(NamedTuple):
    """An objective met before, with the variant whose turn it is."""

    objective: str
    pack: str
    question: str
    kind: Kind
    stability: float
    difficulty: float
    repetitions: int
    last_day: int
    due: int
    revised: bool


class Fresh(NamedTuple):
    """An objective never met, with its first variant."""

    objective: str
    pack: str
    question: str
    kind: Kind


class Strength(NamedTuple):
    """What is left of an objective met before."""

    stability: float
    difficulty: float
    repetitions: int
    last_day: int


class Dialogue(NamedTuple):
    """A conversation in play, as the learner left it."""

    conversation: str
    pack: str
    turns: tuple[tuple[str, str], ...]
    """Turn and objective, by their keys, of what the best responses lead through from here on."""
    begun: bool = False
    """Whether it waits to be ended."""
    last_day: int | None = None
    """The study day on which a turn of it was last answered."""


class Offer(NamedTuple):
    """A conversation, weighed."""

    dialogue: Dialogue
    seconds: float
    """How long it is expected to take."""
    worth: float
    """Expected growth of the chance of recall in thirty days, per second, summed over its objectives."""
    ready: bool
    """Whether half of its objectives were met before, and its wording has had time to fade."""


class Pick(NamedTuple):
    """A question to ask, or a conversation to hold."""

    objective: str
    pack: str
    question: str
    """Key of the question, the turn, or the conversation."""
    seconds: float
    """How long it is expected to take."""
    reason: Reason
    worth: float = 0.0
    """Expected growth of the chance of recall in thirty days, per second; 0 where it was not weighed."""


class Queue(NamedTuple):
    """Everything that could be asked on one study day, in order."""

    known: tuple[Pick, ...]
    """By worth, falling; only what was not answered on that day."""
    fresh: tuple[Pick, ...]
    """In the packs' order."""
    practised: tuple[Pick, ...]
    """What was answered on that day already, the weakest memory first: there is always something to practise."""
    share: float
    """The largest share of new objectives, 0 to 1."""
    offers: tuple[Offer, ...] = ()
    """In the packs' order."""

    def without(self, conversation: str) -> Queue:
        """The queue after a conversation was held."""
        return self._replace(offers=tuple(each for each in self.offers if each.dialogue.conversation != conversation))


class Asked(NamedTuple):
    """A question that this session has asked, or would have asked in a forecast."""

    pick: Pick
    slipped: bool


def paces(gaps: Iterable[tuple[Kind, float]]) -> dict[Kind, float]:
    """Seconds that a question of each kind takes this learner: the median of the latest gaps, idle time capped.

    `gaps` are (kind, seconds) between answers of one session. Five imagined answers at the starting pace steady the
    first sessions.
    """
    seconds: dict[Kind, list[float]] = {kind: [start] * 5 for kind, start in STARTING_PACE.items()}
    for kind, gap in gaps:
        seconds[kind].append(min(max(gap, 1.0), LONGEST))
    return {kind: sorted(values)[len(values) // 2] for kind, values in seconds.items()}


def queue(
    known: Iterable[Known],
    fresh: Iterable[Fresh],
    day: int,
    pace: Mapping[Kind, float],
    experience: Experience = forgetting.START,
) -> Queue:
    """Rank everything that could be asked on study day `day`; ties are broken by the objective's key.

    Every objective is weighed; as many as the longest session can ask are kept.
    """
    weighed: list[tuple[bool, float, str, Known]] = []
    practised: list[tuple[float, str, Known]] = []
    gain, curve = forgetting.gain, experience.curve
    # Of objectives met once or twice, many share their state with others: it is weighed once.
    gains: dict[tuple[float, float, int, int], float] = {}
    for each in known:
        objective, _, _, kind, stability, difficulty, repetitions, last_day, _, revised = each
        elapsed = day - last_day
        if elapsed >= 1 or revised:
            state = (stability, difficulty, repetitions, max(elapsed, 0))
            if (gained := gains.get(state)) is None:
                gained = gains[state] = gain(curve, *state)
            worth = gained / pace[kind]
            weighed.append((not revised, -worth, objective, each))
        else:
            practised.append((stability, objective, each))
    first = forgetting.worth_of_new(experience)
    return Queue(
        tuple(_weighed(found, -worth, day, pace) for _, worth, _, found in nsmallest(LONGEST_SESSION, weighed)),
        tuple(_new(each, first, pace) for each in fresh),
        tuple(_practice(found, pace) for _, _, found in nsmallest(LONGEST_SESSION, practised)),
        largest_share(experience),
    )


def modest(sample: Queue, share: float) -> float:
    """What at least as many as the longest session can ask are most likely worth, told by the queue of a sample.

    `share` is how much of all it holds; 0 where it holds too few to tell, or most are as good.
    """
    expected = LONGEST_SESSION * share
    place = int(expected + 3 * sqrt(expected))
    worths = [each.worth for each in sample.known if each.reason != "revised"]
    return worths[place] if 4 * place <= len(worths) else 0.0


def reaches(plan: Queue, worth: float) -> bool:
    """Whether a queue surely begins as the one of all objectives does, if those left out are worth less than this."""
    last = plan.known[-1] if len(plan.known) == LONGEST_SESSION else None
    return last is not None and (last.reason == "revised" or last.worth >= worth)


def largest_share(experience: Experience) -> float:
    """The largest share of new objectives that a session may have."""
    enough = experience.outcomes >= max(ENOUGH, ENOUGH_EACH * experience.firsts)
    return 1.0 if enough else FIRST_SHARE


def _new(found: Fresh, gained: float, pace: Mapping[Kind, float]) -> Pick:
    seconds = pace[found.kind]
    return Pick(found.objective, found.pack, found.question, seconds, "new", gained / seconds)


def _weighed(found: Known, worth: float, day: int, pace: Mapping[Kind, float]) -> Pick:
    objective, pack, question, kind, _, _, _, _, due, revised = found
    reason: Reason = "revised" if revised else "due" if due <= day else "early"
    return Pick(objective, pack, question, pace[kind], reason, worth)


def _practice(found: Known, pace: Mapping[Kind, float]) -> Pick:
    objective, pack, question, kind, *_ = found
    return Pick(objective, pack, question, pace[kind], "practice")


def offers(
    dialogues: Iterable[Dialogue],
    memories: Mapping[str, Strength],
    day: int,
    pace: Mapping[Kind, float],
    experience: Experience = forgetting.START,
) -> tuple[Offer, ...]:
    """Weigh conversations on study day `day`; `memories` are those of the objectives met before."""
    return tuple(_offer(each, memories, day, pace["conversation"], experience) for each in dialogues)


def _offer(
    dialogue: Dialogue, memories: Mapping[str, Strength], day: int, pace: float, experience: Experience
) -> Offer:
    objectives = {objective for _, objective in dialogue.turns}
    met = [memories[objective] for objective in sorted(objectives) if objective in memories]
    growth = sum(
        forgetting.gain(experience.curve, each.stability, each.difficulty, each.repetitions, day - each.last_day)
        for each in met
        if day > each.last_day
    )
    seconds = len(dialogue.turns) * pace + DEBRIEFING
    rested = dialogue.last_day is None or day - dialogue.last_day >= REST_DAYS
    return Offer(dialogue, seconds, growth / seconds, rested and 2 * len(met) >= len(objectives))


def choose(plan: Queue, asked: Sequence[Asked], remaining: float, length: float = 0.0) -> Pick | None:
    """What comes next in a session of `length` seconds that has `remaining` left, or None when it should end.

    Nothing is started that is not expected to fit, save the first question of a session.
    """
    budget = remaining if asked else float("inf")
    done = {each.pick.objective for each in asked}
    fitting = [each for each in plan.offers if each.seconds <= remaining]
    if begun := next((each for each in fitting if each.dialogue.begun), None):
        return _held(begun)
    new_so_far = sum(each.pick.reason == "new" for each in asked)
    fresh = _fitting(plan.fresh, done, budget)
    known = _fitting(plan.known, done, budget)
    worthwhile = [pick for pick in known if pick.reason == "revised" or pick.worth >= WORTH]
    revised = bool(worthwhile) and worthwhile[0].reason == "revised"
    pays = bool(fresh) and not revised and fresh[0].worth >= (worthwhile[0].worth if worthwhile else 0.0)
    want_new = pays and new_so_far < int(plan.share * (len(asked) + 1) + 0.5)
    last = asked[-1].pick.pack if asked else ""
    pools = (fresh, worthwhile) if want_new else (worthwhile, fresh)
    following = next((pool[0].seconds for pool in pools if pool), float("inf"))
    if finale := _finale(fitting, asked, remaining - AIR * following, length):
        return _held(finale)
    ready = (each for each in fitting if each.ready)
    gainful = max(ready, key=lambda each: _left(each, done), default=None)
    if gainful and not want_new and _left(gainful, done) >= (worthwhile[0].worth if worthwhile else WORTH):
        return _held(gainful)
    for pool in pools:
        if pool:
            return _another_topic(pool, last)
    again = [pick for pick in _slipped(asked) if pick.seconds <= budget]
    rest = (*again, *known, *_fitting(plan.practised, done, budget), *_last_resort(plan, budget))
    return rest[0] if rest else None


def _last_resort(plan: Queue, budget: float) -> list[Pick]:
    """Conversations for a session that has nothing else."""
    return [_held(each) for each in plan.offers if each.seconds <= budget]


def _finale(fitting: Sequence[Offer], asked: Sequence[Asked], after: float, length: float) -> Offer | None:
    """The conversation that a session ends with, if it would no longer fit once `after` seconds are left."""
    if any(each.pick.reason == "conversation" for each in asked):
        return None
    done = {each.pick.objective for each in asked}
    able = [each for each in fitting if each.ready and each.seconds <= length * FINALE]
    best = max(able, key=lambda each: _left(each, done), default=None)
    return best if best and after < best.seconds else None


def _left(offer: Offer, done: Set[str]) -> float:
    """What a conversation is still worth when some of its objectives were asked in this session."""
    objectives = {objective for _, objective in offer.dialogue.turns}
    return offer.worth * len(objectives - done) / len(objectives)


def _held(offer: Offer) -> Pick:
    dialogue = offer.dialogue
    _, objective = dialogue.turns[0]
    return Pick(objective, dialogue.pack, dialogue.conversation, offer.seconds, "conversation", offer.worth)


def forecast(plan: Queue, seconds: float, asked: Sequence[Asked] = (), spent: float = 0.0) -> list[Pick]:
    """What is still to come in a session of `seconds`, if everything takes as long as expected and nothing slips.

    A conversation counts as one.
    """
    picks: list[Pick] = []
    gone = list(asked)
    while pick := choose(plan, gone, seconds - spent, seconds):
        picks.append(pick)
        gone += _as_asked(plan, pick)
        plan = plan.without(pick.question)
        spent += pick.seconds
    return picks


def _as_asked(plan: Queue, pick: Pick) -> list[Asked]:
    """A pick that went as expected: of a conversation all its turns."""
    dialogue = next((each.dialogue for each in plan.offers if each.dialogue.conversation == pick.question), None)
    if dialogue is None:
        return [Asked(pick, slipped=False)]
    return [
        Asked(pick._replace(question=turn, objective=objective), slipped=False) for turn, objective in dialogue.turns
    ]


def _fitting(picks: Iterable[Pick], done: set[str], budget: float) -> list[Pick]:
    """The first few of a ranking that are not asked yet and fit into `budget` seconds."""
    return list(islice((pick for pick in picks if pick.objective not in done and pick.seconds <= budget), LOOK_AHEAD))


def _another_topic(pool: Sequence[Pick], last: str) -> Pick:
    """The first of the pool, or one worth nearly as much from another pack than the last question's."""
    first = pool[0]
    if first.reason == "revised":
        return first
    return next((pick for pick in pool if pick.pack != last and pick.worth >= first.worth * NEARLY), first)


def _slipped(asked: Sequence[Asked]) -> list[Pick]:
    """What slipped in this session and has not been right since, oldest first, with other questions in between."""
    latest = {each.pick.objective: each for each in asked}
    rested = {each.pick.objective for each in asked[-SPACING:]}
    return [
        each.pick._replace(reason="slipped", worth=0.0)
        for objective, each in latest.items()
        if each.slipped and objective not in rested
    ]
