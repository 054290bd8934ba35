"""GeoTIFFs become dated scenes of sites. rasterio is imported only when a raster is met."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.collect.given import Given
from firsthand.collect.images.scene_facts import (
    CLASS_BANDS,
    DATES_AGREE,
    satellite_of,
    taken_of,
    with_radiometry,
    with_tags,
)
from firsthand.errors import InputError, UnknownIdError
from firsthand.model import Scene, Site, content_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from firsthand.case import Case

ENDINGS = frozenset({".tif", ".tiff"})

MAX_BLOCKS_READ = 4000
"""A raster of more blocks is checked at this many, evenly spread, the first and the last among them."""

FLOOR_SIDE_PX = 1000
"""Longest side of the thinned image of which the darkest pixels are looked for."""

METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude on the equator."""

_MEND = "save it again as GeoTIFF, or get it anew"


@dataclass(frozen=True, slots=True)
class Raster:
    """What a GeoTIFF says of itself, checked to be readable."""

    crs: str
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    gsd_m: float
    width_px: int
    height_px: int
    bands: tuple[str, ...]
    tags: dict[str, str]
    dtype: str
    """Of the first band."""
    stated: tuple[tuple[float, float], ...]
    """Scale and offset of the bands that state them."""
    floor: float | None
    """Value of its darkest pixels (see ``firsthand.collect.images.radiometry``)."""
    offsets_m: dict[str, float]
    """How far outside the image each site lies, by site id; 0 for those inside."""


def collect_raster(case: Case, path: Path, name: str, given: Given, now: datetime) -> tuple[int, int]:
    """Archive a GeoTIFF and store it as a scene of each site that it shows; (new scenes, known scenes).

    Raises InputError when it cannot be read to its end, has no georeference, no date or no site; UnknownSiteError when
    ``given.site`` is none of the case.
    """
    wanted = (case.site(given.site),) if given.site else case.sites
    raster = read_raster(path, wanted)
    sites = _sites_shown(raster, wanted, name)
    family, satellite = satellite_of(name.rsplit("/", 1)[-1])
    sensor = given.sensor or raster.tags.get("SENSOR") or family
    if given.taken:
        taken, taken_from = given.taken, given.taken_from
    else:
        taken, taken_from = taken_of(raster.tags, name.rsplit("/", 1)[-1], sensor)
    digest = case.archive_file(path)
    scene = Scene(
        id="",
        site_id="",
        name=name,
        sha256=digest,
        taken=taken,
        sensor=sensor,
        gsd_m=raster.gsd_m,
        crs=raster.crs,
        bounds=raster.bounds,
        width_px=raster.width_px,
        height_px=raster.height_px,
        bands=raster.bands,
        captured=given.captured or now,
        taken_from=taken_from,
        notes=given.notes,
        platform=satellite,
    )
    scene = with_radiometry(scene, raster.tags, raster.dtype, raster.stated, raster.floor)
    scene = with_tags(scene, raster.tags)
    with case.store.writing():
        fresh = [_keep(case, scene, site, given.captured is not None) for site in sites]
    return sum(fresh), len(fresh) - sum(fresh)


def read_raster(path: Path, sites: Sequence[Site]) -> Raster:
    """Read and check a GeoTIFF. Raises InputError naming the file and the remedy."""
    import rasterio
    from rasterio._err import CPLE_BaseError  # what GDAL raises past rasterio's own errors
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    if path.is_file() and not path.stat().st_size:
        raise InputError("the file is empty", thing=str(path), remedy=_MEND)
    try:
        # Only what stands in the file itself counts, because only the file is archived: no .aux.xml, no world file.
        with (
            warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
            rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR"),
            rasterio.open(path, driver="GTiff") as source,
        ):
            _check_georeference(source, path)
            raster = _described(source, sites)
            for window in _windows(source):
                source.read(window=window)
    except (RasterioError, CPLE_BaseError, OSError, ValueError, ArithmeticError) as err:
        raise InputError(
            f"this GeoTIFF cannot be read to its end ({_reason(err)})", thing=str(path), remedy=_MEND
        ) from err
    return raster


def _described(source: Any, sites: Sequence[Site]) -> Raster:
    from rasterio.warp import transform_bounds

    names = [description or interpretation.name for description, interpretation in _band_names(source)]
    return Raster(
        crs=source.crs.to_string(),
        bounds=transform_bounds(source.crs, "EPSG:4326", *source.bounds),
        gsd_m=_gsd_m(source),
        width_px=source.width,
        height_px=source.height,
        bands=tuple(f"band {n}" if name in {"undefined", "gray"} else name for n, name in enumerate(names, 1)),
        tags={str(key).upper(): str(value).strip() for key, value in source.tags().items()},
        dtype=source.dtypes[0],
        stated=tuple(pair for pair in zip(source.scales, source.offsets, strict=True) if pair != (1.0, 0.0)),
        floor=_floor(source),
        offsets_m={site.id: _offset_m(source, site) for site in sites},
    )


