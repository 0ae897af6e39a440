"""A small pack to begin with, which says in comments how to go on and has nothing that the checker would mind."""

from __future__ import annotations

from quizgame.packs.scalars import on_one_line
from quizgame.packs.schema import SCHEMA_FILE


def starter(pack: str, title: str, author: str) -> str:
    """The text of a new pack's file."""
    head = _HEAD.replace("<SCHEMA>", SCHEMA_FILE).replace("<FILE>", f"{pack}.yaml")
    # An author's name could hold a mark of the template, so it comes last.
    for mark, text in (("<PACK>", pack), ("<TITLE>", title), ("<AUTHOR>", author)):
        head = head.replace(mark, on_one_line(text), 1)
    return head + _BODY


_HEAD = """\
# yaml-language-server: $schema=./<SCHEMA>
#
# Change the texts below, save, and run:  quizgame packs check --strict <FILE>
# Lines that start with # are notes for you; delete them whenever you like.

# The name of the pack: never change it, progress hangs on it.
pack: <PACK>
title: <TITLE>
author: <AUTHOR>
# Add 1 whenever you give the pack to others again.
version: 1
language: en
"""

_BODY = """
# What the learner will be able to do. Each objective needs a few questions: the same point, another story.
objectives:
  - id: name-the-wait
    title: Name a long wait before you explain it
    topic: waiting
    takeaway: First say what the wait was like for them, then say what comes next.

questions:

  # A better-response question: a scene, what to decide, and three or four responses of which one is best.
  # Every response is kind, and each says why it helps or what it misses.
  - id: wait-at-the-pharmacy
    kind: better-response
    objective: name-the-wait
    scene: >
      A father has stood at your pharmacy counter for twenty minutes with a coughing child on his arm.
      The medicine is still being mixed. "Is anybody even working on it?" he asks.
    ask: What do you say first?
    options:
      - say: Yes, and I'm sorry. Fresh medicine for a child takes twenty minutes, because each step is checked.
        because: True and polite, but it gives reasons before anybody has said what the wait was like.
      - say: Such a long wait, and with a sick child to carry. I'll go and see how much is left to do.
        best: true      # on exactly one response
        because: It says what the wait was like for him, and then takes the next step itself.
      - say: I understand your hurry, sir. The medicine will be in your hands in two minutes, I promise.
        because: It sounds good, and nobody knows whether it holds. If it doesn't, the next wait is worse.
    # Where your company says so. Any document may stand here; learners see it with the answer.
    sources: [{document: our-handbook, section: Waiting times}]

  - id: wait-for-the-engineer
    kind: better-response
    objective: name-the-wait
    scene: >
      An old lady has stayed at home all day for the engineer, who did not come. It is six o'clock now.
      "I even put off the doctor for this," she says on the phone.
    ask: How do you begin?
    options:
      - say: You kept the whole day free, gave up the doctor for it, and nobody came. I'm sorry. Let me find a new day.
        best: true
        because: Her lost day and the doctor come first, then the regret, and only then what happens now.
      - say: I'm very sorry, madam. May I offer you the first visit tomorrow, at eight?
        because: A quick and friendly offer, but her lost day goes by without a word, so it may sound like routine.
      - say: Thank you for your patience today. Our engineers had more jobs than usual, and some took very long.
        because: It thanks her for something she had no choice about, and then speaks for the engineers.
    sources: [{document: our-handbook, section: Waiting times}]

  # A flashcard: the learner recalls the answer, turns the card, and grades how it went.
  - id: wait-which-order
    kind: flashcard
    objective: name-the-wait
    front: Somebody has waited far too long. What do you put into words before any reason or offer?
    back: What the wait was like for them.
    sources: [{document: our-handbook, section: Waiting times}]
"""
