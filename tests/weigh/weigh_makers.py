"""One-line makers of claims, scenes, looks and changes; all invented."""

from __future__ import annotations

from typing import Any

from makers import OUTLETS, moment

from firsthand.model import (
    Change,
    ChangeKind,
    Claim,
    Document,
    Look,
    Scene,
    Site,
    SitePart,
    Statement,
    content_id,
)
from firsthand.trace.tracer import TraceContext, trace_statements
from firsthand.weigh.images import ImageRecord


def square(side_m: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    """A square footprint on the equator, ``side_m`` metres wide."""
    side = side_m / 111_320
    return (((0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)),)


STAND = SitePart("brack-stand", "engine test stand", ("test stand",), "test stand", square(30))
YARD = SitePart("brack-yard", "transfer yard", (), "yard", square(80))
SITE = Site("brack", "Brack Test Site", 0.0, 0.0, 100.0, parts=(STAND, YARD))


def claims_of(*pairs: tuple[Document, Statement]) -> tuple[Claim, ...]:
    documents = list(dict.fromkeys(document for document, _ in pairs))
    return trace_statements(documents, [item for _, item in pairs], TraceContext(OUTLETS, (SITE,))).claims


def scene(day: float, gsd_m: float = 0.5) -> Scene:
    return Scene(
        id=content_id("scn", day, gsd_m),
        site_id="brack",
        name=f"{day}.tif",
        sha256="0" * 64,
        taken=moment(day),
        sensor="invented",
        gsd_m=gsd_m,
        crs="EPSG:4326",
        bounds=(0, 0, 1, 1),
        width_px=1,
        height_px=1,
        bands=("red",),
        captured=moment(day),
    )


def look(of: Scene, reason: str = "") -> Look:
    return Look(of.id, of.site_id, 0.0 if reason else 1.0, (0.0, 0.0), True, reason)


def change(before: Scene, after: Scene, kind: ChangeKind, part: str | None = STAND.id, **more: Any) -> Change:
    fields: dict[str, Any] = {
        "id": content_id("chg", before.id, after.id, kind, part),
        "site_id": "brack",
        "polygon": square(20),
        "before": before.taken,
        "after": after.taken,
        "kind": kind,
        "kind_reason": "",
        "area_m2": 400.0,
        "area_sd_m2": 20.0,
        "strength": 9.0,
        "p_value": 0.001,
        "sensor": "invented",
        "gsd_m": after.gsd_m,
        "scene_ids": (before.id, after.id),
        "part_id": part,
    }
    return Change(**(fields | more))


def record(*scenes: Scene, changes: tuple[Change, ...] = (), clouded: tuple[Scene, ...] = ()) -> ImageRecord:
    looks = [look(item) for item in scenes] + [look(item, "cloud") for item in clouded]
    return ImageRecord((SITE,), (*scenes, *clouded), tuple(looks), changes)
