"""Relative radiometric normalisation: what an image would look like if nothing had changed.

The later image is predicted from the earlier one by a regression over all pixels that both show, fitted so that
changed pixels drop out. Gain, offset, even haze and the season that all vegetation shares go into the prediction.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from firsthand.watch.load import Mask, Raster

MOST_SAMPLES = 12_000
"""Pixels that a fit is made on; more do not make it better, only slower."""
BLOCK_SAMPLES = 600
"""Pixels of a block that its median is taken of, evenly spread."""
ROUNDS = 8
TUKEY = 4.685
"""Tukey's biweight constant: 95 % efficiency on normal errors (Huber & Ronchetti, Robust Statistics, 2009, ch. 7)."""
LEAST_SAMPLES = 60
BARE_NDVI = 0.15
"""Ground below it has no leaf to speak of."""
SEASONLESS_NDVI = 0.22
"""Ground below it in both looks keeps its colour through the year, near enough to read a gain from."""
LEAST_STEADY = 120
"""Pixels of such ground that are needed."""


def ndvi(values: Raster, bands: tuple[str, ...]) -> Raster | None:
    """Vegetation index in [-1, 1], shape (rows, cols); ``None`` without red and near infrared."""
    if "red" not in bands or "nir" not in bands:
        return None
    red, nir = values[bands.index("red")], values[bands.index("nir")]
    with np.errstate(invalid="ignore", divide="ignore"):
        index = (nir - red) / (nir + red)
    return np.asarray(np.clip(index, -1, 1), dtype=np.float32)


class Prepared(NamedTuple):
    """One look made ready for predicting and being predicted: its broad pattern taken off."""

    detail: Raster
    """(bands, rows, cols): values less their broad pattern, NaN where not usable."""
    leaf: Raster
    """(0 or 2, rows, cols): vegetation terms less their broad pattern."""
    bare: Mask
    """(rows, cols): ground without season; everywhere when vegetation cannot be told."""


def prepare(values: Raster, bands: tuple[str, ...], block_px: int) -> Prepared:
    """A look (bands, rows, cols) without what varies over more than ``block_px`` pixels.

    Haze that thickens across the scene would else hide how strongly the ground's own contrast comes through.
    """
    usable = np.asarray(np.isfinite(values).all(axis=0))
    detail = without_background(values, usable, block_px)
    greenness = ndvi(values, bands)
    if greenness is None:
        return Prepared(detail, np.empty((0, *usable.shape), dtype=np.float32), usable)
    greenness = np.nan_to_num(greenness)
    leaf = np.maximum(greenness - BARE_NDVI, 0)
    smooth = without_background(np.stack([leaf, leaf**2]), usable, block_px)
    return Prepared(detail, smooth, usable & (greenness < SEASONLESS_NDVI))


