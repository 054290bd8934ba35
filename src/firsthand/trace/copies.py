"""Which documents have text from which: word shingles, containment, and the passages side by side.

The prints of a text (:mod:`firsthand.wording.prints`) lead to the few earlier documents it may have words from; with
these it is compared shingle by shingle. The later one has it from the earlier. Words that stand inside quotation marks
are no proof of copying: two reporters at one press conference quote the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from firsthand.model import Copy, Document, Passage, content_id
from firsthand.trace.hands import ALONE, Hands
from firsthand.wording.prints import Numbers, Prints, sources
from firsthand.wording.runs import SHINGLE_WORDS
from firsthand.wording.words import Word, words

VERBATIM_SHARE = 0.6
REWRITE_SHARE = 0.08
MIN_SHARED = 6
"""Shared shingles below which agreement is chance or a stock phrase (six shingles are ten words in a row)."""
BRIDGE_WORDS = 6
"""Passages closer than this on both sides are one edited passage."""
MAX_STARTS = 16
"""Places in the earlier text at which a passage that it repeats may begin."""
TOGETHER = 256
"""Documents looked up in the index together."""
BATCH, BATCH_CHARACTERS = 256, 4_000_000
"""Documents compared in one task, and characters of text that go with it."""
KEPT = 2048
"""Documents that a process keeps cut into words, some 100 kB each."""

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


def find_copies(
    documents: Sequence[Document], known: KnownCopies | None = None, hands: Hands = ALONE
) -> tuple[Copy, ...]:
    """All copies among ``documents``, each later document at most twice: its fullest source, and what that lacks.

    With ``known`` only documents that new ones could change are looked at again; the outcome is the same.
    """
    ordered = sorted(documents, key=time_key)
    index = Prints()
    index.extend(document.text for document in ordered)
    held = known.documents if known else frozenset()
    fresh = np.array([document.id not in held for document in ordered], dtype=bool)
    again = np.nonzero(index.touched(fresh))[0].tolist()
    batches = _batches(_sought(index, again), ordered)
    found = [copy for copies in hands.do("comparing texts", len(again), Comparing(), batches) for copy in copies]
    rank = {document.id: number for number, document in enumerate(ordered)}
    looked_at = set(again)
    found += [copy for copy in (known.copies if known else ()) if rank[copy.to_document] not in looked_at]
    # A document's first copy is its fullest; of equally full ones that of the earlier source.
    return tuple(sorted(found, key=lambda c: (rank[c.to_document], -c.containment, rank[c.from_document])))


# ---- batches -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sought:
    """A document whose sources are looked for, and where they may be; all by number."""

    later: int
    near: Sequence[int]
    """Documents before it that hold most of its prints, the fullest first."""
    rest: Mapping[int, Sequence[int]]
    """For each of ``near``: those that hold most of the prints which it does not hold."""

    @property
    def everyone(self) -> set[int]:
        return {self.later, *self.near, *(number for numbers in self.rest.values() for number in numbers)}


@dataclass(frozen=True, slots=True)
class Batch:
    """What one task works on."""

    sought: Sequence[Sought]
    documents: Mapping[int, Document]
    """All that are named in ``sought``."""


def _sought(index: Prints, numbers: Sequence[int]) -> Iterator[Sought]:
    for start in range(0, len(numbers), TOGETHER):
        together = numbers[start : start + TOGETHER]
        for number, holders in zip(together, index.holders(together), strict=True):
            near = [source for source, _ in sources(holders)]
            yield Sought(number, near, {source: _without(source, holders) for source in near})


def _without(source: int, holders: Numbers) -> list[int]:
    return [number for number, _ in sources(holders[~(holders == source).any(axis=1)])]


def _batches(sought: Iterable[Sought], ordered: Sequence[Document]) -> Iterator[Batch]:
    batch: list[Sought] = []
    documents: dict[int, Document] = {}
    characters = 0
    for item in sought:
        if len(batch) == BATCH or characters > BATCH_CHARACTERS:
            yield Batch(batch, documents)
            batch, documents, characters = [], {}, 0
        batch.append(item)
        for number in item.everyone - documents.keys():
            documents[number] = ordered[number]
            characters += len(ordered[number].text)
    if batch:
        yield Batch(batch, documents)


class Comparing:
    """Finds the copies that made documents, in whatever process this is called; what it has cut into words it keeps."""

    def __init__(self) -> None:
        self._cut = lru_cache(maxsize=KEPT)(shingled)

    def __reduce__(self) -> tuple[type[Comparing], tuple[()]]:
        return Comparing, ()

    def __call__(self, batch: Batch) -> list[list[Copy]]:
        return [_copies_into(item, lambda number: self._cut(batch.documents[number])) for item in batch.sought]


# ---- two texts -----------------------------------------------------------------------------------------------------


def shingled(document: Document) -> Shingled:
    """The document cut into words and overlapping shingles."""
    found = words(document.text)
    texts = [word.text for word in found]
    shingles = list(zip(*(texts[step:] for step in range(SHINGLE_WORDS)), strict=False))
    return Shingled(document, found, shingles, _quoted(document.text, found, len(shingles)))


def _quoted(text: str, found: Sequence[Word], count: int) -> list[bool]:
    """Whether each of the first ``count`` runs of words lies inside quotation marks."""
    spans = [match.span(1) for match in _QUOTED.finditer(text)]
    quoted, nearest = [False] * count, 0
    for first in range(count) if spans else ():
        end = found[first + SHINGLE_WORDS - 1].end
        while nearest < len(spans) and spans[nearest][1] < end:
            nearest += 1
        quoted[first] = nearest < len(spans) and spans[nearest][0] <= found[first].start
    return quoted


def copy_of(earlier: Document, later: Document) -> Copy | None:
    """What ``later`` has from ``earlier``, when it is more than chance."""
    source = shingled(earlier)
    return _copy(source, shingled(later), set(source.shingles))


def _copies_into(sought: Sought, cut: Callable[[int], Shingled]) -> list[Copy]:
    """The copies that made a document: the earliest fullest source first, then one that explains what it leaves."""
    found: list[Copy] = []
    open_shingles: set[tuple[str, ...]] = set()
    near = sought.near
    while near and len(found) < 2:
        later = cut(sought.later)
        open_shingles = open_shingles or set(later.shingles)
        shared = {source: open_shingles.intersection(cut(source).shingles) for source in near}
        # Of equally full sources the earliest: copies of a copy lead back to the first text.
        best = min(shared, key=lambda source: (-len(shared[source]), source))
        plain = {shingle for shingle, inside in zip(later.shingles, later.quoted, strict=True) if not inside}
        if len(shared[best] & plain) < MIN_SHARED:
            break
        earlier = cut(best)
        copy = _copy(earlier, later, set(earlier.shingles))
        if copy is None:
            break
        found.append(copy)
        open_shingles -= shared[best]
        near = sought.rest.get(best, ())
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
        starts = where.get(later.shingles[position], [])[:MAX_STARTS]
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
