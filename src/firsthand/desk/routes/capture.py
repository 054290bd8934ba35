"""Where captures arrive. The only address that other sites may reach, and only with the inbox's own token."""

from __future__ import annotations

import math
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response

from firsthand.collect.documents import HTML, TEXT
from firsthand.desk.described import Answers, turned_away
from firsthand.desk.frame import Frame
from firsthand.desk.inbox import (
    ARCHIVE_ENDINGS,
    JSON,
    MOST_A_MINUTE,
    MOST_BYTES,
    Rate,
    Sent,
    Upload,
    bookmarklet,
    may_send,
    take,
    token,
)
from firsthand.desk.security import INBOX, visitor
from firsthand.desk.shelf import Shelf
from firsthand.errors import FirsthandError, InputError

CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Private-Network": "true",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
NEW: Answers = {201: {"description": "Kept", "content": {JSON: {}}}}
ASKED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": Sent.model_json_schema()}}
        | {kind: {"schema": {"type": "string"}} for kind in (HTML, TEXT, *ARCHIVE_ENDINGS)},
    },
    "parameters": [
        {"name": name, "in": where, "schema": {"type": "string"}}
        for name, where in (("url", "query"), ("title", "query"), ("authorization", "header"))
    ],
}
"""What is read by hand, so that nothing of a stranger's request is read before the token."""


def router(frame: Frame) -> APIRouter:
    routes = APIRouter()
    rate = Rate()
    shelf = frame.shelf

    @routes.get("/capture", response_class=HTMLResponse)
    def capture_page(request: Request) -> HTMLResponse:
        held = token(shelf.case()) if visitor().may_work else ""
        address = str(request.url.replace(path=INBOX, query=""))
        page = frame.page(
            "capture.html",
            here="capture",
            address=address,
            token=held,
            bookmark=bookmarklet(address, held) if held else "",
            most_mb=MOST_BYTES // 2**20,
            most_a_minute=MOST_A_MINUTE,
        )
        return HTMLResponse(page)

    @routes.options(INBOX, status_code=204, response_class=Response)
    def preflight() -> Response:
        return Response(status_code=204, headers=CROSS_ORIGIN)

    @routes.post(INBOX, responses=turned_away(JSON) | NEW, openapi_extra=ASKED)
    async def capture(request: Request) -> Response:
        # The token first: nothing of a stranger's request is read.
        if not may_send(shelf.case(), request.headers.get("authorization", "")):
            return _said(401, "the token is missing or wrong; `firsthand desk --inbox` opens the inbox")
        wait_s = rate.wait_s()
        if wait_s:
            return _said(429, "too many at once", {"Retry-After": str(math.ceil(wait_s))})
        data = await _body(request)
        if data is None:
            return _said(413, f"longer than {MOST_BYTES // 2**20} MB")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        asked = request.query_params
        return await run_in_threadpool(_taken, shelf, Upload(data, kind, asked.get("url", ""), asked.get("title", "")))

    return routes


def _taken(shelf: Shelf, upload: Upload) -> Response:
    try:
        found = take(shelf.case(), upload)
    except InputError as err:
        return _said(422, f"{err.thing}: {err.message}" if err.thing else err.message)
    except FirsthandError as err:
        return _said(503, err.message)
    held: dict[str, Any] = {
        "message": found.message,
        "new": found.new,
        "documents": list(found.documents),
        "problems": [f"{item.thing}: {item.message}" for item in found.problems],
    }
    return JSONResponse(held, 201 if found.new else 200, CROSS_ORIGIN)


def _said(status: int, message: str, more: dict[str, str] | None = None) -> Response:
    return JSONResponse({"message": message}, status, CROSS_ORIGIN | (more or {}))


async def _body(request: Request) -> bytes | None:
    """The body, or ``None`` when it is too long, whatever its headers say."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > MOST_BYTES:
        return None
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)
