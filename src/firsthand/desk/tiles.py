"""A basemap that the case brings along: tiles out of one PMTiles file, or the address of a tile server.

``case.toml``::

    [map]
    tiles = "basemap.pmtiles"                       # a file in the case folder
    # tiles = "https://tiles.example/{z}/{x}/{y}.png"   # or a server: then the browser asks it, and only it
    attribution = "© the map's makers"
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from firsthand.case import Case
from firsthand.errors import InputError, UnknownIdError

MEDIA = {"MVT": "application/vnd.mapbox-vector-tile", "PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
ENDING = ".pmtiles"


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile as it lies in the file."""

    data: bytes
    media_type: str
    encoding: str
    """gzip or empty."""


def told(case: Case) -> dict[str, Any] | None:
    """The basemap for the browser: kind, address, attribution and largest zoom; ``None`` when the case names none.

    Raises InputError when its file cannot be used.
    """
    asked = _asked(case)
    common = {"attribution": str(_table(case).get("attribution", ""))}
    if asked.endswith(ENDING):
        head = _header(_file(case, asked))
        kind = "vector" if head["tile_type"].name == "MVT" else "raster"
        return {**common, "kind": kind, "address": "/tiles/{z}/{x}/{y}", "max_zoom": int(head["max_zoom"])}
    if not host(case):
        return None
    most = _table(case).get("max_zoom", 19)
    return {**common, "kind": "raster", "address": asked, "max_zoom": most if isinstance(most, int) else 19}


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


def _read(path: Path, z: int, x: int, y: int) -> bytes | None:
    from pmtiles import reader

    opened: Any = reader.Reader  # untyped
    with path.open("rb") as file:

        def part(offset: int, length: int) -> bytes:
            file.seek(offset)
            return file.read(length)

        try:
            found: bytes | None = opened(part).get(z, x, y)
        except (ValueError, IndexError, EOFError, OSError, zlib.error) as err:
            raise InputError("the file is damaged", thing=path.name, remedy="get a whole copy of it") from err
    return found
