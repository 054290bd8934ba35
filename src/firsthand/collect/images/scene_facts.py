"""What a GeoTIFF's tags and name tell of the scene: radiometry, angles, satellite and track, and when it was taken."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from firsthand.collect.given import parse_time
from firsthand.collect.pages.textdates import times_in_name
from firsthand.errors import InputError
from firsthand.model import Scene

SENSORS = {
    "S2A": ("Sentinel-2", "Sentinel-2A"),
    "S2B": ("Sentinel-2", "Sentinel-2B"),
    "S2C": ("Sentinel-2", "Sentinel-2C"),
    "LC08": ("Landsat OLI", "Landsat 8"),
    "LC09": ("Landsat OLI", "Landsat 9"),
    "LE07": ("Landsat TM", "Landsat 7"),
    "LT05": ("Landsat TM", "Landsat 5"),
    "LT04": ("Landsat TM", "Landsat 4"),
}
"""Sensor family and satellite by the beginning of the file name, as the agencies that publish them name their files."""

FIRST_FLOWN = {
    "Sentinel-1": datetime(2014, 4, 3, tzinfo=UTC),
    "Sentinel-2": datetime(2015, 6, 23, tzinfo=UTC),
    "Landsat OLI": datetime(2013, 2, 11, tzinfo=UTC),
    "Landsat TM": datetime(1982, 7, 16, tzinfo=UTC),
}
"""Launch of the first satellite of each family."""

CLASS_BANDS = ("scl", "qa_pixel")
"""Names of bands that say what a pixel shows, not how bright it is."""

DATES_AGREE = timedelta(days=2)
"""A name in local time, or of the day of the downlink, is no contradiction."""

_S2_PRODUCT = re.compile(r"S2[A-D]_MSIL2A_\d{8}T\d{6}_N(\d{2})(\d{2})_R(\d{3})_")
_SAY = "give the right one with --taken, a sidecar or a metadata table"


def satellite_of(name: str) -> tuple[str, str]:
    """Sensor family and satellite by a file's name; ("unknown", "") when it tells neither."""
    found = (pair for start, pair in SENSORS.items() if name.upper().startswith(start))
    return next(found, ("unknown", ""))


def with_tags(scene: Scene, tags: Mapping[str, str]) -> Scene:
    """The scene with what its file's tags say of angles, satellite, track and origin."""
    orbit = tag_number(tags, "RELATIVE_ORBIT")
    return replace(
        scene,
        sun_elevation_deg=tag_number(tags, "SUN_ELEVATION_DEG"),
        sun_azimuth_deg=tag_number(tags, "SUN_AZIMUTH_DEG"),
        view_zenith_deg=tag_number(tags, "VIEW_ZENITH_DEG"),
        view_azimuth_deg=tag_number(tags, "VIEW_AZIMUTH_DEG"),
        platform=tags.get("PLATFORM") or scene.platform,
        relative_orbit=int(orbit) if orbit is not None else _track_in_name(scene.name),
        orbit_state=tags.get("ORBIT_STATE", ""),
        source=tags.get("SOURCE", ""),
        notes=(*scene.notes, *((tags["NOTES"],) if tags.get("NOTES") else ())),
    )


def with_radiometry(
    scene: Scene, tags: Mapping[str, str], dtype: str, stated: Sequence[tuple[float, float]], floor: float | None
) -> Scene:
    """The scene with what its numbers mean.

    ``stated``: scale and offset of the bands that state them; ``floor``: see ``radiometry.dark_floor``.
    """
    from firsthand.collect.images import radiometry

    if tags.get("RADIOMETRY") in (radiometry.REFLECTANCE, radiometry.UNSURE, radiometry.GAMMA0):
        return replace(scene, radiometry=tags["RADIOMETRY"])
    if scene.sensor != "Sentinel-2" or dtype not in ("uint16", "int16"):
        return replace(scene, radiometry=radiometry.REFLECTANCE) if stated else scene
    named = _S2_PRODUCT.search(scene.name)
    baseline = tags.get("PROCESSING_BASELINE") or (f"{named[1]}.{named[2]}" if named else "")
    added = tag_number(tags, "BOA_ADD_OFFSET")
    offsets = [offset / scale for scale, offset in stated if scale]
    told = radiometry.witnesses(None, baseline, offsets, () if added is None else (added,))
    found = radiometry.sentinel_2(told, floor)
    return replace(
        scene,
        radiometry=found.meaning,
        scale=found.scale,
        offset=found.offset,
        notes=(*scene.notes, *found.notes),
    )


def taken_of(tags: Mapping[str, str], name: str, sensor: str) -> tuple[datetime, str]:
    """When an image was taken, and where that is from (tag, name).

    Raises InputError when nothing says so, when tag and name contradict each other, or when it cannot have been then: a
    wrong date would date every change wrongly.
    """
    named = times_in_name(name)
    for tag in ("TAKEN", "TIFFTAG_DATETIME"):
        moment = _tag_time(tags.get(tag, ""))
        if moment is None:
            continue
        if named and all(abs(other - moment) > DATES_AGREE for other in named):
            said = f"its dates disagree: the tag {tag} says {moment.date()}, its name {named[0].date()}"
            raise InputError(said, thing=name, remedy=_SAY)
        return _possible(moment, sensor, name), "tag"
    if named:
        return _possible(named[0], sensor, name), "name"
    raise InputError(
        "nothing says when this image was taken",
        thing=name,
        remedy="give --taken, a sidecar or a metadata table with `taken`, or put the date into the file name",
    )


def tag_number(tags: Mapping[str, str], key: str) -> float | None:
    """A finite number among the tags; None where there is none."""
    try:
        value = float(tags[key])
    except (KeyError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _possible(moment: datetime, sensor: str, name: str) -> datetime:
    if moment > datetime.now(UTC) + timedelta(days=1):
        raise InputError(f"it says that it was taken in the future, {moment.date()}", thing=name, remedy=_SAY)
    first = FIRST_FLOWN.get(sensor)
    if first is not None and moment < first:
        said = f"it says that it was taken on {moment.date()}, before the first {sensor} flew"
        raise InputError(said, thing=name, remedy=_SAY)
    return moment


def _tag_time(value: str) -> datetime | None:
    """ISO 8601, or TIFF 6.0's "YYYY:MM:DD HH:MM:SS" (page 31 of the specification); UTC."""
    try:
        return parse_time(value) if value[4:5] != ":" else _tiff_time(value)
    except (ValueError, TypeError, IndexError):
        return None


def _tiff_time(value: str) -> datetime:
    return datetime.strptime(value[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)


def _track_in_name(name: str) -> int | None:
    found = _S2_PRODUCT.search(name)
    return int(found[3]) if found else None
