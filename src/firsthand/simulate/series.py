"""Write a simulated series as GeoTIFFs with its truth beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin
from rasterio.warp import transform
from scipy import ndimage

from firsthand.model import Polygon
from firsthand.simulate.ground import Grid, Ground, Parcels, Raster, corners_m, make_parcels
from firsthand.simulate.sky import Sky, make_sky, through
from firsthand.simulate.spec import BANDS, Acquisition, Sensor, SeriesSpec, Thing
from firsthand.simulate.truth import TrueLook, Truth, true_changes
from firsthand.sun import Sun, sun_at

OVERSAMPLING = {True: 4, False: 2}
"""Ground cells per pixel side: coarse sensors (True) blend things smaller than a pixel, fine ones need less."""
MARGIN_PX = 4
"""Ground beyond the window, so that a shifted scene has no empty rim."""
GAIN_SD = 0.03
"""Scene-to-scene gain of calibration and illumination, as a standard deviation."""


def write_series(folder: Path, spec: SeriesSpec, seed: int) -> Truth:
    """Make all scenes of ``spec`` in ``folder`` (made when missing) and ``changes.geojson``; returns the truth.

    The same spec and seed give the same pixels. Scenes are named ``PREFIX_DATE_GSD.tif`` and carry the tags ``TAKEN``,
    ``SENSOR``, ``SUN_ELEVATION_DEG``, ``SUN_AZIMUTH_DEG`` and band descriptions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half_side_m = max(sensor.window_m for sensor in spec.sensors) / 2 + 100
    parcels = make_parcels(seed, half_side_m)
    looks: list[TrueLook] = []
    for number, sensor in enumerate(spec.sensors):
        camera = _Camera(spec, sensor, parcels, seed)
        for index, acquisition in enumerate(spec.acquisitions):
            if acquisition.sensor == sensor.name:
                rng = np.random.default_rng([seed, 10 + number, index])
                looks.append(camera.shoot(folder, acquisition, rng))
    looks.sort(key=lambda look: (look.taken, look.sensor))
    polygons = {thing.id: _polygon(spec, thing) for thing in spec.things}
    truth = Truth(spec.site_id, tuple(true_changes(spec.things, polygons, looks)), tuple(looks))
    truth.write(folder / "changes.geojson")
    return truth


