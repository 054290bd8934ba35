"""Pages made to exhaust or to mislead: bounded time and memory, and a clear outcome.

Archives (``test_collect_archive``, ``test_collect_warc``) and servers (``test_collect_fetch``) have their own tests.
"""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime

import pytest

from firsthand.collect.documents import Capture, make_document
from firsthand.collect.pages.html import MAX_HTML_BYTES
from firsthand.errors import InputError
from firsthand.model import Document

HTML = "text/html"


def make(data: bytes, url: str = "") -> Document:
    return make_document(Capture(data, "page.html", HTML, datetime(2025, 1, 1, tzinfo=UTC), url=url), ())


def test_a_page_of_100_mb_is_refused_before_it_is_parsed() -> None:
    page = b"<p>word</p>" * (100_000_000 // 11)
    assert len(page) > MAX_HTML_BYTES
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="longer than 24 MB") as caught:
            make(page)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.remedy


@pytest.mark.parametrize("span", ["colspan", "rowspan"])
def test_a_table_that_claims_a_billion_cells_has_those_it_holds(page: str, span: str) -> None:
    table = f'<table><tr><td {span}="1000000000">1</td><td colspan="99999" rowspan="99999">2</td></tr></table>'
    text = make(page.replace("</article>", f"{table * 50}</article>").encode()).text
    assert "said Joan Tern" in text
    assert len(text) < 10_000


def test_a_table_of_very_many_cells_is_no_part_of_the_article(page: str) -> None:
    cells = "<table>" + ("<tr>" + "<td>7</td>" * 100 + "</tr>") * 500 + "</table>"
    text = make(page.replace("</article>", f"{cells}</article>").encode()).text
    assert "said Joan Tern" in text
    assert "7 | 7" not in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "vbscript:x", "file:///x"]
)
def test_an_address_that_is_no_web_page_is_not_taken(page: str, address: str) -> None:
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    assert make(page.replace("</head>", f"{head}</head>").encode()).url in ("", make(page.encode()).url)


def test_script_and_style_are_no_text(page: str) -> None:
    noise = "<script>var boom = 'boom'</script><style>.boom{}</style><noscript>boom</noscript>" * 2000
    text = make(page.replace("<article>", f"<article>{noise}").encode()).text
    assert "said Joan Tern" in text
    assert "var boom" not in text
    assert ".boom" not in text


def test_nested_entities_do_not_grow(page: str) -> None:
    levels = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    declared = f"<!DOCTYPE html [<!ENTITY l0 'boom'>{levels}]>"
    text = make(page.replace("<!DOCTYPE html>", declared).replace("said Joan", "&l11; Joan").encode()).text
    assert "boom" not in text
    assert len(text) < 10_000
