"""The ground: parcels with their own seasons, texture, and the things that stand on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage, spatial

from firsthand.simulate.spec import BARE_SOIL, Signature, Thing
from firsthand.sun import Sun

Raster = NDArray[np.float32]

LEAF: Signature = (0.03, 0.07, 0.04, 0.42, 0.18, 0.08)
SHADOW: Signature = (0.52, 0.45, 0.40, 0.36, 0.32, 0.30)
"""Share of the light that reaches a shadow: skylight is blue."""
PARCELS_PER_KM2 = 60.0
TEXTURE = 0.05
"""Standard deviation of the ground's texture, as a share of its reflectance."""
FRACTAL_SD = 0.76
"""Of three octaves of unit lattices read bilinearly: sqrt(4/9 x (1 + 1/4 + 1/16))."""
LOWEST_SUN_DEG = 10.0
"""Shadows are drawn no longer than at this elevation."""


class Grid(NamedTuple):
    """A north-up grid in metres east and north of the site point."""

    west_m: float
    north_m: float
    step_m: float
    rows: int
    cols: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.cols

    def centres(self) -> tuple[Raster, Raster]:
        """(east, north) of all cell centres, each of shape (rows, cols)."""
        east = self.west_m + (np.arange(self.cols, dtype=np.float32) + 0.5) * self.step_m
        north = self.north_m - (np.arange(self.rows, dtype=np.float32) + 0.5) * self.step_m
        return np.broadcast_to(east, self.shape), np.broadcast_to(north[:, None], self.shape)


@dataclass(frozen=True, slots=True)
class Parcels:
    """The fields around the site, the same for every sensor."""

    points_m: NDArray[np.float64]
    """(n, 2) east, north; a place belongs to the nearest point."""
    leaf_low: Raster
    """Leaf cover in the dead season, in [0, 1]."""
    leaf_high: Raster
    peak_day: Raster
    """Day of year of the fullest leaf."""
    soil: Raster
    """Brightness of the bare soil against ``BARE_SOIL``."""


def make_parcels(seed: int, half_side_m: float) -> Parcels:
    """Random parcels over a square of +-``half_side_m`` around the site point."""
    rng = np.random.default_rng([seed, 1])
    count = max(12, int(PARCELS_PER_KM2 * (2 * half_side_m / 1000) ** 2))
    low = rng.uniform(0.05, 0.35, count)
    woods = rng.random(count) < 0.2
    return Parcels(
        points_m=rng.uniform(-half_side_m, half_side_m, (count, 2)),
        leaf_low=np.where(woods, 0.6, low).astype(np.float32),
        leaf_high=np.where(woods, 0.8, low + rng.uniform(0.15, 0.55, count)).astype(np.float32),
        peak_day=rng.normal(172, 14, count).astype(np.float32),
        soil=rng.uniform(0.7, 1.25, count).astype(np.float32),
    )


