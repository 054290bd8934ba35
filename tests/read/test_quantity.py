"""Counts in invented news sentences."""

from __future__ import annotations

import pytest

from firsthand.read.quantity import find_quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "surest", "of"),
    [
        ("at least one, and possibly two, launchers", 1, 2, 1, "launcher"),
        ("at least one launcher, and possibly two", 1, 2, 1, "launcher"),
        ("at least one and perhaps two solid-fueled long-range missiles", 1, 2, 1, "solid-fueled long-range missile"),
        ("up to 60 warheads", None, 60, None, "warhead"),
        ("as many as 60 warheads", None, 60, None, "warhead"),
        ("more than a dozen trucks", 12, None, None, "truck"),
        ("fewer than 10 vehicles", None, 10, None, "vehicle"),
        ("no fewer than 10 vehicles", 10, None, 10, "vehicle"),
        ("dozens of workers", 24, 99, None, "worker"),
        ("no missiles were shown", 0, 0, 0, "missile"),
        ("not a single launcher was seen", 0, 0, 0, "launcher"),
        ("one or two missiles", 1, 2, None, "missile"),
        ("between twenty and thirty railcars", 20, 30, None, "railcar"),
        ("from 10 to 15 railcars", 10, 15, None, "railcar"),
        ("20-30 vehicles", 20, 30, None, "vehicle"),
        ("about 200 people", 180, 220, 200, "person"),
        ("nearly 40 Americans", 36, 40, 40, "american"),
        ("some 300 soldiers", 270, 330, 300, "soldier"),
        ("half a dozen tests", 6, 6, 6, "test"),
        ("two dozen tests", 24, 24, 24, "test"),
        ("three or more silos", 3, None, 3, "silo"),
        ("one hundred and two silos", 102, 102, 102, "silo"),
        ("2.5 million tons", 2.5e6, 2.5e6, 2.5e6, "ton"),
        ("1,000 km", 1000, 1000, 1000, "km"),
        ("20 percent", 20, 20, 20, "percent"),
        ("$50,000 to $100,000", 50_000, 100_000, None, "dollar"),
        ("more than 10 and fewer than 20 tents", 10, 20, None, "tent"),
        ("two of the nation's large presses", 2, 2, 2, "large press"),
        ("two aircraft landed", 2, 2, 2, "aircraft"),
        ("one building stood empty", 1, 1, 1, "building"),
        ("several hundred soldiers", 300, 900, None, "soldier"),
    ],
)
def test_reading(text: str, low: float | None, high: float | None, surest: float | None, of: str) -> None:
    (found,) = find_quantities(text)
    assert (found.low, found.high, found.surest, found.of) == (low, high, surest, of)


@pytest.mark.parametrize(
    "text",
    [
        "The work of 2018 ended on July 7, on 9 August and at 5:30 p.m.",
        "It lasted three days, then two more weeks, or 10 years.",
        "Captured 2018-07-07 at 05:14.",
        "John Smith, 45, spoke. She was 62.",
        "a 25-year-old engine and a three-stage rocket",
        "The Hwasong-15, a C-17 and a KN-08 were shown.",
        "analysts at 38 North said",
        "Building 5 and Unit 2 burned under Resolution 1718.",
        "Call (800) 555-0182 or 555-0199.",
        "the house at 227 Hill Pine Road",
        "the 3800 block",
        "No evidence and no signs of work; no one came; one of them left.",
        "It is no surprise.",
        "phase two has begun",
        "between 2003 and 2005",
        "He scores well.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_anchors_are_the_very_words_in_order() -> None:
    text = "Satellites saw at least one, and possibly two, launchers, up to 60 men and no trucks."
    found = find_quantities(text)
    assert [one.anchor.quote for one in found if one.anchor] == ["at least one, and possibly two", "up to 60", "no"]
    for one in found:
        assert one.anchor
        assert text[one.anchor.start : one.anchor.end] == one.anchor.quote


def test_bounds_that_contradict_stay_apart() -> None:
    assert [(one.low, one.high) for one in find_quantities("more than 40 and less than 10")] == [(40, None), (None, 10)]


@pytest.mark.parametrize(
    "piece",
    ["1 ", "one ", "one hundred and ", "at least ", "between one and ", "1-", "no ", "one, possibly ", "dozens of "],
)
def test_hostile_repetition_ends(piece: str) -> None:
    find_quantities(piece * (20_000 // len(piece)))
