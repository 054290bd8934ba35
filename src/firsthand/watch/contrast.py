"""How surely two images of the same ground differ at each pixel, whatever season, light and haze did to all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, stats

from firsthand.watch.load import Mask, Raster
from firsthand.watch.normalise import ndvi, prepare, residual

BASELINE_LOOKS = 3
"""Clear looks before a change that its ground is known from."""
SHIFT_SD_PX = 0.2
"""Misregistration that is left after alignment, one standard deviation on each axis, with resampling's own error."""
LIGHT_SD = 0.05
"""Brightness of all bands together that slope, view angle and sun may change, as a share."""
STRATA_NDVI = (0.2, 0.35, 0.5)
"""Limits between classes of ground by vegetation, each with its own noise: fields wobble more than gravel."""
TAIL_AT = (0.7, 0.8, 0.9)
"""Points of the distribution that tell how much longer its tail is than the normal law's; a fifth may have changed."""
LEAST_IN_STRATUM = 150
TRIM = 0.75
"""Share of pixels, calmest first, that noise is estimated from."""
MOST_SAMPLES = 15_000
"""Pixels that noise is estimated from."""
BLOCK_M = 150.0
LEAST_BLOCK_PX = 12


class Contrast(NamedTuple):
    """One comparison; every raster is NaN where it cannot be made."""

    distance2: Raster
    """(rows, cols): squared distance in noise units, chi-square with one degree of freedom per band on calm ground."""
    relative: Raster
    """(bands, rows, cols): the difference as a share of the expected value."""
    predicted: Raster
    """(bands, rows, cols): what the later image was expected to be."""
    abruptness: Raster
    """(rows, cols): share of the difference that came since the newest look before; 1 for a step, less for a drift."""


class Comparer:
    """Compares the looks of one series; what one look predicts for another is worked out once and kept for a while."""

    def __init__(self, looks: Sequence[Raster], bands: tuple[str, ...], gsd_m: float) -> None:
        """``looks`` are aligned images (bands, rows, cols) in time order, NaN where not usable."""
        self.looks, self.bands, self.gsd_m = looks, bands, gsd_m
        self.clear = [np.asarray(np.isfinite(look).all(axis=0)) for look in looks]
        self._block_px = max(LEAST_BLOCK_PX, round(BLOCK_M / gsd_m))
        self._prepared = [prepare(look, bands, self._block_px) for look in looks]
        self._kept: dict[tuple[int, int], Raster | None] = {}

    def compare(self, known: Sequence[tuple[int, Mask]], later: int) -> Contrast | None:
        """Look ``later`` against what the ``known`` looks (index, pixels that still hold), newest first, say.

        At every pixel the newest three that hold count; each predicts the later look by itself, since haze and season
        differ between them. ``None`` when there is too little ground in common.
        """
        found = []
        for index, holds in known:
            beyond = self._residual(index, later)
            if beyond is not None:
                found.append(np.where(holds, beyond, np.nan))
        if not found:
            return None
        difference, newest = _pooled(found)
        usable = np.asarray(np.isfinite(difference).all(axis=0))
        if usable.sum() < LEAST_IN_STRATUM:
            return None
        predicted = self.looks[later] - difference
        floor = np.nanmedian(np.abs(predicted), axis=(1, 2), keepdims=True) * 0.3 + 1e-9
        scale = np.maximum(np.abs(predicted), floor)
        relative = (difference / scale).astype(np.float32)
        along = ((newest / scale) * relative).sum(axis=0) / np.maximum((relative**2).sum(axis=0), 1e-9)
        return Contrast(self._distance2(difference, predicted, usable), relative, predicted, along)

    def forget_before(self, index: int) -> None:
        """Let go of predictions for looks before ``index``."""
        self._kept = {pair: kept for pair, kept in self._kept.items() if pair[1] >= index}

    def _residual(self, index: int, later: int) -> Raster | None:
        pair = index, later
        if pair not in self._kept:
            before, after = self._prepared[index], self._prepared[later]
            usable = self.clear[index] & self.clear[later]
            self._kept[pair] = residual(before, after, usable, self._block_px)
        return self._kept[pair]

    def _distance2(self, difference: Raster, predicted: Raster, usable: Mask) -> Raster:
        filled = np.nan_to_num(predicted)
        nuisance = np.stack([*(SHIFT_SD_PX * np.gradient(filled, axis=axis) for axis in (1, 2)), LIGHT_SD * filled])
        distance2 = np.full(usable.shape, np.nan, dtype=np.float32)
        for stratum in self._strata(predicted, usable):
            distance2[stratum] = _distance2(difference[:, stratum], nuisance[:, :, stratum])
        return distance2

    def _strata(self, before: Raster, usable: Mask) -> list[Mask]:
        greenness = ndvi(before, self.bands)
        if greenness is None:
            return [usable]
        stratum = np.digitize(np.nan_to_num(greenness), STRATA_NDVI)
        strata, left = [], np.zeros_like(usable)
        for number in range(len(STRATA_NDVI) + 1):
            left |= usable & (stratum == number)
            if left.sum() >= LEAST_IN_STRATUM:
                strata.append(left)
                left = np.zeros_like(usable)
        # What is too little for a class of its own goes with the last one.
        if left.any() and strata:
            strata[-1] |= left
        return strata or [usable]


