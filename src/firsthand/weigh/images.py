"""What the images say of one claim: agrees, contradicts, too coarse to show it, or no usable look.

Not seen is not absent. The images contradict a claim only where a usable look before its time and one after it, both
fine enough for the thing, show the place unchanged. Whatever happens under a roof, or only in somebody's mind, no
picture can show one way or the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians

from firsthand.model import (
    Action,
    Change,
    ChangeKind,
    Claim,
    Granularity,
    ImageAnswer,
    ImageVerdict,
    Look,
    Polygon,
    Scene,
    Site,
    SitePart,
    TimeSpan,
)
from firsthand.trace.settle import part_heads
from firsthand.trace.words import concept, head, words
from firsthand.watch.visibility import could_show, scenes_in, smallest_visible_m

SIZES_M = {
    "vehicle": 2.5,
    "wagon": 3.0,
    "railcar": 3.0,
    "tank": 3.0,
    "crane": 3.0,
    "lorry": 2.5,
    "container": 2.4,
    "road": 6.0,
    "tower": 8.0,
    "stand": 10.0,
    "building": 12.0,
    "pad": 15.0,
    "bunker": 8.0,
    "silo": 6.0,
    "roof": 12.0,
    "wall": 1.0,
}
"""Shorter side in metres of things that stand in the open, by head noun; usual sizes, used only without a footprint."""

SHOWN_BY = {
    Action.BUILD: frozenset({ChangeKind.BUILT}),
    Action.DISMANTLE: frozenset({ChangeKind.TAKEN_DOWN, ChangeKind.CLEARED}),
    Action.PRESENT: frozenset({ChangeKind.OBJECT_APPEARED, ChangeKind.OBJECT_LEFT, ChangeKind.BUILT}),
    Action.MOVE: frozenset({ChangeKind.OBJECT_APPEARED, ChangeKind.OBJECT_LEFT}),
}
"""Kinds of change that show an act. An object that left was there before."""
LASTING = frozenset({Action.BUILD, Action.DISMANTLE})
UNDATED_BACK = timedelta(days=120)
"""How far before its first report an act without a date is looked for."""
SLACK = timedelta(days=45)
"""A report tells of work that was done some weeks before, or goes on for some weeks."""
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """All that was watched."""

    sites: tuple[Site, ...] = ()
    scenes: tuple[Scene, ...] = ()
    looks: tuple[Look, ...] = ()
    changes: tuple[Change, ...] = ()


def image_verdict(claim: Claim, told: datetime | None, record: ImageRecord, ahead: bool = False) -> ImageVerdict:
    """What the images say of ``claim``, first reported at ``told``; ``ahead`` when it foretells.

    What was foretold can only be borne out, by changes seen after it was said.
    """
    sites = [site for site in record.sites if site.id in claim.event.site_ids]
    if not sites:
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, "It names no place of this case.")
    site = sites[0]
    part = find_part(claim, site)
    size_m = expected_size_m(claim, part)
    if not any(scene.site_id == site.id for scene in record.scenes):
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, f"There is no image of {site.name}.")
    if claim.event.action not in SHOWN_BY:
        return _verdict(claim, ImageAnswer.TOO_COARSE, "No picture can show this, one way or the other.")
    if size_m is None:
        return _verdict(
            claim, ImageAnswer.TOO_COARSE, "Such work is done under roof or is too small; no picture can show it."
        )
    window = claim.event.time if claim.event.time and claim.event.time.granularity is not Granularity.VAGUE else None
    sought = TimeSpan(told, None, Granularity.VAGUE) if ahead else _widened(window, told, claim.event.action)
    found = _matching(claim, site, part, sought, record.changes)
    found = [change for change in found if could_show(size_m, change.gsd_m)]
    if found:
        return _seen(claim, found)
    if ahead:
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, "It is foretold; nothing seen since bears it out yet.")
    return _not_seen(claim, site, (part, size_m, window), record)


def find_part(claim: Claim, site: Site) -> SitePart | None:
    """The part that the claim is about: named by the reader, or the only one with the name of the claim's object."""
    for part in site.parts:
        if part.id == claim.event.part_id:
            return part
    wanted = head(claim.event.object)
    if not wanted:
        return None
    named = [part for part in site.parts if wanted in part_heads(part)]
    return named[0] if len(named) == 1 else None


def expected_size_m(claim: Claim, part: SitePart | None) -> float | None:
    """Shorter side in metres of what the claim speaks of; None when its size is unknown or it stands indoors."""
    name = head(claim.event.object)
    is_part = part is not None and (not name or name in part_heads(part))
    if is_part and part is not None and part.footprint:
        return _shorter_side_m(part.footprint)
    if name in SIZES_M:
        return SIZES_M[name]
    inside = [concept(word.text) for word in words(claim.event.object)]
    return next((SIZES_M[word] for word in reversed(inside) if word in SIZES_M), None) if is_part else None


