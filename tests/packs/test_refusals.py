"""Whatever an author gets wrong is told at its place, in plain words, with a remedy, and all at once."""

from __future__ import annotations

import pytest

from .pack_texts import (
    FILE,
    a_better_response_text,
    a_conversation_text,
    a_flashcard_text,
    a_pack_text,
    line_of,
    problems_of,
    the_problem,
)


def a_pack_with(line: str) -> str:
    return a_pack_text(a_flashcard_text(extra=line), a_better_response_text())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("becuase: x", "`becuase` is not a key of a flashcard. Its keys are"),
        ("revison: 2", "`revison` is not a key of a flashcard. Did you mean `revision`?"),
        ("revision: 0", "`revision` must be 1 or more."),
        ("revision: 1.0", "`revision` must be a whole number, but this is the number 1.0."),
        ("revision: true", "`revision` must be a whole number, but this is `true`."),
        ("revision: two", "`revision` must be a whole number, but this is the text `two`."),
        ("revision: 10000000", "`revision` must be 999999 or less."),
        ("revision:", "`revision` is empty."),
        ("was: old", "`was` must be a pack and an id; this is `old`. Write it like `old-pack/old-id`."),
        ("objective: Warn First!", "`objective` must be lower-case letters"),
        ("asks: limit-01", "`asks` must be a list, but this is the text `limit-01`."),
        ("asks: [Limit]", "Item 1 of `asks` must be lower-case letters, digits and dashes"),
        ("asks: [1]", "Item 1 of `asks` must be text, but this is the number 1. Put quotes around it."),
        ("asks: [{a: b}]", "Item 1 of `asks` must be text, but this is a group of keys."),
        ("sources: [{document: x}]", "`section` is missing: a source needs it. Add `section:`."),
        ("sources: [{document: x, section: y, page: 2}]", "`page` is not a key of a source."),
        ("sources: [x]", "Item 1 of `sources` must be a group of keys, but this is the text `x`."),
        ("sources: [[x]]", "Item 1 of `sources` must be a group of keys, but this is a list."),
        ("allow: {W 1: x}", "`W 1` must be the name of a rule"),
        ("allow: {W1: ''}", "`W1` is empty."),
        ("allow: W1", "`allow` must be a group of keys, but this is the text `W1`."),
        ("flashcard: 1", "`flashcard` is not a key of a flashcard."),
        ("'[key]': 1", "`[key]` is not a key of a flashcard."),
        ('"\\n": 1', r"`\n` is not a key of a flashcard."),
    ],
)
def test_a_wrong_line_is_told(line: str, said: str) -> None:
    text = a_pack_with(line)
    problems = [problem for problem in problems_of(text) if "There is no objective" not in problem.what]
    assert [problem.line for problem in problems] == [line_of(text, line)]
    assert said in str(problems[0])
    assert problems[0].path.startswith("questions[0]")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pack: shop-floor", "pack: Shop Floor", "Write it like `shop-floor`."),
        ("pack: shop-floor", "pack: ''", "`pack` is empty.|`pack` must be"),
        ("title: On the shop floor", "title: ' '", "`title` is empty."),
        ("title: On the shop floor", "title: " + "x" * 121, "`title` has more than 120 characters. Shorten it."),
        ("title: On the shop floor", 'title: "a\\nb"', "`title` must be one line"),
        ("version: 1", "version: 1.10", "`version` must be a whole number, but this is the number 1.1."),
        ("version: 1", "version: 1\nlanguage: english please", "`language` must be the code of a language"),
        ("version: 1", "version: 1\nauthor: 7", "`author` must be text, but this is the number 7."),
        ("version: 1", "version: 1\nobjectives: none", "`objectives` must be a list"),
        ("kind: flashcard", "kind: flashcrd", "`flashcrd` is not a kind of question. Did you mean `flashcard`?"),
        ("kind: flashcard", "kind: essay", "Write `flashcard`, `better-response` or `conversation`."),
        ("kind: flashcard", "kind: [flashcard]", "is not a kind of question."),
        ("kind: flashcard", "kind:", "`kind` is missing: a question needs it."),
        ("back: Say what you see, then ask.", "back: true", "`back` must be text, but this is `true`. Put quotes"),
        ("back: Say what you see, then ask.", "back: 42", "`back` must be text, but this is the number 42."),
        ("back: Say what you see, then ask.", "back:", "`back` is empty."),
        ("back: Say what you see, then ask.", "back: " + "x" * 2001, "`back` has more than 2000 characters."),
        ("best: true", "best: yes", "`best` must be `true` or `false`, but this is the text `yes`. Write `true`"),
        ("best: true", "best: 1", "`best` must be `true` or `false`, but this is the number 1."),
        ("say: It will come tomorrow.", "says: It will come tomorrow.", "Did you mean `say`?|`say` is missing"),
    ],
)
def test_a_changed_line_is_told(old: str, new: str, said: str) -> None:
    text = a_pack_text().replace(old, new)
    problems = problems_of(text)
    line = line_of(text, new.rpartition("\n")[2])
    assert problems
    assert {problem.line for problem in problems} == {line}
    assert any(part in str(problem) for part in said.split("|") for problem in problems)
    assert all(problem.remedy for problem in problems)


