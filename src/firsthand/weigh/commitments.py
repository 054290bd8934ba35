"""The ledger of promises: who undertook what, whether it can be tested at all, and what bears on it.

A promise can be tested when its words hold a measure (an act on a thing at a place that a sensor could show) or a date.
With neither, nobody can ever say that it was kept or broken, and the ledger says so and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.model import (
    Action,
    Change,
    ChangeKind,
    Claim,
    Commitment,
    CommitmentStatus,
    Relevance,
    Stance,
    Statement,
    TimeSpan,
    content_id,
)
from firsthand.trace.sources import body_words
from firsthand.trace.words import concepts, head, overlap
from firsthand.weigh.images import SHOWN_BY, ImageRecord
from firsthand.weigh.sizes import SIZES_M, find_part

_ACTS = (
    (
        Action.DISMANTLE,
        re.compile(r"\b(?:dismantl|destroy|demolish|tear(?:ing)? down|remov|take down|raze)\w*", re.IGNORECASE),
    ),
    (Action.BUILD, re.compile(r"\b(?:build|construct|erect)\w*", re.IGNORECASE)),
)
_REFRAIN = re.compile(
    r"\b(?:not to|never|refrain|halt|stop|cease|suspend|freeze|no (?:more|further|new)|end)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_BACK = {Action.DISMANTLE: frozenset({ChangeKind.BUILT}), Action.BUILD: SHOWN_BY[Action.DISMANTLE]}
ALIKE, ALIKE_OF_OTHERS = 0.5, 0.75
"""Shared content words of one promise told twice: by one party, and by two that may be one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The act of a promise that a picture could show."""

    action: Action
    object: str
    site_ids: tuple[str, ...]
    part_id: str | None


def find_commitments(
    statements: Sequence[Statement], claims: Sequence[Claim], record: ImageRecord
) -> tuple[Commitment, ...]:
    """All promises about the matter under watch, each once, with what is known of their fate.

    ``statements`` come in time order.
    """
    groups: list[list[Statement]] = []
    for statement in statements:
        promised = statement.stance is Stance.PROMISES and statement.relevance is Relevance.ON_TOPIC
        if not promised or not statement.content:
            continue
        home = next((group for group in groups if any(_same(statement, other) for other in group)), None)
        if home is None:
            groups.append([statement])
        else:
            home.append(statement)
    return tuple(_commitment(group, claims, record) for group in groups)


def _same(one: Statement, two: Statement) -> bool:
    """The same words promised, by the same party or by one whose name the text does not give."""
    alike = overlap(concepts(_words(one)), concepts(_words(two)))
    names = body_words(one.source_name), body_words(two.source_name)
    same_party = not all(names) or bool(names[0] & names[1])
    return alike >= (ALIKE if same_party else ALIKE_OF_OTHERS)


def _words(statement: Statement) -> str:
    """The promise itself: the words that the report puts in quotation marks, where it does."""
    quoted = _QUOTED.search(statement.quote)
    return quoted.group(1) if quoted else statement.quote


def _commitment(group: Sequence[Statement], claims: Sequence[Claim], record: ImageRecord) -> Commitment:
    fullest = max(
        group, key=lambda statement: (bool(statement.source_name), bool(statement.event.site_ids), len(statement.quote))
    )
    by = next((statement.event.time for statement in group if _is_deadline(statement.event.time)), None)
    measure = _measure(group)
    testable, why = _testable(by, measure)
    commitment = Commitment(
        id=content_id("com", group[0].id),
        who=fullest.source_name or "speaker lost",
        what=fullest.quote,
        statement_ids=tuple(statement.id for statement in group),
        site_ids=tuple(dict.fromkeys(site for statement in group for site in statement.event.site_ids)),
        by=by,
        testable=testable,
        why=why,
        status=CommitmentStatus.NOT_TESTABLE,
        status_reason=why,
    )
    if not testable:
        return commitment
    if measure is None:
        reason = "It has a date, but nothing that an image could show."
        return replace(commitment, status=CommitmentStatus.NO_EVIDENCE, status_reason=reason)
    return _judged(commitment, measure, claims, record)


def _is_deadline(time: TimeSpan | None) -> bool:
    """A promise's time is its deadline only when it says by when; the day of the promise is none."""
    if time is None or time.end is None or time.anchor is None:
        return False
    return bool(
        re.search(r"\b(?:by|before|until|within|no later than|end of|next)\b", time.anchor.quote, re.IGNORECASE)
    )


