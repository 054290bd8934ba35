"""How well a built and run demonstration case agrees with its logged and simulated truth.

``docs/demo.md`` says how each figure is defined.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shapely.affinity import affine_transform
from shapely.geometry import Polygon as Area

from firsthand.case import Case
from firsthand.demo.truth import Flow, Lineage, LoggedClaim, read_lineage
from firsthand.model import Change, ChangeKind, Claim, Member, SourceKind, Stance, Statement

COPYING = frozenset({"verbatim", "rewrite", "merge"})
"""Kinds of flow that carry text; ``cites`` only names the earlier report."""
MIN_OVERLAP = 0.5
"""A statement carries a logged quote when they share this part of the shorter one."""
MIN_PIXELS = 4.0
"""Changes smaller than this in every sensor's pixels need not be found."""
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class ClaimScore:
    """One logged claim and the computed claim that holds most of it."""

    id: str
    computed: Claim | None
    joined: int
    """Carriers that are members of it."""
    carriers: int
    right: bool
    """At its site, half of the carriers joined, the true number of origins inside, hardly wider than logged."""
    first_hand_right: bool
    collapsed: int
    """Logged copies in which both reports' members share one origin."""
    copies: int
    missed: tuple[str, ...] = ()
    """Carriers that are no members of it: ``FILE: QUOTE (why)``."""
    apart: tuple[str, ...] = ()
    """Logged copies that share no origin: ``FILE → FILE``."""


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """Computed changes against the simulated ones."""

    visible: int
    """True changes of four pixels or more with clear looks before and after."""
    found: tuple[str, ...]
    """Those that were found: ``THING KIND``."""
    dated_right: int
    kind_right: int
    false_alarms: tuple[str, ...]
    """Ids of computed changes that match no true one."""


def figures(case: Case) -> dict[str, float | int]:
    """All figures of a built and run demonstration case; shares lie in [0, 1]."""
    lineage = read_lineage(case.root / "truth" / "lineage.json")
    claims = score_claims(case, lineage)
    changes = score_changes(case.store.changes(), case.root / "truth" / "changes.geojson")
    return {
        "lineage_origins_right": _share(score.right for score in claims),
        "carriers_joined": sum(score.joined for score in claims) / sum(score.carriers for score in claims),
        "first_hand_right": _share(score.first_hand_right for score in claims),
        "copies_collapsed": sum(score.collapsed for score in claims) / sum(score.copies for score in claims),
        **score_reading(case, lineage),
        "changes_found": len(changes.found) / changes.visible,
        "changes_dated_right": changes.dated_right / changes.visible,
        "changes_kind_right": changes.kind_right / changes.visible,
        "false_alarms": len(changes.false_alarms),
    }


def _share(outcomes: Iterable[bool]) -> float:
    judged = list(outcomes)
    return sum(judged) / len(judged)


# ---- lineage -------------------------------------------------------------------------------------------------------


class Carried:
    """Finds the statements of a case that carry logged words."""

    def __init__(self, case: Case) -> None:
        self._texts = {Path(document.name).name: (document.id, document.text) for document in case.store.documents()}
        self._statements: dict[str, list[Statement]] = {}
        for statement in case.store.statements():
            self._statements.setdefault(statement.document_id, []).append(statement)

    def statements(self, file: str, quote: str) -> list[Statement]:
        """Statements of the report ``file`` whose content overlaps ``quote``."""
        document_id, text = self._texts[file]
        start = text.index(quote)
        return [item for item in self._statements.get(document_id, []) if _overlaps(item, start, start + len(quote))]


def _overlaps(statement: Statement, start: int, end: int) -> bool:
    shared = sum(max(0, min(piece.end, end) - max(piece.start, start)) for piece in statement.content)
    length = sum(piece.end - piece.start for piece in statement.content)
    return shared > 0 and shared >= MIN_OVERLAP * min(length, end - start)


def score_claims(case: Case, lineage: Lineage) -> list[ClaimScore]:
    """Each logged claim against the computed claims of a case that was read and traced."""
    carried, computed = Carried(case), case.store.claims()
    return [_score_claim(logged, computed, carried, lineage.flows) for logged in lineage.claims]


