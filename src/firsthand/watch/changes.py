"""From sightings of all sensors to the site's changes: one act comes out once, with the tightest dates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np
from shapely.geometry import Polygon as ShapelyPolygon

from firsthand.case import Case
from firsthand.model import Change, ChangeKind, Chip, Polygon, Scene, Site, content_id
from firsthand.watch.chips import make_chips
from firsthand.watch.load import to_degrees
from firsthand.watch.series import Series, Sighting
from firsthand.watch.visibility import smallest_visible_m

OVERLAP = 0.3
"""Share of the smaller of two outlines that must lie within the other, or a coarse pixel of it, to be one change."""
METRES_PER_DEGREE = 111_320.0
CAME = {ChangeKind.BUILT, ChangeKind.OBJECT_APPEARED}
WENT = {ChangeKind.TAKEN_DOWN, ChangeKind.OBJECT_LEFT}


class Interval(NamedTuple):
    """After the ``before`` look, by the ``after`` look."""

    before: Scene
    after: Scene

    def tighter(self, other: Interval) -> Interval | None:
        """What both allow; ``None`` when they exclude each other."""
        before = max(self.before, other.before, key=lambda scene: scene.taken)
        after = min(self.after, other.after, key=lambda scene: scene.taken)
        return Interval(before, after) if before.taken < after.taken else None


@dataclass(frozen=True, slots=True)
class Act:
    """One change, with every sighting of it, finest first."""

    sightings: tuple[Sighting, ...]
    outline: ShapelyPolygon
    """In metres east and north of the site."""
    interval: Interval
    kind: ChangeKind
    reason: str
    leaving: bool = False
    """The second half of what a single look showed: it is gone again."""


def acts(site: Site, all_series: Sequence[Series]) -> list[Act]:
    """Sightings of all sensors pooled: same ground, dates that agree, kinds that do not contradict."""
    found: list[Act] = []
    for series in all_series:  # finest first
        for act in (act for sighting in series.sightings for act in _acts_of(sighting, site)):
            for number, other in enumerate(found):
                pooled = _pooled(other, act)
                if pooled is not None:
                    found[number] = pooled
                    break
            else:
                found.append(act)
    return sorted(found, key=lambda act: (act.interval.after.taken, act.interval.before.taken))


def change_of(case: Case, site: Site, act: Act) -> Change:
    """The record of an act, its chips drawn and stored. Raises StorageError."""
    first = act.sightings[0]
    patch, frame = first.patch, first.series.frame
    assert frame is not None
    polygon = _polygon(first)
    before, after = act.interval
    id = content_id("chg", site.id, act.kind, before.id, after.id, polygon)
    chips: list[Chip] = []
    for number, sighting in enumerate(act.sightings):
        grid = sighting.series.frame
        assert grid is not None
        pair = sighting.series.pair(sighting.patch, act.leaving)
        chips += make_chips(case, f"{id}-{number + 1}", pair, sighting.patch.outline, grid)
    return Change(
        id=id,
        site_id=site.id,
        polygon=polygon,
        before=before.taken,
        after=after.taken,
        kind=act.kind,
        kind_reason=act.reason,
        area_m2=round(patch.area_m2, 1),
        area_sd_m2=round(patch.area_sd_m2, 1),
        strength=round(patch.strength, 2),
        p_value=min(sighting.patch.p_value for sighting in act.sightings),
        sensor=first.series.pictures[patch.after].scene.sensor,
        gsd_m=frame.gsd_m,
        scene_ids=(before.id, after.id),
        chips=tuple(chips),
        part_id=_part(site, act.outline),
        limits=_limits(frame.gsd_m, before.taken, after.taken, patch.confirmed),
    )


def _acts_of(sighting: Sighting, site: Site) -> list[Act]:
    """One act, or two when a single look shows a thing that came and left."""
    patch, pictures = sighting.patch, sighting.series.pictures
    outline = _local(_polygon(sighting), site)
    interval = Interval(pictures[patch.before].scene, pictures[patch.after].scene)
    came = Act((sighting,), outline, interval, sighting.kind, sighting.reason)
    if patch.gone_by is None:
        return [came]
    gone = Interval(pictures[patch.after].scene, pictures[patch.gone_by].scene)
    turned = ChangeKind.OBJECT_LEFT if sighting.kind is ChangeKind.OBJECT_APPEARED else ChangeKind.OBJECT_APPEARED
    if sighting.kind not in CAME | WENT:
        turned = sighting.kind
    reason = f"as before again; {sighting.reason}"
    return [came, replace(came, interval=gone, kind=turned, reason=reason, leaving=True)]


def _pooled(act: Act, other: Act) -> Act | None:
    """One act of two sightings, or ``None`` when they are two."""
    interval = act.interval.tighter(other.interval)
    if interval is None or (act.kind in CAME and other.kind in WENT) or (act.kind in WENT and other.kind in CAME):
        return None
    frames = [item.sightings[0].series.frame for item in (act, other)]
    reach_m = max(frame.gsd_m for frame in frames if frame is not None)
    near = act.outline.buffer(reach_m).intersection(other.outline.buffer(reach_m / 2)).area
    if near < OVERLAP * min(act.outline.area, other.outline.area):
        return None
    same_sensor = act.sightings[0].series is other.sightings[0].series
    if same_sensor:
        return None
    coarse = other.sightings[0]
    scene = coarse.series.pictures[coarse.patch.after].scene
    seen = f"{act.reason}; also seen at {scene.gsd_m:g} m by {scene.sensor or 'another sensor'}"
    return replace(act, sightings=act.sightings + other.sightings, interval=interval, reason=seen)


def _polygon(sighting: Sighting) -> Polygon:
    """The outline in degrees."""
    frame = sighting.series.frame
    assert frame is not None
    outline = sighting.patch.outline
    rings = [outline.exterior, *outline.interiors]
    return tuple(tuple(to_degrees(frame.crs, np.asarray(ring.coords)[:, :2])) for ring in rings)


def _local(polygon: Polygon, site: Site) -> ShapelyPolygon:
    """A polygon in degrees as metres east and north of the site; right to a thousandth near it."""
    east = METRES_PER_DEGREE * math.cos(math.radians(site.lat))
    rings = [[((lon - site.lon) * east, (lat - site.lat) * METRES_PER_DEGREE) for lon, lat in ring] for ring in polygon]
    return ShapelyPolygon(rings[0], rings[1:]).buffer(0)


def _part(site: Site, outline: ShapelyPolygon) -> str | None:
    """The part of the site that the outline overlaps most."""
    shares = {part.id: _local(part.footprint, site).intersection(outline).area for part in site.parts if part.footprint}
    best = max(shares, key=lambda id: shares[id], default=None)
    return best if best is not None and shares[best] > 0 else None


def _limits(gsd_m: float, before: datetime, after: datetime, confirmed: bool) -> str:
    words = [
        f"At {gsd_m:g} m per pixel nothing smaller than about {smallest_visible_m(gsd_m):g} m across would show.",
        f"What came and went between {before:%Y-%m-%d} and {after:%Y-%m-%d} left no trace here.",
    ]
    if not confirmed:
        words.append("One look alone shows it.")
    return " ".join(words)
