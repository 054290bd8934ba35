"""Lasting steps in a series that is long enough to know its own seasons: found, grouped into things, and dated.

At every clear look of a pixel the looks from it on are held against those before it. A step counts when it stands out
from what the scene does anyway; neighbouring pixels that step together are one thing, and the thing as a whole says
between which two of its clear looks it came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, sparse, spatial, stats

from firsthand.watch.history import LEAST_CLEAR, RIDGE_SEASON, Beyond, Landscape, middle
from firsthand.watch.load import Mask, Raster

AFTER = (2, 3, 4, 6)
"""Clear looks, from the change on, that are taken together: two tell of a strong change, six of a weak one."""
BEFORE = 12
LEAST_BEFORE = 3
"""Clear looks before a change that its ground must be known from."""
CLIP = 6.0
"""Noise deviations beyond which one look counts for no more: a missed cloud must not make a step."""
FAMILY_RATE = 0.005
"""Chance of one false pixel in the whole series, were the noise what the calm looks say."""
SEED, GROW = 1.0, 0.4
"""A thing holds a pixel that reaches the limit, and those beside it that reach this share of it."""
CORE = 0.4
"""Pixels that step by this share of the strongest make up the thing's series."""
ALIKE = 0.75
"""Cosine between the directions of two steps, in noise units, that may be one thing."""
STEEP = 0.3
"""Share of a neighbour's height below which a pixel belongs to something else: a roof on a field that is drying."""
ECHO_LOOKS = 4
ECHO = 0.6
"""A weaker step of this share or less beside another one, so few looks away, is its rim or its settling."""
ALONE = 3
"""Looks on either side of a step within which a pixel has no second one."""
LOOK_BACK, LOOK_ON = 10, 6
"""Looks that the size of a step is measured over, in its thing's own series."""
SLACK = 5
"""Looks by which a thing's own series may move its date."""
LEAST_RELATIVE = 0.06
"""A step must reach this share of the ground's brightness, in the mean over bands."""
BESIDE_PX = 2
RING_PX = (2, 4)
DIFFUSE = 0.4
"""A thing whose surroundings, at these distances, go along by this share is none."""
NEIGHBOURS_ALIKE = 3.0
"""Neighbouring pixels that tell as much as one alone would: point spread and resampling blend them."""
STRIP_VALUES = 24_000_000
"""Values of a series that are worked on at once (some 0.8 GB with all that is made of them)."""
MEDIAN_COST = np.pi / 2
"""Variance of a median against that of a mean."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that changed at once and stayed so for two looks or more."""

    rows: NDArray[np.intp]
    """(n,) of the pixels that stepped, with ``cols``; the core first."""
    cols: NDArray[np.intp]
    core: int
    """How many of them make up the core."""
    before: int
    """Index of the last look in which most of the core is clear, without it."""
    after: int
    """Index of the first such look with it."""
    distance2: float
    """Of the strongest pixel, in noise units; chi-square with one degree of freedom per band where nothing happened."""
    change: NDArray[np.float32]
    """(bands,): the step, in the images' own numbers."""
    change_sd: NDArray[np.float32]
    """(bands,): its standard deviation from the looks' noise."""
    level: NDArray[np.float32]
    """(bands,): what the ground showed in the looks before."""
    looks_after: int
    """Clear looks that show it, up to ``LOOK_ON``."""
    top: int
    """Row of the frame that ``share`` begins at."""
    left: int
    """Column of the frame that ``share`` begins at."""
    share: Raster
    """(rows, cols): how far each pixel around the thing went the same way, as a share of the core's step."""


