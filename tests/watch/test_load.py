"""Reading scenes on one grid: every sort of nodata, scale and offset, class bands, grids, radar."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import transform_bounds

from firsthand.errors import InputError
from firsthand.model import Scene, Site
from firsthand.watch.load import AMPLITUDE, REFLECTANCE, Picture, common_bands, frame_for, groups_of, read_picture

SIDE = 120
CRS = "EPSG:32633"
WEST, NORTH = 500_000.0, 4_600_000.0
SITE = Site("place", "The Place", 15.0072, 41.5462, 50)


def scene(path: Path, **changes: Any) -> Scene:
    with rasterio.open(path) as source:
        bounds = transform_bounds(source.crs, "EPSG:4326", *source.bounds)
        facts = {
            "id": f"scn-{path.stem}",
            "site_id": "place",
            "name": path.name,
            "sha256": "",
            "taken": datetime(2025, 1, 1, tzinfo=UTC),
            "sensor": "S",
            "gsd_m": 10.0,
            "crs": str(source.crs),
            "bounds": bounds,
            "width_px": source.width,
            "height_px": source.height,
            "bands": tuple(name or "" for name in source.descriptions),
            "captured": datetime(2025, 1, 2, tzinfo=UTC),
        }
    return Scene(**(facts | changes))


def write(folder: Path, values: np.ndarray, names: tuple[str, ...] = ("red", "nir"), **options: Any) -> Path:
    """A GeoTIFF of (bands, rows, cols); ``scales``, ``offsets`` and ``mask`` besides rasterio's profile."""
    scales, offsets, mask = (options.pop(key, None) for key in ("scales", "offsets", "mask"))
    path = folder / f"{options.pop('name', 'a')}.tif"
    profile = {"driver": "GTiff", "width": values.shape[2], "height": values.shape[1], "count": len(values)}
    profile |= {"dtype": values.dtype, "crs": CRS, "transform": from_origin(WEST, NORTH, 10, 10)} | options
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **profile) as out:
        out.write(values)
        out.descriptions = names
        if scales:
            out.scales, out.offsets = scales, offsets
        if mask is not None:
            out.write_mask(mask)
    return path


def read(path: Path, **changes: Any) -> Picture:
    made = scene(path, **changes)
    return read_picture(path, made, frame_for(SITE, [made]))


def ground(dtype: str = "uint16", level: float = 1000) -> np.ndarray:
    rng = np.random.default_rng(2)
    return (level * (1 + 0.2 * rng.random((2, SIDE, SIDE)))).astype(dtype)


EMPTY = np.s_[:, 20:60, 30:90]


@pytest.mark.parametrize(
    ("dtype", "fill", "declared"),
    [
        ("uint16", 0, 0),
        ("uint16", 0, None),
        ("uint16", 65535, 65535),
        ("uint8", 255, 255),
        ("int16", -9999, -9999),
        ("int16", -32768, None),
        ("float32", np.nan, None),
        ("float32", np.nan, np.nan),
        ("float32", -9999.0, None),
        ("float32", np.inf, None),
        ("float32", np.finfo("float32").min, None),
        ("float64", -3.4e38, -3.4e38),
    ],
)
def test_nodata_of_every_sort_is_no_data(tmp_path: Path, dtype: str, fill: float, declared: float | None) -> None:
    values = ground(dtype, 100 if dtype == "uint8" else 1000)
    values[EMPTY] = fill
    options = {} if declared is None else {"nodata": declared}
    found = read(write(tmp_path, values, **options))
    around = found.values[:, 5:110, 5:110]
    known = around[np.isfinite(around)]
    assert 90 < known.min() <= known.max() < 1300
    share = 1 - found.valid.mean()
    assert 40 * 60 / 100**2 * 0.99 < share < 42 * 62 / 100**2 * 1.01


def test_a_mask_band_says_where_nothing_is(tmp_path: Path) -> None:
    mask = np.full((SIDE, SIDE), 255, dtype=np.uint8)
    mask[20:60, 30:90] = 0
    found = read(write(tmp_path, ground(), mask=mask))
    assert 1 - found.valid.mean() == pytest.approx(40 * 60 / 100**2, rel=0.01)


def test_a_nodata_value_that_its_type_cannot_hold_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, ground())
    assert b"GDAL_NODATA" not in path.read_bytes()
    raw = tmp_path / "odd.vrt"
    raw.write_text(_vrt(path, "-9999"))
    assert read(raw).valid.mean() > 0.97


