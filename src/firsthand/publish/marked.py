"""A document's text cut at every anchor, so that a page can mark what was read in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from firsthand.case import Case
from firsthand.corrections import KIND as CORRECTION
from firsthand.model import Anchor, Claim, Decision, Document, Mark, Reading, Relevance
from firsthand.publish.dossier import Told
from firsthand.read import UNSURE_BELOW

LONGEST_SHOWN = 200_000
"""Characters of a text that one page shows."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under one set of anchors."""

    text: str
    statement_id: str
    """The innermost statement whose words these are; empty for text that nobody is said to have said."""
    role: str
    """said, source, cue or empty."""
    first: bool
    """The statement's first stretch: the one to link to."""
    unsure: bool
    """The reader was not sure of it."""


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """One paragraph with its segments, its quality mark and the statements that begin in it."""

    start: int
    segments: tuple[Segment, ...]
    mark: Mark | None
    notes: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    document: Document
    paragraphs: tuple[MarkedParagraph, ...]
    claims: dict[str, Claim]
    """The claim of each statement that has one, by statement id; of a long claim only some members."""
    cut: bool
    """The text is longer than one page shows."""
    read: bool
    language: str
    """ISO 639-1 code of the text, ``und`` when it is not plain."""
    corrections: dict[str, Decision]
    """Standing corrections by decision id, as a statement's ``corrected_by`` names them."""


def marked_document(case: Case, document_id: str) -> MarkedDocument:
    """The document with everything that was read in it. Raises UnknownIdError."""
    document = case.store.document(document_id)
    reading = case.store.reading(document_id)
    held = reading or Reading(document_id, ())
    return MarkedDocument(
        document=document,
        paragraphs=tuple(_paragraphs(document, held)),
        claims=case.store.claims_of(statement.id for statement in held.statements),
        cut=len(document.text) > LONGEST_SHOWN,
        read=reading is not None,
        language=held.language,
        corrections={decision.id: decision for decision in case.store.decisions() if decision.kind == CORRECTION},
    )


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    role: str
    told: Told


def _paragraphs(document: Document, reading: Reading) -> Iterator[MarkedParagraph]:
    told = [Told(statement, document) for statement in reading.statements]
    spans = sorted((span for item in told for span in _spans(item)), key=lambda span: span.start)
    begun: set[str] = set()
    for found in re.finditer(r"[^\n](?:.|\n(?!\n))*", document.text[:LONGEST_SHOWN]):
        start, end = found.span()
        inside = [span for span in spans if span.start < end and span.end > start]
        notes = [item for item in told if start <= _first(item) < end]
        segments = tuple(_segments(document.text, start, end, inside, begun))
        mark = next((mark for mark in reading.marks if mark.start < end and mark.end > start), None)
        yield MarkedParagraph(start, segments, mark, tuple(notes))


def _spans(told: Told) -> Iterator[_Span]:
    statement = told.statement
    pieces: list[tuple[str, Anchor | None]] = [("said", anchor) for anchor in statement.content]
    pieces += [("source", statement.source), ("cue", statement.cue)]
    for role, anchor in pieces:
        if anchor:
            yield _Span(anchor.start, anchor.end, role, told)


def _first(told: Told) -> int:
    return min((span.start for span in _spans(told)), default=0)


def _segments(text: str, start: int, end: int, spans: list[_Span], begun: set[str]) -> Iterator[Segment]:
    edges = {start, end} | {edge for span in spans for edge in (span.start, span.end) if start < edge < end}
    cuts = sorted(edges)
    for left, right in pairwise(cuts):
        over = [span for span in spans if span.start <= left and span.end >= right]
        if not over:
            yield Segment(text[left:right], "", "", False, False)
            continue
        inner = min(over, key=lambda span: (span.role != "said", span.end - span.start))
        id = inner.told.statement.id
        yield Segment(text[left:right], id, inner.role, id not in begun, inner.told.statement.confidence < UNSURE_BELOW)
        begun.add(id)


def is_aside(told: Told) -> bool:
    """The statement reaches no brief: it is off-topic or boilerplate."""
    return told.statement.relevance is not Relevance.ON_TOPIC
