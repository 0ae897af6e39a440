"""Command lines: those that somebody might type, with anything in the place of each word, and any words at all."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from tests.fuzz.strategies import HOSTILE

Words = list[str]


class Line(NamedTuple):
    """A command line, and what is typed while it runs."""

    words: Words
    typed: str = ""


# No system hands a NUL to a program as part of a word.
_hostile = [
    *(each for each in HOSTILE if each != "\x00"), "", " ", "=", "--x", "-x", "--json", "--help",
    "\udcff\udc80", "9" * 5000, "é" * 300, "a" * 3000, "a/b/c", "~nobody-of-this-name/x", "~", "../x", ".",
    "Sam\x85", "Sam\x1f", "Kim\u2028", "-1", "1e9", "0x1", "１", "nan",
]  # fmt: skip
odd_words = st.sampled_from(_hostile) | st.lists(st.sampled_from(_hostile), min_size=1, max_size=3).map(
    lambda found: "".join(found)[:8000]
)

_SLOTS: dict[str, list[str]] = {
    "NAME": ["Sam", "Kim", "sam", "Nobody", "Sam\x1f", "K i m", "Zoë"],
    "PACK": ["shop-floor", "other-pack", "arriving", "small", "nothing", "shop-floor/a"],
    "IN": [
        "../inputs/good.yaml", "../inputs/talk.yaml", "../inputs/bad.yaml", "../inputs/table.csv",
        "../inputs/quiz.gift", "../inputs/cards.txt", "../inputs/empty.yaml", "../inputs/noise.xlsx",
        "../inputs/folder", "../inputs/sam.jsonl", "../inputs/kim-for-trainer.jsonl", "../inputs",
        "nowhere.yaml", "nowhere", "/dev/null", "/", "/dev/zero",
    ],
    "OUT": ["out.yaml", "out.csv", "out.xlsx", "out.gift", "out.txt", "out.anki", "out.apkg", "out", "-",
    "no/where.csv", "."], "NUMBER": ["1", "3", "60", "0", "61", "-1", "9" * 5000, "٣", "x", "1.5", "007"],
    "KEY": ["goal", "rest", "rollover", "day-off", "day-on"],
    "VALUE": [
        "4", "0", "9999", "sat", "sun", "sat,sun", "none", "mon tue wed thu fri sat sun", "12:00", "25:00",
        "2026-11-22", "2026-12-24..2027-01-02", "0001-01-01..9999-12-31", "9999-99-99", "today", "tomorrow",
        "yesterday..today", "..", "today..", "２", "04:00",
    ],
    "OBJECTIVE": ["shop-floor/warn", "warn", "one-no", "other-pack/shared", "shared", "nothing",
    "shop-floor/wet-tent.the-rain"], "CONVERSATION": ["wet-tent", "shop-floor/wet-tent", "nothing", "talking/wet-tent"],
    "TOPIC": ["parcels", "nothing"],
    "FORMAT": ["csv", "xlsx", "gift", "anki-text", "apkg", "json", "text", "github"],
    "TITLE": ["A title", "x" * 200],
    "BACKUP": ["2026", "2", "nothing", ".."],
}  # fmt: skip
"""What may stand in each place of a command line, besides anything at all."""

_FORMS = [
    "", "--version", "--help", "play [PACK] [PACK] [--minutes NUMBER] [--topic TOPIC] [--seed NUMBER]",
    "play --conversation CONVERSATION [PACK] [--minutes NUMBER]", "play PACK --minutes 1 --plain", "play --minutes 1",
    "progress [--json] [--csv OUT] [--html OUT]", "progress --csv -", "why OBJECTIVE [--json]", "status [--json]",
    "packs list [--json]", "packs show PACK [--json] [--mermaid]", "packs show [PACK] --graph CONVERSATION [--mermaid]",
    "packs show IN --graph CONVERSATION", "packs on PACK", "packs off PACK",
    "packs new OUT [--title TITLE] [--author NAME]",
    "packs import IN --to OUT [--pack PACK] [--title TITLE] [--author NAME] [--format FORMAT] [--replace] [--json]",
    "packs import IN --to out.yaml --replace [--json]", "packs export PACK OUT [--format FORMAT] [--replace] [--json]",
    "packs export IN OUT [--format FORMAT] [--replace]", "packs export --template OUT [--format FORMAT] [--replace]",
    "packs schema [--output OUT]", "packs check IN [IN] [--strict] [--format FORMAT]",
    "packs check PACK [--format FORMAT]", "packs check IN [--against IN]", "packs preview IN [--json]",
    "packs items [PACK] [--json] [--csv OUT] [--html OUT]", "packs items PACK --with IN [IN]",
    "packs install IN [--yes] [--new-author]", "packs update IN --yes", "packs diff IN [PACK] [--json]",
    "packs remove PACK", "learners list [--json]", "learners add NAME", "learners rename NAME NAME",
    "learners export NAME OUT [--force] [--for-trainer]", "learners import IN [--as NAME] [--join]",
    "learners join NAME NAME", "learners erase NAME [--yes]", "settings",
    "settings KEY [VALUE] [VALUE] [--json]", "privacy [--json]", "doctor [--repair] [--json]",
    "restore [BACKUP] [--yes] [--json]", "--learner NAME status", "--learner NAME settings KEY VALUE",
]  # fmt: skip

_typed = st.lists(
    st.sampled_from([
        "1", "2", "1c", "3x", "n", "q", "u", "?", "", "w", "s", "f", "p", "v", "g", "y", "Sam", "9" * 5000, "e", "h",
        "\x1b[2J", "\u202e", "\ud800", "a" * 3000, "\x00",
    ]),
    max_size=14,
).map("\n".join)  # fmt: skip


@st.composite
def _formed(draw: st.DrawFn) -> Words:
    """One of the forms, filled in; whatever stands in brackets may be left out."""
    words: Words = []
    left_out = False
    for part in draw(st.sampled_from(_FORMS)).split():
        opened, name = part.startswith("["), part.strip("[]")
        if opened:
            left_out = draw(st.booleans())
        if not left_out:
            words.append(_filled(draw, name))
        if part.endswith("]"):
            left_out = False
    return words


def _filled(draw: st.DrawFn, name: str) -> str:
    if name not in _SLOTS:
        return name
    if name == "OUT":  # where somebody names a file to write, it is written there, so it is one of those that are wiped
        return draw(st.sampled_from(_SLOTS[name]))
    usual = draw(st.integers(0, 3)) > 0
    return draw(st.sampled_from(_SLOTS[name]) if usual else odd_words)


@st.composite
def _disturbed(draw: st.DrawFn) -> Words:
    """One of the forms with a word more, less or elsewhere; nothing of it names a file that is there."""
    words = [each for each in draw(_formed()) if _harmless(each)]
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(words)))
        match draw(st.sampled_from(["in", "in", "out", "twice"])):
            case "in":
                words.insert(at, draw(odd_words.filter(_harmless)))
            case "out":
                del words[at : at + 1]
            case _:
                words += words[at : at + 1]
    return words


def _harmless(word: str) -> bool:
    """Whether a word that lands where a file to be written is named can name none outside the desk."""
    return ".." not in word and not word.startswith(("/", "~"))


command_lines = st.builds(Line, _formed() | _formed() | _disturbed(), st.just("") | _typed)
"""Most of them make sense."""

_values = st.lists(st.sampled_from(_SLOTS["VALUE"]) | odd_words, max_size=3)
setting_lines = st.builds(
    lambda key, values, more: Line(["settings", key, *values, *more]),
    st.sampled_from(_SLOTS["KEY"]) | st.sampled_from(_SLOTS["KEY"]) | odd_words,
    _values,
    st.sampled_from([[], [], ["--json"], ["--"]]),
)
"""Settings of any key to any values."""
