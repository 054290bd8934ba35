"""One sensor's series over one site: read, masked, aligned, searched for changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from firsthand.case import Case
from firsthand.errors import FirsthandError
from firsthand.model import ChangeKind, Look, Scene, Site
from firsthand.stage import Problem
from firsthand.watch.align import Alignment, align, moved
from firsthand.watch.chips import Pair
from firsthand.watch.clouds.cover import covers_of
from firsthand.watch.detect import find
from firsthand.watch.greenery import is_greenery
from firsthand.watch.history import LEAST_SEEN, has_history, middle
from firsthand.watch.kinds import classify, classify_step
from firsthand.watch.load import Frame, Mask, Picture, Raster, common_bands, frame_for, read_picture
from firsthand.watch.normalise import match_scale
from firsthand.watch.objects import Patch, patch_of, patches
from firsthand.watch.steps import LOOK_BACK, LOOK_ON, find_steps

SHOWN_LOOKS = 5
"""Looks on either side of a lasting step whose median the difference picture shows."""
GREENERY_PX = 4
"""Smaller steps of leaf and soil are not listed: a wood has hundreds a year."""
LEAST_USABLE = 0.15
"""Share of the window that a look must show to count."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A patch with what it is called."""

    patch: Patch
    kind: ChangeKind
    reason: str
    series: Series


@dataclass
class Series:
    """What became of one group of scenes."""

    frame: Frame | None = None
    bands: tuple[str, ...] = ()
    pictures: list[Picture] = field(default_factory=list)
    """Usable looks by date, as read."""
    shifts_px: list[tuple[float, float]] = field(default_factory=list)
    clear: list[Mask] = field(default_factory=list)
    """(rows, cols) of each picture as read: data, and neither cloud nor shadow."""
    looks: list[Look] = field(default_factory=list)
    """One per scene of the group, usable or not."""
    clouded: dict[str, float] = field(default_factory=dict)
    """Share of each scene's data that is under cloud or shadow, by scene id."""
    aligned: list[Raster] = field(default_factory=list)
    """The usable looks laid on each other, (bands, rows, cols) each; kept only for series with a history."""
    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def pair(self, patch: Patch, leaving: bool = False) -> Pair:
        """The two looks of a patch, for drawing; with ``leaving`` the one with it and the one without it again."""
        relative = self._relative(patch)
        before, after = patch.before, patch.after
        if leaving and patch.gone_by is not None:
            before, after = patch.after, patch.gone_by
            relative = (-relative / np.maximum(1 + relative, 0.1)).astype(np.float32)
        pictures, shifts = self.pictures, self.shifts_px
        return Pair(pictures[before], shifts[before], pictures[after], shifts[after], relative)

    def _relative(self, patch: Patch) -> Raster:
        """The difference (bands, rows, cols) as a share of what was expected."""
        if patch.finding is not None:
            return patch.finding.contrast.relative
        sides = self.aligned[: patch.after][-SHOWN_LOOKS:], self.aligned[patch.after :][:SHOWN_LOOKS]
        before, after = (usual(looks) for looks in sides)
        return np.asarray((after - before) / np.maximum(np.abs(before), 1e-6), dtype=np.float32)


def usual(looks: Sequence[Raster]) -> Raster:
    """Median (bands, rows, cols) over ``looks``; NaN where none is clear."""
    stack = np.stack(looks)
    clear = np.isfinite(stack)
    return np.where(clear.any(axis=0), middle(np.nan_to_num(stack), clear), np.float32(np.nan))


def watch_series(case: Case, site: Site, scenes: Sequence[Scene], tell: Callable[[str], None]) -> Series:
    """Everything that one sensor's scenes of a site show. Unreadable scenes become problems, the rest goes on."""
    series, aligned = laid_series(case, site, scenes, tell)
    if len(aligned) >= 2:
        tell("searching for changes")
        _search(series, aligned)
    return series


def laid_series(
    case: Case, site: Site, scenes: Sequence[Scene], tell: Callable[[str], None]
) -> tuple[Series, list[Raster]]:
    """The looks of one sensor and the usable ones laid on each other, (bands, rows, cols) each, unsearched."""
    series = Series()
    pictures = _read(case, site, scenes, series, tell)
    if not pictures or series.frame is None:
        return series, []
    pictures = _on_one_scale(pictures)
    series.bands = pictures[0].bands
    tell("masking clouds")
    covers = covers_of(pictures, series.frame.gsd_m)
    usable = [picture.valid & ~cover.blocked for picture, cover in zip(pictures, covers, strict=True)]
    tell("aligning")
    alignments = _aligned(pictures, usable)
    return series, _keep_usable(site, series, pictures, usable, alignments)


def _read(
    case: Case, site: Site, scenes: Sequence[Scene], series: Series, tell: Callable[[str], None]
) -> list[Picture]:
    try:
        series.frame = frame_for(site, scenes)
    except FirsthandError as err:
        series.problems.append(Problem.of(err))
        series.looks += [_lost(scene, err.message) for scene in scenes]
        return []
    pictures = []
    for scene in scenes:
        tell(f"reading {scene.name}")
        try:
            pictures.append(read_picture(case.file_path(scene.sha256), scene, series.frame))
        except FirsthandError as err:
            series.problems.append(Problem.of(err, scene.name))
            series.looks.append(_lost(scene, err.message))
    if not pictures:
        return []
    try:
        return common_bands(pictures)
    except FirsthandError as err:
        series.problems.append(Problem.of(err))
        series.looks += [_lost(picture.scene, err.message) for picture in pictures]
        return []