def test_what_is_missing_is_told_where_it_belongs() -> None:
    text = a_pack_text().replace("    back: Say what you see, then ask.\n", "")
    problem = the_problem(text)
    assert problem.line == line_of(text, "id: name-it")
    assert problem.what == "`back` is missing: a flashcard needs it."
    assert problem.remedy == "Add `back:`. What a good answer holds."


def test_a_pack_without_questions_is_told() -> None:
    text = "pack: a\ntitle: b\nversion: 1\nquestions: []\n"
    assert str(the_problem(text)) == (
        f"{FILE}:4:1: `questions` holds too few: 0, and at least 1 must be there. Add more."
    )
    assert the_problem(text.replace("questions: []\n", "")).what == "`questions` is missing: a pack needs it."
    assert the_problem(text.replace("[]", "")).what == "`questions` is empty."
    assert the_problem(text.replace("[]", "[~]")).what == "Item 1 of `questions` is empty."


def test_options_are_two_to_six() -> None:
    head, _, rest = a_better_response_text().partition("      - say: Please")
    best = rest[rest.index("      - say: That") : rest.index("      - say: It will")]
    text = a_pack_text(head + best)
    assert the_problem(text).what == "`options` holds too few: 1, and at least 2 must be there."
    more = "".join(f"      - {{say: Number {n}, because: x}}\n" for n in range(6))
    text = a_pack_text(head + best + more)
    assert the_problem(text).what == "`options` holds more than 6."
    assert the_problem(text).line == line_of(text, "options:")


def test_too_many_questions_are_told() -> None:
    one = "- {id: q%d, kind: flashcard, front: f%d, back: b}\n"
    text = "pack: a\ntitle: b\nversion: 1\nquestions:\n"
    text += "".join(one % (n, n) for n in range(20_000))
    assert problems_of(text) == ()
    assert len(problems_of(text + one % (20_000, 20_000))) == 1


def test_fifty_mistakes_are_told_at_once_each_on_its_line() -> None:
    def mistaken(number: int) -> str:
        question = a_flashcard_text(f"q{number}")
        wrong = {
            0: question.replace("kind: flashcard", "kind: riddle"),
            1: question.replace("back: Say", "bakc: Say"),
            2: question.replace("front: What", "front: &mark What"),
            3: question.replace(f"id: q{number}", f"id: Q {number}"),
            4: question + "    revision: none\n",
            5: question + "    objective: nowhere\n",
            6: question + "    front: again\n",
            7: question.replace("Say what you see", "Say\x07 what you see"),
            8: question.replace(f"id: q{number}", "id: q0"),
            9: question.replace(f"What does q{number} mean?", "What does q0 mean?"),
        }
        return wrong[number % 10]

    text = a_pack_text(*map(mistaken, range(50)))
    marks = ("riddle", "bakc", "&mark", "id: Q", "revision: none", "nowhere", "front: again", "\x07")
    expected = {number for number, line in enumerate(text.split("\n"), 1) if any(mark in line for mark in marks)}
    for repeated in ("id: q0", "What does q0 mean?"):
        expected |= set([number for number, line in enumerate(text.split("\n"), 1) if repeated in line][1:])
    problems = problems_of(text)
    missing_backs = [problem for problem in problems if problem.what.startswith("`back` is missing")]
    assert len(expected) == 50
    assert len(missing_backs) == 5
    assert {problem.line for problem in problems if problem not in missing_backs} == expected
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_stand_in_is_not_complained_about_twice() -> None:
    text = a_pack_text().replace("back: Say what you see, then ask.", "back: *copy")
    assert "`*copy` stands for a copy" in the_problem(text).what


TALK = a_pack_text(a_conversation_text(), a_flashcard_text())
WAY = 'when: {temperature: ">=8"}'
HOT = f"- {WAY}\n                to: lost"
NO_MONEY = "say: The money stays here, I'm afraid. That is our rule."


