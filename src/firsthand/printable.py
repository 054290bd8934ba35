"""Words from outside, made safe to keep and to print."""

from __future__ import annotations

import json
import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character (a lone surrogate): JSON can name one, but no file, store or page can hold it."""


def json_value(text: str, strict: bool = True) -> Any:
    """The value of a JSON text, with the sign for a lost character in place of halves. Raises as ``json.loads``."""
    value = json.loads(text, strict=strict)
    return _whole(value) if "\\u" in text else value


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value


def printable(text: str) -> str:
    """``text`` without characters that would steer the terminal; of the same length."""
    return "".join(char if char.isprintable() or char == "\n" else " " if char.isspace() else "�" for char in text)
