"""How busy a site was in each look: the share of its ground that moved since the looks before, against what is usual.

Vehicles, stacks and spoil come and go below what any one change would prove; together they make a yard restless. Each
look is held against the clear ones before it, and the share of the site's pixels that differ is compared with the
shares of the same season, so that a field which is ploughed every April is usual in April.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from rasterio.features import geometry_mask
from rasterio.warp import transform
from scipy import stats
from shapely.geometry import Point
from shapely.geometry import Polygon as ShapelyPolygon

from firsthand.case import Case
from firsthand.model import Look, Scene, Site
from firsthand.watch.contrast import Comparer
from firsthand.watch.load import Frame, Mask, Raster, groups_of
from firsthand.watch.series import Series, laid_series

MOVED_RATE = 0.001
"""Chance that a calm pixel counts as moved."""
LOOKS_BEFORE = 3
SEASON_DAYS = 45.0
"""Looks this near in the year belong to the same season."""
LEAST_PEERS = 5
"""Looks that a usual range needs; of the season when there are so many, else of the whole series."""
RANGE_SD = 3.0
LEAST_RANGE, LEAST_RELATIVE = 0.002, 0.15
"""Half-width of the usual range at least, as a share of the ground and of what is usual: few looks may agree by
chance."""
AROUND_M = 50.0
"""Ground around the site's outline that counts."""
NO_OUTLINE_M = 150.0
"""Radius that counts where the site has no outline."""
QUIET, USUAL, UNUSUAL = "quiet", "usual", "unusual"
NOT_SEEN, FIRST = "not seen", "nothing to compare"


@dataclass(frozen=True, slots=True)
class ActivityLook:
    """One look of the series."""

    scene_id: str
    taken: datetime
    sensor: str
    gsd_m: float
    share: float | None
    """Of the site's visible ground that moved since the looks before, in [0, 1]; ``None`` when it cannot be told."""
    low: float | None
    """Lower end of the usual range."""
    high: float | None
    verdict: str
    """quiet (no more than noise), usual, unusual, not seen, or nothing to compare."""
    reason: str = ""
    """Why it cannot be told, when it cannot."""


@dataclass(frozen=True, slots=True)
class Activity:
    """The looks at one site by date, each sensor judged against itself."""

    site_id: str
    looks: tuple[ActivityLook, ...]


def activity_of(case: Case, site: Site, tell: Callable[[str], None] = lambda what: None) -> Activity:
    """The activity series of a site, computed from its scenes. Raises StorageError."""
    found: list[ActivityLook] = []
    for group in groups_of(case.store.scenes(site.id)):
        series, aligned = laid_series(case, site, group, tell)
        found += _judged(site, group, series, aligned)
    return Activity(site.id, tuple(sorted(found, key=lambda look: (look.taken, look.scene_id))))


def usual_range(shares: Sequence[float], days: Sequence[float], index: int) -> tuple[float, float] | None:
    """(low, high) of what the other looks lead to expect at ``index``; ``None`` with too few of them.

    ``shares`` are in [0, 1], ``days`` their dates in days.
    """
    others = [number for number in range(len(shares)) if number != index]
    apart = [abs((days[number] - days[index] + 182.625) % 365.25 - 182.625) for number in others]
    season = [number for number, gap in zip(others, apart, strict=True) if gap <= SEASON_DAYS]
    peers = np.array([shares[number] for number in (season if len(season) >= LEAST_PEERS else others)])
    if len(peers) < LEAST_PEERS:
        return None
    middle = float(np.median(peers))
    reach = max(LEAST_RANGE, LEAST_RELATIVE * middle, RANGE_SD * 1.4826 * float(np.median(np.abs(peers - middle))))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _judged(site: Site, group: Sequence[Scene], series: Series, aligned: Sequence[Raster]) -> list[ActivityLook]:
    scenes = {scene.id: scene for scene in group}
    unseen = [_unseen(scenes[look.scene_id], look) for look in series.looks if look.reason]
    if series.frame is None or not aligned:
        return unseen
    seen = [picture.scene for picture in series.pictures]
    shares = _shares(site, series.frame, series.bands, aligned)
    told = [number for number, share in enumerate(shares) if share is not None]
    days = [seen[number].taken.timestamp() / 86400 for number in told]
    values = [share for share in shares if share is not None]
    found = [
        _look(seen[number], share, usual_range(values, days, place))
        for place, (number, share) in enumerate(zip(told, values, strict=True))
    ]
    first = "no clear look before shows the same ground"
    found += [_blank(scene, FIRST, first) for number, scene in enumerate(seen) if shares[number] is None]
    return found + unseen


def _shares(site: Site, frame: Frame, bands: tuple[str, ...], aligned: Sequence[Raster]) -> list[float | None]:
    """Share of the site's ground that moved, look by look."""
    ground = _ground(site, frame)
    comparer = Comparer(aligned, bands, frame.gsd_m)
    limit = float(stats.chi2.isf(MOVED_RATE, len(bands)))
    shares: list[float | None] = []
    for index in range(len(aligned)):
        before = [(number, comparer.clear[number]) for number in range(index - 1, -1, -1)][:LOOKS_BEFORE]
        contrast = comparer.compare(before, index) if before else None
        comparer.forget_before(index)
        known = ground & np.isfinite(contrast.distance2) if contrast is not None else np.zeros_like(ground)
        if contrast is None or not known.any():
            shares.append(None)
        else:
            shares.append(float((contrast.distance2[known] > limit).mean()))
    return shares


def _ground(site: Site, frame: Frame) -> Mask:
    """The pixels (rows, cols) that belong to the site; all of the window when none would."""
    outlines = [outline[0] for outline in (site.footprint, *(part.footprint for part in site.parts)) if outline]
    shapes = []
    for ring in outlines:
        lons, lats = zip(*ring, strict=True)
        shapes.append(ShapelyPolygon(zip(*transform("EPSG:4326", frame.crs, lons, lats), strict=True)).buffer(AROUND_M))
    if not shapes:
        (east,), (north,) = transform("EPSG:4326", frame.crs, [site.lon], [site.lat])
        shapes = [Point(east, north).buffer(NO_OUTLINE_M)]
    ground = geometry_mask(shapes, (frame.rows, frame.cols), frame.transform, invert=True, all_touched=True)
    return np.asarray(ground if ground.any() else np.ones_like(ground))


def _look(scene: Scene, share: float, usual: tuple[float, float] | None) -> ActivityLook:
    if usual is None:
        return _blank(scene, FIRST, f"a usual range needs {LEAST_PEERS} other clear looks")
    low, high = usual
    # Twice the rate of noise is still noise: neighbouring pixels are not independent.
    verdict = UNUSUAL if share > high else QUIET if share <= 2 * MOVED_RATE else USUAL
    return ActivityLook(
        scene.id, scene.taken, scene.sensor, scene.gsd_m, round(share, 5), round(low, 5), round(high, 5), verdict
    )


def _unseen(scene: Scene, look: Look) -> ActivityLook:
    return _blank(scene, NOT_SEEN, look.reason)


def _blank(scene: Scene, verdict: str, reason: str) -> ActivityLook:
    return ActivityLook(scene.id, scene.taken, scene.sensor, scene.gsd_m, None, None, None, verdict, reason)
