"""Hashes every run of eight words of the source documents, so that a test can hold our texts to be our own.

The documents do not ship. Whoever has them runs, from the project's folder,
`python -m scripts.hash_documents FILE … > tests/content/document_runs.txt`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.content.own_words import hashes


def main() -> None:
    """Print the hashes, sorted, one a line."""
    found: set[str] = set()
    for name in sys.argv[1:]:
        found |= set(hashes(Path(name).read_text(encoding="utf-8")))
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    main()
