"""Places under watch and what changed there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from firsthand.model import (
    Change,
    Polygon,
    Site,
)
from firsthand.sites import disagreement_m, stated_points
from firsthand.views.base import View, iso_day


class StatedPointView(View):
    source: str
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class SiteView(View):
    id: str
    name: str
    aliases: list[str]
    kind: str
    lon: float
    lat: float
    radius_m: float
    parts: list[str]
    sources: list[str]
    stated: list[StatedPointView] = Field(description="where each source that gives coordinates puts it")
    disagreement_m: float = Field(ge=0, description="largest distance between two of these points, in metres")
    claims: int
    changes: int
    scenes: int


def site_view(site: Site, claims: int, changes: int, scenes: int) -> SiteView:
    return SiteView(
        id=site.id,
        name=site.name,
        aliases=list(site.aliases),
        kind=site.kind,
        lon=site.lon,
        lat=site.lat,
        radius_m=site.radius_m,
        parts=[part.id for part in site.parts],
        sources=list(site.sources),
        stated=[StatedPointView(source=p.source, lon=p.lon, lat=p.lat) for p in stated_points(site)],
        disagreement_m=round(disagreement_m(site), 1),
        claims=claims,
        changes=changes,
        scenes=scenes,
    )


def changes_geojson(changes: Sequence[Change]) -> dict[str, Any]:
    """Changes as a GeoJSON FeatureCollection (RFC 7946); ``before`` and ``after`` are ISO dates."""
    return {"type": "FeatureCollection", "features": [_change_feature(change) for change in changes]}


def _change_feature(change: Change) -> dict[str, Any]:
    properties = {
        "site": change.site_id,
        "part": change.part_id,
        "before": iso_day(change.before),
        "after": iso_day(change.after),
        "kind": change.kind.value,
        "kind_reason": change.kind_reason,
        "area_m2": round(change.area_m2, 1),
        "area_sd_m2": round(change.area_sd_m2, 1),
        "strength": round(change.strength, 2),
        "p_value": change.p_value,
        "sensor": change.sensor,
        "gsd_m": change.gsd_m,
        "scenes": list(change.scene_ids),
        "chips": [chip.name for chip in change.chips],
        "limits": change.limits,
    }
    return {"type": "Feature", "id": change.id, "geometry": _geometry(change.polygon), "properties": properties}


def _geometry(polygon: Polygon) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(position) for position in ring] for ring in polygon]}
