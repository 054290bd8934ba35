from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from firsthand.case import Case
from firsthand.collect.archives import frames
from firsthand.collect.archives.warc import PassedOver, WebRecord, read_warc
from firsthand.collect.collector import CollectOptions, collect, load_document
from firsthand.errors import InputError
from firsthand.model import Document
from firsthand.stage import Problem, StageReport

URL = "https://courier.example/2025/03/05/new-hall"
WHEN = "2025-03-06T07:08:09Z"

Record = tuple[str, str, bytes, dict[str, str]]
"""Type, address, body, and headers: those of HTTP, or of the WARC record where they begin with "WARC-"."""


def warc(*records: Record, compress: bool = True, when: str = WHEN) -> bytes:
    """A WARC file with the given records."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compress)
    for kind, url, body, heads in records:
        status = heads.get("status", "200 OK")
        http = [(name, value) for name, value in heads.items() if not name.startswith("WARC-") and name != "status"]
        record = writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, http, protocol="HTTP/1.1") if kind != "resource" else None,
            warc_content_type=heads.get("Content-Type", ""),
            warc_headers_dict={"WARC-Date": when} | {k: v for k, v in heads.items() if k.startswith("WARC-")},
        )
        writer.write_record(record)
    return out.getvalue()


def html(url: str, body: str, **heads: str) -> Record:
    return ("response", url, body.encode(), {"Content-Type": "text/html; charset=utf-8"} | heads)


def found(data: bytes) -> list[WebRecord | PassedOver | Problem]:
    return list(read_warc(io.BytesIO(data), "x.warc"))


def take(case: Case, path: Path, data: bytes, options: CollectOptions | None = None) -> StageReport:
    path.write_bytes(data)
    return collect(case, [str(path)], options)


def only(case: Case) -> Document:
    (document,) = case.store.documents()
    return document


@pytest.mark.parametrize("compress", [True, False])
def test_a_page_in_a_warc_becomes_a_document(case: Case, inbox: Path, page: str, body: str, compress: bool) -> None:
    name = "pages.warc.gz" if compress else "pages.warc"
    report = take(case, inbox / name, warc(html(URL, page), compress=compress))
    document = only(case)
    assert (report.problems, document.text, document.url, document.name) == ((), body, URL, URL)
    assert document.captured == datetime(2025, 3, 6, 7, 8, 9, tzinfo=UTC)
    assert (document.published_from, document.outlet) == ("meta", "Osmeria Courier")
    assert case.file_path(document.sha256).read_bytes() == page.encode()
    assert collect(case, [str(inbox)]).fresh == 1


def test_what_is_no_page_is_counted(case: Case, inbox: Path, page: str) -> None:
    data = warc(
        ("response", URL + ".png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("response", "https://courier.example/old", b"", {"status": "301 Moved Permanently", "Location": URL}),
        html("https://courier.example/gone", page, status="404 Not Found"),
        ("response", "https://courier.example/robots.txt", b"User-agent: *", {"Content-Type": "text/plain"}),
        ("request", URL, b"", {"status": "GET /2025/03/05/new-hall"}),
        ("response", URL + ".bin", bytes(range(99)), {"Content-Type": "application/octet-stream"}),
        html(URL, page),
    )
    report = take(case, inbox / "pages.warc.gz", data)
    assert report.summary == "1 new document, 0 new scenes, 5 captures that are no pages passed over"
    assert not report.problems


def test_texts_and_pdfs_are_taken(case: Case, inbox: Path, body: str, make_pdf: Callable[..., bytes]) -> None:
    data = warc(
        ("response", URL + ".txt", body.encode(), {"Content-Type": "text/plain"}),
        ("resource", URL + ".pdf", make_pdf("The hall has no windows."), {"Content-Type": "application/pdf"}),
    )
    take(case, inbox / "pages.warc", data)
    assert {item.media_type: item.text for item in case.store.documents()} == {
        "text/plain": body,
        "application/pdf": "The hall has no windows.",
    }


def test_chunks_and_compression_of_the_server_are_undone(page: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    bare = raw.compress(page.encode()) + raw.flush()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page.encode()), page.encode())
    bodies = [
        (gzip.compress(page.encode()), {"Content-Encoding": "gzip"}),
        (bare, {"Content-Encoding": "deflate"}),
        (zlib.compress(page.encode()), {"Content-Encoding": "deflate"}),
        (chunked, {"Transfer-Encoding": "chunked"}),
        (page.encode(), {"Content-Encoding": "gzip"}),
    ]
    for data, heads in bodies:
        (record,) = found(warc(("response", URL, data, {"Content-Type": "text/html"} | heads)))
        assert isinstance(record, WebRecord)
        assert record.data == page.encode()


def test_compression_that_is_not_read_is_named() -> None:
    (problem,) = found(warc(("response", URL, b"xyz", {"Content-Type": "text/html", "Content-Encoding": "br"})))
    assert isinstance(problem, Problem)
    assert (URL in problem.thing, problem.message) == (True, "it is compressed as br, which is not read")


def test_the_servers_encoding_is_heeded(case: Case, inbox: Path, page: str) -> None:
    odd = page.replace('<meta charset="utf-8">', "").replace("Joan Tern", "Žofie Ťuhýk").encode("cp1250")
    take(
        case,
        inbox / "a.warc",
        warc(("response", URL, odd, {"Content-Type": "text/html; charset=windows-1250"})),
    )
    assert "Žofie Ťuhýk" in only(case).text


def test_a_revisit_is_the_earlier_page_at_its_own_address(case: Case, inbox: Path, page: str, body: str) -> None:
    mirror = "https://mirror.example/hall"
    digest = {"WARC-Payload-Digest": "sha1:AAAA"}
    data = warc(html(URL, page, **digest)) + warc(
        ("revisit", mirror, b"", digest),
        ("revisit", URL, b"", digest),
        ("revisit", "https://mirror.example/else", b"", {"WARC-Payload-Digest": "sha1:BBBB"}),
        when="2025-03-09T00:00:00Z",
    )
    report = take(case, inbox / "pages.warc.gz", data)
    by_name = {document.name: document for document in case.store.documents()}
    assert set(by_name) == {URL, mirror}
    assert (by_name[mirror].text, by_name[mirror].captured.day, by_name[URL].captured.day) == (body, 9, 6)
    assert [problem.thing for problem in report.problems] == ["https://mirror.example/else"]


def test_pages_that_are_passed_by_leave_nothing_behind(case: Case, inbox: Path, page: str) -> None:
    digest = {"WARC-Payload-Digest": "sha1:AAAA"}
    data = warc(html(URL, page, **digest), ("revisit", "https://mirror.example/hall", b"", digest))
    report = take(case, inbox / "a.warc.gz", data, CollectOptions(languages=frozenset({"de"})))
    assert "2 in another language passed over" in report.summary
    assert list(case.root.glob("files/*/*")) == []


def test_a_new_state_of_a_page_is_no_copy_of_it(case: Case, inbox: Path, page: str) -> None:
    later = page.replace("saw the cranes", "watched the cranes")
    mirror = "https://mirror.example/hall"
    data = warc(html(URL, page)) + warc(html(URL, later), html(mirror, later), when="2025-03-09T00:00:00Z")
    report = take(case, inbox / "a.warc.gz", data, CollectOptions(drop_copies=True))
    assert [document.url for document in case.store.documents()] == [URL, URL]
    assert [line.split()[0] for line in report.passed_by] == [mirror]


def test_metadata_given_for_the_archive_holds_for_its_pages(case: Case, inbox: Path, page: str) -> None:
    (inbox / "a.warc.meta.json").write_text('{"outlet": "Weekly", "url": "https://else.example/"}')
    (inbox / "table.csv").write_text(f"url,published\n{URL},2025-03-04\n")
    take(case, inbox / "a.warc", warc(html(URL, page)), CollectOptions(metadata=inbox / "table.csv"))
    document = only(case)
    assert (document.outlet, document.url, document.published) == ("Weekly", URL, datetime(2025, 3, 4, tzinfo=UTC))


def test_damage_costs_one_record_only(page: str) -> None:
    addresses = [f"{URL}-{number}" for number in range(5)]
    pieces = [warc(html(url, page)) for url in addresses]
    broken = bytearray(pieces[1])
    broken[-6] ^= 0xFF  # in the checksum: what stands in the middle differs from run to run
    results = found(pieces[0] + bytes(broken) + pieces[2] + pieces[3][: len(pieces[3]) // 2] + pieces[4])
    assert [item.url for item in results if isinstance(item, WebRecord)] == [addresses[0], addresses[2], addresses[4]]
    problems = [item for item in results if isinstance(item, Problem)]
    assert [problem.thing for problem in problems] == [
        f"x.warc, record at {len(pieces[0])}",
        f"x.warc, record at {sum(map(len, pieces[:3]))}",
    ]
    # What a cut record's bytes run into differs from run to run: a contradiction, or the end of the file.
    assert "damaged" in problems[0].message
    assert re.search("damaged|ends in the middle", problems[1].message)
    assert all(problem.remedy for problem in problems)


def test_lying_lengths_cost_one_record_only(page: str) -> None:
    pieces = [warc(html(f"{URL}-{number}", page), compress=False) for number in range(4)]
    length = next(line for line in pieces[1].split(b"\r\n") if line.startswith(b"Content-Length"))
    pieces[1] = pieces[1].replace(length, b"Content-Length: 99999999999", 1)
    pieces[2] = pieces[2].replace(length, b"Content-Length: 700", 1)
    results = found(b"".join(pieces))
    assert [type(item).__name__ for item in results] == ["WebRecord", "Problem", "Problem", "WebRecord"]
    assert isinstance(results[1], Problem)
    assert "99999999999 bytes that it announces" in results[1].message


def test_lies_inside_a_compressed_record_are_named_quietly(page: str, capfd: pytest.CaptureFixture[str]) -> None:
    plain = warc(html(URL, page), compress=False)
    length = next(line for line in plain.split(b"\r\n") if line.startswith(b"Content-Length"))
    short = b"Content-Length: %d" % (int(length.split()[1]) - 3)
    (lie,) = found(gzip.compress(plain.replace(length, short, 1)))
    (odd,) = found(gzip.compress(plain.replace(b"courier.example", b"\x1b[31m courier.example", 1)))
    assert isinstance(lie, Problem)
    assert isinstance(odd, Problem)
    assert (lie.message, odd.message) == ("it does not have the length that it states", "its address is damaged")
    assert capfd.readouterr() == ("", "")


def test_a_file_that_ends_early_keeps_what_came_before(page: str) -> None:
    whole = warc(html(URL, page), html(URL + "-2", page))
    results = found(whole[:-200])
    assert [type(item).__name__ for item in results] == ["WebRecord", "Problem"]
    assert isinstance(results[1], Problem)
    assert results[1].message == "the file ends in the middle of it"


def test_a_file_compressed_in_one_piece_is_read(page: str) -> None:
    plain = warc(html(URL, page), html(URL + "-2", page), compress=False)
    assert [type(item) for item in found(gzip.compress(plain))] == [WebRecord, WebRecord]


def test_bombs_are_stopped(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_RECORD_BYTES", 2**20)
    bomb = gzip.compress(b"WARC/1.0\r\n" + bytes(4 * 2**20))
    results = found(bomb + warc(html(URL, page)))
    assert [type(item) for item in results] == [Problem, WebRecord]
    monkeypatch.setattr(frames, "FREE_BYTES", 3 * 2**20)
    results = found(bomb * 50)
    assert len(results) < 10
    assert isinstance(results[-1], Problem)
    assert "swells like a bomb" in results[-1].message


def test_a_page_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.collect.archives.warc.MAX_RECORD_BYTES", 2**20)
    swelling = gzip.compress(b"<html>" + bytes(2 * 2**20))
    (problem,) = found(warc(("response", URL, swelling, {"Content-Type": "text/html", "Content-Encoding": "gzip"})))
    assert isinstance(problem, Problem)
    assert problem.message == "it is longer than 1 MB"


def test_an_endless_header_is_no_record() -> None:
    (problem,) = found(b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000)
    assert isinstance(problem, Problem)
    assert problem.message == "its header cannot be read"


@pytest.mark.parametrize("date", [b"", b"WARC-Date: yesterday\r\n", b"WARC-Date: 2999-01-01T00:00:00Z\r\n"])
def test_a_record_must_say_when(page: str, date: bytes) -> None:
    whole = warc(html(URL, page), compress=False)
    (problem,) = found(whole.replace(f"WARC-Date: {WHEN}\r\n".encode(), date))
    assert isinstance(problem, Problem)
    assert "when it was captured" in problem.message


def test_what_is_no_warc_is_named(case: Case, inbox: Path, body: str) -> None:
    (problem,) = take(case, inbox / "a.warc", body.encode()).problems
    assert (problem.message, problem.thing) == ("this is no WARC file", "a.warc")
    with pytest.raises(InputError, match="several documents"):
        load_document(str(inbox / "a.warc"))
