"""The whole stage on a series that is long enough to know its own seasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from watch_cases import FLAT, SITE, add_scene, new_case

from firsthand.model import ChangeKind
from firsthand.simulate.series import write_series
from firsthand.simulate.spec import GRAVEL, METAL_ROOF, Acquisition, Sensor, SeriesSpec, Thing
from firsthand.watch.series import watch_series
from firsthand.watch.watcher import watch

SENSOR = Sensor("C", 10.0, 400.0, ("blue", "green", "red", "nir"), "uint16", 10000)
START = datetime(2023, 1, 5, 10, tzinfo=UTC)
DATES = [START + timedelta(days=24 * number) for number in range(26)]
BUILT = DATES[15] + timedelta(days=5)
THINGS = (
    Thing("yard", "yard", 0, 0, 220, 180, 0, GRAVEL, FLAT),
    Thing("hut", "hut", 30, 40, 24, 20, 4, METAL_ROOF, appears=BUILT),
)


def test_a_hut_in_a_long_series_is_built_between_the_right_looks(tmp_path: Path) -> None:
    shots = tuple(Acquisition("C", date, 0.0, 0.1 * (number % 3)) for number, date in enumerate(DATES))
    write_series(tmp_path / "scenes", SeriesSpec(*SITE, 32625, THINGS, (SENSOR,), shots), 21)
    case = new_case(tmp_path / "case")
    scenes = [add_scene(case, path) for path in sorted((tmp_path / "scenes").glob("*.tif"))]
    series = watch_series(case, case.site("place"), scenes, lambda what: None)
    assert len(series.aligned) == len(DATES)
    assert not watch(case).problems
    activity = [
        change for change in case.store.changes("place") if change.kind not in {ChangeKind.SEASONAL, ChangeKind.CLEARED}
    ]
    assert [(change.kind, change.before, change.after) for change in activity] == [
        (ChangeKind.BUILT, DATES[15], DATES[16])
    ]
    assert activity[0].area_m2 == pytest.approx(480, rel=0.5)
    assert [chip.role for chip in activity[0].chips] == ["before", "after", "difference"]
    assert activity[0].p_value < 1e-6
    case.store.close()
