"""What item reports call things, in every form alike."""

from __future__ import annotations

from collections import Counter

from quizgame.domain.item_findings import Level, signed
from quizgame.domain.item_report import ItemReport, PackItems, Row
from quizgame.domain.items import MINIMUM_REST, PROVISIONAL, Choice, Item
from quizgame.domain.questions import BetterResponse, Flashcard
from quizgame.domain.text import plain
from quizgame.domain.words import count
from quizgame.reports.untrusted import clean
from quizgame.reports.wording import percent

SIGNS: dict[Level, str] = {
    "check the key": "!",
    "misconception": "~",
    "look again": "?",
    "idle option": "·",
    "fine": "✓",
}

WORDS: dict[Level, str] = {
    "check the key": "check the key",
    "misconception": "sure but wrong",
    "look again": "look again",
    "idle option": "idle option",
    "fine": "fine",
}

FLAGGED, FLAG = "flagged", "⚑"

WORTH = "Worth your time"
ALL = "Every question"
RAISED = "Flagged by learners"
NOTHING_FOUND = "No question stands out, and nobody has flagged one."
NOBODY = (
    "Nobody has answered a question yet. Once learners have played here, or have sent you what "
    "`quizgame learners export NAME FILE --for-trainer` writes, this shows how each question fares."
)
HOW_TO_READ = (
    "Each learner's first answer to a question counts, and none after it. Right: how many chose the option marked "
    "best. Item-rest: whether those who get it right also do well on the pack's other questions; +0.20 and more is "
    "sound, and below 0 something is wrong with the question. Sure but wrong: answers marked sure that were wrong."
)


def name(row: Row) -> str:
    """A question as lists name it: `late-kettle`, or `late-kettle (revision 2)`."""
    item = row.item
    identity = clean(item.question.partition("/")[2])
    if row.question is not None:
        return identity if item.revision == 1 else f"{identity} (revision {item.revision})"
    return f"{identity} (revision {item.revision}, not asked here)"


def standing(row: Row) -> str:
    """How many answers are behind a question's figures: `41 first answers, provisional`."""
    if not row.item.answers:
        return "no answers yet"
    return f"{count(row.item.answers, 'first answer')}, {row.item.mark}"


def right(item: Item) -> str:
    """Share right, or the bare count where a share would be mostly luck."""
    if not item.answers:
        return "–"
    return f"{item.right} of {item.answers}" if item.mark == "counts only" else percent(item.p)


def rest(item: Item) -> str:
    """The correlation, where it is more than luck."""
    return signed(item.rest) if judged_rest(item) is not None and item.rest is not None else "–"


def judged_rest(item: Item) -> float | None:
    """The correlation where enough learners are behind it."""
    return item.rest if item.rested >= PROVISIONAL else None


def sure_but_wrong(item: Item) -> str:
    """Share, or count, of answers that were sure and wrong; nothing where nobody said how sure they were."""
    if not item.stated:
        return "–"
    return str(item.sure_wrong) if item.mark == "counts only" else percent(item.sure_but_wrong)


def chosen(choice: Choice, item: Item) -> str:
    """How often an option was chosen: `12`, or `12 (40 %)`."""
    return str(choice.chosen) if item.mark == "counts only" else f"{choice.chosen} ({percent(choice.share)})"


def option(choice: Choice, row: Row) -> str:
    """An option by what it says, or by its place in the file."""
    return clean(row.says[choice.option]) if row.says else f"Option {choice.option + 1} in the file"


def asked(row: Row) -> str:
    """What the learner was asked; empty where the text is not here."""
    if isinstance(row.question, BetterResponse):
        return clean(plain(f"{row.question.scene} {row.question.ask}"))
    return clean(plain(row.question.front)) if isinstance(row.question, Flashcard) else ""


def level(row: Row) -> str:
    """The gravest finding in a word or two."""
    if row.level is not None and (row.level != "fine" or not row.flags):
        return WORDS[row.level]
    return FLAGGED if row.flags else ""


def sign(row: Row) -> str:
    """The same as one sign."""
    if row.level is not None and (row.level != "fine" or not row.flags):
        return SIGNS[row.level]
    return FLAG if row.flags else ""


def notes(row: Row) -> list[str]:
    """What learners wrote, and how many flagged the question without a word."""
    counted = Counter(filter(None, map(clean, row.flags)))
    written = [f"“{note}”" + (f" ({number} times)" if number > 1 else "") for note, number in counted.items()]
    silent = len(row.flags) - counted.total()
    return written + ([f"{count(silent, 'flag')} without a note"] if silent else [])


def elsewhere(item: Item) -> str:
    """What is not in the counts of the options, and why; empty where all of it is."""
    if not item.elsewhere:
        return ""
    return (
        f"{count(item.elsewhere, 'answer')} to a wording whose options stood in another order count as right or wrong, "
        "and not for the options."
    )


def rest_note(item: Item) -> str:
    """Why there is no correlation; empty where there is one."""
    if not item.options or item.mark == "counts only" or judged_rest(item) is not None:
        return ""
    if item.rested < PROVISIONAL:
        return (
            f"No item-rest yet: it needs {PROVISIONAL} learners who have answered at least {MINIMUM_REST} other "
            f"questions of the pack, and {item.rested} have."
        )
    return "No item-rest: everybody did alike on this question, or on all the others."


def pack_name(pack: PackItems) -> str:
    """A pack by title and id."""
    title = clean(pack.title)
    return title if title == pack.pack else f"{title} ({clean(pack.pack)})"


def coverage(pack: PackItems) -> str:
    """How much of a pack has been met: `41 learners; 28 of its 30 questions answered.`"""
    met = f"{pack.asked} of its {count(pack.questions, 'question')} answered" if pack.questions else "not in this store"
    return f"{count(pack.learners, 'learner')}; {met}."


def found(report: ItemReport) -> str:
    """How many questions ask for the trainer."""
    worth = sum(row.worth_a_look for pack in report.packs for row in pack.rows)
    keys = sum(row.level == "check the key" for pack in report.packs for row in pack.rows)
    if not worth:
        return NOTHING_FOUND
    key = f", {count(keys, 'key')} to check among them" if keys else ""
    return f"{count(worth, 'question')} to look at{key}."
