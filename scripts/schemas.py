"""Write ``docs/schemas/*.json`` from the JSON forms in ``firsthand.views``. A test fails when they are out of date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from firsthand import views
from firsthand.views import (
    alerts,
    check,
    commitments,
    comparison,
    diff,
    disclosure,
    hypotheses,
    passes,
    scenes,
    scoring,
    why,
)

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"

COMMANDS: dict[str, Any] = {
    "alerts": list[alerts.AlertView],
    "board": hypotheses.BoardView,
    "check": check.CheckView,
    "claims": list[views.ClaimView],
    "commitments": list[commitments.CommitmentView],
    "compare": comparison.ComparisonView,
    "conditions": alerts.CheckedConditionsView,
    "diff": diff.DiffView,
    "disclosure": disclosure.DisclosureView,
    "feed": alerts.FeedView,
    "forecast": scoring.ForecastView,
    "hypotheses": list[hypotheses.BoardView],
    "offers": scenes.OffersView,
    "passes": passes.PassesView,
    "read": views.ReadView,
    "run": list[views.StageView],
    "score": scoring.ScoreView,
    "search": list[views.HitView],
    "sites": list[views.SiteView],
    "stage": views.StageView,
    "trace": views.TraceView,
    "why": why.WhyView,
}

CHANGE_PROPERTIES = {
    "site": {"type": "string"},
    "part": {"type": ["string", "null"]},
    "before": {"type": "string", "format": "date", "description": "last look without it"},
    "after": {"type": "string", "format": "date", "description": "first look with it"},
    "kind": {"type": "string"},
    "kind_reason": {"type": "string"},
    "area_m2": {"type": "number", "minimum": 0},
    "area_sd_m2": {"type": "number", "minimum": 0},
    "strength": {"type": "number"},
    "p_value": {"type": "number", "minimum": 0, "maximum": 1},
    "sensor": {"type": "string"},
    "gsd_m": {"type": "number", "exclusiveMinimum": 0},
    "scenes": {"type": "array", "items": {"type": "string"}},
    "chips": {"type": "array", "items": {"type": "string"}},
    "limits": {"type": "string"},
}


def changes_schema() -> dict[str, Any]:
    """The schema of ``changes --geojson``: a FeatureCollection (RFC 7946) with closed properties."""
    ring = {"type": "array", "minItems": 4, "items": {"type": "array", "items": {"type": "number"}, "minItems": 2}}
    geometry = {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"const": "Polygon"}, "coordinates": {"type": "array", "items": ring}},
    }
    properties = {
        "type": "object",
        "required": sorted(CHANGE_PROPERTIES),
        "additionalProperties": False,
        "properties": CHANGE_PROPERTIES,
    }
    feature = {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": geometry,
            "properties": properties,
        },
    }
    return {
        "type": "object",
        "title": "changes",
        "required": ["type", "features"],
        "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": feature}},
    }


def schemas() -> dict[str, str]:
    """File name to text, for every command with a ``--json`` form."""
    found = {
        name: TypeAdapter(form).json_schema(mode="serialization") | {"title": name} for name, form in COMMANDS.items()
    }
    found["changes"] = changes_schema()
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1, ensure_ascii=False
        )
        + "\n"
        for name, schema in found.items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file_name, text in schemas().items():
        (FOLDER / file_name).write_text(text, encoding="utf-8")