def _score_claim(logged: LoggedClaim, computed: Sequence[Claim], carried: Carried, flows: Sequence[Flow]) -> ClaimScore:
    read = [{item.id for item in carried.statements(carrier.file, carrier.quote)} for carrier in logged.carriers]

    def members(claim: Claim) -> list[list[Member]]:
        return [[member for member in claim.members if member.statement_id in ids] for ids in read]

    # The first of the best: claims come in a stable order.
    best = max(computed, key=lambda claim: sum(map(bool, members(claim))), default=None)
    held = members(best) if best else [[] for _ in read]
    joined = sum(map(bool, held))
    if best is None or not joined:
        missed = _missed(logged, read, held)
        return ClaimScore(logged.id, None, 0, len(read), False, False, 0, len(_copies(logged, flows)), missed)
    low, high = logged.origin_count
    right = (
        2 * joined >= len(read)
        and logged.site in best.event.site_ids
        and best.origin_low <= logged.origins_true <= best.origin_high
        and best.origin_high - best.origin_low <= high - low + 1
    )
    pairs = _copies(logged, flows)
    apart = [pair for pair in pairs if not _origins(held, pair[0]) & _origins(held, pair[1])]
    return ClaimScore(
        id=logged.id,
        computed=best,
        joined=joined,
        carriers=len(read),
        right=right,
        first_hand_right=logged.first_hand[0] <= best.first_hand <= logged.first_hand[1],
        collapsed=len(pairs) - len(apart),
        copies=len(pairs),
        missed=_missed(logged, read, held),
        apart=tuple(" → ".join(logged.carriers[places[0]].file for places in pair) for pair in apart),
    )


def _missed(logged: LoggedClaim, read: Sequence[set[str]], held: Sequence[list[Member]]) -> tuple[str, ...]:
    return tuple(
        f"{carrier.file}: {carrier.quote} ({'in another claim or none' if ids else 'not read'})"
        for carrier, ids, members in zip(logged.carriers, read, held, strict=True)
        if not members
    )


