"""What became of an undertaking that can be tested: the claims and changes for and against it, and its status.

Not seen is not absent: an undertaking to do something is broken only where a look after its day, fine enough for the
thing, shows the place as it was. Its day gone by without any evidence is no breach; it is overdue, and that is told
apart from the status. An undertaking to refrain is broken where an image, or a claim that is likely and that nobody
contests, shows the act after the promise; where that much is not clear, it is disputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import cos, radians

from firsthand.model import (
    Action,
    Assessment,
    Basis,
    Change,
    Claim,
    Commitment,
    CommitmentStatus,
    ImageAnswer,
    Measure,
    Polygon,
    Relation,
    Scene,
    SitePart,
)
from firsthand.trace.acts import is_forecast
from firsthand.trace.relations import SUPPORT
from firsthand.trace.sources import body_words
from firsthand.trace.words import concept, concepts, head
from firsthand.watch.visibility import could_show, scenes_in
from firsthand.weigh.commitments.measure import shown_by, undone_by
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.sizes import METRES_PER_DEGREE, find_part

WHOLE = 0.8
"""Share of a part's ground that a change must cover to be the whole part; outlines of both are some pixels off."""
LIKELY = 0.55
"""Lower edge of "likely" in ICD 203: below it, a claim alone breaks no promise."""
_AGAINST = frozenset({Relation.DENIES, Relation.CONTRADICTS})
_UNSETTLED = frozenset({Action.TEST, Action.OPERATE})
"""Acts that reports tell without naming their object."""


@dataclass(frozen=True, slots=True)
class Fate:
    """A status with its reason, and the ids of what bears on it."""

    status: CommitmentStatus
    reason: str
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """What there is on one undertaking."""

    promise: Commitment
    measure: Measure
    evidence: Evidence
    judged: Mapping[str, Assessment]
    claims: tuple[Claim, ...]
    """Claims that the act was done."""
    negated: tuple[Claim, ...]
    """Claims that it was not."""

    @property
    def start(self) -> datetime | None:
        """The earliest moment at which it can have been given."""
        return self.promise.made.start if self.promise.made else None

    @property
    def given(self) -> datetime | None:
        """By when it had been given."""
        return self.promise.made.end if self.promise.made else None

    @property
    def part(self) -> SitePart | None:
        parts = (part for site in self.evidence.record.sites for part in site.parts)
        return next((part for part in parts if part.id == self.measure.part_id), None)

    def contested(self, claim: Claim) -> bool:
        answer = self.evidence.verdicts[claim.id].answer
        return any(member.relation in _AGAINST for member in claim.members) or answer is ImageAnswer.CONTRADICTS

    def likely(self, claim: Claim) -> bool:
        held = self.judged.get(claim.id)
        return held is None or (held.words != "undetermined" and (held.low + held.high) / 2 >= LIKELY)

    def told(self, claim: Claim) -> datetime | None:
        """When it was first published."""
        days = (self.evidence.published.get(member.document_id) for member in claim.members)
        return min((day for day in days if day), default=None)


def fate(promise: Commitment, evidence: Evidence, judged: Mapping[str, Assessment]) -> Fate:
    """The status of a testable undertaking from all that is known; ``judged`` holds assessments by claim id."""
    if promise.measure is None:
        raise ValueError(f"{promise.id} has no measure")  # only what can be tested has a fate
    bearing = [claim for claim in evidence.claims if _bears(claim, promise.measure, evidence)]
    case = _Case(
        promise=promise,
        measure=promise.measure,
        evidence=evidence,
        judged=judged,
        claims=tuple(
            claim
            for claim in bearing
            if not (claim.event.negated or _foretold(claim, evidence) or _earlier(claim, promise))
        ),
        negated=tuple(claim for claim in bearing if claim.event.negated),
    )
    return _refrained(case) if promise.refrains else _done(case)


# ---- to do something -------------------------------------------------------------------------------------------------


