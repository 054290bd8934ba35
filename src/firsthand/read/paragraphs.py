"""Paragraphs of a document and their marks: heading, byline, boilerplate, off-topic, garbled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from firsthand.language import mixed_word
from firsthand.read import lexicon
from firsthand.read.lexicon import words

if TYPE_CHECKING:
    from firsthand.read.attribution.quotes import Quotation

LONGEST_PARAGRAPH = 6000
"""Characters; a longer paragraph is cut at a sentence end, so that the work per paragraph stays bounded."""

_BREAK = re.compile(r"\r?\n[^\S\n]*\r?\n\s*")
_LINE = re.compile(r"\r?\n")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BOILERPLATE = re.compile(
    r"\b(?:all rights reserved|sign up (?:for (?:our|the|her|his) |here\b|now\b|by enter)|newsletter|"
    r"click (?:here|to)\b|read more(?! (?:than|of|like|into|about|books?))|"
    r"follow us (?:on|at)|follow (?:him|her|them) on|share this|"
    r"share (?:on|via)|(?:use[sd]?|accept|our) cookies|cookie (?:policy|settings)|photo credit|"
    r"copyright (?:©|\(c\)|\d{4})|related (?:articles|stories)|"
    r"contributed to this (?:report|story)|editing by|first appeared (?:on|in)|"
    r"(?:additional )?reporting (?:from|by) (?-i:[A-Z])|"
    r"(?:story|text|video|graphics?|photos?|pictures?) by (?-i:[A-Z])|"
    r"is an? (?:\w+ )?(?:writer|reporter|correspondent|journalist|columnist) (?:at|for|with|based|covering)|"
    r"originally published|thank you for reading|support our (?:journalism|work|reporting))|(?<!\S)©|"
    r"^\W*(?:sign up|subscribe|advertisement|terms of (?:use|service)|privacy policy)\b|"
    r"\bsubscribe (?:here|now|today|to our)\b|"
    r"^\W*(?:loading|comments?|menu|search|log ?in|sign in|register|skip to \w+|back to top|print|tweet)\b[\W\d]*$|"
    r"^\W*(?:first |last )?(?:published|updated|posted|modified)(?: (?:on|at))?\W+(?:\w+\W+){0,2}\d",
    re.IGNORECASE,
)
_SPUN = re.compile(
    r"\b(?:on|under) (?:the )?(?:state|states|condition) of (?:secrecy|obscurity|namelessness|mystery)\b|"
    r"\binsight (?:offices|organi[sz]ations|authorities|officials)\b|\b(?:u\.?s\.?|american) functionaries\b",
    re.IGNORECASE,
)
"""What programs that swap words for others make of set phrases."""
_RUN_ON = re.compile(r"(?<=[a-z]{2})[.?!](?=[A-Z][a-z])")
"""A stop with no space behind it, where sentences were glued together."""
_DIGIT_INSIDE = re.compile(r"\b[a-z]+\d[a-z]+\b")
_FRAGMENT = re.compile(r"(?<![’'\w])[a-z]{1,2}(?![’'\w])")
_SHORT_WORDS = words("a i an as at am be by do go he if in is it me my no of on or so to up us we ad km mm pm th st")
_FRAGMENTS = 0.2
"""Share of words that are shreds of one or two letters where spaces fell into words."""
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
    broken = _broken_reason(text)
    if broken:
        return broken
    disguised = mixed_word(text)
    if disguised:
        return f"letters of two alphabets in one word: “{disguised}”"
    if text[:1].islower():
        return "it begins in the middle of a sentence"
    return ""


def _broken_reason(text: str) -> str:
    """What shows that words or sentences were broken or swapped by a machine; empty when nothing does."""
    spun = _SPUN.search(text)
    if spun:
        return f"words swapped by a machine: “{spun.group()}”"
    if len(_RUN_ON.findall(text)) > 1:
        return "sentences run into each other"
    digits = _DIGIT_INSIDE.findall(text)
    if len(digits) > 1:
        return f"digits inside words: “{digits[0]}”"
    found = _WORD.findall(text)
    shreds = [word for word in _FRAGMENT.findall(text) if word not in _SHORT_WORDS]
    return "words broken into pieces" if len(found) > 7 and len(shreds) > _FRAGMENTS * len(found) else ""


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
