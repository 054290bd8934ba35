"""Prints of texts: some of their runs of five words, chosen so that no longer stretch in common is missed.

Of every four runs in a row the one with the smallest number is a print (winnowing: Schleimer, Wilkerson, Aiken 2003),
so two texts that share eight words in a row share a print, whatever stands around them. A print and the number of its
text are one 64-bit key, and the index is those keys in order. The same texts give the same prints in every process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from firsthand.wording.runs import Flags, Hashes, WordHashes, runs_of

Numbers = npt.NDArray[np.int64]

WINDOW = 4
"""Runs of which one is a print; four runs of five words are eight words."""
MAX_HOLDERS = 16
"""Texts looked at for one print, earliest first: what hundreds carry costs no more than what 16 carry."""
BATCH = 1024
"""Texts whose prints are made together; bounds memory."""
CANDIDATES = 4
"""Texts compared word by word with one."""
NOBODY = -1
_NUMBER_BITS = np.uint64(24)
"""Up to 16 million texts. The 40 bits left tell prints apart: one in ten thousand is another's by chance."""
_NUMBER = np.uint64((1 << 24) - 1)


def prints_of(texts: Sequence[str], known: WordHashes) -> tuple[Hashes, Hashes]:
    """The prints of ``texts``, with the place of the text that each stands in; shapes (prints,)."""
    runs, owners = runs_of(texts, known)
    chosen = np.zeros(len(runs), dtype=bool)
    last = len(runs) - WINDOW + 1
    if last > 0:
        least = runs[:last].copy()
        for step in range(1, WINDOW):
            np.minimum(least, runs[step : step + last], out=least)
        whole = owners[:last] == owners[WINDOW - 1 :]
        for step in range(WINDOW):
            chosen[step : step + last] |= whole & (runs[step : step + last] == least)
    # A text of fewer runs than a window has no smallest one of four: all its runs are prints.
    chosen |= np.bincount(owners.astype(np.int64), minlength=len(texts))[owners.astype(np.int64)] < WINDOW
    return runs[chosen] >> _NUMBER_BITS, owners[chosen]


class Holders:
    """Which texts hold a print. Texts are numbered from 0 in the order in which they come."""

    def __init__(self) -> None:
        self.levels: list[Hashes] = []
        """Keys in order; each level is several times longer than the next, and later levels hold later texts."""

    def add(self, keys: Hashes) -> None:
        """Add the keys of later texts, as :func:`keys_of` makes them; sorts them in place."""
        if not len(keys):
            return
        keys.sort()
        self.levels.append(keys)
        while len(self.levels) > 1 and 4 * len(self.levels[-1]) > len(self.levels[-2]):
            joined = np.concatenate(self.levels[-2:])
            joined.sort()
            self.levels[-2:] = [joined]

    def before(self, own: Sequence[Hashes], numbers: Sequence[int]) -> list[Numbers]:
        """For each text, by its prints ``own`` and its number, the texts before it that hold its prints.

        Each of shape (prints that any holds, levels x MAX_HOLDERS): a row has the earliest holders of one print, then
        :data:`NOBODY`.
        """
        if not self.levels:
            return [np.empty((0, 0), dtype=np.int64) for _ in own]
        asking = np.repeat(np.arange(len(own)), [len(prints) for prints in own])
        prints = np.concatenate(own)
        order = np.argsort(prints)  # neighbours in the index are looked up one after the other
        asking, wanted = asking[order], prints[order] << _NUMBER_BITS
        before = np.array(numbers, dtype=np.uint64)[asking]
        places = [np.searchsorted(keys, wanted) for keys in self.levels]
        firsts = [keys[np.minimum(at, len(keys) - 1)] for keys, at in zip(self.levels, places, strict=True)]
        held = np.any([(first >= wanted) & (first < (wanted | before)) for first in firsts], axis=0)
        asking, wanted, before = asking[held], wanted[held, None], before[held, None]
        found = np.full((len(wanted), len(firsts) * MAX_HOLDERS), NOBODY, dtype=np.int64)
        for level, keys in enumerate(self.levels):
            reach = places[level][held, None] + np.arange(MAX_HOLDERS)
            hits = keys[np.minimum(reach, len(keys) - 1)]
            known = (reach < len(keys)) & (hits >= wanted) & (hits < (wanted | before))
            columns = slice(level * MAX_HOLDERS, (level + 1) * MAX_HOLDERS)
            found[:, columns] = np.where(known, (hits & _NUMBER).astype(np.int64), NOBODY)
        rows = np.argsort(asking, kind="stable")
        ends = np.cumsum(np.bincount(asking, minlength=len(own)))
        return np.split(found[rows], ends[:-1])


def keys_of(prints: Hashes, numbers: Hashes | int) -> Hashes:
    """Prints with the numbers of their texts, or of the one text, as keys of an index."""
    return (prints << _NUMBER_BITS) | np.uint64(numbers)


class Prints:
    """An index of texts by their prints that keeps the prints of each; texts are numbered as they come, from 0."""

    def __init__(self) -> None:
        self._words = WordHashes()
        self._index = Holders()
        self._own: list[Hashes] = []
        """Prints of each text."""

    def __len__(self) -> int:
        return len(self._own)

    def extend(self, texts: Iterable[str]) -> None:
        """Add ``texts``: about 2,000 bytes for each 300 words."""
        made, reading = [], iter(texts)
        while batch := list(islice(reading, BATCH)):
            prints, owners = prints_of(batch, self._words)
            made.append(keys_of(prints, owners + np.uint64(len(self))))
            ends = np.cumsum(np.bincount(owners.astype(np.int64), minlength=len(batch)))
            self._own += np.split(prints, ends[:-1])
        if made:
            self._index.add(np.concatenate(made))

    def count(self, number: int) -> int:
        """How many prints the text has."""
        return len(self._own[number])

    def touched(self, chosen: Flags) -> Flags:
        """The ``chosen`` texts, and those after the first of them for which any is a holder; shape (texts,)."""
        found = chosen.copy()
        if chosen.all() or not chosen.any():
            return found
        numbers = np.nonzero(chosen)[0]
        own = [self._own[number] for number in numbers]
        prints = np.concatenate(own)
        first = prints << _NUMBER_BITS
        itself = first | np.repeat(numbers.astype(np.uint64), [len(each) for each in own])
        # What stands behind the first holders of a print is never looked at: boilerplate touches nobody.
        levels = self._index.levels
        ahead = sum(np.searchsorted(keys, itself) - np.searchsorted(keys, first) for keys in levels)
        wanted = np.unique(prints[ahead < MAX_HOLDERS])
        for keys in levels:
            hits = keys[np.isin(keys >> _NUMBER_BITS, wanted)]
            found[(hits & _NUMBER).astype(np.int64)] = True
        found[: int(np.argmax(chosen))] = False
        return found

    def holders(self, numbers: Sequence[int]) -> list[Numbers]:
        """For each text of ``numbers`` the texts before it that hold its prints; see :meth:`Holders.before`."""
        return self._index.before([self._own[number] for number in numbers], numbers)


def sources(holders: Numbers) -> list[tuple[int, int]]:
    """Texts that hold most prints of one text, with how many: the fullest first, of equally full ones the earliest."""
    if not len(holders):
        return []
    texts, counts = np.unique(holders[holders != NOBODY], return_counts=True)
    order = np.lexsort((texts, -counts))[:CANDIDATES]
    return list(zip(texts[order].tolist(), counts[order].tolist(), strict=True))
