"""What one look predicts for another: gain, haze and season, in spite of changes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from firsthand.watch.normalise import match_scale, ndvi, prepare, residual, without_background

BANDS = ("blue", "green", "red", "nir")
BLOCK_PX = 15


def ground(seed: int, size: int = 90) -> np.ndarray:
    """Gravel with roofs and asphalt in the middle, fields around; (4, size, size) reflectance x 10000."""
    rng = np.random.default_rng(seed)
    leaf = np.clip(0.5 + 0.2 * ndimage.gaussian_filter(rng.standard_normal((size, size)), 5) * 10, 0.2, 0.9)
    leaf[20:70, 20:70] = 0.0
    soil, green = np.array([1100, 1500, 2000, 2700.0]), np.array([300, 700, 400, 4200.0])
    image = leaf * green[:, None, None] + (1 - leaf) * soil[:, None, None]
    image[:, 25:32, 25:33] = 3900
    image[:, 40:43, 30:60] = 800
    image[:, 55:63, 50:57] = 3600
    return (image + 20 * rng.standard_normal(image.shape)).astype(np.float32)


def left_over(before: np.ndarray, after: np.ndarray, bands: tuple[str, ...] = BANDS) -> np.ndarray:
    usable = np.isfinite(before).all(axis=0) & np.isfinite(after).all(axis=0)
    out = residual(prepare(before, bands, BLOCK_PX), prepare(after, bands, BLOCK_PX), usable, BLOCK_PX)
    assert out is not None
    return out


@pytest.mark.parametrize("bands", [BANDS, ("band 1", "band 2", "band 3", "band 4")])
def test_gain_and_offset_leave_only_noise_also_on_bright_roofs(bands: tuple[str, ...]) -> None:
    before = ground(1)
    gains = np.array([0.8, 1.1, 1.2, 0.9])[:, None, None]
    out = left_over(before, (gains * before + 300).astype(np.float32), bands)
    assert np.abs(out[:, 26:31, 26:32]).mean() < 80
    assert np.median(np.abs(out)) < 20


def test_haze_that_thickens_across_the_scene_is_taken_off() -> None:
    before = ground(2)
    haze = np.linspace(0, 800, 90)[None, None, :] * np.array([1, 0.8, 0.6, 0.3])[:, None, None]
    out = left_over(before, (0.92 * before + haze).astype(np.float32))
    assert np.median(np.abs(out)) < 40
    assert np.abs(out[:, 26:31, 26:32]).mean() < 150


def test_a_change_stays_and_does_not_bend_the_rest() -> None:
    before = ground(3)
    after = (0.9 * before + 100).astype(np.float32)
    after[:, 45:53, 25:33] = 4000
    out = left_over(before, after)
    assert out[0, 45:53, 25:33].mean() > 2000
    untouched = np.ones((90, 90), dtype=bool)
    untouched[45:53, 25:33] = False
    assert np.median(np.abs(out[:, untouched])) < 30


def test_too_few_pixels_give_nothing() -> None:
    before = ground(4)
    usable = np.zeros((90, 90), dtype=bool)
    usable[0, :20] = True
    look = prepare(before, BANDS, BLOCK_PX)
    assert residual(look, look, usable, BLOCK_PX) is None


def test_background_goes_and_small_things_stay() -> None:
    ramp = np.linspace(0, 500, 90, dtype=np.float32)[None, None, :] * np.ones((1, 90, 1), dtype=np.float32)
    ramp[:, 40:44, 40:44] += 300
    flat = without_background(ramp, np.ones((90, 90), dtype=bool), BLOCK_PX)
    assert np.abs(np.median(flat[0, 20:35, 20:70])) < 20
    assert flat[0, 40:44, 40:44].mean() == pytest.approx(300, abs=30)


def test_eight_bit_numbers_are_brought_to_sixteen() -> None:
    sixteen = ground(5)
    eight = np.rint(sixteen / 25).astype(np.float32)
    matched = match_scale(eight, sixteen)
    assert np.abs(matched - sixteen).mean() < 30


def test_vegetation_index_needs_its_bands() -> None:
    image = np.stack([np.full((2, 2), value, dtype=np.float32) for value in (1, 2, 1, 3)])
    assert ndvi(image, ("blue", "green", "red", "band 4")) is None
    index = ndvi(image, BANDS)
    assert index is not None
    assert index[0, 0] == pytest.approx(0.5)