class Ground:
    """One grid's view of the ground; made once per sensor, painted for every date."""

    def __init__(self, grid: Grid, parcels: Parcels, seed: int) -> None:
        self.grid = grid
        east, north = grid.centres()
        tree = spatial.cKDTree(parcels.points_m)
        # Wobbled borders: straight Voronoi edges would be kinder to alignment than real fields are.
        wobble = 12 * fractal(np.random.default_rng([seed, 2]), grid, 80.0)
        _, nearest = tree.query(np.stack([(east + wobble).ravel(), (north - wobble).ravel()], axis=1), workers=1)
        self._parcel = nearest.reshape(grid.shape)
        self._parcels = parcels
        rng = np.random.default_rng([seed, 3])
        broad = fractal(rng, grid, 60.0)
        fine = rng.standard_normal(grid.shape, dtype=np.float32)
        fine = ndimage.gaussian_filter(fine, max(0.7, 1.0 / grid.step_m))
        self._texture = 1 + TEXTURE * (0.7 * broad + 0.7 * fine / fine.std())

    def reflectance(self, moment: datetime, sun: Sun, things: Sequence[Thing], bands: Sequence[int]) -> Raster:
        """Surface reflectance (bands, rows, cols) of the ground with the ``things`` that stand at ``moment``."""
        standing = [thing for thing in things if thing.stands_at(moment)]
        image = self._bare(moment, bands)
        for thing in standing:
            if thing.height_m <= 0:
                self._paint(image, thing, bands)
        for thing in standing:
            if thing.height_m > 0:
                self._shade(image, thing, sun, bands)
        for thing in standing:
            if thing.height_m > 0:
                self._paint(image, thing, bands)
        return image

    def _bare(self, moment: datetime, bands: Sequence[int]) -> Raster:
        parcels = self._parcels
        day = moment.timetuple().tm_yday
        season = (0.5 * (1 + np.cos(2 * np.pi * (day - parcels.peak_day) / 365.25))) ** 1.5
        leaf = (parcels.leaf_low + (parcels.leaf_high - parcels.leaf_low) * season)[self._parcel]
        soil = parcels.soil[self._parcel]
        layers = [(leaf * LEAF[band] + (1 - leaf) * soil * BARE_SOIL[band]) * self._texture for band in bands]
        return np.stack(layers).astype(np.float32)

    def _paint(self, image: Raster, thing: Thing, bands: Sequence[int]) -> None:
        cover = self.cover(corners_m(thing))
        if cover is None:
            return
        where, share = cover
        texture = 1 + 0.5 * (self._texture[where] - 1)
        for layer, band in enumerate(bands):
            patch = image[layer][where]
            patch += share * (thing.signature[band] * texture - patch)

    def _shade(self, image: Raster, thing: Thing, sun: Sun, bands: Sequence[int]) -> None:
        cover = self.cover(shadow_m(thing, sun))
        if cover is None:
            return
        where, share = cover
        for layer, band in enumerate(bands):
            patch = image[layer][where]
            patch *= 1 - share * (1 - SHADOW[band])

    def cover(self, corners: NDArray[np.float64]) -> tuple[tuple[slice, slice], Raster] | None:
        """The box of cells that a polygon (n, 2) meets and the share of each that it covers; ``None`` outside."""
        grid = self.grid
        cols = (corners[:, 0] - grid.west_m) / grid.step_m
        rows = (grid.north_m - corners[:, 1]) / grid.step_m
        top, left = max(0, math.floor(rows.min())), max(0, math.floor(cols.min()))
        bottom, right = min(grid.rows, math.ceil(rows.max())), min(grid.cols, math.ceil(cols.max()))
        if bottom <= top or right <= left:
            return None
        fine = 4
        canvas = Image.new("L", ((right - left) * fine, (bottom - top) * fine))
        points = [
            (float((col - left) * fine - 0.5), float((row - top) * fine - 0.5))
            for row, col in zip(rows, cols, strict=True)
        ]
        ImageDraw.Draw(canvas).polygon(points, fill=1)
        cells = np.asarray(canvas, dtype=np.float32)
        share = cells.reshape(bottom - top, fine, right - left, fine).mean(axis=(1, 3))
        return (slice(top, bottom), slice(left, right)), share


def corners_m(thing: Thing) -> NDArray[np.float64]:
    """The four corners (4, 2) east, north, counter-clockwise."""
    half_w, half_d = thing.width_m / 2, thing.depth_m / 2
    box = np.array([(-half_w, -half_d), (half_w, -half_d), (half_w, half_d), (-half_w, half_d)])
    cosine, sine = math.cos(math.radians(thing.angle_deg)), math.sin(math.radians(thing.angle_deg))
    turned = box @ np.array([[cosine, sine], [-sine, cosine]])
    return np.asarray(turned + np.array([thing.east_m, thing.north_m]))


def shadow_m(thing: Thing, sun: Sun) -> NDArray[np.float64]:
    """The ground that the thing's body shades, its own footprint included: convex polygon (n, 2)."""
    length = thing.height_m / math.tan(math.radians(max(sun.elevation_deg, LOWEST_SUN_DEG)))
    azimuth = math.radians(sun.azimuth_deg)
    away = -length * np.array([math.sin(azimuth), math.cos(azimuth)])
    base = corners_m(thing)
    points = np.concatenate([base, base + away])
    return np.asarray(points[spatial.ConvexHull(points).vertices])


def fractal(rng: np.random.Generator, grid: Grid, size_m: float) -> Raster:
    """Smooth random field of unit deviation: three octaves, the broadest of ``size_m``.

    Drawn on a coarse lattice that depends on metres only, so two grids with one seed see the same field.
    """
    total = np.zeros(grid.shape, dtype=np.float32)
    for octave in range(3):
        step = size_m / 2**octave / 2
        half = 2048.0
        count = int(2 * half / step) + 2
        lattice = rng.standard_normal((count, count), dtype=np.float32)
        rows = (half - grid.north_m + (np.arange(grid.rows) + 0.5) * grid.step_m) / step
        cols = (half + grid.west_m + (np.arange(grid.cols) + 0.5) * grid.step_m) / step
        total += _stretched(lattice, rows, cols) / 2**octave
    return total / np.float32(FRACTAL_SD)


def _stretched(lattice: Raster, rows: NDArray[np.float64], cols: NDArray[np.float64]) -> Raster:
    """Bilinear reading of a lattice at all pairs of ``rows`` and ``cols``, done one axis at a time."""
    rows = np.clip(rows, 0, lattice.shape[0] - 1.001)
    cols = np.clip(cols, 0, lattice.shape[1] - 1.001)
    row, col = rows.astype(int), cols.astype(int)
    down, right = (rows - row).astype(np.float32), (cols - col).astype(np.float32)
    tall = lattice[row] * (1 - down)[:, None] + lattice[row + 1] * down[:, None]
    return np.asarray(tall[:, col] * (1 - right) + tall[:, col + 1] * right, dtype=np.float32)
