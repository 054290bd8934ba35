"""Which paragraphs and sentences are about the matter under watch, and the marks of each paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from firsthand.model import Mark, Outlet, Relevance
from firsthand.read import lexicon
from firsthand.read.attribution import Span
from firsthand.read.blocks import Block
from firsthand.read.paragraphs import boilerplate_reason, garbled_reason, is_byline, is_heading, topic_score

_LINKING_START = re.compile(
    r"^\W*(?:(?:but|and|so|however|yet)\W+)?(?:he|she|they|it|this|that|these|those|we|the (?:papers?|reports?|"
    r"officials?|spokesman|spokeswoman|agency|article|sources?|facility|site|group|analysts?|experts?|newspaper))\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:the|this|that) (?:[\w-]+ )?(?:report|assessment|finding|intelligence|site|facility|imagery|image|document|"
    r"agreement|communiqu[eé]|pledge|promise)s?\b|\bthese \w+",
    re.IGNORECASE,
)
_COMMON = lexicon.DETERMINERS | lexicon.PRONOUNS | lexicon.SUBORDINATORS | lexicon.PREPOSITIONS | lexicon.TIME_WORDS
_NO_SPEAKER = lexicon.ROLE_WORDS | lexicon.PRONOUNS | lexicon.DETERMINERS
_NOT_BODY = frozenset({"byline", "boilerplate", "heading", "foreign"})
_SHORT = 30
"""Words; a paragraph this short leans on its neighbours."""


@dataclass(slots=True)
class Topic:
    """What the case watches, and the names that its topical sentences mention."""

    extra: frozenset[str]
    outlets: tuple[Outlet, ...]
    names: set[str] = field(default_factory=set)
    garbled: bool = False
    """Some paragraph of the document is; then a sentence may have strayed in from elsewhere."""

    def relevance(self, block: Block, sentence: Span, kinds: set[str], source: str) -> Relevance:
        """Relevance of one statement: that of its paragraph, unless its sentence strayed in from elsewhere.

        A headline says over what the body says; counted again it would look like one more statement.
        """
        if "heading" in kinds:
            return Relevance.BOILERPLATE
        if "off-topic" in kinds:
            return Relevance.OFF_TOPIC
        words = block.text[sentence[0] : sentence[1]]
        if topic_score(words, self.extra) or _has_place(block, sentence) or len(block.sentences) == 1:
            return Relevance.ON_TOPIC
        if not self.garbled:
            return Relevance.ON_TOPIC
        speaker = [name for name in re.findall(r"\b[A-Z][\w-]+", source) if name.lower() not in _NO_SPEAKER]
        strayed = bool(speaker) and not any(name in self.names for name in speaker) and "“" not in words
        return Relevance.OFF_TOPIC if strayed and '"' not in words else Relevance.ON_TOPIC


def judge_paragraphs(blocks: Sequence[Block], topic: Topic) -> Mapping[int, tuple[Mark, ...]]:
    """The marks of each paragraph by its number; fills ``topic.names`` on the way."""
    scores = {block.number: _score(block, topic) for block in blocks}
    shaped = {block.number: _shape_marks(block, block.number == 0) for block in blocks}
    body = [block for block in blocks if not {mark.kind for mark in shaped[block.number]} & _NOT_BODY]
    topic.garbled = topic.garbled or any(mark.kind == "garbled" for marks in shaped.values() for mark in marks)
    for block in _off_topic(body, scores, frozenset() if topic.garbled else topic.names):
        reason = "no word of the topic, no site, and no link to its neighbours"
        shaped[block.number].append(_mark(block, "off-topic", reason))
    return {number: tuple(marks) for number, marks in shaped.items() if marks}


def _off_topic(body: Sequence[Block], scores: Mapping[int, int], names: Set[str]) -> list[Block]:
    """Paragraphs without topic; one that leans on its neighbours shares theirs, over other leaning ones.

    ``names`` are those of the topical sentences: in a text that hangs together a paragraph that has one of them goes
    on with the matter. A garbled text is not given that trust.
    """
    leaning = [not scores[block.number] and (_leans(block) or _shares(block, names)) for block in body]
    before = _nearest(body, scores, leaning)
    after = _nearest(body[::-1], scores, leaning[::-1])[::-1]
    return [
        block
        for block, leans, first, second in zip(body, leaning, before, after, strict=True)
        if not scores[block.number] and not (leans and (first or second))
    ]


def _shares(block: Block, names: Set[str]) -> bool:
    inner = re.findall(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w-]+", block.text)
    first = re.findall(r"^\W*([A-Z][\w-]+)", block.text)
    return any(name in names and name.lower() not in _COMMON for name in [*inner, *first])


def _nearest(body: Sequence[Block], scores: Mapping[int, int], leaning: Sequence[bool]) -> list[int]:
    """For each paragraph the score of the nearest one before it that stands by itself."""
    last, found = 0, []
    for block, leans in zip(body, leaning, strict=True):
        found.append(last)
        if not leans:
            last = scores[block.number]
    return found


def _score(block: Block, topic: Topic) -> int:
    """Topic words and sites of a paragraph; remembers the names of its topical sentences."""
    total = 0
    for items in block.sentences:
        start, end = items[0].start, items[-1].end
        words = block.text[start:end]
        score = topic_score(words, topic.extra) + 2 * _has_place(block, (start, end))
        total += score
        if score:
            topic.names.update(re.findall(r"\b[A-Z][\w-]+", words))
    return total


def _has_place(block: Block, span: Span) -> bool:
    return any(span[0] <= place.anchor.start - block.base < span[1] for place in block.places)


def _leans(block: Block) -> bool:
    """A paragraph that only makes sense with its neighbours: a quotation, a pronoun, a refusal, "the report"."""
    text = block.text
    if _LINKING_START.match(text) or _REFERS.search(text):
        return True
    if text[:1] in '"“‘«' and block.quotations:
        return True
    short = len(text.split()) <= _SHORT
    return short and any(item.family in {"decline", "orphan", "cite"} for item in block.attributions)


def _shape_marks(block: Block, first: bool) -> list[Mark]:
    text = block.text
    if block.foreign:
        return [_mark(block, "foreign", f"in another language ({block.foreign}); only English is read")]
    if is_byline(text) and not first:
        return [_mark(block, "byline", "a name and nothing else")]
    reason = boilerplate_reason(text)
    if reason:
        return [_mark(block, "boilerplate", reason)]
    if is_heading(block.paragraph, first):
        return [_mark(block, "heading", "a short line set like a title")]
    runs = block.runs_on or block.goes_on
    reason = garbled_reason(text, () if runs else block.quotations)
    if not reason and not runs and any(item.family == "orphan" for item in block.attributions):
        reason = "a quotation without a speaker"
    return [_mark(block, "garbled", reason)] if reason else []


def _mark(block: Block, kind: str, reason: str) -> Mark:
    return Mark(block.paragraph.start, block.paragraph.end, kind, reason)
