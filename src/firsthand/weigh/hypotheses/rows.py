"""The machine's evidence rows: one for each origin, however often it is told, and one for whatever else bears on it.

Each row says by which rule its cells are rated and how far it is trusted. Origins, denials and images enter with the
very moves of the claim's own probability, so that the board and the claim cannot contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.model import (
    Action,
    Assessment,
    Basis,
    Cell,
    Change,
    ChangeKind,
    Claim,
    Commitment,
    EvidenceKind,
    EvidenceRow,
    Hypothesis,
    ImageAnswer,
    Origin,
    Rating,
    Reason,
    Reliability,
    SourceKind,
    Statement,
    content_id,
)
from firsthand.stage import plural
from firsthand.trace.words import THINGS, head
from firsthand.weigh.assumptions import BY_KIND, FORECAST, WITNESS
from firsthand.weigh.commitments.promises import LOST
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.hypotheses.catalogue import OTHERS, HypothesisSet
from firsthand.weigh.hypotheses.scale import logit, reliability
from firsthand.weigh.images import UNDATED_BACK
from firsthand.weigh.scales import UNDETERMINED

IMAGES_SAY = "Images: "
"""How the reason of a claim's probability begins that the images give."""
FIRM = 0.8
"""A reading whose own words make it this likely is held firmly."""
GOES_ON = frozenset({Action.BUILD, Action.OPERATE, Action.TEST})
MOVED = frozenset({Action.MOVE, Action.PRESENT})
CHANGED = {
    ChangeKind.BUILT: "built",
    ChangeKind.TAKEN_DOWN: "also-gone",
    ChangeKind.CLEARED: "also-gone",
    ChangeKind.OBJECT_APPEARED: "moved",
    ChangeKind.OBJECT_LEFT: "moved",
}
"""Sign that a change is, by its kind."""
_ON_CONDITION = re.compile(r"\b(?:if|unless|whether)\b", re.IGNORECASE)
SILENT = "not seen is not absent: images that could not show it say nothing"


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement that reads the act, with the hypotheses that it holds."""

    statement: Statement
    hypothesis_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the rows of one board are about."""

    board_id: str
    claim: Claim
    assessment: Assessment
    chosen: HypothesisSet
    hypotheses: tuple[Hypothesis, ...]
    readings: tuple[Reading, ...]

    @property
    def members(self) -> frozenset[str]:
        """Ids of the statements that the readings are."""
        return frozenset(reading.statement.id for reading in self.readings)


def evidence_rows(
    question: Question,
    evidence: Evidence,
    assessments: Mapping[str, Assessment],
    commitments: Sequence[Commitment],
) -> tuple[EvidenceRow, ...]:
    """All rows of a board, in a fixed order."""
    related = list(_related(question, evidence, assessments))
    told = {change for claim, _ in related for change in evidence.verdicts[claim.id].change_ids}
    return (
        *_origins(question, evidence),
        *_denials(question, evidence),
        *_images(question),
        *_changes(question, evidence, told),
        *_promises(question, commitments),
        *(_related_row(question, claim, sign, assessments[claim.id]) for claim, sign in related),
        *_readings(question, evidence),
    )


# ---- rating by rule ------------------------------------------------------------------------------------------------


def _by_rule(question: Question, sign: str, row: EvidenceRow) -> EvidenceRow:
    """``row`` with its cells rated by one rule of the general set."""
    rule = question.chosen.signs[sign]
    cells = tuple(
        Cell(hypothesis.id, rule.ratings[hypothesis.key], rule.reason)
        for hypothesis in question.hypotheses
        if hypothesis.key in rule.ratings
    )
    return replace(row, cells=cells, others=rule.ratings.get(OTHERS), others_reason=rule.reason)


def _id(question: Question, kind: EvidenceKind, key: str) -> str:
    return content_id("evi", question.board_id, kind, key)


