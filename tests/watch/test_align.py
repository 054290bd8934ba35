"""Injected shifts are recovered, and a shift that would do harm is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from firsthand.watch.align import align, moved


def landscape(seed: int, size: int = 120) -> np.ndarray:
    """Fields with edges and a few roofs, (2, size, size)."""
    rng = np.random.default_rng(seed)
    fields = ndimage.gaussian_filter(rng.standard_normal((size, size)), 6)
    ground = np.digitize(fields, np.quantile(fields, [0.3, 0.6, 0.8])) * 300.0 + 800
    for row, col in rng.integers(10, size - 16, (8, 2)):
        ground[row : row + 5, col : col + 6] += 900
    smooth = ndimage.gaussian_filter(ground, 0.8)
    return np.stack([smooth, 0.6 * smooth + 200]).astype(np.float32)


def shifted(image: np.ndarray, shift: tuple[float, float], noise: float = 8.0) -> np.ndarray:
    rng = np.random.default_rng(5)
    out = np.stack([ndimage.shift(band, shift, order=3, mode="nearest") for band in image])
    return (out + noise * rng.standard_normal(out.shape)).astype(np.float32)


WHOLE = np.ones((120, 120), dtype=bool)


@pytest.mark.parametrize("shift", [(0.5, -0.5), (0.1, 0.3), (-1.7, 2.2), (3.0, 0.4)])
def test_injected_shifts_come_back_to_a_twentieth_of_a_pixel(shift: tuple[float, float]) -> None:
    reference = landscape(1)
    found = align(1.3 * shifted(reference, shift) + 50, reference, WHOLE, WHOLE)
    assert found.aligned
    assert np.abs(np.add(found.shift_px, shift)).max() < 0.05
    assert found.quality > found.quality_before


def test_clouded_ground_takes_no_part() -> None:
    reference = landscape(2)
    moving = shifted(reference, (1.2, -0.6))
    moving[:, 20:80, :70] = 6000
    usable = WHOLE.copy()
    usable[20:80, :70] = False
    found = align(moving, reference, usable, WHOLE)
    assert np.abs(np.add(found.shift_px, (1.2, -0.6))).max() < 0.1


def test_other_ground_is_a_mismatch_and_is_not_shifted() -> None:
    found = align(landscape(3), landscape(4), WHOLE, WHOLE)
    assert (found.aligned, found.mismatch, found.shift_px) == (False, True, (0.0, 0.0))
    assert "do not match" in found.reason


def test_too_little_clear_ground_is_said() -> None:
    usable = np.zeros((120, 120), dtype=bool)
    usable[:6, :6] = True
    found = align(landscape(1), landscape(1), usable, WHOLE)
    assert found.mismatch
    assert "too little" in found.reason


def test_an_image_that_lies_right_is_left_alone() -> None:
    reference = landscape(6)
    found = align(shifted(reference, (0.0, 0.0)), reference, WHOLE, WHOLE)
    assert found.shift_px == (0.0, 0.0)
    assert found.aligned


def test_moving_undoes_a_shift_and_loses_only_the_rim() -> None:
    reference = landscape(7)
    back = moved(shifted(reference, (0.6, -1.4), noise=0.0), (-0.6, 1.4))
    lost = ~np.isfinite(back).all(axis=0)
    assert not lost[4:-4, 4:-4].any()
    assert lost.any()
    assert np.abs(back - reference)[:, 4:-4, 4:-4].mean() < 0.02 * reference.std()


def test_missing_pixels_spread_no_further_than_their_neighbours() -> None:
    image = landscape(8)
    image[:, 50, 60] = np.nan
    lost = ~np.isfinite(moved(image, (0.5, 0.5))).all(axis=0)
    assert 1 <= lost[40:60, 50:70].sum() <= 4


def test_blocks_of_a_large_scene_agree_on_its_shift() -> None:
    rng = np.random.default_rng(8)
    ground = ndimage.gaussian_filter(rng.standard_normal((560, 560)), 1.5)[None].astype(np.float32)
    moving = ndimage.shift(ground, (0, 2.3, -1.6), order=3, mode="nearest")
    moving += 0.02 * rng.standard_normal(moving.shape)
    whole = np.ones(ground.shape[1:], dtype=bool)
    found = align(moving.astype(np.float32), ground, whole, whole)
    assert found.aligned
    assert found.shift_px == pytest.approx((-2.3, 1.6), abs=0.1)
