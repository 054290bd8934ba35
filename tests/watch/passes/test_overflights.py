"""Passes as the weighing asks for them: those that could have shown a thing of some size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from orbit_makers import two_lines

from firsthand.case import Case
from firsthand.collect.images.elements import parse_elements
from firsthand.model import Site
from firsthand.watch.passes.planner import Overflights
from firsthand.watch.passes.sensors import known_sensors

SITE = Site("place", "The Place", -35.5, 41.2, 100.0)
START = datetime(2031, 3, 1, tzinfo=UTC)
(COARSE,) = parse_elements(two_lines(), "made")[0]
(FINE,) = parse_elements(two_lines("40115"), "made")[0]


def names(size_m: float, start: datetime = START) -> set[str]:
    known = Overflights((COARSE, FINE), known_sensors())
    return {flown.name for flown in known.over(SITE, start, start + timedelta(days=20), size_m)}


def test_coarse_satellites_have_not_looked_for_small_things() -> None:
    assert names(30.0) == {"Sentinel-2A", "WorldView-3"}
    assert names(3.0) == {"WorldView-3"}
    assert names(0.3) == set()


def test_sets_of_other_years_tell_nothing() -> None:
    assert names(30.0, START - timedelta(days=3000)) == set()


def test_a_case_without_sets_knows_no_passes(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    assert Overflights.of(case) is None
    (case.root / "elements").mkdir()
    (case.root / "elements" / "a.tle").write_text(two_lines())
    held = Overflights.of(case)
    assert held is not None
    before = repr(held)
    (case.root / "elements" / "b.tle").write_text(two_lines(node=30))
    assert repr(Overflights.of(case)) != before
