from __future__ import annotations

import subprocess
from typing import Any

import pytest

from firsthand.collect.documents import HTML, Capture, make_document, sniff
from firsthand.collect.pages import guard, html
from firsthand.collect.pages.html import is_heavy, nesting, read_page
from firsthand.errors import InputError
from firsthand.model import Document

WORDS = "<p>A new hall has been built at Alder Works, said Joan Tern, who lives across the river there.</p>"


def test_the_body_is_the_article_alone(page: str, body: str) -> None:
    noisy = page.replace("<article>", "<style>.a{color:red}</style><script>var p = '<p>not this</p>'</script><article>")
    noisy = noisy.replace("said Joan Tern", '<a href="javascript:alert(1)">said</a> Joan <img src="data:x">Tern')
    assert read_page(noisy.encode(), "page").text == body


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("windows-1252", '<meta charset="ISO-8859-1">'),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'),
    ],
)
def test_declared_encodings(page: str, encoding: str, declaration: str) -> None:
    said = "Zoë – “naïve” " if encoding == "windows-1252" else "Новый цех "
    there = page.replace('<meta charset="utf-8">', declaration).replace("A new hall", said)
    read = read_page(there.encode(encoding), "page")
    assert read.text.startswith(said.strip())
    assert read.notes == (f"decoded as {encoding}",)


def test_a_page_without_article_is_refused() -> None:
    for markup in ("<html><body></body></html>", "<html><script>let a = 1</script></html>", "   "):
        with pytest.raises(InputError, match=r"no article text|empty"):
            read_page(markup.encode(), "page.html")


@pytest.mark.parametrize("markup", ["<!-- only -->", "<?xml?>", "<html>", "\x00\x00"])
def test_scraps_of_markup_are_refused(markup: str) -> None:
    with pytest.raises(InputError) as caught:
        read_page(markup.encode(), "page.html")
    assert (caught.value.thing, bool(caught.value.remedy)) == ("page.html", True)


def test_characters_that_xml_does_not_know_are_no_obstacle(page: str, body: str) -> None:
    assert read_page(page.replace("A new", "A\x00new").encode(), "page.html").text == body


def test_too_large_a_page_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_HTML_BYTES", 2**20)
    with pytest.raises(InputError, match="longer than 1 MB"):
        read_page(WORDS.encode() * 20000, "page.html")


def test_nesting_counts_what_must_be_closed() -> None:
    assert nesting("<div><p>a<br><p>b<img></div><div></div>") == 1
    assert nesting("<div><div><b></b></div></div>" * 2) == 3
    assert nesting("</div></div><i>") == 1


def test_only_odd_pages_count_as_heavy(page: str) -> None:
    assert not is_heavy(page.encode())
    assert is_heavy(b"<div>" * 500)
    assert is_heavy(b"<br>" * 40_000)
    assert is_heavy(b" " * 3_000_000)


def make(data: bytes) -> Document:
    from datetime import UTC, datetime

    return make_document(Capture(data, "page.html", HTML, datetime(2025, 1, 1, tzinfo=UTC)), ())


@pytest.mark.parametrize(
    "bomb",
    [
        b"<div>" * 300_000,
        b"<html><body>" + b"<b><i>" * 200_000 + WORDS.encode(),
        b"<html><body>" + b"<font" * 200_000,
        b"<html><body><p " + b"a=1 " * 300_000,
        b"<html><body><!--" * 50_000,
        b"<html><script>" * 50_000,
    ],
    ids=["divs", "inline", "unclosed", "attributes", "comments", "scripts"],
)
def test_bombs_are_defused(bomb: bytes) -> None:
    with pytest.raises(InputError) as caught:
        make(bomb)
    assert caught.value.remedy


def test_entities_are_not_expanded(page: str) -> None:
    declared = "<!DOCTYPE html [<!ENTITY a 'boom'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    text = make(page.replace("<!DOCTYPE html>", declared).replace("said Joan", "&b; Joan").encode()).text
    assert "boom" not in text
    assert "Joan Tern" in text


def test_a_huge_table_is_read_within_bounds(page: str) -> None:
    table = "<table>" + "<tr><td>1</td><td>2</td></tr>" * 20_000 + "</table>"
    assert "said Joan Tern" in make(page.replace("</article>", f"</article>{table}").encode()).text


def test_a_page_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*args: Any, **more: Any) -> None:
        raise subprocess.TimeoutExpired("firsthand", more["timeout"])

    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(InputError, match="took longer than 60 s"):
        guard.read_guarded("html", b"<div>", "page.html")


def test_a_process_that_dies_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.CompletedProcess(["firsthand"], -9, stdout=b"", stderr=b"")
    monkeypatch.setattr(subprocess, "run", lambda *args, **more: killed)
    with pytest.raises(InputError, match="too much memory"):
        guard.read_guarded("html", b"<div>", "page.html")


def test_the_guarded_process_reads_as_this_one_does(page: str) -> None:
    here = read_page(page.encode(), "page.html")
    assert guard.read_guarded("html", page.encode(), "page.html") == here


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xef\xbb\xbf<!DOCTYPE html>", "text/html"),
        (b"<?xml version='1.0'?>\n<rss version='2.0'>", "application/xml"),
        (b"%PDF-1.4", "application/pdf"),
        (b"<person> said", "text/plain"),
        (b"", "text/plain"),
    ],
)
def test_kinds_are_told_by_the_first_bytes(data: bytes, kind: str) -> None:
    assert sniff(data) == kind
