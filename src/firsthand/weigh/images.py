"""What the images say of one claim: agrees, contradicts, too coarse to show it, or no usable look.

Not seen is not absent. The images contradict a claim only where a usable look before its time and one after it, both
fine enough for the thing, show the place unchanged. Whatever happens under a roof, or only in somebody's mind, no
picture can show one way or the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from firsthand.model import (
    Action,
    Change,
    ChangeKind,
    Claim,
    Granularity,
    ImageAnswer,
    ImageVerdict,
    Look,
    Scene,
    Site,
    SitePart,
    TimeSpan,
)
from firsthand.watch.visibility import could_show, scenes_in, smallest_visible_m
from firsthand.weigh.sizes import expected_size_m, find_part

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
LONGEST_SEARCH = timedelta(days=62)
"""Passes are not listed for vaguer times than this."""
SAME_PASS = timedelta(minutes=15)
"""Archives date an image by the start of its strip, some minutes off the moment at which the site was passed."""
MOST_NAMED = 3
"""Looks or passes named in one sentence."""


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """All that was watched."""

    sites: tuple[Site, ...] = ()
    scenes: tuple[Scene, ...] = ()
    looks: tuple[Look, ...] = ()
    changes: tuple[Change, ...] = ()
    overflights: Overflights | None = None
    """What is known of satellite passes; None where the case has no element sets."""


class Overflight(Protocol):
    """One pass that could have given a usable look, weather apart."""

    @property
    def name(self) -> str:
        """Of the satellite."""

    @property
    def time(self) -> datetime: ...


class Overflights(Protocol):
    """Knows the passes over sites."""

    def over(self, site: Site, start: datetime, end: datetime, size_m: float) -> Sequence[Overflight]:
        """Passes in ``[start, end)`` by daylight or radar that are fine enough for ``size_m``, by time."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a look would have to show."""

    site: Site
    part: SitePart | None
    size_m: float
    window: TimeSpan | None
    """When it happened; None when the claim does not say."""
    told: datetime | None
    """When it was first reported."""
    action: Action


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
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, "There is no image of this place.")
    if size_m is None or claim.event.action not in SHOWN_BY:
        return _verdict(claim, ImageAnswer.TOO_COARSE, _beyond_pictures(claim.event.action))
    window = claim.event.time if claim.event.time and claim.event.time.granularity is not Granularity.VAGUE else None
    sought = TimeSpan(told, None, Granularity.VAGUE) if ahead else _widened(window, told, claim.event.action)
    found = _matching(claim, site, part, sought, record.changes)
    found = [change for change in found if could_show(size_m, change.gsd_m)]
    if found:
        return _seen(claim, found)
    if ahead:
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, "It is foretold; nothing seen since bears it out yet.")
    return _not_seen(claim, _Sought(site, part, size_m, window, told, claim.event.action), record)


def _beyond_pictures(action: Action) -> str:
    """Why no picture could show an act of which the size is not known, or that shows nothing from above."""
    if action is Action.NONE:
        return "The claim tells of no act that one could look for; no picture can show it."
    if action not in SHOWN_BY:
        return "No picture can show this, one way or the other."
    if action in LASTING:
        return "Such work is done under roof or is too small; no picture can show it."
    return "The claim tells of nothing of known size that came or went; no picture can show it."


def _widened(window: TimeSpan | None, told: datetime | None, action: Action) -> TimeSpan:
    """The time in which a change would show the act."""
    slack = SLACK if action in LASTING else timedelta(0)
    if window is None:
        start = told - UNDATED_BACK if told else None
        return TimeSpan(start, told + slack if told else None, Granularity.VAGUE)
    end = window.end + slack if window.end else None
    start = window.start - slack if window.start else None
    if window.start is None and window.end is not None:
        # "By then": that something was taken down there years ago bears out nothing.
        start = window.end - UNDATED_BACK
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


