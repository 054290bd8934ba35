"""Which pixels of each look cannot be judged, from the best witness that it has.

The archive's own classification where there is one, else the packaged model where the user has installed it, else
what the other looks tell (``firsthand.watch.clouds.mask``), else the colour of this one look. Whoever calls it cloud,
ground that lies there in other looks just the same is ground: bright roofs are called cloud by every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from firsthand.watch.clouds.classes import declared
from firsthand.watch.clouds.mask import MARGIN_M, SMALLEST_M2, Cover, find_clouds, widened
from firsthand.watch.clouds.model import model_cover
from firsthand.watch.load import AMPLITUDE, REFLECTANCE, Mask, Picture, Raster

NEIGHBOURS = 3
"""Looks on either side in time among which the same ground is sought."""
SAME_PATTERN = 0.8
"""Correlation of a patch and its surroundings with the same place in another look."""
SAME_LEVEL = 0.2
"""Difference of the median brightness, as a share: sun and angle differ between looks."""
SAME_TEXTURE = 0.06
"""Median difference pixel by pixel once the levels are made equal, as a share. Two clouds differ by more."""
SAME_PIXEL = 0.15
"""Difference of one pixel, as a share, by which a roof is taken apart from a cloud that touches it."""
SEVERAL = 2
"""Other looks that must show the part alike: pixels chosen because they agree with one look prove nothing by it."""
REACH_PX = 2
"""Misregistration that is allowed for, in pixels along each axis."""
AROUND_PX = 3
MOST_SAMPLES = 4000
"""Pixels of a patch that are compared; larger ones are read thinly."""
MOST_PATCHES = 300
"""Of one look; beyond, the smaller ones are left as declared."""
LEAST_VALID = 0.7
FEW_LOOKS = 3
"""Fewer looks cannot tell cloud from change; colour must."""
HOT_LIMIT = 0.08
"""Haze-optimised test, blue - 0.5 red > 0.08 (Zhu & Woodcock 2012, Remote Sensing of Environment 118, eq. 3)."""


def covers_of(pictures: Sequence[Picture], gsd_m: float) -> list[Cover]:
    """Cloud and shadow of every look, in time order; ``pictures`` share grid, bands and scale."""
    if not pictures or pictures[0].dtype == AMPLITUDE:
        return [_none(picture) for picture in pictures]
    stack = [picture.values for picture in pictures]
    told = find_clouds(stack, gsd_m)
    grey: list[Raster] = [values.mean(axis=0) for values in stack]
    said = [_said(picture, gsd_m) for picture in pictures]
    clouds, shadows = ([found[side] if found else None for found in said] for side in (0, 1))
    covers = []
    for index, picture in enumerate(pictures):
        cloud, shadow = clouds[index], shadows[index]
        if cloud is None or shadow is None:
            alone = len(pictures) < FEW_LOOKS
            covers.append(_joined(told[index], by_colour(picture, gsd_m)) if alone else told[index])
            continue
        cloud = cloud & ~_lasting(clouds, grey, index)
        shadow = shadow & ~_lasting(shadows, grey, index)
        # A class map of coarser pixels cuts a cloud's rim; what the series sees of the same cloud is added.
        cloud = ndimage.binary_propagation(cloud, mask=cloud | told[index].cloud)
        covers.append(Cover(np.asarray(cloud), np.asarray(shadow & ~cloud)))
    return covers


def by_colour(picture: Picture, gsd_m: float) -> Cover:
    """What one look's colour calls cloud; nothing where the values are no reflectance or blue and red are missing."""
    if picture.dtype != REFLECTANCE or not {"blue", "red"} <= set(picture.bands):
        return _none(picture)
    blue, red = (np.nan_to_num(picture.values[picture.bands.index(name)]) for name in ("blue", "red"))
    side = max(1, round(30 / gsd_m))
    hot = ndimage.uniform_filter(blue - 0.5 * red, side) > HOT_LIMIT
    least = SMALLEST_M2 / gsd_m**2
    labels, count = ndimage.label(hot)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    sizes[0] = 0
    cloud = widened(np.asarray((sizes >= least)[labels]), max(1, round(MARGIN_M / gsd_m)))
    return Cover(cloud & picture.valid, np.zeros_like(cloud))


