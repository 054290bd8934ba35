"""Subpixel co-registration of one scene with a reference, on gradients, refused when it would make things worse."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from firsthand.watch.load import Mask, Raster

FARTHEST_PX = 8.0
"""Longest shift that is searched for."""
LEAST_CORRELATION = 0.2
"""Of the gradients after alignment; below it the two scenes do not show the same ground."""
LEAST_GAIN = 0.002
"""A shift that improves the correlation by less is not applied."""
SHORTEST_PX = 0.03
"""Shorter shifts are not worth a resampling."""
CORE_PX = 360
BLOCK_PX = 256
LEAST_BLOCKS = 3
"""Blocks along each side, overlapping by half, that a scene must hold for them to vote."""
LEAST_CLEAR = 0.9
"""Share of a block that both scenes must show."""
CLEAR_PEAK = 8.0
"""Height of the blocks' common peak, in deviations of the rest, for it to be believed."""
STEP_PX = 0.02
NEAR_PX = 3.0
"""From the shift that the fit found."""
LEAST_VALID = 200
"""Pixels that both scenes must have."""


class Alignment(NamedTuple):
    """How a scene lies on the reference."""

    shift_px: tuple[float, float]
    """(row, column) by which its content must move; (0, 0) when refused."""
    aligned: bool
    quality: float
    """Correlation of the gradients after the shift, within [-1, 1]."""
    quality_before: float
    reason: str = ""
    mismatch: bool = False
    """The scene does not show the same ground, or too little of it."""


def edges(values: Raster) -> Raster:
    """Gradient strength (rows, cols), pooled over bands (bands, rows, cols), blind to the sign of contrast.

    Square-rooted, so that a few hard edges (a roof, a cloud) do not outvote the landscape.
    """
    total = np.zeros(values.shape[1:], dtype=np.float32)
    for band in _filled(values):
        smooth = ndimage.gaussian_filter(band, 0.8)
        strength = np.hypot(ndimage.sobel(smooth, 0), ndimage.sobel(smooth, 1))
        scale = np.median(strength) + 1e-9
        total += np.sqrt(np.minimum(strength / scale, 50.0))
    return np.asarray(total / len(values), dtype=np.float32)


def _plain_edges(values: Raster) -> Raster:
    """Gradient strength (rows, cols) of the mean over bands: a second witness, which the fit does not maximise."""
    grey = _filled(values).mean(axis=0)
    return np.asarray(np.hypot(ndimage.sobel(grey, 0), ndimage.sobel(grey, 1)), dtype=np.float32)


def align(moving: Raster, reference: Raster, usable: Mask, reference_usable: Mask) -> Alignment:
    """How far ``moving`` (bands, rows, cols) stands off ``reference``; masks (rows, cols) say which pixels count."""
    left, right = edges(moving), edges(reference)
    # One pixel off the masks: the gradient there belongs to the mask's border.
    inside, reference_inside = (ndimage.binary_erosion(mask, iterations=2) for mask in (usable, reference_usable))
    before = _correlation(left, right, inside & reference_inside)
    if min(inside.sum(), reference_inside.sum()) < LEAST_VALID:
        return Alignment((0.0, 0.0), False, before, before, "too little clear ground in common", True)
    shift = _coarse(left, right, inside, reference_inside)
    core = _core(inside & reference_inside)
    shift = _refine(left[core], right[core], (inside[core], reference_inside[core]), shift)
    shift = _agreed(left, right, inside & reference_inside, shift) or shift
    after = _correlation(*_moved(left, inside, shift, right, reference_inside))
    if max(after, before) < LEAST_CORRELATION:
        return Alignment((0.0, 0.0), False, before, before, "its edges do not match", True)
    if np.hypot(*shift) < SHORTEST_PX:
        return Alignment((0.0, 0.0), True, before, before)
    plain = _plain_edges(moving), _plain_edges(reference)
    plain_before = _correlation(*plain, inside & reference_inside)
    plain_after = _correlation(*_moved(plain[0], inside, shift, plain[1], reference_inside))
    if np.hypot(*shift) > FARTHEST_PX or after < before + LEAST_GAIN or plain_after < plain_before:
        return Alignment((0.0, 0.0), False, before, before, "a shift would have made the match worse")
    return Alignment((float(shift[0]), float(shift[1])), True, after, before)


