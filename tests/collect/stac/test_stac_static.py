"""Static catalogues on disk and on a server, item collections, other families of satellites."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import pytest
import rasterio

from firsthand.case import Case
from firsthand.collect.stac.collector import collect_scenes, list_scenes
from firsthand.errors import InputError

Make = Callable[..., Any]


@pytest.fixture
def catalogue(archive: Any, tmp_path: Path) -> Path:
    """A folder with a self-contained catalogue, made by pystac: two collections, three items."""
    root = pystac.Catalog("place", "made for tests")
    for name, days in (("sentinel-2-l2a", (1, 6)), ("other", (11,))):
        extent = pystac.Extent(
            pystac.SpatialExtent([archive.box()]),
            pystac.TemporalExtent([[None, None]]),  # type: ignore[list-item]
        )
        collection = pystac.Collection(name, "invented", extent)
        root.add_child(collection)
        for day in days:
            raw = archive.sentinel_2(f"2023-05-{day:02}", collection=name)
            item = pystac.Item.from_dict(raw)
            for asset in item.assets.values():
                asset.href = str(archive.root / asset.href.removeprefix("/files/"))
            collection.add_item(item)
    folder = tmp_path / "catalogue"
    root.normalize_hrefs(str(folder))
    root.make_all_asset_hrefs_relative()
    root.save(pystac.CatalogType.SELF_CONTAINED)
    return folder


def test_a_catalogue_on_disk_needs_no_server(case: Case, archive: Any, options: Make, catalogue: Path) -> None:
    report = collect_scenes(case, options(source=str(catalogue), collections=(), allow_private=False))
    assert (report.done, report.problems) == (3, ())
    report = collect_scenes(case, options(source=str(catalogue / "catalog.json"), collections=()))
    assert (report.done, report.fresh) == (0, 3)
    assert not archive.asked


def test_collections_and_time_are_heeded(case: Case, options: Make, catalogue: Path) -> None:
    listing = list_scenes(case, options(source=str(catalogue), collections=("other",)))
    assert [offer.best.taken.day for offer in listing.offers] == [11]
    listing = list_scenes(case, options(source=str(catalogue), collections=(), site="birch"))
    assert not listing.offers


def test_a_broken_file_of_a_catalogue_is_named(case: Case, options: Make, catalogue: Path) -> None:
    (broken,) = catalogue.rglob("*20230506*.json")
    broken.write_text("{")
    listing = list_scenes(case, options(source=str(catalogue), collections=()))
    assert len(listing.offers) == 2
    assert listing.problems[0].thing == str(broken)
    assert "bad JSON" in listing.problems[0].message


def test_a_catalogue_that_leads_in_circles_ends(case: Case, options: Make, catalogue: Path) -> None:
    (inner,) = catalogue.glob("other/collection.json")
    said = json.loads(inner.read_text())
    said["links"] += [{"rel": "child", "href": "../catalog.json"}, {"rel": "child", "href": "./collection.json"}]
    inner.write_text(json.dumps(said))
    assert len(list_scenes(case, options(source=str(catalogue), collections=())).offers) == 3


def test_an_item_collection_and_a_single_item(case: Case, archive: Any, options: Make, tmp_path: Path) -> None:
    raw = json.dumps({"type": "FeatureCollection", "features": [archive.sentinel_2("2023-05-01")]})
    path = tmp_path / "found.json"
    path.write_text(raw.replace('"/files/', f'"{archive.root}/'))
    assert collect_scenes(case, options(source=str(path))).done == 1
    (item,) = json.loads(path.read_text())["features"]
    path.write_text(json.dumps(item))
    assert collect_scenes(case, options(source=str(path))).fresh == 1


def test_a_catalogue_on_a_server(case: Case, archive: Any, options: Make) -> None:
    raw = archive.sentinel_2("2023-05-01")
    archive.raw["/stac/catalog.json"] = json.dumps(
        {"type": "Catalog", "id": "a", "links": [{"rel": "item", "href": "items/one.json"}]}
    ).encode()
    archive.raw["/stac/items/one.json"] = json.dumps(raw).encode()
    report = collect_scenes(case, options(source=f"{archive.url}/stac/catalog.json"))
    assert (report.done, report.problems) == (1, ())


def test_a_server_may_not_lead_to_files_of_this_disk(case: Case, archive: Any, options: Make, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    for href in (f"file://{secret}", str(secret)):
        listed = {"type": "Catalog", "id": "a", "links": [{"rel": "item", "href": href}]}
        archive.raw["/catalog.json"] = json.dumps(listed).encode()
        (problem,) = list_scenes(case, options(source=f"{archive.url}/catalog.json")).problems
        assert ("points at this disk" if href.startswith("file:") else "404") in problem.message


@pytest.mark.parametrize("kind", ["folder", "name"])
def test_a_source_that_is_not_there(case: Case, options: Make, tmp_path: Path, kind: str) -> None:
    source = tmp_path if kind == "folder" else tmp_path / "none"
    with pytest.raises(InputError) as caught:
        list_scenes(case, options(source=str(source)))
    assert caught.value.remedy


def test_landsat_collection_2(case: Case, archive: Any, options: Make) -> None:
    names = ("blue", "green", "red", "nir08", "swir16", "swir22")
    assets = {name: archive.write(f"{name}.tif", 9000 + 500 * n, gsd_m=30.0) for n, name in enumerate(names)}
    assets["qa_pixel"] = archive.write("qa.tif", np.full((171, 171), 21824), gsd_m=30.0, nodata=1)
    properties = {"collection": "landsat-c2-l2", "platform": "landsat-9", "landsat:wrs_path": "190"}
    id = "LC09_L2SP_190031_20230501_20230503_02_T1"
    archive.item(id, "2023-05-01T09:50:00Z", assets, **properties, **{"view:off_nadir": 0, "eo:cloud_cover": 1})
    report = collect_scenes(case, options(collections=("landsat-c2-l2",)))
    assert (report.done, report.problems) == (1, ())
    (scene,) = case.store.scenes()
    assert (scene.sensor, scene.platform, scene.relative_orbit) == ("Landsat OLI", "Landsat 9", 190)
    assert scene.bands == ("blue", "green", "red", "nir", "swir1", "swir2", "qa_pixel")
    assert (scene.radiometry, scene.gsd_m, scene.view_zenith_deg) == ("reflectance", 30.0, 0.0)
    with rasterio.open(case.file_path(scene.sha256)) as kept:
        assert (kept.scales[0], kept.offsets[0]) == (0.0000275, -0.2)
        assert (kept.scales[6], kept.offsets[6]) == (1.0, 0.0)
        assert (kept.read(7) == 21824).all()


def test_sentinel_1_backscatter(case: Case, archive: Any, options: Make) -> None:
    power = np.full((512, 512), 0.04, dtype="float32")
    power[:, 300:] = -32768.0
    form = {"dtype": "float32", "nodata": -32768.0}
    assets = {"vv": archive.write("vv.tif", power, **form), "vh": archive.write("vh.tif", power / 4, **form)}
    properties = {"platform": "SENTINEL-1A", "sat:relative_orbit": 117, "sat:orbit_state": "ascending"}
    archive.item("S1A_20230501_rtc", "2023-05-01T17:00:00Z", assets, collection="sentinel-1-rtc", **properties)
    report = collect_scenes(case, options(collections=("sentinel-1-rtc",)))
    assert report.done == 1
    (scene,) = case.store.scenes()
    assert (scene.sensor, scene.platform, scene.radiometry) == ("Sentinel-1", "Sentinel-1A", "gamma0")
    assert (scene.bands, scene.relative_orbit, scene.orbit_state) == (("vv", "vh"), 117, "ascending")
    with rasterio.open(case.file_path(scene.sha256)) as kept:
        assert kept.dtypes[0] == "float32"
        assert kept.read(1)[60, 10] == np.float32(0.04)


def test_another_source_by_common_names(case: Case, archive: Any, options: Make) -> None:
    href = archive.write("four.tif", 800, gsd_m=5.0)
    asset = {"href": href, "type": "image/tiff", "bands": [{"eo:common_name": "pan", "scale": 0.001, "offset": 0}]}
    archive.item("KITE_20230501", "2023-05-01T09:50:00Z", {"analytic": asset}, platform="kite-1", collection="kite")
    assert collect_scenes(case, options(collections=("kite",))).done == 1
    (scene,) = case.store.scenes()
    assert (scene.sensor, scene.bands, scene.radiometry) == ("kite-1", ("pan",), "reflectance")


def test_a_picture_of_8_bit_is_not_called_reflectance(case: Case, archive: Any, options: Make) -> None:
    assets = {name: archive.write(f"{name}.tif", 90, dtype="uint8") for name in ("red", "green", "blue")}
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", assets, **{"s2:processing_baseline": "05.09"})
    collect_scenes(case, options())
    (scene,) = case.store.scenes()
    assert scene.radiometry == ""
    assert "8-bit" in scene.notes[0]


def test_bands_in_different_projections_are_left_out(case: Case, archive: Any, options: Make) -> None:
    from rasterio.transform import from_origin

    degrees = from_origin(12.45, 41.55, 0.0002, 0.0002)
    assets = {
        "red": archive.write("r.tif", 700),
        "nir": archive.write("n.tif", 2000, crs="EPSG:4326", transform=degrees),
    }
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", assets)
    assert "different projections" in collect_scenes(case, options()).problems[0].message


def test_images_without_place_swapped_or_elsewhere_are_named(case: Case, archive: Any, options: Make) -> None:
    from rasterio.transform import from_origin

    swapped = {"crs": "EPSG:4326", "transform": from_origin(41.45, 12.55, 0.0002, 0.0002)}
    elsewhere = {"crs": "EPSG:32631"}
    rotated = {"driver": "GTiff", "transform": rasterio.Affine.rotation(20), "blocksize": None, "overviews": None}
    for number, form in enumerate((swapped, elsewhere, rotated), 1):
        href = archive.write(f"{number}.tif", 700, **form)
        archive.item(f"S2B_33TTG_2023050{number}_0_L2A", f"2023-05-0{number}T10:00:00Z", {"red": href})
    report = collect_scenes(case, options())
    assert report.done == 0
    messages = [problem.message for problem in report.problems]
    assert "swapped" in messages[0]
    assert "does not show the site" in messages[1]
    assert "north up" in messages[2]
