"""Why targets are missed: a sentence for each figure that may be, by words of its name."""

from __future__ import annotations

_REASONS = (
    (
        ("a durable answer",),
        "*A durable answer*: this disk is quick and one processor slow. Beside the wait for the "
        "disk, SQLite's own part of a commit, a handful of statements, the checksum and the memory's next state "
        "take longer than the wait. Leaving the schedule to be written later would break the rule that caches and "
        "log move together.",
    ),
    (
        ("a durable undo",),
        "*A durable undo*: it folds its objective and counts its study day anew, both from the log. All "
        "rounds of this run fall on one day of thousands of answers; on a day of some dozens, as learners have, an "
        "undo takes little longer than an answer.",
    ),
    (
        ("start to a stored verdict",),
        "*Start*: before the first question is known, every objective in play is looked at; that grows with them. "
        "The rest is the verdict on the disk, which the bare screen does not write.",
    ),
    (
        (
            "answer to verdict",
            "verdict to question",
        ),
        "*Keys*: a verdict is a transaction and more text than the bare screen shows; on a busy machine both take "
        "their share of the processor.",
    ),
    (
        ("queue ranked",),
        "*Queue*: the plan is exact. What can be among the best is read and weighed in Python, a few microseconds "
        "each, and SQLite looks at every objective to tell which can. The first in a process also loads what it "
        "needs.",
    ),
    (
        ("caches folded",),
        "*All caches folded*: each review is read, given its present names, told to the scheduling engine and "
        "counted, in Python; SQLite alone needs longer than the target to hand out the rows. It is done once "
        "after a merge or a repair.",
    ),
    (
        ("totals recounted",),
        "*Totals recounted*: of a short log, what does not grow with it (opening the transaction, compiling the "
        "statements) is most of the time.",
    ),
    (
        ("Progress opened",),
        "*Progress*: all study days are folded into a streak and a year; the first time in a run, the screen's "
        "modules are loaded too; the rest is laying it out.",
    ),
    (
        ("peak memory, pack",),
        "*Memory of a large pack*: the file's values, the checked models and the finished questions stand beside "
        "each other until the pack is stored.",
    ),
    (
        ("pack read",),
        "*A large pack*: places of mistakes are kept for every value, texts are looked at for what no screen may "
        "show, and each question is written with its hash. It is done once for each change of a file, and never "
        "by a start with unchanged packs.",
    ),
    (
        ("pack unchanged",),
        "*An unchanged pack*: the store is opened and every pack file looked at, the built-in ones too.",
    ),
    (
        ("peak memory in play",),
        "*Memory in play*: Textual alone takes most of it; a plan over many objectives holds a row for each of them.",
    ),
    (
        ("syncs",),
        "*Syncs*: more than one wait for the disk was seen for an answer.",
    ),
)


def reason(name: str) -> str:
    """Why the figure of this name is missed; raises LookupError where nobody has found out yet."""
    for words, why in _REASONS:
        if any(each in name for each in words):
            return why
    raise LookupError(f"{name} misses its target, and benchmarks/reasons.py does not say why: find out, and write it.")
