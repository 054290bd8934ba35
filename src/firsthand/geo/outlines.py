"""Reading the outlines: which country a point lies in, and how far a country reaches."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from firsthand.model import Polygon, Ring

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees; west is greater than east where the box crosses the 180th meridian."""

_KM_PER_DEGREE = 111.195


@dataclass(frozen=True, slots=True)
class Country:
    """One outline. Two bear the code of a country that they do not belong to in fact ("Somaliland": SO)."""

    code: str
    """ISO 3166-1 alpha-2; XK for Kosovo."""
    name: str
    scale: str
    """110m or 50m: the Natural Earth scale that it is drawn at."""
    polygons: tuple[Polygon, ...]

    @property
    def bounds(self) -> Bounds:
        """The smallest box around it."""
        boxes = [_box(polygon[0]) for polygon in self.polygons]
        south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
        west, east = _narrowest([(box[0], box[2]) for box in boxes])
        return west, south, east, north

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the point in degrees lies inside."""
        return any(_in_box(polygon[0], lon, lat) and _inside(polygon, lon, lat) for polygon in self.polygons)

    def distance_km(self, lon: float, lat: float) -> float:
        """From the point to the outline, roughly (a plane is laid at the point); 0 inside."""
        if self.holds(lon, lat):
            return 0.0
        return min(_to_ring_km(ring, lon, lat) for polygon in self.polygons for ring in polygon)


def countries_geojson() -> str:
    """The file as it is: a FeatureCollection whose features have ``code``, ``name`` and ``scale``."""
    return (files("firsthand.geo") / "countries.geojson").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Every outline; the small countries come first, because coarse neighbours are drawn over them."""
    found = (
        Country(
            feature["properties"]["code"],
            feature["properties"]["name"],
            feature["properties"]["scale"],
            tuple(_polygon(rings) for rings in feature["geometry"]["coordinates"]),
        )
        for feature in json.loads(countries_geojson())["features"]
    )
    return tuple(sorted(found, key=lambda country: country.scale != "50m"))


def outline_of(code: str) -> Country | None:
    """The outline of the ISO 3166-1 alpha-2 ``code``, the largest where two bear it; ``None`` when there is none."""
    return _by_code().get(code)


def country_at(lon: float, lat: float, margin_km: float = 30.0) -> Country | None:
    """The country that a point in degrees lies in, else the nearest within ``margin_km``; ``None`` on the open sea.

    The margin is for coasts, which are drawn coarsely: a harbour may lie outside its country's outline.
    """
    inside = next((country for country in countries() if country.holds(lon, lat)), None)
    if inside is not None or margin_km <= 0:
        return inside
    reach = margin_km / _KM_PER_DEGREE
    wide = reach / max(0.05, math.cos(math.radians(lat)))
    near = [country for country in countries() if _boxes_reach(country, lon, lat, (wide, reach))]
    best = min(near, key=lambda country: country.distance_km(lon, lat), default=None)
    return best if best is not None and best.distance_km(lon, lat) <= margin_km else None


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for country in sorted(countries(), key=lambda item: sum(len(polygon[0]) for polygon in item.polygons)):
        found[country.code] = country
    return found


def _polygon(rings: list[list[list[float]]]) -> Polygon:
    return tuple(tuple((point[0], point[1]) for point in ring) for ring in rings)


def _box(ring: Ring) -> Bounds:
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _in_box(ring: Ring, lon: float, lat: float, reach: tuple[float, float] = (0.0, 0.0)) -> bool:
    west, south, east, north = _box(ring)
    return west - reach[0] <= lon <= east + reach[0] and south - reach[1] <= lat <= north + reach[1]


def _boxes_reach(country: Country, lon: float, lat: float, reach: tuple[float, float]) -> bool:
    return any(_in_box(polygon[0], lon, lat, reach) for polygon in country.polygons)


def _inside(polygon: Polygon, lon: float, lat: float) -> bool:
    """Whether a ray to the east crosses the rings an odd number of times."""
    return sum(_crossings(ring, lon, lat) for ring in polygon) % 2 == 1


def _crossings(ring: Ring, lon: float, lat: float) -> int:
    found = 0
    for (x0, y0), (x1, y1) in _edges(ring):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) / (y1 - y0) * (x1 - x0):
            found += 1
    return found


def _edges(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    return pairwise(ring)


def _to_ring_km(ring: Ring, lon: float, lat: float) -> float:
    squeeze = math.cos(math.radians(lat))
    nearest = math.inf
    for (x0, y0), (x1, y1) in _edges(ring):
        ax, ay, bx, by = (x0 - lon) * squeeze, y0 - lat, (x1 - lon) * squeeze, y1 - lat
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        along = 0.0 if length == 0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / length))
        nearest = min(nearest, math.hypot(ax + along * dx, ay + along * dy))
    return nearest * _KM_PER_DEGREE


def _narrowest(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """West and east of the narrowest band around all ``spans``: the widest gap between them stays outside."""
    ordered = sorted(spans)
    west, east = ordered[0]
    gap, found = -1.0, (west, east)
    for start, end in ordered[1:]:
        if start - east > gap:
            gap, found = start - east, (start, east)
        east = max(east, end)
    around = ordered[0][0] + 360.0 - east
    return (ordered[0][0], east) if around >= gap else found
