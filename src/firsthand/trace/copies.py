"""Which documents have text from which: word shingles, containment, and the passages side by side.

Every shingle of five words points to the earliest documents that hold it, so one pass over the documents in time order
finds for each the earlier texts it shares words with. The later one has it from the earlier. Words that stand inside
quotation marks are no proof of copying: two reporters at one press conference quote the same sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from firsthand.model import Copy, Document, Passage, content_id
from firsthand.trace.runs import SHINGLE_WORDS, Flags, Hashes, WordHashes, holding, runs_of, sharing
from firsthand.trace.words import Word, words

MAX_POSTINGS = 16
"""Documents kept per shingle, earliest first: a sentence carried by hundreds costs no more than one carried by 16."""
VERBATIM_SHARE = 0.6
REWRITE_SHARE = 0.08
MIN_SHARED = 6
"""Shared shingles below which agreement is chance or a stock phrase (six shingles are ten words in a row)."""
BRIDGE_WORDS = 6
"""Passages closer than this on both sides are one edited passage."""

_QUOTED = re.compile(r"[\"“]([^\"“”]{3,600}?)[\"”]")


@dataclass(frozen=True, slots=True)
class Shingled:
    """A document as words and the shingle that begins at each word."""

    document: Document
    words: list[Word]
    shingles: list[tuple[str, ...]]
    quoted: list[bool]
    """Whether the shingle lies inside quotation marks."""


def time_key(document: Document) -> tuple[bool, datetime, str]:
    """Orders documents by publication; undated ones come last, by capture."""
    moment = document.published or document.captured
    return (document.published is None, moment.astimezone(UTC), document.name)


@dataclass(frozen=True, slots=True)
class KnownCopies:
    """What an earlier run found among some of the documents, which have not changed since."""

    documents: frozenset[str]
    copies: tuple[Copy, ...]


def find_copies(documents: Sequence[Document], known: KnownCopies | None = None) -> tuple[Copy, ...]:
    """All copies among ``documents``, each later document at most twice: its fullest source, and what that lacks.

    With ``known`` only documents that new ones could change are looked at again; the outcome is the same.
    """
    ordered = sorted(documents, key=time_key)
    runs, owners = runs_of([document.text for document in ordered], WordHashes())
    # Only texts that share runs of words are cut and compared: in a large case most share nothing. Fewer runs than a
    # copy needs are asked for, since words with marks between them are counted differently there.
    shared = sharing(runs, owners, len(ordered), MIN_SHARED // 2)
    again = np.ones(len(ordered), dtype=bool)
    if known is not None:
        again = _to_look_at([item.id not in known.documents for item in ordered], runs, owners)
        shared &= holding(runs, owners, again)
    index: dict[tuple[str, ...], list[int]] = {}
    seen: list[Shingled] = []
    found: list[Copy] = []
    for number in np.nonzero(shared)[0].tolist():
        later = shingled(ordered[number])
        if again[number]:
            found.extend(_copies_into(later, seen, index))
        for shingle in set(later.shingles):
            holders = index.setdefault(shingle, [])
            if len(holders) < MAX_POSTINGS:
                holders.append(len(seen))
        seen.append(later)
    rank = {document.id: number for number, document in enumerate(ordered)}
    found += [copy for copy in (known.copies if known else ()) if not again[rank[copy.to_document]]]
    # A document's first copy is its fullest; of equally full ones that of the earlier source.
    return tuple(sorted(found, key=lambda c: (rank[c.to_document], -c.containment, rank[c.from_document])))


def _to_look_at(fresh: Sequence[bool], runs: Hashes, owners: Hashes) -> Flags:
    """New documents, and those after the first new one that share a run of words with any new one."""
    new = np.array(fresh, dtype=bool)
    if not new.any():
        return new
    again: Flags = holding(runs, owners, new)
    again[: int(np.argmax(new))] = False
    again |= new
    return again


def shingled(document: Document) -> Shingled:
    """The document cut into words and overlapping shingles."""
    found = words(document.text)
    spans = [match.span(1) for match in _QUOTED.finditer(document.text)]
    shingles, quoted, nearest = [], [], 0
    for first in range(len(found) - SHINGLE_WORDS + 1):
        run = found[first : first + SHINGLE_WORDS]
        while nearest < len(spans) and spans[nearest][1] < run[-1].end:
            nearest += 1
        shingles.append(tuple(word.text for word in run))
        quoted.append(nearest < len(spans) and spans[nearest][0] <= run[0].start)
    return Shingled(document, found, shingles, quoted)


def copy_of(earlier: Document, later: Document) -> Copy | None:
    """What ``later`` has from ``earlier``, when it is more than chance."""
    source = shingled(earlier)
    return _copy(source, shingled(later), set(source.shingles))


def _copies_into(later: Shingled, seen: list[Shingled], index: dict[tuple[str, ...], list[int]]) -> list[Copy]:
    """The copies that made ``later``: the earliest fullest source first, then one that explains what it leaves."""
    open_shingles = set(later.shingles)
    plain = {shingle for shingle, inside in zip(later.shingles, later.quoted, strict=True) if not inside}
    found: list[Copy] = []
    for _ in range(2):
        shared = Counter(holder for shingle in open_shingles for holder in index.get(shingle, ()))
        if not shared:
            break
        # Of equally full sources the earliest: copies of a copy lead back to the first text.
        best = min(shared, key=lambda holder: (-shared[holder], holder))
        earlier = seen[best]
        held = set(earlier.shingles)
        if len(open_shingles & held & plain) < MIN_SHARED:
            break
        copy = _copy(earlier, later, held)
        if copy is None:
            break
        found.append(copy)
        open_shingles -= held
    return found


def _copy(earlier: Shingled, later: Shingled, held: set[tuple[str, ...]]) -> Copy | None:
    own = set(later.shingles)
    containment = len(own & held) / max(len(own), 1)
    passages = _align(earlier, later)
    if not passages or (containment < REWRITE_SHARE and _longest(passages) < 120):
        return None
    kind = "verbatim" if containment >= VERBATIM_SHARE else "rewrite"
    dated = earlier.document.published and later.document.published
    order = "published later" if dated else "taken as the later one, since a publication date is missing"
    return Copy(
        id=content_id("cpy", earlier.document.id, later.document.id),
        from_document=earlier.document.id,
        to_document=later.document.id,
        kind=kind,
        containment=containment,
        passages=passages,
        reason=f"{containment:.0%} of its five-word runs stand in {earlier.document.name}; {order}",
    )


def _longest(passages: Sequence[Passage]) -> int:
    return max(passage.to_end - passage.to_start for passage in passages)


def _align(earlier: Shingled, later: Shingled) -> tuple[Passage, ...]:
    """Matching stretches, walked once through the later text; each is as long as the words agree."""
    where: dict[tuple[str, ...], list[int]] = {}
    for position, shingle in enumerate(earlier.shingles):
        where.setdefault(shingle, []).append(position)
    runs: list[tuple[int, int, int, int]] = []
    position = 0
    while position < len(later.shingles):
        starts = where.get(later.shingles[position], [])[:MAX_POSTINGS]
        if not starts:
            position += 1
            continue
        start = max(starts, key=lambda begin: _run(earlier, later, begin, position))
        length = _run(earlier, later, start, position)
        runs.append((start, start + length, position, position + length))
        position += length
    return tuple(
        Passage(
            earlier.words[first].start,
            earlier.words[last - 1].end,
            later.words[begin].start,
            later.words[end - 1].end,
        )
        for first, last, begin, end in _bridged(runs)
    )


def _run(earlier: Shingled, later: Shingled, start: int, position: int) -> int:
    length = SHINGLE_WORDS
    while (
        start + length < len(earlier.words)
        and position + length < len(later.words)
        and earlier.words[start + length].text == later.words[position + length].text
    ):
        length += 1
    return length


def _bridged(runs: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Neighbouring runs joined over a few changed words."""
    joined: list[tuple[int, int, int, int]] = []
    for run in runs:
        if joined:
            first, last, begin, end = joined[-1]
            if 0 <= run[0] - last <= BRIDGE_WORDS and 0 <= run[2] - end <= BRIDGE_WORDS:
                joined[-1] = (first, run[1], begin, run[3])
                continue
        joined.append(run)
    return joined
