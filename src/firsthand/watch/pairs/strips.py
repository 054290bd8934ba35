"""A pair of scenes too large for memory, compared strip by strip from their files.

The threshold and the variates are fixed on sample pixels that lie on one lattice over the whole pair, so neither
depends on how tall the strips are; a strip reads a few rows more than it writes, so its edges leave no seam.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
from rasterio.errors import RasterioIOError
from rasterio.windows import Window

from firsthand.errors import InputError
from firsthand.watch.load import Mask, Raster
from firsthand.watch.pairs.irmad import MOST_SAMPLES, Fit, fit_irmad
from firsthand.watch.pairs.maps import SPREAD_PX, smoothed_root, two_means

STRIP_VALUES = 16_000_000
"""Values of one image that are read at once (64 MB)."""
HALO_PX = int(4 * SPREAD_PX + 0.5) + 1
"""Rows beyond a strip that its smoothing reads."""
RASTER_CACHE_MB = 64


class PairResult(NamedTuple):
    """What was written."""

    threshold: float
    changed_px: int
    usable_px: int


def compare_files(before: Path, after: Path, out: Path) -> PairResult:
    """Write the changes between two rasters of one grid to ``out``: 1 changed, 0 not, 255 not usable.

    Raises InputError when a file cannot be read, the grids differ or too little of the ground is in both.
    """
    with ExitStack() as stack:
        stack.enter_context(rasterio.Env(GDAL_CACHEMAX=RASTER_CACHE_MB))
        try:
            pair = stack.enter_context(rasterio.open(before)), stack.enter_context(rasterio.open(after))
        except RasterioIOError as err:
            remedy = "check both files with gdalinfo"
            raise InputError(f"the pair cannot be read ({err})", thing=str(before), remedy=remedy) from err
        _same_grid(pair, after)
        try:
            fit, threshold = _learned(pair)
        except ValueError as err:
            remedy = "give scenes that show the same ground"
            raise InputError(str(err), thing=str(after), remedy=remedy) from err
        profile = {**pair[0].profile, "count": 1, "dtype": "uint8", "nodata": 255, "driver": "GTiff"}
        changed = usable = 0
        with rasterio.open(out, "w", **profile) as target:
            for top, chi2, inner in _strips(pair, fit):
                scores = smoothed_root(chi2)[inner]
                known = np.isfinite(scores)
                mask = np.where(known, np.nan_to_num(scores) > threshold, 255).astype(np.uint8)
                target.write(mask, 1, window=Window(0, top, mask.shape[1], mask.shape[0]))
                changed, usable = changed + int((mask == 1).sum()), usable + int(known.sum())
    return PairResult(threshold, changed, usable)


Pair = tuple[rasterio.DatasetReader, rasterio.DatasetReader]


def _same_grid(pair: Pair, after: Path) -> None:
    one, other = pair
    if one.shape != other.shape or one.count != other.count or not one.transform.almost_equals(other.transform, 1e-6):
        raise InputError(
            "the scenes do not share one grid and the same number of bands",
            thing=str(after),
            remedy="resample one onto the other first (gdalwarp)",
        )


def _height(pair: Pair) -> int:
    return max(64, STRIP_VALUES // int(pair[0].count * pair[0].width))


def _read(pair: Pair, top: int, bottom: int) -> tuple[Raster, Raster, Mask]:
    """Rows ``top`` to ``bottom`` of both scenes (bands, rows, cols), and where both have data."""
    window = Window(0, top, pair[0].width, bottom - top)
    images = [source.read(window=window, out_dtype=np.float32) for source in pair]
    known = np.ones(images[0].shape[1:], dtype=bool)
    for source, image in zip(pair, images, strict=True):
        known &= np.isfinite(image).all(axis=0)
        if source.nodata is not None:
            known &= (image != source.nodata).all(axis=0)
    return images[0], images[1], known


def _learned(pair: Pair) -> tuple[Fit, float]:
    """The variates and the threshold, from pixels on one lattice."""
    rows, cols = pair[0].shape
    step = max(1, int(np.sqrt(rows * cols / MOST_SAMPLES)))
    samples: list[tuple[Raster, Raster]] = []
    height = max(step, _height(pair) // step * step)
    for top in range(0, rows, height):
        one, other, known = _read(pair, top, min(rows, top + height))
        lattice = known[::step, ::step]
        samples.append((one[:, ::step, ::step][:, lattice], other[:, ::step, ::step][:, lattice]))
    fit = fit_irmad(*(np.concatenate(parts, axis=1) for parts in zip(*samples, strict=True)))
    scores = []
    for top, chi2, inner in _strips(pair, fit):
        smooth = smoothed_root(chi2)[inner][-top % step :: step, ::step]
        scores.append(smooth[np.isfinite(smooth)])
    return fit, two_means(np.concatenate(scores))


def _strips(pair: Pair, fit: Fit) -> Iterator[tuple[int, Raster, tuple[slice, slice]]]:
    """(first row, sums of the strip with its halo, the strip's own part of them)."""
    rows, height = pair[0].height, _height(pair)
    for top in range(0, rows, height):
        bottom = min(rows, top + height)
        first = max(0, top - HALO_PX)
        one, other, known = _read(pair, first, min(rows, bottom + HALO_PX))
        chi2 = np.where(known, fit.chi2(one, other), np.float32(np.nan))
        yield top, chi2, (slice(top - first, bottom - first), slice(None))