def _said(picture: Picture, gsd_m: float) -> Cover | None:
    """What the archive or the packaged model says of one look; None when neither says anything."""
    if picture.classes is not None:
        cloud, shadow, known = declared(picture.classes, picture.class_band)
        if known[picture.valid].mean() > 0.5:
            margin = max(1, round(MARGIN_M / gsd_m))
            return Cover(widened(cloud, margin), widened(shadow, margin))
    return model_cover(picture, gsd_m)


def _none(picture: Picture) -> Cover:
    empty = np.zeros(picture.values.shape[1:], dtype=bool)
    return Cover(empty, empty)


def _joined(first: Cover, second: Cover) -> Cover:
    return Cover(first.cloud | second.cloud, first.shadow | second.shadow)


def _lasting(calls: Sequence[Mask | None], grey: Sequence[Raster], index: int) -> Mask:
    """Parts called cloud (or shadow) in one look that show the same at the same place in another look near in time."""
    called = calls[index]
    if called is None or not called.any():
        return np.zeros(grey[index].shape, dtype=bool)
    near = sorted(range(len(grey)), key=lambda other: abs(other - index))
    near = [other for other in near if 0 < abs(other - index) <= NEIGHBOURS]
    lasting = np.zeros_like(called)
    for other in near:
        lasting |= _kept(called & ~lasting, grey[index], grey[other])
    seen = np.zeros(called.shape, dtype=np.uint8)
    for other in near:
        # A roof that a real cloud touches is one patch with it. What agrees with other looks is taken apart.
        with np.errstate(invalid="ignore", divide="ignore"):
            agrees = np.abs(grey[index] / grey[other] - 1) <= SAME_PIXEL
        apart = ndimage.binary_opening(called & ~lasting & agrees, np.ones((3, 3)))
        seen += _kept(np.asarray(apart), grey[index], grey[other])
    return np.asarray(lasting | (seen >= SEVERAL))


def _kept(called: Mask, here: Raster, there: Raster) -> Mask:
    """Patches of ``called`` that look the same in ``here`` and ``there``."""
    kept = np.zeros_like(called)
    labels, count = ndimage.label(called, structure=np.ones((3, 3)))
    if not count:
        return kept
    boxes = ndimage.find_objects(labels)
    sizes = np.bincount(labels.ravel())[1:]
    for patch in np.argsort(-sizes)[:MOST_PATCHES]:
        rows, cols = (
            slice(max(0, side.start - AROUND_PX), min(end, side.stop + AROUND_PX))
            for side, end in zip(boxes[patch], called.shape, strict=True)
        )
        inside = labels[rows, cols] == patch + 1
        if _same(here[rows, cols], there, inside, (rows, cols)):
            kept[rows, cols] |= inside
    return kept


def _same(here: Raster, there: Raster, inside: Mask, box: tuple[slice, slice]) -> bool:
    """Whether the patch ``inside`` the window ``here`` looks the same in ``there``, the whole of another look."""
    around = ndimage.binary_dilation(inside, iterations=AROUND_PX)
    rows, cols = np.nonzero(around)
    thin = max(1, rows.size // MOST_SAMPLES)
    rows, cols = rows[::thin], cols[::thin]
    core = inside[rows, cols]
    mine = here[rows, cols]
    for down in range(-REACH_PX, REACH_PX + 1):
        for right in range(-REACH_PX, REACH_PX + 1):
            y, x = rows + box[0].start + down, cols + box[1].start + right
            held = (y >= 0) & (x >= 0) & (y < there.shape[0]) & (x < there.shape[1])
            theirs = np.full(mine.shape, np.nan, dtype=np.float32)
            theirs[held] = there[y[held], x[held]]
            if _alike(mine, theirs, core):
                return True
    return False


def _alike(mine: Raster, theirs: Raster, core: Mask) -> bool:
    """Two samples (n,) of the same pixels have one pattern, and one level on the ``core`` pixels."""
    both = np.isfinite(mine) & np.isfinite(theirs)
    if both.mean() < LEAST_VALID or not (both & core).any():
        return False
    a, b = mine[both] - mine[both].mean(), theirs[both] - theirs[both].mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    if spread <= 0 or float(a @ b) / spread < SAME_PATTERN:
        return False
    own, other = mine[both & core], theirs[both & core]
    level, theirs_level = float(np.median(own)), float(np.median(other))
    if level <= 0 or theirs_level <= 0 or abs(level / theirs_level - 1) > SAME_LEVEL:
        return False
    return bool(np.median(np.abs(own / level - other / theirs_level)) <= SAME_TEXTURE)