def _done(case: _Case) -> Fate:
    changes = [item for item in _changes(case, shown_by(case.measure)) if case.start is None or item.after > case.start]
    if changes:
        return _shown(case, changes)
    unchanged = _unchanged(case)
    due = case.promise.by.end if case.promise.by else None
    still = [scene.id for scene in unchanged or ()]
    against = (*still, *(claim.id for claim in case.negated))
    supporting = tuple(claim.id for claim in case.claims)
    if unchanged and due and unchanged[1].taken >= due:
        said = f"The {_place(case)} looks the same on {_day(unchanged[0].taken)} and on {_day(unchanged[1].taken)}"
        when = f"after the day by which it was due, in images fine enough to show it ({_finest(unchanged)})"
        if supporting:
            return Fate(CommitmentStatus.DISPUTED, f"{said}, {when}; reports say it was done.", supporting, against)
        return Fate(CommitmentStatus.BREACHED, f"{said}, {when}.", (), against)
    if supporting:
        return _reported(case, supporting, against)
    if case.negated:
        reason = "Reports say that it has not been done; no image of this case settles it."
        return Fate(CommitmentStatus.NO_EVIDENCE, reason, (), against)
    if unchanged:
        first, last = unchanged
        reason = (
            f"Nothing shows it yet: the {_place(case)} looks the same on {_day(first.taken)} and on {_day(last.taken)}."
        )
        return Fate(CommitmentStatus.NO_EVIDENCE, reason, (), tuple(still))
    return Fate(
        CommitmentStatus.NO_EVIDENCE, f"Neither a report nor an image of this case bears on it{_why_blind(case)}."
    )


def _shown(case: _Case, done: Sequence[Change]) -> Fate:
    """Images show the act: all of it, part of it, late, or undone since."""
    back = [item for item in _changes(case, undone_by(case.measure)) if item.before >= done[0].after]
    supporting = (*(item.id for item in done), *(claim.id for claim in case.claims))
    against = (*(item.id for item in back), *(claim.id for claim in case.negated))
    if back:
        reason = f"Images show it done by {_day(done[0].after)} and reversed by {_day(back[-1].after)}."
        return Fate(CommitmentStatus.REVERSED, reason, supporting, against)
    due = case.promise.by.end if case.promise.by else None
    span = f"between {_day(done[0].before)} and {_day(done[-1].after)}"
    if due and done[-1].before >= due:
        reason = f"Images show it done {span}, after the day by which it was due."
        return Fate(CommitmentStatus.PARTLY, reason, supporting, against)
    whole, how_much = _extent(case, done)
    if due and done[-1].after > due:
        reason = f"Images show it done {span}; whether before or after the day by which it was due, they do not say."
        return Fate(CommitmentStatus.PARTLY, reason, supporting, against)
    if whole and case.negated:
        reason = f"Images show it done {span}, {how_much}; reports say that it was not."
        return Fate(CommitmentStatus.DISPUTED, reason, supporting, against)
    status = CommitmentStatus.KEPT if whole else CommitmentStatus.PARTLY
    return Fate(status, f"Images show it done {span}, {how_much}.", supporting, against)


def _extent(case: _Case, done: Sequence[Change]) -> tuple[bool, str]:
    """Whether the changes are all of what was promised, and how much they are, in words."""
    if case.measure.count is not None:
        enough = len(done) >= case.measure.count
        return enough, f"{len(done)} of {case.measure.count:g} promised"
    part = case.part
    if part is None or part.footprint is None:
        return False, "a matching change; whether that is all of it, they do not say"
    share = sum(item.area_m2 for item in done) / _area_m2(part.footprint)
    if share >= WHOLE:
        return True, f"over the whole of the {part.name}"
    return False, f"over {share:.0%} of the ground of the {part.name}"


def _reported(case: _Case, supporting: tuple[str, ...], against: tuple[str, ...]) -> Fate:
    """Reports alone say that it was done."""
    names = {origin.name for claim in case.claims for origin in claim.origins}
    own = body_words(case.promise.who)
    contested = [claim for claim in case.claims if case.contested(claim)]
    readers = _image_readers(case)
    seen = f", some of them from images ({readers})" if readers else ""
    if case.negated or contested:
        reason = f"Reports say that it is being done{seen}; others deny it or contradict it."
        return Fate(CommitmentStatus.DISPUTED, reason, supporting, (*against, *(claim.id for claim in contested)))
    if names and own and all(body_words(name) & own for name in names):
        reason = f"Only {case.promise.who} itself says that it is being done; no image of this case shows it."
        return Fate(CommitmentStatus.NO_EVIDENCE, reason, supporting, against)
    reason = f"Reports say that it is being done{seen}; no image of this case shows it."
    return Fate(CommitmentStatus.PARTLY, reason, supporting, against)


