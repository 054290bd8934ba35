"""Pairs by windows: the same as in memory, and files that do not fit each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from firsthand.errors import InputError
from firsthand.watch.load import Raster
from firsthand.watch.pairs import strips as large_pairs
from firsthand.watch.pairs.candidates import candidate_map, ranked
from firsthand.watch.pairs.maps import change_map


def pair(side: int = 160) -> tuple[Raster, Raster]:
    rng = np.random.default_rng(3)
    ground = rng.standard_normal((2, side, side))
    before = 300 + 50 * np.tensordot([[1, 0.2], [0.4, 1], [0.8, 0.6]], ground, axes=1)
    after = 1.2 * before + 20 + 4 * rng.standard_normal(before.shape)
    after[:, 60:90, 40:80] += 120 * rng.standard_normal((3, 1, 1))
    return before.astype(np.float32), after.astype(np.float32)


def write(path: Path, values: Raster, west: float = 500000) -> Path:
    profile = {"driver": "GTiff", "count": len(values), "dtype": "float32", "crs": "EPSG:32631"}
    height, width = values.shape[1:]
    with rasterio.open(
        path, "w", height=height, width=width, transform=from_origin(west, 5000000, 10, 10), **profile
    ) as target:
        target.write(values)
    return path


def test_windows_give_what_memory_gives_however_tall_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = pair()
    wanted = change_map(before, after).mask
    masks = []
    for values in (16_000_000, 3 * 160 * 64):
        monkeypatch.setattr(large_pairs, "STRIP_VALUES", values)
        out = tmp_path / f"{values}.tif"
        paths = write(tmp_path / "a.tif", before), write(tmp_path / "b.tif", after)
        result = large_pairs.compare_files(*paths, out)
        with rasterio.open(out) as source:
            masks.append(source.read(1))
        assert result.changed_px == (masks[-1] == 1).sum()
    assert (masks[0] == masks[1]).all()
    assert ((masks[0] == 1) != wanted).mean() < 0.005
    assert wanted[65:85, 45:75].mean() > 0.95


def test_scenes_on_other_grids_are_refused_with_the_remedy(tmp_path: Path) -> None:
    before, after = pair()
    with pytest.raises(InputError, match="grid") as caught:
        large_pairs.compare_files(
            write(tmp_path / "a.tif", before), write(tmp_path / "b.tif", after, 500100), tmp_path / "out.tif"
        )
    assert "gdalwarp" in caught.value.remedy


def test_candidates_rank_the_new_block_first() -> None:
    rng = np.random.default_rng(5)
    before = np.clip(120 + 12 * rng.standard_normal((3, 128, 128)), 0, 255).astype(np.float32)
    after = np.clip(0.9 * before + 20 + 6 * rng.standard_normal(before.shape), 0, 255).astype(np.float32)
    after[:, 40:70, 50:90] = 230
    first = ranked(candidate_map(before, after), 30)[0]
    assert first.mask[45:65, 55:85].mean() > 0.9
    assert first.mask[90:, :].sum() == 0