def _trusted(reason: Reason, sign: float) -> Reliability:
    """From how far the same source moves the claim's probability."""
    low, high = reason.log_odds - reason.give_or_take, reason.log_odds + reason.give_or_take
    if reason.at_low:
        return reliability(low, high, reason.text, sign)
    text = f"{reason.text} It may be the same as another origin, so that it would count for nothing."
    return replace(reliability(low, high, text, sign), low=0.0)


# ---- the claim itself ----------------------------------------------------------------------------------------------


def _origins(question: Question, evidence: Evidence) -> Iterator[EvidenceRow]:
    by_id = {origin.id: origin for origin in question.claim.origins}
    for reason in question.assessment.reasons:
        origin = by_id.get(reason.evidence[0]) if reason.evidence else None
        if origin is None:
            continue
        told = _told(question.claim, origin, evidence)
        own = origin.first_hand and any(statement.basis is Basis.OWN_ACT for statement in told)
        sign = "own-deed" if own and "own-deed" in question.chosen.signs else "told"
        against = reason.log_odds < 0
        row = EvidenceRow(
            id=_id(question, EvidenceKind.ORIGIN, origin.id),
            kind=EvidenceKind.ORIGIN,
            text=f"{origin.name} says so ({plural(len(told), 'statement')}, counted once)",
            reliability=_trusted(reason, -1.0 if against else 1.0),
            evidence=(origin.id, *(statement.id for statement in told)),
            origin=origin.name,
        )
        yield _by_rule(question, "denied" if against else sign, row)


def _told(claim: Claim, origin: Origin, evidence: Evidence) -> list[Statement]:
    ids = [member.statement_id for member in claim.members if member.origin_id == origin.id]
    return [evidence.by_id[id] for id in ids if id in evidence.by_id]


def _denials(question: Question, evidence: Evidence) -> Iterator[EvidenceRow]:
    origins = {origin.id for origin in question.claim.origins}
    for reason in question.assessment.reasons:
        if reason.text.startswith(IMAGES_SAY) or not reason.evidence or reason.evidence[0] in origins:
            continue
        first = evidence.by_id.get(reason.evidence[0])
        if first is None:
            continue
        name = _holder(first, question, evidence)
        row = EvidenceRow(
            id=_id(question, EvidenceKind.DENIAL, name),
            kind=EvidenceKind.DENIAL,
            text=reason.text,
            reliability=_trusted(reason, -1.0),
            evidence=reason.evidence,
            origin=name,
        )
        yield _by_rule(question, "denied", row)


def _images(question: Question) -> Iterator[EvidenceRow]:
    verdict = question.assessment.image
    row = EvidenceRow(
        id=_id(question, EvidenceKind.IMAGES, "images"),
        kind=EvidenceKind.IMAGES,
        text=f"{verdict.answer.capitalize()}. {verdict.reason}",
        reliability=Reliability.exact(0.0, SILENT),
        evidence=(*verdict.change_ids, *verdict.scene_ids),
    )
    if verdict.answer not in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS):
        yield replace(row, cells=tuple(Cell(item.id, Rating.NA, SILENT) for item in question.hypotheses))
        return
    reason = next(item for item in question.assessment.reasons if item.text.startswith(IMAGES_SAY))
    agrees = verdict.answer is ImageAnswer.AGREES
    row = replace(row, reliability=_trusted(reason, 1.0 if agrees else -1.0))
    yield _by_rule(question, "agrees" if agrees else "contradicts", row)


# ---- what else bears on it -----------------------------------------------------------------------------------------


