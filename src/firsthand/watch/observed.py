"""From a detector's boxes to changes: an object that one clear look shows and its neighbour in time does not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from shapely.geometry import Polygon as ShapelyPolygon
from shapely.geometry import box as rectangle

from firsthand.case import Case
from firsthand.errors import InputError
from firsthand.model import Change, ChangeKind, Site, content_id
from firsthand.stage import Problem
from firsthand.watch.chips import Pair, make_chips
from firsthand.watch.detector import Box, Contract, Detector, unmatched
from firsthand.watch.load import Frame, Mask, Raster, to_degrees
from firsthand.watch.series import Series

EDGE_PX = 1.0
"""Uncertainty of a box's sides."""
NO_TEST = 1.0
"""Nothing is known of how often a user's model errs, so its finds claim no significance."""


class _Seen(NamedTuple):
    """A box that one of two neighbouring looks shows."""

    box: Box
    before: int
    after: int
    came: bool


def observed_changes(case: Case, site: Site, series: Series, contract: Contract) -> tuple[list[Change], list[Problem]]:
    """Objects that came or left between neighbouring looks of one series, by the user's model."""
    frame = series.frame
    if frame is None or len(series.pictures) < 2 or not contract.gsd_m[0] <= frame.gsd_m <= contract.gsd_m[1]:
        return [], []
    try:
        detector = Detector(contract)
        boxes = [
            [_moved(box, shift) for box in detector.detect(picture.values, picture.bands)]
            for picture, shift in zip(series.pictures, series.shifts_px, strict=True)
        ]
    except InputError as err:
        return [], [Problem.of(err)]
    clear = series.clear
    changes = []
    for before in range(len(boxes) - 1):
        after = before + 1
        seen = [_Seen(box, before, after, True) for box in unmatched(boxes[after], boxes[before])]
        seen += [_Seen(box, before, after, False) for box in unmatched(boxes[before], boxes[after])]
        changes += [
            _change(case, site, series, contract, item)
            for item in seen
            if _visible(item.box, clear[before]) and _visible(item.box, clear[after])
        ]
    return changes, []


def _moved(box: Box, shift_px: tuple[float, float]) -> Box:
    """A box found in a picture as read, on the aligned grid."""
    down, across = shift_px
    return box._replace(left=box.left + across, right=box.right + across, top=box.top + down, bottom=box.bottom + down)


def _visible(box: Box, clear: Mask) -> bool:
    rows = slice(max(0, int(box.top)), max(0, int(np.ceil(box.bottom))))
    cols = slice(max(0, int(box.left)), max(0, int(np.ceil(box.right))))
    part = clear[rows, cols]
    return bool(part.size and part.mean() > 0.9)


def _outline(box: Box, frame: Frame) -> ShapelyPolygon:
    west, north, gsd_m = frame.transform.c, frame.transform.f, frame.gsd_m
    left, right = west + box.left * gsd_m, west + box.right * gsd_m
    return rectangle(left, north - box.bottom * gsd_m, right, north - box.top * gsd_m)


def _change(case: Case, site: Site, series: Series, contract: Contract, seen: _Seen) -> Change:
    frame = series.frame
    assert frame is not None
    pictures, shifts, box = series.pictures, series.shifts_px, seen.box
    outline = _outline(box, frame)
    before, after = pictures[seen.before].scene, pictures[seen.after].scene
    kind = ChangeKind.OBJECT_APPEARED if seen.came else ChangeKind.OBJECT_LEFT
    polygon = (tuple(to_degrees(frame.crs, np.asarray(outline.exterior.coords)[:, :2])),)
    id = content_id("chg", site.id, kind, before.id, after.id, polygon, contract.name)
    first, second = pictures[seen.before], pictures[seen.after]
    relative: Raster = np.zeros_like(second.values)
    pair = Pair(first, shifts[seen.before], second, shifts[seen.after], relative)
    shown = (after if seen.came else before).name
    return Change(
        id=id,
        site_id=site.id,
        polygon=polygon,
        before=before.taken,
        after=after.taken,
        kind=kind,
        kind_reason=f"the case's own model {contract.name} calls it {box.label} (score {box.score:.2f}) in {shown}",
        area_m2=round(outline.area, 1),
        area_sd_m2=round(EDGE_PX * frame.gsd_m * outline.length / 2, 1),
        strength=0.0,
        p_value=NO_TEST,
        sensor=after.sensor,
        gsd_m=frame.gsd_m,
        scene_ids=(before.id, after.id),
        chips=make_chips(case, id, pair, outline, frame),
        limits="A model's reading, unchecked; how often it errs is not known to Firsthand.",
    )
