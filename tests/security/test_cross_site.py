"""What a page of the desk lets another site, or the words of another site, do: nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hostile_case import ATTACKS, LINK, SCRIPT, acting, crawled, filled, local, routes, state
from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.exchange.formats import export

INBOX = "/inbox"
"""It has a token of its own, in a header that no form can send."""


def test_stored_xss(desk: TestClient, hostile_case: Case) -> None:
    """Titles, texts, outlets, places, names, notes, hypotheses, drafts and alerts that attack are shown as text."""
    pages = crawled(desk)
    ids = [item.id for group in (hostile_case.store.statements(), hostile_case.store.documents()) for item in group]
    for id in ids:
        pages[f"/why/{id}"] = desk.get(f"/why/{id}").text
    assert len([page for page in pages.values() if page]) > 20
    assert {address: acting(page) for address, page in pages.items() if acting(page)} == {}
    shown = "".join(pages.values())
    assert "&lt;script&gt;owned()" in shown, "the attacks were on the pages"
    assert "49" not in re.findall(r"Herald ([^<\s]+)", shown)


def test_stored_xss_in_what_is_published(hostile_case: Case, tmp_path: Path) -> None:
    briefs = sorted((hostile_case.root / "briefs").glob("*.html"))
    assert briefs
    for brief in briefs:
        page = brief.read_text("utf-8")
        assert "owned()" in page
        data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert all(json.loads(text) for text in data), brief.name
        # A brief is one file: it may hold our own script, which no attack may be part of.
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        assert [found for found in acting(page) if found != "script {}"] == [], brief.name
        assert not any("owned" in script for script in scripts), brief.name
    [timeline] = export(hostile_case, "timelinejs", tmp_path / "timeline.json")
    assert SCRIPT not in timeline.read_text("utf-8")


def test_reflected_xss(desk: TestClient) -> None:
    """Whatever stands in an address comes back as text, and no redirect leads elsewhere."""
    asked = ("q", "since", "from", "to", "clock", "site", "only", "learned", "before", "after", "draft", "correct")
    paths = routes(desk, writing=False)
    for attack in ("".join(ATTACKS), LINK, "//evil.example"):
        for path in paths:
            for address in dict.fromkeys((filled(path, attack), filled(path, "ormond-point"))):
                answer = desk.get(address, params=dict.fromkeys((*asked, "to", "done"), attack), follow_redirects=False)
                assert answer.status_code < 500, address
                assert local(answer.headers.get("location", "/")), address
                if "html" in answer.headers.get("content-type", ""):
                    assert acting(answer.text) == [], address


def test_every_answer_bears_the_policy(desk: TestClient, hostile_case: Case) -> None:
    document = next(item.id for item in hostile_case.store.documents() if item.media_type == "text/html")
    for address in ("/", "/claims", "/nowhere", "/static/desk.css", "/search?q=x", f"/document/{document}/captured"):
        headers = desk.get(address).headers
        assert "default-src" in headers["content-security-policy"], address
        assert "script-src" not in headers["content-security-policy"], address
        assert headers["x-content-type-options"] == "nosniff", address
    assert desk.get(f"/document/{document}/captured").headers["content-security-policy"].startswith("sandbox;")


FORM: dict[str, Any] = {"value": "true", "kind": "same", "text": "x", "letter": "A", "name": "Eve", "state": "seen"}


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_csrf(desk: TestClient, hostile_copy: Path, headers: dict[str, str]) -> None:
    """No route that writes heeds a form that another site sent, with the session's cookie or without."""
    token = re.search(r'name="csrf" value="(\w+)"', desk.get("/").text)
    assert token
    before = state(hostile_copy)
    fields = FORM | ({"csrf": token[1]} if headers else {})
    writing = [path for path in routes(desk, writing=True) if path != INBOX]
    assert len(writing) > 10
    for path in writing:
        if path == "/enter" and not headers:
            continue
        answer = desk.post(filled(path, "june"), data=fields, headers=headers, follow_redirects=False)
        assert answer.status_code == 403, path
    assert state(hostile_copy) == before


def test_csrf_on_the_inbox(desk: TestClient, hostile_copy: Path) -> None:
    before = state(hostile_copy)
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        answer = desk.post(
            INBOX, json={"url": "https://quay.example/1", "html": "<p>A crane left.</p>"}, headers=headers
        )
        assert answer.status_code == 401
    assert state(hostile_copy) == before


def test_csrf_by_links(desk: TestClient, hostile_copy: Path) -> None:
    """No address that is only read changes anything: an image tag on another site can ask for every one of them."""
    before = state(hostile_copy)
    for path in routes(desk, writing=False):
        for value in ("june", "ormond-point"):
            desk.get(filled(path, value), params={"value": "true", "kind": "same"}, follow_redirects=False)
    for path in routes(desk, writing=True):
        assert desk.get(filled(path, "june"), follow_redirects=False).status_code in (404, 405, 200, 400, 303), path
    assert state(hostile_copy) == before