def _image_readers(case: _Case) -> str:
    """Who read images, by the names that the reports give them, at most three; empty when no report rests on images."""
    found: dict[str, None] = {}
    for claim in case.claims:
        for member in claim.members:
            statement = case.evidence.by_id.get(member.statement_id)
            if statement and member.relation in SUPPORT and statement.basis is Basis.IMAGE:
                found[statement.source_name] = None
    return ", ".join([name for name in found if name][:3]) or ("read by nobody named" if found else "")


# ---- to refrain from something ---------------------------------------------------------------------------------------


def _refrained(case: _Case) -> Fate:
    changes = [item for item in _changes(case, shown_by(case.measure)) if _after(case, item.before)]
    dated = [claim for claim in case.claims if claim.event.time and claim.event.time.start and _in_force(case, claim)]
    undated = [
        claim
        for claim in case.claims
        if not (claim.event.time and claim.event.time.start) and _told_in_force(case, claim)
    ]
    clear = [claim for claim in dated if not case.contested(claim) and case.likely(claim)]
    against = (*(item.id for item in changes), *(claim.id for claim in (*dated, *undated)))
    supporting = tuple(claim.id for claim in case.negated)
    span = f"between {_day(changes[0].before)} and {_day(changes[-1].after)}" if changes else ""
    if changes and case.part is not None:
        return Fate(CommitmentStatus.BREACHED, f"Images show the act {span}, after the promise.", supporting, against)
    if clear:
        when = clear[0].event.time
        day = f" on or after {_day(when.start)}" if when and when.start else ""
        said = "Images and reports show" if changes else "A claim that is likely and that nobody contests tells of"
        return Fate(CommitmentStatus.BREACHED, f"{said} the act{day}, after the promise.", supporting, against)
    if against:
        return Fate(CommitmentStatus.DISPUTED, _doubtful(case, changes, dated, span), supporting, against)
    return _held(case, supporting)


def _doubtful(case: _Case, changes: Sequence[Change], dated: Sequence[Claim], span: str) -> str:
    if changes:
        return f"Images show a change of that kind {span}; whether it is what was ruled out, they do not say."
    if any(case.contested(claim) for claim in dated):
        return "Reports tell of the act after the promise; others deny it or contradict it."
    if dated:
        return "Reports tell of the act after the promise; they are not enough to call it likely."
    return "Reports published after the promise tell of the act and do not say when it was."


def _held(case: _Case, supporting: tuple[str, ...]) -> Fate:
    """No sign of the act: looked and not there, or not looked."""
    unchanged = _unchanged(case)
    if unchanged:
        first, last = unchanged
        reason = (
            f"The {_place(case)} looks the same on {_day(first.taken)} and on {_day(last.taken)}, in images fine "
            f"enough to show the act ({_finest(unchanged)}): kept so far."
        )
        return Fate(CommitmentStatus.KEPT, reason, (*supporting, first.id, last.id))
    reason = f"No report or image of this case shows the act after the promise{_why_blind(case)}."
    return Fate(CommitmentStatus.NO_EVIDENCE, reason, supporting)


def _after(case: _Case, moment: datetime) -> bool:
    """After the promise and before its end."""
    until = case.promise.until.end if case.promise.until else None
    return case.given is not None and moment >= case.given - timedelta(days=1) and (until is None or moment < until)


def _in_force(case: _Case, claim: Claim) -> bool:
    time = claim.event.time
    return time is not None and time.start is not None and _after(case, time.start)


def _told_in_force(case: _Case, claim: Claim) -> bool:
    told = case.told(claim)
    return told is not None and _after(case, told)


# ---- what bears on it ------------------------------------------------------------------------------------------------