def _not_seen(claim: Claim, sought: _Sought, record: ImageRecord) -> ImageVerdict:
    """No matching change: was there a look that would have shown it?"""
    usable = scenes_in(record.scenes, record.looks, sought.site.id, None)
    fine = [scene for scene in usable if could_show(sought.size_m, scene.gsd_m)]
    settling = _around(fine, sought)
    if settling and sought.part is not None:
        return _unchanged(claim, sought.part, settling)
    in_time = _in_time(usable, sought)
    fine_in_time = [scene for scene in in_time if scene in fine]
    if usable and not fine_in_time and (in_time or not fine):
        return _too_coarse(claim, in_time or usable, sought, record)
    if settling:
        dates = f"{settling[0].taken:%Y-%m-%d} and {settling[-1].taken:%Y-%m-%d}"
        said = f"images of {dates} are fine enough and show no such change, but where it should be is not said"
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, _sentence(said), settling)
    if fine_in_time and sought.window is not None:
        which = fine_in_time[0]
        said = f"the image of {which.taken:%Y-%m-%d} is fine enough, but no earlier one is there to compare it with"
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, _sentence(said), (which,))
    if fine_in_time:
        count = len(fine_in_time)
        shown = f"none of {count} fine enough images shows" if count > 1 else "the one fine enough image does not show"
        said = f"the claim has no exact date, and {shown} such a change"
        return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, _sentence(said), (fine_in_time[0], fine_in_time[-1]))
    return _no_look(claim, usable, sought, record)


def _unchanged(claim: Claim, part: SitePart, looks: Sequence[Scene]) -> ImageVerdict:
    answer = ImageAnswer.AGREES if claim.event.negated else ImageAnswer.CONTRADICTS
    first, last = looks[0], looks[-1]
    reason = (
        f"The {part.name} looks the same on {first.taken:%Y-%m-%d} and {last.taken:%Y-%m-%d}, in images that would "
        f"have shown it ({max(first.gsd_m, last.gsd_m):g} m per pixel)."
    )
    return _verdict(claim, answer, reason, (first, last))


def _too_coarse(claim: Claim, coarse: Sequence[Scene], sought: _Sought, record: ImageRecord) -> ImageVerdict:
    best = min(scene.gsd_m for scene in coarse)
    said = (
        f"the finest usable image has {best:g} m per pixel and shows things of {smallest_visible_m(best):g} m and "
        f"more, while this is about {_metres(sought.size_m)} m across"
    )
    spoilt, why = _spoilt(sought, record)
    reason = _sentence(said, why, _not_collected(sought, record))
    return _verdict(claim, ImageAnswer.TOO_COARSE, reason, (*coarse, *spoilt))


def _no_look(claim: Claim, usable: Sequence[Scene], sought: _Sought, record: ImageRecord) -> ImageVerdict:
    """Nothing usable of the right dates: the looks that failed, and the clear ones nearest to them."""
    spoilt, why = _spoilt(sought, record)
    if not why:
        why = "there is no look of the right dates" if usable else "no image of the place could be used"
    near = _nearest([scene for scene in usable if could_show(sought.size_m, scene.gsd_m)], sought)
    around = ""
    if near:
        days = " and ".join(f"{scene.taken:%Y-%m-%d}" for scene in near)
        around = f"the nearest usable {'ones are' if len(near) > 1 else 'one is'} of {days}"
    reason = _sentence(why, around, _not_collected(sought, record))
    return _verdict(claim, ImageAnswer.NO_USABLE_LOOK, reason, (*spoilt, *near))


