"""From changed pixels to changed things: patches with an outline, an area and its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rasterio import features
from scipy import ndimage, stats
from shapely.geometry import MultiPolygon, shape
from shapely.geometry import Polygon as ShapelyPolygon

from firsthand.watch.detect import FINE_GSD_M, Finding
from firsthand.watch.explain import explained
from firsthand.watch.load import Frame, Mask, Raster
from firsthand.watch.steps import Step

GAP_M = 3.0
"""Pieces closer than this belong to one thing."""
SMALLEST_COARSE_PX = 3
SMALLEST_FINE_M2 = 8.0
"""A car's roof; less cannot be told from a parapet's shadow."""
THICKNESS_PX = 2.0
"""A thing in a fine image is at least twice this wide; less is an edge that did not fit."""
FULL_SHARE = 0.5
"""A pixel belongs to the thing when it changed by this share of what the thing's core did."""
EDGE_SD = 0.35
"""Uncertainty of each boundary pixel's cover, in pixels."""
SIMPLIFY_PX = 0.6
EIGHT = np.ones((3, 3))
TALK_P = 1e-300
"""Smallest p-value that is written."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One thing that changed between two looks of a group."""

    mask: Mask
    """(rows, cols) of the group's frame."""
    outline: ShapelyPolygon
    """In the CRS of the frame."""
    before: int
    """Index of the last look without it."""
    after: int
    """Index of the first look with it."""
    confirmed: bool
    gone_by: int | None
    """Index of the look in which it is gone again, when a single look showed it."""
    area_m2: float
    area_sd_m2: float
    strength: float
    p_value: float
    relative: NDArray[np.float32]
    """(bands,): mean difference as a share of what was expected."""
    finding: Finding | None
    """``None`` when the patch comes from the whole history of its ground instead of a comparison of looks."""


def patches(findings: Sequence[Finding], frame: Frame, bands: tuple[str, ...], looks: int) -> list[Patch]:
    """The things among the findings of one group, each once, by date."""
    tests = frame.rows * frame.cols * max(1, looks - 1)
    found: list[Patch] = []
    for finding in findings:
        for mask in _pieces(finding, frame.gsd_m):
            patch = _patch(mask, finding, frame, bands, tests)
            if patch is not None:
                found.append(patch)
    return _absorbed(found, frame.gsd_m)


def _pieces(finding: Finding, gsd_m: float) -> list[Mask]:
    fine = gsd_m <= FINE_GSD_M
    reach = max(1, round(GAP_M / 2 / gsd_m)) if fine else 1
    solid = ndimage.binary_opening(finding.mask, structure=EIGHT) if fine else finding.mask
    joined = ndimage.binary_closing(np.pad(solid, reach), structure=EIGHT, iterations=reach)[reach:-reach, reach:-reach]
    labels, _ = ndimage.label(joined, structure=EIGHT)
    pieces = []
    for label, box in enumerate(ndimage.find_objects(labels), 1):
        piece = labels[box] == label
        size = int((piece & solid[box]).sum())
        if fine:
            thick = ndimage.distance_transform_edt(np.pad(piece, 1)).max() >= THICKNESS_PX
            if size * gsd_m**2 < SMALLEST_FINE_M2 or not thick:
                continue
        elif size < SMALLEST_COARSE_PX:
            continue
        whole = np.zeros_like(solid)
        whole[box] = piece
        pieces.append(whole)
    return pieces


def _patch(mask: Mask, finding: Finding, frame: Frame, bands: tuple[str, ...], tests: int) -> Patch | None:
    core = mask & finding.mask
    fine = frame.gsd_m <= FINE_GSD_M
    cover = _cover(mask, core, finding, bands, fine)
    shown = cover >= FULL_SHARE
    if not shown.any():
        return None
    outline = _outline(shown, frame)
    if outline is None:
        return None
    edge = shown & ~ndimage.binary_erosion(shown)
    pixel_m2 = frame.gsd_m**2
    area_m2 = float(shown.sum() if fine else cover.sum()) * pixel_m2
    distance2 = float(np.median(finding.distance2[core]))
    single = float(stats.chi2.sf(distance2, len(bands)))
    gone = finding.gone_by[core]
    return Patch(
        mask=shown,
        outline=outline,
        before=_commonest(finding.before[core]),
        after=finding.after,
        confirmed=finding.confirmed,
        gone_by=_commonest(gone[gone >= 0]) if (gone >= 0).mean() > 0.5 else None,
        area_m2=area_m2,
        area_sd_m2=float(np.hypot(EDGE_SD * np.sqrt(4 * edge.sum()), 0.1 * shown.sum()) * pixel_m2),
        strength=float(np.sqrt(distance2)),
        p_value=min(1.0, max(TALK_P, tests * single ** (2 if finding.confirmed else 1))),
        relative=finding.contrast.relative[:, core].mean(axis=1),
        finding=finding,
    )


