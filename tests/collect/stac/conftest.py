"""A STAC server on loopback with scenes of its own making."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import transform, transform_bounds

LON, LAT = 12.5, 41.5
CRS = "EPSG:32633"
SIDE_M = 5_120.0
"""Of a scene: far more than the window."""

VALUES = {"blue": 400, "green": 600, "red": 700, "nir": 2500}
KEYS = {"blue": "B02", "green": "B03", "red": "B04", "nir": "B08"}


class Archive:
    """Items and files that the server gives, and how it behaves."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.items: list[dict[str, Any]] = []
        self.url = ""
        self.page_items = 2
        self.ranges = True
        self.posts = True
        self.busy: dict[str, int] = {}
        """How many times a path answers 503 before it answers."""
        self.raw: dict[str, bytes] = {}
        """Answers given as they are."""
        self.asked: list[tuple[str, str]] = []
        """(path, range) of every request for a file."""
        self.queries: set[str] = set()
        """Behind the addresses of files."""
        self.sent = 0

    def write(self, name: str, values: np.ndarray | int, gsd_m: float = 10.0, **profile: Any) -> str:
        """A cloud-optimised GeoTIFF around the site; its path on the server."""
        side = round(SIDE_M / gsd_m)
        (x,), (y,) = transform("EPSG:4326", CRS, [LON], [LAT])
        west, north = round((x - SIDE_M / 2) / 60) * 60, round((y + SIDE_M / 2) / 60) * 60
        if not isinstance(values, np.ndarray):
            rng = np.random.default_rng(values)
            values = values * (0.5 + rng.random((side, side)))
        tags = profile.pop("tags", {})
        options = {"driver": "COG", "width": side, "height": side, "count": 1, "crs": CRS, "nodata": 0}
        options |= {"dtype": "uint16", "transform": from_origin(west, north, gsd_m, gsd_m), "blocksize": 256}
        options |= {"compress": "deflate", "overviews": "NONE"} | profile
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with rasterio.open(path, "w", **options) as out:
            out.write(values.astype(options["dtype"]), 1)
            out.update_tags(**tags)
        return f"/files/{name}"

    def box(self) -> list[float]:
        (x,), (y,) = transform("EPSG:4326", CRS, [LON], [LAT])
        half = SIDE_M / 2
        return list(transform_bounds(CRS, "EPSG:4326", x - half, y - half, x + half, y + half))

    def item(self, id: str, taken: str, assets: dict[str, Any], **properties: Any) -> dict[str, Any]:
        """Add an item; ``assets``: key to a path, or to a whole asset."""
        west, south, east, north = self.box()
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        listed = {
            key: asset if isinstance(asset, dict) else {"href": asset, "type": "image/tiff; application=geotiff"}
            for key, asset in assets.items()
        }
        made = {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": id,
            "collection": properties.pop("collection", "sentinel-2-l2a"),
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "bbox": [west, south, east, north],
            "properties": {"datetime": taken, "platform": "sentinel-2b", **properties},
            "links": [],
            "assets": listed,
        }
        self.items.append(made)
        return made

    def sentinel_2(self, day: str, added: int = 0, **properties: Any) -> dict[str, Any]:
        """An L2A item of four bands and a coarser scene classification, with ``added`` in its values."""
        assets: dict[str, Any] = {}
        for role, value in VALUES.items():
            side = round(SIDE_M / 10)
            rng = np.random.default_rng([int(day.replace("-", "")), value])
            values = added + value * (0.5 + rng.random((side, side)))
            assets[KEYS[role]] = self.write(f"{day}/{KEYS[role]}.tif", values)
        classes = np.full((round(SIDE_M / 20),) * 2, 5)
        classes[:, ::2] = 4
        assets["SCL"] = self.write(f"{day}/SCL.tif", classes, 20.0, dtype="uint8")
        properties = {"eo:cloud_cover": 5.0, "s2:processing_baseline": "02.14"} | properties
        return self.item(f"S2B_33TTG_{day.replace('-', '')}_0_L2A", f"{day}T10:00:00Z", assets, **properties)


