"""Dates that belong to the telling, not to what is told: "was taken down, the ministry said on Friday".

The day on which something was said is no day of the act. It only bounds it: what was told as done was done by then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from firsthand.model import Action, Anchor, Basis, Event, Granularity, Stance, TimeSpan

_GOES_ON = re.compile(
    r"\b(?:is|are|was|were|be|been|being|keeps?|kept)\s+(?:(?:still|now|already|again|\w+ly)\s+)*(?:being\b|\w+ing\b)"
    r"|\bcontinu(?:es?|ed|ing)\b|\bunder ?way\b|\bat work\b",
    re.IGNORECASE,
)
"""What goes on while it is told of, so that the day of the telling is a day of it."""
_STANDS = re.compile(r"\b(?:is|are|remains?|stands?|exists?|has|have|operates?)\b", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:has|have|had)\s+(?:(?:now|already|since|just|not|never|\w+ly)\s+)*(?:been\b|\w+(?:ed|en)\b|left\b|gone\b|built\b)"
    r"|\b(?:is|are)\s+(?:\w+ly\s+|now\s+|no longer\s+)*(?:gone|down|over|away|finished)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:will|would|shall|to be|going to|plans?|planned|intends?|intended|expects?)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:which|who|whom|whose|when|where|after|before|since|until|following)\b[^,;()–—]*$", re.IGNORECASE
)
_ACCORDING = re.compile(r"\baccording\s+to\b", re.IGNORECASE)
_SEEN = frozenset({Basis.IMAGE, Basis.WITNESS})
_UNDATED = (Stance.PROMISES, Stance.DECLINES)
_LASTING = frozenset({Action.BUILD, Action.DISMANTLE})


def dated(
    event: Event,
    telling: tuple[str, int, Anchor | None],
    content: Sequence[Anchor],
    known: tuple[Stance, Basis, datetime | None],
) -> Event:
    """``event`` with the date that stands beside its content taken for what it is.

    ``telling`` is the sentence, where it begins, and the cue; ``known`` holds stance, basis and day of publication.
    """
    time = event.time
    stance, basis, published = known
    if time is None or time.anchor is None or stance in _UNDATED or _inside(time.anchor, content):
        return event
    sentence, start, cue = telling
    before = sentence[: time.anchor.start - start]
    if cue and _ACCORDING.search(cue.quote):
        # "In June, according to officials, it was dismantled", but "according to a statement of Friday, it was".
        named = sentence[cue.end - start : len(before)]
        if time.anchor.end <= cue.start or "," in named:
            return event
    words = " ".join(piece.quote for piece in content)
    if _GOES_ON.search(words) or (basis in _SEEN and event.action not in _LASTING) or _is_so(event, words):
        return event
    if stance is Stance.PREDICTS or _AHEAD.search(words):
        return replace(event, time=None)
    if _ASIDE.search(before):
        return replace(event, time=_by_publication(published))
    return replace(event, time=replace(time, start=None) if time.end else None)


def _inside(anchor: Anchor, content: Sequence[Anchor]) -> bool:
    return any(piece.start <= anchor.start and anchor.end <= piece.end for piece in content)


def _is_so(event: Event, words: str) -> bool:
    """A state in the present: it is so on the day on which it is said."""
    return event.action not in _LASTING and bool(_STANDS.search(words)) and not _OVER.search(words)


def _by_publication(published: datetime | None) -> TimeSpan | None:
    if published is None:
        return None
    end = published.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return TimeSpan(None, end, Granularity.DAY)