class _Camera:
    """One sensor over one site."""

    def __init__(self, spec: SeriesSpec, sensor: Sensor, parcels: Parcels, seed: int) -> None:
        self._spec, self._sensor = spec, sensor
        self._bands = [BANDS.index(name) for name in sensor.bands]
        self._pixels = round(sensor.window_m / sensor.gsd_m)
        self._origin = _site_utm(spec)
        west = round((self._origin[0] - sensor.window_m / 2) / sensor.gsd_m) * sensor.gsd_m
        north = round((self._origin[1] + sensor.window_m / 2) / sensor.gsd_m) * sensor.gsd_m
        self._transform = from_origin(west, north, sensor.gsd_m, sensor.gsd_m)
        self._fine = OVERSAMPLING[sensor.gsd_m >= 2]
        step, side = sensor.gsd_m / self._fine, (self._pixels + 2 * MARGIN_PX) * self._fine
        margin_m = MARGIN_PX * sensor.gsd_m
        grid = Grid(west - self._origin[0] - margin_m, north - self._origin[1] + margin_m, step, side, side)
        self._ground = Ground(grid, parcels, seed)

    def shoot(self, folder: Path, acquisition: Acquisition, rng: np.random.Generator) -> TrueLook:
        """Make and write one scene."""
        spec, sensor = self._spec, self._sensor
        sun = sun_at(acquisition.taken, spec.lon, spec.lat)
        surface = self._ground.reflectance(acquisition.taken, sun, spec.things, self._bands)
        sky = make_sky(self._ground.grid, acquisition.cloud_share, acquisition.haze, sun, rng)
        pixels = self._sample(through(surface, sky, self._bands), acquisition.shift_px)
        pixels *= 1 + GAIN_SD * rng.standard_normal()
        pixels += sensor.noise * rng.standard_normal(pixels.shape, dtype=np.float32)
        name = f"{spec.file_prefix or spec.site_id}_{acquisition.taken:%Y%m%d}_{sensor.gsd_m:g}m.tif"
        self._write(folder / name, pixels, acquisition, sun)
        inner = self._inner(sky.blocked)
        return TrueLook(
            file=name,
            sensor=sensor.name,
            gsd_m=sensor.gsd_m,
            taken=acquisition.taken,
            cloud_share=float(inner.mean()),
            haze=acquisition.haze,
            shift_px=acquisition.shift_px,
            clear_things=frozenset(thing.id for thing in spec.things if self._clear(thing, sky)),
        )

    def _sample(self, seen: Raster, shift_px: tuple[float, float]) -> Raster:
        """Pixels, shape (bands, rows, cols): area mean and point spread, read off the shifted ground."""
        fine = self._fine
        at = np.arange(self._pixels) * fine + MARGIN_PX * fine + (fine - 1) / 2
        # A mean over an even number of cells stands half a cell before the one it is stored in.
        at += 0.0 if fine % 2 else 0.5
        rows, cols = at - shift_px[0] * fine, at - shift_px[1] * fine
        out = np.empty((len(seen), self._pixels, self._pixels), dtype=np.float32)
        for layer, band in enumerate(seen):
            spread = ndimage.gaussian_filter(band, self._sensor.psf_px * fine, truncate=3.0)
            spread = ndimage.uniform_filter(spread, fine)
            tall = _along_rows(spread, rows)
            out[layer] = _along_rows(tall.T, cols).T
        return out

    def _inner(self, layer: NDArray[np.bool_]) -> NDArray[np.bool_]:
        rim = MARGIN_PX * self._fine
        return layer[rim:-rim, rim:-rim]

    def _clear(self, thing: Thing, sky: Sky) -> bool:
        """The thing lies wholly in the window and at most a twentieth of it is blocked."""
        corners = corners_m(thing)
        if np.abs(corners).max() > self._sensor.window_m / 2:
            return False
        cover = self._ground.cover(corners)
        return cover is not None and bool(sky.blocked[cover[0]].mean() <= 0.05)

    def _write(self, path: Path, pixels: Raster, acquisition: Acquisition, sun: Sun) -> None:
        sensor = self._sensor
        top = np.iinfo(sensor.dtype).max
        numbers = np.clip(np.rint(pixels * sensor.scale), 1, top).astype(sensor.dtype)
        profile = {
            "driver": "GTiff",
            "height": self._pixels,
            "width": self._pixels,
            "count": len(numbers),
            "dtype": sensor.dtype,
            "crs": f"EPSG:{self._spec.epsg}",
            "transform": self._transform,
            "nodata": 0,
            "compress": "deflate",
            "predictor": 2,
            "zlevel": 6,
            "interleave": "band",
            # Else the fourth band of an 8-bit file is taken for opacity.
            "photometric": "minisblack",
            "alpha": "no",
        }
        with rasterio.open(path, "w", **profile) as scene:
            scene.write(numbers)
            for index, name in enumerate(sensor.bands, 1):
                scene.set_band_description(index, name)
            scene.update_tags(
                TAKEN=acquisition.taken.isoformat().replace("+00:00", "Z"),
                SENSOR=sensor.name,
                SUN_ELEVATION_DEG=f"{sun.elevation_deg:.2f}",
                SUN_AZIMUTH_DEG=f"{sun.azimuth_deg:.2f}",
                NOTE="Simulated scene of an invented place.",
            )


def _along_rows(image: Raster, at: NDArray[np.floating]) -> Raster:
    """Rows of ``image`` read linearly at fractional positions ``at``."""
    at = np.clip(at, 0, image.shape[0] - 1.001)
    row = at.astype(int)
    part = (at - row).astype(np.float32)[:, None]
    return np.asarray(image[row] * (1 - part) + image[row + 1] * part, dtype=np.float32)


def _site_utm(spec: SeriesSpec) -> tuple[float, float]:
    east, north = transform("EPSG:4326", f"EPSG:{spec.epsg}", [spec.lon], [spec.lat])
    return east[0], north[0]


def _polygon(spec: SeriesSpec, thing: Thing) -> Polygon:
    """The thing's outline in degrees, closed."""
    return outline_deg(spec, corners_m(thing))


def outline_deg(spec: SeriesSpec, corners: NDArray[np.float64]) -> Polygon:
    """Corners (n, 2) in metres from the site point as a closed ring of (lon, lat)."""
    east, north = _site_utm(spec)
    closed = np.vstack([corners, corners[:1]])
    lons, lats = transform(f"EPSG:{spec.epsg}", "EPSG:4326", closed[:, 0] + east, closed[:, 1] + north)
    return (tuple((round(lon, 7), round(lat, 7)) for lon, lat in zip(lons, lats, strict=True)),)
