"""The whole record of a site leaves nothing out."""

from __future__ import annotations

import json

from fixture_case import OTHER_SITE, S_DENIAL, S_ORBIT, SITE

from firsthand.case import Case
from firsthand.publish.record import as_html, as_json, as_markdown, record


def test_every_record_of_the_site_stands_in_it(invented: Case) -> None:
    held = record(invented, SITE)
    found = as_json(held)
    assert json.loads(json.dumps(found)) == found
    assert [item["claim"]["id"] for item in found["claims"]] == ["claim-stand"]
    assert {item["id"] for item in found["changes"]} == {change.id for change in invented.store.changes(SITE)}
    assert len(found["scenes"]) == len(invented.store.scenes(SITE))
    assert S_ORBIT.id in {item["id"] for item in found["statements"]}
    assert all("text" not in document for document in found["documents"])


def test_lines_carry_ids_quotes_and_offsets(invented: Case) -> None:
    text = as_markdown(record(invented, OTHER_SITE))
    start, end = S_DENIAL.content[0].start, S_DENIAL.content[0].end
    assert f"{S_DENIAL.id} “{S_DENIAL.quote}” (Harbour Wire, characters {start}–{end})" in text
    assert "SHA-256" in text


def test_the_page_escapes_what_comes_from_outside(invented: Case) -> None:
    page = as_html(record(invented, SITE))
    assert "<script" not in page
    assert "<h1>Ormond Point Launch Station: the whole record</h1>" in page