def _changes(question: Question, evidence: Evidence, told: set[str]) -> Iterator[EvidenceRow]:
    """Other changes at the site, those of one sort and place as one row; what a claim tells of is not counted twice."""
    event, since = question.claim.event, _since(question.claim, evidence)
    groups: dict[tuple[str, str | None], list[Change]] = {}
    for change in sorted(evidence.record.changes, key=lambda change: (change.after, change.id)):
        own = change.id in question.assessment.image.change_ids or change.id in told
        if own or change.site_id not in event.site_ids or (since is not None and change.after < since):
            continue
        sign = CHANGED.get(change.kind, "")
        if sign == "built":
            sign = "built-here" if event.part_id and change.part_id == event.part_id else "built-elsewhere"
        if sign in question.chosen.signs:
            groups.setdefault((sign, change.part_id), []).append(change)
    trusted = reliability(*WITNESS, "Seen in images by the change detector.")
    for (sign, part), changes in groups.items():
        where = _part_name(part, evidence) or "the site"
        seen = "; ".join(f"{change.kind} by {change.after:%Y-%m-%d}, {change.area_m2:.0f} m²" for change in changes)
        row = EvidenceRow(
            id=_id(question, EvidenceKind.CHANGE, f"{sign}|{part}"),
            kind=EvidenceKind.CHANGE,
            text=f"Seen at {where}: {seen}",
            reliability=trusted,
            evidence=tuple(change.id for change in changes),
        )
        yield _by_rule(question, sign, row)


def _since(claim: Claim, evidence: Evidence) -> datetime | None:
    if claim.event.time and claim.event.time.start:
        return claim.event.time.start
    told = [moment for member in claim.members if (moment := evidence.published.get(member.document_id))]
    return min(told) - UNDATED_BACK if told else None


def _part_name(part: str | None, evidence: Evidence) -> str:
    names = {item.id: item.name for site in evidence.record.sites for item in site.parts}
    return f"the {names[part]}" if part in names else ""


def _promises(question: Question, commitments: Sequence[Commitment]) -> Iterator[EvidenceRow]:
    """Promises that the act answers."""
    if "promised" not in question.chosen.signs:
        return
    for promise in commitments:
        if question.claim.id in promise.evidence:
            known = promise.who != LOST
            row = EvidenceRow(
                id=_id(question, EvidenceKind.PROMISE, promise.who),
                kind=EvidenceKind.PROMISE,
                text=f"{promise.who if known else 'Somebody'} had promised it: “{_short(promise.what)}”",
                reliability=reliability(*FORECAST, "A promise shows intent, not what was done."),
                evidence=promise.statement_ids,
                origin=promise.who if known else "",
            )
            yield _by_rule(question, "promised", row)


def _related(
    question: Question, evidence: Evidence, assessments: Mapping[str, Assessment]
) -> Iterator[tuple[Claim, str]]:
    """Other claims about the site that bear on the question, each with the sign that it is."""
    for claim in sorted(evidence.claims, key=lambda claim: claim.id):
        elsewhere = not set(claim.event.site_ids) & set(question.claim.event.site_ids)
        if claim.id == question.claim.id or elsewhere or claim.event.negated or not claim.origins:
            continue
        if claim.id not in assessments or {member.statement_id for member in claim.members} <= question.members:
            continue
        sign = _sign(claim, question, evidence.verdicts[claim.id].answer is ImageAnswer.AGREES)
        known = claim.reports > 1 or head(claim.event.object) in THINGS
        if sign in question.chosen.signs and known:
            yield claim, sign


def _sign(claim: Claim, question: Question, seen: bool) -> str:
    action = claim.event.action
    if action is Action.CONCEAL:
        return "hidden"
    if action is Action.BUILD and seen:
        part = question.claim.event.part_id
        return "built-here" if part and claim.event.part_id == part else "built-elsewhere"
    if action in GOES_ON:
        return "goes-on"
    if action in MOVED and seen:
        return "moved"
    return "also-gone" if action is Action.DISMANTLE and seen else ""


