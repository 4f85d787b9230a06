"""Values -> JSON text for files that people read, spelled as prettier spells it, so that it leaves them alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_WIDTH = 80


def to_json(value: Mapping[str, Any]) -> str:
    """One JSON object, two spaces an indent, a list of scalars on one line where it fits; ends with a line end."""
    return _text(value, "", 0) + "\n"


def _text(value: Any, indent: str, used: int) -> str:
    """`used`: the columns that are taken on the line before the value, and by the comma behind it."""
    inner = indent + "  "
    if isinstance(value, Mapping) and value:
        entries = [_entry(key, item, inner) for key, item in value.items()]
        return "{\n" + ",\n".join(entries) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        if not any(isinstance(item, (Mapping, list)) for item in value):
            line = f"[{', '.join(_scalar(item) for item in value)}]"
            if used + len(line) <= _WIDTH:
                return line
        items = [inner + _text(item, inner, len(inner) + 1) for item in value]
        return "[\n" + ",\n".join(items) + f"\n{indent}]"
    return _scalar(value)


def _entry(key: str, value: Any, indent: str) -> str:
    before = f"{indent}{_scalar(key)}: "
    return before + _text(value, indent, len(before) + 1)


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
