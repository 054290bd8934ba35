"""A basemap that the case brings along: tiles out of one PMTiles file, or the address of a tile server.

``case.toml``::

    [map]
    tiles = "basemap.pmtiles"                       # a file in the case folder
    # tiles = "https://tiles.example/{z}/{x}/{y}.png"   # or a server: then the browser asks it, and only it
    attribution = "© the map's makers"
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from firsthand.case import Case
from firsthand.collect.archives.frames import GZIP_MAGIC, inflate
from firsthand.errors import InputError, UnknownIdError

MEDIA = {"MVT": "application/vnd.mapbox-vector-tile", "PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ENDING = ".pmtiles"
MOST_PART_BYTES = 16 * 2**20
"""Of a directory or a tile, packed and unpacked: what a file says of itself is not believed."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile as it lies in the file."""

    data: bytes
    media_type: str
    encoding: str
    """gzip or empty."""


def told(case: Case) -> dict[str, Any] | None:
    """The basemap for the browser: kind, address, attribution, zooms, and what a file says of its bounds and layers;
    ``None`` when the case names none.

    Raises InputError when its file cannot be used.
    """
    asked = _asked(case)
    common = {"attribution": str(_table(case).get("attribution", ""))}
    if asked.endswith(ENDING):
        path = _file(case, asked)
        head = _header(path)
        kind = "vector" if head["tile_type"].name == "MVT" else "raster"
        zooms = {"min_zoom": int(head["min_zoom"]), "max_zoom": int(head["max_zoom"])}
        layers = _layers(path) if kind == "vector" else []
        held = {"bounds": _bounds(head), "layers": layers}
        return {**common, "kind": kind, "address": "/tiles/{z}/{x}/{y}", **zooms, **held}
    if not host(case):
        return None
    most = _table(case).get("max_zoom", 19)
    zooms = {"min_zoom": 0, "max_zoom": most if isinstance(most, int) else 19}
    return {**common, "kind": "raster", "address": asked, **zooms, "bounds": None, "layers": []}


def host(case: Case) -> str:
    """The origin of the tile server; empty when the case names none, or no plain web address."""
    asked = _asked(case)
    if asked.endswith(ENDING):
        return ""
    try:
        found = urlsplit(asked)
        port = f":{found.port}" if found.port else ""
    except ValueError:
        return ""
    name = found.hostname or ""
    plain = name and all(letter.isalnum() or letter in ".-" for letter in name) and name.isascii()
    return f"{found.scheme}://{name}{port}" if plain and found.scheme in ("https", "http") else ""


def tile(case: Case, z: int, x: int, y: int) -> Tile:
    """One tile of the case's file. Raises UnknownIdError when there is none there, InputError for a file of no use."""
    asked = _asked(case)
    path = _file(case, asked) if asked.endswith(ENDING) else None
    if path is None:
        raise UnknownIdError("this case brings no tiles", thing="case.toml", remedy="name a file under [map] tiles")
    head, data = _header(path), _read(path, z, x, y)
    if data is None:
        raise UnknownIdError("no tile there", thing=f"{z}/{x}/{y}", remedy="none is needed")
    return Tile(data, MEDIA[head["tile_type"].name], "gzip" if head["tile_compression"].name == "GZIP" else "")


def _table(case: Case) -> dict[str, Any]:
    table = case.settings.get("map", {})
    return table if isinstance(table, dict) else {}


def _asked(case: Case) -> str:
    return str(_table(case).get("tiles", ""))


def _file(case: Case, name: str) -> Path:
    path = (case.root / name).resolve()
    if not path.is_relative_to(case.root.resolve()) or not path.is_file():
        remedy = "put the file into the case folder, and its name into case.toml under [map] tiles"
        raise InputError("there is no such file in the case folder", thing=name, remedy=remedy)
    return path


def _header(path: Path) -> dict[str, Any]:
    from pmtiles.tile import deserialize_header

    with path.open("rb") as file:
        raw = file.read(127)
    try:
        head: dict[str, Any] = {**deserialize_header(raw)}
        known = head["tile_type"].name in MEDIA and head["tile_compression"].name in ("NONE", "GZIP")
    except Exception as err:  # the library raises its own, undocumented kinds on bytes that are none
        raise InputError("not a PMTiles file", thing=path.name, remedy="use a file of PMTiles version 3") from err
    if not known:
        raise InputError("tiles of a kind that cannot be shown", thing=path.name, remedy="use MVT, PNG, JPEG or WebP")
    return head


def _bounds(head: dict[str, Any]) -> list[float] | None:
    """West, south, east, north in degrees; ``None`` where the file's maker left them out."""
    held = [int(head[f"{side}_e7"]) / 1e7 for side in ("min_lon", "min_lat", "max_lon", "max_lat")]
    west, south, east, north = held
    return held if -180 <= west < east <= 180 and -90 <= south < north <= 90 else None


def _layers(path: Path) -> list[str]:
    """Names of the layers of vector tiles; empty where the metadata do not tell them."""
    metadata = _opened(path, lambda reader: reader.metadata())
    layers = metadata.get("vector_layers") if isinstance(metadata, dict) else None
    named = layers if isinstance(layers, list) else []
    return [str(layer["id"]) for layer in named if isinstance(layer, dict) and "id" in layer]


def _read(path: Path, z: int, x: int, y: int) -> bytes | None:
    found: bytes | None = _opened(path, lambda reader: reader.get(z, x, y))
    return found


def _opened(path: Path, ask: Callable[[Any], Any]) -> Any:
    """What ``ask`` gets out of the file. Raises InputError when it is damaged."""
    from pmtiles import reader

    opened: Any = reader.Reader  # untyped
    with path.open("rb") as file:

        def part(offset: int, length: int) -> bytes:
            if length > MOST_PART_BYTES:
                raise ValueError(length)
            file.seek(offset)
            data = file.read(length)
            if data.startswith(GZIP_MAGIC):
                inflate(data, MOST_PART_BYTES)  # the library unpacks directories without asking how long they become
            return data

        try:
            return ask(opened(part))
        except (ValueError, IndexError, EOFError, OSError, zlib.error) as err:
            raise InputError("the file is damaged", thing=path.name, remedy="get a whole copy of it") from err
