"""A small basemap of vector tiles: the land of Natural Earth, and around one place an island, a lake and roads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import asinh, atan, degrees, pi, radians, sinh, tan
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from firsthand.geo.outlines import countries_geojson

WORLD_ZOOM, MOST_ZOOM = 2, 14
"""All of the world down to the first; only the tiles around the place down to the second."""
MARGIN = 0.05
"""Of a tile's width, by which shapes reach beyond it, so that no seam shows."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a maker of tiles calls its layers, and the field that tells roads and water apart."""

    land: str
    water: str
    roads: str
    places: str
    borders: str
    kind: str


PROTOMAPS = Names("earth", "water", "roads", "places", "boundaries", "kind")
OPENMAPTILES = Names("", "water", "transportation", "place", "boundary", "class")
"""Without a layer for land: what is not water is land."""
MAKERS = {"protomaps": PROTOMAPS, "openmaptiles": OPENMAPTILES}


def write(path: Path, lon: float, lat: float, names: Names = PROTOMAPS) -> Path:
    """Write the archive around a place, as its makers do: gzipped tiles, layers named in the metadata."""
    layers = _layers(lon, lat, names)
    found = {zxy_to_tileid(*tile): data for tile in sorted(_tiles(lon, lat)) if (data := _tile(layers, *tile))}
    with path.open("wb") as file:
        writer = Writer(file)
        for id in sorted(found):
            writer.write_tile(id, found[id])
        sides = zip(("min_lon", "min_lat", "max_lon", "max_lat"), _island(lon, lat).bounds, strict=True)
        head = {f"{side}_e7": round(value * 1e7) for side, value in sides}
        head |= {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": 0, "max_zoom": MOST_ZOOM}
        told = [{"id": name, "fields": {names.kind: "String"}} for name in layers]
        writer.finalize(head, {"vector_layers": told, "attribution": "invented"})
    return path


def _layers(lon: float, lat: float, names: Names) -> dict[str, list[tuple[BaseGeometry, dict[str, Any]]]]:
    """Shapes in degrees, by layer."""
    countries = [shape(item["geometry"]).buffer(0) for item in json.loads(countries_geojson())["features"]]
    island = _island(lon, lat)
    lake = Polygon([(lon + 0.0004, lat - 0.004), (lon + 0.009, lat - 0.002), (lon + 0.0006, lat + 0.003)])
    main = LineString([(lon - 0.28, lat - 0.003), (lon - 0.004, lat - 0.0025), (lon + 0.28, lat + 0.05)])
    lane = LineString([(lon - 0.004, lat - 0.0025), (lon - 0.0005, lat)])
    land = unary_union([*countries, island])
    sea = box(-180, -85, 180, 85).difference(land) if not names.land else MultiPolygon()
    layers: dict[str, list[tuple[BaseGeometry, dict[str, Any]]]] = {
        names.water: [(sea, {names.kind: "ocean"}), (lake, {names.kind: "lake"})],
        names.roads: [(main, {names.kind: "highway"}), (lane, {names.kind: "minor_road"})],
        names.places: [(Point(lon + 0.01, lat - 0.006), {"name": "Tarnfeld", names.kind: "village"})],
        names.borders: [(country.boundary, {names.kind: "country"}) for country in countries],
    }
    return ({names.land: [(land, {names.kind: "earth"})]} if names.land else {}) | layers


def _island(lon: float, lat: float) -> Polygon:
    return box(lon - 0.3, lat - 0.2, lon + 0.3, lat + 0.2)


def _tiles(lon: float, lat: float) -> Iterator[tuple[int, int, int]]:
    for z in range(MOST_ZOOM + 1):
        x, y = int((lon + 180) / 360 * 2**z), int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z)
        near = range(2**z) if z <= WORLD_ZOOM else ()
        for column in near or range(x - 1, x + 2):
            for row in near or range(y - 1, y + 2):
                yield z, column, row


def _bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    def lat(row: float) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * row / 2**z))))

    return x / 2**z * 360 - 180, lat(y + 1), (x + 1) / 2**z * 360 - 180, lat(y)


def _tile(layers: dict[str, list[tuple[BaseGeometry, dict[str, Any]]]], z: int, x: int, y: int) -> bytes:
    """The tile, gzipped; empty where nothing lies. Within a tile degrees are taken as even, which a test may."""
    west, south, east, north = _bounds(z, x, y)
    wide, high = MARGIN * (east - west), MARGIN * (north - south)
    window = box(west - wide, south - high, east + wide, north + high)
    held = []
    for name, shapes in layers.items():
        cut = [(geometry.intersection(window), facts) for geometry, facts in shapes if geometry.intersects(window)]
        features = [{"geometry": part, "properties": facts} for part, facts in cut if not part.is_empty]
        if features:
            held.append({"name": name, "features": features})
    options = {"quantize_bounds": (west, south, east, north), "extents": 4096}
    return gzip.compress(mapbox_vector_tile.encode(held, default_options=options), mtime=0) if held else b""
