"""The pages of one document and of one claim."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import HTMLResponse

from firsthand.desk.pages.records import RecordPages
from firsthand.desk.policy import FRAMED


def router(pages: RecordPages) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/document/{document_id}")
    def document_page(
        document_id: str,
        correct: Annotated[str, Query(max_length=60)] = "",
        wants: Annotated[str, Header(alias="X-Fragment")] = "",
    ) -> str:
        return pages.correction_form(correct) if wants and correct else pages.document(document_id, correct)

    @routes.get("/document/{document_id}/since/{other_id}")
    def revision_page(document_id: str, other_id: str) -> str:
        return pages.revision(document_id, other_id)

    @routes.get("/document/{document_id}/original")
    def original_page(document_id: str) -> str:
        return pages.original(document_id)

    @routes.get("/document/{document_id}/captured")
    def captured(document_id: str) -> Response:
        # Whatever the page holds, it is shown without scripts, forms, other sites or this desk's own origin.
        return Response(pages.captured(document_id), media_type="text/html", headers=FRAMED)

    @routes.get("/claim/{claim_id}")
    def claim_page(claim_id: str) -> str:
        return pages.claim(claim_id)

    return routes
