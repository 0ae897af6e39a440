"""Texts of other tools as packs may hold them."""

from __future__ import annotations

import re

from quizgame.packs.characters import FORBIDDEN, code_point, has_forbidden
from quizgame.packs.formats.shapes import Loss

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def cleaned(text: str, where: str, losses: list[Loss]) -> str:
    """A text with one kind of line break and no character that packs refuse; what was removed is noted."""
    if text.isprintable():
        return text.strip()
    text = _LINE_BREAKS.sub("\n", text)
    if has_forbidden(text):
        found = sorted(set(FORBIDDEN.findall(text)))
        named = ", ".join(map(code_point, found[:5])) + (" and others" if len(found) > 5 else "")
        losses.append(Loss(where, f"Characters that nobody sees or that control a terminal were removed ({named})."))
        text = FORBIDDEN.sub("", text)
    return text.strip()
