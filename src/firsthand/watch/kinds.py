"""What sort of change a patch is, with the reason in words. Recognises no objects: it reads contrast, size and time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from firsthand.model import ChangeKind
from firsthand.watch.detect import FINE_GSD_M
from firsthand.watch.explain import VEGETATED_NDVI, shadow_like
from firsthand.watch.greenery import green_before_and_after, is_greenery
from firsthand.watch.load import Mask, Raster
from firsthand.watch.normalise import ndvi
from firsthand.watch.objects import Patch
from firsthand.watch.steps import Step

MOVABLE_M2 = 250.0
"""Up to here a thing may be a vehicle, a trailer, a stack or a row of them; a road trailer covers some 50 m2."""
STANDS_OUT = 1.25
"""A patch that differs from its surroundings this many times more in one look than in the other shows a thing there."""
CLEARED_NDVI = 0.2
FELLED_NDVI = 0.08
"""Drop of the vegetation index that, with more red, is a felling or a mowing; less is thinning or drought."""
RING_M = (4.0, 16.0)
"""Surroundings begin and end at these distances, at least one and four pixels."""
SHADOW_SHARE = 0.08
"""Of the surroundings, for a shadow to be spoken of."""


class Sight(NamedTuple):
    """How a patch looks in two images."""

    stood_out: float
    """Difference from its surroundings before, as a share of their brightness."""
    stands_out: float
    """The same after."""
    brighter: float
    """Mean difference of all bands, as a share."""
    ndvi_before: float | None
    ndvi_after: float | None
    shadow_came: bool
    shadow_went: bool


def classify(
    patch: Patch, before: Raster, after: Raster, bands: tuple[str, ...], gsd_m: float
) -> tuple[ChangeKind, str]:
    """The kind of a patch and why. ``before`` and ``after`` are images (bands, rows, cols) of its two looks."""
    sight = look_at(patch, before, after, bands, gsd_m)
    words = _sight_in_words(sight)
    vegetation = _vegetation(sight, words)
    if vegetation is not None:
        return vegetation
    small = patch.area_m2 < MOVABLE_M2 and gsd_m <= FINE_GSD_M
    appeared = _appeared(sight)
    if not patch.confirmed:
        seen = (
            "one look shows it"
            if patch.gone_by is not None
            else "only the last look shows it, no later one confirms it"
        )
        if not small and patch.gone_by is None:
            return ChangeKind.OTHER, f"{seen}; {words}"
        kind = ChangeKind.OBJECT_APPEARED if appeared is not False else ChangeKind.OBJECT_LEFT
        return kind, f"{seen}; small enough to be moved ({patch.area_m2:.0f} m²); {words}"
    size = f"{patch.area_m2:.0f} m²"
    if appeared is None:
        return ChangeKind.OTHER, f"it differs lastingly, but stands out from its surroundings as before; {words}"
    if small:
        kind = ChangeKind.OBJECT_APPEARED if appeared else ChangeKind.OBJECT_LEFT
        return kind, f"small enough to be moved ({size}) and lasting over two looks; {words}"
    kind = ChangeKind.BUILT if appeared else ChangeKind.TAKEN_DOWN
    return kind, f"too large to be a vehicle ({size}) and lasting over two looks; {words}"


def classify_step(
    step: Step, patch: Patch, images: tuple[Raster, Raster], bands: tuple[str, ...]
) -> tuple[ChangeKind, str]:
    """The kind of a step in a long series and why; ``images`` (bands, rows, cols) are what its ground usually showed
    before and after, over the window that ``step.share`` covers."""
    lasting = f"it lasts over {step.looks_after} looks"
    index = green_before_and_after(step, bands)
    greenness = "" if index is None else f"; vegetation index {index[0]:.2f} before, {index[1]:.2f} after"
    if index is not None and is_greenery(step, bands):
        why = f"blue, red and infrared moved as leaf and soil do; {lasting}{greenness}"
        drop = index[0] - index[1]
        if drop > FELLED_NDVI and step.change[bands.index("red")] > 0:
            return ChangeKind.CLEARED, f"vegetation gave way to bare ground; {why}"
        return ChangeKind.SEASONAL, f"vegetation {'thinned' if drop > 0 else 'came'}; {why}"
    rows, cols = step.share.shape
    mask = patch.mask[step.top : step.top + rows, step.left : step.left + cols]
    ring = ~ndimage.binary_dilation(mask) & np.isfinite(images[0]).all(axis=0) & np.isfinite(images[1]).all(axis=0)
    stood_out, stands_out = (_outstanding(image, mask, ring) for image in images)
    sight = Sight(stood_out, stands_out, float(patch.relative.mean()), None, None, False, False)
    words = f"{_sight_in_words(sight)}; {lasting}{greenness}"
    appeared = _appeared(sight)
    if appeared is None:
        return ChangeKind.OTHER, f"it differs lastingly, but stands out from its surroundings as before; {words}"
    return (
        (ChangeKind.BUILT, f"something came; {words}")
        if appeared
        else (
            ChangeKind.TAKEN_DOWN,
            f"something went; {words}",
        )
    )


def look_at(patch: Patch, before: Raster, after: Raster, bands: tuple[str, ...], gsd_m: float) -> Sight:
    """Measure a patch against its surroundings in both images."""
    ring = _ring(patch.mask, gsd_m) & np.isfinite(before).all(axis=0) & np.isfinite(after).all(axis=0)
    assert patch.finding is not None
    dark, light = shadow_like(patch.finding.contrast.relative, bands)
    around = max(1, int(ring.sum()))
    fine = gsd_m <= FINE_GSD_M
    return Sight(
        stood_out=_outstanding(before, patch.mask, ring),
        stands_out=_outstanding(after, patch.mask, ring),
        brighter=float(patch.relative.mean()),
        ndvi_before=_mean_ndvi(before, bands, patch.mask),
        ndvi_after=_mean_ndvi(after, bands, patch.mask),
        shadow_came=fine and float((dark & ring).sum()) / around > SHADOW_SHARE,
        shadow_went=fine and float((light & ring).sum()) / around > SHADOW_SHARE,
    )


def _vegetation(sight: Sight, words: str) -> tuple[ChangeKind, str] | None:
    """Seasonal or cleared, when vegetation tells so."""
    if sight.ndvi_before is None or sight.ndvi_after is None:
        return None
    drop = sight.ndvi_before - sight.ndvi_after
    if min(sight.ndvi_before, sight.ndvi_after) > VEGETATED_NDVI:
        return ChangeKind.SEASONAL, f"vegetation before and after; {words}"
    if -drop > CLEARED_NDVI:
        return ChangeKind.SEASONAL, f"vegetation came; {words}"
    if drop > CLEARED_NDVI and _appeared(sight) is not True:
        return ChangeKind.CLEARED, f"vegetation gave way to bare ground; {words}"
    return None


def _appeared(sight: Sight) -> bool | None:
    """True when a thing came, False when one went, ``None`` when it cannot be told."""
    if sight.stands_out > STANDS_OUT * sight.stood_out:
        return True
    if sight.stood_out > STANDS_OUT * sight.stands_out:
        return False
    if sight.shadow_came != sight.shadow_went:
        return sight.shadow_came
    return None


def _sight_in_words(sight: Sight) -> str:
    words = [
        f"stood out from its surroundings by {sight.stood_out:.0%} before, {sight.stands_out:.0%} after",
        f"{abs(sight.brighter):.0%} {'brighter' if sight.brighter > 0 else 'darker'} over all bands",
    ]
    if sight.ndvi_before is not None and sight.ndvi_after is not None:
        words.append(f"vegetation index {sight.ndvi_before:.2f} before, {sight.ndvi_after:.2f} after")
    if sight.shadow_came != sight.shadow_went:
        words.append("a shadow came with it" if sight.shadow_came else "its shadow went with it")
    return "; ".join(words)


def _ring(mask: Mask, gsd_m: float) -> Mask:
    near, far = max(1.0, RING_M[0] / gsd_m), max(4.0, RING_M[1] / gsd_m)
    distance = ndimage.distance_transform_edt(~mask)
    return np.asarray((distance > near) & (distance <= far))


def _outstanding(image: Raster, mask: Mask, ring: Mask) -> float:
    """Root mean square over bands of the patch's distance from its surroundings, as a share of their brightness."""
    inside = mask & np.isfinite(image).all(axis=0)
    if not ring.any() or not inside.any():
        return 0.0
    usual = np.median(image[:, ring], axis=1)
    here = np.median(image[:, inside], axis=1)
    return float(np.sqrt(np.mean(((here - usual) / np.maximum(np.abs(usual), 1e-6)) ** 2)))


def _mean_ndvi(image: Raster, bands: tuple[str, ...], mask: Mask) -> float | None:
    index = ndvi(image, bands)
    if index is None:
        return None
    known = index[mask & np.isfinite(index)]
    return float(known.mean()) if known.size else None
