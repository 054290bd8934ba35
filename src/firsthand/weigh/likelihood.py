"""How likely a claim is: a naive Bayes small enough to print.

Log odds start a little below zero, an even chance, because who knows better often says nothing. Each independent origin
moves them once, by its kind and by the hedges of its own words; each party that denies moves them back; the images move
them where they answer. A report that repeats an origin is no evidence and moves nothing. Every move is an interval, so
the result is one; the start and its reasons add up to its middle.

No weight is set by hand: each follows from an assumption about how often such a source is right, or such an image
shows it, and the assumptions lie together in :mod:`firsthand.weigh.assumptions` to be argued with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, hypot

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
from firsthand.weigh.assumptions import (
    BY_KIND,
    CORRECTED_SHARE,
    DENIAL,
    FIRST_HAND_DENIAL,
    FORECAST,
    IMAGES,
    OWN_DEED,
    REBUTTED,
    START,
    UNNAMED_DENIAL,
    WITNESS,
    Range,
)
from firsthand.weigh.scales import HIGHEST, LEAST_WIDTH, LOWEST, UNDETERMINED, interval_word

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
    pushes = moves(claim, statements, image, denials)
    low, high = _interval(pushes)
    shaken = _rests_on_corrected(claim, statements, image)
    words = UNDETERMINED if shaken else _words(pushes, low, high)
    reasons = sorted(
        (Reason(push.text, round(sum(push.by) / 2, 3), push.evidence) for push in pushes),
        key=lambda reason: -abs(reason.log_odds),
    )
    return Likelihood(low, high, words, tuple(reasons), None if shaken else _linchpin(pushes, words))


def moves(
    claim: Claim, statements: Mapping[str, Statement], image: ImageVerdict, denials: Sequence[Sequence[Statement]]
) -> list[Push]:
    """All moves of the log odds of ``claim``, each with its interval: its origins, who denies it, the images last."""
    pushes = [_origin_push(origin, claim, statements) for origin in claim.origins]
    pushes += _denials(denials)
    by = IMAGES[image.answer]
    pushes.append(Push(f"Images: {image.answer}. {image.reason}", by, image.change_ids or image.scene_ids))
    return pushes


def probability(log_odds: float) -> float:
    """The probability of ``log_odds``, kept within the scale of ICD 203."""
    return min(HIGHEST, max(LOWEST, 1 / (1 + exp(-log_odds))))


def _interval(pushes: Sequence[Push]) -> Range:
    """The probability interval, to two digits and never without width; the whole scale where nothing bears on it.

    The moves are wrong independently of each other, so their half-widths add up as the root of their squares.
    """
    if all(push.by == (0.0, 0.0) for push in pushes):
        return LOWEST, HIGHEST
    # If two are the same persons, these have said the stronger thing too.
    ordered = sorted(pushes, key=lambda push: -sum(push.by))
    surely = [push for push in ordered if sum(push.by) < 0 or not _perhaps_counted(push, ordered)]
    middle, half = _sum(surely)
    above, half_above = _sum(pushes)
    low = round(probability(middle - half), 2)
    high = round(max(probability(middle + half), probability(above + half_above)), 2)
    if high - low < LEAST_WIDTH:
        low = min(low, HIGHEST - LEAST_WIDTH)
        high = low + LEAST_WIDTH
    return round(low, 2), round(high, 2)


def _sum(pushes: Sequence[Push]) -> Range:
    """Middle and half-width of the start and all moves together, in log odds."""
    moves = [START, *(push.by for push in pushes)]
    return sum(sum(by) / 2 for by in moves), hypot(*((by[1] - by[0]) / 2 for by in moves))


def _perhaps_counted(push: Push, pushes: Sequence[Push]) -> bool:
    """The origin may be the same as one before it, so the low end must not count it again."""
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


def _rests_on_corrected(claim: Claim, statements: Mapping[str, Statement], image: ImageVerdict) -> bool:
    """A correction stands against it, the images are silent, and no origin that it spares knows it at first hand.

    A correction says that something was wrong, seldom how much; until something else is seen, no word is honest.
    """
    if not claim.corrected or image.answer in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS):
        return False
    sound = [origin for origin in claim.origins if _left_after_correction(origin, claim, statements) == 1.0]
    return not any(origin.first_hand for origin in sound)


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
