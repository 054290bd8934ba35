"""How sure a source's own words are: a probability interval, polarity and event factuality.

The rules are written down in ``docs/certainty.md``; the bands of single words, with their sources, are in
:mod:`firsthand.read.certainty_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Anchor, Certainty
from firsthand.read.certainty_features import features, tokens_of
from firsthand.read.certainty_model import load
from firsthand.read.certainty_words import (
    CUE_PHRASES,
    NUMBER_AFTER,
    PHRASES,
    PLAIN_HIGH,
    PLAIN_LOW,
    VOICE,
    Band,
    Phrase,
)

MAX_BRIDGE = 120
"""Most characters between a cue and its content that are still read as one stretch ("said it was likely that")."""

_MODAL = frozenset({"may", "might", "could", "possible", "possibility", "potentially", "probable", "likely"})
_COUNT_HEDGES = frozenset({"possibly", "perhaps", "maybe", "probably", "likely", "potentially", "apparently"})
_SUBORDINATE = re.compile(
    r"(?:[,(—–]\s*(?:which|who|whose|whom|where)|\b(?:because|although|though|while|unless|whereas|if|when|so that))\b",
    re.IGNORECASE,
)
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
    groups: list[list[_Hit]] = [[]]
    for start, end, in_cue in _stretches(text, content, cue):
        hits = _hits(text, start, end, in_cue)
        voices = [match.end() for match in VOICE.finditer(text, start, end)]
        for hit in hits:
            while voices and voices[0] <= hit.start:
                voices.pop(0)
                groups.append([])
            groups[-1].append(hit)
        if in_cue:
            groups.append([])
    low, high = PLAIN_LOW, PLAIN_HIGH
    spoken = [group for group in groups if group]
    for number, group in enumerate(spoken):
        weakest_low = min(hit.band.low for hit in group)
        low = weakest_low if number == 0 else low * weakest_low
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
        yield cue.start, end, True
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
    before = text[clause_start:start]
    if word == "possible" and re.search(r"\bas\s+\w*\s*(?:as\s+)?$|\b(?:where|when|if)\s+$", before):
        return True
    if re.search(r"\w\s+that\s+$", before) and word in _MODAL:
        return True
    openings = list(_SUBORDINATE.finditer(before))
    return bool(openings) and not re.search(r"[,)—–;]", before[openings[-1].end() :])


_NEGATOR = re.compile(
    r"\b(?:not|never|cannot|neither|no longer|nobody|no one|nothing|none|nowhere|hardly|scarcely|barely|no|"
    r"has yet to|have yet to|had yet to|fail(?:s|ed)? to|without)\b|\w+n['’]t\b|\bn['’]t\b",
    re.IGNORECASE,
)
# "no" and "not" that deny no event: of counts, of evidence, of restriction, in set phrases.
_NOT_NEGATING = re.compile(
    r"(?:no|not) (?:later|earlier|fewer|less|more|sooner|doubt|matter|comment|wonder|only|just|merely|simply|solely|"
    r"least|all|every|everyone|necessarily)\b|not (?:long|far) (?:after|before|from)\b|"
    r"(?:no|not (?:any|enough|sufficient)) (?:\w+ ){0,2}?(?:evidence|signs?|indications?|proof|information|word|hints?|"
    r"reason|details?|confirmation)\b|nothing (?:but|short of)\b",
    re.IGNORECASE,
)
# Negating these denies no content: a double negative, or a commitment withheld.
_UNDONE = re.compile(
    r"\s*(?:\w+ly )?(?:be |been |immediately )?(?:den(?:y|ied)|rul(?:e|ed) out|exclud(?:e|ed)|dismiss(?:ed)?|"
    r"reject(?:ed)?|disput(?:e|ed)|fail(?:ed)?|confirm(?:ed)?|comment(?:ed)?|say|said|know|elaborate|hesitate|"
    r"doubt(?:ed)?|contradict(?:ed)?|prevent(?:ed)?|stop(?:ped)?|verif(?:y|ied)|respond(?:ed)?)\b",
    re.IGNORECASE,
)
_CLAUSE_OPENER = re.compile(
    r"\b(?:that|which|who|whose|whom|because|although|though|while|unless|until|whereas|if|when|where|whether|since|"
    r"after|before|to)\b",
    re.IGNORECASE,
)


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the main predicate of the clause ``text[start:end]`` is negated ("has not been taken down").

    Lack of evidence ("no evidence that"), withheld commitment ("did not deny", "declined to comment") and negations
    inside subordinate clauses are no negation of the content.
    """
    clause = text[start:end]
    for match in _NEGATOR.finditer(clause):
        if _NOT_NEGATING.match(clause, match.start()):
            continue
        if _UNDONE.match(clause, match.end()):
            continue
        if _in_subordinate(clause[: match.start()]):
            continue
        return True
    return False


def _in_subordinate(before: str) -> bool:
    """Whether a clause opened in ``before`` is still running at its end; an opener at the very start is the clause."""
    openings = [match for match in _CLAUSE_OPENER.finditer(before) if before[: match.start()].strip(" \"'“‘,")]
    if openings:
        return "," not in before[openings[-1].end() :]
    opening = re.match(
        r"\W*(?:although|though|while|if|when|because|since|after|before|unless)\b", before, re.IGNORECASE
    )
    return bool(opening) and "," not in before


def factuality(sentence: str, start: int, end: int) -> float:
    """How far the sentence commits to the event word ``sentence[start:end]``: -3 (surely not) to 3 (surely)."""
    tokens = tokens_of(sentence)
    if not tokens.words or start >= end:
        return 0.0
    return load().predict(features(tokens, tokens.index_of(start)))
