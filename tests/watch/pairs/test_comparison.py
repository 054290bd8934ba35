"""Two images on disk, compared: places and sizes on the ground, refusals with a remedy."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from typer.testing import CliRunner

from firsthand.cli import app
from firsthand.errors import InputError
from firsthand.watch.load import Raster
from firsthand.watch.pairs.comparison import compare

GSD_M = 10.0
WEST, NORTH = 500_000.0, 5_000_000.0


def _ground(side: int = 160) -> tuple[Raster, Raster]:
    """Four bands of one ground; 20 by 30 pixels of it altered in the second look."""
    rng = np.random.default_rng(5)
    before = 300 + 50 * rng.standard_normal((4, side, side))
    after = 1.1 * before + 10 + 3 * rng.standard_normal(before.shape)
    after[:, 40:60, 90:120] += np.array([220, -180, 260, 240])[:, None, None]
    return before.astype(np.float32), after.astype(np.float32)


def _write(path: Path, values: Raster, crs: str | None = "EPSG:32631", west: float = WEST) -> Path:
    height, width = values.shape[1:]
    where = from_origin(west, NORTH, GSD_M, GSD_M)
    profile = {"driver": "GTiff", "count": len(values), "dtype": "float32", "crs": crs, "transform": where}
    with rasterio.open(path, "w", height=height, width=width, **profile) as target:
        target.write(values)
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    before, after = _ground()
    return _write(tmp_path / "june.tif", before), _write(tmp_path / "july.tif", after)


def test_the_largest_area_is_found_where_it_lies(files: tuple[Path, Path], tmp_path: Path) -> None:
    found = compare(*files, tmp_path / "mask.tif")
    area = found.areas[0]
    assert area.pixels == pytest.approx(600, rel=0.15)
    # UTM is off by at most one part in a thousand near its middle.
    assert area.area_m2 == pytest.approx(area.pixels * GSD_M**2, rel=2e-3)
    assert area.lon == pytest.approx(3.0133, abs=0.0015)
    assert area.lat == pytest.approx(45.149, abs=0.0015)
    with rasterio.open(tmp_path / "mask.tif") as source:
        mask = source.read(1)
    assert int((mask == 1).sum()) == found.changed_px
    assert (mask[42:58, 92:118] == 1).all()
    assert list(tmp_path.glob(".*")) == []


def test_very_fine_pairs_are_ranked(files: tuple[Path, Path]) -> None:
    found = compare(*files, fine=True)
    assert found.areas[0].score is not None
    assert found.areas[0].lon == pytest.approx(3.0133, abs=0.003)


def test_without_a_place_sizes_are_in_pixels(tmp_path: Path) -> None:
    before, after = _ground()
    found = compare(_write(tmp_path / "a.tif", before, None), _write(tmp_path / "b.tif", after, None))
    assert (found.areas[0].area_m2, found.areas[0].lon) == (None, None)


@pytest.mark.parametrize("fine", [False, True])
def test_pairs_on_other_grids_are_refused(tmp_path: Path, fine: bool) -> None:
    before, after = _ground(64 + 60)
    paths = _write(tmp_path / "a.tif", before), _write(tmp_path / "b.tif", after, west=WEST + 5 * GSD_M)
    with pytest.raises(InputError, match="grid") as caught:
        compare(*paths, fine=fine)
    assert "gdalwarp" in str(caught.value)


@pytest.mark.parametrize("fine", [False, True])
def test_a_truncated_image_is_refused_and_nothing_is_written(
    files: tuple[Path, Path], tmp_path: Path, fine: bool
) -> None:
    files[1].write_bytes(files[1].read_bytes()[:90_000])
    with pytest.raises(InputError, match="read"):
        compare(*files, tmp_path / "mask.tif", fine)
    assert not (tmp_path / "mask.tif").exists()


def test_an_image_is_never_written_over(files: tuple[Path, Path]) -> None:
    held = files[0].read_bytes()
    with pytest.raises(InputError, match="write over"):
        compare(*files, files[0])
    assert files[0].read_bytes() == held


def test_the_command_prints_places_and_json(files: tuple[Path, Path], tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["compare", *map(str, files), "--to", str(tmp_path / "mask.tif")])
    assert told.exit_code == 0, told.output
    assert "45.1" in told.output
    assert "mask.tif" in told.output
    form = json.loads(CliRunner().invoke(app, ["compare", *map(str, files), "--json"]).output)
    assert form["areas"][0]["pixels"] > 500
    assert form["written"] is None
