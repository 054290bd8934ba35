"""The inbox: only with its token, never too long or too often, and what it takes is kept with its bytes."""

from __future__ import annotations

import stat
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.collect.archives.written import export_wacz
from firsthand.desk import inbox
from firsthand.desk.inbox import TOKEN_FILE, Rate, bookmarklet, make_token
from firsthand.exchange.bag import write_bag

PAGE = (
    "<html><head><title>Hall at Ormond Point grows</title></head><body><article><p>The assembly hall at Ormond Point "
    "has grown, the mayor said on Friday, and the roof is new.</p></article><script>alert(1)</script></body></html>"
)


@pytest.fixture
def bearer(work_case: Case) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(work_case)}"}


def test_the_token_is_made_once_for_this_user_alone(work_case: Case, tmp_path: Path) -> None:
    first = make_token(work_case)
    assert make_token(work_case) == first
    assert stat.S_IMODE((work_case.root / TOKEN_FILE).stat().st_mode) == 0o600
    bag = write_bag(work_case, tmp_path / "bag")
    assert not list(bag.rglob(TOKEN_FILE)), "who gets the case does not get into the desk"


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", "Basic {}", "{}", "Bearer {}x"])
def test_without_its_token_nothing_is_taken(worker: TestClient, work_case: Case, sent: str) -> None:
    before = work_case.store.counts()["document"]
    token = make_token(work_case)
    answer = worker.post("/inbox", json={"text": "x"}, headers={"Authorization": sent.format(token)})
    assert answer.status_code == 401
    assert work_case.store.counts()["document"] == before


def test_an_inbox_that_nobody_opened_takes_nothing(worker: TestClient) -> None:
    for sent in ("", "Bearer ", "Bearer None"):
        assert worker.post("/inbox", json={"text": "x"}, headers={"Authorization": sent}).status_code == 401
    assert "The inbox is closed" in worker.get("/capture").text


def test_a_page_of_a_browser_becomes_a_document_with_its_bytes(
    worker: TestClient, work_case: Case, bearer: dict[str, str]
) -> None:
    sent = {"url": "https://herald.example/hall", "title": "Hall", "html": PAGE}
    headers = bearer | {"Origin": "https://herald.example", "Sec-Fetch-Site": "cross-site"}
    answer = worker.post("/inbox", json=sent, headers=headers)
    assert answer.status_code == 201
    assert answer.headers["access-control-allow-origin"] == "*"
    document = work_case.store.document(answer.json()["documents"][0])
    assert document.url == "https://herald.example/hall"
    assert "The assembly hall at Ormond Point has grown" in document.text
    assert work_case.file_path(document.sha256).read_bytes() == PAGE.encode()
    assert worker.get(f"/document/{document.id}").status_code == 200
    again = worker.post("/inbox", json=sent, headers=bearer)
    assert (again.status_code, again.json()["new"]) == (200, 0)


def test_text_html_and_archives_are_taken(
    worker: TestClient, work_case: Case, bearer: dict[str, str], tmp_path: Path
) -> None:
    text = worker.post(
        "/inbox", json={"title": "A note", "text": "The hall at Ormond Point has grown."}, headers=bearer
    )
    assert work_case.store.document(text.json()["documents"][0]).title == "A note"
    html = worker.post(
        "/inbox?url=https://herald.example/a", content=PAGE, headers=bearer | {"Content-Type": "text/html"}
    )
    assert html.status_code == 201
    wacz = export_wacz(work_case, tmp_path / "page.wacz", html.json()["documents"])
    archive = bearer | {"Content-Type": "application/wacz"}
    assert worker.post("/inbox", content=wacz.read_bytes(), headers=archive).status_code in (200, 201)
    broken = worker.post("/inbox", content=b"no archive", headers=archive)
    assert broken.status_code == 422
    assert str(tmp_path) not in broken.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b'{"url": "https://a.example"}'),
        ("application/json", b'{"url": "file:///etc/passwd", "text": "x"}'),
        ("application/json", b'{"url": "javascript:alert(1)", "text": "x"}'),
        ("image/png", b"\x89PNG"),
        ("", b"x"),
    ],
)
def test_what_is_no_page_is_told(worker: TestClient, bearer: dict[str, str], kind: str, body: bytes) -> None:
    answer = worker.post("/inbox", content=body, headers=bearer | {"Content-Type": kind})
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_too_long_is_refused_also_when_it_hides_its_length(
    worker: TestClient, bearer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firsthand.desk.routes.capture.MOST_BYTES", 1000)
    headers = bearer | {"Content-Type": "text/html"}
    assert worker.post("/inbox", content=b"x" * 1001, headers=headers).status_code == 413
    assert worker.post("/inbox", content=(b"x" * 400 for _ in range(4)), headers=headers).status_code == 413


def test_too_many_at_once_are_asked_to_wait(worker: TestClient, bearer: dict[str, str]) -> None:
    sent = [worker.post("/inbox", json={}, headers=bearer).status_code for _ in range(inbox.MOST_A_MINUTE + 1)]
    assert sent == [422] * inbox.MOST_A_MINUTE + [429]


def test_the_rate_forgets_after_a_minute() -> None:
    rate = Rate(most=2)
    assert [rate.wait_s(now) for now in (0.0, 10.0, 30.0, 60.0, 61.0)] == [0.0, 0.0, 30.0, 0.0, 9.0]


def test_only_the_inbox_may_be_reached_from_other_sites(worker: TestClient) -> None:
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert worker.options("/inbox", headers=asked).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in worker.get("/", headers=asked).headers
    assert "access-control-allow-origin" not in worker.options("/run", headers=asked).headers


def test_the_bookmark_holds_address_and_token(worker: TestClient, bearer: dict[str, str]) -> None:
    made = unquote(bookmarklet("http://127.0.0.1:8321/inbox", 'a"b'))
    assert made.startswith("javascript:")
    assert '"http://127.0.0.1:8321/inbox"' in made
    assert '"a\\"b"' in made
    page = worker.get("/capture").text
    assert bearer["Authorization"].removeprefix("Bearer ") in page
    assert "127.0.0.1:8321/inbox" in page
