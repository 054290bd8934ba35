"""Quotations of a paragraph, matched or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = "“«„"
_CLOSING = "”»"
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)([^‘'’\n]|[’'](?=\w)){3,400}[’'](?!\w)")
"""A single-quoted stretch; an apostrophe inside a word does not close it."""

_TYPED_OPENING = re.compile(r"(?<![^\s(\[—–-])''(?=\S)")
_TYPED_CLOSING = re.compile(r"''")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: ``text[start:end]``."""

    start: int
    end: int
    closed: bool
    """False when the closing mark is missing: the quotation then runs to the next one or the paragraph's end."""


def find_quotations(text: str) -> list[Quotation]:
    """Quotations of one paragraph in order, none inside another. An opening mark that nothing closes survives."""
    if "''" in text:  # two apostrophes typed for a quotation mark: make the outer one a mark, length unchanged
        text = _TYPED_CLOSING.sub("'\"", _TYPED_OPENING.sub("\"'", text))
    found: list[Quotation] = []
    opened: int | None = None
    for index, char in enumerate(text):
        if char in _OPENING or (char == '"' and opened is None and not _only_closes(text, index)):
            if opened is not None:
                found.append(Quotation(opened, _trimmed(text, opened, index), False))
            opened = index
        elif char in _CLOSING and opened is not None:
            found.append(Quotation(opened, index + 1, True))
            opened = None
        elif char == '"' and opened is not None:
            if _opens(text, index) and text[opened] == '"':
                found.append(Quotation(opened, _trimmed(text, opened, index), False))
                opened = index
            else:
                found.append(Quotation(opened, index + 1, True))
                opened = None
    if opened is not None and opened + 1 < len(text.rstrip()):
        found.append(Quotation(opened, len(text.rstrip()), False))
    if not found:
        found = [Quotation(match.start(), match.end(), True) for match in _SINGLE.finditer(text)]
    return [quotation for quotation in found if quotation.end - quotation.start > 2]


def _opens(text: str, index: int) -> bool:
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    return (before.isspace() or before in "([—–-") and not after.isspace()


def _only_closes(text: str, index: int) -> bool:
    """A straight mark after a word and before a space closes a quotation whose opening was lost."""
    after = text[index + 1] if index + 1 < len(text) else " "
    return index > 0 and not text[index - 1].isspace() and (after.isspace() or after in ".,;:)")


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
