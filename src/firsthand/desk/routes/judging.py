"""The addresses of the pages on which people weigh."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response
from fastapi.responses import HTMLResponse

from firsthand.desk.forms import Back
from firsthand.desk.pages.judged import JudgingPages


def router(pages: JudgingPages) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)
    _weighing(routes, pages)

    @routes.get("/alerts")
    def alerts_page(unseen: bool = False) -> str:
        return pages.alerts(unseen)

    @routes.get("/decisions")
    def decisions_page() -> str:
        return pages.decisions()

    @routes.get("/why/{id:path}")
    def why_page(id: str, wants: Annotated[str, Header(alias="X-Fragment")] = "") -> str:
        return pages.why(id, bool(wants))

    @routes.get("/statement/{id}", response_class=Back)
    def statement(id: str) -> Response:
        return Back(pages.statement_page(id))

    return routes


def _weighing(routes: APIRouter, pages: JudgingPages) -> None:
    @routes.get("/boards")
    def boards_page() -> str:
        return pages.boards()

    @routes.get("/board/{board_id}")
    def board_page(board_id: str) -> str:
        return pages.board(board_id)

    @routes.get("/commitments")
    def commitments_page(open: bool = False) -> str:
        return pages.commitments(open)

    @routes.get("/commitment/{id}")
    def commitment_page(id: str) -> str:
        return pages.commitment(id)

    @routes.get("/sources")
    def sources_page() -> str:
        return pages.sources()

    @routes.get("/source/{name:path}")
    def source_page(name: str) -> str:
        return pages.source(name)
