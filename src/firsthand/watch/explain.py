"""Differences that are no change on the ground: a shadow that moved, a field that greens or dries."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from firsthand.watch.contrast import Contrast
from firsthand.watch.load import Mask, Raster
from firsthand.watch.normalise import ndvi

VISIBLE = ("blue", "green", "red")
SHADOW_BLUER = 1.15
"""In a shadow the near infrared is darker than the blue by at least this factor (of logarithms): skylight is blue."""
SHADOW_NIR_RED = 0.96
"""... and no brighter than the red by more than noise: a dark roof is."""
PLAIN_SHADOW = (0.25, 0.8)
"""Where bands are unnamed, an even darkening to within these shares may be a shadow."""
VEGETATED_NDVI = 0.25
SEASON_NDVI = 0.2
"""Vegetation may change its index by this much between looks without anything having been done to it."""
SEASON_RELATIVE = 0.35
"""... and its brightness by this share."""


def shadow_like(relative: Raster, bands: tuple[str, ...]) -> tuple[Mask, Mask]:
    """Pixels that turned (dark, light) the way ground does when a shadow comes or goes; each (rows, cols).

    The darkening must be in every band and grow from blue to near infrared. ``relative`` is (bands, rows, cols).
    """
    log = np.log(np.maximum(np.nan_to_num(relative) + 1, 1e-3))
    # The bands' order is a fine test and noise upsets it, so the mean over neighbours may pass it too.
    smooth = np.stack([ndimage.uniform_filter(band, 3) for band in log])
    (dark, light), (dark_around, light_around) = _shadow_shaped(log, bands), _shadow_shaped(smooth, bands)
    return dark | dark_around, light | light_around


def _shadow_shaped(log: Raster, bands: tuple[str, ...]) -> tuple[Mask, Mask]:
    """The same for logarithms of the ratio after to before."""
    darker, lighter = (-log).min(axis=0) > 0.02, log.min(axis=0) > 0.02
    if {"blue", "red", "nir"} <= set(bands):
        blue, red, nir = (np.abs(log[bands.index(name)]) for name in ("blue", "red", "nir"))
        shaped = (nir > SHADOW_BLUER * blue) & (nir > SHADOW_NIR_RED * red) & (red > 1.05 * blue)
    elif {"blue", "red"} <= set(bands):
        blue, red = (np.abs(log[bands.index(name)]) for name in ("blue", "red"))
        shaped = red > SHADOW_BLUER * blue
    else:
        strength = np.exp(-np.abs(log).mean(axis=0))
        shaped = (strength > PLAIN_SHADOW[0]) & (strength < PLAIN_SHADOW[1])
    return np.asarray(darker & shaped), np.asarray(lighter & shaped)


def season_like(contrast: Contrast, bands: tuple[str, ...]) -> Mask:
    """Pixels (rows, cols) under vegetation before and after whose difference is no more than a season makes."""
    before = ndvi(contrast.predicted, bands)
    if before is None:
        return np.zeros(contrast.distance2.shape, dtype=bool)
    floor = np.maximum(np.abs(contrast.predicted), 1e-9)
    after = ndvi(contrast.predicted + contrast.relative * floor, bands)
    assert after is not None
    size = np.sqrt(np.mean(np.nan_to_num(contrast.relative) ** 2, axis=0))
    with np.errstate(invalid="ignore"):
        green = np.maximum(before, after) > VEGETATED_NDVI
        slight = np.abs(after - before) < SEASON_NDVI
    return np.asarray(green & slight & (size < SEASON_RELATIVE))


def explained(contrast: Contrast, bands: tuple[str, ...], fine: bool) -> Mask:
    """Pixels (rows, cols) whose difference is a shadow's or a season's.

    Without colours a shadow looks like any darkening. In ``fine`` images, where shadows are everywhere, such pixels are
    set aside all the same; in coarse ones that would cost more changes than it saves false alarms.
    """
    season = season_like(contrast, bands)
    if not fine and not {"blue", "red"} <= set(bands):
        return season
    dark, light = shadow_like(contrast.relative, bands)
    return dark | light | season
