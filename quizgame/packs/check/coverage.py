"""What no question asks for, though the list of claims beside the packs says that it is taught."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from quizgame.packs.characters import quoted
from quizgame.packs.check.findings import Finding
from quizgame.packs.check.folders import pack_files
from quizgame.packs.check.opened import Opened


def claims_never_asked(folder: Path, packs: Sequence[Opened]) -> Iterator[Finding]:
    """W14, as a note in the list of claims; silent unless every pack of the folder is being checked."""
    here = [opened for opened in packs if Path(opened.file).parent == folder]
    claims = here[0].inventory.claims if here else None
    if not claims or {Path(opened.file).name for opened in here} != {path.name for path in pack_files(folder)}:
        return
    named = {claim for opened in here for asked in opened.asked for claim in asked.question.asks}
    for id_, place in claims.items():
        if id_ not in named:
            what = f"No question asks for the claim {quoted(id_)}."
            yield Finding("W14", "info", place.file, place.line, place.column, what, "Write one.", place.path)
