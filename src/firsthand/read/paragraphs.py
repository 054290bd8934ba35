"""Paragraphs of a document and their marks: heading, byline, boilerplate, off-topic, garbled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from firsthand.read import lexicon
from firsthand.read.language import mixed_word

if TYPE_CHECKING:
    from firsthand.read.attribution.quotes import Quotation

LONGEST_PARAGRAPH = 6000
"""Characters; a longer paragraph is cut at a sentence end, so that the work per paragraph stays bounded."""

_BREAK = re.compile(r"\r?\n[^\S\n]*\r?\n\s*")
_LINE = re.compile(r"\r?\n")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BOILERPLATE = re.compile(
    r"\b(?:all rights reserved|sign up|subscribe|newsletter|read more|click here|advertisement|follow us|share this|"
    r"terms of (?:use|service)|privacy policy|cookies?|copyright|related (?:articles|stories)|photo credit|"
    r"contributed to this (?:report|story)|(?:additional )?reporting (?:from|by)|editing by|first appeared (?:on|in)|"
    r"is a (?:staff|freelance) (?:writer|reporter)|originally published)\b|©",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^\s*(?:[•*·–—-]\s*)?(?:by\s+)?[A-Z][\w.’'-]+(?:\s+(?:[A-Z]\.|[A-Z][\w.’'-]+)){1,3}\s*"
    r"(?:(?:,|and)\s+[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,2}\s*)?$"
)
_BY_LINE = re.compile(r"^\s*(?:By|From)\s+(?:the |our |a )?[^.!?“\"]{3,70}$")
_DOUBLED = re.compile(r"\b(is|are|was|were|the|a|of|to|in|it's)\s+(?:as\s+)?\1\b|\bIt['’]s \w+ is\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``document.text[start:start + len(text)] == text``."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def split_paragraphs(text: str) -> Iterator[Paragraph]:
    """Paragraphs between blank lines (or lines, where a text has no blank one), trimmed, none over the longest."""
    pattern = _BREAK if _BREAK.search(text) else _LINE
    start = 0
    for match in pattern.finditer(text):
        yield from _trimmed(text, start, match.start())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Paragraph]:
    while start < end and (text[start].isspace() or not text[start].isprintable()):
        start += 1
    while end > start and (text[end - 1].isspace() or not text[end - 1].isprintable()):
        end -= 1
    while end - start > LONGEST_PARAGRAPH:
        cut = _cut(text, start, start + LONGEST_PARAGRAPH)
        yield Paragraph(start, text[start:cut])
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield Paragraph(start, text[start:end])


def _cut(text: str, start: int, end: int) -> int:
    """Last sentence end, else last space, else the limit itself."""
    last = None
    for match in _SENTENCE_END.finditer(text, start + LONGEST_PARAGRAPH // 2, end):
        last = match.end() - 1
    if last is not None:
        return last
    space = text.rfind(" ", start + 1, end)
    return space if space > start else end


def is_heading(paragraph: Paragraph, first: bool) -> bool:
    """A short line without full stop that opens the text or is set like a title."""
    text = paragraph.text
    words = _WORD.findall(text)
    if not words or len(words) > 22 or (text.rstrip()[-1:] in '.?!”"' and not first):
        return False
    if text.isupper() and len(words) > 1:
        return True
    if text.rstrip()[-1:] in '."”,':
        return False
    long_words = [word for word in words if len(word) > 3]
    titled = sum(word[0].isupper() for word in long_words) >= 0.7 * len(long_words)
    return first or (titled and len(words) > 2)


def is_byline(text: str) -> bool:
    """A paragraph that only says who wrote it."""
    return (
        len(text) < 90 and not text.isupper() and (_BYLINE.match(text) is not None or _BY_LINE.match(text) is not None)
    )


def boilerplate_reason(text: str) -> str:
    """Why a paragraph is page furniture; empty when it is not."""
    match = _BOILERPLATE.search(text)
    if match and len(text) < 400:
        return f"page furniture: “{match.group()}”"
    return ""


def garbled_reason(text: str, quotations: Sequence[Quotation]) -> str:
    """What shows that a paragraph was patched together; empty when nothing does."""
    for first, second in pairwise(quotations):
        if not text[first.end : second.start].strip(" ."):
            return "two quotations follow each other with nothing between them"
    if any(not quotation.closed for quotation in quotations) and text.count('"') % 2:
        return "a quotation mark has no partner"
    match = _DOUBLED.search(text)
    if match and match.group(0).count("\n") == 0 and "that that" not in match.group(0):
        return f"broken words: “{match.group()}”"
    disguised = mixed_word(text)
    if disguised:
        return f"letters of two alphabets in one word: “{disguised}”"
    if text[:1].islower():
        return "it begins in the middle of a sentence"
    return ""


def topic_score(text: str, extra: frozenset[str]) -> int:
    """Number of different topic words, built-in and of the case."""
    words = {word.lower() for word in _WORD.findall(text)}
    parts = {part for word in words if "-" in word for part in word.split("-")}
    found = len((words | parts) & (lexicon.TOPIC_WORDS | extra))
    low = text.lower()
    return (
        found
        + sum(phrase in low for phrase in lexicon.TOPIC_PHRASES)
        + sum(" " in phrase and phrase in low for phrase in extra)
    )
