"""Case sites in text. Names of the sites are invented, but for the shipped example list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firsthand.model import Site, SitePart
from firsthand.read.places import SiteMention, find_sites, locate, towns
from firsthand.sites import parse_sites, read_sites

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "dprk" / "sites.geojson"

STAND = SitePart("alnor-stand", "engine test stand", ("the stand", "test stand"))
SITES = (
    Site("alnor", "Alnor Launch Station", 10.0, 50.0, 500.0, aliases=("Alnor", "ALS"), parts=(STAND,)),
    Site("besan", "Besan-dong", 11.0, 51.0, 500.0, parts=(SitePart("besan-stand", "stand"),)),
    Site("corvo", "Corvo", 12.0, 52.0, 500.0),
)


@pytest.fixture(autouse=True)
def regions_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here builds the towns, whatever is installed."""
    monkeypatch.setattr(towns, "_source", lambda: None)


def found(text: str) -> list[tuple[str, str | None, str]]:
    mentions = find_sites(text, SITES)
    assert all(text[item.anchor.start : item.anchor.end] == item.anchor.quote for item in mentions)
    return [(item.site_id, item.part_id, item.anchor.quote) for item in mentions]


def test_longest_name_wins() -> None:
    assert found("At Alnor Launch Station and at Alnor.") == [
        ("alnor", None, "Alnor Launch Station"),
        ("alnor", None, "Alnor"),
    ]


@pytest.mark.parametrize("written", ["Besan-dong", "Besandong", "Besan dong", "BESAN-DONG", "Besan\u2011dong"])
def test_hyphen_space_and_case_variants(written: str) -> None:
    assert found(f"Work at {written} goes on.") == [("besan", None, written)]


def test_a_name_without_hyphen_matches_one_with() -> None:
    site = Site("x", "Molindong", 0.0, 0.0, 1.0)
    assert [item.anchor.quote for item in find_sites("Molin-dong and Mŏlin-dong", (site,))] == [
        "Molin-dong",
        "Mŏlin-dong",
    ]


def test_whole_words_only() -> None:
    assert found("Corvos and Incorvo are not it, Corvo's gate is.") == [("corvo", None, "Corvo")]


def test_short_aliases_keep_their_case() -> None:
    assert found("The ALS crew said als nothing.") == [("alnor", None, "ALS")]


def test_a_ship_class_is_no_place() -> None:
    assert found("A Corvo-class boat lay at Corvo.") == [("corvo", None, "Corvo")]


def test_a_part_belongs_to_the_site_named_before_it() -> None:
    assert found("At Besan-dong the stand is idle; at Alnor the stand is busy.") == [
        ("besan", None, "Besan-dong"),
        ("besan", "besan-stand", "stand"),
        ("alnor", None, "Alnor"),
        ("alnor", "alnor-stand", "stand"),
    ]


def test_a_distinct_part_counts_without_its_site_and_a_common_word_does_not() -> None:
    assert found("The engine test stand is gone.") == [("alnor", "alnor-stand", "engine test stand")]
    assert found("The stand is gone.") == []


def test_a_verb_is_no_part() -> None:
    assert found("Crews at Alnor stand ready.") == [("alnor", None, "Alnor")]


def test_no_sites_no_mentions() -> None:
    assert find_sites("Alnor", ()) == []


def test_a_case_site_is_never_a_town() -> None:
    text = "Trucks were seen at Corvo."
    start = text.index("Corvo")
    place = locate(text, [(start, start + 5)], SITES)[0]
    assert place is not None
    assert (place.site_id, place.lat, place.lon, place.radius_m, place.how) == ("corvo", 52.0, 12.0, 500.0, "case site")


def test_a_country_needs_no_gazetteer_file() -> None:
    text = "Trucks crossed into Mongolia."
    start = text.index("Mongolia")
    place = locate(text, [(start, start + 8)], SITES)[0]
    assert place is not None
    assert (place.site_id, place.name, place.how) == (None, "Mongolia", "the only place of this name")


def test_example_list_is_sourced_and_shows_disagreement() -> None:
    sites = {site.id: site for site in read_sites(EXAMPLE)}
    assert {"sohae", "tonghae", "sanumdong", "kangson", "yongbyon", "punggye-ri", "sinpo"} <= set(sites)
    assert all(site.sources and site.kind and site.radius_m >= 500 for site in sites.values())
    assert sites["sanumdong"].radius_m > 10_000
    assert [item.site_id for item in find_sites("Tongchang-ri and Sanum-dong", tuple(sites.values()))] == [
        "sohae",
        "sanumdong",
    ]


def test_example_list_names_are_unambiguous() -> None:
    sites = parse_sites(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    for site in sites:
        for name in (site.name, *site.aliases):
            mentions: list[SiteMention] = find_sites(f"Activity at {name} was seen.", sites)
            assert [item.site_id for item in mentions] == [site.id], name
