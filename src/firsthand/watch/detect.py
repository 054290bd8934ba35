"""Find and date changes in a series of looks, pixel by pixel.

Each look is held against the median of the last clear looks before it. A pixel that differs, and differs in the same
way in its next clear look, has changed: after the last clear look before, by the first look that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from firsthand.watch.contrast import Comparer, Contrast
from firsthand.watch.explain import explained
from firsthand.watch.load import Mask, Raster

REMEMBERED = 5
"""Earlier looks that are kept; at each pixel the newest clear ones among them count."""
CONFIRM_WITHIN = 4
"""Looks after the first that are searched for a clear one to confirm it."""
LEAST_RELATIVE = 0.1
"""A difference must reach this share of the expected brightness, in the mean over bands: surer is not larger."""
ALIKE = 0.6
"""Cosine between two differences that count as the same change."""
ABRUPT = 0.65
"""Share of a difference that must have come since the last look: sun and season drift through all of them."""
FAMILY_RATE = 1e-4
"""Chance of one false pixel in the whole series, were the noise normal."""
FINE_GSD_M = 2.5
"""At this pixel size or finer, single things are resolved and one look may tell of them."""


class Finding(NamedTuple):
    """The pixels that changed between two looks of a series, as one mask."""

    mask: Mask
    before: NDArray[np.int16]
    """(rows, cols): index of the last clear look without it; -1 outside the mask."""
    after: int
    """Index of the first look with it."""
    confirmed: bool
    """A later look shows it too."""
    gone_by: NDArray[np.int16]
    """(rows, cols): index of the clear look in which it is gone again; -1 where it is not."""
    contrast: Contrast
    distance2: Raster
    """(rows, cols): the lower of the two distances when confirmed, else that of the one look."""


class _Memory:
    """What is known of every pixel from earlier looks: a look holds at a pixel until the ground changes there."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.known: list[tuple[int, Mask]] = []
        self.last = np.full(shape, -1, dtype=np.int16)
        self.count = np.zeros(shape, dtype=np.int16)

    def learn(self, index: int, where: Mask, anew: Mask) -> None:
        """Take in look ``index`` at the pixels ``where``; forget what was before at ``anew``."""
        kept = self.known[: REMEMBERED - 1]
        self.known = [(index, where), *((older, holds & ~anew) for older, holds in kept)]
        self.count = np.sum([holds for _, holds in self.known], axis=0, dtype=np.int16)
        self.last[where] = index


def find(
    looks: Sequence[Raster], bands: tuple[str, ...], gsd_m: float, tell: Callable[[int], None] = lambda index: None
) -> list[Finding]:
    """All findings in ``looks``, aligned images (bands, rows, cols) in time order with NaN where not usable."""
    if len(looks) < 2:
        return []
    shape = looks[0].shape[1:]
    comparer = Comparer(looks, bands, gsd_m)
    memory = _Memory(shape)
    memory.learn(0, comparer.clear[0], np.zeros(shape, dtype=bool))
    limits = _Limits.of(len(bands), int(np.prod(shape)) * (len(looks) - 1), gsd_m)
    found = []
    for index in range(1, len(looks)):
        tell(index)
        comparer.forget_before(index)
        found += _step(comparer, index, memory, limits)
    return found


class _Limits(NamedTuple):
    twice: float
    """Distance that both looks must exceed."""
    once: float
    """Distance for a change that one look alone shows."""
    fine: bool

    @classmethod
    def of(cls, bands: int, tests: int, gsd_m: float) -> _Limits:
        rate = FAMILY_RATE / tests
        return cls(float(stats.chi2.isf(np.sqrt(rate), bands)), float(stats.chi2.isf(rate, bands)), gsd_m <= FINE_GSD_M)


def _step(comparer: Comparer, index: int, memory: _Memory, limits: _Limits) -> list[Finding]:
    """Hold one look against the memory, then remember it."""
    clear = comparer.clear[index]
    nothing = np.zeros_like(clear)
    first = comparer.compare(memory.known, index)
    if first is None:
        memory.learn(index, clear, nothing)
        return []
    few = len(comparer.looks) <= 3
    real = ~explained(first, comparer.bands, limits.fine) & (np.nan_to_num(first.abruptness) > ABRUPT)
    candidate = real & _exceeds(first, limits.twice) & (memory.count >= (1 if limits.fine or few else 2))
    verdict = _confirm(comparer, index, memory, (first, candidate), limits)
    pending = candidate & ~verdict.confirmed & ~verdict.refuted
    found = []
    if verdict.confirmed.any():
        before = np.where(verdict.confirmed, memory.last, -1).astype(np.int16)
        none = np.full_like(memory.last, -1)
        found.append(Finding(verdict.confirmed, before, index, True, none, first, verdict.distance2))
    # A coarse pixel that differs once is as likely a missed cloud; a fine one may show a thing that came and left.
    once = real & _exceeds(first, limits.once)
    single = once & ((verdict.refuted | pending) if limits.fine else (pending & few))
    if single.any():
        before = np.where(single, memory.last, -1).astype(np.int16)
        left = np.where(single & verdict.refuted, verdict.by, -1).astype(np.int16)
        found.append(Finding(single, before, index, False, left, first, first.distance2))
    memory.learn(index, clear & ~verdict.refuted, verdict.confirmed)
    return found


def _exceeds(contrast: Contrast, limit: float) -> Mask:
    size = np.sqrt(np.mean(np.nan_to_num(contrast.relative) ** 2, axis=0))
    return np.asarray((np.nan_to_num(contrast.distance2) > limit) & (size > LEAST_RELATIVE))


class _Verdict(NamedTuple):
    """What later looks say of candidates, each (rows, cols)."""

    confirmed: Mask
    refuted: Mask
    by: NDArray[np.int16]
    """Index of the look that refuted."""
    distance2: Raster
    """The lower of the two distances where confirmed."""


def _confirm(comparer: Comparer, index: int, memory: _Memory, case: tuple[Contrast, Mask], limits: _Limits) -> _Verdict:
    """Ask the next clear look of every candidate pixel."""
    first, candidate = case
    confirmed, refuted = np.zeros_like(candidate), np.zeros_like(candidate)
    by = np.full(candidate.shape, -1, dtype=np.int16)
    lower = first.distance2.copy()
    for later in range(index + 1, min(len(comparer.looks), index + 1 + CONFIRM_WITHIN)):
        asked = candidate & ~confirmed & ~refuted & comparer.clear[later]
        if not asked.any():
            continue
        second = comparer.compare(memory.known, later)
        if second is None:
            continue
        holds = asked & _alike(first.relative, second.relative) & (np.nan_to_num(second.distance2) > limits.twice)
        confirmed |= holds
        refuted |= asked & ~holds
        by[asked & ~holds] = later
        lower[holds] = np.minimum(lower, second.distance2)[holds]
    return _Verdict(confirmed, refuted, by, lower)


def _alike(one: Raster, other: Raster) -> Mask:
    """Where two differences (bands, rows, cols) point the same way."""
    return np.asarray((one * other).sum(axis=0) > ALIKE * np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0)))