def moved(values: Raster, shift_px: tuple[float, float]) -> Raster:
    """``values`` (bands, rows, cols) shifted by (row, column); NaN where nothing was, and beside what was NaN."""
    if shift_px == (0.0, 0.0):
        return values
    bad = ~np.isfinite(values).all(axis=0)
    # A pixel made from any missing neighbour is missing: linear reading of the mask is above 0 there.
    lost = ndimage.shift(bad.astype(np.float32), shift_px, order=1, cval=1.0) > 1e-3
    out = np.stack([ndimage.shift(band, shift_px, order=3, mode="nearest") for band in _filled(values)])
    out[:, lost] = np.nan
    return np.asarray(out, dtype=np.float32)


def _filled(values: Raster) -> Raster:
    """``values`` (bands, rows, cols) with pixels that miss any band taken from the nearest whole one."""
    missing = ~np.isfinite(values).all(axis=0)
    if not missing.any():
        return values
    if missing.all():
        return np.zeros_like(values)
    nearest = ndimage.distance_transform_edt(missing, return_distances=False, return_indices=True)
    return np.asarray(values[:, nearest[0], nearest[1]], dtype=np.float32)


def _core(mask: Mask) -> tuple[slice, slice]:
    """The part of a large scene that the subpixel fit is made on: as good as the whole, and quicker."""
    centre = [int(np.median(where)) if where.size else 0 for where in np.nonzero(mask)]
    starts = [
        int(np.clip(middle - CORE_PX // 2, 0, max(0, size - CORE_PX)))
        for middle, size in zip(centre, mask.shape, strict=True)
    ]
    box = slice(starts[0], starts[0] + CORE_PX), slice(starts[1], starts[1] + CORE_PX)
    return box if mask[box].sum() >= LEAST_VALID else (slice(None), slice(None))


def _agreed(left: Raster, right: Raster, mask: Mask, near: tuple[float, float]) -> tuple[float, float] | None:
    """The shift on whose phase most blocks of a large scene agree; ``None`` when they agree on none close to ``near``.

    Fine images lean, cast shadows and change in places, and a fit to all of them ends between the ground's shift and
    the roofs'. Normalised spectra weigh every edge alike, and summed over blocks only the shift they share adds up
    (phase correlation, Kuglin & Hines 1975).
    """
    starts = [range(0, size - BLOCK_PX + 1, BLOCK_PX // 2) for size in mask.shape]
    if min(len(part) for part in starts) < LEAST_BLOCKS:
        return None
    window = np.outer(*(np.hanning(BLOCK_PX),) * 2).astype(np.float32)
    total = np.zeros((BLOCK_PX, BLOCK_PX // 2 + 1), dtype=np.complex64)
    for row in starts[0]:
        for col in starts[1]:
            box = slice(row, row + BLOCK_PX), slice(col, col + BLOCK_PX)
            if mask[box].mean() < LEAST_CLEAR:
                continue
            one, other = (fft.rfft2((image[box] - image[box].mean()) * window) for image in (left, right))
            cross = np.conj(one) * other
            total += cross / np.maximum(np.abs(cross), 1e-9)
    surface = np.roll(fft.irfft2(total), (BLOCK_PX // 2, BLOCK_PX // 2), (0, 1))
    row, col = (int(at) for at in np.unravel_index(int(np.argmax(surface)), surface.shape))
    found = row - BLOCK_PX / 2, col - BLOCK_PX / 2
    if surface[row, col] < CLEAR_PEAK * surface.std() or np.hypot(found[0] - near[0], found[1] - near[1]) > NEAR_PX:
        return None
    return _between(total, found)


def _between(spectrum: NDArray[np.complex64], near: tuple[float, float]) -> tuple[float, float]:
    """Where the surface of a half spectrum (rows, cols / 2 + 1) is highest within a pixel of ``near``, read as finely
    as ``STEP_PX`` by its own waves (Guizar-Sicairos et al. 2008, Optics Letters 33)."""
    steps = np.arange(-1, 1 + STEP_PX / 2, STEP_PX)
    size = spectrum.shape[0]
    down = np.exp(2j * np.pi * np.outer(near[0] + steps, fft.fftfreq(size)))
    across = np.exp(2j * np.pi * np.outer(fft.rfftfreq(size), near[1] + steps))
    weight = np.full(spectrum.shape[1], 2.0)
    weight[0] = weight[-1] = 1.0  # the half spectrum leaves out the mirrored columns, which these two lack
    surface = (down @ (spectrum * weight) @ across).real
    row, col = np.unravel_index(int(np.argmax(surface)), surface.shape)
    return near[0] + float(steps[row]), near[1] + float(steps[col])


def _correlation(left: Raster, right: Raster, mask: Mask) -> float:
    if mask.sum() < LEAST_VALID:
        return 0.0
    a, b = left[mask].astype(np.float64), right[mask].astype(np.float64)
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-12))


def _moved(
    left: Raster, mask: Mask, shift: tuple[float, float], right: Raster, other: Mask
) -> tuple[Raster, Raster, Mask]:
    image = ndimage.shift(left, shift, order=3, mode="nearest")
    inside = ndimage.shift(mask.astype(np.float32), shift, order=1, cval=0.0) > 0.999
    return image, right, inside & other


def _coarse(left: Raster, right: Raster, mask: Mask, other: Mask) -> tuple[float, float]:
    """Whole-pixel shift of best masked normalised correlation (Padfield 2012, IEEE TIP 21, eq. 17-22)."""
    reach = int(FARTHEST_PX)
    shape = [fft.next_fast_len(size + 2 * reach, real=True) for size in left.shape]

    def spectrum(image: Raster) -> np.ndarray:
        return np.asarray(fft.rfft2(image, shape))

    def correlate(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        full = np.roll(fft.irfft2(np.conj(a) * b, shape), (reach, reach), (0, 1))
        return np.asarray(full[: 2 * reach + 1, : 2 * reach + 1])

    weight, other_weight = mask.astype(np.float32), other.astype(np.float32)
    a, b = (left - left[mask].mean()) * weight, (right - right[other].mean()) * other_weight
    fa, fb, fm, fo = spectrum(a), spectrum(b), spectrum(weight), spectrum(other_weight)
    count = np.maximum(correlate(fm, fo), 1.0)
    sum_a, sum_b = correlate(fa, fo), correlate(fm, fb)
    top = correlate(fa, fb) - sum_a * sum_b / count
    low_a = correlate(spectrum(a * a), fo) - sum_a**2 / count
    low_b = correlate(fm, spectrum(b * b)) - sum_b**2 / count
    score = top / np.sqrt(np.maximum(low_a * low_b, 1e-9))
    score[count < max(LEAST_VALID, 0.3 * count.max())] = -1
    row, col = np.unravel_index(int(np.argmax(score)), score.shape)
    return float(row - reach), float(col - reach)


def _refine(left: Raster, right: Raster, masks: tuple[Mask, Mask], start: tuple[float, float]) -> tuple[float, float]:
    """Gauss-Newton for the shift, with weights that let changed ground and clouds drop out (Lucas-Kanade)."""
    shift = np.array(start, dtype=np.float64)
    for _ in range(12):
        image, target, inside = _moved(left, masks[0], (shift[0], shift[1]), right, masks[1])
        if inside.sum() < LEAST_VALID:
            return start
        slope_row, slope_col = (np.gradient(image, axis=axis)[inside] for axis in (0, 1))
        value, wanted = image[inside], target[inside]
        gain, offset = np.polyfit(value, wanted, 1)
        error = wanted - (gain * value + offset)
        scale = 1.4826 * np.median(np.abs(error)) + 1e-9
        weight = np.clip(1 - (error / (4.0 * scale)) ** 2, 0, None) ** 2
        design = np.stack([-gain * slope_row, -gain * slope_col], axis=1)
        normal = design.T @ (weight[:, None] * design)
        step = np.linalg.lstsq(normal, design.T @ (weight * error), rcond=None)[0]
        shift += np.clip(step, -0.7, 0.7)
        if np.abs(step).max() < 0.003:
            break
    if np.hypot(*(shift - np.array(start))) > 1.5:
        return start
    return float(shift[0]), float(shift[1])
