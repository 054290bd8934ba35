"""Rival readings of one act, as found in the reports: competing hypotheses, each with its words and its holder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firsthand.model import (
    Action,
    Claim,
    Relevance,
    RivalReading,
    Rivals,
    SourceKind,
    Statement,
    content_id,
)
from firsthand.trace.acts import interprets
from firsthand.trace.claims import position
from firsthand.trace.words import concepts, overlap

_CONCILIATORY = re.compile(
    r"\b(?:confidence[- ]building|build(?:ing)? (?:confidence|trust)|goodwill|good will|good faith|gesture|symbolic"
    r"|step back|concession|reversibl|relocat|maintenance|not giving it up|bolt(?:ed)? together|theatre|disarm)\w*",
    re.IGNORECASE,
)
_THREATENING = re.compile(
    r"\b(?:pressur|leverage|decepti|deceiv|defian|provocati|threat|blackmail|expan|bargaining|sanctions)\w*",
    re.IGNORECASE,
)
_UNDONE = frozenset({Action.DISMANTLE, Action.MOVE})
_DONE = frozenset({Action.BUILD, Action.OPERATE, Action.TEST, Action.CONCEAL})
ACTS = _UNDONE | _DONE | {Action.PRESENT}
NEAR_CHARACTERS = 3000.0
"""Distance in a document at which nearness says nothing any more."""


def find_rivals(claims: Sequence[Claim], statements: Mapping[str, Statement]) -> tuple[Rivals, ...]:
    """Claims of acts that at least two holders read in different ways."""
    readings = find_readings(claims, statements)
    by_id = {claim.id: claim for claim in claims}
    found = []
    for claim_id in sorted(readings):
        held = grouped(readings[claim_id])
        if len(held) > 1:
            ids = [statement for reading in held for statement in reading.statement_ids]
            claim = by_id[claim_id]
            found.append(Rivals(content_id("riv", claim_id, *sorted(ids)), claim_id, claim.text, tuple(held)))
    return tuple(found)


def find_readings(claims: Sequence[Claim], statements: Mapping[str, Statement]) -> dict[str, list[Statement]]:
    """Statements that read an act rather than tell it, by the id of the claim of that act."""
    readings: dict[str, list[Statement]] = {}
    for statement in statements.values():
        if not interprets(statement) or statement.relevance is not Relevance.ON_TOPIC:
            continue
        claim = _act_of(statement, claims, statements)
        if claim and statement.content:
            readings.setdefault(claim.id, []).append(statement)
    return readings


def _act_of(statement: Statement, claims: Sequence[Claim], statements: Mapping[str, Statement]) -> Claim | None:
    """The claim of the act that the statement reads; None when none fits."""
    scored = [(score, claim) for claim in claims if (score := _nearness(statement, claim, statements)) > 0]
    return max(scored, key=lambda item: (item[0], item[1].reports, item[1].id))[1] if scored else None


def _nearness(statement: Statement, claim: Claim, statements: Mapping[str, Statement]) -> float:
    """How well the claim's act suits the reading: same site and part, words in common, sense, place in the text."""
    event = claim.event
    if event.action not in ACTS or event.negated:
        return 0.0
    sites = set(statement.event.site_ids)
    if sites and not sites & set(event.site_ids):
        return 0.0
    members = [statements[member.statement_id] for member in claim.members if member.statement_id in statements]
    here = [member for member in members if member.document_id == statement.document_id]
    if not here and not sites:
        return 0.0
    score = 1.0 if sites else 0.2
    if statement.event.part_id and statement.event.part_id == event.part_id:
        score += 0.5
    score += overlap(concepts(statement.quote), concepts(claim.text))
    if _CONCILIATORY.search(statement.quote):
        score += 0.8 if event.action is Action.DISMANTLE else 0.0
    if _THREATENING.search(statement.quote):
        score += 0.8 if event.action in _DONE else 0.0
    if here:
        gap = min(abs(position(member) - position(statement)) for member in here)
        score += 0.5 * max(0.0, 1 - gap / NEAR_CHARACTERS)
    return score


def grouped(statements: Sequence[Statement]) -> list[RivalReading]:
    """One reading per holder and wording: who says it twice holds it once, and a repeated wording is one reading."""
    groups: list[list[Statement]] = []
    for statement in sorted(statements, key=lambda item: (item.document_id, position(item), item.id)):
        for group in groups:
            alike = overlap(concepts(statement.quote), concepts(group[0].quote)) >= 0.7
            same_holder = _holder(statement) == _holder(group[0]) and statement.source_kind is not SourceKind.LOST
            if alike or same_holder:
                group.append(statement)
                break
        else:
            groups.append([statement])
    return [
        RivalReading(
            text=group[0].quote,
            statement_ids=tuple(statement.id for statement in group),
            holder=next((_holder(statement) for statement in group if statement.source_name), "speaker lost"),
        )
        for group in groups
    ]


def _holder(statement: Statement) -> str:
    return statement.source_name or "speaker lost"
