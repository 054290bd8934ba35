"""``sites.geojson``: the places under watch, read and checked.

A FeatureCollection. A Feature with a Point (or Polygon) geometry is a site; its properties are ``id``, ``name``,
``aliases`` (list), ``kind``, ``radius_m`` (uncertainty of the point), ``sources`` (list), ``parent``, ``note``. A
Feature with ``part_of`` set to a site's id is a part of that site (a stand, a hall, a yard). A source that ends in
``: LAT, LON`` (degrees) states where it puts the site; several such sources show how far they disagree.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from firsthand.errors import InputError
from firsthand.geo import great_circle_km
from firsthand.model import Polygon, Site, SitePart
from firsthand.printable import json_value

DEFAULT_RADIUS_M = 1000.0
_STATED = re.compile(r":\s*(?P<lat>-?\d{1,2}(?:\.\d+)?),\s*(?P<lon>-?\d{1,3}(?:\.\d+)?)\s*$")
_ID = re.compile(r"[^\W_][\w.-]{0,79}")
"""Ids name the files of briefs and feeds: one from a stranger's file must not lead elsewhere."""


def read_sites(path: Path) -> tuple[Site, ...]:
    """All sites of ``path``. Raises InputError naming the feature and the remedy."""
    try:
        data = json_value(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as err:
        raise InputError("missing", thing=str(path), remedy="make it: a GeoJSON FeatureCollection of points") from err
    except (ValueError, RecursionError) as err:
        raise InputError(f"not valid JSON ({err})", thing=str(path), remedy="mend it, or export it again") from err
    try:
        return parse_sites(data)
    except ValueError as err:
        raise InputError(str(err), thing=str(path), remedy="mend that feature, then run again") from err


def parse_sites(data: Any) -> tuple[Site, ...]:
    """Sites from a parsed FeatureCollection. Raises ValueError with a sentence that names the feature."""
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        raise ValueError("this is not a GeoJSON FeatureCollection")
    parts: dict[str, list[SitePart]] = {}
    sites: list[Site] = []
    for number, feature in enumerate(data["features"], 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise ValueError(f"feature {number} has no properties")
        label = f"feature {number} ({properties.get('name') or properties.get('id') or 'unnamed'})"
        geometry = feature.get("geometry") or {}
        if not isinstance(geometry, dict):
            raise ValueError(f"{label}: its geometry is not an object")
        if properties.get("part_of"):
            parts.setdefault(str(properties["part_of"]), []).append(_part(label, properties, geometry))
        else:
            sites.append(_site(label, properties, geometry))
    _check_ids(sites, parts)
    return tuple(_with_parts(site, parts.get(site.id, [])) for site in sites)


@dataclass(frozen=True, slots=True)
class StatedPoint:
    """Where one source puts a site."""

    source: str
    """What it is and when it was seen, without the coordinates."""
    lon: float
    lat: float


def stated_points(site: Site) -> tuple[StatedPoint, ...]:
    """The points that the sources of ``site`` state, in their order."""
    found = [(source, _STATED.search(source)) for source in site.sources]
    return tuple(
        StatedPoint(source[: match.start()], float(match["lon"]), float(match["lat"]))
        for source, match in found
        if match and -90 <= float(match["lat"]) <= 90 and -180 <= float(match["lon"]) <= 180
    )


def disagreement_m(site: Site) -> float:
    """The largest distance between two points that the sources of ``site`` state, in metres; 0 for one or none."""
    points = stated_points(site)
    pairs = ((one, other) for number, one in enumerate(points) for other in points[:number])
    return max((1000 * great_circle_km(one.lat, one.lon, other.lat, other.lon) for one, other in pairs), default=0.0)


def slug(name: str) -> str:
    """An id from a name: lower case, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")


def _id(label: str, properties: dict[str, Any], name: str) -> str:
    """An id that may name a file and stand in an address. Raises ValueError."""
    id = str(properties.get("id") or slug(name))
    if not _ID.fullmatch(id):
        shown = id[:60] if id.isprintable() else ascii(id[:60])
        raise ValueError(f"{label}: the id {shown!r} is not made of letters, digits, hyphens and dots (80 at most)")
    return id


def _site(label: str, properties: dict[str, Any], geometry: dict[str, Any]) -> Site:
    name = str(properties.get("name") or "").strip()
    if not name:
        raise ValueError(f"{label} has no name")
    footprint = _polygon(label, geometry)
    lon, lat = _point(label, geometry, footprint)
    return Site(
        id=_id(label, properties, name),
        name=name,
        lon=lon,
        lat=lat,
        radius_m=_radius_m(label, properties.get("radius_m", DEFAULT_RADIUS_M)),
        aliases=_strings(properties.get("aliases")),
        kind=str(properties.get("kind") or ""),
        footprint=footprint,
        parent_id=str(properties["parent"]) if properties.get("parent") else None,
        sources=_strings(properties.get("sources") or properties.get("source")),
        note=str(properties.get("note") or ""),
    )


def _part(label: str, properties: dict[str, Any], geometry: dict[str, Any]) -> SitePart:
    name = str(properties.get("name") or "").strip()
    if not name:
        raise ValueError(f"{label} has no name")
    return SitePart(
        id=_id(label, properties, name),
        name=name,
        aliases=_strings(properties.get("aliases")),
        kind=str(properties.get("kind") or ""),
        footprint=_polygon(label, geometry),
    )


def _with_parts(site: Site, parts: list[SitePart]) -> Site:
    return replace(site, parts=tuple(parts)) if parts else site


def _check_ids(sites: list[Site], parts: dict[str, list[SitePart]]) -> None:
    seen: set[str] = set()
    for id in [*(site.id for site in sites), *(part.id for group in parts.values() for part in group)]:
        if id in seen:
            raise ValueError(f"two features have the id {id!r}; ids must be unique")
        seen.add(id)
    orphans = set(parts) - {site.id for site in sites}
    if orphans:
        raise ValueError(f"part_of names no site: {', '.join(sorted(orphans))}")


def _radius_m(label: str, value: Any) -> float:
    try:
        radius_m = float(value)
    except (TypeError, ValueError, OverflowError) as err:
        raise ValueError(f"{label}: radius_m is not a number of metres: {value!r}") from err
    if not 0 <= radius_m < math.inf:
        raise ValueError(f"{label}: radius_m must be a distance in metres: {value!r}")
    return radius_m


def _point(label: str, geometry: dict[str, Any], footprint: Polygon | None) -> tuple[float, float]:
    if footprint:
        lons, lats = zip(*footprint[0][:-1], strict=True)
        return sum(lons) / len(lons), sum(lats) / len(lats)
    if geometry.get("type") != "Point":
        raise ValueError(f"{label} needs a Point or Polygon geometry")
    return _position(label, geometry.get("coordinates"))


def _polygon(label: str, geometry: dict[str, Any]) -> Polygon | None:
    if geometry.get("type") != "Polygon":
        return None
    rings = geometry.get("coordinates")
    if not isinstance(rings, list) or not rings or any(not isinstance(ring, list) or len(ring) < 4 for ring in rings):
        raise ValueError(f"{label}: a polygon needs rings of at least four positions")
    polygon = tuple(tuple(_position(label, position) for position in ring) for ring in rings)
    if any(ring[0] != ring[-1] for ring in polygon):
        raise ValueError(f"{label}: the rings of a polygon must end where they begin")
    return polygon


def _position(label: str, position: Any) -> tuple[float, float]:
    if not isinstance(position, list | tuple) or len(position) < 2:
        raise ValueError(f"{label} has no coordinates")
    try:
        lon, lat = float(position[0]), float(position[1])
    except (TypeError, ValueError, OverflowError) as err:
        raise ValueError(f"{label}: coordinates are not numbers: {position!r}") from err
    if not -90 <= lat <= 90 and -90 <= lon <= 90 and -180 <= lat <= 180:
        raise ValueError(
            f"{label}: latitude {lat:g} is impossible; longitude and latitude look swapped (GeoJSON: lon, lat)"
        )
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"{label}: {lon:g}, {lat:g} is not a longitude and latitude in degrees")
    return lon, lat


def _strings(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