def _spoilt(sought: _Sought, record: ImageRecord) -> tuple[list[Scene], str]:
    """Looks of the right dates and fine enough that cannot be used, and why, in words; at most a few are named."""
    why = {look.scene_id: look.reason for look in record.looks if look.site_id == sought.site.id and look.reason}
    there = [scene for scene in record.scenes if scene.site_id == sought.site.id and scene.id in why]
    there = [scene for scene in there if could_show(sought.size_m, scene.gsd_m)]
    spoilt = _in_time(sorted(there, key=lambda scene: (scene.taken, scene.id)), sought)
    if not spoilt:
        return [], ""
    if len(spoilt) == 1:
        return spoilt, f"the look of {spoilt[0].taken:%Y-%m-%d} cannot be used ({why[spoilt[0].id]})"
    days = list(dict.fromkeys(f"{scene.taken:%Y-%m-%d}" for scene in spoilt))
    return spoilt[:MOST_NAMED], f"the looks of {_listed(days[:MOST_NAMED], len(days))} cannot be used"


def _in_time(scenes: Sequence[Scene], sought: _Sought) -> list[Scene]:
    """Scenes of the time in which the thing could be seen: a lasting act from its end on, a passing one while it lasts.

    An undated act is looked for from some months before its first report.
    """
    window = sought.window
    if window is None:
        start = sought.told - UNDATED_BACK if sought.told else None
        return [scene for scene in scenes if start is None or scene.taken >= start]
    lasting = sought.action in LASTING
    end = None if lasting else window.end
    start = (window.end or window.start) if lasting else window.start
    return [scene for scene in scenes if (start is None or scene.taken >= start) and (end is None or scene.taken < end)]


def _nearest(scenes: Sequence[Scene], sought: _Sought) -> list[Scene]:
    """The last of ``scenes`` before the claim's time and the first after it."""
    if sought.window is None or sought.window.start is None or sought.window.end is None:
        return []
    before = [scene for scene in scenes if scene.taken < sought.window.start]
    after = [scene for scene in scenes if scene.taken >= sought.window.end]
    return [*before[-1:], *after[:1]]


def _around(fine: Sequence[Scene], sought: _Sought) -> list[Scene]:
    """The looks that settle a claim: the last before it, and the first after a lasting act or within a passing one."""
    window = sought.window
    if window is None or window.start is None or window.end is None:
        return []
    before = [scene for scene in fine if scene.taken <= window.start]
    if sought.action in LASTING:
        after = [scene for scene in fine if scene.taken >= window.end]
    else:
        after = [scene for scene in fine if window.start < scene.taken < window.end]
    return [before[-1], after[0]] if before and after else []


def _not_collected(sought: _Sought, record: ImageRecord) -> str:
    """Passes that could have shown it and of which the case has no image; empty when none are known."""
    window = sought.window
    if record.overflights is None or window is None or window.start is None or window.end is None:
        return ""
    start, end = (window.end, window.end + SLACK) if sought.action in LASTING else (window.start, window.end)
    if end - start > LONGEST_SEARCH:
        return ""
    taken = [scene.taken for scene in record.scenes if scene.site_id == sought.site.id]
    missed = [
        flown
        for flown in record.overflights.over(sought.site, start, end, sought.size_m)
        if all(abs(flown.time - moment) > SAME_PASS for moment in taken)
    ]
    if not missed:
        return ""
    named = _listed(
        [f"{flown.name} on {flown.time:%Y-%m-%d at %H:%M} UTC" for flown in missed[:MOST_NAMED]], len(missed)
    )
    return f"passes that could have shown it, of which no image is collected: {named}"


def _listed(shown: Sequence[str], count: int) -> str:
    """ "a, b and two more"."""
    if count > len(shown):
        return f"{', '.join(shown)} and {count - len(shown)} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else shown[0]


def _metres(size_m: float) -> str:
    """Half metres matter for vehicles and not for halls."""
    return f"{round(size_m, 1):g}" if size_m < 10 else f"{size_m:.0f}"


def _sentence(*parts: str) -> str:
    """The parts that say something as one sentence."""
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _verdict(claim: Claim, answer: ImageAnswer, reason: str, scenes: Sequence[Scene] = ()) -> ImageVerdict:
    return ImageVerdict(claim.id, answer, reason, tuple(dict.fromkeys(scene.id for scene in scenes)))
