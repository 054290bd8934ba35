from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect

MakeRaster = Callable[..., Path]

LON, LAT = 12.5, 41.5
"""Of the site Alder Works, as in conftest."""

DAY = datetime(2025, 3, 4, tzinfo=UTC)


def problem(case: Case, path: Path, options: CollectOptions | None = None) -> str:
    """The one problem of collecting ``path``, after checking that nothing was stored."""
    report = collect(case, [str(path)], options)
    assert not case.store.scenes()
    (only,) = report.problems
    assert only.remedy
    assert path.name in only.thing or "site" in only.message
    return only.message


def test_a_geotiff_becomes_a_scene_of_the_site_it_shows(case: Case, raster: MakeRaster) -> None:
    tags = {"TAKEN": "2025-03-04T10:11:12Z", "SENSOR": "simulated", "SUN_ELEVATION_DEG": "31.5", "SUN_AZIMUTH_DEG": "x"}
    path = raster(tags=tags)
    assert collect(case, [str(path)]).done == 1
    (scene,) = case.store.scenes("alder")
    assert (scene.taken, scene.taken_from) == (datetime(2025, 3, 4, 10, 11, 12, tzinfo=UTC), "tag")
    assert (scene.sensor, scene.sun_elevation_deg, scene.sun_azimuth_deg) == ("simulated", 31.5, None)
    assert (scene.width_px, scene.height_px, scene.bands) == (40, 30, ("red", "green", "blue"))
    assert scene.bounds == pytest.approx((LON - 0.002, LAT - 0.0015, LON + 0.002, LAT + 0.0015))
    assert scene.gsd_m == pytest.approx(11.132 * 0.8655, rel=1e-3)  # a degree is shorter along the parallel
    assert case.file_path(scene.sha256).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(("crs", "side", "metres"), [("EPSG:32633", 0.5, 0.5), ("EPSG:2263", 10.0, 3.048)])
def test_metres_and_feet_are_ground_metres(
    case: Case, raster: MakeRaster, crs: str, side: float, metres: float
) -> None:
    from rasterio.transform import from_origin
    from rasterio.warp import transform

    (x,), (y,) = transform("EPSG:4326", crs, [LON], [LAT])
    path = raster(crs=crs, transform=from_origin(x - 20 * side, y + 15 * side, side, side))
    collect(case, [str(path)])
    assert case.store.scenes()[0].gsd_m == pytest.approx(metres, rel=1e-5)


def test_the_same_image_again_is_no_new_scene(case: Case, raster: MakeRaster) -> None:
    path = raster()
    collect(case, [str(path)])
    first = case.store.scenes()[0]
    report = collect(case, [str(path)])
    assert (report.done, report.fresh, report.problems) == (0, 1, ())
    assert case.store.scenes() == [first]


def test_an_image_of_two_sites_is_a_scene_of_each(case: Case, raster: MakeRaster) -> None:
    from rasterio.transform import from_origin

    path = raster(transform=from_origin(LON - 1, LAT + 2, 0.1, 0.1))
    collect(case, [str(path)])
    assert {scene.site_id for scene in case.store.scenes()} == {"alder", "birch"}


@pytest.mark.parametrize(("metres_off", "found"), [(200, True), (400, False)])
def test_a_site_beside_the_image_counts_within_its_uncertainty(
    case: Case, raster: MakeRaster, metres_off: float, found: bool
) -> None:
    path = raster(north=LAT - metres_off / 111_320)
    report = collect(case, [str(path)])
    assert bool(case.store.scenes("alder")) is found
    assert bool(report.problems) is not found


@pytest.mark.parametrize(
    ("name", "tags", "taken", "origin"),
    [
        ("a_20250304T101500_x.tif", {}, datetime(2025, 3, 4, 10, 15, tzinfo=UTC), "name"),
        ("alder-2025-03-04.tif", {}, DAY, "name"),
        ("a.tif", {"TIFFTAG_DATETIME": "2025:03:04 00:00:00"}, DAY, "tag"),
        ("a-2025-03-05.tif", {"TAKEN": "2025-03-04"}, DAY, "tag"),
    ],
)
def test_the_date_is_found(
    case: Case, raster: MakeRaster, name: str, tags: dict[str, str], taken: datetime, origin: str
) -> None:
    collect(case, [str(raster(name, tags=tags))])
    (scene,) = case.store.scenes()
    assert (scene.taken, scene.taken_from) == (taken, origin)


def test_a_sidecar_beats_the_tag(case: Case, raster: MakeRaster) -> None:
    path = raster()
    path.with_name(path.name + ".meta.json").write_text('{"taken": "2025-01-01", "sensor": "kite"}')
    collect(case, [str(path)])
    (scene,) = case.store.scenes()
    assert (scene.taken.isoformat(), scene.taken_from, scene.sensor) == ("2025-01-01T00:00:00+00:00", "sidecar", "kite")


def test_no_date_names_the_ways_to_give_one(case: Case, raster: MakeRaster) -> None:
    path = raster(tags={})
    assert "when" in problem(case, path)
    collect(case, [str(path)], CollectOptions(taken=DAY))
    assert case.store.scenes()[0].taken_from == "given"


def test_truncated_geotiff(case: Case, raster: MakeRaster) -> None:
    path = raster(width=400, height=300)
    data = path.read_bytes()
    for share in (0.3, 0.9):
        path.write_bytes(data[: int(len(data) * share)])
        assert "cannot be read" in problem(case, path)
    assert not list((case.root / "files").rglob("*-*"))


def test_raster_without_georeference(case: Case, raster: MakeRaster) -> None:
    import warnings

    from rasterio.errors import NotGeoreferencedWarning
    from rasterio.transform import Affine

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        assert "georeference" in problem(case, raster("flat.tif", crs=None, transform=Affine.identity()))
        assert "georeference" in problem(case, raster("half.tif", crs=None))


def test_unknown_site_lists_those_there_are(case: Case, raster: MakeRaster) -> None:
    path = raster()
    report = collect(case, [str(path)], CollectOptions(site="Nowhere"))
    assert "alder, birch" in report.problems[0].remedy
    collect(case, [str(path)], CollectOptions(site="Alder Works"))
    assert case.store.scenes()[0].site_id == "alder"


def test_an_image_of_another_place_is_refused(case: Case, raster: MakeRaster) -> None:
    assert "no site" in problem(case, raster(west=100.0))
    assert "no site" in problem(case, raster(), CollectOptions(site="birch"))


def test_no_geotiff_and_an_empty_one(case: Case, inbox: Path) -> None:
    for name, data in (("words.tif", b"not an image, only words"), ("empty.tif", b"")):
        (inbox / name).write_bytes(data)
        assert problem(case, inbox / name)