class _Handler(BaseHTTPRequestHandler):
    archive: Archive
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    """Head and body leave together; apart, each answer would wait for an acknowledgement."""

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self._busy(parts.path):
            return
        if parts.path in self.archive.raw:
            self._give(200, self.archive.raw[parts.path])
        elif parts.path == "/":
            self._json(self._root())
        elif parts.path == "/search":
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            asked["collections"] = asked.get("collections", "").split(",")
            self._search(asked)
        elif parts.path == "/collections":
            self._json({"collections": [{"id": "sentinel-2-l2a"}, {"id": "landsat-c2-l2"}], "links": []})
        elif parts.path.startswith("/files/"):
            self.archive.queries.add(parts.query)
            self._file(parts.path.removeprefix("/files/"))
        else:
            self._give(404, b"")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self._busy(self.path):
            self._search(body)

    def _busy(self, path: str) -> bool:
        left = self.archive.busy.get(path, 0)
        if left:
            self.archive.busy[path] = left - 1
            self._give(503, b"busy")
        return bool(left)

    def _root(self) -> dict[str, Any]:
        url = self.archive.url
        methods = ["GET", "POST"] if self.archive.posts else ["GET"]
        links = [
            {"rel": "search", "href": f"{url}/search", "method": m, "type": "application/geo+json"} for m in methods
        ]
        core = "https://api.stacspec.org/v1.0.0"
        return {
            "type": "Catalog",
            "id": "loopback",
            "description": "made for tests",
            "stac_version": "1.0.0",
            "conformsTo": [f"{core}/core", f"{core}/item-search"],
            "links": [{"rel": "self", "href": f"{url}/"}, {"rel": "root", "href": f"{url}/"}, *links],
        }

    def _search(self, asked: dict[str, Any]) -> None:
        url, size = self.archive.url, self.archive.page_items
        start = int(asked.get("token", 0))
        found = [item for item in self.archive.items if item.get("collection") in asked["collections"]]
        if asked.get("datetime"):
            first, last = asked["datetime"].split("/")
            found = [item for item in found if self._within(item, first, last)]
        answer: dict[str, Any] = {"type": "FeatureCollection", "features": [], "links": []}
        for item in found[start : start + size]:
            text = json.dumps(item).replace('"/files/', f'"{url}/files/')
            answer["features"].append(json.loads(text))
        if start + size < len(found):
            token = start + size
            link: dict[str, Any] = {"rel": "next", "href": f"{url}/search"}
            if self.command == "POST":
                link |= {"method": "POST", "body": {**asked, "token": token}}
            else:
                joined = ",".join(asked["collections"])
                link["href"] += f"?collections={joined}&token={token}"
            answer["links"].append(link)
        self._json(answer)

    @staticmethod
    def _within(item: dict[str, Any], first: str, last: str) -> bool:
        taken = str(item.get("properties", {}).get("datetime") or "")
        return not taken or ((first == ".." or taken >= first) and (last == ".." or taken <= last))

    def _file(self, name: str) -> None:
        path = self.archive.root / name
        asked = self.headers.get("range", "")
        self.archive.asked.append((name, asked))
        if not path.is_file():
            self._give(404, b"")
            return
        data = path.read_bytes()
        if not asked or not self.archive.ranges:
            self.archive.sent += len(data)
            self._give(200, data)
            return
        first, last = (int(part) for part in asked.removeprefix("bytes=").split("-"))
        part = data[first : last + 1]
        self.archive.sent += len(part)
        self._give(206, part, {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(data)}"})

    def _json(self, value: Any) -> None:
        self._give(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _give(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A running archive; its files lie in a folder of the test."""
    made = Archive(tmp_path / "archive")
    handler = type("Handler", (_Handler,), {"archive": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def options(archive: Archive) -> Callable[..., Any]:
    """Makes options that ask the running archive."""
    from firsthand.collect.stac.options import StacOptions

    def make(**changes: Any) -> StacOptions:
        base: dict[str, Any] = {"source": archive.url, "site": "alder", "collections": ("sentinel-2-l2a",)}
        return StacOptions(**(base | {"allow_private": True, "retry_s": 0.01} | changes))

    return make
