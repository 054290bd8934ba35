"""The simulator keeps its word: same seed same pixels, tags, truth, shifts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import rasterio

from firsthand.model import ChangeKind
from firsthand.simulate.ground import shadow_m
from firsthand.simulate.series import write_series
from firsthand.simulate.spec import BLUE_ROOF, GRAVEL, RED_PAINT, Acquisition, Sensor, SeriesSpec, Thing, ThingClass
from firsthand.sun import Sun, sun_at

COARSE = Sensor("C", 10.0, 400.0, ("blue", "green", "red", "nir"), "uint16", 10000)
FINE = Sensor("F", 0.5, 60.0, ("blue", "green", "red", "nir"), "uint8", 400)


def day(month: int, number: int = 1) -> datetime:
    return datetime(2025, month, number, 14, tzinfo=UTC)


def spec_of(*acquisitions: Acquisition, things: tuple[Thing, ...] = ()) -> SeriesSpec:
    yard = Thing("yard", "yard", 0, 0, 200, 200, 0, GRAVEL, ThingClass.GROUND)
    return SeriesSpec("place", -35.5, 41.2, 32625, (yard, *things), (COARSE, FINE), acquisitions)


HALL = Thing("hall", "hall", 10, 20, 60, 40, 10, BLUE_ROOF, appears=day(6))
TRAILER = Thing("car", "car", 0, 0, 12, 4, 3, RED_PAINT, ThingClass.MOVABLE, appears=day(5, 2), vanishes=day(5, 20))


def pixels(path: Path) -> np.ndarray:
    with rasterio.open(path) as scene:
        return scene.read().astype(float)


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    spec = spec_of(Acquisition("C", day(5), 0.3, 0.2, (0.5, -0.4)))
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_series(tmp_path / name, spec, seed)
    first, again, other = ((tmp_path / name / "place_20250501_10m.tif").read_bytes() for name in "abc")
    assert first == again
    assert first != other


def test_scenes_carry_their_tags_bands_and_nodata(tmp_path: Path) -> None:
    write_series(tmp_path, spec_of(Acquisition("F", day(5))), 1)
    with rasterio.open(tmp_path / "place_20250501_0.5m.tif") as scene:
        tags = scene.tags()
        assert tags["TAKEN"] == "2025-05-01T14:00:00Z"
        assert tags["SENSOR"] == "F"
        assert 50 < float(tags["SUN_ELEVATION_DEG"]) < 70
        assert scene.descriptions == ("blue", "green", "red", "nir")
        assert scene.colorinterp[3] != rasterio.enums.ColorInterp.alpha
        assert (scene.nodata, scene.crs.to_epsg(), scene.shape) == (0, 32625, (120, 120))


@pytest.mark.parametrize(
    ("moment", "lat", "elevation_deg"),
    [(datetime(2025, 6, 21, 12, 2, tzinfo=UTC), 41.2, 72.2), (datetime(2025, 12, 21, 11, 58, tzinfo=UTC), 41.2, 25.4)],
)
def test_sun_at_noon_of_the_solstices(moment: datetime, lat: float, elevation_deg: float) -> None:
    """90 degrees - latitude +- 23.44 at local noon, due south."""
    sun = sun_at(moment, 0.0, lat)
    assert sun.elevation_deg == pytest.approx(elevation_deg, abs=0.3)
    assert sun.azimuth_deg == pytest.approx(180, abs=1.5)


def test_a_shadow_falls_away_from_the_sun_by_height_over_tangent() -> None:
    shadow = shadow_m(HALL, Sun(45.0, 180.0))
    assert shadow[:, 1].max() == pytest.approx(20 + 20 + 10)
    assert shadow[:, 0].max() == pytest.approx(10 + 30)


def test_truth_brackets_every_change_by_clear_looks_of_each_sensor(tmp_path: Path) -> None:
    looks = [Acquisition("C", day(month)) for month in (4, 5, 7, 8)]
    looks += [Acquisition("F", moment) for moment in (day(4, 20), day(5, 10), day(6, 10))]
    truth = write_series(tmp_path, spec_of(*looks, things=(HALL, TRAILER)), 1)
    came, left, built = truth.changes
    assert [came.kind, left.kind, built.kind] == [
        ChangeKind.OBJECT_APPEARED,
        ChangeKind.OBJECT_LEFT,
        ChangeKind.BUILT,
    ]
    assert [(item.sensor, item.before, item.after) for item in came.brackets] == [("F", day(4, 20), day(5, 10))]
    assert [(item.sensor, item.before, item.after) for item in left.brackets] == [("F", day(5, 10), day(6, 10))]
    # The hall reaches beyond the fine window: only the coarse sensor has it whole.
    assert [(item.sensor, item.before, item.after) for item in built.brackets] == [("C", day(5), day(7))]
    assert [change.thing_id for change in truth.visible()] == ["car", "car", "hall"]
    written = json.loads((tmp_path / "changes.geojson").read_text())
    assert [item["properties"]["kind"] for item in written["features"]] == ["object appeared", "object left", "built"]


def test_a_cloud_over_the_thing_makes_the_look_unusable_for_it(tmp_path: Path) -> None:
    clear, cloudy = Acquisition("C", day(7)), Acquisition("C", day(8), cloud_share=0.97)
    truth = write_series(tmp_path, spec_of(clear, cloudy, things=(HALL,)), 1)
    assert ["hall" in look.clear_things for look in truth.looks] == [True, False]
    assert truth.looks[1].cloud_share > 0.9


def test_content_moves_by_the_shift_that_was_asked_for(tmp_path: Path) -> None:
    still, moved = Acquisition("C", day(7, 1)), Acquisition("C", day(7, 2), shift_px=(2.0, -1.0))
    write_series(tmp_path, spec_of(still, moved, things=(HALL,)), 1)
    a, b = (pixels(tmp_path / f"place_2025070{number}_10m.tif")[0] for number in (1, 2))
    a, b = a / np.median(a), b / np.median(b)
    inner = a[5:-5, 5:-5]
    assert np.corrcoef(inner.ravel(), b[7:-3, 4:-6].ravel())[0, 1] > 0.98
    assert np.corrcoef(inner.ravel(), b[5:-5, 5:-5].ravel())[0, 1] < 0.9


def test_fields_green_in_summer_and_the_yard_does_not(tmp_path: Path) -> None:
    write_series(tmp_path, spec_of(Acquisition("C", day(1)), Acquisition("C", day(6, 20))), 3)
    winter, summer = (pixels(tmp_path / f"place_2025{name}_10m.tif") for name in ("0101", "0620"))
    index = [(scene[3] - scene[2]) / (scene[3] + scene[2]) for scene in (winter, summer)]
    fields, yard = np.s_[:8, :], np.s_[18:22, 18:22]
    assert index[1][fields].mean() > index[0][fields].mean() + 0.1
    assert index[1][yard].mean() == pytest.approx(index[0][yard].mean(), abs=0.05)
