"""Pictures, style sheets and map data. Pictures are found by the names that the store holds, never by a path."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from firsthand.desk import tiles
from firsthand.desk.described import kinds
from firsthand.desk.pages.mapped import case_map, site_map
from firsthand.desk.shelf import Shelf
from firsthand.errors import UnknownIdError
from firsthand.geo.outlines import countries_geojson
from firsthand.publish.drawing import pictures
from firsthand.publish.templating import stylesheet

SCENE_SIZES_PX = {"small": 260, "large": 1200}
GEOJSON = "application/geo+json"
PICTURES = ("image/png", "image/jpeg")
PRIVATE = {"Cache-Control": "private, max-age=3600"}
Coordinate = Annotated[int, Path(ge=0, lt=2**26)]
SIDES = ("before.jpg", "after.jpg")


def router(shelf: Shelf) -> APIRouter:
    routes = APIRouter(default_response_class=Response)
    _pictures(routes, shelf)
    _maps(routes, shelf)

    @routes.get("/favicon.ico", status_code=308)
    def icon() -> RedirectResponse:
        return RedirectResponse("/static/icon.svg", 308)

    @routes.get("/static/house.css", responses=kinds("text/css"))
    def house_css() -> Response:
        return Response(stylesheet("house.css"), media_type="text/css")

    return routes


def _pictures(routes: APIRouter, shelf: Shelf) -> None:
    @routes.get("/chip/{name:path}", responses=kinds(*PICTURES))
    def chip(name: str) -> Response:
        data = pictures.chip_bytes(shelf.case(), shelf.chip(name))
        if data is None:
            raise UnknownIdError("this picture is gone", thing=name, remedy="run `firsthand watch`; it cuts it again")
        return Response(data, media_type=pictures.media_type(name), headers=PRIVATE)

    @routes.get("/scene/{scene_id}/{size}", responses=kinds("image/jpeg"))
    def scene(scene_id: str, size: str) -> Response:
        found = shelf.case().store.scene(scene_id)
        if size not in SCENE_SIZES_PX:
            raise UnknownIdError("no such size", thing=size, remedy=f"sizes are {' and '.join(SCENE_SIZES_PX)}")
        data = shelf.scene_view(found, SCENE_SIZES_PX[size])
        if data is None:
            raise UnknownIdError("the archived image is gone", thing=found.name, remedy="collect the scene again")
        return Response(data, media_type="image/jpeg", headers=PRIVATE)

    @routes.get("/pair/{before}/{after}/{side}", responses=kinds("image/jpeg"))
    def pair(before: str, after: str, side: str) -> Response:
        if side not in SIDES:
            raise UnknownIdError("no such side", thing=side, remedy=f"sides are {' and '.join(SIDES)}")
        return Response(shelf.pair(before, after)[SIDES.index(side)], media_type="image/jpeg", headers=PRIVATE)

    @routes.get("/site/{site_id}/sheet.png", responses=kinds("image/png"))
    def sheet(site_id: str) -> Response:
        return Response(shelf.contact_sheet(site_id), media_type="image/png", headers=PRIVATE)


def _maps(routes: APIRouter, shelf: Shelf) -> None:
    @routes.get("/map.json", responses=kinds(GEOJSON))
    def whole_map() -> Response:
        return _geojson(case_map(shelf.case()))

    @routes.get("/site/{site_id}/map.json", responses=kinds(GEOJSON))
    def site_map_data(site_id: str) -> Response:
        return _geojson(site_map(shelf.case(), shelf.digest(site_id).dossier))

    @routes.get("/tiles/{z}/{x}/{y}", responses=kinds(*tiles.MEDIA.values()))
    def tile(z: Coordinate, x: Coordinate, y: Coordinate) -> Response:
        found = tiles.tile(shelf.case(), z, x, y)
        encoding = {"Content-Encoding": found.encoding} if found.encoding else {}
        return Response(found.data, media_type=found.media_type, headers=PRIVATE | encoding)

    @routes.get("/countries.json", responses=kinds(GEOJSON))
    def countries() -> Response:
        return Response(countries_geojson(), media_type=GEOJSON, headers=PRIVATE)


def _geojson(held: dict[str, Any]) -> Response:
    return Response(json.dumps(held, separators=(",", ":")), media_type=GEOJSON)
