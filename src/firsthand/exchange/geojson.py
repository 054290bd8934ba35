"""Sites, changes and scenes on one map (GeoJSON, https://www.rfc-editor.org/rfc/rfc7946)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from firsthand.exchange import shapes
from firsthand.exchange.holdings import Holdings
from firsthand.exchange.rows import table
from firsthand.exchange.writing import json_bytes
from firsthand.model import Claim, Site
from firsthand.outgoing import instant


def geojson(held: Holdings) -> dict[str, Any]:
    """A FeatureCollection; each Feature's ``layer`` is site, part, change or scene."""
    features = [*_sites(held), *_rows(held, "changes", "change"), *_rows(held, "scenes", "scene")]
    return {"type": "FeatureCollection", "features": features}


def geojson_bytes(held: Holdings) -> bytes:
    return json_bytes(geojson(held))


def _sites(held: Holdings) -> Iterator[dict[str, Any]]:
    for site in held.sites:
        properties = {
            "layer": "site",
            "name": site.name,
            "aliases": list(site.aliases),
            "kind": site.kind,
            "radius_m": site.radius_m,
            "sources": list(site.sources),
            "claims": [_claim(held, claim) for claim in held.claims_of(site)],
        }
        yield _feature(site.id, shapes.site_geometry(site), properties)
        yield from _parts(site)


def _parts(site: Site) -> Iterator[dict[str, Any]]:
    for part in site.parts:
        if part.footprint:
            about = {"layer": "part", "site": site.id, "name": part.name, "kind": part.kind}
            yield _feature(part.id, shapes.polygon_geometry(part.footprint), about)


def _claim(held: Holdings, claim: Claim) -> dict[str, Any]:
    judged = held.assessments.get(claim.id)
    return {
        "id": claim.id,
        "text": claim.text,
        "origins": [claim.origin_low, claim.origin_high],
        "probability": [judged.low, judged.high] if judged else None,
        "quotes": held.quotes(claim.members),
    }


def _rows(held: Holdings, name: str, layer: str) -> Iterator[dict[str, Any]]:
    for row in table(held, name).rows:
        about = {key: _plain(value) for key, value in row.items() if key not in {"id", "geometry"}}
        yield _feature(row["id"], row["geometry"], {"layer": layer, **about})


def _feature(id: str, geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}


def _plain(value: Any) -> Any:
    return instant(value) if isinstance(value, datetime) else value
