"""The folders of packs as the screens see them: what cannot be read, what the check finds, and the learner's editor."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.house import shelve
from quizgame.packs.characters import shown
from quizgame.packs.library import Library
from quizgame.store.catalogue import Catalogue

if TYPE_CHECKING:  # loaded when a file is checked
    from quizgame.packs.check.findings import Finding


class PackFolders:
    """What `quizgame.study.shelf.Files` asks for, with real folders and a real editor."""

    def __init__(self, library: Library, catalogue: Catalogue, editor: str) -> None:
        self._library = library
        self._catalogue = catalogue
        self.editor = editor

    def path(self, file: str) -> Path | None:
        """Where a file lies that the store knows by this name; None when it is gone."""
        return next((found.path for found in self._library.files() if found.name == file), None)

    def bring_up_to_date(self) -> Mapping[str, str]:
        """Compile what has changed; gives what is wrong with the files that cannot be read, by the store's name."""
        texts = shelve(self._library, self._catalogue)
        if not texts:
            return {}
        files = {shown(str(found.path), 500): found.name for found in self._library.files()}
        return {
            next((name for path, name in files.items() if text.startswith(f"{path}:")), text.partition(":")[0]): text
            for text in texts
        }

    def findings(self, path: Path) -> Sequence[Finding]:
        """What the check finds in one file."""
        from quizgame.packs.check.checking import check_files

        return [finding for finding in check_files([path]).findings if finding.file == str(path)]

    def edit(self, path: Path) -> str:
        """Run the editor on a file until it is closed; gives what went wrong, or nothing."""
        import shlex
        import subprocess

        try:
            command = shlex.split(self.editor, posix=os.name == "posix")
            ended = subprocess.run([*command, str(path)], check=False)  # noqa: S603  (the learner's own choice)
        except (OSError, ValueError) as error:
            return (
                f"The editor `{shown(self.editor)}` could not be started: {shown(str(error))}. Check VISUAL and EDITOR."
            )
        return f"The editor ended with status {ended.returncode}." if ended.returncode else ""
