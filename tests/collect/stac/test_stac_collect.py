"""Scenes from a STAC server on loopback: what is read, kept, and left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from firsthand.case import Case
from firsthand.collect.collector import collect
from firsthand.collect.stac import collector
from firsthand.collect.stac.collector import collect_scenes, list_scenes
from firsthand.errors import InputError, UnknownSiteError

Make = Callable[..., Any]


def opened(case: Case, number: int = 0) -> Any:
    return rasterio.open(case.file_path(case.store.scenes("alder")[number].sha256))


def test_only_the_window_is_read_and_kept_as_delivered(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2(
        "2023-05-01",
        **{"view:sun_elevation": 55.5, "view:sun_azimuth": 150.0, "view:off_nadir": 4.5, "view:azimuth": 101.0},
        **{"sat:relative_orbit": 79, "sat:orbit_state": "descending"},
    )
    report = collect_scenes(case, options(margin_m=100))
    assert (report.done, report.problems) == (1, ())
    (scene,) = case.store.scenes("alder")
    assert (scene.sensor, scene.platform, scene.gsd_m) == ("Sentinel-2", "Sentinel-2B", 10.0)
    assert scene.taken == datetime(2023, 5, 1, 10, tzinfo=UTC)
    assert (scene.sun_elevation_deg, scene.view_zenith_deg, scene.view_azimuth_deg) == (55.5, 4.5, 101.0)
    assert (scene.relative_orbit, scene.orbit_state) == (79, "descending")
    assert (scene.radiometry, scene.bands) == ("reflectance", ("blue", "green", "red", "nir", "scl"))
    assert 120 <= scene.width_px <= 130
    with opened(case) as kept, rasterio.open(archive.root / "2023-05-01/B08.tif") as whole:
        window = rasterio.windows.from_bounds(*kept.bounds, transform=whole.transform)
        assert (kept.read(4) == whole.read(1, window=window)).all()
        assert (kept.scales[0], kept.offsets[0], kept.scales[4]) == (1e-4, 0.0, 1.0)
        assert set(np.unique(kept.read(5))) == {4, 5}


def test_of_a_large_file_only_the_blocks_of_the_window_travel(case: Case, archive: Any, options: Make) -> None:
    noise = np.random.default_rng(1).integers(1, 60000, (2048, 2048))
    path = archive.write("large.tif", noise, gsd_m=2.5)
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": path})
    collect_scenes(case, options(margin_m=0))
    assert archive.sent < 0.3 * (archive.root / "large.tif").stat().st_size
    with opened(case) as kept, rasterio.open(archive.root / "large.tif") as whole:
        window = rasterio.windows.from_bounds(*kept.bounds, transform=whole.transform)
        assert (kept.read(1) == whole.read(1, window=window)).all()


def test_coarser_classes_are_repeated_on_the_finest_grid(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2("2023-05-01")
    collect_scenes(case, options())
    with opened(case) as kept, rasterio.open(archive.root / "2023-05-01/SCL.tif") as coarse:
        classes = kept.read(5)
        for row, col in ((0, 0), (40, 41), (77, 80)):
            (value,) = next(iter(coarse.sample([kept.xy(row, col)])))
            assert classes[row, col] == value


@pytest.mark.parametrize("posts", [True, False])
def test_all_pages_of_a_search_are_read(case: Case, archive: Any, options: Make, posts: bool) -> None:
    archive.posts = posts
    assets = {"red": archive.write("red.tif", 700)}
    for day in range(1, 6):
        archive.item(f"S2B_33TTG_2023050{day}_0_L2A", f"2023-05-0{day}T10:00:00Z", assets)
    assert len(list_scenes(case, options()).offers) == 5


def test_time_cloud_and_count(case: Case, archive: Any, options: Make) -> None:
    assets = {"red": archive.write("red.tif", 700)}
    for day, cloud in ((1, 5), (2, 80), (3, 20), (4, 0), (5, 1)):
        taken = f"2023-05-0{day}T10:00:00Z"
        archive.item(f"S2B_33TTG_2023050{day}_0_L2A", taken, assets, **{"eo:cloud_cover": cloud})
    end = datetime(2023, 5, 4, 23, tzinfo=UTC)
    listing = list_scenes(case, options(end=end, max_cloud_percent=50, max_count=2))
    assert [offer.best.taken.day for offer in listing.offers] == [1, 4]
    assert (listing.cloudy, listing.beyond) == (1, 1)
    assert not archive.asked
    assert not case.store.scenes()


def test_one_broken_item_in_a_series_is_named_and_the_rest_goes_on(case: Case, archive: Any, options: Make) -> None:
    for day in ("2023-05-01", "2023-05-06", "2023-05-11", "2023-05-16"):
        archive.sentinel_2(day)
    broken = archive.root / "2023-05-06/B04.tif"
    broken.write_bytes(broken.read_bytes()[:3000])
    (archive.root / "2023-05-11/B03.tif").unlink()
    archive.item("S2B_33TTG_none", "", {"B04": "/files/2023-05-01/B04.tif"})
    archive.items[-1]["properties"]["datetime"] = None
    archive.item("S2B_33TTG_20230521_0_L2A", "2023-05-21T10:00:00Z", {"visual": "/files/2023-05-01/B04.tif"})
    archive.items.append({"collection": "sentinel-2-l2a"})
    report = collect_scenes(case, options())
    assert [scene.taken.day for scene in case.store.scenes()] == [1, 16]
    said = {problem.thing.split(":")[0]: problem.message for problem in report.problems}
    assert "cannot be read" in said["S2B_33TTG_20230506_0_L2A"]
    assert "404" in said["S2B_33TTG_20230511_0_L2A"]
    assert "when it was taken" in said["S2B_33TTG_none"]
    assert "no red band" in said["S2B_33TTG_20230521_0_L2A"]
    assert len(said) == 5
    assert all(problem.remedy for problem in report.problems)


def test_a_lying_date_is_named_and_left_out(case: Case, archive: Any, options: Make) -> None:
    assets = {"red": archive.write("red.tif", 700)}
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-06-09T10:00:00Z", assets)
    archive.item("S2B_33TTG_x", "2093-05-01T10:00:00Z", assets)
    archive.item("S2B_mosaic", "", assets, start_datetime="2023-05-01T00:00:00Z", end_datetime="2023-05-31T00:00:00Z")
    archive.items[-1]["properties"]["datetime"] = None
    messages = [problem.message for problem in list_scenes(case, options()).problems]
    assert "dates disagree" in messages[0]
    assert "2023-06-09" in messages[0]
    assert "future" in messages[1]
    assert "composite" in messages[2]


def test_a_server_without_ranges_gives_the_same_pixels(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2("2023-05-01")
    archive.ranges = False
    assert collect_scenes(case, options()).done == 1
    (scene,) = case.store.scenes("alder")
    assert "no ranges" in scene.notes[0]
    with opened(case) as kept, rasterio.open(archive.root / "2023-05-01/B04.tif") as whole:
        window = rasterio.windows.from_bounds(*kept.bounds, transform=whole.transform)
        assert (kept.read(3) == whole.read(1, window=window)).all()


def test_a_killed_run_goes_on_and_fetches_nothing_twice(
    case: Case, archive: Any, options: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2023-05-01", "2023-05-06", "2023-05-11"):
        archive.sentinel_2(day)
    kept, read = [], collector.read_item

    def until_killed(item: Any, *rest: Any) -> Any:
        if len(kept) == 1:
            raise KeyboardInterrupt
        kept.append(item.id)
        return read(item, *rest)

    monkeypatch.setattr(collector, "read_item", until_killed)
    with pytest.raises(KeyboardInterrupt):
        collect_scenes(case, options())
    assert len(case.store.scenes()) == 1
    monkeypatch.undo()
    archive.asked.clear()
    report = collect_scenes(case, options())
    assert (report.done, report.fresh) == (2, 1)
    assert not any(name.startswith("2023-05-01") for name, _ in archive.asked)
    archive.asked.clear()
    report = collect_scenes(case, options())
    assert (report.done, report.fresh, archive.asked) == (0, 3, [])
    assert len(case.store.scenes()) == 3


def test_tiles_and_versions_of_one_pass_are_one_look(case: Case, archive: Any, options: Make) -> None:
    assets = {"red": archive.write("red.tif", 700)}
    west, south, east, north = archive.box()
    half = archive.item("S2B_33TTF_20230501_0_L2A", "2023-05-01T10:00:14Z", assets)
    middle = (south + north) / 2
    half["geometry"]["coordinates"] = [[[west, south], [east, south], [east, middle], [west, middle], [west, south]]]
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:01Z", assets, **{"s2:processing_baseline": "03.00"})
    archive.item("S2B_33TTG_20230501_1_L2A", "2023-05-01T10:00:01Z", assets, **{"s2:processing_baseline": "05.09"})
    (offer,) = list_scenes(case, options()).offers
    assert [item.id[-14:] for item in offer.items] == ["20230501_1_L2A", "20230501_0_L2A", "20230501_0_L2A"]
    assert offer.items[2].id == "S2B_33TTF_20230501_0_L2A"
    assert collect_scenes(case, options()).done == 1
    assert len(case.store.scenes()) == 1


def test_another_version_steps_in_for_a_broken_one(case: Case, archive: Any, options: Make) -> None:
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": archive.write("red.tif", 700)})
    archive.item("S2B_33TTG_20230501_1_L2A", "2023-05-01T10:00:00Z", {"red": "/files/none.tif"})
    report = collect_scenes(case, options())
    assert report.done == 1
    assert [problem.thing[:24] for problem in report.problems] == ["S2B_33TTG_20230501_1_L2A"]


def test_other_bands_of_a_known_pass_do_not_count_it_twice(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2("2023-05-01")
    collect_scenes(case, options())
    report = collect_scenes(case, options(bands=("red",)))
    assert (report.done, report.fresh) == (0, 1)
    assert "other bands" in report.summary


def test_a_scene_that_covers_half_the_site_says_so_and_a_sliver_is_left_out(
    case: Case, archive: Any, options: Make
) -> None:
    values = np.full((512, 512), 700)
    values[:, 256:] = 0
    archive.item("S2B_33TTG_20230501_0_L2A", "2023-05-01T10:00:00Z", {"red": archive.write("half.tif", values)})
    values[:, 191:] = 0
    archive.item("S2B_33TTG_20230506_0_L2A", "2023-05-06T10:00:00Z", {"red": archive.write("sliver.tif", values)})
    report = collect_scenes(case, options())
    (scene,) = case.store.scenes()
    assert any("covers 5" in note for note in scene.notes)
    assert "% of the site's window only" in report.problems[0].message


def test_a_busy_server_is_asked_again(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2("2023-05-01")
    archive.busy = {"/search": 1, "/files/2023-05-01/B04.tif": 2}
    assert collect_scenes(case, options()).problems == ()
    archive.busy = {"/search": 99}
    with pytest.raises(InputError, match="503"):
        list_scenes(case, options())


def test_a_search_that_breaks_off_keeps_what_was_found(case: Case, archive: Any, options: Make) -> None:
    archive.posts = False
    assets = {"red": archive.write("red.tif", 700)}
    for day in range(1, 6):
        archive.item(f"S2B_33TTG_2023050{day}_0_L2A", f"2023-05-0{day}T10:00:00Z", assets)
    archive.raw["/broken"] = b'{"type": '
    listing = list_scenes(case, options())
    assert not listing.problems
    archive.page_items = 5
    archive.items[4]["links"] = [{"rel": "next", "href": f"{archive.url}/broken"}]
    first = {"type": "FeatureCollection", "features": archive.items, "links": archive.items[4]["links"]}
    archive.raw["/search"] = json.dumps(first).replace('"/files/', f'"{archive.url}/files/').encode()
    listing = list_scenes(case, options())
    assert len(listing.offers) == 5
    assert "broke off after 5 items" in listing.problems[0].message


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>welcome</html>", "bad JSON"),
        (b"[1, 2]", "no STAC object"),
        (b"{}", "no STAC API"),
        (b"\xff\xfe", "no JSON text"),
        (b"[" * 100_000, "bad JSON"),
    ],
)
def test_an_address_that_is_no_stac(case: Case, archive: Any, options: Make, answer: bytes, said: str) -> None:
    archive.raw["/"] = answer
    with pytest.raises(InputError, match=said) as caught:
        list_scenes(case, options())
    assert caught.value.remedy


def test_odd_answers_of_a_search_are_named(case: Case, archive: Any, options: Make) -> None:
    for odd in (b'{"features": 5}', b'{"features": [7]}', b'{"features": [{}], "links": 3}', b"null", b'{"x": 1}'):
        archive.raw["/search"] = odd
        archive.posts = False
        try:
            listing = list_scenes(case, options())
        except InputError as err:
            assert err.remedy
        else:
            assert not listing.offers


def test_a_server_that_is_down(case: Case, archive: Any, options: Make) -> None:
    with pytest.raises(InputError, match="connection failed"):
        list_scenes(case, options(source="http://127.0.0.1:9/stac"))


def test_private_addresses_are_refused_unless_allowed(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2("2023-05-01")
    with pytest.raises(InputError, match="private network") as caught:
        list_scenes(case, options(allow_private=False))
    assert "--allow-private" in caught.value.remedy


def test_a_search_api_wants_a_collection_and_names_its_own(case: Case, archive: Any, options: Make) -> None:
    with pytest.raises(InputError, match="collections") as caught:
        list_scenes(case, options(collections=()))
    assert "landsat-c2-l2" in caught.value.remedy


def test_an_unknown_site(case: Case, archive: Any, options: Make) -> None:
    with pytest.raises(UnknownSiteError):
        list_scenes(case, options(site="nowhere"))


def test_a_read_token_goes_behind_the_address_and_nowhere_else(case: Case, archive: Any, options: Make) -> None:
    archive.sentinel_2("2023-05-01")
    archive.raw["/token/sentinel-2-l2a"] = b'{"token": "sig=secret"}'
    report = collect_scenes(case, options(token_url=f"{archive.url}/token/{{collection}}"))
    assert report.done == 1
    assert archive.queries == {"sig=secret"}
    assert "secret" not in str(case.store.scenes()[0])
    (archive.root / "2023-05-01/B04.tif").unlink()
    archive.items[0]["id"] = "S2B_33TTG_20230502_0_L2A"
    archive.items[0]["properties"]["datetime"] = "2023-05-02T10:00:00Z"
    report = collect_scenes(case, options(token_url=f"{archive.url}/token/{{collection}}"))
    assert "secret" not in str(report.problems)
    assert "404" in report.problems[0].message


def test_a_collected_scene_can_be_collected_elsewhere_from_its_own_file(
    case: Case, archive: Any, options: Make, tmp_path: Path
) -> None:
    archive.sentinel_2("2023-05-01", **{"view:sun_elevation": 40.0})
    collect_scenes(case, options())
    (scene,) = case.store.scenes()
    Case.create(tmp_path / "other").store.close()
    (tmp_path / "other/sites.geojson").write_bytes((case.root / "sites.geojson").read_bytes())
    other = Case(tmp_path / "other")
    (tmp_path / "copy.tif").write_bytes(case.file_path(scene.sha256).read_bytes())
    collect(other, [str(tmp_path / "copy.tif")])
    (again,) = other.store.scenes()
    other.store.close()
    for field in ("taken", "sensor", "platform", "sun_elevation_deg", "radiometry", "bands", "source", "sha256"):
        assert getattr(again, field) == getattr(scene, field)


def test_the_same_scene_gives_the_same_bytes(case: Case, archive: Any, options: Make, tmp_path: Path) -> None:
    archive.sentinel_2("2023-05-01")
    collect_scenes(case, options())
    Case.create(tmp_path / "second").store.close()
    (tmp_path / "second/sites.geojson").write_bytes((case.root / "sites.geojson").read_bytes())
    second = Case(tmp_path / "second")
    collect_scenes(second, options())
    assert second.store.scenes()[0].sha256 == case.store.scenes()[0].sha256
    second.store.close()