def _copies(logged: LoggedClaim, flows: Sequence[Flow]) -> list[tuple[list[int], list[int]]]:
    """Pairs of carriers (by position), the second copied from the first: same true origin, a flow between the reports.

    A report may carry one origin in several places, hence lists.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for place, carrier in enumerate(logged.carriers):
        if carrier.stance is not Stance.DENIES and not carrier.corrects:
            places.setdefault((carrier.file, carrier.origin), []).append(place)
    origins = sorted({origin for _, origin in places})
    return [
        (places[flow.source, origin], places[flow.target, origin])
        for flow in flows
        if flow.kind in COPYING and (flow.claims is None or logged.id in flow.claims)
        for origin in origins
        if (flow.source, origin) in places and (flow.target, origin) in places
    ]


def _origins(held: Sequence[Sequence[Member]], places: Iterable[int]) -> set[str]:
    return {member.origin_id for place in places for member in held[place] if member.origin_id}


# ---- reading and weighing --------------------------------------------------------------------------------------------


def score_reading(case: Case, lineage: Lineage) -> dict[str, float]:
    """What must not happen to a lost speaker, an off-topic paragraph or a no-comment; the promise and its readings."""
    carried = Carried(case)
    in_claims = {member.statement_id for claim in case.store.claims() for member in claim.members}

    def lost(file: str, quote: str) -> bool:
        return any(item.source_kind is SourceKind.LOST for item in carried.statements(file, quote))

    def kept_out(file: str, quote: str) -> bool:
        return not any(item.id in in_claims for item in carried.statements(file, quote))

    def kept_apart(file: str, quote: str) -> bool:
        return all(item.stance is Stance.DECLINES for item in carried.statements(file, quote) if item.id in in_claims)

    return {
        "statements_lost_right": _share(lost(*words) for words in lineage.speaker_lost),
        "off_topic_kept_out": _share(kept_out(*words) for words in lineage.off_topic),
        "declines_kept_apart": _share(kept_apart(*words) for words in lineage.no_comment),
        "pledge_not_testable": _share(_pledge_right(case, carried, pledge) for pledge in lineage.commitments),
        "readings_rival": float(_readings_rival(case, carried, lineage.readings)),
    }


def _pledge_right(case: Case, carried: Carried, pledge: LoggedClaim) -> bool:
    logged = [{item.id for item in carried.statements(words.file, words.quote)} for words in pledge.carriers]
    return any(
        2 * sum(bool(ids & set(commitment.statement_ids)) for ids in logged) >= len(logged)
        and pledge.site in commitment.site_ids
        and commitment.testable is pledge.testable
        for commitment in case.store.commitments()
    )


def _readings_rival(case: Case, carried: Carried, readings: Sequence[LoggedClaim]) -> bool:
    """One set of rivals holds every logged reading, each with another holder."""
    logged = [
        {item.id for words in reading.carriers for item in carried.statements(words.file, words.quote)}
        for reading in readings
    ]
    for rivals in case.store.rivals():
        holders = [{held.holder for held in rivals.readings if ids & set(held.statement_ids)} for ids in logged]
        if all(holders) and len(set().union(*holders)) >= len(holders):
            return True
    return False


# ---- changes -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _True:
    label: str
    site_id: str
    kind: ChangeKind
    area: Area
    latitude: float
    """In degrees; where degrees are turned into metres."""
    date: datetime
    brackets: dict[str, tuple[datetime, datetime]]
    visible: bool


def score_changes(changes: Sequence[Change], truth_path: Path) -> ChangeScore:
    """Computed changes of all sites against ``truth/changes.geojson``; seasonal ones are no alarms."""
    truth = list(_true_changes(json.loads(truth_path.read_text(encoding="utf-8"))))
    said = [change for change in changes if change.kind is not ChangeKind.SEASONAL]
    hits = {true.label: [change for change in said if _matches(change, true)] for true in truth}
    matched = {change.id for group in hits.values() for change in group}
    found = [true for true in truth if true.visible and hits[true.label]]
    return ChangeScore(
        visible=sum(true.visible for true in truth),
        found=tuple(true.label for true in found),
        dated_right=sum(all(_dated_right(change, true) for change in hits[true.label]) for true in found),
        kind_right=sum(all(change.kind is true.kind for change in hits[true.label]) for true in found),
        false_alarms=tuple(change.id for change in said if change.id not in matched),
    )


def _true_changes(collection: dict[str, Any]) -> Iterator[_True]:
    for feature in collection["features"]:
        what, rings = feature["properties"], feature["geometry"]["coordinates"]
        latitude = rings[0][0][1]
        yield _True(
            label=f"{what['thing']} {what['kind']}",
            site_id=what["site_id"],
            kind=ChangeKind(what["kind"]),
            area=_in_metres(rings, latitude),
            latitude=latitude,
            date=datetime.fromisoformat(what["date"]),
            brackets={
                item["sensor"]: (datetime.fromisoformat(item["before"]), datetime.fromisoformat(item["after"]))
                for item in what["brackets"]
            },
            visible=any(item["pixels"] >= MIN_PIXELS for item in what["brackets"]),
        )


def _matches(change: Change, true: _True) -> bool:
    """Same site, the true date between its looks, and the polygons meet within two pixels."""
    return (
        change.site_id == true.site_id
        and change.before <= true.date <= change.after
        and _in_metres(change.polygon, true.latitude).distance(true.area) <= 2 * change.gsd_m
    )


def _dated_right(change: Change, true: _True) -> bool:
    """No wider than the clear looks of the same sensor allow."""
    bracket = true.brackets.get(change.sensor)
    return bracket is not None and bracket[0] <= change.before and change.after <= bracket[1]


def _in_metres(polygon: Sequence[Sequence[Sequence[float]]], latitude: float) -> Area:
    """A polygon in degrees on a plane in metres, true at ``latitude``: comparable only with others of the same."""
    east = METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return affine_transform(Area(polygon[0], polygon[1:]), [east, 0, 0, METRES_PER_DEGREE, 0, 0])
