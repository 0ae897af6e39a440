"""Rules about the responses of one question: what sets the best one apart without any knowledge of the matter."""

from __future__ import annotations

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.english import ABSOLUTES, WARM, content_words, is_straw
from quizgame.packs.check.findings import Spot, Spots, amount, cited

FEWEST, MOST = 3, 4
"""Options: two are half right by chance, and beyond four some are rarely chosen (Rodriguez 2005)."""
LONG, SHORT = 1.5, 0.6
"""Length of the best response as a share of the mean of the others."""
SHARED = 2
"""Content words of the scene that the best response may repeat beyond any other."""


def number_of_options(asked: Asked) -> Spots:
    """W1; a turn may have two, since a conversation is not solved by one guess."""
    number = len(asked.options)
    if asked.turn:
        return
    if asked.options and number < FEWEST:
        chance = "half of all guesses are right"
        yield Spot(("options",), f"There are only {number} options, so {chance}.", remedy="Add a plausible one.")
    elif number > MOST:
        yield Spot(("options",), f"There are {number} options.", remedy="Take out those that nobody would choose.")


def telling_length(asked: Asked) -> Spots:
    """W2."""
    if not asked.options:
        return
    best = len(asked.says[asked.best])
    others = [len(asked.says[index]) for index in asked.others]
    share = best / (sum(others) / len(others))
    if best > max(others) and share >= LONG:
        kind, remedy = "longest", "Shorten it, or give the others as much to say."
    elif best < min(others) and share <= SHORT:
        kind, remedy = "shortest", "Give it more to say, or shorten the others."
    else:
        return
    what = f"The best {asked.parts.option} is the {kind}, {share:.1f} times the mean of the others."
    yield Spot(asked.say_path(asked.best), what, asked.says[asked.best], remedy)


def telling_absolutes(asked: Asked) -> Spots:
    """W5: the best alone has one, or at least half of the others can be struck out for theirs."""
    found = [ABSOLUTES.search(say) for say in asked.says]
    if not any(found):
        return
    others = [index for index in asked.others if found[index]]
    in_best = found[asked.best]
    if in_best and not others:
        what = f"Only the best {asked.parts.option} has an absolute word, {cited(in_best[0])}."
        yield Spot(asked.say_path(asked.best), what, asked.says[asked.best])
    elif others and not in_best and 2 * len(others) >= len(asked.others):
        met = dict.fromkeys(match[0].lower() for index in others if (match := found[index]))
        listed = " and ".join(f"{cited(word)}" for word in met)
        what = f"Wrong {asked.parts.options} have absolute words ({listed}), and the best one has none."
        yield Spot(asked.say_path(others[0]), what, asked.says[others[0]])


def telling_words_of_the_scene(asked: Asked) -> Spots:
    """W7."""
    if not asked.options:
        return
    scene = content_words(asked.scene_words)
    shared = [content_words(said) & scene for said in asked.said_words]
    most = max(len(shared[index]) for index in asked.others)
    beyond = len(shared[asked.best]) - most
    if beyond >= SHARED:
        repeated = ", ".join(
            dict.fromkeys(word for word in asked.said_words[asked.best] if content_words([word]) & scene)
        )
        what = (
            f"The best {asked.parts.option} repeats {amount(beyond, 'word')} of {asked.parts.tells}"
            f" more than any other does ({repeated})."
        )
        yield Spot(asked.say_path(asked.best), what, asked.says[asked.best])


def telling_warmth(asked: Asked) -> Spots:
    """W11."""
    if not asked.options:
        return
    warm = WARM.search(asked.says[asked.best])
    if warm and not any(WARM.search(asked.says[index]) for index in asked.others):
        what = f"Only the best {asked.parts.option} has a warm word, {cited(warm[0])}."
        yield Spot(asked.say_path(asked.best), what, asked.says[asked.best])


def straw_options(asked: Asked) -> Spots:
    """W12."""
    if asked.options and all(is_straw(asked.says[index]) for index in asked.others):
        first = asked.others[0]
        what = f"Every wrong {asked.parts.option} insults, shouts or refuses, so nobody will choose one."
        yield Spot(asked.say_path(first), what, asked.says[first])