def test_the_conversation_that_is_spoilt_below_is_sound() -> None:
    assert problems_of(TALK) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("temperature: 6}", "temperature: 11}", "`temperature` must be 10 or less."),
        ("temperature: 6}", "mood: 6}", "`mood` is not a key of a customer.|`temperature` is missing: a customer"),
        ("name: Mr Silva", "name: Mr Silva of the fourth tent", "`name` has more than 16 characters. Shorten it."),
        ("customer: {name: Mr Silva, temperature: 6}", "customer: She", "`customer` must be a group of keys, but this"),
        ("title: a tent that leaked", 'title: "a\\nb"', "`title` must be one line"),
        ("channel: counter", "channel: a counter in the big tent shop", "`channel` has more than 20 characters."),
        ("effect: -2", "effect: -11", "`effect` must be -10 or more. Write a larger number."),
        ("effect: -2", "effect: cooler", "`effect` must be a whole number, but this is the text `cooler`."),
        ("fair: true", "fair: maybe", "`fair` must be `true` or `false`, but this is the text `maybe`."),
        ("asks: [listen-01, listen-02]", "asks: listen-01", "`asks` must be a list, but this is the text `listen-01`."),
        ("next: closed-kindly", "next: 7", "`next` must be text, but this is the number 7."),
        ("next: closed-kindly", "next: []", "`next` holds too few: 0, and at least 1 must be there."),
        (
            "next: closed-kindly",
            "next: [lost]",
            "Item 1 of `next` must be a group of keys, but this is the text `lost`.",
        ),
        ("next: closed-kindly", "next: {to: lost}", "must be a list, but this is a group of keys. Start each item on"),
        (
            "next: closed-kindly",
            "next: [{too: lost}]",
            "not a key of a way on. Did you mean `to`?|`to` is missing: a way",
        ),
        (WAY, "when: hot", "`when` must be a group of keys, but this is the text `hot`."),
        (WAY, "when: {mood: 8}", "`mood` is not a key of a condition.|`temperature` is missing: a condition needs it."),
        (WAY, "when: {temperature: 8}", "`temperature` must be text, but this is the number 8. Put quotes around it."),
        (WAY, "when: {temperature: '>8'}", "`>=` or `<=` and a number from 0 to 10; this is `>8`. Write it like `"),
        (WAY, "when: {temperature: '>=11'}", "`temperature` must be `>=` or `<=` and a number from 0 to 10;"),
        ("objective: other-pack/one-no", "objective: a/b/c", "must be the id of an objective; this is `a/b/c`. Write"),
        ("objective: name-it", "objective: nameit", "`nameit` in this pack that can be asked by itself. Did you mean"),
        (
            "objective: name-it",
            "objective: shop-floor/x",
            "Add it with a question, or name one of another pack as `pack/id`.",
        ),
        (
            "next: closed-kindly",
            "next: the-mony",
            "no turn and no ending `the-mony` in this conversation. Did you mean `the",
        ),
        ("next: closed-kindly", "next: nowhere", "`nowhere` in this conversation. Name a turn, or an ending."),
        (
            "next: closed-kindly",
            "next: resolved",
            "The ending `resolved` has no debriefing. Add `resolved:` under `end",
        ),
        (
            "- to: closed-kindly",
            "- {when: {temperature: '<=7'}, to: closed-kindly}",
            "The last way has a `when`, so at some",
        ),
        (HOT, "- to: lost", "No way after this one is ever taken. Give this way a `when:`, or put it last."),
        (HOT, HOT.replace("lost", "handed-over"), "The ending `handed-over` has no debriefing."),
        ("effect: 0", "effect: 0\n            best: true", "A second response is marked as the best. Leave"),
        ("reply: Three nights.", "fair: true", "A response cannot be the best and only fair. Leave out `fair:`."),
        (NO_MONEY, "say: I'll SEE what I can do about the money.", "Responses 2 and 3 say the same."),
    ],
)
def test_a_changed_line_of_a_conversation_is_told(old: str, new: str, said: str) -> None:
    text = TALK.replace(old, new, 1)
    problems = problems_of(text)
    line = line_of(text, new.partition("\n")[0]) + new.count("\n")
    assert problems
    assert {problem.line for problem in problems} == {line}
    assert all(any(part in str(problem) for part in said.split("|")) for problem in problems)
    assert all(problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "told_at", "said"),
    [
        ("best: true", "fair: true", "responses:", "No response is marked as the best."),
        (
            "next: closed-kindly",
            "next: the-rain",
            "say: I can't give it",
            "This response leads back to the turn “the-rain”",
        ),
        ("lost: He leaves", "handed-over: x\n      lost: He leaves", "handed-over: x", "No path comes to the ending"),
        (
            WAY,
            WAY.replace("8", "10"),
            NO_MONEY,
            "No path is at a temperature that takes the way to “lost”. Change `when`",
        ),
        ("effect: -1", "effect: 2", NO_MONEY, "Said at temperature 4, this response can end better than the best one:"),
        ("next: closed-kindly", "next: lost", NO_MONEY, "than the best one: “closed-kindly” instead of “lost”."),
    ],
)
def test_what_is_wrong_with_the_graph_is_told_where_it_shows(old: str, new: str, told_at: str, said: str) -> None:
    text = TALK.replace(old, new, 1)
    problem = the_problem(text)
    assert problem.line == line_of(text, told_at)
    assert said in str(problem)


