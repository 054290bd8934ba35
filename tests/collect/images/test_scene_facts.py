"""What tags and names tell of plain GeoTIFFs, and what is refused: dates that lie, places that are swapped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand.case import Case
from firsthand.collect.collector import collect
from firsthand.collect.images.scene_facts import satellite_of

MakeRaster = Callable[..., Path]


def only_problem(case: Case, path: Path) -> str:
    report = collect(case, [str(path)])
    assert not case.store.scenes()
    (problem,) = report.problems
    assert problem.remedy
    return problem.message


@pytest.mark.parametrize(
    ("name", "tags", "said"),
    [
        ("a-2025-03-09.tif", {"TAKEN": "2025-03-04"}, "dates disagree: the tag TAKEN says 2025-03-04"),
        ("a-2025-03-09.tif", {"TIFFTAG_DATETIME": "2025:07:01 00:00:00"}, "dates disagree"),
        ("a.tif", {"TAKEN": "2093-03-04"}, "in the future"),
        ("S2A_x.tif", {"TAKEN": "2011-03-04"}, "before the first Sentinel-2 flew"),
        ("LC08_x_20090101.tif", {}, "before the first Landsat OLI flew"),
    ],
)
def test_a_date_that_lies_is_named_and_left_out(
    case: Case, raster: MakeRaster, name: str, tags: dict[str, str], said: str
) -> None:
    assert said in only_problem(case, raster(name, tags=tags))


def test_any_of_several_dates_in_the_name_may_be_the_one(case: Case, raster: MakeRaster) -> None:
    name = "LC08_L2SP_123032_20250304_20250311_02_T1.tif"
    assert collect(case, [str(raster(name, tags={"TAKEN": "2025-03-11"}))]).done == 1


def test_one_bad_file_among_many_is_left_out(case: Case, raster: MakeRaster, inbox: Path) -> None:
    for day in range(1, 7):
        raster(f"a-2025-03-0{day}.tif", tags={}, west=12.498 + day * 1e-6)
    (inbox / "a-2025-03-04.tif").write_bytes((inbox / "a-2025-03-04.tif").read_bytes()[:900])
    report = collect(case, [str(inbox)])
    assert [scene.taken.day for scene in case.store.scenes()] == [1, 2, 3, 5, 6]
    assert [Path(problem.thing).name for problem in report.problems] == ["a-2025-03-04.tif"]


def test_one_image_under_two_dates_is_told(case: Case, raster: MakeRaster) -> None:
    collect(case, [str(raster("a-2025-03-04.tif", tags={}))])
    report = collect(case, [str(raster("b-2025-05-01.tif", tags={}))])
    assert "very same image is in this case as a-2025-03-04.tif" in report.problems[0].message
    (scene,) = case.store.scenes()
    assert scene.taken.month == 3


def test_swapped_coordinates_are_told(case: Case, raster: MakeRaster) -> None:
    from rasterio.transform import from_origin

    path = raster(transform=from_origin(41.5 - 0.002, 12.5 + 0.0015, 0.0001, 0.0001))
    assert "swapped" in only_problem(case, path)


@pytest.mark.parametrize(
    ("tags", "name", "offset", "meaning"),
    [
        ({"BOA_ADD_OFFSET": "-1000"}, "S2A_2025-03-04.tif", -0.1, "reflectance"),
        ({"PROCESSING_BASELINE": "05.11"}, "S2A_2025-03-04.tif", -0.1, "reflectance"),
        ({}, "S2B_MSIL2A_20250304T101112_N0511_R065_T33TTG_20250304T140000.tif", -0.1, "reflectance"),
        ({}, "S2B_MSIL2A_20200304T101112_N0214_R065_T33TTG_20200304T140000.tif", 0.0, "reflectance (unsure)"),
        ({}, "S2A_2025-03-04.tif", -0.1, "reflectance (unsure)"),
    ],
)
def test_plain_sentinel_2_files(
    case: Case, raster: MakeRaster, tags: dict[str, str], name: str, offset: float, meaning: str
) -> None:
    # The values of this maker repeat 0 … 250; added to 1100 they have a floor of about 1100.
    path = _brighter(raster(name, tags=tags, dtype="uint16", count=3), 1100 if offset else 300)
    if meaning.endswith("(unsure)") and name.startswith("S2B"):
        path = _tagged(path, "-1000")
    assert collect(case, [str(path)]).problems == ()
    (scene,) = case.store.scenes()
    assert (scene.radiometry, scene.scale, scene.offset) == (meaning, 1e-4, offset)
    assert scene.sensor == "Sentinel-2"
    assert bool(scene.notes) is meaning.endswith("(unsure)")
    assert scene.relative_orbit == (65 if "_R065_" in name else None)


def _brighter(path: Path, added: int) -> Path:
    import rasterio

    with rasterio.open(path, "r+") as source:
        source.write(source.read() + added)
    return path


def _tagged(path: Path, offset: str) -> Path:
    import rasterio

    with rasterio.open(path, "r+") as source:
        source.update_tags(BOA_ADD_OFFSET=offset)
    return path


def test_other_files_keep_their_numbers(case: Case, raster: MakeRaster) -> None:
    collect(case, [str(raster("LC09_2025-03-04.tif", tags={}, dtype="uint16"))])
    (scene,) = case.store.scenes()
    assert (scene.radiometry, scene.scale, scene.notes) == ("", None, ())
    assert (scene.sensor, scene.platform) == ("Landsat OLI", "Landsat 9")


def test_satellites_by_name() -> None:
    assert satellite_of("s2c_33ttg.tif") == ("Sentinel-2", "Sentinel-2C")
    assert satellite_of("photo.tif") == ("unknown", "")


def test_angles_in_tags_are_kept(case: Case, raster: MakeRaster) -> None:
    tags: dict[str, Any] = {
        "TAKEN": "2025-03-04",
        "VIEW_ZENITH_DEG": "21.5",
        "VIEW_AZIMUTH_DEG": "97",
        "PLATFORM": "K1",
    }
    collect(case, [str(raster(tags=tags | {"RELATIVE_ORBIT": "22", "ORBIT_STATE": "ascending"}))])
    (scene,) = case.store.scenes()
    assert (scene.view_zenith_deg, scene.view_azimuth_deg, scene.platform) == (21.5, 97.0, "K1")
    assert (scene.relative_orbit, scene.orbit_state) == (22, "ascending")
