"""Every page answers, escapes what comes from outside, and says what is wrong in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from firsthand import desk
from firsthand.case import Case
from firsthand.desk.app import create_app
from firsthand.desk.failures import status_of
from firsthand.desk.pages.places import Pages
from firsthand.errors import (
    CaseBusyError,
    CaseMissingError,
    FirsthandError,
    IntegrityError,
    UnknownIdError,
    UnsupportedSentenceError,
)

DESK = Path(desk.__file__).parent


def addresses(case: Case) -> list[str]:
    store = case.store
    found = ["/", "/search?q=stand"]
    found += [f"/{page}/{site.id}" for site in case.sites for page in ("site", "brief")]
    found += [f"/document/{document.id}" for document in store.documents()]
    found += [f"/claim/{claim.id}" for claim in store.claims()]
    found += [f"/change/{change.id}" for change in store.changes()]
    return found


def document_id(case: Case, name: str) -> str:
    return next(document.id for document in case.store.documents() if document.name == name)


def test_every_page_answers_with_a_strict_policy(client: TestClient, desk_case: Case) -> None:
    for address in addresses(desk_case):
        answer = client.get(address)
        assert answer.status_code == 200, address
        policy = answer.headers["content-security-policy"]
        for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert "Invented material for demonstration" in answer.text
        if not address.startswith("/brief"):
            assert "<style" not in answer.text
        # Data for search engines stand in a script element of the brief; no browser runs them.
        assert not re.search(r'<script(?![^>]*(?:\bsrc=|"application/ld\+json"))', answer.text)
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", answer.text)


def test_links_between_pages_lead_somewhere(client: TestClient, desk_case: Case) -> None:
    targets: set[str] = set()
    for address in addresses(desk_case):
        text = client.get(address).text
        targets |= set(re.findall(r'(?:href|src)="(/[^"#]*)', text))
        if address.startswith(("/claim", "/document")):
            ids = set(re.findall(r'\bid="([^"]+)"', text))
            assert set(re.findall(r'href="#([^"]+)"', text)) <= ids | {"main"}, address
    assert len(targets) > 20
    for target in targets:
        assert client.get(target).status_code == 200, target


def test_citations_lead_to_the_marked_words(client: TestClient, desk_case: Case) -> None:
    text = client.get("/claim/claim-stand").text
    cited = set(re.findall(r'href="(/document/[^"#]+)#([^"]+)"', text))
    assert len(cited) == 5
    for page, anchor in cited:
        assert f'id="{anchor}"' in client.get(page).text


def test_outside_text_is_escaped(client: TestClient, desk_case: Case) -> None:
    page = client.get(f"/document/{document_id(desk_case, 'nasty-07.html')}").text
    assert "&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;" in page
    assert "&lt;script&gt;alert(&#39;text&#39;)&lt;/script&gt;" in page
    assert "&lt;b&gt;Outlet&lt;/b&gt;" in page
    assert "<script>alert" not in page
    found = client.get("/search", params={"q": "<b>stands</b>"}).text
    assert "&lt;b&gt;stands&lt;/b&gt;" in found
    assert "<script>alert" not in found


def test_search_finds_and_marks(client: TestClient) -> None:
    found = client.get("/search", params={"q": "boosters possibly"}).text
    assert "<mark>boosters</mark>" in found
    assert 'href="/claim/claim-boosters"' in found
    assert "not the images" in found
    assert client.get("/search", params={"q": '"((*"'}).status_code == 200
    assert client.get("/search", params={"q": "x" * 401}).status_code == 400


def test_document_marks_words_notes_and_gaps(client: TestClient, desk_case: Case) -> None:
    page = client.get(f"/document/{document_id(desk_case, 'courier-01.txt')}").text
    assert re.search(
        r'<mark class="said"[^>]*>Maravia is dismantling the engine test stand at Ormond Point</mark>', page
    )
    assert re.search(r'<mark class="said unsure"[^>]*>There is no programme any more</mark>', page)
    assert "little certainty" in page
    assert "speaker lost" in page
    skiff = client.get(f"/document/{document_id(desk_case, 'skiff-05.txt')}").text
    assert "the pronoun has no clear antecedent" in skiff
    ledger = client.get(f"/document/{document_id(desk_case, 'ledger-03.txt')}").text
    assert "no watched word" in ledger
    assert "off-topic: reaches no brief" in ledger


def test_the_marked_text_is_the_whole_text(client: TestClient, desk_case: Case) -> None:
    from html import unescape

    for document in desk_case.store.documents():
        page = client.get(f"/document/{document.id}").text
        prose = re.findall(r'<div class="prose"><p>(.*?)</p>', page, re.DOTALL)
        plain = "\n\n".join(unescape(re.sub(r"<[^>]+>", "", part)) for part in prose)
        assert plain == document.text


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/site/nowhere",
        "/document/doc-none",
        "/claim/x",
        "/change/x",
        "/brief/nowhere",
        "/chip/none.png",
        "/chip/../case.db",
        "/chip/..%2Fcase.db",
        "/chip/%2Fetc%2Fpasswd",
        "/scene/none/small",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_is_not_there_is_a_friendly_404(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    if not address.startswith("/static"):
        assert "To the case page" in answer.text


def test_pictures_come_from_the_store_only(client: TestClient, desk_case: Case) -> None:
    (desk_case.root / "chips" / "stray.png").write_bytes(b"not in the store")
    assert client.get("/chip/stray.png").status_code == 404
    chip = client.get("/chip/change-stand-after.png")
    assert (chip.status_code, chip.headers["content-type"]) == (200, "image/png")
    scene = desk_case.store.scenes()[0].id
    view = client.get(f"/scene/{scene}/small")
    assert view.content[:2] == b"\xff\xd8"
    assert client.get(f"/scene/{scene}/huge").status_code == 404


def test_foreign_host_names_are_turned_away(client: TestClient) -> None:
    answer = client.get("/", headers={"host": "rebound.example"})
    assert answer.status_code == 400
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_errors_map_to_statuses() -> None:
    assert status_of(UnknownIdError("x"))[0] == 404
    assert status_of(UnsupportedSentenceError("x"))[0] == 409
    assert status_of(CaseBusyError("x"))[0] == 503
    assert status_of(IntegrityError("x"))[0] == 500
    assert status_of(FirsthandError("x")) == (500, "Something went wrong")


def test_pages_follow_the_files_of_the_case(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", title="First title")
    local = TestClient(create_app(case.root), base_url="http://localhost")
    assert "First title" in local.get("/").text
    settings = case.root / "case.toml"
    settings.write_text(settings.read_text().replace("First title", "Second, longer title"))
    assert "Second, longer title" in local.get("/").text
    settings.write_text("title = [")
    answer = local.get("/")
    assert answer.status_code == 500
    assert "not valid TOML" in answer.text


def test_no_case_no_desk(tmp_path: Path) -> None:
    with pytest.raises(CaseMissingError):
        create_app(tmp_path)


def test_nothing_is_fetched_from_elsewhere() -> None:
    own = [*DESK.rglob("*.html"), *DESK.rglob("*.css"), *DESK.rglob("*.js")]
    for path in (path for path in own if "vendor" not in path.parts):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|url\(", text), path.name
        assert not re.search(r"\sstyle=|\son\w+=|javascript:", text), path.name


def test_even_a_bug_gets_a_friendly_page(desk_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Pages) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(Pages, "case", broken)
    local = TestClient(create_app(desk_root), base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = local.get("/")
    assert answer.status_code == 500
    assert "report this as a bug" in answer.text
    assert "ZeroDivision" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