def test_names_of_turns_are_told_at_the_turn_that_has_them() -> None:
    for name, said in (
        ("the-rain", f"The id `the-rain` is already used by a turn on line {line_of(TALK, 'id: the-rain')}. Give each"),
        ("resolved", "`resolved` is the name of an ending, and a turn cannot have it. Give the turn another id."),
    ):
        problems = problems_of(TALK.replace("id: the-money", f"id: {name}"))
        [found] = [problem for problem in problems if "`the-money`" not in problem.what]
        assert found.line == line_of(TALK, "id: the-money")
        assert said in str(found)
        assert len(problems) == 4, "the three responses that lead there are told as well"


def test_a_wrong_name_of_an_ending_is_told_at_the_name() -> None:
    text = TALK.replace("closed-kindly: He", "closed-kindely: He")
    wrong, *leads = sorted(problems_of(text), key=lambda problem: -problem.line)
    assert str(wrong).endswith("`closed-kindely` is not an ending. Did you mean `closed-kindly`?")
    assert wrong.line == line_of(text, "closed-kindely")
    assert {lead.what for lead in leads} == {"The ending `closed-kindly` has no debriefing."}


def test_turns_and_responses_have_their_numbers() -> None:
    head, turns, rest = TALK.partition("    turns:\n")
    one, second, _ = rest.partition("      - id: the-money\n")
    rows = "".join(f"          - {{say: '{n}', because: x, effect: 0, next: lost}}\n" for n in range(3))
    crowded = TALK.replace("        sources:", rows + "        sources:", 1)
    assert the_problem(crowded).what == "`responses` holds more than 4."
    assert the_problem(crowded).line == line_of(crowded, "responses:")
    few = head + turns + one.replace("next: the-money", "next: lost") + "    endings: {lost: She goes.}\n"
    assert second
    assert the_problem(few + a_flashcard_text()).what == "`turns` holds too few: 1, and at least 2 must be there."
    empty = few.replace("endings: {lost: She goes.}", "endings: {}")
    assert "`endings` holds too few: 0" in "\n".join(map(str, problems_of(empty + a_flashcard_text())))


def test_a_long_or_wide_conversation_is_told_at_the_turn_or_as_a_whole() -> None:
    def turn(number: int, responses: int, onward: str) -> str:
        rest = "".join(
            f", {{say: '{n}', because: x, effect: {n}, next: {onward if n < responses - 1 else 'lost'}}}"
            for n in range(1, responses)
        )
        best = f"{{say: b, because: x, effect: -1, best: true, next: {onward}}}"
        return f"      - {{id: t{number}, says: x, objective: a/b, responses: [{best}{rest}]}}\n"

    def talk(turns: int, responses: int) -> str:
        names = [*(f"t{number}" for number in range(1, turns)), "resolved"]
        written = "".join(turn(number, responses, onward) for number, onward in enumerate(names))
        head, mark, _ = a_conversation_text().partition("    turns:\n")
        return a_pack_text(f"{head}{mark}{written}    endings: {{resolved: x, lost: y}}\n")

    assert problems_of(talk(8, 2)) == ()
    assert the_problem(talk(9, 2)).what == "A path comes to this turn as its number 9; 8 turns are allowed."
    assert the_problem(talk(9, 2)).line == line_of(talk(9, 2), "id: t8")
    assert the_problem(talk(6, 4)).what == "There are 1093 paths through this conversation; 400 are allowed."
    assert the_problem(talk(6, 4)).line == line_of(talk(6, 4), "id: wet-tent")
