"""Alerts on the desk's pages."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.desk.app import create_app


def test_the_case_page_leads_to_the_alerts_that_it_does_not_show(demo_root: Path) -> None:
    case = Case(demo_root)
    raised = case.store.alerts()
    case.store.close()
    desk = TestClient(create_app(demo_root), base_url="http://127.0.0.1")
    page, whole = desk.get("/").text, desk.get("/alerts").text
    shown = [alert for alert in raised if f'data-ref="{alert.id}"' in page]
    assert 0 < len(shown) < len(raised)
    assert f'<a href="/alerts?unseen=true">All {len(raised)} unseen alerts</a>' in page
    assert all(f'id="{alert.id}"' in whole for alert in raised)


def test_an_outlet_in_its_own_voice_is_named_once(demo_root: Path) -> None:
    case = Case(demo_root)
    own = [quote for alert in case.store.alerts() for quote in alert.quotes if quote.speaker == quote.outlet]
    case.store.close()
    assert own
    page = " ".join(
        re.sub(
            r"<[^>]+>", " ", TestClient(create_app(demo_root), base_url="http://127.0.0.1").get("/alerts").text
        ).split()
    )
    assert f"{own[0].outlet}, {own[0].outlet}" not in page


def test_the_words_of_a_denial_are_not_shown_as_what_the_denier_says(demo_root: Path) -> None:
    case = Case(demo_root)
    denials = [quote for alert in case.store.alerts() for quote in alert.quotes if quote.stance == "denies"]
    case.store.close()
    assert denials
    page = TestClient(create_app(demo_root), base_url="http://127.0.0.1").get("/alerts").text
    assert f"</a> denied by {denials[0].speaker}" in page
