"""Countries as outlines: what lies where, how far they reach, and that the file keeps to its size and form."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from firsthand.geo import countries, countries_geojson, country_at, outline_of


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (124.7057, 39.6596, "KP"),  # on the coast, some kilometres from the drawn line
        (129.0875, 41.2781, "KP"),
        (126.98, 37.57, "KR"),
        (2.35, 48.86, "FR"),
        (103.82, 1.35, "SG"),
        (178.44, -18.14, "FJ"),
        (44.07, 9.56, "SO"),
    ],
)
def test_a_point_lies_in_its_country(lon: float, lat: float, code: str) -> None:
    found = country_at(lon, lat)
    assert found is not None
    assert found.code == code


def test_the_open_sea_is_in_no_country() -> None:
    assert country_at(-150.0, 30.0) is None


def test_without_a_margin_the_drawn_line_decides() -> None:
    assert country_at(124.55, 39.6) is outline_of("KP")
    assert country_at(124.55, 39.6, margin_km=0) is None


def test_an_enclave_is_not_its_neighbour() -> None:
    lesotho = country_at(28.2, -29.5)
    assert lesotho is not None
    assert lesotho.code == "LS"
    south_africa = outline_of("ZA")
    assert south_africa is not None
    assert not south_africa.holds(28.2, -29.5)


def test_the_box_of_a_country_across_the_dateline_is_narrow() -> None:
    fiji = outline_of("FJ")
    assert fiji is not None
    west, _, east, _ = fiji.bounds
    assert west > 170
    assert east < -170


def test_the_box_of_a_country_holds_it() -> None:
    korea = outline_of("KP")
    assert korea is not None
    west, south, east, north = korea.bounds
    assert 123 < west < 125
    assert 37 < south < 39
    assert 130 < east < 131
    assert 42 < north < 44


def test_an_unknown_code_has_no_outline() -> None:
    assert outline_of("ZZ") is None


def test_the_file_is_small_closed_and_names_its_source() -> None:
    text = countries_geojson()
    assert len(text.encode()) < 200_000
    assert "Natural Earth" in json.loads(text)["source"]
    for country in countries():
        assert len(country.code) == 2, country.name
        assert country.name
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for polygon in country.polygons for ring in polygon)


def test_no_outline_jumps_across_the_map() -> None:
    rings = [ring for country in countries() for polygon in country.polygons for ring in polygon]
    assert all(abs(one[0] - other[0]) < 180 for ring in rings for one, other in pairwise(ring) if one[1] > -90)
