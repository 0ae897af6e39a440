"""A draft's findings stand at the question or conversation that they are about, however the file mixes the two."""

from __future__ import annotations

from pathlib import Path

from quizgame.packs.draft import DraftFile

from .pack_texts import a_conversation_text, a_flashcard_text, a_pack_text


def test_findings_stand_at_the_question_or_conversation_wherever_the_file_has_it(tmp_path: Path) -> None:
    path = tmp_path / "mixed.yaml"
    talk = a_conversation_text("second").replace("We lay in water", "I wrote to jo@shop.example in water")
    card = a_flashcard_text("other", front="Who reads what comes to jo@shop.example?")
    path.write_text(a_pack_text(a_conversation_text("first"), a_flashcard_text(), talk, card), encoding="utf-8")
    file = DraftFile(path)
    draft = file.read()
    assert draft.pack is not None
    remarks = file.check(draft)

    def mail(found: tuple[object, ...]) -> bool:
        return any("jo@shop.example" in str(each) for each in found)

    questions = [mail(remarks.of_question.get(index, ())) for index in range(2)]
    conversations = [mail(remarks.of_conversation.get(index, ())) for index in range(2)]
    assert [each.id for each in draft.pack.questions] == ["name-it", "other"]
    assert [each.id for each in draft.pack.conversations] == ["first", "second"]
    assert (questions, conversations) == ([False, True], [False, True])
    assert {*remarks.all} >= {found for each in remarks.of_conversation.values() for found in each}
