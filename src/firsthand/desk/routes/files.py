"""Pictures and style sheets. Pictures are found by the names that the store holds, never by a path."""

from __future__ import annotations

from fastapi import APIRouter, Response

from firsthand.desk.shelf import Shelf
from firsthand.errors import UnknownIdError
from firsthand.publish import pictures
from firsthand.publish.templating import stylesheet

SCENE_SIZES_PX = {"small": 260, "large": 1200}
PRIVATE = {"Cache-Control": "private, max-age=3600"}


def router(shelf: Shelf) -> APIRouter:
    routes = APIRouter()

    @routes.get("/static/house.css")
    def house_css() -> Response:
        return Response(stylesheet("house.css"), media_type="text/css")

    @routes.get("/chip/{name:path}")
    def chip(name: str) -> Response:
        case = shelf.case()
        data = pictures.chip_bytes(case, pictures.named_chip(case, name))
        if data is None:
            raise UnknownIdError("this picture is gone", thing=name, remedy="run `firsthand watch`; it cuts it again")
        return Response(data, media_type=pictures.media_type(name), headers=PRIVATE)

    @routes.get("/scene/{scene_id}/{size}")
    def scene(scene_id: str, size: str) -> Response:
        found = shelf.case().store.scene(scene_id)
        if size not in SCENE_SIZES_PX:
            raise UnknownIdError("no such size", thing=size, remedy=f"sizes are {' and '.join(SCENE_SIZES_PX)}")
        data = shelf.scene_view(found, SCENE_SIZES_PX[size])
        if data is None:
            raise UnknownIdError("the archived image is gone", thing=found.name, remedy="collect the scene again")
        return Response(data, media_type="image/jpeg", headers=PRIVATE)

    return routes
