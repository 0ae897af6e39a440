"""The JSON Schema of a pack file, for editors that complete keys and underline mistakes.

It is made from the models. What they cannot say, such as that exactly one option is best, is left to `packs check`.
"""

from __future__ import annotations

import json
from typing import cast

from quizgame.packs.models import WrittenPack

SCHEMA_FILE = "quizgame-pack.schema.json"
"""Name under which `packs new` puts the schema beside a pack, and by which the pack's first line finds it."""

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAMES_OF_KEYS = {"properties", "$defs", "patternProperties"}
"""Below these stand names that authors write, which must not be taken for words of the schema."""


def schema() -> dict[str, Json]:
    """The schema as JSON values."""
    made = cast(dict[str, Json], _tidy(cast(Json, WrittenPack.model_json_schema())))
    return {"$schema": _DIALECT, "title": "A quizgame pack", **made}


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Json) -> Json:
    """Without the titles and defaults that say nothing new in an editor; closed wherever the models are."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: {name: _tidy(each) for name, each in value.items()}
        if key in _NAMES_OF_KEYS and isinstance(value, dict)
        else _tidy(value)
        for key, value in node.items()
        if key not in {"title", "discriminator"} and not (key == "default" and value in (None, "", [], {}))
    }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    return tidy
