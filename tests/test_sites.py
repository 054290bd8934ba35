"""sites.geojson: read strictly, each fault named with its feature."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InputError
from firsthand.sites import disagreement_m, parse_sites, read_sites, stated_points


def a_feature(coordinates: Any = (126.5, 39.1), **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": list(coordinates)}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "Mill", **properties}}


def a_collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_a_site_with_its_parts() -> None:
    square = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
    part = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": square},
        "properties": {"id": "hall", "name": "hall", "part_of": "mill"},
    }
    (site,) = parse_sites(a_collection(a_feature(id="mill", radius_m=250, sources=["a list, 2020"]), part))
    assert (site.lon, site.lat, site.radius_m, site.sources) == (126.5, 39.1, 250.0, ("a list, 2020",))
    assert [found.id for found in site.parts] == ["hall"]
    assert site.parts[0].footprint == (((0, 0), (0, 1), (1, 1), (1, 0), (0, 0)),)


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([a_feature((39.1, 126.5))], "swapped"),
        ([a_feature((200, 10))], "not a longitude and latitude"),
        ([a_feature(("east", "north"))], "not numbers"),
        ([a_feature(id="a"), a_feature(id="a")], "two features have the id 'a'"),
        ([a_feature(name="")], "has no name"),
        ([a_feature(radius_m="wide")], "radius_m"),
        ([{"type": "Feature", "geometry": None, "properties": {"name": "Mill"}}], "Point or Polygon"),
        ([a_feature(part_of="nowhere")], "part_of names no site: nowhere"),
        (["not a feature"], "feature 1 has no properties"),
    ],
)
def test_faults_are_named(features: list[Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_sites(a_collection(*features))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "Feature"}', "\x00", "[" * 100_000])
def test_unreadable_files_are_input_errors(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sites.geojson"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_sites(path)
    assert str(path) in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=20,
    )
)
def test_any_json_is_read_or_refused(value: Any) -> None:
    feature = {"type": "Feature", "properties": {"name": "Mill", "radius_m": value}, "geometry": value}
    for data in (value, a_collection(value), a_collection(feature)):
        text = json.loads(json.dumps(data))
        try:
            sites = parse_sites(text)
        except ValueError:
            continue
        assert all(-90 <= site.lat <= 90 and -180 <= site.lon <= 180 for site in sites)


def test_points_that_sources_state_show_how_far_they_disagree() -> None:
    sources = ["First list, 2024-05: 50.0, 10.0", "Second list, 2025-01: 50.1, 10.0", "A book, p. 12"]
    (site,) = parse_sites(a_collection(a_feature(sources=sources)))
    assert [(point.source, point.lat, point.lon) for point in stated_points(site)] == [
        ("First list, 2024-05", 50.0, 10.0),
        ("Second list, 2025-01", 50.1, 10.0),
    ]
    assert disagreement_m(site) == pytest.approx(11_119, abs=2)


def test_one_point_or_an_impossible_one_disagrees_with_nothing() -> None:
    (site,) = parse_sites(a_collection(a_feature(sources=["First list: 50.0, 10.0", "Odd list: 95.0, 10.0"])))
    assert len(stated_points(site)) == 1
    assert disagreement_m(site) == 0


def test_the_example_list_disagrees_where_public_lists_do() -> None:
    example = Path(__file__).resolve().parents[1] / "examples" / "dprk" / "sites.geojson"
    apart = {site.id: disagreement_m(site) for site in read_sites(example)}
    assert 17_000 < apart["sakkanmol"] < 18_000
    assert 13_000 < apart["sanumdong"] < 14_000
    assert apart["sohae"] < 100
