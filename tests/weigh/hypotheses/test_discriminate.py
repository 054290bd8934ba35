"""What would tell hypotheses apart best, by hand, and which look could bring it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from board_makers import A, B, by_hand, row
from orbit_makers import two_lines

from firsthand.case import Case
from firsthand.weigh.hypotheses.discriminate import discriminators
from firsthand.weigh.hypotheses.judge import judged

NOW = datetime(2031, 3, 2, tzinfo=UTC)
ELSEWHERE = "a structure of the same size elsewhere, at this or another site"
SENSOR = """[[sensor]]
number = 40697
name = "Invented Fine"
kind = "optical"
gsd_m = 0.5
half_swath_km = 1000
acquired = 1.0
source = "invented"
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case.create(tmp_path / "case")
    (case.root / "sites.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "brack", "name": "Brack"},'
        ' "geometry": {"type": "Point", "coordinates": [10.0, 50.0]}}]}'
    )
    return case


BOARD = replace(
    by_hand(hypotheses=(replace(A, key="relocation"), replace(B, key="maintenance"))),
    set_name="taken down",
    site_ids=("brack",),
)


def test_expected_gain_by_hand(case: Case) -> None:
    found = discriminators(judged(BOARD), case, NOW)
    best = found[0]
    # Each at .5, one bit of doubt. Found with .95 under the one and .05 under the other, so with .5 in all; then
    # .95 against .05, or the other way about if not: .95 log2(1/.95) + .05 log2(1/.05) = .286397 left either way.
    assert best.find.text == ELSEWHERE
    assert best.gain_bits == pytest.approx(1 - 0.286397, abs=1e-6)
    assert best.if_found == pytest.approx({A.id: 0.95, B.id: 0.05})
    assert best.if_not == pytest.approx({A.id: 0.05, B.id: 0.95})
    assert [item.gain_bits for item in found] == sorted((item.gain_bits for item in found), reverse=True)
    # "The place unchanged" is II for both: it tells these two apart not at all.
    assert found[-1].gain_bits == pytest.approx(0.0, abs=1e-9)


def test_what_is_settled_gains_nothing_more(case: Case) -> None:
    sure = replace(BOARD, rows=tuple(row(f"E{number}", 1.0, "CC", "II", "") for number in range(3)))
    assert discriminators(judged(sure), case, NOW)[0].gain_bits < 0.01


def test_an_image_needs_pixels_fine_enough_and_names_satellites(case: Case) -> None:
    best = discriminators(judged(BOARD), case, NOW)[0]
    assert best.need == "images of the whole site with 4 m per pixel or finer"
    assert best.sensors
    assert "Sentinel-2A" not in best.sensors
    assert best.passes == ()
    visit = next(item for item in discriminators(judged(BOARD), case, NOW) if "visit" in item.find.how)
    assert (visit.need, visit.sensors) == ("no image: a document or visit", ())


def test_the_next_passes_are_named_where_the_case_keeps_elements(case: Case) -> None:
    (case.root / "elements").mkdir()
    (case.root / "elements" / "set.tle").write_text(two_lines())
    (case.root / "sensors.toml").write_text(SENSOR)
    best = discriminators(judged(BOARD), case, NOW)[0]
    assert {flown.satellite for flown in best.passes} == {"Invented Fine"}
    assert [flown.time for flown in best.passes] == sorted(flown.time for flown in best.passes)
    assert all(flown.time >= NOW for flown in best.passes)


def test_a_board_of_no_known_set_has_none(case: Case) -> None:
    assert discriminators(judged(replace(BOARD, set_name="")), case, NOW) == ()
