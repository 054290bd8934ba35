"""Texts that are nearly the same, found among a million: MinHash signatures and bands, in numpy.

Each run of five words is hashed once. The hashes fall into slots by their first bits and each slot keeps its smallest
(one permutation hashing: Li, Owen, Zhang 2012); an empty slot borrows from the next full one (Shrivastava, Li 2014).
Two texts agree in a slot about as often as they share runs. Texts that agree in all slots of a band are compared.
Nothing is drawn at random: the same texts give the same pairs in every process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from firsthand.trace.runs import MIXER, MULTIPLIER, Hashes, WordHashes, runs_of

Numbers = npt.NDArray[np.int64]

SLOT_BITS = 7
SLOTS = 1 << SLOT_BITS
BANDS = 32
ROWS = SLOTS // BANDS
"""Two texts that share half of their runs meet in some band with probability .87, at .7 with .9998."""
LEAST = 0.5
"""Share of common runs (Jaccard), as the signatures estimate it to within about .04, from which on a pair is told."""
BATCH = 1024
"""Texts whose runs are sorted together; bounds memory."""
SEAL = 1 << 16
"""Texts added one by one before they are sorted into a run of their own."""
MAX_HOLDERS = 4
"""Texts added one by one that are kept for one key, earliest first: what all carry costs no more than what four do."""
_VALUE_BITS = 46
_NOTHING = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by the order in which they came, with the share of runs of words they have in common, in [0, 1]."""

    earlier: int
    later: int
    similarity: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Texts with their band keys in order."""

    keys: Hashes
    """Shape (bands, texts), each row sorted."""
    texts: npt.NDArray[np.uint32]
    """Whose key it is; of equal keys the earliest text first."""


class NearDuplicates:
    """An index of texts, numbered from 0 in the order in which they came; about 900 bytes for each."""

    def __init__(self, least: float = LEAST) -> None:
        self.least = least
        self._words = WordHashes()
        self._runs: list[_Run] = []
        self._signatures: list[npt.NDArray[np.uint32]] = []
        self._starts: list[int] = []
        self._recent: dict[tuple[int, int], list[int]] = {}
        self._recent_keys: list[Hashes] = []
        self._recent_signatures: list[npt.NDArray[np.uint32]] = []
        self._sealed = 0

    def __len__(self) -> int:
        return self._sealed + len(self._recent_keys)

    def extend(self, texts: Iterable[str]) -> list[Pair]:
        """Add many texts; each with the first and the latest before it that it nearly repeats, if any."""
        self._seal()
        signatures, keys = [], []
        reading = iter(texts)
        while batch := list(islice(reading, BATCH)):
            signature = self._signatures_of(batch)
            signatures.append(signature)
            keys.append(band_keys(signature))
        if not keys:
            return []
        run = _sorted_run(np.concatenate(keys), self._sealed)
        self._hold(run, np.concatenate(signatures))
        return self._true(np.concatenate([_pairs_within(run), *(_pairs_across(old, run) for old in self._runs[:-1])]))

    def add(self, text: str) -> list[Pair]:
        """Add one text; the earlier ones that it nearly repeats, most alike first."""
        if len(self._recent_keys) >= SEAL:
            self._seal()
        signature = self._signatures_of([text])
        keys = band_keys(signature)[0]
        found = self._meeting(keys)
        number = len(self)
        self._recent_keys.append(keys)
        self._recent_signatures.append(signature[0])
        for band, key in enumerate(keys.tolist()):
            holders = self._recent.setdefault((band, key), [])
            if len(holders) < MAX_HOLDERS:
                holders.append(number)
        pairs = self._true(np.array([(other, number) for other in sorted(found)], dtype=np.int64).reshape(-1, 2))
        return sorted(pairs, key=lambda pair: -pair.similarity)

    def _meeting(self, keys: Hashes) -> set[int]:
        """Texts that share a band with ``keys``: of each sealed run the earliest, and those added since."""
        found: set[int] = set()
        for band, key in enumerate(keys):
            for run in self._runs:
                place = int(np.searchsorted(run.keys[band], key))
                if place < run.keys.shape[1] and run.keys[band, place] == key:
                    found.add(int(run.texts[band, place]))
            found.update(self._recent.get((band, int(key)), ()))
        return found

    def _true(self, candidates: Numbers) -> list[Pair]:
        """Those of the (N, 2) candidates that are alike enough, each once."""
        pairs: list[Pair] = []
        for part in np.array_split(np.unique(candidates, axis=0), len(candidates) // 65_536 + 1):
            one, two = self._signature(part[:, 0]), self._signature(part[:, 1])
            alike = ((one == two) & (one != _NOTHING)).mean(axis=1)
            for (earlier, later), share in zip(
                part[alike >= self.least].tolist(), alike[alike >= self.least], strict=True
            ):
                pairs.append(Pair(earlier, later, float(share)))
        return pairs

    def _signature(self, numbers: Numbers) -> npt.NDArray[np.uint32]:
        """Shape (N, slots)."""
        found = np.empty((len(numbers), SLOTS), dtype=np.uint32)
        held = np.searchsorted(np.array(self._starts, dtype=np.int64), numbers, side="right") - 1
        for place, (start, signatures) in enumerate(zip(self._starts, self._signatures, strict=True)):
            mine = (held == place) & (numbers < self._sealed)
            found[mine] = signatures[numbers[mine] - start]
        for row in np.nonzero(numbers >= self._sealed)[0]:
            found[row] = self._recent_signatures[int(numbers[row]) - self._sealed]
        return found

    def _hold(self, run: _Run, signatures: npt.NDArray[np.uint32]) -> None:
        self._runs.append(run)
        self._starts.append(self._sealed)
        self._signatures.append(signatures)
        self._sealed += len(signatures)

    def _seal(self) -> None:
        if self._recent_keys:
            self._hold(_sorted_run(np.array(self._recent_keys), self._sealed), np.array(self._recent_signatures))
            self._recent, self._recent_keys, self._recent_signatures = {}, [], []

    def _signatures_of(self, texts: Sequence[str]) -> npt.NDArray[np.uint32]:
        return signatures_of(texts, self._words)


def signatures_of(texts: Sequence[str], words: WordHashes) -> npt.NDArray[np.uint32]:
    """Signatures of at most :data:`BATCH` texts, shape (N, slots); all ones where a text has no run of five words."""
    runs, owners = runs_of(texts, words)
    keys = (owners << np.uint64(_VALUE_BITS + SLOT_BITS)) | (runs >> np.uint64(64 - _VALUE_BITS - SLOT_BITS))
    keys.sort()
    cells = keys >> np.uint64(_VALUE_BITS)
    first = np.ones(len(keys), dtype=bool)
    first[1:] = cells[1:] != cells[:-1]
    values = (keys[first] >> np.uint64(_VALUE_BITS - 31)).astype(np.uint32) & np.uint32(0x7FFFFFFF)
    signature = np.full(len(texts) * SLOTS, _NOTHING, dtype=np.uint32)
    signature[cells[first].astype(np.int64)] = values
    return _filled(signature.reshape(len(texts), SLOTS))


def _filled(signature: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Empty slots take the value of the next full one in the round, marked with how far it was."""
    full = signature != _NOTHING
    some = full.any(axis=1)
    if full[some].all():
        return signature
    places = np.where(np.hstack([full, full]), np.arange(2 * SLOTS), 4 * SLOTS)
    following = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1][:, :SLOTS]
    distance = following - np.arange(SLOTS)
    taken = np.take_along_axis(signature, following % SLOTS, axis=1)
    borrowed = (taken ^ (distance.astype(np.uint32) * np.uint32(0x9E3779B1))) & np.uint32(0x7FFFFFFF)
    found: npt.NDArray[np.uint32] = np.where(full | ~some[:, None], signature, borrowed)
    return found


