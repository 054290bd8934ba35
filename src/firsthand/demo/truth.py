"""How well a built and run demonstration case agrees with what its author logged and its simulator made.

``docs/demo.md`` describes ``lineage.json`` and says how each figure is defined.
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
from firsthand.model import Change, ChangeKind, Claim, Member, Stance, Statement

COPYING = frozenset({"verbatim", "rewrite", "merge"})
"""Kinds of flow that carry text; ``cites`` only names the earlier report."""
MIN_OVERLAP = 0.5
"""A statement carries a logged quote when they share this part of the shorter one."""
MIN_PIXELS = 4.0
"""Changes smaller than this in every sensor's pixels need not be found."""
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Carrier:
    """A logged report of a claim: the words that carry it."""

    file: str
    stance: Stance
    origin: str
    """Id of the true origin that these words go back to."""
    quote: str


@dataclass(frozen=True, slots=True)
class LoggedClaim:
    """A claim, promise or reading as its author logged it."""

    id: str
    site: str
    action: str
    carriers: tuple[Carrier, ...]
    origins_true: int
    origin_count: tuple[int, int]
    """What a careful reader of all reports may say."""
    first_hand: tuple[int, int]
    image_answer: str | None
    testable: bool | None
    """Of a commitment; None of others."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Information that one report took from another."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """``lineage.json``."""

    flows: tuple[Flow, ...]
    claims: tuple[LoggedClaim, ...]
    commitments: tuple[LoggedClaim, ...]
    readings: tuple[LoggedClaim, ...]
    no_comment: tuple[tuple[str, str], ...]
    """(file, quote) of declines."""
    speaker_lost: tuple[tuple[str, str], ...]
    off_topic: tuple[tuple[str, str], ...]

    def quotes(self) -> list[tuple[str, str]]:
        """Every (file, quote) that was logged."""
        logged = (*self.claims, *self.commitments, *self.readings)
        carried = [(carrier.file, carrier.quote) for claim in logged for carrier in claim.carriers]
        return [*carried, *self.no_comment, *self.speaker_lost, *self.off_topic]


@dataclass(frozen=True, slots=True)
class ClaimScore:
    """One logged claim and the computed claim that holds most of it."""

    id: str
    computed: Claim | None
    joined: int
    """Carriers that are members of it."""
    carriers: int
    right: bool
    """At least half of the carriers joined, the true number of origins inside, and hardly wider than logged."""
    first_hand_right: bool
    collapsed: int
    """Logged copies in which both reports' members share one origin."""
    copies: int


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


# ---- lineage -------------------------------------------------------------------------------------------------------


def read_lineage(path: Path) -> Lineage:
    """The author's log. Raises OSError, ValueError, KeyError: the file is the package's own."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Lineage(
        flows=tuple(Flow(flow["from"], flow["to"], flow["kind"]) for flow in data["flows"]),
        claims=tuple(_logged(claim) for claim in data["claims"]),
        commitments=tuple(_logged(claim) for claim in data["commitments"]),
        readings=tuple(_logged(claim) for claim in data["readings"]),
        no_comment=_pairs(data["no_comment"]),
        speaker_lost=_pairs(data["speaker_lost"]),
        off_topic=_pairs(data["off_topic"]),
    )


def _logged(claim: dict[str, Any]) -> LoggedClaim:
    return LoggedClaim(
        id=claim["id"],
        site=claim["site"],
        action=claim["action"],
        carriers=tuple(
            Carrier(item["file"], Stance(item["stance"]), item["origin"], item["quote"]) for item in claim["carriers"]
        ),
        origins_true=claim["origins_true"],
        origin_count=(claim["origin_count"][0], claim["origin_count"][1]),
        first_hand=(claim["first_hand"][0], claim["first_hand"][1]),
        image_answer=(claim["images"] or {}).get("answer"),
        testable=claim.get("commitment", {}).get("testable"),
    )


def _pairs(rows: Iterable[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row["file"], row["quote"]) for row in rows)


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
        return ClaimScore(logged.id, None, 0, len(read), False, False, 0, len(_copies(logged, flows)))
    low, high = logged.origin_count
    right = (
        2 * joined >= len(read)
        and best.origin_low <= logged.origins_true <= best.origin_high
        and best.origin_high - best.origin_low <= high - low + 1
    )
    pairs = _copies(logged, flows)
    collapsed = sum(bool(_origins(held[one]) & _origins(held[other])) for one, other in pairs)
    known = logged.first_hand[0] <= best.first_hand <= logged.first_hand[1]
    return ClaimScore(logged.id, best, joined, len(read), right, known, collapsed, len(pairs))


def _copies(logged: LoggedClaim, flows: Sequence[Flow]) -> list[tuple[int, int]]:
    """Pairs of carriers (by position), the second copied from the first: same true origin, a flow between the reports.

    Where a report carries one origin twice, its first words stand for it.
    """
    places: dict[tuple[str, str], int] = {}
    for place, carrier in enumerate(logged.carriers):
        if carrier.stance is not Stance.DENIES:
            places.setdefault((carrier.file, carrier.origin), place)
    origins = sorted({origin for _, origin in places})
    return [
        (places[flow.source, origin], places[flow.target, origin])
        for flow in flows
        if flow.kind in COPYING
        for origin in origins
        if (flow.source, origin) in places and (flow.target, origin) in places
    ]


def _origins(members: Iterable[Member]) -> set[str]:
    return {member.origin_id for member in members if member.origin_id}


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
