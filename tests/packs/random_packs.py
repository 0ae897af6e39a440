"""Any pack that the models let through, for laws about writing, exporting and importing."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from quizgame.domain.questions import Pack
from quizgame.packs.assembly import assemble
from quizgame.packs.characters import FORBIDDEN
from quizgame.packs.models import WrittenPack
from quizgame.packs.options import alike

from .random_conversations import Group, a_sound_graph

AWKWARD = [
    *"-:?[]{},#&*!|>'\"%@`~=\\/$+();_.", " ", "  ", "\n", "\n\n", "\n ", "\t", ": ", " #", "- ", "? ", "---", "...",
    "no", "yes", "on", "null", "true", "1e3", "0x1F", "1_000", "12:30", ".inf", "007", "2026-11-21",
    "1234567890123456789012",
    "=1+1", "+49 30", "@x", "'=", "''-", "::", "->", "####", "#", "~%50%", "{", "}", "\\n", "\\", "[html]", "[plain]",
    "$CATEGORY: x", "//", "TRUE", "<b>", "&amp;", "<br>", "&nbsp;", "*so*", "a", "Word", "“so”", "é", "e\u0301", "😀",
    "👩\u200d👩\u200d👧", "日本", "عربي", "\u00a0", "\u3000", "\u2009", "\ue000", "sep=;", "#separator:tab", ",", ";",
]  # fmt: skip
"""Pieces that some format takes for a sign of its own, and characters that are not what they look like."""

_PROSE = [
    "parcel ",
    "the ",
    "I'm sorry, ",
    "it's ",
    "late: ",
    "don't ",
    "*now* ",
    "well - ",
    "really? ",
    "waiting since ",
]
_PIECES = [*AWKWARD, *_PROSE, *_PROSE]
_short = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8).map("".join)
_long = st.lists(st.sampled_from(_PROSE), min_size=12, max_size=40).map("".join)
_any = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
texts = (_short | _long | _any).map(lambda text: FORBIDDEN.sub("", text).strip()).filter(bool)
NAMES = ["warn", "a-b", "late-kettle-2", "1e3", "null", "no", "12", "0x1f", "true", "x", "007", "9-to-5", "off"]


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A pack with objectives, declared and implied, and questions that are asked by themselves.

    Its texts are drawn and shrunk one by one; what goes where follows from a seed, which is a hundred times faster.
    """
    return _assembled(_arranged(*_drawn(draw)))


@st.composite
def packs_with_conversations(draw: st.DrawFn) -> Pack:
    """A pack that holds conversations as well, or nothing else."""
    pool, by = _drawn(draw)
    written = _arranged(pool, by)
    talks = [_talk(pool, by, written) for _ in range(by.choice([1, 1, 2]))]
    free = by.sample([name for name in NAMES if name not in _used(written)], len(talks))
    talks = [talk | {"id": name} for talk, name in zip(talks, free, strict=True)]
    if by.random() < 0.2:
        alone = [talk | {"turns": [turn | {"objective": "far/off"} for turn in talk["turns"]]} for talk in talks]
        return _assembled(written | {"objectives": [], "questions": alone})
    mixed = [*written["questions"], *talks]
    by.shuffle(mixed)
    return _assembled(written | {"questions": mixed})


def _drawn(draw: st.DrawFn) -> tuple[list[str], Random]:
    return draw(st.lists(texts, min_size=6, max_size=14, unique_by=alike)), Random(draw(st.integers(0, 2**16)))


def _assembled(written: Group) -> Pack:
    return assemble(WrittenPack.model_validate(written))


def _used(written: Group) -> set[str]:
    return {each["id"] for each in (*written["questions"], *written["objectives"])}


def _talk(pool: list[str], by: Random, written: Group) -> Group:
    """A sound conversation that says other things."""
    graph = a_sound_graph(by, by.sample(NAMES, len(NAMES)))
    asked = [question["objective"] or question["id"] for question in written["questions"]]
    for turn in graph["turns"]:
        home = by.choice(asked)
        turn |= {"says": by.choice(pool), "objective": by.choice([home, f"{written['pack']}/{home}", "far/off"])}
        turn |= {"asks": by.sample(NAMES, by.choice([0, 2])), "sources": _sources(pool, by)}
        for response, say in zip(turn["responses"], by.sample(pool, len(turn["responses"])), strict=True):
            response |= {"say": say, "because": by.choice(pool), "reply": by.choice([*pool, "", ""])}
    lines = _lines(pool)
    graph["customer"]["name"] = by.choice(lines)[:16].strip()
    return graph | {
        "title": by.choice(lines),
        "channel": by.choice(lines)[:20].strip(),
        "setting": by.choice(pool),
        "endings": {outcome: by.choice(pool) for outcome in graph["endings"]},
        "revision": by.choice([1, 2]),
        "was": by.choice([None, "old/talk"]),
    }


def _lines(pool: list[str]) -> list[str]:
    return [line for text in pool if (line := text.replace("\n", " ")[:120].strip())]


def _sources(pool: list[str], by: Random) -> list[Group]:
    return [{"document": by.choice(NAMES), "section": by.choice(_lines(pool))} for _ in range(by.choice([0, 1, 2]))]


def _arranged(pool: list[str], by: Random) -> Group:
    lines = _lines(pool)
    scenes = by.sample(pool, by.randint(1, 5))
    names = by.sample(NAMES, len(scenes) + by.randint(0, len(scenes)))
    asked, objectives = names[: len(scenes)], names[len(scenes) :]
    questions: list[Group] = []
    for number, (name, scene) in enumerate(zip(asked, scenes, strict=True)):
        # Every objective that is declared is practised by somebody.
        objective = objectives[number] if number < len(objectives) else by.choice([None, *objectives])
        question: Group = {
            "id": name,
            "objective": objective,
            "revision": by.choice([1, 1, 2]),
            "was": by.choice([None, "old/" + name]),
            "asks": by.sample(NAMES, by.choice([0, 0, 1, 2])),
            "sources": _sources(pool, by),
        }
        if by.random() < 0.4:
            question |= {"kind": "flashcard", "front": scene, "back": by.choice(pool)}
        else:
            says = by.sample(pool, by.randint(2, 6))
            best = by.randrange(len(says))
            options = [{"say": say, "because": by.choice(pool), "best": at == best} for at, say in enumerate(says)]
            question |= {"kind": "better-response", "scene": scene, "ask": by.choice(pool), "options": options}
        questions.append(question)
    declared = [
        {
            "id": each,
            "title": by.choice(lines),
            "topic": by.choice(NAMES),
            "takeaway": by.choice([*lines, ""]),
            "was": by.choice([None, "old/" + each]),
            "tensions": by.sample(NAMES, by.choice([0, 0, 2])),
        }
        for each in objectives
    ]
    head = {
        "pack": by.choice(NAMES),
        "title": by.choice(lines),
        "author": by.choice([*lines, ""]),
        "version": by.randint(1, 999),
        "language": by.choice(["en", "pt-BR", "no"]),
    }
    return head | {"objectives": declared, "questions": questions}
