"""Revisions: texts that are states of one work, and what changed between them. Pure functions.

A publisher that mends, lengthens or moves its own article has not reported anew. Another publisher that prints the same
words has: that is a copy, which the trace stage finds and counts in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from firsthand.model import Document

RUN_WORDS = 4
"""Length of the word runs that are compared."""

NEAR_SHARE = 0.7
"""Of the word runs of both texts together, those in both. A changed number, name or sentence leaves far more; a
follow-up that repeats the background of its story leaves less than half."""

GROWN_SHARE = 0.9
"""Of the runs of the earlier text, those that the later one keeps, when it has grown at most to double."""

MAX_APART = timedelta(days=3)
"""Between publication at two addresses; a bulletin that comes out each week in the same words is no revision."""

MAX_COMPARED = 1_000_000
"""Characters of each text that are compared."""

SAMPLES = 12
SAMPLE_CHARACTERS = 24
"""Stretches of the later text that are looked for in the earlier one first: most texts of an outlet share none."""

MAX_WORDS = 2000
MAX_CHARACTERS = 20_000
"""Longer changed stretches are given as one change, not word by word."""

Change = tuple[str, int, int, int, int]
"""What was done (insert, delete, replace), then start and end in the earlier and in the later text, in characters."""

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n]+")


def is_revision(earlier: Document, later: Document) -> bool:
    """Whether two documents are states of one work: one address, or nearly one text by one outlet within days."""
    if earlier.id == later.id:
        return False
    if earlier.url and address(earlier.url) == address(later.url):
        return True
    if not earlier.outlet or earlier.outlet.casefold() != later.outlet.casefold():
        return False
    return _near_in_time(earlier.published, later.published) and near_identical(earlier.text, later.text)


def address(url: str) -> str:
    """What tells pages apart in a URL: without scheme, ``www``, fragment and final slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def near_identical(earlier: str, later: str) -> bool:
    """Whether two texts are one, but for changes, or the later one is the earlier one with more added."""
    if not 0.5 <= (len(earlier) + 1) / (len(later) + 1) <= 2:
        return False
    if not _may_be_near(earlier, later):
        return False
    one, two = _runs(earlier[:MAX_COMPARED]), _runs(later[:MAX_COMPARED])
    if not one or not two:
        return earlier.split() == later.split()
    shared = len(one & two)
    return shared >= NEAR_SHARE * len(one | two) or shared >= GROWN_SHARE * len(one)


def _near_in_time(earlier: datetime | None, later: datetime | None) -> bool:
    """Whether the days are close; two texts without a day may be, one without cannot be told."""
    if earlier is None or later is None:
        return earlier is later
    return abs(later - earlier) <= MAX_APART


def _may_be_near(earlier: str, later: str) -> bool:
    """Whether a fifth of the samples from the later text stand in the earlier one: half of them must, in one grown to
    double."""
    step = max((len(later) - SAMPLE_CHARACTERS) // SAMPLES, 1)
    starts = range(0, max(len(later) - SAMPLE_CHARACTERS, 1), step)
    return 5 * sum(later[start : start + SAMPLE_CHARACTERS] in earlier for start in starts) >= len(starts)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[first : first + RUN_WORDS]) for first in range(len(words) - RUN_WORDS + 1)}


# ---- what changed ----------------------------------------------------------------------------------------------------


def diff(earlier_text: str, later_text: str) -> list[Change]:
    """The changes from one text to the other in order, to the word, with character offsets in both.

    Paragraphs that stay are set aside first, so that only changed ones are compared word by word.
    """
    found: list[Change] = []
    for block in _compare(earlier_text, later_text, _spans(_PARAGRAPH, earlier_text), _spans(_PARAGRAPH, later_text)):
        _, start, end, to_start, to_end = block
        if max(end - start, to_end - to_start) > MAX_CHARACTERS:
            found.append(block)
            continue
        ours = _spans(_TOKEN, earlier_text, start, end)
        theirs = _spans(_TOKEN, later_text, to_start, to_end)
        if not ours or not theirs or max(len(ours), len(theirs)) > MAX_WORDS:
            found.append(block)
        else:
            found.extend(_compare(earlier_text, later_text, ours, theirs))
    return found


Span = tuple[int, int]


def _spans(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> list[Span]:
    return [match.span() for match in pattern.finditer(text, start, len(text) if end is None else end)]


def _compare(earlier: str, later: str, ours: Sequence[Span], theirs: Sequence[Span]) -> Iterator[Change]:
    """Changed stretches between two sequences of pieces."""
    one = [earlier[start:end] for start, end in ours]
    two = [later[start:end] for start, end in theirs]
    for op, first, last, begin, stop in SequenceMatcher(None, one, two).get_opcodes():
        if op != "equal":
            yield (op, *_hull(ours, first, last), *_hull(theirs, begin, stop))


def _hull(spans: Sequence[Span], first: int, last: int) -> Span:
    """From the first piece to the last; where there is none, the place between its neighbours."""
    if first < last:
        return spans[first][0], spans[last - 1][1]
    place = spans[first - 1][1] if first else (spans[0][0] if spans else 0)
    return place, place
