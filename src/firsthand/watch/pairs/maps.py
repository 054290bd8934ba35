"""Change between two images of the same ground, without labels: the public use of IR-MAD."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from firsthand.watch.load import Mask, Raster
from firsthand.watch.pairs.irmad import irmad

SPREAD_PX = 0.7
"""Standard deviation of the smoothing: what half a pixel of misregistration and one pixel of real extent share."""
ROUNDS = 100


class ChangeMap(NamedTuple):
    """What changed in a pair."""

    scores: Raster
    """(rows, cols): smoothed root of the IR-MAD sum, in deviations of unchanged ground; NaN where not usable."""
    mask: Mask
    """(rows, cols): scores above ``threshold``."""
    threshold: float
    chi2: Raster
    """(rows, cols): the IR-MAD sum as it is, NaN where not usable."""


def change_map(before: Raster, after: Raster, usable: Mask | None = None) -> ChangeMap:
    """Scores and mask of change between two aligned images (bands, rows, cols).

    The score is the root of the IR-MAD sum of squares, smoothed by ``SPREAD_PX``. The threshold needs no labels: it
    lies halfway between the means of the two classes into which two-means parts the scores (the root keeps a few very
    large sums from making a class of their own). Raises ValueError when too few pixels are usable.
    """
    found = irmad(before, after, usable)
    scores = smoothed_root(found.chi2)
    threshold = two_means(scores[np.isfinite(scores)])
    return ChangeMap(scores, np.asarray(np.nan_to_num(scores) > threshold), threshold, found.chi2)


def smoothed_root(chi2: Raster) -> Raster:
    """Scores (rows, cols) of IR-MAD sums, NaN where these are; what is missing weighs nothing."""
    known = np.isfinite(chi2)
    scores = ndimage.gaussian_filter(np.sqrt(np.nan_to_num(chi2)), SPREAD_PX)
    if not known.all():
        scores /= np.maximum(ndimage.gaussian_filter(known.astype(np.float32), SPREAD_PX), 1e-6)
        scores[~known] = np.nan
    return np.asarray(scores, dtype=np.float32)


def two_means(scores: Raster) -> float:
    """The limit between the two classes of ``scores`` (n,) with the least spread inside, found by Lloyd's rule."""
    limit = float((np.median(scores) + np.quantile(scores, 0.99)) / 2)
    for _ in range(ROUNDS):
        low, high = scores[scores <= limit], scores[scores > limit]
        if not low.size or not high.size:
            break
        moved = float((low.mean() + high.mean()) / 2)
        if abs(moved - limit) < 1e-6:
            break
        limit = moved
    return limit
