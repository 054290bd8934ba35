"""The whole stage on a simulated series, against its truth."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from shapely.geometry import Polygon
from watch_cases import add_scene

from firsthand.case import Case
from firsthand.model import Change, ChangeKind
from firsthand.simulate.truth import TrueChange, Truth
from firsthand.watch import watcher
from firsthand.watch.watcher import watch

ACTIVITY = set(ChangeKind) - {ChangeKind.SEASONAL}


def matches(change: Change, true: TrueChange) -> bool:
    here = Polygon(change.polygon[0]).intersects(Polygon(true.polygon[0]))
    return here and change.before < true.date <= change.after


def test_every_change_of_four_pixels_is_found_once_dated_right_and_named(
    watched: Case, series: tuple[Path, Truth]
) -> None:
    changes, wanted = watched.store.changes("place"), series[1].visible(4)
    assert len(wanted) == 4
    for true in wanted:
        hits = [change for change in changes if matches(change, true)]
        assert len(hits) == 1, (true.name, [(hit.kind, hit.before, hit.after) for hit in hits])
        brackets = [bracket for bracket in true.brackets if bracket.pixels >= 4]
        assert hits[0].before == max(bracket.before for bracket in brackets)
        assert hits[0].after == min(bracket.after for bracket in brackets)
        assert hits[0].kind is true.kind
    false = [change for change in changes if not any(matches(change, true) for true in wanted)]
    assert len([change for change in false if change.kind in ACTIVITY]) <= 1


def test_area_is_right_within_its_uncertainty(watched: Case, series: tuple[Path, Truth]) -> None:
    for true in series[1].visible(4):
        change = next(change for change in watched.store.changes("place") if matches(change, true))
        assert abs(change.area_m2 - true.area_m2) < 3 * change.area_sd_m2, true.name
        assert change.area_sd_m2 < 0.4 * true.area_m2


def test_chips_show_before_after_and_difference_and_their_hashes_hold(watched: Case) -> None:
    changes = watched.store.changes("place")
    assert changes
    for change in changes:
        assert [chip.role for chip in change.chips[:3]] == ["before", "after", "difference"]
        for chip in change.chips:
            data = watched.chip_path(chip.name).read_bytes()
            assert hashlib.sha256(data).hexdigest() == chip.sha256
            with Image.open(watched.chip_path(chip.name)) as image:
                assert image.size == (chip.width_px, chip.height_px)
    names = {chip.name for change in changes for chip in change.chips}
    assert {path.name for path in (watched.root / "chips").glob("*.png")} == names


def test_the_trailer_is_red_in_the_middle_of_its_after_chip(watched: Case) -> None:
    came = next(item for item in watched.store.changes("place") if item.kind is ChangeKind.OBJECT_APPEARED)
    for chip in came.chips[:2]:
        with Image.open(watched.chip_path(chip.name)) as image:
            middle = np.asarray(image.convert("RGB"), dtype=float)[186:198, 186:198].mean(axis=(0, 1))
        assert bool(middle[0] > 1.5 * middle[2]) == (chip.role == "after")


def test_every_scene_gets_a_look_and_the_clouded_one_says_so(watched: Case, series: tuple[Path, Truth]) -> None:
    looks = {look.scene_id: look for look in watched.store.looks("place")}
    assert len(looks) == len(series[1].looks)
    cloudy = looks["scene-place_20250615_10m"]
    assert "cloud" in cloudy.reason
    assert [look.reason for id, look in looks.items() if id != cloudy.scene_id] == [""] * (len(looks) - 1)
    assert watched.store.scene("scene-place_20250615_10m").cloud_share > 0.8  # type: ignore[operator]


def test_applied_shifts_undo_the_injected_ones(watched: Case, series: tuple[Path, Truth]) -> None:
    looks = {look.scene_id: look for look in watched.store.looks("place") if not look.reason}
    for sensor in ("C", "F"):
        true = [look for look in series[1].looks if look.sensor == sensor and f"scene-{look.file[:-4]}" in looks]
        sums = np.array([np.add(look.shift_px, looks[f"scene-{look.file[:-4]}"].shift_px) for look in true])
        # All on one grid: what remains is one offset common to all.
        errors = np.abs(sums - np.median(sums, axis=0))
        assert np.median(errors) < 0.05
        assert errors.max() < 0.25


def test_watching_again_does_nothing_until_a_scene_or_the_site_changes(watched: Case) -> None:
    before = watched.store.changes("place")
    report = watch(watched)
    assert (report.done, report.fresh) == (0, 1)
    path = watched.root / "sites.geojson"
    path.write_text(path.read_text().replace("The Place", "That Place"))
    case = Case(watched.root)
    assert watch(case).done == 1
    assert case.store.changes("place") == before
    case.store.close()


def test_a_truncated_scene_is_named_and_the_rest_goes_on(case_with: Callable[..., Case]) -> None:
    case = case_with()
    scene = case.store.scenes("place")[2]
    path = case.file_path(scene.sha256)
    path.write_bytes(path.read_bytes()[:5000])
    report = watch(case)
    assert [problem.thing for problem in report.problems] == [scene.name]
    assert "collect it again" in report.problems[0].remedy
    assert {ChangeKind.TAKEN_DOWN, ChangeKind.BUILT} <= {change.kind for change in case.store.changes("place")}
    look = next(look for look in case.store.looks("place") if look.scene_id == scene.id)
    assert (look.usable_share, look.aligned) == (0.0, False)


def rewritten(path: Path, target: Path, crs: str | None = None, half: bool = False, empty: bool = False) -> Path:
    """A scene with another CRS, only its western half, or no data."""
    with rasterio.open(path) as source:
        values, profile, tags = source.read(), source.profile, source.tags()
        if half:
            values[:, :, values.shape[2] // 2 :] = 0
        if empty:
            values[:] = 0
        if crs:
            with rasterio.vrt.WarpedVRT(source, crs=crs) as other:
                values, profile = (
                    other.read(),
                    profile
                    | {
                        "crs": other.crs,
                        "transform": other.transform,
                        "width": other.width,
                        "height": other.height,
                    },
                )
        with rasterio.open(target, "w", **profile) as sink:
            sink.write(values)
            sink.update_tags(**tags)
            for index, name in enumerate(source.descriptions, 1):
                sink.set_band_description(index, name)
    return target


def test_scenes_in_another_crs_or_covering_half_the_site_still_count(
    case_with: Callable[..., Case], series: tuple[Path, Truth], tmp_path: Path
) -> None:
    case = case_with("none")
    for number, path in enumerate(sorted(series[0].glob("*_10m.tif"))):
        target = tmp_path / path.name
        if number == 1:
            add_scene(case, rewritten(path, target, crs="EPSG:32624"))
        elif number == 6:
            add_scene(case, rewritten(path, target, half=True))
        else:
            add_scene(case, path)
    report = watch(case)
    assert report.problems == ()
    shares = [look.usable_share for look in case.store.looks("place")]
    assert 0.3 < sorted(shares)[1] < 0.55
    assert {ChangeKind.TAKEN_DOWN, ChangeKind.BUILT} <= {change.kind for change in case.store.changes("place")}


def test_an_empty_scene_and_one_elsewhere_are_problems(
    case_with: Callable[..., Case], series: tuple[Path, Truth], tmp_path: Path
) -> None:
    case = case_with("place_20250[45]*_10m.tif")
    source = series[0] / "place_20250801_10m.tif"
    add_scene(case, rewritten(source, tmp_path / source.name, empty=True))
    report = watch(case)
    assert [problem.message for problem in report.problems] == ["the image has no data at the site"]


def test_one_scene_alone_gives_a_look_and_no_change(case_with: Callable[..., Case]) -> None:
    case = case_with("place_20250401_10m.tif")
    report = watch(case)
    assert (report.problems, case.store.changes("place")) == ((), [])
    assert [look.reason for look in case.store.looks("place")] == [""]


def test_a_run_that_dies_leaves_no_mark_and_the_next_one_finishes(
    case_with: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_with("place_20250[4567]*_10m.tif")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(watcher, "change_of", die)
        with pytest.raises(KeyboardInterrupt):
            watch(case)
    assert case.store.looks("place") == []
    assert case.store.fingerprints("watch") == {}
    assert watch(case).done == 1
    assert case.store.changes("place")


def test_a_lost_file_is_a_problem_with_its_remedy(case_with: Callable[..., Case]) -> None:
    case = case_with("place_20250[45]*_10m.tif")
    shutil.rmtree(case.root / "files")
    report = watch(case)
    assert len(report.problems) == 3
    assert all("collect it again" in problem.remedy for problem in report.problems)
    assert all(look.reason for look in case.store.looks("place"))


def test_dates_are_aware(watched: Case) -> None:
    for change in watched.store.changes("place"):
        assert change.before.tzinfo is not None
        assert change.before.astimezone(UTC) < change.after < datetime(2026, 1, 1, tzinfo=UTC)


def test_unnamed_bands_and_two_looks_still_show_what_changed(
    case_with: Callable[..., Case], series: tuple[Path, Truth], tmp_path: Path
) -> None:
    unnamed = case_with("none")
    for path in sorted(series[0].glob("*_10m.tif")):
        target = tmp_path / path.name
        shutil.copy(path, target)
        with rasterio.open(target, "r+") as scene:
            for index in scene.indexes:
                scene.set_band_description(index, "")
        add_scene(unnamed, target)
    pair = case_with("place_20250[68]01_10m.tif")
    for case in (unnamed, pair):
        assert watch(case).problems == ()
        for true in [item for item in series[1].visible(4) if item.thing_id in ("tower", "hall")]:
            assert len([change for change in case.store.changes("place") if matches(change, true)]) == 1
    assert {change.kind for change in pair.store.changes("place")} == {ChangeKind.OTHER}
