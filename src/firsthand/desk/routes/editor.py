"""The addresses of the brief editor."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse

from firsthand.desk.forms import Back, DraftForm, Posted, back_to
from firsthand.desk.pages.editor import EditorPages, told
from firsthand.desk.policy import content_policy
from firsthand.publish.drafts.checker import check_text
from firsthand.publish.drafts.shelf import delete_draft, publish_draft, save_draft
from firsthand.publish.templating import stylesheet


def router(pages: EditorPages) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)
    shelf = pages.shelf

    @routes.get("/drafts")
    def drafts_page() -> str:
        return pages.drafts()

    @routes.get("/brief/{site_id}/edit")
    def editor_page(site_id: str, after: BackgroundTasks, draft: Annotated[str, Query(max_length=80)] = "") -> str:
        page = pages.editor(site_id, draft)
        after.add_task(pages.warm, site_id)
        return page

    @routes.get("/draft/{id}/published")
    def published_page(id: str) -> Response:
        policy = content_policy(styles=[stylesheet("house.css", "brief.css")])
        return HTMLResponse(pages.published(id), headers={"Content-Security-Policy": policy})

    @routes.post("/check", response_class=JSONResponse)
    def check(form: Annotated[DraftForm, Form()]) -> Response:
        return JSONResponse(told(check_text(shelf.case(), form.subject, form.text)))

    @routes.post("/draft/{id}/save", response_class=Back)
    def save(id: str, form: Annotated[DraftForm, Form()]) -> Response:
        save_draft(shelf.case(), id, _lines(form.text), form.subject)
        return back_to(form.back)

    @routes.post("/draft/{id}/publish", response_class=Back)
    def publish(id: str, form: Annotated[DraftForm, Form()]) -> Response:
        save_draft(shelf.case(), id, _lines(form.text), form.subject)
        publish_draft(shelf.case(), id)
        return back_to(f"/draft/{id}/published")

    @routes.post("/draft/{id}/delete", response_class=Back)
    def delete(id: str, form: Annotated[Posted, Form()]) -> Response:
        delete_draft(shelf.case(), id)
        return back_to("/drafts")

    return routes


def _lines(text: str) -> str:
    """Browsers send lines that end in CR LF."""
    return text.replace("\r\n", "\n")
