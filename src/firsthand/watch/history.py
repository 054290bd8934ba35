"""What every pixel should show in every look, from its own years and from the ground around it.

The level and the season of a pixel are its own; what moves all the ground around it in one look (haze, light, an early
spring) is that look's. What is left over is told in units of the look's noise and of the pixel's own restlessness, so
that a hazy look and a flickering edge both count for less. Whole-scene figures are learned on a few sample windows and
then applied strip by strip, so memory stays bounded and no result depends on how a scene is cut.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from firsthand.watch.load import Mask, Raster

LEAST_LOOKS = 16
"""Fewer do not tell a pixel's season from what happened to it."""
LEAST_SEEN = 0.3
"""Share of the window that a look must show to take part: what its ground does together is told from less."""
LEAST_YEARS = 1.2
"""Nor does less time."""
TWO_WAVES_YEARS = 2.0
"""From here on the half-yearly wave is fitted too: leaves come faster than they go."""
YEAR_DAYS = 365.25
RIDGE_LEVEL, RIDGE_SEASON = 0.01, 0.5
"""Weight, in looks, of the prior that a pixel's own level and season do not differ from its surroundings'."""
AROUND_M = 65.0
"""Standard deviation of the window that tells what all the ground around a pixel does."""
AROUND_PX = (4.0, 25.0)
LEAST_AROUND_PX = 12
PASSES = 3
"""Of a running mean; three come close to a bell and cost the same at any width."""
CLIP = 4.0
"""Noise deviations beyond which a pixel says nothing more about its surroundings."""
ROUNDS = 3
LEAST_CLEAR = 6
"""Clear looks of a pixel below which it is not judged."""
CALMEST = 0.6
"""No pixel counts as calmer than this share of the scene's noise: few looks may agree by chance."""
CALMEST_ALONE = 0.01
"""The same where one pixel is all there is and its own steps have widened that noise."""
SAMPLE_PX = 72
SAMPLES_A_SIDE = 3
"""Sample windows: at most this many squared, each of that side, spread evenly."""
FLOOR = 1e-6


class Scales(NamedTuple):
    """What one look is worth, learned on the sample windows."""

    first: Raster
    """(looks, bands): noise before the pixels' own seasons are taken off."""
    second: Raster
    """(looks, bands): noise after."""
    noise: Raster
    """(looks, bands): noise of a pixel of ordinary calm, in the images' own numbers."""
    whiten: NDArray[np.float32]
    """(bands, bands): takes noise to independent bands of unit variance."""


class Beyond(NamedTuple):
    """What a window shows beyond what was to be expected."""

    values: Raster
    """(looks, bands, rows, cols) in the images' own numbers; 0 where not clear."""
    clear: Mask
    """(looks, rows, cols)."""
    unrest: Raster
    """(bands, rows, cols): own noise of each pixel in units of the look's."""


def has_history(days: Sequence[float]) -> bool:
    """Whether looks on these days (in order) are enough to know seasons from."""
    return len(days) >= LEAST_LOOKS and days[-1] - days[0] >= LEAST_YEARS * YEAR_DAYS


