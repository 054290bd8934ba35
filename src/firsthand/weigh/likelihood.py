"""How likely a claim is: a naive Bayes small enough to print.

Log odds start at zero, an even chance. Each independent origin moves them once, by its kind and by the hedges of its
own words; each party that denies moves them back; the images move them where they answer. A report that repeats an
origin is no evidence and moves nothing. Every move is an interval, so the result is one, and its reasons add up to it.

The weights are judgements, set by hand and open to argument; they lie together in this module for that purpose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from firsthand.model import (
    Basis,
    Claim,
    ImageAnswer,
    ImageVerdict,
    Member,
    Origin,
    Reason,
    Relation,
    SourceKind,
    Statement,
)
from firsthand.trace.acts import is_forecast, is_negative
from firsthand.trace.origins import Lineage, parties
from firsthand.weigh.scales import HIGHEST, LOWEST, UNDETERMINED, interval_word

Range = tuple[float, float]

WITNESS: Range = (1.4, 2.2)
"""Log odds of a named witness or reader of images: true 4 to 9 times as often as not, when it says so plainly."""
OWN_DEED: Range = (0.7, 1.7)
"""A party about its own deed: it knows, and it has an interest."""
BY_KIND: Mapping[SourceKind, Range] = {
    SourceKind.NAMED_PERSON: (0.4, 1.2),
    SourceKind.ORGANISATION: (0.4, 1.2),
    SourceKind.DOCUMENT: (0.4, 1.2),
    SourceKind.OUTLET: (0.2, 1.0),
    SourceKind.SENSOR: (0.4, 1.2),
    SourceKind.UNNAMED_OFFICIAL: (0.1, 0.8),
    SourceKind.UNNAMED_OTHER: (0.0, 0.5),
}
"""Second-hand origins. Unnamed officials have named sites before that inspection found to be something else."""
FORECAST: Range = (0.0, 0.6)
"""Whoever foretells has not seen it, however well placed."""
DENIAL: Range = (-0.9, -0.2)
UNNAMED_DENIAL: Range = (-0.4, 0.0)
FIRST_HAND_DENIAL: Range = (-2.2, -1.2)
REBUTTED: Range = (-0.8, -0.2)
IMAGES: Mapping[ImageAnswer, Range] = {
    ImageAnswer.AGREES: (1.6, 2.6),
    ImageAnswer.CONTRADICTS: (-2.6, -1.6),
    ImageAnswer.TOO_COARSE: (0.0, 0.0),
    ImageAnswer.NO_USABLE_LOOK: (0.0, 0.0),
}
CORRECTED_SHARE = 0.75
"""What is left of an origin's weight when its outlet corrected a detail; nothing is left when it took it all back."""
_TAKEN_BACK = re.compile(
    r"\b(?:retract|withdr[ae]w|untrue|false|fabricat|invented|did not happen|never)\w*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Push:
    """One move of the log odds."""

    text: str
    by: Range
    evidence: tuple[str, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Likelihood:
    low: float
    high: float
    words: str
    reasons: tuple[Reason, ...]
    linchpin: str | None


def likelihood(
    claim: Claim, statements: Mapping[str, Statement], image: ImageVerdict, denials: Sequence[Sequence[Statement]]
) -> Likelihood:
    """The probability interval of ``claim``, its word, what moved it, and the one origin on which the word hangs.

    ``denials`` are the parties that deny it (:func:`denying`).
    """
    pushes = _pushes(claim, statements, image, denials)
    low, high = _interval(pushes)
    words = _words(pushes, low, high)
    reasons = sorted(
        (Reason(push.text, round(sum(push.by) / 2, 3), push.evidence) for push in pushes),
        key=lambda reason: -abs(reason.log_odds),
    )
    return Likelihood(low, high, words, tuple(reasons), _linchpin(pushes, words))


def _pushes(
    claim: Claim, statements: Mapping[str, Statement], image: ImageVerdict, denials: Sequence[Sequence[Statement]]
) -> list[Push]:
    pushes = [_origin_push(origin, claim, statements) for origin in claim.origins]
    pushes += _denials(denials)
    by = IMAGES[image.answer]
    pushes.append(Push(f"Images: {image.answer}. {image.reason}", by, image.change_ids or image.scene_ids))
    return pushes


def probability(log_odds: float) -> float:
    """The probability of ``log_odds``, kept within the scale of ICD 203."""
    return min(HIGHEST, max(LOWEST, 1 / (1 + exp(-log_odds))))


def _interval(pushes: Sequence[Push]) -> Range:
    low, high = 0.0, 0.0
    for push in pushes:
        low += push.by[0] if not _perhaps_counted(push, pushes) else min(0.0, push.by[0])
        high += push.by[1]
    return probability(low), probability(high)


def _perhaps_counted(push: Push, pushes: Sequence[Push]) -> bool:
    """The origin may be the same as an earlier one, so the low end must not count it again."""
    if push.origin is None:
        return False
    earlier = []
    for other in pushes:
        if other is push:
            break
        if other.origin:
            earlier.append(other.origin.id)
    return any(id in push.origin.may_equal for id in earlier)


def _words(pushes: Sequence[Push], low: float, high: float) -> str:
    return interval_word(low, high) if any(push.by != (0.0, 0.0) for push in pushes) else UNDETERMINED


def _linchpin(pushes: Sequence[Push], words: str) -> str | None:
    """The origin whose fall changes the word; of several the one that moves most."""
    found: list[tuple[float, str]] = []
    for push in pushes:
        if push.origin is None:
            continue
        rest = [other for other in pushes if other is not push]
        if _words(rest, *_interval(rest)) != words:
            found.append((abs(sum(push.by)), push.origin.id))
    return max(found)[1] if found else None


# ---- origins -------------------------------------------------------------------------------------------------------


def _origin_push(origin: Origin, claim: Claim, statements: Mapping[str, Statement]) -> Push:
    members = [member for member in claim.members if member.origin_id == origin.id]
    told = [statements[member.statement_id] for member in members if member.statement_id in statements]
    evidence = (origin.id, *(statement.id for statement in told[:3]))
    if told and all(statement.rebutted for statement in told):
        return Push(f"{origin.name}: the outlet itself goes on to say that it was not so.", REBUTTED, evidence, origin)
    base = _base(origin, told)
    # The member nearest the root carries its words least changed: the earliest.
    low, high = _hedged(base, told[0]) if told else base
    note = "first-hand" if origin.first_hand else "second-hand"
    left = _left_after_correction(origin, claim, statements)
    if left < 1.0:
        note += ", corrected later" if left else ", taken back later"
    return Push(f"{origin.name} ({origin.kind}, {note}).", (low * left, high * left), evidence, origin)


def _base(origin: Origin, told: Sequence[Statement]) -> Range:
    if told and is_forecast(told[0]):
        return FORECAST
    if not origin.first_hand:
        return BY_KIND.get(origin.kind, (0.0, 0.5))
    firm = [statement for statement in told if statement.basis in (Basis.WITNESS, Basis.IMAGE)]
    return WITNESS if firm else OWN_DEED


def _hedged(base: Range, statement: Statement) -> Range:
    """The weight that the source's own words leave: nothing at an even chance, all of it from 0.95 up."""
    low, high = (max(-1.0, min(1.0, (end - 0.5) / 0.45)) for end in (statement.certainty.low, statement.certainty.high))
    return (base[0] * low if low >= 0 else base[1] * low), (base[1] * high if high >= 0 else base[0] * high)


def _left_after_correction(origin: Origin, claim: Claim, statements: Mapping[str, Statement]) -> float:
    """The share of the origin's weight that corrections leave."""
    if not claim.corrected:
        return 1.0
    for member in claim.members:
        if member.relation is Relation.CORRECTS and member.origin_id in (origin.id, None):
            words = statements[member.statement_id].quote if member.statement_id in statements else ""
            return 0.0 if _TAKEN_BACK.search(words) else CORRECTED_SHARE
    return 1.0


# ---- denials -------------------------------------------------------------------------------------------------------


def denying(claim: Claim, statements: Mapping[str, Statement], lineage: Lineage) -> list[list[Statement]]:
    """The parties that say it is not so, each with all its statements: who repeats a denial denies once."""
    everyone = [statements[member.statement_id] for member in claim.members if member.statement_id in statements]
    denials = [
        statements[member.statement_id]
        for member in claim.members
        if member.statement_id in statements and _denies(member, statements[member.statement_id], claim)
    ]
    return parties(denials, lineage, everyone)


def _denies(member: Member, statement: Statement, claim: Claim) -> bool:
    if member.relation is Relation.DENIES:
        return True
    return member.relation is Relation.CONTRADICTS and is_negative(statement) != claim.event.negated


def _denials(denials: Sequence[Sequence[Statement]]) -> list[Push]:
    found = []
    for party in denials:
        first = party[0]
        name = first.source_name or "An unnamed source"
        if first.basis in (Basis.WITNESS, Basis.IMAGE):
            by, note = FIRST_HAND_DENIAL, "saw that it was not so"
        elif first.source_kind in (SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER):
            by, note = UNNAMED_DENIAL, "denies it, unnamed"
        else:
            by, note = DENIAL, "denies it"
        found.append(Push(f"{name} {note}.", by, tuple(statement.id for statement in party[:3])))
    return found
