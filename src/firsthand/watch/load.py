"""Read the window around a site from its scenes, all scenes of one sensor on one grid."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError  # what GDAL raises past rasterio's own errors
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.errors import CRSError, RasterioError
from rasterio.warp import reproject, transform, transform_bounds
from scipy import ndimage

from firsthand.collect.images.scene_facts import CLASS_BANDS
from firsthand.errors import InputError
from firsthand.model import Scene, Site

Raster = NDArray[np.float32]
Mask = NDArray[np.bool_]

SURROUNDINGS_M = 250.0
"""Ground beyond the site's outline that is read too: neighbours serve as control."""
LEAST_HALF_SIDE_M = 500.0
MOST_PIXELS = 1600
"""Longest side of the window; finer scenes are read over less ground."""
MOST_VALUES = 200_000_000
"""Pixel values of one series that are held at a time; a longer series is read over less ground."""
SAME_GSD = 1.1
"""Scenes of one sensor whose pixel sizes differ by less than this factor share a grid."""
ROLES = {
    "blue": ("blue", "b02", "b2", "sr_b2"),
    "green": ("green", "b03", "b3", "sr_b3"),
    "red": ("red", "b04", "b4", "sr_b4"),
    "nir": ("nir", "b08", "b8", "nir08", "sr_b5"),
    "swir1": ("swir1", "swir16", "b11", "sr_b6"),
    "swir2": ("swir2", "swir22", "b12", "sr_b7"),
}
"""Names under which the archives file each band (Sentinel-2, Landsat Collection 2, STAC common names)."""
FILL_BELOW, FILL_ABOVE = -9000.0, 1e30
"""Values beyond are fill (-9999, -32768, the largest float), declared or not; no radiometry reaches them."""
REFLECTANCE, AMPLITUDE = "reflectance", "amplitude"
COLOURS = {ColorInterp.red: "red", ColorInterp.green: "green", ColorInterp.blue: "blue"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The common grid of one group of scenes, in a projected CRS with metres."""

    crs: str
    transform: Affine
    rows: int
    cols: int
    gsd_m: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One scene on the frame of its group."""

    scene: Scene
    values: Raster
    """(bands, rows, cols); NaN where there is no data."""
    bands: tuple[str, ...]
    """Role of each band, or its name where the role is unknown."""
    dtype: str
    """What the values are: reflectance (0 to 1, a little beyond on both sides), amplitude (radar: root of gamma
    nought), or the file's own numbers, by their type ("uint8")."""
    classes: NDArray[np.uint16] | None = None
    """(rows, cols): the archive's own classification of each pixel, 0 where it has none."""
    class_band: str = ""
    """scl or qa_pixel, where there are ``classes``."""

    @property
    def valid(self) -> Mask:
        """(rows, cols): every band has data."""
        return np.asarray(np.isfinite(self.values).all(axis=0))


def groups_of(scenes: Sequence[Scene]) -> list[list[Scene]]:
    """Scenes that may be compared pixel by pixel: same sensor, same pixel size; finest group first, each by date.

    Radar scenes must share their ground track too: from another side everything throws its echo elsewhere.
    """
    groups: list[list[Scene]] = []
    for scene in sorted(scenes, key=lambda item: (item.gsd_m, item.taken, item.id)):
        for group in groups:
            first = group[0]
            if _view(first) == _view(scene) and scene.gsd_m < first.gsd_m * SAME_GSD:
                group.append(scene)
                break
        else:
            groups.append([scene])
    return [sorted(group, key=lambda item: (item.taken, item.id)) for group in groups]


def frame_for(site: Site, scenes: Sequence[Scene]) -> Frame:
    """The grid for a group: the site's window, cut to where any of the scenes has ground.

    Raises InputError when no scene of the group touches the window, or none has a usable CRS.
    """
    crs = _common_crs(site, scenes)
    gsd_m = float(np.median([scene.gsd_m for scene in scenes]))
    (east,), (north,) = transform("EPSG:4326", crs, [site.lon], [site.lat])
    values = len(scenes) * max(1, *(len(scene.bands) for scene in scenes))
    most_px = min(MOST_PIXELS, math.isqrt(MOST_VALUES // values))
    half_m = min(_half_side_m(site, east, north, crs), most_px * gsd_m / 2)
    boxes = [transform_bounds("EPSG:4326", crs, *scene.bounds) for scene in scenes]
    west, south = max(east - half_m, min(box[0] for box in boxes)), max(north - half_m, min(box[1] for box in boxes))
    right, top = min(east + half_m, max(box[2] for box in boxes)), min(north + half_m, max(box[3] for box in boxes))
    cols, rows = round((right - west) / gsd_m), round((top - south) / gsd_m)
    if cols < 1 or rows < 1:
        raise InputError(
            f"no image of this group covers {site.name}",
            thing=scenes[0].name,
            remedy="check the coordinates in sites.geojson",
        )
    # Snapped to the pixel size: scenes delivered on round coordinates then need no resampling.
    west, top = round(west / gsd_m) * gsd_m, round(top / gsd_m) * gsd_m
    return Frame(str(crs), Affine(gsd_m, 0, west, 0, -gsd_m, top), rows, cols, gsd_m)


def read_picture(path: Path, scene: Scene, frame: Frame) -> Picture:
    """One scene on the frame. Raises InputError when the file cannot be read or has nothing there."""
    try:
        with rasterio.open(path) as source:
            picture, empty = _read(source, scene, frame)
    except (RasterioError, CRSError, CPLE_BaseError, OSError, ValueError) as err:
        raise InputError(
            f"the image cannot be read ({_one_line(err)})",
            thing=scene.name,
            remedy="get a whole copy of it and collect it again",
        ) from err
    if empty.all():
        raise InputError(
            "the image has no data at the site", thing=scene.name, remedy="leave it out, or check its georeference"
        )
    picture.values[:, empty] = np.nan
    return picture


def common_bands(pictures: Sequence[Picture]) -> list[Picture]:
    """The same pictures with the bands that all of them have, in the order of the first.

    Raises InputError when they share none.
    """
    shared = [band for band in pictures[0].bands if all(band in picture.bands for picture in pictures)]
    if not shared:
        raise InputError(
            "the images of this sensor have no band in common",
            thing=pictures[0].scene.sensor,
            remedy="name their bands in the files, or collect them as different sensors",
        )
    cut = []
    for picture in pictures:
        order = [picture.bands.index(band) for band in shared]
        cut.append(replace(picture, values=picture.values[order], bands=tuple(shared)))
    return cut


def band_roles(source: rasterio.DatasetReader) -> list[str]:
    """What each band shows: its role by description or colour, else ``band N``; never guessed from the order."""
    roles = []
    for index, (name, colour) in enumerate(zip(source.descriptions, source.colorinterp, strict=True), 1):
        role = role_of(name or "")
        # GDAL takes the fourth band of many 8-bit files for opacity; a name that says otherwise is believed.
        if colour == ColorInterp.alpha and role not in ROLES:
            role = "alpha"
        roles.append(role or COLOURS.get(colour, "") or f"band {index}")
    return roles


def role_of(name: str) -> str:
    """``blue`` for "B02" or "Blue"; empty when the name tells nothing."""
    plain = name.strip().casefold()
    return next((role for role, names in ROLES.items() if plain in names), plain)


def to_degrees(crs: str, points: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Projected points (n, 2) as (lon, lat)."""
    lons, lats = transform(crs, "EPSG:4326", points[:, 0].tolist(), points[:, 1].tolist())
    return [(round(lon, 7), round(lat, 7)) for lon, lat in zip(lons, lats, strict=True)]


def _view(scene: Scene) -> tuple[str, object, str]:
    sensor = scene.sensor.casefold()
    return (sensor, scene.relative_orbit, scene.orbit_state) if scene.radiometry == "gamma0" else (sensor, None, "")


def _read(source: rasterio.DatasetReader, scene: Scene, frame: Frame) -> tuple[Picture, Mask]:
    """The scene, and where it has nothing. Raises ValueError when no band of it shows brightness."""
    roles = band_roles(source)
    indexes = [index for index, role in enumerate(roles, 1) if role not in ("alpha", *CLASS_BANDS)]
    if not indexes:
        raise ValueError("no band of it shows brightness")
    values = np.stack([_read_band(source, index, frame) for index in indexes])
    empty = ~np.isfinite(values).all(axis=0) | _read_mask(source, frame, opaque="alpha" in roles)
    fill = ((values < FILL_BELOW) | (values > FILL_ABOVE)).any(axis=0)
    if fill.any():
        # Undeclared fill has been mixed into the pixels beside it.
        empty |= ndimage.binary_dilation(fill, np.ones((3, 3)))
    dtype = source.dtypes[indexes[0] - 1]
    if dtype.startswith("uint"):
        # Zero in every band is how archives fill, also where no nodata value is declared.
        empty |= (np.nan_to_num(values) == 0).all(axis=0)
    meaning = dtype
    if scene.radiometry == "gamma0":
        values, meaning = np.sqrt(np.maximum(values, 0)), AMPLITUDE
        empty |= (np.nan_to_num(values) <= 0).all(axis=0)
    elif _calibrate(source, scene, values, indexes):
        meaning = REFLECTANCE
    classes, class_band = _read_classes(source, roles, frame)
    bands = tuple(roles[index - 1] for index in indexes)
    return Picture(scene, values, bands, meaning, classes, class_band), np.asarray(empty)


def _calibrate(source: rasterio.DatasetReader, scene: Scene, values: Raster, indexes: Sequence[int]) -> bool:
    """Bring ``values`` in place to what scale and offset say they mean; False when nothing says so."""
    stated = [(source.scales[index - 1], source.offsets[index - 1]) for index in indexes]
    if all(pair == (1.0, 0.0) for pair in stated):
        if scene.scale is None:
            return False
        stated = [(scene.scale, scene.offset or 0.0)] * len(indexes)
    scales, offsets = np.array(stated, dtype=np.float32).T[:, :, None, None]
    values *= scales
    values += offsets
    return True


def _read_classes(
    source: rasterio.DatasetReader, roles: Sequence[str], frame: Frame
) -> tuple[NDArray[np.uint16] | None, str]:
    """The archive's classification (rows, cols) by nearest neighbour, and its name; None and empty without one."""
    band = next((role for role in CLASS_BANDS if role in roles), "")
    if not band:
        return None, ""
    out = np.zeros((frame.rows, frame.cols), dtype=np.uint16)
    reproject(
        rasterio.band(source, roles.index(band) + 1),
        out,
        src_nodata=None,
        dst_transform=frame.transform,
        dst_crs=frame.crs,
        resampling=Resampling.nearest,
    )
    return out, band


def _nodata(source: rasterio.DatasetReader, index: int) -> float | None:
    """The declared nodata of a band, where pixels of its type can have that value at all."""
    value: float | None = source.nodatavals[index - 1]
    dtype = np.dtype(source.dtypes[index - 1])
    if value is None or dtype.kind == "f":
        return value
    known = np.iinfo(dtype)
    return value if math.isfinite(value) and value == int(value) and known.min <= value <= known.max else None


def _read_band(source: rasterio.DatasetReader, index: int, frame: Frame) -> Raster:
    out = np.full((frame.rows, frame.cols), np.nan, dtype=np.float32)
    reproject(
        rasterio.band(source, index),
        out,
        src_nodata=_nodata(source, index),
        dst_transform=frame.transform,
        dst_crs=frame.crs,
        dst_nodata=np.nan,
        init_dest_nodata=True,
        resampling=Resampling.bilinear,
    )
    return out


def _read_mask(source: rasterio.DatasetReader, frame: Frame, opaque: bool) -> Mask:
    """True where a mask band, or alpha when ``opaque`` says that there is one, has nothing."""
    flags = source.mask_flag_enums[0]
    if MaskFlags.per_dataset not in flags or (MaskFlags.alpha in flags and not opaque):
        return np.zeros((frame.rows, frame.cols), dtype=bool)
    out = np.zeros((frame.rows, frame.cols), dtype=np.uint8)
    reproject(
        source.dataset_mask(),
        out,
        src_transform=source.transform,
        src_crs=source.crs,
        dst_transform=frame.transform,
        dst_crs=frame.crs,
        resampling=Resampling.nearest,
    )
    return np.asarray(out == 0)


def _common_crs(site: Site, scenes: Sequence[Scene]) -> CRS:
    found: list[CRS] = []
    for scene in scenes:
        try:
            found.append(CRS.from_user_input(scene.crs))
        except CRSError:
            continue
    projected = [crs.to_string() for crs in found if crs.is_projected and crs.linear_units in ("metre", "meter", "m")]
    if projected:
        return CRS.from_user_input(Counter(projected).most_common(1)[0][0])
    zone = int((site.lon + 180) // 6) % 60 + 1
    return CRS.from_epsg((32600 if site.lat >= 0 else 32700) + zone)


def _half_side_m(site: Site, east: float, north: float, crs: CRS) -> float:
    """Half the side of the window: the site, its parts and its uncertainty, with surroundings."""
    outlines = [outline for outline in (site.footprint, *(part.footprint for part in site.parts)) if outline]
    reach = 0.0
    for outline in outlines:
        lons, lats = zip(*outline[0], strict=True)
        easts, norths = transform("EPSG:4326", crs, lons, lats)
        reach = max(reach, *(math.hypot(x - east, y - north) for x, y in zip(easts, norths, strict=True)))
    return max(LEAST_HALF_SIDE_M, reach + SURROUNDINGS_M, site.radius_m + SURROUNDINGS_M)


def _one_line(err: Exception) -> str:
    return " ".join(str(err).split())[:160] or type(err).__name__
