"""What the map shows, as GeoJSON: sites, footprints, parts, changes, and the picture that lies under them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from firsthand.case import Case
from firsthand.desk import tiles
from firsthand.desk.frame import link
from firsthand.model import Polygon
from firsthand.publish import wording
from firsthand.publish.dossier import Dossier
from firsthand.publish.drawing import plan

Feature = dict[str, Any]
MOST_CHANGES = 400


def site_map(case: Case, dossier: Dossier) -> dict[str, Any]:
    """One site: its shapes, the newest changes, the latest usable picture, and the case's own tiles."""
    site = dossier.site
    features = [_feature(_point(site.lon, site.lat), "site", site.name, radius_m=site.radius_m)]
    if site.footprint:
        features.append(_feature(_polygon(site.footprint), "footprint", site.name))
    features += [_feature(_polygon(part.footprint), "part", part.name) for part in site.parts if part.footprint]
    for number, change in list(enumerate(dossier.changes, 1))[-MOST_CHANGES:]:
        dates = f"{wording.short_day(change.before)} – {wording.short_day(change.after)}"
        name = f"{number} · {change.kind}, {dates}"
        held = {"change": change.kind.value, "href": link("change", change.id), "id": change.id, "number": number}
        features.append(_feature(_polygon(change.polygon), "change", name, **held))
    under = dossier.backdrop
    picture = None
    if under:
        bounds = plan.window(site, under.scene.bounds)
        label = f"Image of {wording.day(under.scene.taken)}, {under.scene.sensor}"
        picture = {"href": f"/scene/{quote(under.scene.id)}/large", "bounds": bounds, "label": label}
    return {
        "type": "FeatureCollection",
        "features": features,
        "picture": picture,
        "bounds": plan.window(site, (-180.0, -85.0, 180.0, 85.0)),
        "tiles": tiles.told(case),
    }


def case_map(case: Case) -> dict[str, Any]:
    """All sites as points that lead to their pages."""
    features = [
        _feature(_point(site.lon, site.lat), "site", site.name, href=link("site", site.id), id=site.id)
        for site in case.sites
    ]
    return {
        "type": "FeatureCollection",
        "features": features,
        "picture": None,
        "bounds": None,
        "tiles": tiles.told(case),
    }


def _feature(geometry: dict[str, Any], kind: str, name: str, **more: object) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, "name": name, **more}}


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def _polygon(shape: Polygon) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in shape]}