def _related_row(question: Question, claim: Claim, sign: str, assessment: Assessment) -> EvidenceRow:
    """One row for a whole claim, trusted as far as the claim is likely: its origins share one piece of evidence."""
    names = [origin.name for origin in claim.origins]
    row = EvidenceRow(
        id=_id(question, EvidenceKind.RELATED, claim.id),
        kind=EvidenceKind.RELATED,
        text=claim.text,
        reliability=Reliability.exact(0.0, "This claim is undetermined, so it counts for nothing yet."),
        evidence=(claim.id, *(origin.id for origin in claim.origins)),
        origin=names[0] if len(names) == 1 else "",
    )
    if assessment.words != UNDETERMINED:
        low, high = logit(assessment.low), logit(assessment.high)
        said = f"This claim is {assessment.words} ({assessment.low:.0%} to {assessment.high:.0%})."
        moves = {item.evidence[0]: item.log_odds for item in assessment.reasons if item.evidence}
        fallen = [
            (origin.name, reliability(low - moves.get(origin.id, 0.0), high - moves.get(origin.id, 0.0)))
            for origin in claim.origins
        ]
        left = tuple(fallen) if len(names) > 1 else ()
        row = replace(row, reliability=reliability(low, high, said), without=left)
    return _by_rule(question, sign, row)


# ---- readings ------------------------------------------------------------------------------------------------------


def _readings(question: Question, evidence: Evidence) -> Iterator[EvidenceRow]:
    """One row for each party that reads the act, with everything that it says of it."""
    parties: dict[tuple[str, bool], list[Reading]] = {}
    for reading in question.readings:
        name = _holder(reading.statement, question, evidence)
        # Lost speakers cannot be told apart, and none of them is an origin.
        parties.setdefault((name or reading.statement.id, bool(name)), []).append(reading)
    for (name, known), held in parties.items():
        trusted = _opinion(held[0].statement) if known else Reliability.exact(0.0, "Whose words these are is lost.")
        quotes = " · ".join(f"“{_short(reading.statement.quote)}”" for reading in held)
        yield EvidenceRow(
            id=_id(question, EvidenceKind.READING, name),
            kind=EvidenceKind.READING,
            text=f"{name if known else 'Speaker lost'}: {quotes}",
            reliability=trusted,
            cells=_read_cells(question, held),
            others=Rating.I,
            others_reason="another reading is held",
            evidence=tuple(reading.statement.id for reading in held),
            origin=name if known else "",
        )


def _read_cells(question: Question, held: Sequence[Reading]) -> tuple[Cell, ...]:
    firm: dict[str, bool] = {}
    for reading in held:
        certainty = reading.statement.certainty
        sure = (certainty.low + certainty.high) / 2 >= FIRM and not _ON_CONDITION.search(reading.statement.quote)
        for id in reading.hypothesis_ids:
            firm[id] = firm.get(id, False) or sure
    return tuple(
        Cell(item.id, Rating.NA, "a reading takes the act for granted")
        if not item.happened
        else Cell(item.id, Rating.CC if firm[item.id] else Rating.C, "held" if firm[item.id] else "thought possible")
        for item in question.hypotheses
        if not item.happened or item.id in firm
    )


def _opinion(statement: Statement) -> Reliability:
    """Whoever reads a motive has not seen it: no better than a forecast, whoever it is."""
    high = min(BY_KIND.get(statement.source_kind, FORECAST)[1], FORECAST[1])
    return reliability(0.0, high, f"A reading by a {statement.source_kind}: nobody sees a motive.")


def _holder(statement: Statement, question: Question, evidence: Evidence) -> str:
    """The origin of ``statement`` by name; empty when its speaker is lost."""
    if statement.source_kind is SourceKind.LOST:
        return ""
    members = [member.statement_id for member in question.claim.members]
    everyone = [evidence.by_id[id] for id in members if id in evidence.by_id]
    root = evidence.lineage.root(statement, [*everyone, statement])
    return root.label if root is not None else statement.source_name


def _short(quote: str) -> str:
    return quote if len(quote) <= 120 else f"{quote[:119].rstrip()}…"
