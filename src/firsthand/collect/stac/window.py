"""The window around a site, cut from each file of an item and laid on one grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.errors import CRSError
from rasterio.warp import reproject, transform_bounds
from rasterio.windows import Window, from_bounds

from firsthand.collect.images.scene_facts import CLASS_BANDS
from firsthand.collect.stac.items import Asset
from firsthand.errors import InputError
from firsthand.model import Site

METRES_PER_DEGREE = 111_320.0
LEAST_HALF_SIDE_M = 600.0
MOST_PIXELS = 8000
"""Longest side of a window, in pixels of the finest band."""

Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Band:
    """The window of one band."""

    role: str
    values: NDArray[Any]
    """(rows, cols) as delivered."""
    crs: CRS
    transform: Affine
    nodata: float
    """NaN where only NaN stands for no data."""
    stated: tuple[float, float] | None
    """Scale and offset, where the file or the item state them."""
    wanted_px: int
    """Pixels that the whole window would have had; fewer lie in the file when it ends inside the window."""
    add_offset: float | None = None
    """BOA_ADD_OFFSET among the file's tags."""

    @property
    def valid(self) -> NDArray[np.bool_]:
        """(rows, cols): has data."""
        known = np.isfinite(self.values)
        return np.asarray(known & (self.values != self.nodata))


def window_box(site: Site, margin_m: float) -> Box:
    """The site, its parts and its uncertainty with ``margin_m`` of ground around, in degrees."""
    outlines = [outline for outline in (site.footprint, *(part.footprint for part in site.parts)) if outline]
    lons, lats = zip((site.lon, site.lat), *(point for outline in outlines for point in outline[0]), strict=True)
    margin = margin_m / METRES_PER_DEGREE
    least = max(LEAST_HALF_SIDE_M, site.radius_m + margin_m) / METRES_PER_DEGREE
    shrink = max(math.cos(math.radians(site.lat)), 0.01)
    return (
        max(-180.0, min(min(lons) - margin / shrink, site.lon - least / shrink)),
        max(-90.0, min(min(lats) - margin, site.lat - least)),
        min(180.0, max(max(lons) + margin / shrink, site.lon + least / shrink)),
        min(90.0, max(max(lats) + margin, site.lat + least)),
    )


def cut_band(source: Any, asset: Asset, box: Box, thing: str) -> Band:
    """The window of one band, of an open dataset. Raises InputError naming ``thing``."""
    place = source.transform
    if source.crs is None or place.is_identity or not place.determinant:
        raise InputError("this image has no georeference", thing=thing, remedy="it is left out")
    if not place.is_rectilinear or place.a <= 0 or place.e >= 0:
        raise InputError("this image does not stand north up", thing=thing, remedy="it is left out")
    if not 1 <= asset.band <= source.count:
        raise InputError(f"it has no band {asset.band}", thing=thing, remedy="it is left out")
    window = _window(source, box, thing)
    top, left = max(0, window.row_off), max(0, window.col_off)
    rows = min(source.height, window.row_off + window.height) - top
    cols = min(source.width, window.col_off + window.width) - left
    if rows <= 0 or cols <= 0:
        raise InputError(f"it does not show the site{_swapped(source, box)}", thing=thing, remedy="it is left out")
    if max(rows, cols) > MOST_PIXELS:
        raise InputError(
            f"the site's window is {cols} x {rows} pixels, more than {MOST_PIXELS} on a side",
            thing=thing,
            remedy="give the site a smaller footprint, or a smaller --margin",
        )
    inside = Window(left, top, cols, rows)
    values = source.read(asset.band, window=inside)
    own = (float(source.scales[asset.band - 1]), float(source.offsets[asset.band - 1]))
    said = (asset.scale, asset.offset or 0.0) if asset.scale else None
    return Band(
        role=asset.role,
        values=values,
        crs=source.crs,
        transform=source.window_transform(inside),
        nodata=_nodata(source, asset, values.dtype),
        stated=own if own != (1.0, 0.0) and own[0] else said,
        wanted_px=window.width * window.height,
        add_offset=_tag_number(source.tags(), "BOA_ADD_OFFSET"),
    )


