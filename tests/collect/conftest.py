"""Makers of small inputs."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from firsthand.case import Case

LON, LAT = 12.5, 41.5
"""Where the case's one site lies."""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with the sites Alder Works and, a degree north of it, Birch Yard."""
    root = tmp_path / "case"
    Case.create(root, "Invented", fictional=True).store.close()
    features = [
        {
            "type": "Feature",
            "properties": {"id": id, "name": name, "radius_m": 300},
            "geometry": {"type": "Point", "coordinates": [LON, lat]},
        }
        for id, name, lat in (("alder", "Alder Works", LAT), ("birch", "Birch Yard", LAT + 1))
    ]
    (root / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    opened = Case(root)
    yield opened
    opened.store.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder for inputs."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


MakeRaster = Callable[..., Path]


@pytest.fixture
def raster(inbox: Path) -> MakeRaster:
    """Writes a GeoTIFF of 40 x 30 pixels of 0.0001 degrees around the case's site."""

    def make(name: str = "scene.tif", west: float = LON - 0.002, north: float = LAT + 0.0015, **options: Any) -> Path:
        import numpy as np
        import rasterio
        from rasterio.transform import from_origin

        tags: dict[str, str] = options.pop("tags", {"TAKEN": "2025-03-04T10:11:12Z"})
        profile = {"driver": "GTiff", "width": 40, "height": 30, "count": 3, "dtype": "uint8", "crs": "EPSG:4326"}
        profile |= {"transform": from_origin(west, north, 0.0001, 0.0001)} | options
        pixels = np.arange(profile["count"] * profile["height"] * profile["width"]) % 251
        path = inbox / name
        with rasterio.open(path, "w", **profile) as out:
            out.write(pixels.reshape(profile["count"], profile["height"], profile["width"]).astype(profile["dtype"]))
            out.update_tags(**tags)
        return path

    return make


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>New hall seen at Alder Works | Osmeria Courier</title>
<link rel="canonical" href="https://courier.example/2025/03/05/new-hall">
<meta property="og:site_name" content="Osmeria Courier">
<meta property="article:published_time" content="2025-03-05T08:30:00+02:00">
<meta name="author" content="Ada Quill">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>New hall seen at Alder Works</h1>
{paragraphs}
</article><footer>Copyright Osmeria Courier</footer></body></html>"""

PARAGRAPHS = (
    "A new hall has been built at Alder Works, said Joan Tern, who lives across the river and saw the cranes.",
    "The ministry declined to comment on the hall, and on the trailers that were parked beside it in February.",
    "Analysts who looked at the pictures said that the hall is about forty metres long and has no windows at all.",
)


BODY = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def body() -> str:
    """The text of the invented news page."""
    return BODY


@pytest.fixture
def page() -> str:
    """An invented news page."""
    return PAGE.format(paragraphs="\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Makes a one-page PDF from its text and its information dictionary."""
    return _pdf


def _pdf(text: str, info: str = "") -> bytes:
    """A one-page PDF that shows ``text``, with a correct cross-reference table."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< {info} >>".encode(),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return body + b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


Handler = Callable[[str, socket.socket], None]


def _whole(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer; Content-Length is true unless given."""
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Server:
    """A loopback server that answers each path with given bytes, or lets a function do as it likes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.pages: dict[str, bytes | Handler] = {}
        self.asked: list[str] = []
        self.done = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.done.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                path = connection.recv(65536).split(b" ")[1].decode()
                self.asked.append(path)
                page = self.pages.get(path, _whole(b"", "404 Not Found"))
                if isinstance(page, bytes):
                    connection.sendall(page)
                else:
                    page(path, connection)
            except (OSError, IndexError):
                return


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.done.set()
    running.socket.close()


@pytest.fixture
def answer() -> Callable[..., bytes]:
    """Makes a whole HTTP answer from its body, status and headers."""
    return _whole
