"""A conversation as it is played: the run of what was said so far, the best way on, and what a sound graph must hold.

A run is nothing but the choices made; temperature, place and ending follow from them. So the log, which has the
choices, is enough to go on days later, and an answer taken back leads back by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, get_args

from quizgame.domain.questions import Conversation, Outcome, Response, Turn

CALM, FURIOUS = 0, 10
"""The temperatures that a customer can have."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""From the best to the worst."""

MOST_TURNS = 8
"""Turns on a path."""
MOST_PATHS = 400
"""Ways through a conversation, so that every one of them can be played in a test."""

_WORDS = ("calm", "calm", "easing", "easing", "tense", "tense", "angry", "angry", "furious", "furious", "furious")


class Step(NamedTuple):
    """One choice of a run."""

    turn: str
    chosen: int
    """Index of the response, in the file's order."""
    before: int
    after: int
    """The temperature before and after."""


@dataclass(frozen=True, slots=True)
class Run:
    """How far a conversation has come."""

    conversation: Conversation
    steps: tuple[Step, ...] = ()

    @property
    def temperature(self) -> int:
        """The customer's temperature now."""
        return self.steps[-1].after if self.steps else self.conversation.temperature

    @property
    def place(self) -> str:
        """Id of the turn that waits for a response, or the outcome."""
        if not self.steps:
            return self.conversation.turns[0].id
        last = self.steps[-1]
        return leads_to(self.conversation.turn(last.turn).responses[last.chosen], last.after)

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it goes on."""
        place = self.place
        return next((outcome for outcome in OUTCOMES if outcome == place), None)

    @property
    def turn(self) -> Turn:
        """The turn that waits for a response; raises KeyError when the conversation has ended."""
        return self.conversation.turn(self.place)

    @property
    def heard(self) -> str:
        """What the customer says now: the reply to what was said last, then the words of the turn that waits."""
        reply = self.said(self.steps[-1]).reply if self.steps else ""
        words = "" if self.outcome else self.turn.says
        return f"{reply} {words}".strip()

    @property
    def debrief(self) -> str:
        """The line of debriefing for how it ended; empty while it goes on."""
        return dict(self.conversation.endings).get(self.outcome, "") if self.outcome else ""

    def said(self, step: Step) -> Response:
        """What the learner said in a step."""
        return self.conversation.turn(step.turn).responses[step.chosen]

    def say(self, chosen: int) -> Run:
        """Give the response with this index; raises IndexError when there is none, KeyError after the end."""
        turn, before = self.turn, self.temperature
        after = warmed(before, turn.responses[chosen].effect)
        return replace(self, steps=(*self.steps, Step(turn.id, chosen, before, after)))

    def back_to(self, step: int) -> Run:
        """The run as it stood before a step, counted from 0."""
        return replace(self, steps=self.steps[:step])


def warmed(temperature: int, effect: int) -> int:
    """The temperature after an effect."""
    return min(FURIOUS, max(CALM, temperature + effect))


def in_words(temperature: int) -> str:
    """A word for a temperature.

    >>> in_words(0), in_words(5), in_words(8)
    ('calm', 'tense', 'furious')
    """
    return _WORDS[temperature]


def leads_to(response: Response, temperature: int) -> str:
    """The turn or outcome that follows a response, by the temperature after its effect."""
    return next(way.to for way in response.ways if way.least <= temperature <= way.most)


def followed(conversation: Conversation, said: Iterable[tuple[str, int]]) -> Run | None:
    """The latest run in a learner's answers: turn and chosen response, in the order they were given.

    An answer to the opening begins anew, unless the run waits for it. Any other for which the run does not wait is
    passed over: it was given in another window. None when nothing was begun.
    """
    opening = conversation.turns[0].id
    run: Run | None = None
    for turn, chosen in said:
        if turn == opening and (run is None or run.place != turn):
            run = Run(conversation)
        if run is not None and run.place == turn and chosen < len(run.turn.responses):
            run = run.say(chosen)
    return run if run is not None and run.steps else None


def best_from(run: Run) -> Run:
    """The run carried on to its end with the best response at every turn."""
    while run.outcome is None:
        run = run.say(run.turn.best)
    return run


def paths(run: Run) -> Iterator[Run]:
    """Every way to end a run; the conversation must have no cycles."""
    waiting = [run]
    while waiting:
        current = waiting.pop()
        if current.outcome is not None:
            yield current
        else:
            waiting += [current.say(chosen) for chosen in reversed(range(len(current.turn.responses)))]


class Moment(NamedTuple):
    """One step of a run, looked back on."""

    step: Step
    turn: Turn
    said: Response
    best: Response
    turned: bool
    """Whether the best ending that had been within reach was lost here for the first time."""


def looked_back(run: Run) -> list[Moment]:
    """The steps of a run, and where it turned."""

    @cache
    def within_reach(place: str, temperature: int) -> int:
        """Place of the best ending among all outcomes, 0 for the best; how one came here does not matter."""
        if place in OUTCOMES:
            return OUTCOMES.index(place)
        return min(within_reach(*_onward(each, temperature)) for each in run.conversation.turn(place).responses)

    runs = (run.back_to(number) for number in range(len(run.steps) + 1))
    reach = [within_reach(each.place, each.temperature) for each in runs]
    fall = next((number for number in range(len(run.steps)) if reach[number + 1] > reach[number]), -1)
    moments = []
    for number, step in enumerate(run.steps):
        turn = run.conversation.turn(step.turn)
        responses = turn.responses
        moments.append(Moment(step, turn, responses[step.chosen], responses[turn.best], number == fall))
    return moments


class Flaw(NamedTuple):
    """Something that a sound conversation must not have."""

    turn: int
    """Index of the turn; -1 for the conversation as a whole."""
    response: int
    """Index of the response; -1 for the turn as a whole."""
    what: str
    remedy: str
    ending: str = ""
    """The ending that it is about; empty for none."""


_State = tuple[str, int]
"""A place, and the temperature at which somebody is there."""
_Worth = tuple[int, int]
"""Index of the outcome, and the temperature in the end: the lower the better."""


def flaws(conversation: Conversation) -> list[Flaw]:
    """What is wrong with the graph of a conversation whose ways lead to its turns and endings.

    Cycles first: nothing else can be asked of a conversation that may never end. Then length, and only then worth.
    """
    found = list(_cycles(conversation))
    if not found:
        found += _too_long(conversation)
    if not found:
        found += [*_unreached(conversation), *_rewards(conversation)]
    return found


def _cycles(conversation: Conversation) -> Iterator[Flaw]:
    """The first response found that leads back to a turn on its own way."""
    places = {turn.id: index for index, turn in enumerate(conversation.turns)}
    state: dict[str, int] = {}  # 1 while a turn's ways are being followed, 2 once they all were
    for opening, place in places.items():
        stack = [(opening, iter(_ways(conversation, place)))]
        if state.setdefault(opening, 1) == 2:
            continue
        while stack:
            name, ways = stack[-1]
            response, to = next(ways, (-1, ""))
            if response < 0:
                state[name] = 2
                stack.pop()
            elif state.get(to) == 1:
                what = f"This response leads back to the turn “{to}”, so the conversation may never end."
                yield Flaw(places[name], response, what, "Lead it to a later turn, or to an ending.")
                return
            elif to in places and to not in state:
                state[to] = 1
                stack.append((to, iter(_ways(conversation, places[to]))))


def _ways(conversation: Conversation, turn: int) -> list[tuple[int, str]]:
    responses = enumerate(conversation.turns[turn].responses)
    return [(index, way.to) for index, response in responses for way in response.ways]


def _too_long(conversation: Conversation) -> Iterator[Flaw]:
    """A path of too many turns, or else too many paths; they are counted together, turn by turn, and not walked."""
    here = Counter({(conversation.turns[0].id, conversation.temperature): 1})
    ended = 0
    for _ in range(MOST_TURNS):
        following: Counter[_State] = Counter()
        for (place, temperature), ways in here.items():
            for response in conversation.turn(place).responses:
                state = _onward(response, temperature)
                if state[0] in OUTCOMES:
                    ended += ways
                else:
                    following[state] += ways
        here = following
    if here:
        places = {place for place, _ in here}
        turn = next(index for index, each in enumerate(conversation.turns) if each.id in places)
        what = f"A path comes to this turn as its number {MOST_TURNS + 1}; {MOST_TURNS} turns are allowed."
        yield Flaw(turn, -1, what, "Take a turn out, or end earlier.")
    elif ended > MOST_PATHS:
        what = f"There are {ended} paths through this conversation; {MOST_PATHS} are allowed."
        yield Flaw(-1, -1, what, "Take out responses, or let blunders end it.")


def _onward(response: Response, temperature: int) -> _State:
    """Where a response leads that is given at a temperature, and the temperature then."""
    after = warmed(temperature, response.effect)
    return leads_to(response, after), after


def _states(conversation: Conversation) -> set[_State]:
    """Every turn with every temperature at which some path comes to it."""
    waiting = [(conversation.turns[0].id, conversation.temperature)]
    found = set(waiting)
    while waiting:
        place, temperature = waiting.pop()
        following = {_onward(response, temperature) for response in conversation.turn(place).responses}
        new = {state for state in following - found if state[0] not in OUTCOMES}
        found |= new
        waiting += new
    return found


def _unreached(conversation: Conversation) -> Iterator[Flaw]:
    met: set[str] = {conversation.turns[0].id}
    taken: set[tuple[str, int, int]] = set()
    for place, temperature in _states(conversation):
        for number, response in enumerate(conversation.turn(place).responses):
            after = warmed(temperature, response.effect)
            way = next(index for index, each in enumerate(response.ways) if each.least <= after <= each.most)
            taken.add((place, number, way))
            met.add(response.ways[way].to)
    for index, turn in enumerate(conversation.turns):
        if turn.id not in met:
            what = f"No path comes to the turn “{turn.id}”."
            yield Flaw(index, -1, what, "Let a response lead to it, or remove it.")
            continue
        for number, response in enumerate(turn.responses):
            for way, each in enumerate(response.ways):
                if (turn.id, number, way) not in taken:
                    what = f"No path is at a temperature that takes the way to “{each.to}”."
                    yield Flaw(index, number, what, "Change `when`, or remove this way.")
    for outcome, _ in conversation.endings:
        if outcome not in met:
            what = f"No path comes to the ending “{outcome}”."
            yield Flaw(-1, -1, what, "Let a response lead to it, or remove it.", outcome)


def _rewards(conversation: Conversation) -> Iterator[Flaw]:
    """Responses after which a conversation can end better than with the best response, whatever came before."""
    turns = {turn.id: (index, turn) for index, turn in enumerate(conversation.turns)}

    @cache
    def with_best(place: str, temperature: int) -> _Worth:
        """What the end is worth if the best is said from here on."""
        if place in OUTCOMES:
            return OUTCOMES.index(place), temperature
        _, turn = turns[place]
        return with_best(*_onward(turn.responses[turn.best], temperature))

    @cache
    def at_best(place: str, temperature: int) -> _Worth:
        """What the end can be worth, whatever is said."""
        if place in OUTCOMES:
            return OUTCOMES.index(place), temperature
        _, turn = turns[place]
        return min(at_best(*_onward(each, temperature)) for each in turn.responses)

    told: set[tuple[int, int]] = set()
    for state in sorted(_states(conversation)):
        index, turn = turns[state[0]]
        best = with_best(*state)
        for number, response in enumerate(turn.responses):
            found = at_best(*_onward(response, state[1]))
            if not response.best and found < best and (index, number) not in told:
                told.add((index, number))
                yield Flaw(index, number, _rewarded(state[1], found, best), "Let a worse response end no better.")


def _rewarded(temperature: int, found: _Worth, best: _Worth) -> str:
    start = f"Said at temperature {temperature}, this response can end better than the best one: "
    if found[0] != best[0]:
        return f"{start}“{OUTCOMES[found[0]]}” instead of “{OUTCOMES[best[0]]}”."
    return f"{start}“{OUTCOMES[best[0]]}” at {found[1]} instead of {best[1]}."
