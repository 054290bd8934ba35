"""The pages of one document and of one claim."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from firsthand.desk.record_pages import RecordPages


def router(pages: RecordPages) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/document/{document_id}")
    def document_page(document_id: str) -> str:
        return pages.document(document_id)

    @routes.get("/claim/{claim_id}")
    def claim_page(claim_id: str) -> str:
        return pages.claim(claim_id)

    return routes
