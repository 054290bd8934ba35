"""Where two very fine images of the same ground differ most: candidates for a person to look at, ranked.

At half a metre a pixel sun, season and view change every pixel, and no rule without training tells a new house from a
mown lawn. What this does is modest: it compares what the ground around each pixel is made of (colour, edges by their
direction, roughness) at three scales, and puts the largest differences first. It recognises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import ndimage
from skimage.exposure import match_histograms
from skimage.filters import threshold_otsu

from firsthand.watch.load import Mask, Raster

SCALES_PX = (2.0, 4.0, 8.0)
DIRECTIONS = 4
STRUCTURE_WEIGHT = 0.35
"""Of edges and roughness against colour, which tells more and is less upset by leaning roofs."""
LEAST_PX = 32


class Candidates(NamedTuple):
    """How much each place differs, and which places stand out."""

    scores: Raster
    """(rows, cols): 0 alike, rising; NaN where not usable."""
    mask: Mask
    """Scores above ``threshold``, which parts them into two classes with the least spread (Otsu 1979)."""
    threshold: float


class Ranked(NamedTuple):
    """One candidate area."""

    mask: Mask
    """(rows, cols)."""
    score: float
    """Mean score over it."""


def candidate_map(before: Raster, after: Raster) -> Candidates:
    """Scores of two aligned images (bands, rows, cols), NaN where not usable. Raises ValueError on too little."""
    usable = np.asarray(np.isfinite(before).all(axis=0) & np.isfinite(after).all(axis=0))
    if usable.sum() < LEAST_PX**2:
        raise ValueError(f"only {int(usable.sum())} pixels can be compared; {LEAST_PX**2} are needed")
    one, other = (
        np.where(usable, image, np.median(image[:, usable], axis=1)[:, None, None]) for image in (before, after)
    )
    one, other = (np.sqrt(np.maximum(image - image.min(), 0)) for image in (one, other))  # bright roofs count for less
    other = match_histograms(other, one, channel_axis=0).astype(np.float32)
    scores = np.zeros(usable.shape, dtype=np.float32)
    for scale in SCALES_PX:
        squares = np.zeros(usable.shape, dtype=np.float32)
        for (first, weight), (second, _) in zip(_features(one, scale), _features(other, scale), strict=True):
            spread = max(float((first[usable].var() + second[usable].var()) / 2), 1e-12)
            squares += weight * (first - second) ** 2 / spread
        scores += np.sqrt(squares)
    scores[~usable] = np.nan
    threshold = float(threshold_otsu(scores[usable]))  # type: ignore[no-untyped-call]
    return Candidates(scores, np.asarray(np.nan_to_num(scores) > threshold), threshold)


def ranked(found: Candidates, least_px: int) -> list[Ranked]:
    """Areas of ``least_px`` pixels or more that stand out, the strongest first."""
    labels, _ = ndimage.label(ndimage.binary_opening(found.mask), structure=np.ones((3, 3)))
    areas = []
    for label in range(1, int(labels.max()) + 1):
        mask = np.asarray(labels == label)
        if mask.sum() >= least_px:
            areas.append(Ranked(mask, float(found.scores[mask].mean())))
    return sorted(areas, key=lambda area: -area.score)


def _features(image: Raster, scale: float) -> Iterator[tuple[Raster, float]]:
    """(layer, weight): brightness, colours, edges by direction and roughness around every pixel."""
    bright = image.mean(axis=0)
    yield ndimage.gaussian_filter(bright, scale), 1.0
    for band in image[:: max(1, len(image) - 1)] if len(image) > 1 else ():
        yield ndimage.gaussian_filter(band - bright, scale), 1.0
    down, across = (ndimage.gaussian_filter(bright, 1.0, order=order) for order in ((1, 0), (0, 1)))
    strength, angle = np.sqrt(np.hypot(down, across)), np.arctan2(down, across)
    for number in range(DIRECTIONS):
        towards = np.maximum(np.cos(2 * (angle - number * np.pi / DIRECTIONS)), 0)
        yield ndimage.gaussian_filter(towards * strength, scale), STRUCTURE_WEIGHT
    rough = ndimage.gaussian_filter(bright**2, scale) - ndimage.gaussian_filter(bright, scale) ** 2
    yield np.sqrt(np.maximum(rough, 0)), STRUCTURE_WEIGHT
