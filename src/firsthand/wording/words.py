"""The words of a text with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, lower case, with its half-open character span."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """All words of ``text`` in order, lower case, without possessive endings."""
    return [Word(_plain(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    folded = word.casefold().replace("’", "'")
    return folded.removesuffix("'s").replace(".", "")
