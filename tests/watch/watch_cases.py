"""A small simulated series and makers of cases that hold it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import rasterio
from rasterio.warp import transform_bounds

from firsthand.case import Case
from firsthand.model import Scene
from firsthand.simulate.spec import (
    ASPHALT,
    CONCRETE,
    GRAVEL,
    METAL_ROOF,
    RED_PAINT,
    Acquisition,
    Sensor,
    SeriesSpec,
    Thing,
    ThingClass,
)

SITE = ("place", -35.5, 41.2)
BANDS = ("blue", "green", "red", "nir")
COARSE = Sensor("C", 10.0, 600.0, (*BANDS, "swir1", "swir2"), "uint16", 10000)
FINE = Sensor("F", 0.5, 70.0, BANDS, "uint8", 400, noise=0.004)

FLAT, MOVABLE = ThingClass.GROUND, ThingClass.MOVABLE


def day(month: int, number: int, hour: int = 13) -> datetime:
    return datetime(2025, month, number, hour, 20, tzinfo=UTC)


THINGS = (
    Thing("yard", "yard", 0, 0, 300, 260, 0, GRAVEL, FLAT),
    Thing("lane", "lane", 20, 0, 8, 240, 0, ASPHALT, FLAT),
    Thing("pad", "pad", -90, 70, 60, 50, 0, CONCRETE, FLAT),
    Thing("shed", "shed", 100, -80, 40, 30, 8, METAL_ROOF),
    Thing("tower", "tower", -90, 70, 40, 30, 15, METAL_ROOF, vanishes=day(6, 20)),
    Thing("hall", "hall", 90, 60, 40, 40, 10, METAL_ROOF, appears=day(7, 20)),
    Thing("trailer", "trailer", -10, -10, 14, 4, 4, RED_PAINT, MOVABLE, appears=day(6, 10), vanishes=day(7, 1)),
)
ACQUISITIONS = (
    Acquisition("C", day(4, 1)),
    Acquisition("C", day(4, 20), 0.2, 0.1, (0.6, -0.8)),
    Acquisition("C", day(5, 10), 0.0, 0.5, (-0.7, 0.5)),
    Acquisition("C", day(6, 1), 0.0, 0.0, (1.3, 0.6)),
    Acquisition("C", day(6, 15), 0.95, 0.0, (0.5, 0.5)),
    Acquisition("C", day(6, 28), 0.0, 0.1, (-0.5, -1.1)),
    Acquisition("C", day(7, 15), 0.0, 0.0, (0.8, 0.4)),
    Acquisition("C", day(8, 1), 0.0, 0.1, (-0.6, 0.9)),
    Acquisition("C", day(8, 20), 0.0, 0.0, (0.5, -0.5)),
    Acquisition("F", day(5, 2)),
    Acquisition("F", day(6, 5), 0.0, 0.1, (1.2, -0.7)),
    Acquisition("F", day(6, 22, 10), 0.0, 0.0, (-0.5, 1.4)),
    Acquisition("F", day(7, 10), 0.0, 0.1, (0.6, 0.8)),
)
SPEC = SeriesSpec(*SITE, 32625, THINGS, (COARSE, FINE), ACQUISITIONS)


def sites_json(lon: float = SITE[1], lat: float = SITE[2]) -> str:
    point = {"type": "Point", "coordinates": [lon, lat]}
    properties = {"id": "place", "name": "The Place", "radius_m": 50}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def add_scene(case: Case, path: Path) -> Scene:
    """Archive one file and store its scene, as the collect stage does."""
    with rasterio.open(path) as source:
        tags = source.tags()
        bounds = transform_bounds(source.crs, "EPSG:4326", *source.bounds)
        size, gsd_m, crs = (source.width, source.height), source.res[0], str(source.crs)
        bands = tuple(name or "" for name in source.descriptions)
    scene = Scene(
        id=f"scene-{path.stem}",
        site_id="place",
        name=path.name,
        sha256=case.archive(path.read_bytes()),
        taken=datetime.fromisoformat(tags["TAKEN"]),
        sensor=tags["SENSOR"],
        gsd_m=gsd_m,
        crs=crs,
        bounds=bounds,
        width_px=size[0],
        height_px=size[1],
        bands=bands,
        captured=datetime(2025, 12, 1, tzinfo=UTC),
    )
    case.store.put_scene(scene)
    return scene


def new_case(root: Path) -> Case:
    Case.create(root, "Invented", fictional=True).store.close()
    (root / "sites.geojson").write_text(sites_json())
    return Case(root)
