"""Who gets in, and what is turned away: forged forms, foreign hosts and origins, missing tokens, text that attacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from working_case import ATTACK, claim_about, document_named, send, statement_saying

from firsthand.case import Case
from firsthand.desk.app import create_app
from firsthand.desk.security import MOST_FORM_BYTES, Access, Role, Sessions, clean_name, local_path

ACCESS = Access("work-token", "read-token")
HERE = "http://127.0.0.1:8321"


def decided(case: Case) -> int:
    return len(case.store.decisions(standing=False))


def enter(root: Path, token: str) -> TestClient:
    client = TestClient(create_app(root, ACCESS), base_url="http://desk.example:8321")
    client.post("/enter", data={"token": token, "name": "Ada Brink"})
    return client


# ---- forms -----------------------------------------------------------------------------------------------------------


def test_a_form_without_the_token_is_refused(worker: TestClient, work_case: Case) -> None:
    before, claim = decided(work_case), claim_about(work_case, "has dismantled")
    worker.get("/")
    for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
        answer = worker.post(f"/claim/{claim}/resolve", data={"value": "true", **csrf})
        assert answer.status_code == 403
        assert "does not belong to this session" in answer.text
    assert decided(work_case) == before


def test_the_token_of_another_session_is_refused(worker: TestClient, work_case: Case) -> None:
    claim = claim_about(work_case, "has dismantled")
    token = re.search(r'name="csrf" value="(\w+)"', worker.get("/").text)
    assert token
    worker.cookies.clear()
    worker.get("/")
    assert worker.post(f"/claim/{claim}/resolve", data={"value": "true", "csrf": token[1]}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_origin_is_refused_even_with_the_token(
    worker: TestClient, work_case: Case, headers: dict[str, str]
) -> None:
    claim = claim_about(work_case, "has dismantled")
    token = re.search(r'name="csrf" value="(\w+)"', worker.get("/").text)
    assert token
    fields = {"value": "true", "csrf": token[1]}
    assert worker.post(f"/claim/{claim}/resolve", data=fields, headers=headers).status_code == 403
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    assert worker.post(f"/claim/{claim}/resolve", data=fields, headers=own, follow_redirects=False).status_code == 303


def test_a_wrong_host_is_refused_with_a_form_too(worker: TestClient) -> None:
    assert worker.post("/run", data={"csrf": "x"}, headers={"Host": "rebound.example"}).status_code == 400


def test_only_forms_of_bounded_length_are_read(worker: TestClient) -> None:
    worker.get("/")
    assert worker.post("/check", json={"text": "x"}).status_code == 415
    assert worker.post("/check", data={"text": "x" * (MOST_FORM_BYTES + 1)}).status_code == 413
    chunks = (b"x" * 65_536 for _ in range(MOST_FORM_BYTES // 65_536 + 2))
    streamed = {"content-type": "application/x-www-form-urlencoded"}
    assert worker.post("/check", content=chunks, headers=streamed).status_code == 413


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(worker: TestClient, back: str) -> None:
    answer = send(worker, "/", "/name", name="Ada", back=back)
    assert answer.headers["location"] == "/"
    assert local_path("/claim/x?y=1") == "/claim/x?y=1"


# ---- tokens ----------------------------------------------------------------------------------------------------------


def test_without_a_token_nothing_is_shown(work_root: Path) -> None:
    client = TestClient(create_app(work_root, ACCESS), base_url="http://desk.example:8321")
    for page in ("/", "/claims", "/progress.json", "/map.json", "/chip/x.png"):
        answer = client.get(page, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/enter"), page
    assert client.post("/run").status_code == 403
    assert client.get("/static/desk.css").status_code == 200
    wrong = client.post("/enter", data={"token": "work-toke"})
    assert wrong.status_code == 403
    assert "not one of them" in wrong.text


def test_the_analysts_token_lets_one_work_under_ones_name(work_root: Path, work_case: Case) -> None:
    client = enter(work_root, "work-token")
    cookie = next(value for value in client.cookies.jar if value.name.startswith("firsthand-session"))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    claim = claim_about(work_case, "has dismantled")
    assert send(client, f"/claim/{claim}", f"/claim/{claim}/resolve", value="true").status_code == 303
    assert work_case.store.decisions()[-1].who == "Ada Brink"


def test_a_reader_changes_nothing(work_root: Path, work_case: Case) -> None:
    client = enter(work_root, "read-token")
    before, claim = decided(work_case), claim_about(work_case, "has dismantled")
    page = client.get(f"/claim/{claim}").text
    assert "reading only" in page
    assert re.findall(r'method="post" action="([^"]*)"', page) == ["/leave"]
    answer = client.post(f"/claim/{claim}/resolve", data={"value": "true"})
    assert answer.status_code == 403
    assert "a reader changes nothing" in answer.text
    assert decided(work_case) == before


@pytest.mark.parametrize("token", ["work-token", "read-token"])
def test_who_entered_may_leave(work_root: Path, token: str) -> None:
    client = enter(work_root, token)
    assert client.post("/leave", data={"back": "/"}).status_code == 403, "not by a page of others"
    assert send(client, "/decisions", "/leave").headers["location"] == "/enter"
    assert client.get("/", follow_redirects=False).headers["location"].startswith("/enter")


def test_sessions_are_signed() -> None:
    sessions = Sessions()
    reader = sessions.issue(Role.READER)
    assert sessions.role(reader) is Role.READER
    for forged in ("", "analyst", reader.replace("reader", "analyst"), f"{reader}0", Sessions().issue(Role.ANALYST)):
        assert sessions.role(forged) is None, forged


def test_an_empty_token_is_none() -> None:
    assert Access("a", "").role_of("") is None
    assert Access("a", "b").role_of(" b\n") is Role.READER


def test_names_are_one_printable_line() -> None:
    assert clean_name(" Ada\n\x00Brink\u202e ") == "Ada Brink"


# ---- what comes from outside -----------------------------------------------------------------------------------------


def test_attacks_in_titles_quotes_outlets_and_names_are_text(worker: TestClient, work_case: Case) -> None:
    document = document_named(work_case, "attack.html")
    claim = claim_about(work_case, "has dismantled")
    board = work_case.store.proposed_boards()[0].id
    send(worker, "/boards", f"/board/{board}/add", text=f"Sold {ATTACK}")
    send(worker, "/", "/name", name=f"Eve {ATTACK}")
    statement = statement_saying(work_case, "alert")
    pages = ["/", "/site/ormond-point", f"/document/{document}", f"/document/{document}?correct={statement}",
             f"/document/{document}/original", f"/claim/{claim}", f"/board/{board}", "/boards", "/sources", "/alerts",
             f"/source/{ATTACK}", f"/why/{claim}", f"/why/{document}", "/decisions", "/drafts", "/commitments",
             "/brief/ormond-point/edit", f"/search?q={ATTACK}", f"/?done={ATTACK}"]  # fmt: skip
    for page in pages:
        answer = worker.get(page)
        assert answer.status_code in (200, 404), page
        assert "<script>alert" not in answer.text, page
        assert "<b><script" not in answer.text, page
        assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text), page
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy, page
        assert "unsafe" not in policy, page


def test_a_captured_page_is_shown_in_a_sandbox_without_anything_that_acts(worker: TestClient, work_case: Case) -> None:
    document = document_named(work_case, "attack.html")
    assert 'sandbox=""' in worker.get(f"/document/{document}/original").text
    policy = worker.get(f"/document/{document}/captured").headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    plain = document_named(work_case, "wire.txt")
    assert worker.get(f"/document/{plain}/captured").status_code == 404


@pytest.mark.parametrize("name", ["../case", "..%2Fcase", "a/../../case", ".inbox-token", "A", "x" * 90])
def test_no_path_leads_out_of_the_drafts(worker: TestClient, name: str) -> None:
    assert worker.get(f"/draft/{name}/published").status_code in (400, 404)
    assert send(worker, "/drafts", f"/draft/{name}/save", text="x").status_code in (400, 404)
