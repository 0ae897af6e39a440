"""What the checker says about conversations: every turn is judged like a question, and the whole besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.packs.check.checking import check_files, check_packs, opened
from quizgame.packs.check.findings import Finding
from quizgame.packs.check.records import records
from quizgame.packs.check.screen import lines_of_opening, lines_of_turn
from quizgame.packs.check.telling import as_text, closing
from quizgame.packs.reader import open_pack, parse_pack
from tests.packs.check.checks import (
    SOURCE,
    Say,
    a_conversation,
    a_question,
    a_turn,
    findings,
    findings_in,
    open_text,
)
from tests.packs.pack_texts import FILE, a_pack_text, an_objective_text, line_of

LAST = a_turn("what-now", to="resolved", wrong="lost")
"""The second turn, as it stands in a faultless conversation."""
TALK = "questions[1]"
"""Where the conversation stands behind one question."""


def talked(*turns: str, **other: str) -> list[Finding]:
    """What the checker finds in a question and a conversation with these turns, the faultless last one behind them."""
    return findings(a_question(), a_conversation("no-van", *turns, *([LAST] if len(turns) == 1 else []), **other))


def test_a_faultless_conversation_has_no_findings() -> None:
    assert talked() == []


LONG = Say("It says far more than all the others do, and so it can be picked without a look at what anybody has said.")
FRESH = Say("It was left behind. I put it on the next one.")
KIND = (Say("I hope you like the colour as much as I do."), Say("They pack the vans at night, and never by day."))
PLAIN = (Say("Look at that, the whole day has gone again."), Say("Our man will come at a later hour today then."))


@pytest.mark.parametrize(
    ("rule", "turn", "path"),
    [
        ("E2", a_turn(others=[*PLAIN[:1], Say("Neither of the above.")]), "responses[2].say"),
        ("E2", a_turn(reply="None of these answers, please."), "responses[0].reply"),
        ("E3", a_turn(best=Say("All day at the door, and no van. Tell me more.", "Correct!")), "responses[0].because"),
        ("E5", a_turn(says="Write to jo@home.org, then. That van!"), "says"),
        ("E5", a_turn(reply="I'm on 030 123 456 78."), "responses[0].reply"),
        ("W2", a_turn(best=LONG), "responses[0].say"),
        ("W5", a_turn(best=Say("Every minute of it was lost. Tell me what they said.")), "responses[0].say"),
        ("W7", a_turn(best=Say("You waited at home the whole day for that van, and none.")), "responses[0].say"),
        ("W9", a_turn(says=" ".join(["considerable organisational inefficiencies"] * 12)), "says"),
        ("W10", a_turn(says="He goes on. " * 30), "says"),
        ("W11", a_turn(best=Say("I'm sorry about the day. Tell me what they have said.")), "responses[0].say"),
        ("W12", a_turn(others=[Say("That is not my problem, I must say."), Say("STOP SHOUTING at me now, please.")]),
         "responses[1].say"),
        ("W13", a_turn(extra=""), ""),
    ],
)  # fmt: skip
def test_a_turn_is_judged_like_a_question(rule: str, turn: str, path: str) -> None:
    found = [each for each in talked(turn) if each.rule == rule]
    assert found
    assert found[0].path == ".".join(filter(None, (f"{TALK}.turns[0]", path)))


def test_messages_about_turns_speak_of_responses() -> None:
    (finding,) = talked(a_turn(best=Say("I'm sorry about the day. Tell me what they have said.")))
    assert finding.what == "Only the best response has a warm word, “sorry”."


def test_a_turn_may_have_two_responses() -> None:
    assert talked(a_turn(others=[Say("The vans are full on Mondays, as you may have heard.")])) == []


@pytest.mark.parametrize(
    ("rule", "other", "path"),
    [
        ("E5", {"setting": "You work at jo@home.org."}, "setting"),
        ("W9", {"setting": " ".join(["considerable organisational inefficiencies"] * 12)}, "setting"),
        ("W9", {"lost": " ".join(["considerable organisational inefficiencies"] * 12)}, "endings.lost"),
        ("W10", {"setting": "He goes on. " * 30}, "setting"),
    ],
)
def test_what_stands_around_the_turns_is_judged_too(rule: str, other: dict[str, str], path: str) -> None:
    assert [(each.rule, each.path) for each in talked(**other)] == [(rule, f"{TALK}.{path}")]


def test_lines_and_paths_are_those_of_the_file_when_conversations_stand_between_questions() -> None:
    bad = a_question("other", best="I'm sorry, that was long.", scene="At the inn, a guest has no key to her room.")
    says = {"first": "Why is the van so late?", "second": "And why is my chair not on it?"}
    first = a_turn("first", to="second", wrong="lost", says=says["first"], others=PLAIN)
    second = a_turn("second", to="resolved", wrong="lost", says=says["second"], others=KIND, best=FRESH, extra="")
    text = a_pack_text(a_conversation(), a_question(), bad, a_conversation("again", first, second))
    found, _ = check_packs([open_text(text)])
    told = {each.rule: (each.path, each.line) for each in found}
    assert told["W11"] == ("questions[2].options[0].say", line_of(text, "I'm sorry"))
    assert told["W13"] == ("questions[3].turns[1]", line_of(text, "id: second"))


def test_an_allow_holds_for_every_turn_of_its_conversation_and_for_no_other() -> None:
    warm = a_turn(best=Say("I'm sorry about the day. Tell me what they have said."))
    allowed = "allow: {W11: the sorry is what the whole talk turns on}"
    text = a_pack_text(a_conversation("no-van", warm, LAST, extra=allowed), a_question())
    assert check_packs([open_text(text)]) == ([], 1)
    (finding,) = talked(extra=allowed)
    assert (finding.rule, finding.path) == ("W15", f"{TALK}.allow.W11")


def test_e4_turns_that_say_nearly_the_same() -> None:
    one, other = (
        "All day at the door, and no van. Tell me what they said.",
        "All day at the door, no van. Tell me it all.",
    )
    says, others = "I waited at home all day for that van!", [Say("The vans are full on Mondays, as you know.")]
    first = a_turn(says=says, best=Say(one), others=others)
    (finding,) = talked(
        first, a_turn("what-now", to="resolved", wrong="lost", says=says, best=Say(other), others=others)
    )
    assert (finding.rule, finding.level, finding.path) == ("E4", "warning", f"{TALK}.turns[1].says")
    assert "% the same as `no-van.came-late` on line" in finding.what


def test_e6_what_turns_refer_to_stands_in_the_lists(tmp_path: Path) -> None:
    lists = {
        "claims": "topics:\n  - id: late\nclaims:\n  - id: wait-01\n  - id: wait-02\n",
        "documents": "documents:\n  - id: a-book\n    sections: [One]\n",
    }
    wrong = a_turn(extra="asks: [wait-01, wait-3]\nsources: [{document: a-book, section: Onn}]")
    found = findings_in(tmp_path, **lists, pack=a_pack_text(a_question(), a_conversation("no-van", wrong, LAST)))
    assert [(each.rule, each.path) for each in found] == [
        ("E6", f"{TALK}.turns[0].asks[1]"),
        ("E6", f"{TALK}.turns[0].sources[0].section"),
        ("W14", "claims[1].id"),
    ]


def test_w14_a_turn_that_names_too_many_claims(tmp_path: Path) -> None:
    claims = "claims:\n" + "".join(f"  - id: c-{number}\n" for number in range(4))
    many = a_turn(extra=f"asks: [c-0, c-1, c-2, c-3]\n{SOURCE}")
    found = findings_in(tmp_path, claims=claims, pack=a_pack_text(a_question(), a_conversation("no-van", many, LAST)))
    assert [(each.rule, each.path) for each in found] == [("W14", f"{TALK}.turns[0].asks")]
    assert found[0].what == "The turn claims to ask for 4 claims; 3 are the most."


LOST = a_turn("what-now", to="resolved", wrong="lost", objective="vans/latte")
ELSEWHERE = a_pack_text(a_conversation("no-van", a_turn(objective="vans/late"), LOST))


def test_e6_an_objective_of_another_pack_must_be_there(tmp_path: Path) -> None:
    found = findings_in(tmp_path, pack=ELSEWHERE, vans=a_pack_text(a_question()).replace("shop-floor", "vans"))
    assert [(each.rule, each.level, each.path) for each in found] == [
        ("E6", "error", "questions[0].turns[1].objective")
    ]
    assert (found[0].what, found[0].remedy) == (
        "There is no objective `latte` in the pack `vans`.", "Did you mean `late`?",
    )  # fmt: skip


def test_e6_of_packs_that_are_not_checked_nothing_is_known_and_that_is_noted_once() -> None:
    found, _ = check_packs([open_text(ELSEWHERE)])
    assert [(each.rule, each.level, each.path) for each in found] == [("E6", "info", "questions[0].turns[0].objective")]
    assert found[0].text == "vans"


def test_e6_a_former_name_of_a_conversation_is_free() -> None:
    (finding,) = talked(extra="was: shop-floor/late")
    assert (finding.rule, finding.path) == ("E6", f"{TALK}.was")
    assert "`shop-floor/late` is still in use on line 5" in finding.what


def test_w13_turns_are_no_variants_of_their_objective() -> None:
    text = a_question(extra=f"objective: warn\n{SOURCE}")
    turns = [a_turn(objective="warn"), a_turn("what-now", to="resolved", wrong="lost", objective="warn")]
    found = findings(text, a_conversation("no-van", *turns), objectives=an_objective_text("warn"))
    assert [(each.rule, each.what) for each in found] == [("W13", "The objective `warn` has 1 question only.")]


def test_w13_sources_are_missed_once_where_no_turn_has_any() -> None:
    bare = [a_turn(extra=""), a_turn("what-now", to="resolved", wrong="lost", extra="")]
    found = findings(a_question(extra=""), a_conversation("no-van", *bare))
    assert [(each.rule, each.path) for each in found] == [("W13", "questions")]


SAYS = ("All day at the door, and no van. Tell me more.", "The vans are full on Mondays, as you may have heard.")
FORMER = a_pack_text(a_question(), a_conversation("no-van", a_turn(best=Say(SAYS[0]), others=[Say(SAYS[1])]), LAST))


@pytest.mark.parametrize(
    ("conversation", "path"),
    [
        (
            a_conversation("no-van", a_turn(best=Say(SAYS[1]), others=[Say(SAYS[0])]), LAST),
            "questions[0].turns[0].responses[0].say",
        ),
        (
            a_conversation(
                "no-van", a_turn(says="Is this the gas board?", best=Say(SAYS[0]), others=[Say(SAYS[1])]), LAST
            ),
            "questions[0].turns[0].says",
        ),
        (
            a_conversation("no-van", a_turn("came-early", best=Say(SAYS[0]), others=[Say(SAYS[1])]), LAST),
            "questions[0].turns[0]",
        ),
        (
            a_conversation(
                "no-van", a_turn(best=Say(SAYS[0]), others=[Say(SAYS[1])]), LAST, setting="A zoo on a rainy Tuesday."
            ),
            "questions[0].setting",
        ),
    ],
    ids=["best", "says", "turns", "setting"],
)
def test_w16_a_meaning_that_changed_without_a_new_revision(conversation: str, path: str) -> None:
    former = parse_pack(FORMER.encode(), FILE)
    new = a_pack_text(conversation, a_question())
    found, _ = check_packs([opened(open_pack(new.encode(), FILE), former=former)])
    assert (found[0].rule, found[0].path) == ("W16", path)
    revised = new.replace("kind: conversation", "kind: conversation\n    revision: 2")
    assert check_packs([opened(open_pack(revised.encode(), FILE), former=former)]) == ([], 0)


# ── room on the screen ────────────────────────────────────────────────────────────────────────────────────────


def lines_of(count: int) -> str:
    """A text of so many lines at any width."""
    return "\n".join(f"Line {number}." for number in range(count))


def a_tall_talk(setting: int, says: int, reply: int) -> str:
    """A conversation whose setting, opening words and reply to them have so many lines."""
    first = a_turn(says=lines_of(says), reply=lines_of(reply))
    return a_conversation("no-van", first, LAST, setting=lines_of(setting))


def test_the_lines_of_a_turn_are_those_of_everything_that_stands_on_the_screen() -> None:
    pack = parse_pack(a_pack_text(a_question(), a_tall_talk(3, 4, 5)).encode(), FILE)
    opening, _ = pack.conversations[0].turns
    # The setting, a blank line, the words, a blank line, the question, and three responses of one line each.
    assert lines_of_opening(pack.conversations[0]) == 3 + 1 + 4 + 1 + 1 + 3
    # An empty line, then the reply, on whose last line the words begin.
    assert lines_of_turn(pack.conversations[0], 1, opening.responses[0].reply) == 1 + 5 + 1 + 1 + 3


def test_words_beside_the_name_have_less_room_than_the_setting() -> None:
    text = "word " * 14 + "end"
    pack = parse_pack(
        a_pack_text(a_question(), a_conversation("x", a_turn(says=text), LAST, setting=text)).encode(), FILE
    )
    assert lines_of_opening(pack.conversations[0]) == 1 + 1 + 2 + 1 + 1 + 3


def test_e7_an_opening_and_a_reply_must_leave_room() -> None:
    assert findings(a_question(), a_tall_talk(6, 7, 13)) == []
    (finding,) = findings(a_question(), a_tall_talk(7, 7, 13))
    assert (finding.rule, finding.level, finding.path) == ("E7", "error", f"{TALK}.turns[0].says")
    assert finding.what == "The turn with the setting takes 20 lines on a screen of 80×24, and 19 fit."
    (finding,) = findings(a_question(), a_tall_talk(6, 7, 14))
    assert (finding.rule, finding.path) == ("E7", f"{TALK}.turns[1].says")
    assert finding.what.startswith("The turn after “Line 0. Line 1.")


# ── how it is told ────────────────────────────────────────────────────────────────────────────────────────────


def test_conversations_are_counted_beside_questions(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(a_pack_text(a_question(), a_conversation()), encoding="utf-8")
    checked = check_files([path])
    assert list(as_text(checked)) == [f"{path}: fine. 1 objective, 1 question, 1 conversation."]
    assert closing(checked) == "No problems found in 1 file with 1 question and 1 conversation."
    summary = records(checked)["summary"]
    assert (summary["questions"], summary["conversations"]) == (1, 1)