def _on_one_scale(pictures: list[Picture]) -> list[Picture]:
    """8-bit scenes among 16-bit ones are brought to the commoner numbers."""
    kinds = [picture.dtype for picture in pictures]
    common = max(sorted(set(kinds)), key=kinds.count)
    reference = next(picture for picture in pictures if picture.dtype == common)
    return [
        picture if picture.dtype == common else replace(picture, values=match_scale(picture.values, reference.values))
        for picture in pictures
    ]


def _aligned(pictures: Sequence[Picture], usable: Sequence[Mask]) -> list[Alignment]:
    """How every picture lies on the middle of all georeferences, which is likelier right than any one of them."""
    middle = (len(pictures) - 1) / 2
    best = max(range(len(pictures)), key=lambda index: (round(float(usable[index].mean()), 2), -abs(index - middle)))
    reference = pictures[best].values
    found = [
        Alignment((0.0, 0.0), True, 1.0, 1.0) if index == best else align(picture.values, reference, mask, usable[best])
        for index, (picture, mask) in enumerate(zip(pictures, usable, strict=True))
    ]
    trusted = np.array([item.shift_px for item in found if item.aligned])
    centre = np.median(trusted, axis=0)
    return [
        item._replace(shift_px=(float(item.shift_px[0] - centre[0]), float(item.shift_px[1] - centre[1])))
        for item in found
    ]


def _keep_usable(
    site: Site, series: Series, pictures: Sequence[Picture], usable: Sequence[Mask], alignments: Sequence[Alignment]
) -> list[Raster]:
    """Record every look; returns the usable ones aligned, with NaN where they cannot be judged."""
    kept = []
    for picture, mask, alignment in zip(pictures, usable, alignments, strict=True):
        scene, share = picture.scene, float(mask.mean())
        seen = picture.valid
        series.clouded[scene.id] = float((seen & ~mask).sum() / max(1, seen.sum()))
        reason = _why_not(share, series.clouded[scene.id], alignment)
        series.looks.append(Look(scene.id, site.id, round(share, 4), alignment.shift_px, alignment.aligned, reason))
        if not reason:
            values = np.where(mask, picture.values, np.nan).astype(np.float32)
            kept.append(moved(values, alignment.shift_px))
            series.pictures.append(picture)
            series.shifts_px.append(alignment.shift_px)
            series.clear.append(mask)
    return kept


def _why_not(share: float, clouded: float, alignment: Alignment) -> str:
    if share < LEAST_USABLE:
        if clouded > 0.5:
            return f"{clouded:.0%} under cloud or cloud shadow"
        return f"only {share:.0%} of the site's window can be judged"
    if not alignment.aligned and alignment.mismatch:
        return f"it cannot be laid over the other images: {alignment.reason}"
    return ""


def _search(series: Series, aligned: list[Raster]) -> None:
    frame = series.frame
    assert frame is not None
    wide = [index for index, look in enumerate(aligned) if np.isfinite(look[0]).mean() >= LEAST_SEEN]
    days = [series.pictures[index].scene.taken.timestamp() / 86400 for index in wide]
    if has_history(days):
        series.aligned = [aligned[index] for index in wide]
        series.pictures = [series.pictures[index] for index in wide]
        series.shifts_px = [series.shifts_px[index] for index in wide]
        series.clear = [series.clear[index] for index in wide]
        _search_history(series, days, frame)
        return
    for patch in patches(find(aligned, series.bands, frame.gsd_m), frame, series.bands, len(aligned)):
        kind, reason = classify(patch, aligned[patch.before], aligned[patch.after], series.bands, frame.gsd_m)
        series.sightings.append(Sighting(patch, kind, reason, series))


def _search_history(series: Series, days: Sequence[float], frame: Frame) -> None:
    """Steps in a series that knows its own seasons; what leaf and soil do counts only where it is large."""
    aligned, bands = series.aligned, series.bands
    for step in find_steps(aligned, days, frame.gsd_m):
        patch = patch_of(step, frame, bands, len(aligned))
        if patch is None or (is_greenery(step, bands) and patch.mask.sum() < GREENERY_PX):
            continue
        rows = slice(step.top, step.top + step.share.shape[0])
        cols = slice(step.left, step.left + step.share.shape[1])
        sides = aligned[: step.after][-LOOK_BACK:], aligned[step.after :][:LOOK_ON]
        images = usual([look[:, rows, cols] for look in sides[0]]), usual([look[:, rows, cols] for look in sides[1]])
        kind, reason = classify_step(step, patch, images, bands)
        series.sightings.append(Sighting(patch, kind, reason, series))


def _lost(scene: Scene, message: str) -> Look:
    return Look(scene.id, scene.site_id, 0.0, (0.0, 0.0), False, message)
