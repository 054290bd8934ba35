"""A static STAC 1.1.0 catalogue of scenes and changes (https://github.com/radiantearth/stac-spec/tree/v1.1.0).

One collection of scenes and one of changes for each site, with small pictures as thumbnails. Links are relative, so
the folder can be put on any web server. The images themselves stay in the case; their SHA-256 and, where they were
fetched, the address they came from stand with each item.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from firsthand.case import Case
from firsthand.exchange import shapes
from firsthand.exchange.holdings import Holdings
from firsthand.exchange.shapes import Box
from firsthand.exchange.writing import json_bytes, write_folder
from firsthand.model import Change, Scene, Site
from firsthand.outgoing import instant, web_address
from firsthand.publish.drawing.pictures import chip_bytes, media_type, scene_view

VERSION = "1.1.0"
THUMBNAIL_PX = 256
_EO = "https://stac-extensions.github.io/eo/v1.1.0/schema.json"
_VIEW = "https://stac-extensions.github.io/view/v1.0.0/schema.json"

Json = dict[str, Any]


def write_stac(case: Case, held: Holdings, folder: Path) -> Path:
    """Write the catalogue into ``folder``; returns ``catalog.json``. Raises IntegrityError, StorageError."""
    files: dict[str, bytes] = {}
    children = []
    for site in held.sites:
        for collection in (_scenes(case, held, site, files), _changes(case, held, site, files)):
            if collection:
                files[f"{collection['id']}/collection.json"] = json_bytes(collection)
                children.append(_link("child", f"./{collection['id']}/collection.json", collection["title"]))
    note = "Invented material: this case is fictional. " if held.fictional else ""
    catalog = {
        "type": "Catalog",
        "stac_version": VERSION,
        "id": "firsthand",
        "title": held.title,
        "description": f"{note}Images of places under watch, and the changes seen between them.",
        "links": [_link("root", "./catalog.json"), _link("self", "./catalog.json"), *children],
    }
    write_folder(folder, {"catalog.json": json_bytes(catalog), **files})
    return folder / "catalog.json"


def _link(rel: str, href: str, title: str = "") -> Json:
    return {"rel": rel, "href": href, "type": "application/json"} | ({"title": title} if title else {})


# ---- collections -----------------------------------------------------------------------------------------------------


def _scenes(case: Case, held: Holdings, site: Site, files: dict[str, bytes]) -> Json | None:
    scenes = [scene for scene in held.scenes.values() if scene.site_id == site.id]
    name = f"{site.id}-scenes"
    for scene in scenes:
        item = _scene(held, scene, name)
        view = scene_view(case, scene, scene.bounds, THUMBNAIL_PX)
        if view:
            files[f"{name}/{scene.id}/thumbnail.jpg"] = view
            item["assets"]["thumbnail"] = _asset("thumbnail.jpg", "image/jpeg", "thumbnail")
        files[f"{name}/{scene.id}/item.json"] = json_bytes(item)
    times = [(scene.taken, scene.taken) for scene in scenes]
    boxes = [scene.bounds for scene in scenes]
    ids = [scene.id for scene in scenes]
    return _collection(name, f"Images of {site.name}", ids, boxes, [edge for pair in times for edge in pair])


def _changes(case: Case, held: Holdings, site: Site, files: dict[str, bytes]) -> Json | None:
    changes = [change for change in held.changes if change.site_id == site.id]
    name = f"{site.id}-changes"
    for change in changes:
        item = _change(held, change, name)
        for chip in change.chips:
            data = chip_bytes(case, chip)
            if data:
                files[f"{name}/{change.id}/{chip.name}"] = data
                item["assets"][Path(chip.name).stem] = _asset(chip.name, media_type(chip.name), "overview")
        files[f"{name}/{change.id}/item.json"] = json_bytes(item)
    boxes = [shapes.box_of(change.polygon) for change in changes]
    times = [edge for change in changes for edge in (change.before, change.after)]
    return _collection(name, f"Changes at {site.name}", [change.id for change in changes], boxes, times)


def _collection(name: str, title: str, ids: list[str], boxes: Sequence[Box], times: Sequence[Any]) -> Json | None:
    if not ids:
        return None
    return {
        "type": "Collection",
        "stac_version": VERSION,
        "id": name,
        "title": title,
        "description": title,
        "license": "proprietary",
        "extent": {
            "spatial": {"bbox": [list(shapes.union(boxes))]},
            "temporal": {"interval": [[instant(min(times)), instant(max(times))]]},
        },
        "links": [
            _link("root", "../catalog.json"),
            _link("parent", "../catalog.json"),
            _link("self", "./collection.json"),
            *(_link("item", f"./{id}/item.json") | {"type": "application/geo+json"} for id in ids),
        ],
    }


# ---- items -----------------------------------------------------------------------------------------------------------


def _scene(held: Holdings, scene: Scene, collection: str) -> Json:
    look = held.looks.get(scene.id)
    facts = {
        "datetime": instant(scene.taken),
        "created": instant(scene.captured),
        "gsd": scene.gsd_m,
        "platform": scene.platform,
        "eo:cloud_cover": round(scene.cloud_share * 100, 2) if scene.cloud_share is not None else None,
        "view:sun_elevation": scene.sun_elevation_deg,
        "view:sun_azimuth": scene.sun_azimuth_deg,
        "firsthand:sensor": scene.sensor,
        "firsthand:sha256": scene.sha256,
        "firsthand:name": scene.name,
        "firsthand:usable_share": look.usable_share if look else None,
        "firsthand:not_usable": look.reason if look else None,
    }
    item = _item(scene.id, collection, shapes.scene_geometry(scene), scene.bounds, facts)
    if web_address(scene.source):
        item["links"].append({"rel": "via", "href": scene.source.split()[0]})
    return item


def _change(held: Holdings, change: Change, collection: str) -> Json:
    facts = {
        "datetime": None,
        "start_datetime": instant(change.before),
        "end_datetime": instant(change.after),
        "gsd": change.gsd_m,
        "firsthand:kind": change.kind.value,
        "firsthand:kind_reason": change.kind_reason,
        "firsthand:area_m2": change.area_m2,
        "firsthand:area_sd_m2": change.area_sd_m2,
        "firsthand:strength": change.strength,
        "firsthand:p_value": change.p_value,
        "firsthand:limits": change.limits,
    }
    box = shapes.box_of(change.polygon)
    item = _item(change.id, collection, shapes.change_geometry(change), box, facts)
    known = [id for id in change.scene_ids if id in held.scenes]
    item["links"] += [_link("derived_from", f"../../{change.site_id}-scenes/{id}/item.json") for id in known]
    return item


def _item(id: str, collection: str, geometry: Json, box: Box, facts: Json) -> Json:
    kept = {key: value for key, value in facts.items() if key == "datetime" or value not in (None, "")}
    extensions = [
        url for prefix, url in (("eo:", _EO), ("view:", _VIEW)) if any(key.startswith(prefix) for key in kept)
    ]
    return {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": extensions,
        "id": id,
        "collection": collection,
        "geometry": geometry,
        "bbox": list(box),
        "properties": kept,
        "links": [
            _link("root", "../../catalog.json"),
            _link("parent", "../collection.json"),
            _link("collection", "../collection.json"),
            _link("self", "./item.json"),
        ],
        "assets": {},
    }


def _asset(name: str, kind: str, role: str) -> Json:
    return {"href": f"./{name}", "type": kind, "roles": [role]}