def on_one_grid(bands: Sequence[Band], thing: str) -> list[Band]:
    """All bands on the grid of the finest, coarser ones repeated. Raises InputError when their projections differ."""
    finest = min(bands, key=lambda band: (abs(band.transform.a), band.role in CLASS_BANDS))
    laid = []
    for band in bands:
        if band.crs != finest.crs:
            raise InputError("its bands lie in different projections", thing=thing, remedy="it is left out")
        if band.transform == finest.transform and band.values.shape == finest.values.shape:
            laid.append(band)
            continue
        fill = 0 if np.isnan(band.nodata) and band.values.dtype.kind != "f" else band.nodata
        values = np.full(finest.values.shape, fill, dtype=band.values.dtype)
        reproject(
            band.values,
            values,
            src_transform=band.transform,
            src_crs=band.crs,
            dst_transform=finest.transform,
            dst_crs=finest.crs,
            dst_nodata=fill,
            resampling=Resampling.nearest,
        )
        laid.append(_replaced(band, values, finest))
    return laid


def covered(bands: Sequence[Band]) -> float:
    """Share of the window for which every band of ``bands`` (on one grid) has data, in [0, 1]."""
    shown = [band for band in bands if band.role not in CLASS_BANDS]
    valid = np.logical_and.reduce([band.valid for band in shown])
    return float(valid.sum()) / max(1, *(band.wanted_px for band in shown))


def _replaced(band: Band, values: NDArray[Any], grid: Band) -> Band:
    return Band(band.role, values, grid.crs, grid.transform, band.nodata, band.stated, grid.wanted_px, band.add_offset)


def _window(source: Any, box: Box, thing: str) -> Window:
    """The box in whole pixels, rounded outwards; it may reach beyond the image."""
    try:
        bounds = transform_bounds("EPSG:4326", source.crs, *box)
    except (CRSError, ValueError, ArithmeticError) as err:
        raise InputError("its projection cannot be used at the site", thing=thing, remedy="it is left out") from err
    if not np.isfinite(bounds).all():
        raise InputError("its projection does not reach the site", thing=thing, remedy="it is left out")
    exact = from_bounds(*bounds, transform=source.transform)
    # A pixel that the box touches by a rounding error is not asked for.
    left, top = math.floor(exact.col_off + 1e-6), math.floor(exact.row_off + 1e-6)
    right, bottom = (
        math.ceil(exact.col_off + exact.width - 1e-6),
        math.ceil(exact.row_off + exact.height - 1e-6),
    )
    return Window(left, top, right - left, bottom - top)


def _swapped(source: Any, box: Box) -> str:
    """A hint when the image would show the site if its latitudes and longitudes changed places."""
    if not source.crs.is_geographic:
        return ""
    south, west, north, east = source.bounds
    hit = west < box[2] and box[0] < east and south < box[3] and box[1] < north
    return "; its latitudes and longitudes are swapped" if hit else ""


def _nodata(source: Any, asset: Asset, dtype: np.dtype[Any]) -> float:
    """What stands for no data: declared in the file, by the item, or 0 of an unsigned file, in that order."""
    for value in (source.nodatavals[asset.band - 1], asset.nodata):
        if value is None:
            continue
        if dtype.kind == "f":
            return float(value)
        limits = np.iinfo(dtype)
        if math.isfinite(value) and value == int(value) and limits.min <= value <= limits.max:
            return float(value)
    return 0.0 if dtype.kind == "u" else math.nan


def _tag_number(tags: dict[str, str], key: str) -> float | None:
    try:
        value = float(tags[key])
    except (KeyError, ValueError):
        return None
    return value if math.isfinite(value) else None
