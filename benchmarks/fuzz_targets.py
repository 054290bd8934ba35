"""The parsers that take what others made, each with small seeds and the words that its format trips over."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from fuzz_case import CASE_TARGETS
from fuzz_kit import Target, keepable, on_file, opened, zipped

from firsthand.case import Case
from firsthand.collect.stac.items import parse_item
from firsthand.collect.stac.web import Web
from firsthand.demo.build import HERE as DEMO
from firsthand.demo.build import METADATA, REPORTS
from firsthand.errors import InputError
from firsthand.printable import json_value

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


# ---- collect -------------------------------------------------------------------------------------------------------

PAGE = b"""<!doctype html><html lang="en"><head><title>Cranes leave the quay</title>
<meta property="article:published_time" content="2026-03-02T09:00:00+02:00"><meta name="author" content="A. Ferro">
<script type="application/ld+json">
{"@type":"NewsArticle","headline":"Cranes leave","datePublished":"2026-03-02"}</script>
</head><body><article><h1>Cranes leave the quay</h1><p class="byline">By A. Ferro</p>
<p>The port authority said on Monday that two cranes had left the north quay by night.</p>
<p>&ldquo;Nothing was sold,&rdquo; a spokeswoman said. &#x41;nother paragraph follows here.</p></article>
</body></html>"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 20 100 Td (Two cranes left.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\nxref\n0 6\n0000000000 65535 f \n"
    b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Quay News</title>
