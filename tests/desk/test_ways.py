"""Links say where they lead, lists can be sifted, and what is empty or missing leads on."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.desk.frame import coded
from firsthand.desk.labels import LONGEST, Labels

SMALL_LINK = re.compile(r'<a class="rest"[^>]*>([^<]*)</a>')


def test_small_links_name_what_they_lead_to(worker: TestClient, work_case: Case) -> None:
    site = worker.get(f"/site/{work_case.sites[0].id}").text
    said = SMALL_LINK.findall(site)
    assert said
    assert not {"claim", "change", "statement"} & set(said)
    unknown = site[site.index('id="unknown-title"') : site.index('id="reports-title"')]
    for sentence in re.findall(r"<li>(.*?)</li>", unknown, re.DOTALL):
        links = SMALL_LINK.findall(sentence)
        assert len(links) == len(set(links)), "no two links of a sentence say the same"


def test_a_label_is_short_and_its_hint_whole(work_case: Case) -> None:
    labels = Labels(work_case)
    claim = work_case.store.claims()[0]
    label = labels.of(claim.id)
    assert label is not None
    assert len(label.text) <= LONGEST
    assert label.hint == claim.text
    said = work_case.store.statement(claim.members[0].statement_id)
    statement, report = labels.of(said.id), labels.of(said.document_id)
    assert statement is not None and report is not None
    assert statement.text == report.text == work_case.store.document(said.document_id).outlet
    assert statement.hint == said.quote
    assert labels.of("clm-none") is labels.of("org-none") is None


def test_long_lists_are_sifted_by_a_form(client: TestClient) -> None:
    every = client.get("/claims").text
    form = every[every.index('<form class="sieve"') : every.index("</form>", every.index('<form class="sieve"'))]
    assert {'name="only"', 'name="from"', 'name="to"'} <= set(re.findall(r'name="[a-z]+"', form))
    contested = client.get("/claims", params={"site": "", "only": "contested", "from": "", "to": ""})
    assert contested.status_code == 200, "as the form asks when its other fields are left empty"
    assert contested.text.count('<article class="claim">') < every.count('<article class="claim">')
    assert "checked> contested only" in contested.text and '<a href="/claims">All</a>' in contested.text
    assert 'aria-current="page">Claims</a>' in every


def test_what_is_not_there_leads_on(client: TestClient) -> None:
    nothing = client.get("/search", params={"q": "zzzz"}).text
    assert "Nothing found" in nothing and 'href="/claims">All claims' in nothing
    wrong = client.get("/site/ormond-pont")
    assert wrong.status_code == 404
    assert "did you mean ormond-point?" in wrong.text
    assert 'action="/search"' in wrong.text


def test_code_in_messages_is_marked_and_nothing_else_gets_through() -> None:
    assert coded("list ids with `firsthand claims`") == "list ids with <code>firsthand claims</code>"
    assert coded("`<b>`") == "<code>&lt;b&gt;</code>"
    assert coded("an odd ` mark") == "an odd ` mark"
