"""The desk as one application: its routes, the headers of every answer, and friendly pages for errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from firsthand.desk.described import EVERYWHERE
from firsthand.desk.failures import status_of
from firsthand.desk.frame import Frame
from firsthand.desk.pages.editor import EditorPages
from firsthand.desk.pages.judged import JudgingPages
from firsthand.desk.pages.places import Pages
from firsthand.desk.pages.records import RecordPages
from firsthand.desk.policy import HEADERS, HOSTS, with_headers
from firsthand.desk.progress import Runner
from firsthand.desk.routes import actions, capture, editor, files, judging, pages, records, running
from firsthand.desk.security import Access, Door, Sessions, visitor
from firsthand.desk.shelf import Shelf
from firsthand.errors import FirsthandError
from firsthand.nearest import told

STATIC = Path(__file__).parent / "static"
LEAST_GZIP_BYTES = 1000


def create_app(root: Path, access: Access | None = None) -> FastAPI:
    """The desk over the case at ``root``; without ``access`` whoever reaches it may work.

    Raises CaseMissingError, CaseTooNewError, StorageError.
    """
    shelf = Shelf(root)
    frame = Frame(shelf)
    runner = Runner(root)
    door, sessions = access or Access(), Sessions()
    frame.environment.globals |= {"visitor": visitor, "working": runner.state}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        frame.warm()
        yield

    app = FastAPI(title="Firsthand", lifespan=lifespan, openapi_url=None, responses=EVERYWHERE)
    app.add_middleware(Door, access=door, sessions=sessions, refusal=frame.failure)
    # Where a token is asked for, a page that got its own name resolved to this machine gains nothing.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS if door.is_open else ["*"], www_redirect=False)
    app.add_middleware(GZipMiddleware, minimum_size=LEAST_GZIP_BYTES, compresslevel=6)
    app.middleware("http")(with_headers)
    app.include_router(pages.router(Pages(frame)))
    app.include_router(records.router(RecordPages(frame)))
    app.include_router(files.router(shelf))
    app.include_router(judging.router(JudgingPages(frame)))
    app.include_router(editor.router(EditorPages(frame)))
    app.include_router(actions.router(shelf))
    app.include_router(actions.entry_router(frame, door, sessions))
    app.include_router(running.router(runner))
    app.include_router(capture.router(frame))
    _failures(app, frame)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _failures(app: FastAPI, frame: Frame) -> None:
    def page(status: int, heading: str, message: str, remedy: str) -> HTMLResponse:
        return HTMLResponse(frame.failure(heading, message, remedy), status_code=status, headers=dict(HEADERS))

    @app.exception_handler(FirsthandError)
    async def known(request: Request, error: FirsthandError) -> HTMLResponse:
        status, heading = status_of(error)
        if status == 404:
            error = told(frame.shelf.case(), error)
        return page(status, heading, f"{error.thing}: {error.message}" if error.thing else error.message, error.remedy)

    @app.exception_handler(HTTPException)
    async def unrouted(request: Request, error: HTTPException) -> HTMLResponse:
        if error.status_code == 404:
            return page(404, "There is nothing under this address", request.url.path, "start from the case page")
        answer = page(error.status_code, "This cannot be done", str(error.detail), "go back, or to the case page")
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    async def misasked(request: Request, error: RequestValidationError) -> HTMLResponse:
        first = error.errors()[0]
        return page(400, "This cannot be asked", str(first.get("msg", "")), "shorten or mend what was asked for")

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> HTMLResponse:
        what = "the desk met something it was not made for; the terminal that runs it says more"
        return page(500, "Something went wrong", what, "report this as a bug, with what the terminal says")
