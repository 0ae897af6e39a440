"""What stands at a path: nothing, where the system takes no such name (too long, or with a NUL in it).

The methods of `Path` raise errors for such names, on some versions of Python and not on others.
"""

from __future__ import annotations

import os.path
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether anything stands there."""
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Whether an ordinary file stands there, or a link to one."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112
