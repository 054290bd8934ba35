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


class Alteration(NamedTuple):
    """What IR-MAD finds in a pair."""

    chi2: Raster
    """(rows, cols): sum of squared MAD variates in units of their no-change variance; NaN where not usable."""
    no_change: Raster
    """(rows, cols): chance of such a sum on unchanged ground, in [0, 1]; NaN where not usable."""
    correlations: Matrix
    """(bands,): canonical correlations of the last round, rising."""
    rounds: int


def irmad(before: Raster, after: Raster, usable: Mask | None = None) -> Alteration:
    """IR-MAD of two aligned images (bands, rows, cols). Raises ValueError on too few usable pixels."""
    if usable is None:
        usable = np.asarray(np.isfinite(before).all(axis=0) & np.isfinite(after).all(axis=0))
    if usable.sum() < LEAST_PIXELS:
        raise ValueError(f"only {int(usable.sum())} pixels can be compared; {LEAST_PIXELS} are needed")
    x, y = before[:, usable].astype(np.float64), after[:, usable].astype(np.float64)
    weights, correlations = np.ones(x.shape[1]), np.zeros(len(x))
    chi2, rounds, settled = np.zeros(x.shape[1]), 0, False
    while not settled and rounds < ROUNDS:
        rounds += 1
        variates, found = _mad(x, y, weights)
        variance = np.maximum(2 * (1 - found), 1e-9)
        chi2 = (variates**2 / variance[:, None]).sum(axis=0)
        weights = special.chdtrc(len(x), chi2)
        settled = bool(np.abs(found - correlations).max() < CONVERGED)
        correlations = found
    out = [np.full(usable.shape, np.nan, dtype=np.float32) for _ in range(2)]
    out[0][usable], out[1][usable] = chi2, weights
    return Alteration(out[0], out[1], correlations, rounds)


def _mad(x: Matrix, y: Matrix, weights: Matrix) -> tuple[Matrix, Matrix]:
    """MAD variates (bands, n) and canonical correlations (bands,) under ``weights``."""
    share = weights / weights.sum()
    x, y = x - (x @ share)[:, None], y - (y @ share)[:, None]
    xx, yy, xy = _ridged((x * share) @ x.T), _ridged((y * share) @ y.T), (x * share) @ y.T
    squared, left = linalg.eigh(xy @ np.linalg.solve(yy, xy.T), xx)
    correlations = np.sqrt(np.clip(squared, 0, 1))
    right = np.linalg.solve(yy, xy.T @ left)
    # eigh gives unit variance on the left; the right is brought to it, with positive correlation by construction.
    right /= np.sqrt(np.maximum((right * (yy @ right)).sum(axis=0), 1e-12))
    return left.T @ x - right.T @ y, correlations


def _ridged(covariance: Matrix) -> Matrix:
    return np.asarray(covariance + RIDGE * np.trace(covariance) / len(covariance) * np.eye(len(covariance)))