def _vrt(path: Path, nodata: str) -> str:
    """A virtual file that declares a nodata value of its own, as archives' descriptions do."""
    bands = "".join(
        f'<VRTRasterBand dataType="UInt16" band="{n}"><NoDataValue>{nodata}</NoDataValue><SimpleSource>'
        f"<SourceFilename>{path}</SourceFilename><SourceBand>{n}</SourceBand></SimpleSource></VRTRasterBand>"
        for n in (1, 2)
    )
    head = f'<VRTDataset rasterXSize="{SIDE}" rasterYSize="{SIDE}"><SRS>{CRS}</SRS>'
    return f"{head}<GeoTransform>{WEST}, 10, 0, {NORTH}, 0, -10</GeoTransform>{bands}</VRTDataset>"


def test_an_image_without_data_at_the_site_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no data at the site"):
        read(write(tmp_path, np.zeros((2, SIDE, SIDE), dtype=np.uint16)))


def test_scale_and_offset_of_the_file_give_reflectance(tmp_path: Path) -> None:
    raw = ground(level=2000)
    found = read(write(tmp_path, raw, scales=(1e-4, 1e-4), offsets=(-0.1, -0.1)))
    assert found.dtype == REFLECTANCE
    assert found.values[:, 30:50, 30:50].mean() == pytest.approx(raw.mean() * 1e-4 - 0.1, rel=0.02)


def test_scale_and_offset_of_the_record_count_where_the_file_states_none(tmp_path: Path) -> None:
    raw = ground(level=2000)
    found = read(write(tmp_path, raw), scale=1e-4, offset=-0.1)
    assert found.dtype == REFLECTANCE
    assert float(np.nanmean(found.values)) == pytest.approx(raw.mean() * 1e-4 - 0.1, rel=0.02)
    assert read(write(tmp_path, raw)).dtype == "uint16"


def test_classes_are_no_brightness(tmp_path: Path) -> None:
    values = np.concatenate([ground(), np.full((1, SIDE, SIDE), 5, dtype=np.uint16)])
    values[2, 40:60, 40:60] = 9
    found = read(write(tmp_path, values, ("red", "nir", "scl")))
    assert found.bands == ("red", "nir")
    assert found.class_band == "scl"
    assert found.classes is not None
    assert set(np.unique(found.classes)) <= {0, 5, 9}
    assert (found.classes == 9).sum() == pytest.approx(400, rel=0.1)


def test_a_file_of_classes_only_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no band of it shows brightness"):
        read(write(tmp_path, np.full((1, SIDE, SIDE), 5, dtype=np.uint8), ("scl",)))


def test_radar_power_becomes_amplitude(tmp_path: Path) -> None:
    power = np.full((1, SIDE, SIDE), 0.04, dtype=np.float32)
    power[0, :60] = 0
    found = read(write(tmp_path, power, ("vv",)), radiometry="gamma0")
    assert found.dtype == AMPLITUDE
    assert np.nanmax(found.values) == pytest.approx(0.2)
    assert not found.valid[:30].any()
    assert found.valid[70:].all()


def test_radar_from_another_track_is_another_series(tmp_path: Path) -> None:
    path = write(tmp_path, ground())
    radar = {"radiometry": "gamma0", "sensor": "Sentinel-1"}
    scenes = [
        scene(path, id="a", relative_orbit=15, **radar),
        scene(path, id="b", relative_orbit=117, **radar),
        scene(path, id="c", relative_orbit=15, **radar),
        scene(path, id="d", relative_orbit=1),
        scene(path, id="e", relative_orbit=2),
    ]
    groups = [[item.id for item in group] for group in groups_of(scenes)]
    assert sorted(groups) == [["a", "c"], ["b"], ["d", "e"]]


def test_different_grids_and_projections_meet_on_one(tmp_path: Path) -> None:
    one = write(tmp_path, ground(), name="one")
    shifted = write(tmp_path, ground(), name="two", transform=from_origin(WEST + 3, NORTH - 7, 10, 10))
    degrees = write(
        tmp_path, ground(), name="three", crs="EPSG:4326", transform=from_origin(14.999, 41.552, 0.00012, 0.00009)
    )
    scenes = [scene(path) for path in (one, shifted, degrees)]
    frame = frame_for(SITE, scenes)
    found = common_bands(
        [read_picture(path, item, frame) for path, item in zip((one, shifted, degrees), scenes, strict=True)]
    )
    assert frame.crs == CRS
    assert len({picture.values.shape for picture in found}) == 1
    assert all(picture.valid.mean() > 0.6 for picture in found)