def residual(before: Prepared, after: Prepared, usable: Mask, block_px: int) -> Raster | None:
    """What ``after`` (bands, rows, cols) shows beyond what ``before`` predicts; ``None`` on too few ``usable`` pixels.

    Each band is predicted from itself by one gain, with a term for vegetation. Other bands would fit the landscape
    better and go astray on the few bright roofs that are not like it; so would a gain that seasons have diluted, and
    therefore the gain is read off ground that has none.
    """
    where = np.flatnonzero(usable)
    if where.size < LEAST_SAMPLES:
        return None
    steady = np.flatnonzero(usable & before.bare & after.bare)
    gains = _gains(before, after, steady if steady.size >= LEAST_STEADY else where)
    out = after.detail - gains[:, None, None] * before.detail
    sample = where[:: max(1, where.size // MOST_SAMPLES)]
    leaf = before.leaf.reshape(len(before.leaf), usable.size)[:, sample].astype(np.float64)
    left = out.reshape(len(out), -1)[:, sample].astype(np.float64)
    lines = _robust_fit(np.stack([np.ones(sample.size), *leaf], axis=1), left)
    for band, line in enumerate(lines.astype(np.float32)):
        out[band] -= line[0]
        for term, layer in zip(line[1:], before.leaf, strict=True):
            out[band] -= term * layer
    out = without_background(out, usable, block_px)
    out[:, ~usable] = np.nan
    return out


def _gains(before: Prepared, after: Prepared, where: NDArray[np.intp]) -> NDArray[np.float32]:
    """Gain of every band (bands,) over the pixels ``where``, by the reduced major axis.

    Both looks carry noise, so a regression of one on the other would come out too flat. Changed pixels drop out.
    """
    where = where[:: max(1, where.size // MOST_SAMPLES)]
    gains = []
    for first, second in zip(before.detail, after.detail, strict=True):
        x, y = first.ravel()[where].astype(np.float64), second.ravel()[where].astype(np.float64)
        balance = _evened(x)
        weights, gain = balance, 1.0
        for _ in range(ROUNDS):
            share = weights / weights.sum()
            dx, dy = x - share @ x, y - share @ y
            gain = float(np.sqrt((share @ dy**2) / max(float(share @ dx**2), 1e-12)))
            error = np.abs(dy - gain * dx)
            weights = balance * np.clip(1 - (error / (TUKEY * 1.4826 * np.median(error) + 1e-12)) ** 2, 0, 1) ** 2
            if weights.sum() <= 0:
                break
        gains.append(gain)
    return np.array(gains, dtype=np.float32)


def match_scale(values: Raster, reference: Raster) -> Raster:
    """``values`` brought to the numbers of ``reference`` by median and spread per band: 8-bit next to 16-bit."""
    axes = (1, 2)
    middle, wanted = (np.nanmedian(item, axis=axes, keepdims=True) for item in (values, reference))
    spread, wanted_spread = (
        np.nanpercentile(item, 75, axis=axes, keepdims=True) - np.nanpercentile(item, 25, axis=axes, keepdims=True)
        for item in (values, reference)
    )
    return np.asarray((values - middle) * (wanted_spread / np.maximum(spread, 1e-6)) + wanted, dtype=np.float32)


def without_background(residual: Raster, usable: Mask, block_px: int) -> Raster:
    """``residual`` less its own broad pattern: haze and light that vary over more than ``block_px`` pixels.

    The pattern is a grid of block medians, so that a change smaller than a block stays whole.
    """
    rows, cols = usable.shape
    down, across = max(1, round(rows / block_px)), max(1, round(cols / block_px))
    out = np.empty_like(residual)
    grids = _block_medians(np.where(usable, residual, np.nan), down, across)
    for index, (band, grid) in enumerate(zip(residual, grids, strict=True)):
        smooth = ndimage.median_filter(grid, 3, mode="nearest") if min(grid.shape) > 2 else grid
        out[index] = band - _spread(smooth, (rows, cols))
    return out


def _evened(brightness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that let rare brightness count: the slope of a line through one colour of gravel is all noise."""
    low, high = np.quantile(brightness, [0.002, 0.998])
    if not high > low:
        return np.ones_like(brightness)
    place = np.clip(((brightness - low) / (high - low) * 32).astype(int), 0, 31)
    return np.asarray(1 / np.sqrt(np.bincount(place, minlength=32)[place]))


def _robust_fit(design: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lines (bands, terms) through ``target`` (bands, n), pixels far off in any band weighing nothing."""
    weights = np.ones(len(design))
    lines = np.zeros((len(target), design.shape[1]))
    for _ in range(ROUNDS):
        lines = _solve(design, target.T, weights).T
        error = target - lines @ design.T
        scale = 1.4826 * np.median(np.abs(error), axis=1, keepdims=True) + 1e-12
        distance = np.sqrt(((error / scale) ** 2).mean(axis=0))
        limit = TUKEY * max(float(np.median(distance)), 1e-9)
        weights = np.clip(1 - (distance / limit) ** 2, 0, 1) ** 2
    return lines


def _solve(
    design: NDArray[np.float64], target: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    weighted = design * weights[:, None]
    normal = weighted.T @ design
    # A trace of ridge: on ground without vegetation the terms for it are empty.
    normal += 1e-7 * np.trace(normal) / len(normal) * np.eye(len(normal))
    return np.asarray(np.linalg.solve(normal, weighted.T @ target))


def _block_medians(layers: Raster, down: int, across: int) -> Raster:
    """Medians (layers, down, across) of blocks of ``layers`` (layers, rows, cols); empty blocks take a neighbour's."""
    count, rows, cols = layers.shape
    thin = max(1, round(math.sqrt(rows * cols / (down * across * BLOCK_SAMPLES))))
    layers = layers[:, ::thin, ::thin]
    high, wide = -(-layers.shape[1] // down), -(-layers.shape[2] // across)
    padded = np.full((count, high * down, wide * across), np.nan, dtype=np.float32)
    padded[:, : layers.shape[1], : layers.shape[2]] = layers
    blocks = padded.reshape(count, down, high, across, wide).swapaxes(2, 3).reshape(count, down, across, -1)
    ordered = np.sort(blocks, axis=-1)  # NaN sorts last
    known = np.isfinite(ordered).sum(axis=-1)
    grids = np.take_along_axis(ordered, (np.maximum(known - 1, 0) // 2)[..., None], axis=-1)[..., 0]
    missing = known[0] < max(10, 0.1 * high * wide)
    if missing.all():
        return np.zeros_like(grids)
    if missing.any():
        nearest = ndimage.distance_transform_edt(missing, return_distances=False, return_indices=True)
        grids = grids[:, nearest[0], nearest[1]]
    return np.asarray(grids)


def _spread(grid: Raster, shape: tuple[int, int]) -> Raster:
    """A grid of block values as a smooth surface of ``shape``, read linearly between block centres."""
    return _along(_along(grid, shape[0]).T, shape[1]).T


def _along(grid: Raster, size: int) -> Raster:
    """Rows of ``grid`` read linearly at ``size`` evenly spread places, the outer ones held."""
    at = np.clip((np.arange(size) + 0.5) * len(grid) / size - 0.5, 0, len(grid) - 1)
    row = np.minimum(at.astype(int), max(len(grid) - 2, 0))
    part = (at - row).astype(np.float32)[:, None]
    return np.asarray(grid[row] * (1 - part) + grid[np.minimum(row + 1, len(grid) - 1)] * part, dtype=np.float32)