class _Peaks(NamedTuple):
    """Pixels and looks at which the statistic is highest in its neighbourhood in time."""

    row: NDArray[np.intp]
    col: NDArray[np.intp]
    look: NDArray[np.intp]
    height: NDArray[np.float32]
    towards: NDArray[np.float32]
    """(n, bands): direction of the step in noise units, of length 1."""

    def joined(self, other: _Peaks) -> _Peaks:
        return _Peaks(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.col, other.col]),
            np.concatenate([self.look, other.look]),
            np.concatenate([self.height, other.height]),
            np.concatenate([self.towards, other.towards]),
        )

    def part(self, where: NDArray[np.intp]) -> _Peaks:
        return _Peaks(self.row[where], self.col[where], self.look[where], self.height[where], self.towards[where])


def find_steps(
    looks: Sequence[Raster], days: Sequence[float], gsd_m: float, tell: Callable[[int], None] = lambda row: None
) -> list[Step]:
    """All steps in aligned ``looks`` (bands, rows, cols; NaN where not usable) taken on ``days``, by date.

    The looks are worked on in strips of rows; the strips are the same whatever the memory, and so are the results.
    """
    landscape = Landscape(looks, days, gsd_m)
    bands, rows, cols = looks[0].shape
    limit = float(stats.chi2.isf(FAMILY_RATE / (rows * cols * len(looks)), bands))
    inflation = _inflation(landscape)
    height = max(16, STRIP_VALUES // (len(looks) * bands * cols) - 2 * landscape.reach_px)
    strips = [slice(top, min(rows, top + height)) for top in range(0, rows, height)]
    kept = [landscape.beyond(strips[0])] if len(strips) == 1 else []
    peaks = None
    for strip in strips:
        tell(strip.start)
        beyond = kept[0] if kept else landscape.beyond(strip)
        found = _peaks(beyond, landscape, inflation, limit, strip.start)
        peaks = found if peaks is None else peaks.joined(found)
    assert peaks is not None
    return _once(_things(peaks, limit), landscape, kept[0] if kept else None, limit)


class _Own(NamedTuple):
    """Every pixel's own clear looks in a row."""

    order: NDArray[np.intp]
    """(pixels, looks): indexes of looks, clear ones first."""
    clear: NDArray[np.intp]
    """(pixels,): how many they are."""


def _own(clear: Mask) -> _Own:
    seen = clear.reshape(len(clear), -1).T
    return _Own(np.argsort(~seen, axis=1, kind="stable"), seen.sum(axis=1))


def _running_sums(beyond: Beyond, landscape: Landscape, own: _Own) -> Raster:
    """Sums (bands, pixels, looks + 1) over every pixel's own looks up to each, in independent units of noise."""
    looks, bands = beyond.values.shape[:2]
    scaled = beyond.values / landscape.scales.noise[:, :, None, None] / beyond.unrest
    flat = np.tensordot(landscape.scales.whiten, scaled.reshape(looks, bands, -1), axes=(1, 1))
    flat = np.take_along_axis(np.ascontiguousarray(flat.transpose(0, 2, 1)), own.order[None], axis=2)
    np.clip(flat, -CLIP, CLIP, out=flat)
    flat[:, np.arange(looks) >= own.clear[:, None]] = 0
    sums = np.zeros((*flat.shape[:2], looks + 1), dtype=np.float32)
    np.cumsum(flat, axis=2, out=sums[:, :, 1:])
    return sums


def _statistics(sums: Raster, own: _Own) -> list[Raster]:
    """Squared size (pixels, looks) of the step at each of a pixel's own looks, for every length in ``AFTER``."""
    looks = sums.shape[2] - 1
    at = np.arange(looks)
    first = np.maximum(at - BEFORE, 0)
    known = np.maximum(at - first, 1)
    usual = (sums[:, :, at] - sums[:, :, first]) / known
    out = []
    for length in AFTER:
        last = np.minimum(at + length, looks)
        step = (sums[:, :, last] - sums[:, :, at]) / length - usual
        size = (step**2).sum(axis=0) / (1 / length + 1 / known)
        size[(at < LEAST_BEFORE) | (at + length > own.clear[:, None])] = 0
        out.append(size)
    return out


def _inflation(landscape: Landscape) -> list[float]:
    """By how much calm pixels' steps exceed independent noise, for every length: looks are not quite independent."""
    pooled: list[list[Raster]] = [[] for _ in AFTER]
    for window in landscape.samples:
        beyond = landscape.beyond(*window)
        own = _own(beyond.clear)
        for item, sizes in zip(pooled, _statistics(_running_sums(beyond, landscape, own), own), strict=True):
            item.append(sizes[sizes > 0])
    usual = stats.chi2.median(len(landscape.looks[0]))
    joined = [np.concatenate(item) for item in pooled]
    return [max(1.0, float(np.median(item)) / usual) if item.size else 1.0 for item in joined]


def _peaks(beyond: Beyond, landscape: Landscape, inflation: Sequence[float], limit: float, top: int) -> _Peaks:
    own = _own(beyond.clear)
    best: Raster = np.zeros(own.order.shape, dtype=np.float32)
    sums = _running_sums(beyond, landscape, own)
    for sizes, factor in zip(_statistics(sums, own), inflation, strict=True):
        np.maximum(best, sizes / np.float32(factor), out=best)
    best[own.clear < LEAST_CLEAR] = 0
    pixel, at = np.nonzero(best >= GROW * limit)
    heights = best[pixel, at]
    highest = np.ones(len(pixel), dtype=bool)
    for away in range(1, ALONE + 1):
        highest &= heights >= best[pixel, np.maximum(at - away, 0)]
        highest &= heights > np.where(
            at + away < best.shape[1], best[pixel, np.minimum(at + away, best.shape[1] - 1)], -1
        )
    pixel, at = pixel[highest], at[highest]
    cols = int(beyond.unrest.shape[-1])
    row, col = pixel // cols, pixel % cols
    return _Peaks(row + top, col, own.order[pixel, at], heights[highest], _directions(sums, own, pixel, at))


def _directions(sums: Raster, own: _Own, pixel: NDArray[np.intp], at: NDArray[np.intp]) -> NDArray[np.float32]:
    """Unit vectors (n, bands) from the looks before to those after."""
    first, last = np.maximum(at - BEFORE, 0), np.minimum(at + AFTER[-1], own.clear[pixel])
    here = sums[:, pixel, at]
    step = (sums[:, pixel, last] - here) / (last - at) - (here - sums[:, pixel, first]) / np.maximum(at - first, 1)
    return np.asarray((step / np.maximum(np.linalg.norm(step, axis=0), 1e-9)).T, dtype=np.float32)


def _things(peaks: _Peaks, limit: float) -> list[_Peaks]:
    """Peaks that touch in space and time, where one of them reaches the limit."""
    if not peaks.row.size:
        return []
    places = np.stack([peaks.row, peaks.col, peaks.look], axis=1)
    pairs = spatial.cKDTree(places).query_pairs(1.0, p=np.inf, output_type="ndarray")
    one, other = pairs.T
    alike = (peaks.towards[one] * peaks.towards[other]).sum(axis=1) > ALIKE
    alike &= np.minimum(peaks.height[one], peaks.height[other]) > STEEP * np.maximum(
        peaks.height[one], peaks.height[other]
    )
    pairs = pairs[alike]
    links = sparse.coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
    _, labels = sparse.csgraph.connected_components(links, directed=False)
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    return [peaks.part(group) for group in groups if peaks.height[group].max() >= SEED * limit]


def _measured(
    thing: _Peaks, landscape: Landscape, whole: Beyond | None, known: Sequence[Step], limit: float
) -> Step | None:
    """The thing's own series, its date and its size; ``None`` when it does not hold as a whole."""
    strongest = np.argsort(-thing.height, kind="stable")
    places = np.stack([thing.row[strongest], thing.col[strongest]], axis=1)
    _, first = np.unique(places, axis=0, return_index=True)
    keep = strongest[np.sort(first)]
    rows, cols, height = thing.row[keep], thing.col[keep], thing.height[keep]
    core = max(1, int((height >= CORE * height[0]).sum()))
    series = _Series.of(landscape, whole, rows[:core], cols[:core])
    start = int(np.searchsorted(series.looks, thing.look[strongest[0]]))
    others = [step.after for step in known]
    place = series.settled(landscape, [*others, int(thing.look[strongest[0]])]).dated(start, landscape.scales.whiten)
    if place is None:
        return None
    series = series.settled(landscape, [*others, int(series.looks[place])])
    change, change_sd = series.step(place)
    level = np.median(series.shown[max(0, place - LOOK_BACK) : place], axis=0)
    relative = float(np.sqrt(np.mean(change**2)) / max(float(np.mean(np.abs(level))), 1e-9))
    distance2 = float(((landscape.scales.whiten @ (change / change_sd)) ** 2).sum())
    if relative < LEAST_RELATIVE or distance2 < limit:
        return None
    if _diffuse(landscape, whole, (rows, cols), series, place):
        return None
    top, left, share = _shares(landscape, whole, (rows, cols), series, place)
    return Step(
        rows=rows,
        cols=cols,
        core=core,
        before=int(series.looks[place - 1]),
        after=int(series.looks[place]),
        distance2=float(height[0]),
        change=change.astype(np.float32),
        change_sd=change_sd.astype(np.float32),
        level=level.astype(np.float32),
        looks_after=min(LOOK_ON, len(series.looks) - place),
        top=top,
        left=left,
        share=share,
    )


def _once(things: Sequence[_Peaks], landscape: Landscape, whole: Beyond | None, limit: float) -> list[Step]:
    """Steps by date, the strongest measured first: a weaker one must hold beside those already known at its place."""
    noise = np.median(landscape.scales.noise, axis=0)
    kept: list[Step] = []
    for thing in sorted(things, key=lambda item: -float(item.height.max())):
        known = [step for step in kept if _touch(thing.row, thing.col, step)]
        step = _measured(thing, landscape, whole, known, limit)
        if step is not None and not any(_echoes(step, other, noise) for other in known):
            kept.append(step)
    return sorted(kept, key=lambda step: (step.after, step.before, int(step.rows[0]), int(step.cols[0])))


def _size(step: Step, noise: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(step.change / noise))


def _echoes(step: Step, other: Step, noise: NDArray[np.float32]) -> bool:
    """``step`` is a part of the stronger ``other`` beside it: about then, and the same way or much weaker."""
    apart = max(0, step.before - other.after, other.before - step.after)
    if apart > ECHO_LOOKS:
        return False
    if _size(step, noise) < ECHO * _size(other, noise):
        return True  # also the shadow of what came, whichever way it goes
    alike = float((step.change / noise) @ (other.change / noise)) / (_size(step, noise) * _size(other, noise))
    return alike > 0.5 and step.before < other.after and other.before < step.after


def _touch(rows: NDArray[np.intp], cols: NDArray[np.intp], step: Step) -> bool:
    """Whether most of the pixels lie on or beside the step's."""
    if (
        rows.min() > step.rows.max() + BESIDE_PX
        or rows.max() < step.rows.min() - BESIDE_PX
        or cols.min() > step.cols.max() + BESIDE_PX
        or cols.max() < step.cols.min() - BESIDE_PX
    ):
        return False
    apart = np.maximum(np.abs(rows[:, None] - step.rows), np.abs(cols[:, None] - step.cols))
    return bool((apart.min(axis=1) <= BESIDE_PX).mean() > 0.5)


def _shares(
    landscape: Landscape,
    whole: Beyond | None,
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
    series: _Series,
    place: int,
) -> tuple[int, int, Raster]:
    """(top, left, share of the step that each pixel of the window around the thing made)."""
    size = landscape.looks[0].shape[1:]
    rows, cols = (
        slice(max(0, int(part.min()) - BESIDE_PX), min(end, int(part.max()) + BESIDE_PX + 1))
        for part, end in zip(places, size, strict=True)
    )
    values, clear = _window(landscape, whole, rows, cols)
    change, sd = series.step(place)
    towards = change / sd**2 / float((change**2 / sd**2).sum())
    sides = series.looks[max(0, place - LOOK_BACK) : place], series.looks[place : place + LOOK_ON]
    before, after = (middle(values[looks], clear[looks][:, None]) for looks in sides)
    return rows.start, cols.start, np.tensordot(towards, after - before, axes=(0, 0)).astype(np.float32)


def _window(landscape: Landscape, whole: Beyond | None, rows: slice, cols: slice) -> tuple[Raster, Mask]:
    """What a window shows beyond what was to be expected, and where it is clear."""
    if whole is None:
        beyond = landscape.beyond(rows, cols)
        return beyond.values, beyond.clear
    return whole.values[:, :, rows, cols], whole.clear[:, rows, cols]


def _diffuse(
    landscape: Landscape,
    whole: Beyond | None,
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
    series: _Series,
    place: int,
) -> bool:
    """The ground around the thing did much the same: haze, snow or light, and no thing."""
    size = landscape.looks[0].shape[1:]
    top, left = (max(0, int(part.min()) - RING_PX[1]) for part in places)
    bottom, right = (min(end, int(part.max()) + RING_PX[1] + 1) for part, end in zip(places, size, strict=True))
    inside = np.zeros((bottom - top, right - left), dtype=bool)
    inside[places[0] - top, places[1] - left] = True
    distance = ndimage.distance_transform_cdt(~inside, metric="chessboard")
    rows, cols = np.nonzero((distance >= RING_PX[0]) & (distance <= RING_PX[1]))
    if not rows.size:
        return False
    thin = max(1, len(rows) // 60)
    around = _Series.of(landscape, whole, rows[::thin] + top, cols[::thin] + left)
    first, last = series.looks[max(0, place - LOOK_BACK)], series.looks[min(len(series.looks), place + LOOK_ON) - 1]
    then = int(np.searchsorted(around.looks, series.looks[place]))
    low, high = int(np.searchsorted(around.looks, first)), int(np.searchsorted(around.looks, last, side="right"))
    if not low < then < high:
        return False
    moved = np.median(around.beyond[then:high], axis=0) - np.median(around.beyond[low:then], axis=0)
    change, sd = series.step(place)
    return bool((moved * change / sd**2).sum() > DIFFUSE * (change**2 / sd**2).sum())


class _Series(NamedTuple):
    """What the core of a thing shows in the looks in which most of it is clear."""

    looks: NDArray[np.intp]
    """(n,): their indexes."""
    beyond: NDArray[np.float64]
    """(n, bands): beyond what was to be expected."""
    shown: NDArray[np.float64]
    """(n, bands): as it is in the images."""
    noise: NDArray[np.float64]
    """(n, bands): of their mean."""

    @classmethod
    def of(cls, landscape: Landscape, whole: Beyond | None, rows: NDArray[np.intp], cols: NDArray[np.intp]) -> _Series:
        top, left = int(rows.min()), int(cols.min())
        if whole is None:
            whole = landscape.beyond(slice(top, int(rows.max()) + 1), slice(left, int(cols.max()) + 1))
            rows, cols, origin = rows - top, cols - left, (top, left)
        else:
            origin = (0, 0)
        clear = whole.clear[:, rows, cols]
        looks = np.flatnonzero(clear.mean(axis=1) >= 0.5)
        weight = clear[looks] / np.maximum(clear[looks].sum(axis=1, keepdims=True), 1)
        beyond = np.einsum("tbn,tn->tb", whole.values[:, :, rows, cols][looks], weight)
        pixels = np.stack([landscape.looks[look][:, rows + origin[0], cols + origin[1]] for look in looks.tolist()])
        shown = np.einsum("tbn,tn->tb", np.nan_to_num(pixels), weight)
        # Neighbours share much of their noise.
        together = np.sqrt(1 + (len(rows) - 1) / NEIGHBOURS_ALIKE)
        noise = landscape.scales.noise[looks] * whole.unrest[:, rows, cols].mean(axis=1) / together
        return cls(looks, beyond, shown, np.asarray(noise, dtype=np.float64))

    def settled(self, landscape: Landscape, steps: Sequence[int]) -> _Series:
        """The same without the season that the looks show once the steps at the looks ``steps`` are told apart from it.

        A step in the middle of a series looks a little like a season, and leaves false steps where that turns.
        """
        own = landscape.waves[self.looks].astype(np.float64)
        after = [(self.looks >= step).astype(np.float64) for step in sorted(set(steps))]
        design = np.column_stack([own, *after])
        ridge = np.diag([1e-3] + [RIDGE_SEASON] * (own.shape[1] - 1) + [1e-3] * len(after))
        trust = np.minimum(1.0, (np.median(self.noise, axis=0) / self.noise) ** 2)
        season = np.empty_like(self.beyond)
        for band, target in enumerate(self.beyond.T):
            weight = trust[:, band]
            for _ in range(2):
                weighted = design * weight[:, None]
                fit = np.linalg.solve(weighted.T @ design + ridge, weighted.T @ target)
                error = np.abs(target - design @ fit) / self.noise[:, band]
                spread = max(1.0, 1.4826 * float(np.median(error)))
                weight = trust[:, band] * np.clip(1 - (error / (CLIP * spread)) ** 2, 0, 1) ** 2
            season[:, band] = own[:, 1:] @ fit[1 : own.shape[1]]
        return self._replace(beyond=self.beyond - season)

    def dated(self, start: int, whiten: NDArray[np.float32]) -> int | None:
        """The place in ``looks``, near ``start``, that parts two levels best; ``None`` too near the series' ends.

        Only what lies along the step counts, and every look for no more than ``CLIP`` deviations.
        """
        place = min(max(start, 1), len(self.looks) - 2)
        for _ in range(2):
            if not 1 <= place <= len(self.looks) - 2:
                return None
            first, last = max(0, place - LOOK_BACK), min(len(self.looks), place + LOOK_BACK)
            usual = np.median(self.noise[first:last], axis=0)
            sides = self.beyond[first:place], self.beyond[place : place + LOOK_ON]
            change = np.median(sides[1], axis=0) - np.median(sides[0], axis=0)
            weights = (whiten.T @ (whiten @ (change / usual))) / usual
            whole = max(float(weights @ change), 1e-12)
            share = (self.beyond[first:last] - np.median(sides[0], axis=0)) @ weights / whole
            spread = np.linalg.norm((self.noise[first:last] * weights) @ np.linalg.inv(whiten).T, axis=1)
            spread /= whole
            gain = np.clip((np.abs(share) - np.abs(share - 1)) / np.maximum(spread, 1e-6), -CLIP, CLIP)
            # A look from ``place`` on that is nearer to the low level speaks against it, one before it likewise.
            score = np.concatenate([np.cumsum(gain[::-1])[::-1], [0]]) - np.concatenate([[0], np.cumsum(gain)])
            near = slice(max(1, place - first - SLACK), min(len(gain) - 1, place - first + SLACK + 1))
            if near.start >= near.stop:
                return None
            place = first + near.start + int(np.argmax(score[near]))
        return place if 1 <= place <= len(self.looks) - 2 else None

    def step(self, place: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(change, its standard deviation), each (bands,), over the looks around ``place``."""
        sides = slice(max(0, place - LOOK_BACK), place), slice(place, place + LOOK_ON)
        change = np.median(self.beyond[sides[1]], axis=0) - np.median(self.beyond[sides[0]], axis=0)
        variance = [MEDIAN_COST * np.mean(self.noise[side] ** 2, axis=0) / len(self.looks[side]) for side in sides]
        return change, np.sqrt(variance[0] + variance[1])
