"""A page's records are the brief's, bounded; the timeline under three clocks; lists by the page; the map's data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.desk import looking
from firsthand.desk.app import create_app
from firsthand.desk.digest import claim_alone, digest
from firsthand.desk.frame import link
from firsthand.desk.pages.chronicle import MOST_MARKS, Span, chronicle, span_of
from firsthand.desk.pages.mapped import case_map, site_map
from firsthand.errors import UnknownSiteError, UsageError
from firsthand.model import Alert, AlertMark
from firsthand.publish.brief.compose import compose
from firsthand.publish.dossier import gather
from firsthand.store.desk import Day

SITE = "ormond-point"


def test_where_little_is_held_a_page_says_what_the_brief_says(desk_case: Case) -> None:
    page, brief = digest(desk_case, SITE).text, compose(gather(desk_case, SITE))
    for part in ("key", "looks", "changes", "promises", "rivals", "gaps"):
        assert getattr(page, part) == getattr(brief, part), part
    assert [block.heading for block in page.claims] == [block.heading for block in brief.claims]


def test_a_digest_counts_what_it_does_not_hold(desk_case: Case) -> None:
    held = digest(desk_case, SITE)
    assert (held.claims, held.reports) == (len(gather(desk_case, SITE).claims), len(gather(desk_case, SITE).reports))
    assert all(document.text == "" for document in held.newest)
    with pytest.raises(UnknownSiteError):
        digest(desk_case, "nowhere")


def test_a_claim_alone_has_its_members_and_judgement(desk_case: Case) -> None:
    file = claim_alone(desk_case, "claim-stand")
    whole = next(item for item in gather(desk_case, SITE).claims if item.claim.id == "claim-stand")
    assert (file.claim, file.assessment) == (whole.claim, whole.assessment)
    assert {told.statement.id for told in file.told} == {told.statement.id for told in whole.told}


@pytest.mark.parametrize(("clock", "reports"), [("published", 5), ("learned", 5), ("happened", 0)])
def test_each_clock_has_its_lanes(desk_case: Case, clock: str, reports: int) -> None:
    dossier = digest(desk_case, SITE).dossier
    held = chronicle(desk_case, dossier, Span(clock), link)
    drawn = str(held.wide)
    assert len(re.findall(r'href="/document/', drawn)) == reports
    assert 'href="/change/change-stand"' in drawn
    assert held.clock == clock
    if clock == "learned":
        captured = max(seen.scene.captured for seen in dossier.seen)
        assert f'data-last="{captured.year}' in drawn


def test_a_zoomed_timeline_shows_what_meets_its_span(desk_case: Case) -> None:
    dossier = digest(desk_case, SITE).dossier
    held = chronicle(desk_case, dossier, span_of("published", "2031-03-10", "2031-03-14"), link)
    assert len(re.findall(r'href="/document/', str(held.wide))) == 2
    assert {"earlier", "later", "farther", "all"} <= set(held.moves)
    assert "from=2031-03-10" in held.clocks["happened"]


def test_too_many_marks_become_columns_that_lead_to_lists(desk_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime(2031, 1, 1, tzinfo=UTC)
    days = [
        Day((start + timedelta(days=number)).date().isoformat(), look, MOST_MARKS)
        for number in range(40)
        for look in ("against", "report")
    ]
    monkeypatch.setattr(type(desk_case.store), "report_days", lambda self, site, clock: days)
    held = chronicle(desk_case, digest(desk_case, SITE).dossier, Span(), link)
    columns = re.findall(r'aria-label="(\d+) reports, [^;"]+; (\d+) against"', str(held.wide))
    assert sum(int(count) for count, _ in columns) == 40 * 2 * MOST_MARKS
    assert sum(int(count) for _, count in columns) == 40 * MOST_MARKS
    assert "/reports?site=ormond-point&amp;from=2031-01-" in str(held.wide)
    assert len(str(held.narrow)) < len(str(held.wide))


def test_a_span_is_asked_for_in_dates_and_known_clocks() -> None:
    assert span_of("happened", "", "") == Span("happened")
    short = span_of("published", "2031-03-10", "2031-03-10")
    assert short.first and short.last and short.last > short.first
    for wrong in (("noon", "", ""), ("published", "yesterday", "")):
        with pytest.raises(UsageError):
            span_of(*wrong)


def test_the_first_pair_is_the_first_and_last_usable_look(desk_case: Case) -> None:
    dossier = digest(desk_case, SITE).dossier
    pair = looking.two_dates(dossier.seen)
    assert pair is not None
    usable = [seen.scene.id for seen in dossier.seen if seen.usable]
    assert (pair.before_id, pair.after_id) == (usable[0], usable[-1])
    assert looking.two_dates(dossier.seen[:1]) is None
    with pytest.raises(UsageError):
        looking.two_dates(dossier.seen, "scene-none", pair.after_id)


def test_pictures_of_a_pair_show_the_same_ground(client: TestClient, desk_case: Case) -> None:
    first, *_, last = digest(desk_case, SITE).dossier.usable
    for side in ("before", "after"):
        answer = client.get(f"/pair/{first.scene.id}/{last.scene.id}/{side}.jpg")
        assert (answer.status_code, answer.content[:2]) == (200, b"\xff\xd8")
    assert client.get(f"/pair/{first.scene.id}/{last.scene.id}/middle.jpg").status_code == 404
    assert client.get(f"/pair/{first.scene.id}/none/after.jpg").status_code == 404
    sheet = client.get(f"/site/{SITE}/sheet.png")
    assert sheet.content[:4] == b"\x89PNG"


def test_the_map_holds_shapes_changes_and_the_picture(desk_case: Case) -> None:
    held = site_map(desk_case, digest(desk_case, SITE).dossier)
    kinds = {feature["properties"]["kind"] for feature in held["features"]}
    assert {"site", "change"} <= kinds
    change = next(item for item in held["features"] if item["properties"]["kind"] == "change")
    assert change["properties"]["href"] == "/change/change-stand"
    assert held["picture"]["href"].startswith("/scene/")
    assert held["tiles"] is None
    whole = case_map(desk_case)
    assert {item["properties"]["href"] for item in whole["features"]} == {"/site/ormond-point", "/site/velm-works"}


def test_lists_go_by_pages_and_say_their_scope(
    client: TestClient, desk_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = len(desk_case.store.documents())
    monkeypatch.setattr("firsthand.desk.pages.lists.A_PAGE", 3)
    first = client.get("/reports").text
    assert f"1–3 of {total}" in first
    assert 'rel="next" href="/reports?page=2"' in first
    assert 'rel="prev"' in client.get("/reports?page=2").text
    march = client.get("/reports?site=ormond-point&from=2031-03-12&to=2031-03-13").text
    assert "Reports of Ormond Point" in march and "12 March 2031 to 13 March 2031" in march
    assert march.count('href="/document/') == 2
    assert "Contested claims" in client.get("/claims?only=contested").text
    assert client.get("/claims?site=nowhere").status_code == 404
    assert client.get("/reports?from=soon").status_code == 400


def test_the_case_page_counts_what_is_new_since_the_last_visit(desk_case: Case) -> None:
    visitor = TestClient(create_app(desk_case.root), base_url="http://127.0.0.1")
    first = visitor.get("/")
    assert "New in the last 7 days" in first.text
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert "New in the last 7 days" in visitor.get("/").text
    since = visitor.get("/?since=2031-01-01").text
    documents = sum(item.captured > datetime(2031, 1, 1, tzinfo=UTC) for item in desk_case.store.documents())
    assert f'<a href="/reports?learned=2031-01-01">{documents}</a>' in since


def test_unseen_alerts_stand_on_the_case_page(desk_case: Case) -> None:
    now = datetime(2031, 4, 1, tzinfo=UTC)
    alert = Alert(
        "alr-1", "Yard work", "change", "A <b>stand</b> went", "", now, now, (SITE,), change_ids=("change-stand",)
    )
    assert "alerts-title" not in TestClient(create_app(desk_case.root), base_url="http://127.0.0.1").get("/").text
    desk_case.store.add_alerts([alert])
    visitor = TestClient(create_app(desk_case.root), base_url="http://127.0.0.1")
    page = visitor.get("/").text
    assert 'href="/change/change-stand">A &lt;b&gt;stand&lt;/b&gt; went</a>' in page
    desk_case.store.add_alert_mark(AlertMark("alr-1", True, "me", now))
    assert "alerts-title" not in visitor.get("/").text


def test_pages_are_small_and_compressed(client: TestClient) -> None:
    for address in ("/", f"/site/{SITE}", "/claim/claim-stand", "/search?q=stand"):
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) <= 30_000, address


def test_a_site_without_anything_has_a_page(desk_case: Case, client: TestClient) -> None:
    held = digest(desk_case, "velm-works")
    bare = replace(held.dossier, claims=(), changes=(), seen=(), commitments=(), rivals=(), statements={})
    empty = replace(bare.site, id="empty")
    nothing = chronicle(desk_case, replace(bare, site=empty), Span(), link)
    assert (nothing.wide, nothing.moves) == ("", {})
    assert client.get("/site/velm-works").status_code == 200
