"""What the sentence model says of pairs of sentences, worked out ahead by many hands where much will be asked.

The model takes a hundred times as long over a sentence as all plain checks together, and who is asked about depends on
who joined whom before. So the placing is rehearsed without the model first: what it would be asked is noted, and the
vectors of these sentences are shared out. Those that the rehearsal has missed are worked out where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from firsthand.trace.hands import Hands

if TYPE_CHECKING:
    from firsthand.trace.matching import Floats

BATCH = 64
"""Sentences in one task, each some hundredth of a second."""
MOST = 65_536
"""Vectors held at most, 100 MB; what is beyond is worked out where it is asked for."""


class Asked:
    """Stands for the model in a rehearsal: finds nothing alike, and notes which sentences it was asked about."""

    def __init__(self) -> None:
        self.texts: dict[str, None] = {}

    def __call__(self, first: str, second: str) -> float:
        self.texts[first] = self.texts[second] = None
        return -1.0


class Foreknown:
    """Cosine of the vectors of two sentences, in [-1, 1], many of which are known; the same as without."""

    def __init__(self, vectors: Mapping[str, Floats]) -> None:
        self._vectors = vectors

    def __call__(self, first: str, second: str) -> float:
        from firsthand.trace.matching import meaning

        return meaning(first, second, self._vectors)


def foreknown(asked: Asked, hands: Hands) -> Foreknown:
    """The vectors of all sentences that a rehearsal asked about. Raises IntegrityError without the model's files."""
    from firsthand.trace.matching import vectors

    texts = list(islice(asked.texts, MOST))
    found = hands.do("comparing sentences", len(texts), vectors, _batches(texts))
    return Foreknown(dict(zip(texts, found, strict=True)))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch
