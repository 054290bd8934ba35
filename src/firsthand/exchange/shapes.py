"""Outlines as GeoJSON (RFC 7946) wants them: outer rings against the clock, holes with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from firsthand.model import Change, Polygon, Ring, Scene, Site

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


def polygon_geometry(polygon: Polygon) -> dict[str, Any]:
    rings = [_wound(ring, clockwise=number > 0) for number, ring in enumerate(polygon)]
    return {"type": "Polygon", "coordinates": [[list(position) for position in ring] for ring in rings]}


def box_geometry(box: Box) -> dict[str, Any]:
    west, south, east, north = box
    return polygon_geometry((((west, south), (east, south), (east, north), (west, north), (west, south)),))


def point_geometry(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def site_geometry(site: Site) -> dict[str, Any]:
    """Its footprint, or its point."""
    return polygon_geometry(site.footprint) if site.footprint else point_geometry(site.lon, site.lat)


def change_geometry(change: Change) -> dict[str, Any]:
    return polygon_geometry(change.polygon)


def scene_geometry(scene: Scene) -> dict[str, Any]:
    return box_geometry(scene.bounds)


def box_of(polygon: Polygon) -> Box:
    lons, lats = zip(*polygon[0], strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around some, of which there is at least one."""
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _wound(ring: Ring, clockwise: bool) -> Ring:
    """The ring run through the wanted way (shoelace formula)."""
    doubled = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
    return ring if (doubled < 0) == clockwise else ring[::-1]
