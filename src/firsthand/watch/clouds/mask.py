"""Clouds and their shadows, told from the other looks at the same ground.

No absolute reflectance is needed: a cloud is brighter than its neighbours in time in every band, over more ground than
a building, and gone in the next look. What stays bright at the same place is no cloud, so a new roof is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from firsthand.watch.load import Mask, Raster

NEIGHBOURS = 6
"""Looks nearest in time that make up what the ground should look like."""
CORE = 0.4
"""A cloud's core is brighter than expected by this share of the scene's median, in every band."""
EDGE = 0.06
"""Its rim is followed down to here."""
SHADOW = -0.22
"""A cloud's shadow is darker by this share in the mean of all bands, and darker in each."""
SMALLEST_M2 = 2500.0
"""Smaller bright or dark patches are left to the test of time."""
MARGIN_M = 20.0
"""Added around clouds and shadows."""
MOSTLY_CLOUD = 0.6
"""The commonest pixel is brighter than expected by this share in the reddest band: there is nothing else to see."""
PERSISTS = 0.6
"""Share of a patch that must be bright in a neighbouring look too for it to count as lasting."""


class Cover(NamedTuple):
    """Which pixels of one look cannot be judged."""

    cloud: Mask
    shadow: Mask

    @property
    def blocked(self) -> Mask:
        return self.cloud | self.shadow


def find_clouds(stack: Sequence[Raster], gsd_m: float) -> list[Cover]:
    """Clouds and shadows of every look; ``stack`` is in time order, each (bands, rows, cols), NaN without data."""
    if len(stack) < 2:
        empty = np.zeros(stack[0].shape[1:], dtype=bool)
        return [Cover(empty, empty)]
    excess = [_excess(stack, index) for index in range(len(stack))]
    bright = [_bright(item) for item in excess]
    return [_cover(excess, bright, index, gsd_m) for index in range(len(stack))]


def _excess(stack: Sequence[Raster], index: int) -> Raster:
    """How much brighter one look is than its neighbours in time, as a share of each band's median."""
    nearest = sorted((other for other in range(len(stack)) if other != index), key=lambda other: abs(other - index))
    chosen = np.stack([stack[other] for other in nearest[:NEIGHBOURS]])
    usual = _median(chosen)
    scale = np.nanmedian(usual, axis=(1, 2), keepdims=True)
    relative = (stack[index] - usual) / np.maximum(scale, 1e-6)
    offset = np.array([_mode(band) for band in relative])
    if offset[-1] > MOSTLY_CLOUD:
        return np.full_like(relative, 2 * CORE)
    return np.asarray(relative - offset[:, None, None], dtype=np.float32)


def _median(looks: Raster) -> Raster:
    """Lower median over looks (looks, bands, rows, cols): clouds brighten, so the darker of two middle looks counts."""
    order = np.sort(looks, axis=0)  # NaN sorts last
    count = np.isfinite(looks).sum(axis=0, keepdims=True)
    return np.asarray(np.take_along_axis(order, np.maximum(count - 1, 0) // 2, axis=0)[0])


def _mode(band: Raster) -> float:
    """The commonest value: clear ground, whatever share of the rest is cloud."""
    known = band[np.isfinite(band)]
    if known.size == 0:
        return 0.0
    counts, edges = np.histogram(known, bins=121, range=(-1.5, 4.5))
    smooth = np.convolve(counts, [1, 2, 1], mode="same")
    top = int(np.argmax(smooth))
    near = known[(known >= edges[max(top - 1, 0)]) & (known <= edges[min(top + 2, len(counts))])]
    return float(np.median(near)) if near.size else 0.0


def _bright(excess: Raster) -> Mask:
    return np.asarray(np.nan_to_num(excess, nan=-1.0).min(axis=0) > CORE)


def _cover(excess: Sequence[Raster], bright: Sequence[Mask], index: int, gsd_m: float) -> Cover:
    here = np.nan_to_num(excess[index], nan=0.0)
    smallest_px = SMALLEST_M2 / gsd_m**2
    core = _large(bright[index], smallest_px)
    core &= ~_lasting(core, bright, index)
    rim = (here.mean(axis=0) > 2 * EDGE) & (here.min(axis=0) > EDGE)
    cloud = ndimage.binary_propagation(core, mask=core | rim)
    dark = (here.mean(axis=0) < SHADOW) & (here.max(axis=0) < SHADOW / 3)
    dark = _large(ndimage.binary_opening(dark), smallest_px)
    if not cloud.any():
        dark[:] = False
    shade_rim = (here.mean(axis=0) < SHADOW / 3) & (here.max(axis=0) < 0)
    shadow = ndimage.binary_propagation(dark, mask=dark | shade_rim) & ~cloud
    margin = max(1, round(MARGIN_M / gsd_m))
    return Cover(widened(cloud, margin), widened(shadow, margin))


def _large(mask: Mask, smallest_px: float) -> Mask:
    labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
    if not count:
        return mask
    sizes = np.bincount(labels.ravel()).astype(float)
    # What the window's border cuts is larger than it looks.
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    sizes[np.unique(rim)] *= 4
    sizes[0] = 0
    return np.asarray((sizes >= smallest_px)[labels])


def _lasting(core: Mask, bright: Sequence[Mask], index: int) -> Mask:
    """Patches of ``core`` that are bright in a neighbouring look too, with dark ground around them there."""
    lasting = np.zeros_like(core)
    labels, count = ndimage.label(core, structure=np.ones((3, 3)))
    for label in range(1, count + 1):
        patch = labels == label
        ring = ndimage.binary_dilation(patch, iterations=4) & ~ndimage.binary_dilation(patch, iterations=1)
        for other in (index - 1, index + 1):
            if not 0 <= other < len(bright) or not ring.any():
                continue
            if bright[other][patch].mean() >= PERSISTS and bright[other][ring].mean() < 0.3:
                lasting |= patch
    return lasting


def widened(mask: Mask, pixels: int) -> Mask:
    if not mask.any():
        return mask
    return np.asarray(ndimage.distance_transform_edt(~mask) <= pixels)
