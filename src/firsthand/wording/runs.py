"""Runs of five words as 64-bit numbers, for many texts at once.

The words are those of :mod:`firsthand.wording.words`, but for marks between two words without a space ("and/or"), which
make one word here. A number is the same in every process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from firsthand.wording.words import words

Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

SHINGLE_WORDS = 5
MULTIPLIER, MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
"""Odd numbers with well mixed bits: 2**64 over the golden ratio, and that of Pelle Evensen's moremur."""
_VOCABULARY = 1 << 20
"""Words kept between calls; a memory of more helps little."""


class WordHashes(dict[str, int]):
    """Numbers of words as they stand in texts; 0 is no word."""

    def __missing__(self, raw: str) -> int:
        plain = raw.isascii() and raw.isalnum()
        found = raw.lower() if plain else " ".join(word.text for word in words(raw))
        digest = hashlib.blake2b(found.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[raw] = number = (int.from_bytes(digest, "little") | 1) if found else 0
        return number


def runs_of(texts: Sequence[str], known: WordHashes) -> tuple[Hashes, Hashes]:
    """The number of each run of five words, and of the text it stands in, in order of the texts; shapes (runs,)."""
    if len(known) > _VOCABULARY:
        known.clear()
    pieces = [text.split() for text in texts]
    lengths = [len(piece) for piece in pieces]
    flat = np.fromiter(map(known.__getitem__, chain.from_iterable(pieces)), dtype=np.uint64, count=sum(lengths))
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
    kept = flat != 0
    flat, owners = flat[kept], owners[kept]
    count = len(flat) - SHINGLE_WORDS + 1
    if count <= 0:
        return flat[:0], owners[:0]
    mixed = flat[:count].copy()
    for step in range(1, SHINGLE_WORDS):
        mixed *= MULTIPLIER
        mixed += flat[step : step + count]
    mixed ^= mixed >> np.uint64(32)
    mixed *= MIXER
    mixed ^= mixed >> np.uint64(29)
    mixed *= MULTIPLIER
    whole = owners[:count] == owners[SHINGLE_WORDS - 1 :]
    return mixed[whole], owners[:count][whole]
