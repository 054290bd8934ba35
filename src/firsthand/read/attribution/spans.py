"""Attributions as spans of their paragraph: what the forms of attribution give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.read.attribution.grammar import Item, Range, Sentence

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as spans of the paragraph."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    lemma: str
    """Lemma of the cue verb, "according to", "passive", "header" or "" for an orphan quotation."""
    family: str
    sentence: Span
    told: Span | None = None
    """Whom the source told ("told the Post"), often the outlet that reports."""
    cited: tuple[Span, ...] = ()
    """Sources that the source itself cites ("citing …", "according to …")."""
    perceives: bool = False
    """The cue tells what the source saw ("he saw two cranes"), not what it thinks of it ("experts see it as …")."""
    reporter: Span | None = None
    """The outer speaker who relays the source ("the Post noted that experts see …")."""
    outer: Attribution | None = None
    """The attribution in whose content this one stands ("… the foreman told us, ‘…’,” the inspector said")."""
    retold: bool = False
    """Its whole content is another attribution, which says the same again one link nearer to its root."""
    confidence: float | None = None
    """How sure the model is of its spans, in [0, 1]; None for what rules alone found."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as the learned model sees it."""

    sources: tuple[Span, ...]
    cue: Span | None
    contents: tuple[Span, ...]
    confidence: float
    """Probability that it is right, in [0, 1], as fitted on articles that the model was not trained on."""


def span_of(items: Sequence[Item], piece: Range) -> Span:
    """Characters of a range of items."""
    return items[piece[0]].start, items[piece[1] - 1].end


def whole_of(items: Sentence) -> Span:
    return items[0].start, items[-1].end
