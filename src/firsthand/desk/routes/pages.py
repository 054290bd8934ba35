"""The pages of the case, its sites, their changes, the lists, the search and the brief."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Header, Query, Response
from fastapi.responses import HTMLResponse

from firsthand.desk import tiles
from firsthand.desk.days import asked_day
from firsthand.desk.pages.chronicle import Span, span_of
from firsthand.desk.pages.lists import Asked, Lists
from firsthand.desk.pages.places import Pages
from firsthand.desk.policy import content_policy
from firsthand.desk.visits import COOKIE, KEPT, Visit, visit
from firsthand.publish.templating import stylesheet

LONGEST_QUERY = 400
LONGEST = Query(max_length=100)
Text = Annotated[str, LONGEST]


def asked_span(
    clock: Text = "published",
    first: Annotated[str, Query(alias="from", max_length=30)] = "",
    last: Annotated[str, Query(alias="to", max_length=30)] = "",
) -> Span:
    return span_of(clock, first, last)


def asked_list(
    site: Text = "",
    only: Text = "",
    learned: Text = "",
    first: Annotated[str, Query(alias="from", max_length=30)] = "",
    last: Annotated[str, Query(alias="to", max_length=30)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Asked:
    return Asked(site=site, start=first, end=last, only=only, learned=learned, page=page)


def router(pages: Pages) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)
    _case_pages(routes, pages)
    _site_pages(routes, pages)
    _list_pages(routes, pages)

    @routes.get("/change/{change_id}")
    def change_page(change_id: str) -> str:
        return pages.change(change_id)

    @routes.get("/brief/{site_id}")
    def brief_page(site_id: str) -> Response:
        # The brief carries its style sheet inside; its hash lets that one sheet in and nothing else.
        policy = content_policy(styles=[stylesheet("house.css", "brief.css")])
        return HTMLResponse(pages.brief(site_id), headers={"Content-Security-Policy": policy})

    return routes


def _case_pages(routes: APIRouter, pages: Pages) -> None:
    @routes.get("/")
    def case_page(
        since: Annotated[str, Query(max_length=30)] = "",
        kept: Annotated[str, Cookie(alias=COOKIE)] = "",
    ) -> Response:
        now = datetime.now(UTC)
        here = visit(kept, now)
        asked = asked_day(since)
        shown = Visit(asked, False, here.cookie) if asked else here
        answer = _mapped(pages, pages.case(shown, now))
        seconds = int(KEPT.total_seconds())
        answer.set_cookie(COOKIE, here.cookie, max_age=seconds, httponly=True, samesite="strict", path="/")
        return answer


def _site_pages(routes: APIRouter, pages: Pages) -> None:
    @routes.get("/site/{site_id}")
    def site_page(site_id: str, span: Annotated[Span, Depends(asked_span)]) -> Response:
        return _mapped(pages, pages.site(site_id, span))

    @routes.get("/site/{site_id}/timeline")
    def site_timeline(site_id: str, span: Annotated[Span, Depends(asked_span)]) -> str:
        return pages.timeline(site_id, span)

    @routes.get("/site/{site_id}/compare")
    def compare_page(site_id: str, before: Text = "", after: Text = "") -> str:
        return pages.compare(site_id, before, after)

    @routes.get("/site/{site_id}/activity")
    def activity_page(site_id: str, wants: Annotated[str, Header(alias="X-Fragment")] = "") -> str:
        return pages.activity(site_id, bool(wants))

    @routes.get("/site/{site_id}/passes")
    def passes_page(site_id: str, wants: Annotated[str, Header(alias="X-Fragment")] = "") -> str:
        return pages.passes(site_id, bool(wants))


def _list_pages(routes: APIRouter, pages: Pages) -> None:
    lists = Lists(pages.frame)

    @routes.get("/claims")
    def claims_page(asked: Annotated[Asked, Depends(asked_list)]) -> str:
        return lists.claims(asked)

    @routes.get("/reports")
    def reports_page(asked: Annotated[Asked, Depends(asked_list)]) -> str:
        return lists.reports(asked)

    @routes.get("/search")
    def search_page(q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "") -> str:
        return pages.search(q)


def _mapped(pages: Pages, html: str) -> HTMLResponse:
    """A page with a map: the host that the case takes tiles from is let in."""
    host = tiles.host(pages.shelf.case())
    policy = content_policy(hosts=[host] if host else [])
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})
