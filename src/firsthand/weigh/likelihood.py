"""How likely a claim is: a naive Bayes small enough to print.

Log odds start a little below zero, an even chance, because who knows better often says nothing. Each independent origin
moves them once, by what its source has proved worth (its letter) or else by its kind, and by the hedges of its own
words; each party that denies moves them back; the images move them where they answer. A report that repeats an origin
is no evidence and moves nothing. Every move is an interval, so the result is one: middles add up, half-widths as the
root of the sum of their squares. Both are rounded to three digits before they are added, so that what is printed adds
up to the last digit (:mod:`firsthand.weigh.explanation`).

No weight is set by hand: each follows from an assumption about how often such a source is right, or such an image
shows it, and the assumptions lie together in :mod:`firsthand.weigh.assumptions` to be argued with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, hypot

from firsthand.model import (
    Basis,
    Claim,
    ImageAnswer,
    ImageVerdict,
    Origin,
    Reason,
    Relation,
    SourceKind,
    Statement,
)
from firsthand.trace.acts import is_forecast
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
from firsthand.weigh.grading.trust import Trust
from firsthand.weigh.scales import HIGHEST, LEAST_WIDTH, LOWEST, UNDETERMINED, interval_word

_TAKEN_BACK = re.compile(
    r"\b(?:retract|withdr[ae]w|untrue|false|fabricat|invented|did not happen|never)\w*", re.IGNORECASE
)


NOTHING_KNOWN = Trust()
"""Of any source."""
DIGITS = 3
"""Of log odds, so that what is printed is what was added."""


@dataclass(frozen=True, slots=True)
class Push:
    """One move of the log odds."""

    text: str
    by: Range
    evidence: tuple[str, ...]
    origin: Origin | None = None

    @property
    def middle(self) -> float:
        return round(sum(self.by) / 2, DIGITS)

    @property
    def half(self) -> float:
        """Half the width."""
        return round((self.by[1] - self.by[0]) / 2, DIGITS)


BEFORE_ANYBODY = Push("Before anybody is counted: who believes that it is not so mostly says nothing.", START, ())


@dataclass(frozen=True, slots=True)
class Likelihood:
    low: float
    high: float
    words: str
    start: Reason
    reasons: tuple[Reason, ...]
    """What moved it, the strongest first."""
    linchpin: str | None


def likelihood(
    claim: Claim,
    statements: Mapping[str, Statement],
    image: ImageVerdict,
    denials: Sequence[Sequence[Statement]],
    trust: Trust = NOTHING_KNOWN,
) -> Likelihood:
    """The probability interval of ``claim``, its word, what moved it, and the one origin on which the word hangs.

    ``denials`` are the parties that deny it (:func:`firsthand.weigh.denials.denying`).
    """
    pushes = moves(claim, statements, image, denials, trust)
    low, high = _interval(pushes)
    shaken = _rests_on_corrected(claim, statements, image)
    words = UNDETERMINED if shaken else _words(pushes, low, high)
    surely = _surely(pushes)
    reasons = sorted(
        (_reason(push, any(push is other for other in surely)) for push in pushes),
        key=lambda reason: -abs(reason.log_odds),
    )
    linchpin = None if shaken else _linchpin(pushes, words)
    return Likelihood(low, high, words, _reason(BEFORE_ANYBODY, True), tuple(reasons), linchpin)


def _reason(push: Push, at_low: bool) -> Reason:
    return Reason(push.text, push.middle, push.evidence, push.half, at_low)


def moves(
    claim: Claim,
    statements: Mapping[str, Statement],
    image: ImageVerdict,
    denials: Sequence[Sequence[Statement]],
    trust: Trust = NOTHING_KNOWN,
) -> list[Push]:
    """All moves of the log odds of ``claim``, each with its interval: its origins, who denies it, the images last."""
    heard = _Heard(claim, statements, image, trust)
    pushes = [_origin_push(trust.perhaps_one(origin, claim), heard) for origin in claim.origins]
    pushes += [_denial_push(party, heard) for party in denials]
    by = IMAGES[image.answer]
    pushes.append(Push(f"Images: {image.answer}. {image.reason}", by, image.change_ids or image.scene_ids))
    return pushes


@dataclass(frozen=True, slots=True)
class _Heard:
    """A claim with what it takes to weigh the words for and against it."""

    claim: Claim
    statements: Mapping[str, Statement]
    image: ImageVerdict
    trust: Trust

    def weight(self, id: str, assumed: Range) -> tuple[Range, str]:
        """The weight of an origin or denial, and the letter that made it, in words."""
        return self.trust.weight(id, assumed, self.claim, self.image)


def probability(log_odds: float) -> float:
    """The probability of ``log_odds``, kept within the scale of ICD 203."""
    return min(HIGHEST, max(LOWEST, 1 / (1 + exp(-log_odds))))


def _interval(pushes: Sequence[Push]) -> Range:
    """The probability interval, to two digits and never without width; the whole scale where nothing bears on it.

    The moves are wrong independently of each other, so their half-widths add up as the root of their squares.
    """
    if all(push.by == (0.0, 0.0) for push in pushes):
        return LOWEST, HIGHEST
    return ends(_sum(_surely(pushes)), _sum(pushes))


def ends(surely: Range, everything: Range) -> Range:
    """The probability interval of two sums (middle, half-width): of what surely counts, and of all there is."""
    low = round(probability(surely[0] - surely[1]), 2)
    high = round(max(probability(surely[0] + surely[1]), probability(sum(everything))), 2)
    if high - low < LEAST_WIDTH:
        low = min(low, HIGHEST - LEAST_WIDTH)
        high = low + LEAST_WIDTH
    return round(low, 2), round(high, 2)


def total(moves: Iterable[tuple[float, float]]) -> Range:
    """Middle and half-width of moves (middle, half-width) together, in log odds."""
    middles, halves = zip(*moves, strict=True)
    return round(sum(middles), DIGITS), round(hypot(*halves), DIGITS)


def _sum(pushes: Sequence[Push]) -> Range:
    return total((push.middle, push.half) for push in (BEFORE_ANYBODY, *pushes))


def _surely(pushes: Sequence[Push]) -> list[Push]:
    """The moves that count at the low end: of origins that may be the same only the strongest.

    If two are the same persons, these have said the stronger thing too.
    """
    ordered = sorted(pushes, key=lambda push: -sum(push.by))
    return [push for push in ordered if sum(push.by) < 0 or not _perhaps_counted(push, ordered)]


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


def _origin_push(origin: Origin, heard: _Heard) -> Push:
    claim, statements = heard.claim, heard.statements
    members = [member for member in claim.members if member.origin_id == origin.id]
    told = [statements[member.statement_id] for member in members if member.statement_id in statements]
    evidence = (origin.id, *(statement.id for statement in told[:3]))
    if told and all(statement.rebutted for statement in told):
        return Push(f"{origin.name}: the outlet itself goes on to say that it was not so.", REBUTTED, evidence, origin)
    base, letter = _base(origin, told, heard)
    # The member nearest the root carries its words least changed: the earliest.
    low, high = _hedged(base, told[0]) if told else base
    notes = [str(origin.kind), "first-hand" if origin.first_hand else "second-hand", *([letter] if letter else [])]
    left = _left_after_correction(origin, claim, statements)
    if left < 1.0:
        notes.append("corrected later" if left else "taken back later")
    return Push(f"{origin.name} ({', '.join(notes)}).", (low * left, high * left), evidence, origin)


def _base(origin: Origin, told: Sequence[Statement], heard: _Heard) -> tuple[Range, str]:
    """The weight of its plain word, and the letter that made it."""
    if told and is_forecast(told[0]):
        return FORECAST, ""
    if not origin.first_hand:
        assumed = BY_KIND.get(origin.kind, (0.0, 0.5))
    else:
        firm = [statement for statement in told if statement.basis in (Basis.WITNESS, Basis.IMAGE)]
        assumed = WITNESS if firm else OWN_DEED
    return heard.weight(origin.id, assumed)


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


def _denial_push(party: Sequence[Statement], heard: _Heard) -> Push:
    first = party[0]
    name = first.source_name or "An unnamed source"
    if first.basis in (Basis.WITNESS, Basis.IMAGE):
        assumed, note = FIRST_HAND_DENIAL, "saw that it was not so"
    elif first.source_kind in (SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER):
        assumed, note = UNNAMED_DENIAL, "denies it, unnamed"
    else:
        assumed, note = DENIAL, "denies it"
    by, letter = heard.weight(first.id, assumed)
    said = f"{name} {note} ({letter})." if letter else f"{name} {note}."
    return Push(said, by, tuple(statement.id for statement in party[:3]))
