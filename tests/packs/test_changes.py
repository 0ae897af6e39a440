"""Two versions of a pack compared: each question is told of once, by what happens to it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from time import process_time

import pytest

from quizgame.domain.questions import BetterResponse, Conversation, Flashcard, Option, Pack, Question, Turn
from quizgame.packs.changes import compare, former_conversations
from quizgame.packs.library import bundled_folder
from quizgame.packs.meaning import doubts, replaced
from quizgame.packs.reader import parse_pack, read_pack
from tests.builders import a_card, a_pack, a_response

from .pack_texts import a_conversation_text, a_flashcard_text, a_pack_text

TEN_THOUSAND = 10_000


def the_pack(*questions: Question, version: int = 1) -> Pack:
    """A pack of these questions."""
    return a_pack(questions=questions, version=version)


def whats(old: Pack | None, new: Pack) -> list[tuple[str, str]]:
    """What happens to each question, with its id."""
    return [(each.what, each.id) for each in compare(old, new).questions]


def told(old: Question | Conversation, new: Question | Conversation) -> list[str]:
    """What makes a change look like one of meaning."""
    return [each.what for each in doubts(old, new)]


# ── what happens to a question ────────────────────────────────────────────────────────────────────────────


def test_a_pack_that_is_not_here_is_all_new() -> None:
    changes = compare(None, the_pack(a_card("a"), a_response("b")))
    assert [each.what for each in changes.questions] == ["new", "new"]
    assert changes.versions == (None, 1)


def test_the_same_pack_has_no_changes() -> None:
    pack = a_pack()
    changes = compare(pack, pack)
    assert changes.same
    assert {each.what for each in (*changes.questions, *changes.objectives)} == {"kept"}


def test_the_words_for_every_kind_of_change() -> None:
    old = the_pack(a_card("kept"), a_card("edited"), a_card("revised"), a_card("former"), a_card("retired"))
    new = the_pack(
        a_card("kept"),
        replace(a_card("edited"), back="Back of edited, mended."),
        a_card("revised", revision=2),
        replace(a_card("former"), id="renamed", objective="renamed", was="pack/former"),
        replace(a_card("moved"), was="elsewhere/it"),
        a_card("new"),
    )
    assert whats(old, new) == [
        (what, what) for what in ("kept", "edited", "revised", "renamed", "moved", "new", "retired")
    ]


def test_a_was_that_stays_in_the_file_is_old_news() -> None:
    old = the_pack(replace(a_card("b"), was="pack/a"), replace(a_card("c"), was="elsewhere/c"))
    assert whats(old, old) == [("kept", "b"), ("kept", "c")]


def test_title_author_language_and_version_are_told() -> None:
    old = the_pack(a_card("a"))
    new = replace(old, title="Other", author="Kim", version=2, language="de")
    assert compare(old, new).head == (
        ("title", "The pack pack", "Other"),
        ("author", "A trainer", "Kim"),
        ("version", "1", "2"),
        ("language", "en", "de"),
    )


def test_what_differs_is_named_as_the_pack_format_names_it() -> None:
    old = a_response("a", "o")
    new = replace(old, ask="And now?", options=old.options[::-1], sources=(), objective="p")
    [change] = compare(the_pack(old), the_pack(new)).questions
    assert change.parts == ("objective", "ask", "options", "sources")


def test_objectives_are_compared_too_and_those_of_single_questions_are_not_told_of_twice() -> None:
    old = the_pack(a_card("a1", "a"), a_card("b1", "b"), a_card("single"))
    new = the_pack(a_card("a1", "a"), a_card("single"))
    new = replace(new, objectives=tuple(replace(each, takeaway="Another.") for each in new.objectives))
    changes = compare(old, new).objectives
    assert [(each.what, each.id, each.parts) for each in changes] == [
        ("edited", "a", ("takeaway",)),
        ("retired", "b", ()),
    ]


def test_a_revision_that_goes_back_is_pointed_out() -> None:
    [change] = compare(the_pack(a_card("a", revision=3)), the_pack(a_card("a", revision=2))).questions
    assert (change.what, change.doubts) == ("edited", ("Its revision was 3, and is 2 now.",))


# ── what looks like another meaning ───────────────────────────────────────────────────────────────────────


def test_a_raised_revision_is_beyond_doubt() -> None:
    old, new = a_response("a"), a_response("a", best=1, revision=2)
    [change] = compare(the_pack(old), the_pack(new)).questions
    assert (change.what, change.doubts) == ("revised", ())


def test_another_best_option() -> None:
    assert told(a_response("a", best=0), a_response("a", best=1)) == ["Another option is the best one now."]


def test_options_in_another_order_mean_the_same() -> None:
    old = a_response("a", options=4)
    assert told(old, replace(old, options=old.options[::-1])) == []


def test_more_or_fewer_options() -> None:
    assert told(a_response("a", options=3), a_response("a", options=4)) == [
        "There were 3 options, and there are 4 now."
    ]


def best_says(text: str) -> BetterResponse:
    """A question whose best option says this."""
    question = a_response("a")
    return replace(question, options=(Option(text, "Reason.", best=True), *question.options[1:]))


def card_says(text: str) -> Flashcard:
    """A card with this on its back."""
    return replace(a_card("a"), back=text)


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("Say sory, and see what can be done.", "Say sorry, and see what can be done.", ""),
        ("Say sorry and see what can be done", "Say *sorry*, and see what can be done.", ""),
        ("Name the limit, then make an offer.", "Name the limit first, then make them an offer.", ""),
        ("Name the limit, then make an offer.", "Ask for the number of the order.", "was replaced by another text."),
        ("Name the limit before you go.", "Do not name the limit before you go.", "A word that turns the sense"),
        ("Say that you can help.", "Say that you can't help.", "A word that turns the sense"),
        ("Wait for 4 weeks, then ask.", "Wait for 6 weeks, then ask.", "A number in the"),
    ],
)
def test_edits_and_changes_of_what_has_to_be_known(old: str, new: str, doubt: str) -> None:
    for before, after in ((best_says(old), best_says(new)), (card_says(old), card_says(new))):
        found = told(before, after)
        assert len(found) == bool(doubt)
        assert not doubt or doubt in found[0]


def test_another_story_or_front_under_the_same_id() -> None:
    story = replace(a_response("a"), scene="Two guests want the same table by the window, and both have booked it.")
    assert told(a_response("a"), story) == ["The scene was replaced by another text."]
    front = replace(a_card("a"), front="Who signs for a parcel that came broken?")
    assert told(a_card("a"), front) == ["The front was replaced by another text."]


def test_another_kind_under_the_same_id() -> None:
    assert told(a_card("a"), a_response("a")) == ["It was a flashcard, and is a better-response now."]


def test_reasons_may_be_written_anew() -> None:
    question = a_response("a")
    options = tuple(replace(each, because="Something else altogether, said at length.") for each in question.options)
    assert told(question, replace(question, options=options)) == []


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────

TALK = parse_pack(a_pack_text(a_conversation_text(), a_flashcard_text()).encode(), "f").conversations[0]
RAIN, MONEY = TALK.turns


def the_talks(*conversations: Conversation) -> Pack:
    """A pack of a question and these conversations."""
    return replace(the_pack(a_card("card")), conversations=conversations)


def with_turn(*turns: Turn) -> Conversation:
    """The conversation with these turns in place of its own."""
    return replace(TALK, turns=turns)


def with_first(**changed: object) -> Conversation:
    """The conversation with something changed in its first turn."""
    return with_turn(replace(RAIN, **changed), MONEY)  # type: ignore[arg-type]


def test_the_words_for_every_kind_of_change_of_a_conversation() -> None:
    former = {name: replace(TALK, id=name) for name in ("kept", "edited", "revised", "former", "retired")}
    new = (
        former["kept"],
        replace(former["edited"], title="another title"),
        replace(former["revised"], revision=2),
        replace(former["former"], id="renamed", was="pack/former"),
        replace(TALK, id="moved", was="elsewhere/it"),
        replace(TALK, id="new"),
    )
    changes = compare(the_talks(*former.values()), the_talks(*new))
    assert [(each.what, each.id) for each in changes.conversations] == [
        (what, what) for what in ("kept", "edited", "revised", "renamed", "moved", "new", "retired")
    ]
    assert [each.what for each in changes.questions] == ["kept"]
    assert not changes.same
    assert {each.title for each in changes.conversations} == {"a tent that leaked", "another title"}
    origins = former_conversations(the_talks(*former.values()), the_talks(*new))
    assert {id_: old.id for id_, old in origins.items()} == {
        "kept": "kept", "edited": "edited", "revised": "revised", "renamed": "former",
    }  # fmt: skip


def test_a_pack_with_a_conversation_that_is_not_here_is_all_new() -> None:
    changes = compare(None, the_talks(TALK))
    assert [each.what for each in changes.conversations] == ["new"]
    assert compare(the_talks(TALK), the_talks(TALK)).same


def test_a_question_that_becomes_a_conversation_is_gone_and_the_conversation_is_new() -> None:
    changes = compare(the_pack(a_card("one"), a_card("card")), the_talks(replace(TALK, id="one")))
    assert [(each.what, each.id) for each in changes.questions] == [("kept", "card"), ("retired", "one")]
    assert [(each.what, each.id) for each in changes.conversations] == [("new", "one")]
    assert told(a_card("one"), TALK) == ["It was a flashcard, and is a conversation now."]


@pytest.mark.parametrize(
    ("new", "parts"),
    [
        (replace(TALK, channel="chat", setting=f"{TALK.setting} Now."), ("channel", "setting")),
        (replace(TALK, customer="She", temperature=7), ("customer", "temperature")),
        (with_first(says="We lay in water up to there."), ("turns",)),
        (replace(TALK, endings=(*TALK.endings[:-1], ("lost", "He is gone."))), ("endings",)),
    ],
)
def test_what_differs_in_a_conversation_is_named(new: Conversation, parts: tuple[str, ...]) -> None:
    [change] = compare(the_talks(TALK), the_talks(new)).conversations
    assert (change.what, change.parts, change.doubts) == ("edited", parts, ())


BEST, FAIR, WRONG = RAIN.responses


@pytest.mark.parametrize(
    ("new", "doubt"),
    [
        (with_turn(RAIN), "The turn “the-money” is gone."),
        (with_turn(RAIN, replace(MONEY, id="the-bill"), MONEY), "The turn “the-bill” is new."),
        (with_turn(MONEY, RAIN), ""),
        (with_first(responses=(WRONG, BEST, FAIR)), ""),
        (with_first(responses=(BEST, replace(FAIR, because="Something else."), replace(WRONG, effect=3))), ""),
        (with_first(responses=(BEST, FAIR)), "Turn “the-rain”: There were 3 responses, and there are 2 now."),
        (
            with_first(responses=(replace(BEST, best=False), replace(FAIR, best=True, fair=False), WRONG)),
            "Turn “the-rain”: Another response is the best one now.",
        ),
        (
            with_first(responses=(replace(BEST, say="Tell me what happened, from the start."), FAIR, WRONG)),
            "Turn “the-rain”: The best response was replaced by another text.",
        ),
        (
            with_first(
                responses=(replace(BEST, say="Not a night in the water, and the children with you."), FAIR, WRONG)
            ),
            "Turn “the-rain”: A word that turns the sense, such as “not”, came into the best response or left it.",
        ),
        (
            with_first(says="Who is in charge of this shop?"),
            "Turn “the-rain”: The text of the customer was replaced by another text.",
        ),
        (replace(TALK, setting="You answer the phone."), "The setting was replaced by another text."),
        (replace(TALK, revision=2, turns=(RAIN,)), ""),
    ],
)
def test_what_looks_like_another_meaning_in_a_conversation(new: Conversation, doubt: str) -> None:
    changes = compare(the_talks(TALK), the_talks(new))
    [change] = changes.conversations
    assert change.doubts == ((doubt,) if doubt else ())
    assert changes.doubtful == ((change,) if doubt else ())


def test_a_doubt_knows_its_turn_in_the_newer_conversation() -> None:
    bill = replace(MONEY, id="the-bill")
    changed = replace(MONEY, responses=tuple(replace(each, best=not each.best) for each in MONEY.responses[:2]))
    found = list(doubts(TALK, with_turn(bill, changed)))
    assert [(each.part, each.turn) for each in found] == [
        ("turns", 0), ("responses", 1), ("best", 1), ("turns", -1),
    ]  # fmt: skip


def test_the_threshold_tells_edits_from_other_texts_in_our_own_packs() -> None:
    """Measured: no typing errors are taken for another text, and no two answers of our packs for one, edited."""
    packs = [
        read_pack(path)
        for path in bundled_folder().glob("*.yaml")
        if path.name not in {"claims.yaml", "documents.yaml"}
    ]
    answers = [
        each.back if isinstance(each, Flashcard) else each.options[each.best].say
        for pack in packs
        for each in pack.questions
    ]
    random = Random(1)
    for text in answers:
        letters = list(text)
        for _ in range(4):
            letters[random.randrange(len(letters))] = random.choice("abcdefgh")
        assert not replaced(text, "".join(letters))
        other = random.choice(answers)
        assert other == text or replaced(text, other)


def test_ten_thousand_questions_are_compared_in_about_a_second() -> None:
    old = a_pack(objectives=TEN_THOUSAND // 3)
    new = replace(old, version=2, questions=tuple(_mended(each) for each in old.questions))
    start = process_time()  # a busy machine does not make it longer
    changes = compare(old, new)
    assert process_time() - start < 3, "about a second, with room for a slow machine"
    assert {each.what for each in changes.questions} == {"edited"}


def _mended(question: Question) -> Question:
    if isinstance(question, Flashcard):
        return replace(question, back=f"{question.back} Mended.")
    return replace(question, scene=f"{question.scene} Mended.")
