"""What lies between ground and camera: haze, clouds and their shadows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.simulate.ground import SHADOW, Grid, Raster, fractal
from firsthand.simulate.spec import Signature
from firsthand.sun import Sun

HAZE_LIGHT: Signature = (0.14, 0.11, 0.08, 0.045, 0.02, 0.01)
"""Path reflectance at haze 1: short waves scatter most."""
CLOUD: Signature = (0.62, 0.62, 0.63, 0.66, 0.52, 0.42)
CLOUD_HEIGHT_M = 600.0


class Sky(NamedTuple):
    """The sky over one scene."""

    cloud: Raster
    """Opacity in [0, 1], shape (rows, cols)."""
    shadow: Raster
    """Share of direct light that clouds take away, in [0, 1]."""
    haze: Raster

    @property
    def blocked(self) -> NDArray[np.bool_]:
        """Where the ground cannot be judged."""
        return np.asarray((self.cloud > 0.08) | (self.shadow > 0.15))


def make_sky(grid: Grid, cloud_share: float, haze: float, sun: Sun, rng: np.random.Generator) -> Sky:
    """A sky with ``cloud_share`` of the grid under cloud and haze of mean ``haze``."""
    murk = haze * (1 + 0.25 * fractal(rng, grid, 600.0)) if haze else np.zeros(grid.shape)
    clear = np.zeros(grid.shape, dtype=np.float32)
    if cloud_share <= 0:
        return Sky(clear, clear, np.clip(murk, 0, 2).astype(np.float32))
    # Clouds have the size of the window or less, whatever the sensor: a VHR window may lie between two of them.
    size_m = min(500.0, grid.rows * grid.step_m * 0.7)
    drawn = int(rng.integers(2**63))
    field = fractal(np.random.default_rng(drawn), grid, size_m)
    east_m, north_m = _shadow_offset_m(sun)
    casting = grid._replace(west_m=grid.west_m - east_m, north_m=grid.north_m - north_m)
    cast = fractal(np.random.default_rng(drawn), casting, size_m)
    edge = np.quantile(field, 1 - min(cloud_share, 1.0))
    cloud, shadow = (np.clip((layer - edge) / 0.35, 0, 1) for layer in (field, cast))
    return Sky(*(np.asarray(layer, dtype=np.float32) for layer in (cloud, 0.8 * shadow, np.clip(murk, 0, 2))))


def through(surface: Raster, sky: Sky, bands: Sequence[int]) -> Raster:
    """What the camera meets, shape (bands, rows, cols), of a ``surface`` of the same shape."""
    seen = np.empty_like(surface)
    for layer, band in enumerate(bands):
        lit = surface[layer] * (1 - sky.shadow * (1 - SHADOW[band]))
        hazy = lit * (1 - 1.2 * HAZE_LIGHT[band] * sky.haze) + HAZE_LIGHT[band] * sky.haze
        seen[layer] = hazy * (1 - sky.cloud) + CLOUD[band] * sky.cloud
    return seen


def _shadow_offset_m(sun: Sun) -> tuple[float, float]:
    """(east, north) from a cloud to its shadow."""
    length = CLOUD_HEIGHT_M / math.tan(math.radians(max(sun.elevation_deg, 20.0)))
    azimuth = math.radians(sun.azimuth_deg)
    return -length * math.sin(azimuth), -length * math.cos(azimuth)
