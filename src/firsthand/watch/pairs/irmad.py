"""Iteratively reweighted multivariate alteration detection of an image pair.

A. A. Nielsen, "The regularized iteratively reweighted MAD method for change detection in multi- and hyperspectral
data", IEEE Transactions on Image Processing 16 (2007) 463-478. The two images are brought to canonical variates; their
differences (the MAD variates) are invariant to linear transforms of either image, so gain, offset and haze that is even
drop out. The sum of the squared variates in their own deviations follows a chi-square law on unchanged ground, whose
probability weighs the next round.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, special

from firsthand.watch.load import Mask, Raster

ROUNDS = 50
CONVERGED = 1e-4
"""Canonical correlations that move by less are settled."""
RIDGE = 1e-9
"""Added to the covariances, as a share of their mean variance: bands may be nearly collinear."""
LEAST_PIXELS = 100

Matrix = NDArray[np.float64]


MOST_SAMPLES = 250_000
"""Pixels, evenly spread, that the iteration is run on; its outcome is then applied to all."""


class Alteration(NamedTuple):
    """What IR-MAD finds in a pair."""

    chi2: Raster
    """(rows, cols): sum of squared MAD variates in units of their no-change variance; NaN where not usable."""
    fit: Fit


class Fit(NamedTuple):
    """The last round's variates, ready to be applied to any part of the pair."""

    left: Matrix
    """(bands, bands): rows are variates of the earlier image, in units of their no-change deviation."""
    right: Matrix
    """The same of the later image."""
    offset: Matrix
    """(bands,): taken off."""
    correlations: Matrix
    """(bands,): canonical correlations, rising."""
    rounds: int

    def chi2(self, before: Raster, after: Raster) -> Raster:
        """The sum (...) over variates of two images (bands, ...); NaN where either is."""
        shape = before.shape[1:]
        left, right = self.left.astype(np.float32), self.right.astype(np.float32)
        variates = left @ before.reshape(len(before), -1).astype(np.float32, copy=False)
        variates -= right @ after.reshape(len(after), -1).astype(np.float32, copy=False)
        variates -= self.offset.astype(np.float32)[:, None]
        return np.asarray(np.einsum("bn,bn->n", variates, variates).reshape(shape), dtype=np.float32)

    def no_change(self, chi2: Raster) -> Raster:
        """Chance, in [0, 1], of sums as large as ``chi2`` on unchanged ground."""
        return np.asarray(special.chdtrc(len(self.left), chi2), dtype=np.float32)


def irmad(before: Raster, after: Raster, usable: Mask | None = None) -> Alteration:
    """IR-MAD of two aligned images (bands, rows, cols). Raises ValueError on too few usable pixels."""
    if usable is None:
        usable = np.asarray(np.isfinite(before).all(axis=0) & np.isfinite(after).all(axis=0))
    where = np.flatnonzero(usable)
    where = where[:: max(1, where.size // MOST_SAMPLES)]
    fit = fit_irmad(before.reshape(len(before), -1)[:, where], after.reshape(len(after), -1)[:, where])
    return Alteration(np.where(usable, fit.chi2(before, after), np.float32(np.nan)), fit)


def fit_irmad(before: Raster, after: Raster) -> Fit:
    """The iteration on sample pixels (bands, n) of a pair. Raises ValueError on too few."""
    if before.shape[1] < LEAST_PIXELS:
        raise ValueError(f"only {before.shape[1]} pixels can be compared; {LEAST_PIXELS} are needed")
    x, y = before.astype(np.float64), after.astype(np.float64)
    weights, correlations = np.ones(x.shape[1]), np.zeros(len(x))
    rounds, settled = 0, False
    while True:
        rounds += 1
        left, right, offset, found = _mad(x, y, weights)
        settled = bool(np.abs(found - correlations).max() < CONVERGED)
        deviation = np.sqrt(np.maximum(2 * (1 - found), 1e-9))[:, None]
        fit = Fit(left / deviation, right / deviation, offset / deviation[:, 0], found, rounds)
        if settled or rounds == ROUNDS:
            return fit
        variates = fit.left @ x - fit.right @ y - fit.offset[:, None]
        weights, correlations = special.chdtrc(len(x), (variates**2).sum(axis=0)), found


def _mad(x: Matrix, y: Matrix, weights: Matrix) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Rows that make the variates of either image, their offset and the canonical correlations, under ``weights``."""
    share = weights / weights.sum()
    middle_x, middle_y = x @ share, y @ share
    x, y = x - middle_x[:, None], y - middle_y[:, None]
    xx, yy, xy = _ridged((x * share) @ x.T), _ridged((y * share) @ y.T), (x * share) @ y.T
    squared, left = linalg.eigh(xy @ np.linalg.solve(yy, xy.T), xx)
    correlations = np.sqrt(np.clip(squared, 0, 1))
    right = np.linalg.solve(yy, xy.T @ left)
    # eigh gives unit variance on the left; the right is brought to it, with positive correlation by construction.
    right /= np.sqrt(np.maximum((right * (yy @ right)).sum(axis=0), 1e-12))
    return left.T, right.T, left.T @ middle_x - right.T @ middle_y, correlations


def _ridged(covariance: Matrix) -> Matrix:
    return np.asarray(covariance + RIDGE * np.trace(covariance) / len(covariance) * np.eye(len(covariance)))
