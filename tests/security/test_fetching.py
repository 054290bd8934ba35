"""Addresses, feeds and compressed bytes from strangers: nothing private is asked, read or swollen."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.collect.archives.frames import MAX_RECORD_BYTES, InflateError, inflate
from firsthand.collect.archives.reading import read_web_archive
from firsthand.collect.pages.html import read_page
from firsthand.collect.stac.items import resolved
from firsthand.collect.web import network
from firsthand.collect.web.feeds import read_feed
from firsthand.collect.web.fetch import Fetcher, check_url
from firsthand.errors import InputError
from firsthand.exchange.places import MAX_BYTES, import_places
from firsthand.stage import Problem

PRIVATE = (
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.1.2.3/",
    "http://192.168.1.1/",
    "http://172.16.9.9/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.1.:80/",
)


@pytest.fixture
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that answers anything, and what it was asked."""
    asked: list[bytes] = []
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nsecret"

    def answer() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(4096))
                connection.sendall(page)

    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.getsockname()[1]}", asked
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


@pytest.mark.parametrize("address", PRIVATE)
def test_ssrf_by_private_addresses(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is written: nothing is connected to."""

    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(InputError, match=r"private network|is not known|not an address|Invalid IPv4"):
        Fetcher(5, pause_s=0).get(address)


def test_ssrf_by_redirects(listening: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page that leads to a private one: the private one is never asked."""
    here, asked = listening
    monkeypatch.setattr(
        Fetcher, "_request", lambda self, at, *rest: f"http://{here}/inside" if "quay" in at else _real(self, at, *rest)
    )
    with pytest.raises(InputError, match="private network"):
        Fetcher(5, pause_s=0).get("http://quay.example/1")
    assert asked == []


_real = Fetcher._request


def test_ssrf_by_dns_rebinding(listening: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is resolved once; the address that was checked is the one that is connected to."""
    here, asked = listening
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []
    port = int(here.rpartition(":")[2])
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda host, at, **more: [(2, 1, 6, "", (next(answers), port))])

    def connect(self: object, host: str, *rest: object) -> None:
        connected.append(host)
        raise network.httpcore.ConnectError("no network in tests")

    monkeypatch.setattr(network.httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(InputError, match="connection failed"):
        Fetcher(5, pause_s=0).get("http://rebound.example/")
    assert connected == ["93.184.216.34"]
    with pytest.raises(InputError, match="private network"):
        Fetcher(5, pause_s=0).get("http://rebound.example/")
    assert connected == ["93.184.216.34"] and asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gopher://x/", "http://a:b@quay.example/", "http:///x", "//x"]
)
def test_ssrf_by_other_schemes(address: str) -> None:
    with pytest.raises(InputError, match="not an address"):
        check_url(address)


@pytest.mark.parametrize("href", ["file:///etc/passwd", "/vsicurl/http://10.0.0.1/x.tif", "/vsizip//etc/x"])
def test_ssrf_by_catalogues(href: str) -> None:
    """A catalogue on the web that points at this machine's disk is refused, or asked for at its own host."""
    base = "https://stac.example/items/1.json"
    try:
        found = resolved(href, base)
    except InputError:
        return
    assert found.startswith("https://stac.example/")


# ---- entities --------------------------------------------------------------------------------------------------------

ENTITY = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{}">]>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "boom">{LAUGHS}]>'


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("the words of another file", encoding="utf-8")
    return path


@pytest.mark.parametrize("head", [ENTITY, BILLION])
def test_xxe_in_feeds(secret: Path, head: str) -> None:
    body = "<rss version='2.0'><channel><title>&x;&l9;</title><item><title>&x;&l9;</title></item></channel></rss>"
    with pytest.raises(InputError):
        read_feed((head.replace("{}", secret.as_uri()) + body).encode(), "feed.xml", "https://quay.example/feed")


@pytest.mark.parametrize("head", [ENTITY, BILLION])
def test_xxe_in_kml(secret: Path, tmp_path: Path, head: str) -> None:
    body = "<kml><Placemark><name>&x;&l9;</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>"
    (tmp_path / "x.kml").write_text(head.replace("{}", secret.as_uri()) + body, encoding="utf-8")
    case = Case.create(tmp_path / "case", fictional=True)
    with pytest.raises(InputError, match="safely"):
        import_places(case, tmp_path / "x.kml")
    case.store.close()


@pytest.mark.parametrize("head", [ENTITY, BILLION])
def test_xxe_in_pages(secret: Path, head: str) -> None:
    text = (
        "<html><body><article><p>&x;&l9; Two cranes left the quay, the harbour master said.</p></article></body></html>"
    )
    try:
        page = read_page((head.replace("{}", secret.as_uri()) + text).encode(), "page.html", "https://quay.example/1")
    except InputError:
        return
    assert "another file" not in page.text and "boom" not in page.text


def test_xxe_in_sitemaps_and_office_files(tmp_path: Path) -> None:
    """Neither is read as XML at all: they are refused by what they are."""
    from firsthand.collect.collector import collect

    given = tmp_path / "given"
    given.mkdir()
    (given / "sitemap.xml").write_text(f"{ENTITY}<urlset><url><loc>&x;</loc></url></urlset>", encoding="utf-8")
    with zipfile.ZipFile(given / "report.docx", "w") as archive:
        archive.writestr("word/document.xml", f"{ENTITY}<w>&x;</w>")
    case = Case.create(tmp_path / "case", fictional=True)
    report = collect(case, [str(path) for path in sorted(given.iterdir())])
    assert len(report.problems) == 2
    assert case.store.documents() == []
    case.store.close()


# ---- bombs -----------------------------------------------------------------------------------------------------------


@contextmanager
def _little_memory() -> Iterator[None]:
    """What is done inside takes no more than some copies of the largest thing that is let in."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_RECORD_BYTES


def test_decompression_bomb_in_a_response(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    from firsthand.collect.web import fetch

    bomb = gzip.compress(bytes(120 * 2**20))
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(bomb))
    with pytest.raises(InputError, match="longer than 64 MB"), _little_memory():
        fetch._body(response, "https://quay.example/1", fetch.MAX_PAGE_BYTES)


def test_decompression_bomb_in_a_warc(tmp_path: Path) -> None:
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 134217728\r\n\r\n" + bytes(128 * 2**20)
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(record))
    del record
    with _little_memory():
        found = list(read_web_archive(tmp_path / "x.warc.gz"))
    assert found and all(isinstance(item, Problem) for item in found)
    with pytest.raises(InflateError):
        inflate(gzip.compress(bytes(MAX_RECORD_BYTES + 1)), MAX_RECORD_BYTES)


def test_zip_bomb_in_a_wacz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", '{"resources": [{"path": "archive/x.warc"}]}')
        with archive.open("archive/x.warc", "w", force_zip64=True) as entry:
            for _ in range(160):
                entry.write(bytes(2**20))
    with _little_memory():
        found = list(read_web_archive(tmp_path / "x.wacz"))
    assert ["bomb" in item.message for item in found if isinstance(item, Problem)] == [True]


def test_zip_bomb_in_a_kmz(tmp_path: Path) -> None:
    packed = zipfile.ZipFile(tmp_path / "x.kmz", "w", zipfile.ZIP_DEFLATED)
    with packed as archive, archive.open("doc.kml", "w") as entry:
        for _ in range(2 * MAX_BYTES // 2**20):
            entry.write(b" " * 2**20)
    case = Case.create(tmp_path / "case", fictional=True)
    with pytest.raises(InputError, match="longer than"), _little_memory():
        import_places(case, tmp_path / "x.kmz")
    case.store.close()


@pytest.mark.parametrize("length", [0, 2**50], ids=["unpacked", "stated"])
def test_decompression_bomb_in_a_basemap(tmp_path: Path, length: int) -> None:
    """A directory of a PMTiles file that unpacks to a hundred times the limit, or says that it is a petabyte long."""
    from pmtiles.tile import Compression, TileType, deserialize_header, serialize_header
    from pmtiles.writer import Writer

    from firsthand.desk import tiles

    case, sound = Case.create(tmp_path / "case", fictional=True), io.BytesIO()
    with (case.root / "case.toml").open("a") as file:
        file.write('\n[map]\ntiles = "base.pmtiles"\n')
    writer = Writer(sound)
    writer.write_tile(0, b"tile")
    writer.finalize({"tile_type": TileType.PNG, "tile_compression": Compression.NONE}, {})
    bomb = gzip.compress(bytes(120 * 2**20))
    header = deserialize_header(sound.getvalue()) | {"root_offset": 127, "root_length": length or len(bomb)}
    (case.root / "base.pmtiles").write_bytes(serialize_header(header) + bomb)
    with _little_memory(), pytest.raises(InputError, match="damaged"):
        tiles.tile(Case(case.root), 0, 0, 0)


def test_zip_bomb_by_overlapping_entries(tmp_path: Path) -> None:
    """Ten thousand entries that share their bytes: the table of contents is refused before it is believed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"archive/{number}.warc", b"")
    (tmp_path / "x.wacz").write_bytes(held.getvalue())
    with pytest.raises(InputError, match="more than 10000 entries"):
        list(read_web_archive(tmp_path / "x.wacz"))