<item><title>A crane</title><guid>q1</guid><link>https://quay.example/1</link>
<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate>
<description>&lt;p&gt;The authority denied that a crane was sold.&lt;/p&gt;</description></item></channel></rss>"""
HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 30\r\n\r\n"
    b"<html><p>Two cranes left.</p>\n"
)
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://quay.example/1\r\n"
    b"WARC-Date: 2026-03-02T09:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: "
    + str(len(HTTP)).encode()
    + b"\r\n\r\n"
    + HTTP
    + b"\r\n\r\n"
)
TLE = (
    b"SENTINEL-2A\n1 40697U 15028A   26060.51234567  .00000012  00000-0  21234-4 0  9993\n"
    b"2 40697  98.5680 135.1234 0001234  90.1234 270.0123 14.30812345567890\n"
)
SIDECAR = (
    b'{"outlet": "Quay News", "published": "2026-03-02T09:00:00+02:00", "url": "https://quay.example/1", '
    b'"site": "quay"}'
)
STAC = json.dumps(
    {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": "S2A_1",
        "bbox": [10.0, 50.0, 11.0, 51.0],
        "geometry": {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]},
        "properties": {"datetime": "2026-03-02T09:00:00Z", "eo:cloud_cover": 12.5, "gsd": 10, "proj:epsg": 32632},
        "assets": {
            "red": {"href": "red.tif", "type": "image/tiff", "eo:bands": [{"name": "B04", "common_name": "red"}]}
        },
        "links": [],
    }
).encode()


WATCHED = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "quay", "name": "Quay", "radius_m": 50, "sources": ["a chart"]},
            "geometry": {"type": "Point", "coordinates": [9.001, 50.5505]},
        }
    ],
}
CATALOGUE = json.dumps(
    {
        "type": "Catalog",
        "id": "quay",
        "stac_version": "1.0.0",
        "description": "d",
        "links": [{"rel": "item", "href": "./item.json"}, {"rel": "child", "href": "below/catalog.json"}],
    }
).encode()
OMM = {
    "OBJECT_NAME": "A",
    "NORAD_CAT_ID": 1,
    "EPOCH": "2026-03-02T09:00:00",
    "MEAN_MOTION": 14.3,
    "ECCENTRICITY": 0.0001,
    "INCLINATION": 98.5,
    "RA_OF_ASC_NODE": 135.1,
    "ARG_OF_PERICENTER": 90.1,
    "MEAN_ANOMALY": 270.0,
    "BSTAR": 0.00002,
}
MESSAGES = (
    json.dumps([OMM]).encode(),
    f"{','.join(OMM)}\n{','.join(map(str, OMM.values()))}\n".encode(),
    ("<ndm><omm>" + "".join(f"<{key}>{value}</{key}>" for key, value in OMM.items()) + "</omm></ndm>").encode(),
    ("CCSDS_OMM_VERS = 2.0\n" + "".join(f"{key} = {value}\n" for key, value in OMM.items())).encode(),
)


@lru_cache(maxsize=1)
def tiff() -> bytes:
    """A small GeoTIFF of four bands."""
    import numpy as np
    from rasterio.io import MemoryFile
    from rasterio.transform import from_origin

    profile = {
        "driver": "GTiff",
        "width": 16,
        "height": 12,
        "count": 3,
        "dtype": "uint16",
        "crs": "EPSG:32632",
        "transform": from_origin(500_000, 5_600_000, 10, 10),
    }
    with MemoryFile() as memory:
        with memory.open(**profile) as made:
            made.write(np.arange(3 * 12 * 16, dtype="uint16").reshape(3, 12, 16))
            made.update_tags(TIFFTAG_DATETIME="2026:03:02 09:00:00")
        return bytes(memory.read())


PACKAGE = b'{"profile": "data-package", "resources": [{"name": "data.warc", "path": "archive/data.warc"}]}'


def _packed(data: bytes, folder: Path) -> None:
    """Damage inside a sound ZIP archive: to the WARC file, or to what lists it."""
    inner = {"archive__data_warc": data} if data[:1] != b"{" else {"archive__data_warc": WARC, "datapackage_json": data}
    on_file("pages.wacz", _archive)(zipped(**{"datapackage_json": PACKAGE, **inner}), folder)


def _html(data: bytes, folder: Path) -> None:
    """As the guarded process reads it, whose answer is read again."""
    from firsthand.collect.pages.html import read_page
    from firsthand.collect.pages.page import Page

    page = read_page(data, "page.html", "https://quay.example/1")
    keepable(page)
    assert Page.from_json(page.to_json()) == page


def _pdf(data: bytes, folder: Path) -> None:
    from firsthand.collect.pages.pdf import read_pdf

    keepable(read_pdf(data, "page.pdf"))


def _text(data: bytes, folder: Path) -> None:
    from firsthand.collect.pages.text import read_text

    keepable(read_text(data, "page.txt"))


def _feed(data: bytes, folder: Path) -> None:
    from firsthand.collect.web.feeds import read_feed

    keepable(read_feed(data, "feed.xml", "https://quay.example/feed"))


def _archive(path: Path) -> None:
    from firsthand.collect.archives.reading import read_web_archive

    keepable(list(read_web_archive(path)))


def _raster(path: Path) -> None:
    from firsthand.collect.images.scenes import read_raster

    keepable(read_raster(path, ()))


def _scene(data: bytes, folder: Path) -> None:
    """What is collected is then drawn for the desk and read for comparing, so that all three must hold."""
    from firsthand.collect.given import Given
    from firsthand.collect.images.scenes import collect_raster
    from firsthand.publish.drawing.pictures import scene_view
    from firsthand.watch.load import frame_for, read_picture

    root = folder / "watched"
    if not root.exists():
        Case.create(root, fictional=True).store.close()
        (root / "sites.geojson").write_text(json.dumps(WATCHED))
    case, path = opened(root), folder / "scene.tif"
    path.write_bytes(data)
    collect_raster(case, path, path.name, Given(site="quay"), NOON)
    digest = hashlib.sha256(data).hexdigest()
    scene = next(item for item in case.store.scenes("quay") if item.sha256 == digest)
    scene_view(case, scene, scene.bounds, 64)
    read_picture(path, scene, frame_for(case.site("quay"), [scene]))


def _elements(data: bytes, folder: Path) -> None:
    from firsthand.collect.images.elements import read_elements

    (folder / "sets.tle").write_bytes(data)
    keepable(read_elements(folder / "sets.tle"))


def _sidecar(path: Path) -> None:
    from firsthand.collect.given import read_sidecar

    page = path.with_name("page.html")
    page.touch()
    keepable(read_sidecar(page))


def _table(path: Path) -> None:
    from firsthand.collect.given import Table

    keepable(Table.read(path).row("page.html"))


def _stac(data: bytes, folder: Path) -> None:
    try:
        raw = json_value(data.decode())
    except (ValueError, RecursionError) as error:
        raise InputError("no JSON", thing="item") from error
    if not isinstance(raw, dict):
        raise InputError("no item", thing="item")
    keepable(parse_item(raw, "https://stac.example/item.json"))


class _NoWeb(Web):
    """A catalogue on disk may name addresses; none is asked here."""

    def json(self, url: str, method: str = "GET", body: Mapping[str, Any] | None = None) -> str:
        raise InputError("no network here", thing=url)


def _catalogue(data: bytes, folder: Path) -> None:
    """A static catalogue on disk of which one file is damaged: the catalogue itself, or an item of it."""
    from firsthand.collect.stac.options import StacOptions
    from firsthand.collect.stac.search import Found, find_items

    broken = "catalog.json" if b"links" in data and b"Catalog" in data else "item.json"
    for name, sound in (("catalog.json", CATALOGUE), ("item.json", STAC)):
        (folder / name).write_bytes(data if name == broken else sound)
    options = StacOptions(str(folder), "quay", start=NOON - timedelta(days=100), collections=("s2",))
    for found in find_items(options, (10.0, 50.0, 11.0, 51.0), _NoWeb()):
        if isinstance(found, Found):
            with suppress(InputError):
                parse_item(found.raw, found.href)


def _robots(data: bytes, folder: Path) -> None:
    from firsthand.collect.web.robots import parse_robots

    parse_robots(data.decode("utf-8", "replace"), "firsthand")


# ---- the case's own files ------------------------------------------------------------------------------------------


def _sites(path: Path) -> None:
    from firsthand.sites import read_sites

    keepable(read_sites(path))


def _outlets(path: Path) -> None:
    from firsthand.outlets import own_outlets

    keepable(own_outlets(path))


def _settings(data: bytes, folder: Path) -> None:
    from firsthand.alerts.conditions import read_watchlist

    root = folder / "case"
    if not (root / "case.toml").exists():
        Case.create(root, fictional=True).store.close()
    (root / "case.toml").write_bytes(data)
    case = Case(root)
    try:
        _ = case.title, case.fictional, case.topic_words
        read_watchlist(case)
    finally:
        case.store.close()


def _detector(data: bytes, folder: Path) -> None:
    from firsthand.watch.detector import SETTINGS, read_contract

    (folder / "model.onnx").touch()
    (folder / SETTINGS).write_bytes(data)
    read_contract(folder)


# ---- what is read in a text ----------------------------------------------------------------------------------------


def _times(data: bytes, folder: Path) -> None:
    from firsthand.read.dates.finder import read_times

    read_times(data.decode("utf-8", "replace"), NOON)


def _numbers(data: bytes, folder: Path) -> None:
    from firsthand.read.quantity.finder import find_quantities

    find_quantities(data.decode("utf-8", "replace"))


def _read(data: bytes, folder: Path) -> None:
    from firsthand.model import Document
    from firsthand.read.reader import ReadContext, read_text

    text = data.decode("utf-8", "replace")[:4000]
    document = Document("doc-1", "page.txt", text, "0" * 64, "text/plain", NOON)
    for statement in read_text(document, ReadContext()).statements:
        for anchor in statement.content:
            assert text[anchor.start : anchor.end] == anchor.quote


MARKUP = (
    b"<",
    b">",
    b"</p>",
    b"<script>",
    b"<![CDATA[",
    b"<!--",
    b"&#x110000;",
    b"&lt;",
    b"<table>",
    b"<div>",
    b"\xc3\x28",
)
TIMES = (
    b"last Monday",
    b"31 February",
    b"the year 0",
    b"99999 years ago",
    b"Q5",
    b"week 54",
    b"25:61",
    b"0000-00-00",
    b"BC",
)
REPORT_SEEDS = tuple(path.read_bytes()[:3000] for path in sorted(REPORTS.glob("*.txt"))[:4])

TARGETS = (
    Target("html", _html, (PAGE,), MARKUP, 3),
    Target("pdf", _pdf, (PDF,), (b"obj", b"<<", b"/Kids", b"2 0 R", b"stream", b"/Length 99999999", b"xref"), 8),
    Target(
        "text",
        _text,
        (b"\xef\xbb\xbfTwo cranes left.\r\n\r\nNobody saw.", "Zwei Kräne".encode("utf-16")),
        (b"\x1a", b"\xa0"),
        20,
    ),
    Target("feed", _feed, (FEED,), (*MARKUP, b"&a;", b"<item>", b"<!ENTITY b '&a;&a;'>"), 6),
    Target(
        "warc",
        on_file("pages.warc", _archive),
        (WARC,),
        (b"\r\n", b"Content-Length: 999999", b"WARC/1.0", b"chunked"),
        4,
    ),
    Target(
        "warcgz",
        on_file("pages.warc.gz", _archive),
        (gzip.compress(WARC, mtime=0) * 2, gzip.compress(WARC * 2, mtime=0)),
        (b"\x1f\x8b\x08", b"\xff\xff\xff\xff"),
        4,
    ),
    Target(
        "wacz",
        on_file("pages.wacz", _archive),
        (zipped(archive__data_warc=WARC, datapackage_json=PACKAGE),),
        (b"PK\x03\x04",),
        4,
    ),
    Target("packed", _packed, (WARC, PACKAGE), (b"\r\n", b"..", b"/etc/passwd", b"{", b"chunked"), 4),
    Target("geotiff", on_file("scene.tif", _raster), lambda: (tiff(),), (b"\x00\x00\x01\x00", b"\xff\xff\xff\xff"), 4),
    Target("scene", _scene, lambda: (tiff(),), (b"\x00\x00\x01\x00", b"\xff\xff\xff\xff", b"nan", b"2026:13:40"), 4),
    Target(
        "elements",
        _elements,
        (TLE, *MESSAGES),
        (b"1 ", b"2 ", b"e+99"),
        20,
    ),
    Target(
        "sidecar", on_file("page.html.meta.json", _sidecar), (SIDECAR,), (b'"', b"{", b"[", b"1e400", b"\\ud800"), 12
    ),
    Target("table", on_file("table.csv", _table), (METADATA.read_bytes(),), (b",", b'"', b"\n", b"\x00", b"file"), 12),
    Target("stac", _stac, (STAC,), (b"null", b"[]", b"{}", b'"datetime"', b"1e400", b"[["), 20),
    Target(
        "catalogue",
        _catalogue,
        (CATALOGUE, STAC),
        (b"null", b"[]", b'"links"', b"http://a.example/", b"../..", b"\x00"),
        6,
    ),
    Target("robots", _robots, (b"User-agent: *\nDisallow: /a*b$\nCrawl-delay: 5\n",), (b"*" * 30, b"$", b"Allow:"), 20),
    Target(
        "sites",
        on_file("sites.geojson", _sites),
        ((DEMO / "sites.geojson").read_bytes(),),
        (b"null", b"[", b"1e308", b'"id"'),
        12,
    ),
    Target(
        "outlets",
        on_file("outlets.csv", _outlets),
        ((DEMO / "outlets.csv").read_bytes(),),
        (b",", b'"', b"\n", b";"),
        12,
    ),
    Target(
        "settings",
        _settings,
        ((DEMO / "alerts.toml").read_bytes(), b'[case]\ntitle = "A"\n[topic]\nwords = ["x"]\n'),
        (b"[[alert]]", b"=", b"inf", b"{", b'"""'),
        4,
    ),
    Target(
        "detector",
        _detector,
        (b'model="model.onnx"\ninput_px=64\nbands=["red"]\nhigh=1.0\n',),
        (b"nan", b"[[", b"-1", b"inf"),
        12,
    ),
    Target(
        "times", _times, (b"It left on 3 March 2026, two days after the quay was closed until late April.",), TIMES, 8
    ),
    Target(
        "numbers",
        _numbers,
        (b"At least one, and possibly two, of 1,200 cranes; 3.5 to 4 million tonnes.",),
        (b"1e999", b"-", b"dozen", b"half"),
        12,
    ),
    Target("read", _read, REPORT_SEEDS, ("“".encode(), b'"', b"said", b"\n\n", b"according to", b"(", "’".encode()), 1),
    *CASE_TARGETS,
)