def patch_of(step: Step, frame: Frame, bands: tuple[str, ...], looks: int) -> Patch | None:
    """A step as a patch; ``None`` when no whole outline is left of it."""
    solid = np.zeros((frame.rows, frame.cols), dtype=bool)
    window = slice(step.top, step.top + step.share.shape[0]), slice(step.left, step.left + step.share.shape[1])
    inside = np.zeros(step.share.shape, dtype=bool)
    inside[step.rows[: step.core] - step.top, step.cols[: step.core] - step.left] = True
    shown, _ = ndimage.label((step.share >= FULL_SHARE) | inside, structure=EIGHT)
    shown = np.isin(shown, np.unique(shown[inside]))
    solid[window] = shown
    outline = _outline(solid, frame)
    if outline is None:
        return None
    near = ndimage.binary_dilation(shown, structure=EIGHT)
    cover = float(np.clip(step.share, 0, 1)[near].sum())
    edge = int((shown & ~ndimage.binary_erosion(shown)).sum())
    pixel_m2 = frame.gsd_m**2
    tests = frame.rows * frame.cols * looks
    return Patch(
        mask=solid,
        outline=outline,
        before=step.before,
        after=step.after,
        confirmed=True,
        gone_by=None,
        area_m2=cover * pixel_m2,
        area_sd_m2=float(np.hypot(EDGE_SD * np.sqrt(4 * edge), 0.1 * cover) * pixel_m2),
        strength=float(np.sqrt(step.distance2)),
        p_value=min(1.0, max(TALK_P, tests * float(stats.chi2.sf(step.distance2, len(bands))))),
        relative=(step.change / np.maximum(np.abs(step.level), 1e-9)).astype(np.float32),
        finding=None,
    )


def _cover(mask: Mask, core: Mask, finding: Finding, bands: tuple[str, ...], fine: bool) -> Raster:
    """Share of every pixel (rows, cols) that changed, read off how far it went towards what the thing's core shows."""
    relative = np.nan_to_num(finding.contrast.relative)
    size = np.sqrt((relative**2).mean(axis=0))
    strong = core & (size >= np.quantile(size[core], 0.6))
    target = relative[:, strong].mean(axis=1)
    along = np.tensordot(target, relative, axes=(0, 0)) / max(float((target**2).sum()), 1e-9)
    near = ndimage.binary_dilation(mask, structure=EIGHT) & (mask | ~explained(finding.contrast, bands, fine))
    return np.asarray(np.where(near, np.clip(along, 0, 1), 0) * (core | (along > 0.15)), dtype=np.float32)


def _outline(shown: Mask, frame: Frame) -> ShapelyPolygon | None:
    """The largest outline of a mask, its corners eased, holes smaller than a few pixels filled."""
    filled = ndimage.binary_fill_holes(shown)
    shapes = features.shapes(filled.astype(np.uint8), mask=filled, connectivity=8, transform=frame.transform)
    polygons = [shape(geometry).buffer(0) for geometry, _ in shapes]
    parts = [
        part for item in polygons for part in (item.geoms if isinstance(item, MultiPolygon) else [item]) if part.area
    ]
    if not parts:
        return None
    largest = max(parts, key=lambda item: item.area)
    eased = largest.simplify(SIMPLIFY_PX * frame.gsd_m)
    return eased if isinstance(eased, ShapelyPolygon) and eased.area > 0 else largest


def _absorbed(found: Sequence[Patch], gsd_m: float) -> list[Patch]:
    """Patches without the rests of earlier or larger ones: one act comes out once.

    A rim that exceeds its threshold one look later than the thing it belongs to, or in the same look, is part of it;
    so is a piece that clouds hid at first, and then it is dated with the rest.
    """
    kept: list[Patch] = []
    reach = max(1, round(GAP_M / gsd_m))
    for patch in sorted(found, key=lambda item: (item.after, not item.confirmed, -item.area_m2)):
        host = next((number for number, other in enumerate(kept) if _belongs(patch, other, reach)), None)
        if host is None:
            kept.append(patch)
        elif patch.area_m2 > kept[host].area_m2:
            tighter = max(patch.before, kept[host].before), min(patch.after, kept[host].after)
            kept[host] = replace(patch, before=tighter[0], after=tighter[1])
    return kept


def _belongs(patch: Patch, other: Patch, reach: int) -> bool:
    if patch.gone_by is not None and other.gone_by is None and patch.after != other.after:
        return False
    near = ndimage.binary_dilation(other.mask, structure=EIGHT, iterations=reach + 1)
    touching = float((patch.mask & near).sum()) / patch.mask.sum()
    if patch.before < other.after:
        return bool(touching > 0.2)
    return touching > 0.3 and patch.before <= other.after + 1 and bool(patch.area_m2 < 0.6 * other.area_m2)


def _commonest(indexes: NDArray[np.int16]) -> int:
    values, counts = np.unique(indexes, return_counts=True)
    return int(values[np.argmax(counts)])