def _pooled(residuals: Sequence[Raster]) -> tuple[Raster, Raster]:
    """Per pixel (the difference from the looks before, the difference from the newest of them).

    ``residuals`` (bands, rows, cols) are newest first, NaN where a look does not hold. Of three or more the median of
    the newest three counts; of two the smaller, since one of them may be an unmasked cloud. NaN where there is none.
    """
    stack = np.stack(residuals)
    known = np.isfinite(stack[:, 0])
    newest = np.take_along_axis(stack, np.argmax(known, axis=0)[None, None], axis=0)[0]
    surplus = known & (np.cumsum(known, axis=0) > BASELINE_LOOKS)
    stack[np.broadcast_to(surplus[:, None], stack.shape)] = np.nan
    order = np.sort(stack, axis=0)[:BASELINE_LOOKS]  # NaN sorts last
    count = np.minimum(known.sum(axis=0), BASELINE_LOOKS)
    middle = order[(BASELINE_LOOKS - 1) // 2] if len(order) > 1 else order[0]
    scale = np.nanmedian(np.abs(middle), axis=(1, 2), keepdims=True) + 1e-9
    size = np.nan_to_num((np.nan_to_num(stack, nan=np.inf) / scale[None]) ** 2, posinf=np.inf).sum(axis=1)
    least = np.take_along_axis(stack, np.argmin(size, axis=0)[None, None], axis=0)[0]
    return np.asarray(np.where(count >= BASELINE_LOOKS, middle, least), dtype=np.float32), newest


def _distance2(residual: Raster, nuisance: Raster) -> Raster:
    """Squared length of residuals (bands, n) in noise units, without what misregistration and light explain.

    ``nuisance`` (causes, bands, n) is the difference that one standard deviation of each cause would make.
    """
    bands, count = residual.shape
    thin = max(1, count // MOST_SAMPLES)
    root = linalg.cholesky(_calm_covariance(residual[:, ::thin].astype(np.float64)), lower=True)
    whitened = linalg.solve_triangular(root, residual, lower=True)
    d2 = (whitened**2).sum(axis=0)
    # A sample sets the scale; beyond it only what stands out is worth the correction, which can but lower it.
    sample = np.arange(0, count, thin)
    calm = d2[sample] - _explained(whitened[:, sample], nuisance[:, :, sample], root)
    tail = max(1.0, float(np.median(np.quantile(calm, TAIL_AT) / stats.chi2.ppf(TAIL_AT, bands))))
    high = np.flatnonzero(d2 > tail * bands)
    d2[high] -= _explained(whitened[:, high], nuisance[:, :, high], root)
    return np.asarray(d2 / tail, dtype=np.float32)


def _explained(whitened: Raster, nuisance: Raster, root: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part (n,) of the squared length of ``whitened`` (bands, n) that the nuisances may have made.

    Woodbury's identity: the inverse of (I + sum of cc') needs one small system per pixel, not one of all bands.
    """
    causes = np.stack([linalg.solve_triangular(root, cause, lower=True) for cause in nuisance])
    gram = np.einsum("ibn,jbn->nij", causes, causes) + np.eye(len(causes))
    along = np.einsum("ibn,bn->ni", causes, whitened)
    return np.asarray((along * np.linalg.solve(gram, along[..., None])[..., 0]).sum(axis=1))


def _calm_covariance(residual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Covariance (bands, bands) of the calm majority of ``residual`` (bands, n), right in scale for normal noise."""
    bands, count = residual.shape
    spread = 1.4826 * np.median(np.abs(residual), axis=1) + 1e-9
    covariance = np.diag(spread**2)
    for _ in range(4):
        d2 = (residual * np.linalg.solve(covariance, residual)).sum(axis=0)
        calm = residual[:, d2 <= np.quantile(d2, TRIM)]
        if calm.shape[1] <= 3 * bands or count <= 3 * bands:
            break
        covariance = np.atleast_2d(np.cov(calm)) + 1e-6 * np.diag(spread**2) + 1e-12 * np.eye(bands)
        d2 = (residual * np.linalg.solve(covariance, residual)).sum(axis=0)
        middle = np.median(d2)
        if middle <= 0:  # images without any noise, such as drawn ones
            break
        covariance = covariance * (middle / stats.chi2.median(bands))
    return np.asarray(covariance)
