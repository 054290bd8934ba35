"""How sure a source's own words are: a probability interval, polarity and event factuality.

The rules are written down in ``docs/certainty.md``; the bands of single words, with their sources, are in
:mod:`firsthand.read.certainty.words`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from firsthand.model import Anchor, Certainty
from firsthand.read.certainty.commitment import CERTAIN, commitment
from firsthand.read.certainty.features import features, tokens_of
from firsthand.read.certainty.model import load
from firsthand.read.certainty.negation import is_negated
from firsthand.read.certainty.words import (
    CUE_PHRASES,
    NUMBER_AFTER,
    PHRASES,
    PLAIN_HIGH,
    PLAIN_LOW,
    VOICE,
    Band,
    Phrase,
)

__all__ = ["Scale", "certainty_of", "factuality", "is_negated"]

MAX_BRIDGE = 120
"""Most characters between a cue and its content that are still read as one stretch ("said it was likely that")."""

MAX_CLAUSE = 400
"""Characters before a hedge in which a clause that holds it is looked for; keeps hostile text linear."""

_BEFORE_CUE = re.compile(
    r"(?:\b(?:has|have|had|having|did|does|do|could|can|would|will|is|are|was|were|not|never|neither|been|be|may|might|"
    r"appears?|appeared|seems?|seemed|to|also|immediately|independently|widely|strongly|confirmed|nor)\s+)+$",
    re.IGNORECASE,
)
_MODAL = frozenset({"may", "might", "could", "possible", "possibility", "potentially", "probable", "likely"})
_COUNT_HEDGES = frozenset({"possibly", "perhaps", "maybe", "probably", "likely", "potentially", "apparently"})
_SUBORDINATE = re.compile(
    r"(?:[,(—–]\s*(?:which|who|whose|whom|where)|\b(?:because|although|though|while|unless|whereas|if|when|so that))\b",
    re.IGNORECASE,
)
_SUBORDINATE_START = re.compile(r"\W*(?:since|as|after|before|once|until)\b", re.IGNORECASE)
_QUESTION = re.compile(r"\W*(?:whether|if or when)\b", re.IGNORECASE)
"""Content that is an embedded question ("whether work goes on") asserts neither answer."""
_PERCEIVE = re.compile(r"\s+(?:be )?(?:see|seen|hear|heard|feel|tell|barely|only|no longer)\b", re.IGNORECASE)
_NOT_AFTER = re.compile(r"(?:\s?n['’]t|\s+not)\b")


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    band: Band


def certainty_of(text: str, content: Sequence[Anchor], cue: Anchor | None) -> Certainty:
    """The probability that the source's own words give ``content`` as it is stated, negations included.

    Reads the hedges in the cue, between cue and content, and in the main clause of the content. Within one voice the
    weakest word decides; down a chain of voices the low ends multiply and the smallest high end stays.
    """
    if content and _QUESTION.match(min(content, key=lambda piece: piece.start).quote):
        return Certainty(0.0, 1.0)
    groups: list[list[_Hit]] = [[]]
    for start, end, in_cue in _stretches(text, content, cue):
        voices = deque(match.end() for match in VOICE.finditer(text, start, end))
        for hit in _hits(text, start, end, in_cue):
            if voices and voices[0] <= hit.start:
                groups.append([])
            while voices and voices[0] <= hit.start:
                voices.popleft()
            groups[-1].append(hit)
        if voices:
            groups.append([])
    spoken = [group for group in groups if group]
    low, high = PLAIN_LOW, PLAIN_HIGH
    for number, group in enumerate(spoken):
        weakest = min(hit.band.low for hit in group)
        low = low * weakest if number else weakest
        high = min(high, *(hit.band.high for hit in group))
    words = tuple(Anchor(hit.start, hit.end, text[hit.start : hit.end]) for group in spoken for hit in group)
    return Certainty(round(min(low, high), 4), round(high, 4), words)


def _stretches(text: str, content: Sequence[Anchor], cue: Anchor | None) -> Iterator[tuple[int, int, bool]]:
    """(start, end, is cue) of the cue with what leads from it to the content, then of each piece of content."""
    pieces = sorted(content, key=lambda anchor: anchor.start)
    if cue is not None and not any(piece.start <= cue.start and cue.end <= piece.end for piece in pieces):
        end = cue.end
        after = [piece.start for piece in pieces if piece.start >= cue.end]
        if after and after[0] - cue.end <= MAX_BRIDGE and not re.search(r"[.!?]\s", text[cue.end : after[0]]):
            end = after[0]
        led_in = _BEFORE_CUE.search(text, max(0, cue.start - MAX_BRIDGE), cue.start)
        yield led_in.start() if led_in else cue.start, end, True
    for piece in pieces:
        yield piece.start, piece.end, False


def _hits(text: str, start: int, end: int, in_cue: bool) -> list[_Hit]:
    pattern, bands = _compiled(in_cue)
    hits = []
    for match in pattern.finditer(text, start, end):
        word = match.group().casefold()
        if in_cue or not _is_idle(text, start, match.start(), match.end(), word):
            hits.append(_Hit(match.start(), match.end(), bands[str(match.lastgroup)]))
    return hits


@lru_cache(maxsize=2)
def _compiled(in_cue: bool) -> tuple[re.Pattern[str], dict[str, Band]]:
    phrases: tuple[Phrase, ...] = PHRASES + CUE_PHRASES if in_cue else PHRASES
    body = "|".join(f"(?P<p{number}>{phrase.pattern})" for number, phrase in enumerate(phrases))
    bands = {f"p{number}": phrase.band for number, phrase in enumerate(phrases)}
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE), bands


def _is_idle(text: str, clause_start: int, start: int, end: int, word: str) -> bool:
    """Whether the hedge at ``start`` leaves the main content alone: the month May, a count, a subordinate clause."""
    if word == "may" and text[start] == "M" and start > clause_start:
        return True
    if word == "could" and (_PERCEIVE.match(text, end) or _NOT_AFTER.match(text, end)):
        return True
    if word in _COUNT_HEDGES and NUMBER_AFTER.match(text, end):
        return True
    before = text[max(clause_start, start - MAX_CLAUSE) : start]
    if word == "possible" and re.search(r"\bas\s+\w*\s*(?:as\s+)?$|\b(?:where|when|if)\s+$", before):
        return True
    if re.search(r"\w\s+that\s+$", before) and word in _MODAL:
        return True
    opened = [match.end() for match in _SUBORDINATE.finditer(before)]
    at_start = _SUBORDINATE_START.match(before)
    opened += [at_start.end()] if at_start else []
    return bool(opened) and not re.search(r"[,)—–;]", before[max(opened) :])


class Scale(StrEnum):
    """Which question a factuality value answers (see :mod:`firsthand.read.certainty.commitment`)."""

    HAPPENED = "happened"
    """Has it happened, or does it hold, by now? Future events are negative."""
    COMMITTED = "committed"
    """Does the author hold that it is or will be so? News asserts: +3 unless the words take it back."""


def factuality(sentence: str, start: int, end: int, scale: Scale = Scale.HAPPENED) -> float:
    """How far the sentence makes the event word ``sentence[start:end]`` a fact: -3 (surely not) to 3 (surely)."""
    tokens = tokens_of(sentence)
    if not tokens.words or start >= end:
        return 0.0
    index = tokens.index_of(start)
    happened = load().predict(features(tokens, index))
    if scale is Scale.HAPPENED:
        return happened
    committed = commitment(tokens, index)
    # Where the rules see an assertion and the model a thing that is not so, neither is trusted fully.
    return committed if committed < CERTAIN or happened >= 0 else committed / 2
