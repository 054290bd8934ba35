"""Two images on disk, without a case: where they differ, the largest areas first."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioIOError
from rasterio.features import shapes
from rasterio.warp import transform_geom
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from firsthand.case import storing
from firsthand.errors import InputError
from firsthand.watch.load import Mask, Raster
from firsthand.watch.pairs.candidates import candidate_map, ranked
from firsthand.watch.pairs.strips import compare_files

LEAST_PX = 4
"""Smaller areas are as likely noise or an edge that was a little off."""
MOST_AREAS = 50
FINE_MOST_PX = 36_000_000
"""Pixels of a very fine pair, which is compared in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area in which the images differ."""

    pixels: int
    area_m2: float | None
    """``None`` when the files do not say where on the ground they lie."""
    lon: float | None
    """Degrees east of a point inside it."""
    lat: float | None
    """Degrees north of the same point."""
    score: float | None
    """How much it differs, for a very fine pair; ranks only."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two images of the same ground have not in common."""

    before: Path
    after: Path
    fine: bool
    usable_px: int
    changed_px: int
    areas: tuple[Area, ...]
    """The largest, or for a very fine pair the strongest, ``MOST_AREAS`` at most."""
    written: Path | None


def compare(before: Path, after: Path, to: Path | None = None, fine: bool = False) -> Comparison:
    """Where two rasters of one grid differ; ``to`` receives a mask: 1 changed, 0 not, 255 not usable.

    By IR-MAD and a threshold without labels (:mod:`firsthand.watch.pairs.strips`), or with ``fine``, for pairs of about
    half a metre a pixel, by what the ground is made of (:mod:`firsthand.watch.pairs.candidates`). Raises InputError
    when a file cannot be read, the grids differ or too little of the ground is in both; StorageError when ``to``
    cannot be written.
    """
    if to is not None and to.resolve() in (before.resolve(), after.resolve()):
        raise InputError("this would write over one of the images", thing=str(to), remedy="name another file")
    with _target(to) as mask:
        try:
            counts, areas = _fine(before, after, mask) if fine else _coarse(before, after, mask)
        except RasterioIOError as err:
            remedy = "check both with gdalinfo"
            raise InputError(f"the images cannot be read ({err})", thing=f"{before}, {after}", remedy=remedy) from err
    return Comparison(before, after, fine, *counts, areas, to)


@contextmanager
def _target(to: Path | None) -> Iterator[Path]:
    """A file for the mask, beside ``to`` until it is whole."""
    with tempfile.TemporaryDirectory() as folder:
        mask = Path(folder, "mask.tif")
        yield mask
        if to is not None:
            with storing(to):
                to.parent.mkdir(parents=True, exist_ok=True)
                part = to.with_name(f".{to.name}.part")
                part.write_bytes(mask.read_bytes())
                part.replace(to)


def _coarse(before: Path, after: Path, mask: Path) -> tuple[tuple[int, int], tuple[Area, ...]]:
    found = compare_files(before, after, mask)
    with rasterio.open(mask) as source:
        band, least = rasterio.band(source, 1), LEAST_PX * _pixel(source)
        outlines = (shape(outline) for outline, value in shapes(band, connectivity=8) if value == 1)
        large = (outline for outline in outlines if outline.area >= least)
        largest = heapq.nlargest(MOST_AREAS, large, key=lambda outline: outline.area)
        areas = tuple(_area(outline, None, source) for outline in largest)
    return (found.usable_px, found.changed_px), areas


def _fine(before: Path, after: Path, mask: Path) -> tuple[tuple[int, int], tuple[Area, ...]]:
    one, other, profile = _pair(before, after)
    try:
        found = candidate_map(one, other)
    except ValueError as err:
        raise InputError(str(err), thing=str(after), remedy="give images that show the same ground") from err
    usable = np.isfinite(found.scores)
    profile |= {"count": 1, "dtype": "uint8", "nodata": 255, "driver": "GTiff"}
    with rasterio.open(mask, "w", **profile) as target:
        target.write(np.where(usable, found.mask, 255).astype(np.uint8), 1)
    with rasterio.open(mask) as source:
        areas = tuple(
            _area(_outline(item.mask, source), item.score, source) for item in ranked(found, LEAST_PX)[:MOST_AREAS]
        )
    return (int(usable.sum()), int(found.mask.sum())), areas


def _pair(before: Path, after: Path) -> tuple[Raster, Raster, dict[str, object]]:
    """Both images (bands, rows, cols) with NaN where they have no data, and the first one's profile."""
    images: list[Raster] = []
    grids = []
    for path in (before, after):
        with rasterio.open(path) as source:
            if source.width * source.height > FINE_MOST_PX:
                raise InputError(
                    f"{source.width:,} × {source.height:,} pixels are too many for --fine",
                    thing=str(path),
                    remedy="cut out the part that matters (gdal_translate -srcwin), or leave --fine out",
                )
            images.append(source.read(masked=True, out_dtype=np.float32).filled(np.nan))
            grids.append((source.shape, source.count, source.transform, dict(source.profile)))
    one, other = grids
    if one[:2] != other[:2] or not one[2].almost_equals(other[2], 1e-6):
        remedy = "resample one onto the other first (gdalwarp)"
        raise InputError("the images do not share one grid and number of bands", thing=str(after), remedy=remedy)
    return images[0], images[1], one[3]


def _outline(mask: Mask, source: rasterio.DatasetReader) -> BaseGeometry:
    """The outline of a mask in the coordinates of ``source``."""
    pieces = shapes(mask.astype(np.uint8), connectivity=8, transform=source.transform)
    return max((shape(outline) for outline, value in pieces if value == 1), key=lambda outline: outline.area)


def _area(outline: BaseGeometry, score: float | None, source: rasterio.DatasetReader) -> Area:
    """An area with its ``outline`` in the coordinates of ``source``, measured in an equal-area projection around it."""
    pixels = round(outline.area / _pixel(source))
    if source.crs is None:
        return Area(pixels, None, None, None, score)
    inside = outline.representative_point()
    lon, lat = transform_geom(source.crs, "EPSG:4326", mapping(inside))["coordinates"][:2]
    equal = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
    area_m2 = shape(transform_geom(source.crs, equal, mapping(outline))).area
    return Area(pixels, round(area_m2, 1), round(lon, 6), round(lat, 6), score)


def _pixel(source: rasterio.DatasetReader) -> float:
    """What one pixel covers, in squared units of the file's coordinates."""
    return abs(float(source.transform.determinant))
