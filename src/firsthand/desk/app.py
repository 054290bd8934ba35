"""The desk's pages. Each route reads records and hands them to a template; every page is made on the server."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from firsthand.desk.failures import status_of
from firsthand.desk.pages import Pages
from firsthand.desk.shelf import Shelf
from firsthand.errors import FirsthandError, UnknownIdError
from firsthand.publish import pictures
from firsthand.publish.templating import stylesheet

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HOSTS = ["127.0.0.1", "localhost"]
"""A page on the web that gets its own name resolved to this machine is turned away (DNS rebinding)."""

SCENE_SIZES_PX = {"small": 260, "large": 1200}
STATIC = Path(__file__).parent / "static"
LONGEST_QUERY = 400


def create_app(root: Path) -> FastAPI:
    """The desk over the case at ``root``. Raises CaseMissingError, CaseTooNewError, StorageError."""
    shelf = Shelf(root)
    pages = Pages(shelf)
    app = FastAPI(title="Firsthand", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)
    app.middleware("http")(_with_headers)
    _page_routes(app, pages)
    _file_routes(app, shelf)
    _failures(app, pages)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


async def _with_headers(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await follow(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _page_routes(app: FastAPI, pages: Pages) -> None:
    html: dict[str, Any] = {"response_class": HTMLResponse}

    @app.get("/", **html)
    def case_page() -> str:
        return pages.case()

    @app.get("/site/{site_id}", **html)
    def site_page(site_id: str) -> str:
        return pages.site(site_id)

    @app.get("/document/{document_id}", **html)
    def document_page(document_id: str) -> str:
        return pages.document(document_id)

    @app.get("/claim/{claim_id}", **html)
    def claim_page(claim_id: str) -> str:
        return pages.claim(claim_id)

    @app.get("/change/{change_id}", **html)
    def change_page(change_id: str) -> str:
        return pages.change(change_id)

    @app.get("/search", **html)
    def search_page(q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "") -> str:
        return pages.search(q)

    @app.get("/brief/{site_id}", **html)
    def brief_page(site_id: str) -> Response:
        return HTMLResponse(pages.brief(site_id), headers={"Content-Security-Policy": _brief_policy()})


def _brief_policy() -> str:
    """The brief carries its style sheet inside; its hash lets that one sheet in and nothing else."""
    digest = hashlib.sha256(stylesheet("house.css", "brief.css").encode()).digest()
    return f"{CONTENT_POLICY}; style-src 'self' 'sha256-{base64.b64encode(digest).decode()}'"


def _file_routes(app: FastAPI, shelf: Shelf) -> None:
    private = {"Cache-Control": "private, max-age=3600"}

    @app.get("/static/house.css")
    def house_css() -> Response:
        return Response(stylesheet("house.css"), media_type="text/css")

    @app.get("/chip/{name:path}")
    def chip(name: str) -> Response:
        case = shelf.case()
        data = pictures.chip_bytes(case, pictures.named_chip(case, name))
        if data is None:
            raise UnknownIdError("this picture is gone", thing=name, remedy="run `firsthand watch`; it cuts it again")
        return Response(data, media_type=pictures.media_type(name), headers=private)

    @app.get("/scene/{scene_id}/{size}")
    def scene(scene_id: str, size: str) -> Response:
        found = shelf.case().store.scene(scene_id)
        if size not in SCENE_SIZES_PX:
            raise UnknownIdError("no such size", thing=size, remedy=f"sizes are {' and '.join(SCENE_SIZES_PX)}")
        data = shelf.scene_view(found, SCENE_SIZES_PX[size])
        if data is None:
            raise UnknownIdError("the archived image is gone", thing=found.name, remedy="collect the scene again")
        return Response(data, media_type="image/jpeg", headers=private)


def _failures(app: FastAPI, pages: Pages) -> None:
    def page(status: int, heading: str, message: str, remedy: str) -> HTMLResponse:
        return HTMLResponse(pages.failure(heading, message, remedy), status_code=status, headers=dict(HEADERS))

    @app.exception_handler(FirsthandError)
    async def known(request: Request, error: FirsthandError) -> HTMLResponse:
        status, heading = status_of(error)
        return page(status, heading, f"{error.thing}: {error.message}" if error.thing else error.message, error.remedy)

    @app.exception_handler(HTTPException)
    async def unrouted(request: Request, error: HTTPException) -> HTMLResponse:
        if error.status_code == 404:
            return page(404, "There is nothing under this address", request.url.path, "start from the case page")
        return page(error.status_code, "This cannot be done", str(error.detail), "go back, or to the case page")

    @app.exception_handler(RequestValidationError)
    async def misasked(request: Request, error: RequestValidationError) -> HTMLResponse:
        first = error.errors()[0]
        return page(400, "This cannot be asked", str(first.get("msg", "")), "shorten or mend what was asked for")

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> HTMLResponse:
        what = "the desk met something it was not made for; the terminal that runs it says more"
        return page(500, "Something went wrong", what, "report this as a bug, with what the terminal says")