def _bears(claim: Claim, measure: Measure, evidence: Evidence) -> bool:
    event = claim.event
    if event.action not in measure.acts or not claim.origins:
        return False
    if measure.site_ids and not set(measure.site_ids) & set(event.site_ids):
        return False
    parts = {
        part.id for site in evidence.record.sites if site.id in event.site_ids and (part := find_part(claim, site))
    }
    if measure.part_id:
        return measure.part_id in parts
    if measure.object and head(event.object) == head(measure.object):
        return True
    loose = _UNSETTLED & set(measure.acts) and measure.site_ids
    return bool(
        loose and (not measure.object or concept(measure.object) in concepts(claim.text) or event.action is Action.TEST)
    )


def _earlier(claim: Claim, promise: Commitment) -> bool:
    """What was over before the promise was given neither keeps it nor breaks it."""
    time, start = claim.event.time, promise.made.start if promise.made else None
    return time is not None and time.end is not None and start is not None and time.end <= start


def _foretold(claim: Claim, evidence: Evidence) -> bool:
    told = [
        evidence.by_id[member.statement_id]
        for member in claim.members
        if member.relation in SUPPORT and member.statement_id in evidence.by_id
    ]
    return bool(told) and all(is_forecast(statement) for statement in told)


def _changes(case: _Case, kinds: Iterable[object]) -> list[Change]:
    """Changes of these kinds where the undertaking is about, by date; none where no image could show the act."""
    if not case.measure.by_images:
        return []
    sites = set(case.measure.site_ids) or {site for claim in case.claims for site in claim.event.site_ids}
    parts: set[str | None] = {case.measure.part_id} if case.measure.part_id else set()
    if not parts and not case.promise.refrains:
        record = case.evidence.record
        for claim in case.claims:
            parts |= {part.id for site in record.sites if (part := find_part(claim, site)) is not None}
    found = [
        item
        for item in case.evidence.record.changes
        if item.kind in set(kinds) and item.site_id in sites and (not parts or item.part_id in parts)
    ]
    return sorted(found, key=lambda item: (item.after, item.id))


def _unchanged(case: _Case) -> tuple[Scene, Scene] | None:
    """The last fine look before the promise and the last one after it, where nothing of that kind changed between."""
    size_m, record = case.measure.size_m, case.evidence.record
    if size_m is None or case.part is None or case.given is None or not case.measure.site_ids:
        return None
    fine = [
        scene
        for scene in scenes_in(record.scenes, record.looks, case.measure.site_ids[0], None)
        if could_show(size_m, scene.gsd_m)
    ]
    end = case.promise.until.end if case.promise.until else None
    before = [scene for scene in fine if scene.taken < case.given]
    after = [scene for scene in fine if scene.taken >= case.given and (end is None or scene.taken < end)]
    return (before[-1], after[-1]) if before and after else None


def _why_blind(case: _Case) -> str:
    """Why images have nothing to say, when they could have; empty when nobody would expect it of them."""
    if not case.measure.by_images:
        return ", and no image could show it"
    record, sites = case.evidence.record, set(case.measure.site_ids)
    here = [scene for scene in record.scenes if scene.site_id in sites]
    if not here:
        return ""
    if case.measure.size_m and not any(could_show(case.measure.size_m, scene.gsd_m) for scene in here):
        return f"; its images are too coarse, {min(scene.gsd_m for scene in here):g} m per pixel at best"
    return ""


def _place(case: _Case) -> str:
    return case.part.name if case.part else case.measure.object or "place"


def _finest(scenes: Sequence[Scene]) -> str:
    return f"{max(scene.gsd_m for scene in scenes):g} m per pixel"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _area_m2(footprint: Polygon) -> float:
    """Of a small polygon's outer ring, by the shoelace formula on a plane."""
    ring = footprint[0]
    scale = METRES_PER_DEGREE * cos(radians(sum(lat for _, lat in ring) / len(ring)))
    points = [(lon * scale, lat * METRES_PER_DEGREE) for lon, lat in ring]
    east, north = points[0]
    moved = [(x - east, y - north) for x, y in points]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(moved))) / 2