def _measure(group: Sequence[Statement]) -> Measure | None:
    for statement in group:
        for action, pattern in _ACTS:
            if not pattern.search(statement.quote) or _REFRAIN.search(statement.quote):
                continue
            thing = _thing(statement)
            if thing or statement.event.part_id:
                return Measure(action, thing, statement.event.site_ids, statement.event.part_id)
    return None


def _thing(statement: Statement) -> str:
    """The thing in the open that the promise is about; empty when it names none."""
    if head(statement.event.object) in SIZES_M:
        return statement.event.object
    return next((word for word in sorted(concepts(statement.quote)) if word in SIZES_M), "")


def _testable(by: TimeSpan | None, measure: Measure | None) -> tuple[bool, str]:
    if by and measure:
        return True, f"It names a date and a measure: to {measure.action} something that images can show."
    if measure:
        return True, f"It names a measure, to {measure.action} something that images can show, but no date."
    if by:
        return True, "It names a date, but no measure."
    return False, "No date, no measure: its words do not say by when, nor what would show that it was done."


def _judged(commitment: Commitment, measure: Measure, claims: Sequence[Claim], record: ImageRecord) -> Commitment:
    """The status that changes on the ground and claims give."""
    bearing = [claim for claim in claims if _bears(claim, measure, record)]
    sites = set(measure.site_ids) or {site for claim in bearing for site in claim.event.site_ids}
    parts: set[str | None] = {part for claim in bearing for part in _parts(claim, record)}
    if measure.part_id:
        parts = {measure.part_id}
    done = [change for change in record.changes if _shows(change, SHOWN_BY[measure.action], sites, parts)]
    back = [change for change in record.changes if _shows(change, _BACK[measure.action], sites, parts)]
    undone = [change for change in back if done and change.before >= done[0].after]
    ids = (*(change.id for change in (*done, *undone)), *(claim.id for claim in bearing))
    if undone:
        reason = f"Images show it done by {done[0].after:%Y-%m-%d} and reversed by {undone[-1].after:%Y-%m-%d}."
        return replace(commitment, status=CommitmentStatus.REVERSED, status_reason=reason, evidence=ids)
    if done:
        reason = (
            f"Images show a matching change by {done[-1].after:%Y-%m-%d}; whether that is all of it, they do not say."
        )
        return replace(commitment, status=CommitmentStatus.PARTLY, status_reason=reason, evidence=ids)
    if bearing:
        reason = "Reports say that it is being done; no image of this case shows it."
        return replace(commitment, status=CommitmentStatus.PARTLY, status_reason=reason, evidence=ids)
    return replace(
        commitment,
        status=CommitmentStatus.NO_EVIDENCE,
        status_reason="Neither a report nor an image of this case bears on it.",
    )


def _bears(claim: Claim, measure: Measure, record: ImageRecord) -> bool:
    event = claim.event
    if event.action is not measure.action or event.negated or not claim.origins:
        return False
    if measure.site_ids and not set(measure.site_ids) & set(event.site_ids):
        return False
    if measure.part_id:
        return measure.part_id in _parts(claim, record)
    return head(event.object) == head(measure.object)


def _parts(claim: Claim, record: ImageRecord) -> set[str | None]:
    found = (find_part(claim, site) for site in record.sites if site.id in claim.event.site_ids)
    return {part.id for part in found if part}


def _shows(change: Change, kinds: frozenset[ChangeKind], sites: set[str], parts: set[str | None]) -> bool:
    return change.kind in kinds and change.site_id in sites and (not parts or change.part_id in parts)
