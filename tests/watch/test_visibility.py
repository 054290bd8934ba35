"""What a scene could have shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from firsthand.model import Granularity, Look, Scene, TimeSpan
from firsthand.watch.load import groups_of, role_of
from firsthand.watch.visibility import could_show, scenes_in, smallest_visible_m

SCENE = Scene(
    id="s", site_id="place", name="s.tif", sha256="", taken=datetime(2025, 7, 7, 10, tzinfo=UTC), sensor="C",
    gsd_m=10.0, crs="EPSG:32625", bounds=(0, 0, 1, 1), width_px=10, height_px=10, bands=("blue",),
    captured=datetime(2025, 8, 1, tzinfo=UTC),
)  # fmt: skip


def scene(id: str, day: int, **changes: object) -> Scene:
    return replace(SCENE, id=id, taken=datetime(2025, 7, day, 10, tzinfo=UTC), **changes)  # type: ignore[arg-type]


def look(id: str, reason: str = "") -> Look:
    return Look(id, "place", 0.9, (0.0, 0.0), True, reason)


def test_a_trailer_shows_at_half_a_metre_and_not_at_ten() -> None:
    assert smallest_visible_m(0.5) == 1.0
    assert could_show(4, 0.5)
    assert not could_show(4, 10)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(5, 9, ["b", "c"]), (None, 7, ["a"]), (8, None, ["c"]), (10, 12, [])],
)
def test_scenes_inside_an_interval_open_or_closed(start: int | None, end: int | None, expected: list[str]) -> None:
    scenes = [scene("c", 8), scene("b", 7), scene("a", 1)]
    span = TimeSpan(
        start and datetime(2025, 7, start, tzinfo=UTC), end and datetime(2025, 7, end, tzinfo=UTC), Granularity.DAY
    )
    found = scenes_in(scenes, [look(item) for item in "abc"], "place", span)
    assert [item.id for item in found] == expected


def test_unusable_unwatched_and_foreign_scenes_do_not_count() -> None:
    scenes = [scene("ok", 1), scene("cloudy", 2), scene("new", 3), scene("there", 4, site_id="other")]
    looks = [look("ok"), look("cloudy", "90% under cloud"), look("there")]
    assert [item.id for item in scenes_in(scenes, looks, "place", None)] == ["ok"]


def test_one_sensor_and_pixel_size_make_one_group_finest_first() -> None:
    scenes = [scene("a", 3), scene("b", 1, gsd_m=10.2), scene("c", 2, sensor="F", gsd_m=0.5), scene("d", 2, sensor="D")]
    assert [[item.id for item in group] for group in groups_of(scenes)] == [["c"], ["d"], ["b", "a"]]


@pytest.mark.parametrize(("name", "role"), [("B04", "red"), ("Blue", "blue"), ("nir08", "nir"), ("thermal", "thermal")])
def test_band_names_of_the_archives(name: str, role: str) -> None:
    assert role_of(name) == role