def _shorter_side_m(footprint: Polygon) -> float:
    lons, lats = zip(*footprint[0], strict=True)
    east = (max(lons) - min(lons)) * METRES_PER_DEGREE * cos(radians(sum(lats) / len(lats)))
    return float(min(east, (max(lats) - min(lats)) * METRES_PER_DEGREE))


def _widened(window: TimeSpan | None, told: datetime | None, action: Action) -> TimeSpan:
    """The time in which a change would show the act."""
    slack = SLACK if action in LASTING else timedelta(0)
    if window is None:
        start = told - UNDATED_BACK if told else None
        return TimeSpan(start, told + slack if told else None, Granularity.VAGUE)
    start = window.start - slack if window.start else None
    end = window.end + slack if window.end else None
    return TimeSpan(start, end, window.granularity)


def _matching(
    claim: Claim, site: Site, part: SitePart | None, time: TimeSpan, changes: Sequence[Change]
) -> list[Change]:
    kinds = SHOWN_BY[claim.event.action]
    return [
        change
        for change in changes
        if change.site_id == site.id
        and change.kind in kinds
        and (part is None or change.part_id in (None, part.id))
        and (time.end is None or change.before < time.end)
        and (time.start is None or change.after >= time.start)
    ]


def _seen(claim: Claim, found: Sequence[Change]) -> ImageVerdict:
    best = max(found, key=lambda change: change.strength)
    answer = ImageAnswer.CONTRADICTS if claim.event.negated else ImageAnswer.AGREES
    reason = (
        f"Between {best.before:%Y-%m-%d} and {best.after:%Y-%m-%d} something was {_done(best.kind)} there, "
        f"about {best.area_m2:.0f} m² ({best.sensor}, {best.gsd_m:g} m per pixel)."
    )
    scenes = tuple(dict.fromkeys(scene for change in found for scene in change.scene_ids))
    return ImageVerdict(claim.id, answer, reason, scenes, tuple(change.id for change in found))


def _done(kind: ChangeKind) -> str:
    return {ChangeKind.OBJECT_APPEARED: "newly standing", ChangeKind.OBJECT_LEFT: "gone that had stood"}.get(
        kind, str(kind)
    )


def _not_seen(
    claim: Claim, site: Site, sought: tuple[SitePart | None, float, TimeSpan | None], record: ImageRecord
) -> ImageVerdict:
    """No matching change: was there a look that would have shown it?"""
    part, size_m, window = sought
    usable = scenes_in(record.scenes, record.looks, site.id, None)
    fine = [scene for scene in usable if could_show(size_m, scene.gsd_m)]
    if not usable:
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, "No image of the place could be used.")
    if not fine:
        best = min(scene.gsd_m for scene in usable)
        reason = (
            f"The finest usable image has {best:g} m per pixel and shows things of {smallest_visible_m(best):g} m and "
            f"more; this is about {size_m:.0f} m across."
        )
        return ImageVerdict(claim.id, ImageAnswer.TOO_COARSE, reason, tuple(scene.id for scene in usable))
    looks = _around(fine, window, claim.event.action)
    if not looks or part is None:
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, "No usable image is fine enough and of the right dates.")
    answer = ImageAnswer.AGREES if claim.event.negated else ImageAnswer.CONTRADICTS
    first, last = looks[0], looks[-1]
    reason = (
        f"The {part.name} looks the same on {first.taken:%Y-%m-%d} and {last.taken:%Y-%m-%d}, in images that would "
        f"have shown it ({max(first.gsd_m, last.gsd_m):g} m per pixel)."
    )
    return ImageVerdict(claim.id, answer, reason, (first.id, last.id))


def _around(fine: Sequence[Scene], window: TimeSpan | None, action: Action) -> list[Scene]:
    """The looks that settle a claim: the last before it, and the first after a lasting act or within a passing one."""
    if window is None or window.start is None or window.end is None:
        return []
    before = [scene for scene in fine if scene.taken <= window.start]
    if action in LASTING:
        after = [scene for scene in fine if scene.taken >= window.end]
    else:
        after = [scene for scene in fine if window.start < scene.taken < window.end]
    return [before[-1], after[0]] if before and after else []


def _verdict(claim: Claim, answer: ImageAnswer, reason: str) -> ImageVerdict:
    return ImageVerdict(claim.id, answer, reason)
