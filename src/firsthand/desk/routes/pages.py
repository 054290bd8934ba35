"""The pages of the case, its sites, their changes, the search and the brief."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from firsthand.desk.pages import Pages
from firsthand.desk.policy import content_policy
from firsthand.publish.templating import stylesheet

LONGEST_QUERY = 400


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/")
    def case_page() -> str:
        return pages.case()

    @routes.get("/site/{site_id}")
    def site_page(site_id: str) -> str:
        return pages.site(site_id)

    @routes.get("/change/{change_id}")
    def change_page(change_id: str) -> str:
        return pages.change(change_id)

    @routes.get("/search")
    def search_page(q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "") -> str:
        return pages.search(q)

    @routes.get("/brief/{site_id}")
    def brief_page(site_id: str) -> Response:
        # The brief carries its style sheet inside; its hash lets that one sheet in and nothing else.
        policy = content_policy(styles=[stylesheet("house.css", "brief.css")])
        return HTMLResponse(pages.brief(site_id), headers={"Content-Security-Policy": policy})

    return routes