def _floor(source: Any) -> float | None:
    """The value of the darkest pixels, over a thinned read of the whole image."""
    from firsthand.collect.images.radiometry import dark_floor

    thin = max(1, math.ceil(max(source.height, source.width) / FLOOR_SIDE_PX))
    shape = (source.count, math.ceil(source.height / thin), math.ceil(source.width / thin))
    names = [str(name or "").casefold() for name in source.descriptions]
    shown = [number for number, name in enumerate(names) if name not in CLASS_BANDS]
    values = source.read(out_shape=shape)
    return dark_floor([values[number] for number in shown], source.nodata if source.nodata is not None else 0)


def _band_names(source: Any) -> Iterator[tuple[str | None, Any]]:
    return zip(source.descriptions, source.colorinterp, strict=True)


def _check_georeference(source: Any, path: Path) -> None:
    if source.crs is None or source.transform.is_identity or not source.transform.determinant:
        raise InputError(
            "this raster has no georeference inside the file",
            thing=str(path),
            remedy="write it in, for example with `gdal_translate -a_srs EPSG:4326 -a_ullr W N E S in.tif out.tif`",
        )


def _gsd_m(source: Any) -> float:
    """Ground sample distance in metres: the side of a square as large as one pixel at the image's centre."""
    side = math.sqrt(abs(source.transform.determinant))
    if not source.crs.is_geographic:
        return float(side * source.crs.linear_units_factor[1])
    latitude = (source.bounds.top + source.bounds.bottom) / 2
    return side * METRES_PER_DEGREE * math.sqrt(max(math.cos(math.radians(latitude)), 1e-6))


def _offset_m(source: Any, site: Site) -> float:
    """How far outside the image the nearest known point of the site lies, in metres; 0 inside."""
    import numpy as np
    from rasterio.transform import rowcol
    from rasterio.warp import transform

    points = [(site.lon, site.lat), *(site.footprint[0] if site.footprint else ())]
    lons, lats = (list(values) for values in zip(*points, strict=True))
    xs, ys = transform("EPSG:4326", source.crs, lons, lats)
    rows, columns = (np.asarray(values) for values in rowcol(source.transform, xs, ys, op=np.positive))
    beyond = np.hypot(_outside(columns, source.width), _outside(rows, source.height)) * _gsd_m(source)
    return float(np.min(beyond[np.isfinite(beyond)], initial=math.inf))


def _outside(positions: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """How far positions lie outside of [0, size]; 0 inside."""
    import numpy as np

    return np.maximum(np.maximum(-positions, positions - size), 0.0)


def _windows(source: Any) -> Iterator[Any]:
    """Windows that cover the blocks to be read, one at a time."""
    high, wide = source.block_shapes[0]
    across, down = math.ceil(source.width / wide), math.ceil(source.height / high)
    step = max(math.ceil(across * down / MAX_BLOCKS_READ), 1)
    from rasterio.windows import Window

    for index in {*range(0, across * down, step), across * down - 1}:
        row, column = divmod(index, across)
        yield Window(
            column * wide,
            row * high,
            min(wide, source.width - column * wide),
            min(high, source.height - row * high),
        )


def _sites_shown(raster: Raster, wanted: Sequence[Site], name: str) -> list[Site]:
    """Sites inside the image, else the nearest whose uncertainty reaches it. Raises InputError when there is none."""
    inside = [site for site in wanted if raster.offsets_m[site.id] == 0]
    if inside:
        return inside
    near = [site for site in wanted if raster.offsets_m[site.id] <= site.radius_m]
    if near:
        return [min(near, key=lambda site: raster.offsets_m[site.id])]
    west, south, east, north = raster.bounds
    if any(west <= site.lat <= east and south <= site.lon <= north for site in wanted):
        raise InputError(
            "its latitudes and longitudes are swapped",
            thing=name,
            remedy="write the georeference again, x (longitude) before y (latitude)",
        )
    raise InputError(
        f"it shows no site of this case (its box is {west:.4f}, {south:.4f}, {east:.4f}, {north:.4f})",
        thing=name,
        remedy="add the site to sites.geojson, or check its coordinates there",
    )


def _keep(case: Case, scene: Scene, site: Site, captured_given: bool) -> bool:
    """Store the scene for one site; True when it is new."""
    scene = replace(scene, id=content_id("scn", scene.sha256, site.id), site_id=site.id)
    try:
        known = case.store.scene(scene.id)
    except UnknownIdError:
        return case.store.put_scene(scene)
    if scene.taken_from == "name" and abs(known.taken - scene.taken) > DATES_AGREE:
        raise InputError(
            f"the very same image is in this case as {known.name}, taken on {known.taken.date()}",
            thing=scene.name,
            remedy="leave one of them out; to correct the date, give --taken",
        )
    captured = scene.captured if captured_given else min(known.captured, scene.captured)
    return case.store.put_scene(replace(scene, captured=captured, cloud_share=known.cloud_share))


def _reason(err: BaseException) -> str:
    """What GDAL said first; rasterio only refers to it."""
    while err.__cause__ is not None:
        err = err.__cause__
    return str(err).split("\n", 1)[0][:160] or type(err).__name__