class Landscape:
    """The expectation for one series; learned once, asked strip by strip."""

    def __init__(self, looks: Sequence[Raster], days: Sequence[float], gsd_m: float) -> None:
        """``looks`` are aligned images (bands, rows, cols) by date, NaN where not usable; ``days`` their dates."""
        self.looks = looks
        self.waves = _waves(np.asarray(days, dtype=np.float64))
        self.sigma_px = float(np.clip(AROUND_M / gsd_m, *AROUND_PX))
        if min(looks[0].shape[1:]) < LEAST_AROUND_PX:
            self.sigma_px = 0.0  # a pixel or two have no surroundings to be told from
        self.calmest = CALMEST if self.sigma_px else CALMEST_ALONE
        self.samples = _samples(looks[0].shape[1:])
        """Windows (rows, cols) that whole-scene figures are learned on."""
        self.scales = self._learn()

    @property
    def reach_px(self) -> int:
        """Pixels around a strip that its expectation depends on: two smoothings."""
        return 2 * PASSES * (_width(self.sigma_px) // 2)

    def beyond(self, rows: slice, cols: slice = slice(None)) -> Beyond:
        """The window ``rows``, ``cols`` (steps of one, inside the frame) held against the expectation."""
        shape = self.looks[0].shape[1:]
        inner = slice(*rows.indices(shape[0])[:2]), slice(*cols.indices(shape[1])[:2])
        outer = tuple(
            slice(max(0, part.start - self.reach_px), min(size, part.stop + self.reach_px))
            for part, size in zip(inner, shape, strict=True)
        )
        values, clear = _cut(self.looks, outer)
        left = self._left_over(values, clear)
        keep = tuple(
            slice(part.start - wide.start, part.stop - wide.start) for part, wide in zip(inner, outer, strict=True)
        )
        left, clear = left[:, :, keep[0], keep[1]], clear[:, keep[0], keep[1]]
        return Beyond(left, clear, _unrest(left, clear, self.scales.noise, self.calmest))

    def _left_over(self, values: Raster, clear: Mask) -> Raster:
        scales = self.scales
        first = _less_surroundings(_centred(values, clear), clear, scales.first, self.sigma_px)
        own = _less_season(first, clear, self.waves, scales.first)
        return _less_surroundings(own, clear, scales.second, self.sigma_px)

    def _learn(self) -> Scales:
        cuts = [_cut(self.looks, window) for window in self.samples]
        clears = [clear for _, clear in cuts]
        stage = [_centred(values, clear) for values, clear in cuts]
        rough = _noise(stage, clears)
        stage = [
            _less_surroundings(item, clear, rough, self.sigma_px) for item, clear in zip(stage, clears, strict=True)
        ]
        first = _noise(stage, clears)
        # The strips clip by the scales before smoothing, as here.
        stage = [_less_season(item, clear, self.waves, first) for item, clear in zip(stage, clears, strict=True)]
        second = _noise(stage, clears)
        stage = [
            _less_surroundings(item, clear, second, self.sigma_px) for item, clear in zip(stage, clears, strict=True)
        ]
        noise = _noise(stage, clears)
        unrest = [_unrest(item, clear, noise, self.calmest) for item, clear in zip(stage, clears, strict=True)]
        noise = _noise([item / calm for item, calm in zip(stage, unrest, strict=True)], clears)
        return Scales(first, second, noise, _whitener(stage, clears, unrest, noise))


def _waves(days: NDArray[np.float64]) -> Raster:
    """Terms of a pixel's own year (looks, terms): level, yearly wave and, where there is time, the half-yearly one."""
    angle = 2 * np.pi * days / YEAR_DAYS
    orders = 2 if days[-1] - days[0] >= TWO_WAVES_YEARS * YEAR_DAYS else 1
    terms = [np.ones_like(angle)]
    for order in range(1, orders + 1):
        terms += [np.cos(order * angle), np.sin(order * angle)]
    return np.stack(terms, axis=1).astype(np.float32)


def _samples(shape: tuple[int, ...]) -> list[tuple[slice, ...]]:
    """Windows spread evenly over a frame; the whole frame when it is not much larger than one."""
    starts = []
    for size in shape:
        side = min(size, SAMPLE_PX)
        count = min(SAMPLES_A_SIDE, max(1, size // (2 * side)))
        gaps = (
            np.linspace(0, size - side, count + 2)[1:-1] if count < SAMPLES_A_SIDE else np.linspace(0, size - side, 3)
        )
        starts.append([(int(start), int(start) + side) for start in gaps])
    return [(slice(*rows), slice(*cols)) for rows in starts[0] for cols in starts[1]]


def _cut(looks: Sequence[Raster], window: tuple[slice, ...]) -> tuple[Raster, Mask]:
    """Values (looks, bands, rows, cols), 0 where not clear, and the clear mask (looks, rows, cols)."""
    values = np.stack([look[:, window[0], window[1]] for look in looks]).astype(np.float32, copy=False)
    clear = np.asarray(np.isfinite(values).all(axis=1))
    values[np.broadcast_to(~clear[:, None], values.shape)] = 0
    return values, clear


def _centred(values: Raster, clear: Mask) -> Raster:
    """Less every pixel's own median over its clear looks."""
    return np.where(clear[:, None], values - middle(values, clear[:, None])[None], 0).astype(np.float32)


def middle(values: Raster, known: Mask) -> Raster:
    """Lower median over the first axis of ``values`` where ``known`` (same shape, or 1 on an axis); 0 where none is."""
    order = np.sort(np.where(known, values, np.float32(np.inf)), axis=0)
    count = np.broadcast_to(known.sum(axis=0), values.shape[1:])
    found = np.take_along_axis(order, (np.maximum(count - 1, 0) // 2)[None], axis=0)[0]
    return np.asarray(np.where(count > 0, found, 0), dtype=np.float32)


def _noise(stage: Sequence[Raster], clears: Sequence[Mask]) -> Raster:
    """Robust deviation (looks, bands) of every look over all sample windows."""
    looks, bands = stage[0].shape[:2]
    out = np.full((looks, bands), np.nan, dtype=np.float32)
    for look in range(looks):
        sizes = np.concatenate(
            [np.abs(item[look][:, clear[look]]) for item, clear in zip(stage, clears, strict=True)], axis=1
        )
        if sizes.shape[1]:
            out[look] = 1.4826 * np.median(sizes, axis=1)
    usual = np.nan_to_num(np.nanmedian(out, axis=0), nan=1.0)
    if sum(item[0, 0].size for item in stage) < LEAST_AROUND_PX**2:
        # A look's noise cannot be told from what it shows of one pixel; all looks together tell theirs.
        return np.asarray(np.broadcast_to(np.maximum(usual, FLOOR), out.shape), dtype=np.float32)
    # A look that no sample window shows is as good as the others.
    return np.asarray(np.maximum(np.where(np.isfinite(out), out, usual), FLOOR * (1 + usual)), dtype=np.float32)


def _width(sigma_px: float) -> int:
    """Width, odd, of the running mean whose three passes have this deviation."""
    return 2 * round((math.sqrt(12 * sigma_px**2 / PASSES + 1) - 1) / 2) + 1


def _running_mean(layer: Raster, width: int) -> Raster:
    for _ in range(PASSES):
        layer = ndimage.uniform_filter(layer, width, mode="constant")
    return layer


def _less_surroundings(values: Raster, clear: Mask, scale: Raster, sigma_px: float) -> Raster:
    """Less what the ground around every pixel does in the same look, single things clipped."""
    if not sigma_px:
        return values
    width = _width(sigma_px)
    out = np.empty_like(values)
    for look, (layers, seen) in enumerate(zip(values, clear, strict=True)):
        weight = np.maximum(_running_mean(seen.astype(np.float32), width), 1e-3)
        for band, layer in enumerate(layers):
            limit = CLIP * scale[look, band]
            out[look, band] = layer - _running_mean(np.clip(layer, -limit, limit), width) / weight
    return np.where(clear[:, None], out, 0).astype(np.float32)


def _less_season(values: Raster, clear: Mask, waves: Raster, scale: Raster) -> Raster:
    """Less every pixel's own level and year, fitted so that single looks and noisy ones count for little."""
    looks, bands, rows, cols = values.shape
    terms = waves.shape[1]
    ridge = np.diag([RIDGE_LEVEL] + [RIDGE_SEASON] * (terms - 1)).astype(np.float32)
    squares = np.einsum("tk,tl->tkl", waves, waves).reshape(looks, -1)
    seen = clear.reshape(looks, -1).T.astype(np.float32)
    out = np.empty_like(values)
    for band in range(bands):
        target = np.ascontiguousarray(values[:, band].reshape(looks, -1).T)
        trust = np.minimum(1.0, (np.median(scale[:, band]) / scale[:, band]) ** 2).astype(np.float32)
        weight = np.asarray(seen * trust, dtype=np.float32)
        for _ in range(ROUNDS):
            normal = (weight @ squares).reshape(-1, terms, terms) + ridge
            fit = np.linalg.solve(normal, ((weight * target) @ waves)[..., None])[..., 0]
            error = np.asarray(target - fit @ waves.T, dtype=np.float32)
            ratio = np.asarray(np.abs(error) / scale[:, band], dtype=np.float32)
            # A pixel that stepped half-way through lies off its mean all the time; its year must be told all the same.
            spread = np.maximum(1.0, 1.4826 * middle(ratio.T, clear.reshape(looks, -1)))[:, None]
            weight = np.asarray(seen * trust * np.clip(1 - (ratio / (CLIP * spread)) ** 2, 0, 1) ** 2, dtype=np.float32)
        out[:, band] = (error * seen).T.reshape(looks, rows, cols)
    return out


def _unrest(left: Raster, clear: Mask, noise: Raster, calmest: float) -> Raster:
    """Own noise (bands, rows, cols) of every pixel, in units of the looks'.

    Read off differences between neighbouring clear looks: a step spoils one of them, but would widen the whole series.
    """
    sizes, known = np.zeros_like(left), np.zeros_like(clear)
    last = np.zeros(left.shape[1:], dtype=np.float32)
    last_noise = np.zeros(left.shape[1:], dtype=np.float32)
    seen = np.zeros(clear.shape[1:], dtype=bool)
    for look, (values, here) in enumerate(zip(left, clear, strict=True)):
        known[look] = here & seen
        own = noise[look][:, None, None]
        sizes[look] = np.abs(values - last) / np.sqrt(own**2 + last_noise**2)
        np.copyto(last, values, where=here)
        np.copyto(last_noise, own, where=here)
        seen |= here
    return np.asarray(np.maximum(1.4826 * middle(sizes, known[:, None]), calmest), dtype=np.float32)


def _whitener(
    stage: Sequence[Raster], clears: Sequence[Mask], unrest: Sequence[Raster], noise: Raster
) -> NDArray[np.float32]:
    """Inverse root of the calm pixels' covariance between bands."""
    bands = noise.shape[1]
    total, count = np.zeros((bands, bands)), 0
    for left, clear, calm in zip(stage, clears, unrest, strict=True):
        scaled = (left / noise[:, :, None, None] / calm).transpose(1, 0, 2, 3)[:, clear]
        scaled = scaled[:, (np.abs(scaled) < CLIP).all(axis=0)].astype(np.float64)
        total, count = total + scaled @ scaled.T, count + scaled.shape[1]
    covariance = total / max(count, 1) + 0.02 * np.eye(bands)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance)), dtype=np.float32)