def band_keys(signature: npt.NDArray[np.uint32]) -> Hashes:
    """One hash for each band of each text, shape (N, bands). Texts without runs get keys of their own kind."""
    rows = signature.reshape(len(signature), BANDS, ROWS).astype(np.uint64)
    keys = rows[:, :, 0].copy()
    for row in range(1, ROWS):
        keys *= MULTIPLIER
        keys += rows[:, :, row]
    keys ^= keys >> np.uint64(31)
    keys *= MIXER
    return keys


def _sorted_run(keys: Hashes, start: int) -> _Run:
    """``keys`` of shape (texts, bands), the first text numbered ``start``."""
    texts = np.empty((BANDS, len(keys)), dtype=np.uint32)
    ordered = np.empty((BANDS, len(keys)), dtype=np.uint64)
    for band in range(BANDS):
        column = np.ascontiguousarray(keys[:, band])
        order = np.argsort(column, kind="stable")
        ordered[band] = column[order]
        texts[band] = order + start
    return _Run(ordered, texts)


def _pairs_within(run: _Run) -> Numbers:
    """Of texts that share a band: each with the first of them and with the one before it, shape (N, 2)."""
    found = [np.empty((0, 2), dtype=np.int64)]
    for keys, texts in zip(run.keys, run.texts.astype(np.int64), strict=True):
        same = np.nonzero(keys[1:] == keys[:-1])[0] + 1
        begins = np.ones(len(keys), dtype=bool)
        begins[1:] = keys[1:] != keys[:-1]
        first = np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))
        found.append(np.stack([texts[first[same]], texts[same]], axis=1))
        found.append(np.stack([texts[same - 1], texts[same]], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def _pairs_across(old: _Run, new: _Run) -> Numbers:
    """Texts of the new run with the earliest of the old one that shares a band, shape (N, 2)."""
    found = [np.empty((0, 2), dtype=np.int64)]
    for known, known_texts, keys, texts in zip(old.keys, old.texts, new.keys, new.texts, strict=True):
        places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        hits = known[places] == keys
        found.append(np.stack([known_texts[places[hits]], texts[hits]], axis=1).astype(np.int64))
    return np.unique(np.concatenate(found), axis=0)
