"""What our words came to mean: a curve from the probability stated to the one that would have been right.

Offered from 30 resolved judgements on, shown beside what it would change, applied only when a person says so; and even
then what was stated stays, with the recalibrated number beside it under its own label.

Two curves. *Platt*: a line through the log odds, drawn towards the line that changes nothing as by a few judgements
(Platt 1999; the pull is a normal prior of standard deviation 1 on both its numbers). *Isotonic*: the best curve that
never falls (Ayer et al. 1955), which needs more judgements and follows them more closely.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, log1p

from firsthand.errors import UsageError
from firsthand.model import Decision
from firsthand.weigh.scales import HIGHEST, LOWEST, interval_word
from firsthand.weigh.scoring.scores import brier

RECALIBRATE = "recalibrate"
"""Kind of the decision that applies a curve; its value is the curve as JSON."""
LEAST_RESOLVED = 30
PLATT, ISOTONIC = "platt", "isotonic"
PULL_SD = 1.0
"""How far from no change the two numbers of the line are expected to lie, before any judgement is counted."""
NEWTON_STEPS = 50
SETTLED = 1e-9
"""A step this short changes no per cent."""

Pairs = Sequence[tuple[float, float]]
"""(probability stated, 1.0 or 0.0 for what came)."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve that never falls, as points from stated to recalibrated, joined by lines."""

    method: str
    count: int
    """Judgements that it was fitted to."""
    points: tuple[tuple[float, float], ...]
    """In order of the first; both within [0.01, 0.99]."""

    def at(self, probability: float) -> float:
        """The recalibrated probability; flat beyond the ends."""
        points = self.points
        if probability <= points[0][0]:
            return points[0][1]
        for (left, lower), (right, upper) in pairwise(points):
            if probability <= right:
                return lower + (upper - lower) * (probability - left) / (right - left) if right > left else upper
        return points[-1][1]


@dataclass(frozen=True, slots=True)
class Recalibrated:
    """A recalibrated interval with its word: to be shown beside what was stated, never in its place."""

    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A curve with what it would do."""

    curve: Curve
    before: float
    """Brier score as stated."""
    after: float
    """Brier score of the same judgements recalibrated: flattering, for the curve was fitted to them."""
    held_out: float
    """Brier score when each judgement is recalibrated by a curve that was fitted without it."""

    @property
    def helps(self) -> bool:
        """Whether it does better on judgements that it has not seen."""
        return self.held_out < self.before


def recalibrated(curve: Curve, low: float, high: float) -> Recalibrated:
    """The interval that ``low``-``high`` came to mean, to two digits."""
    first, last = round(curve.at(low), 2), round(curve.at(high), 2)
    return Recalibrated(first, last, interval_word(first, last))


def offer(pairs: Pairs, method: str = PLATT) -> Offer:
    """Fit a curve and say what it would do. Raises UsageError with fewer than 30 judgements or an unknown method."""
    if method not in _FITS:
        raise UsageError("no such way to recalibrate", thing=method, remedy=f"one of: {', '.join(_FITS)}")
    if len(pairs) < LEAST_RESOLVED:
        remedy = "resolve more claims: `firsthand resolve CLAIM true|false|void`"
        few = f"{len(pairs)} resolved judgements are too few to recalibrate by; it takes {LEAST_RESOLVED}"
        raise UsageError(few, thing="score", remedy=remedy)
    fit = _FITS[method]
    curve = fit(pairs)
    others = [(fit([*pairs[:n], *pairs[n + 1 :]]).at(pairs[n][0]), pairs[n][1]) for n in range(len(pairs))]
    return Offer(curve, brier(pairs), brier([(curve.at(said), came) for said, came in pairs]), brier(others))


def curve_text(curve: Curve) -> str:
    """The curve as the value of a decision."""
    return json.dumps({"method": curve.method, "count": curve.count, "points": curve.points})


def standing_curve(decisions: Iterable[Decision]) -> tuple[Curve, Decision] | None:
    """The curve that a person applied last, in the order of ``decisions``, and has not taken back."""
    applied = [item for item in decisions if item.kind == RECALIBRATE and not item.withdrawn]
    if not applied:
        return None
    last = applied[-1]
    held = json.loads(last.value)
    return Curve(held["method"], held["count"], tuple((float(x), float(y)) for x, y in held["points"])), last


# ---- the two curves ------------------------------------------------------------------------------------------------


def fit_isotonic(pairs: Pairs) -> Curve:
    """The curve that never falls and lies nearest to what came."""
    ties: dict[float, list[float]] = {}
    for said, came in sorted(pairs):
        ties.setdefault(said, []).append(came)
    levels = pooled([sum(came) / len(came) for came in ties.values()], [len(came) for came in ties.values()])
    return Curve(ISOTONIC, len(pairs), tuple((said, _scaled(level)) for said, level in zip(ties, levels, strict=True)))


def pooled(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Pool adjacent violators: the sequence that never falls with the least weighted squared distance to ``values``."""
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for value, weight in zip(values, weights, strict=True):
        mean, mass, length = value, float(weight), 1
        while blocks and blocks[-1][0] >= mean:
            before, heavy, long = blocks.pop()
            mean = (before * heavy + mean * mass) / (heavy + mass)
            mass, length = heavy + mass, long + length
        blocks.append((mean, mass, length))
    return [mean for mean, _, length in blocks for _ in range(length)]


def fit_platt(pairs: Pairs) -> Curve:
    """The line through the log odds, as points at every stated per cent."""
    shift, slope = platt_line(pairs)
    grid = [number / 100 for number in range(1, 100)]
    points = tuple((p, _scaled(_logistic(shift + slope * _log_odds(p)))) for p in grid)
    return Curve(PLATT, len(pairs), points)


def platt_line(pairs: Pairs) -> tuple[float, float]:
    """Shift and slope of the line through the log odds; (0, 1) changes nothing. The slope is never negative."""
    odds = [(_log_odds(_scaled(said)), came) for said, came in pairs]
    line = (0.0, 1.0)
    loss = _loss(line, odds)
    for _ in range(NEWTON_STEPS):
        step = _newton_step(line, odds)
        # A whole step may overshoot where the line starts far off; the loss has one valley, so a shorter one does not.
        while (further := _loss((line[0] - step[0], line[1] - step[1]), odds)) > loss:
            step = (step[0] / 2, step[1] / 2)
        line, loss = (line[0] - step[0], line[1] - step[1]), further
        if abs(step[0]) + abs(step[1]) < SETTLED:
            break
    if line[1] < 0:
        # What was called likelier came less often: nothing can be read off the words, only how often things came.
        return _log_odds((sum(came for _, came in pairs) + 0.5) / (len(pairs) + 1)), 0.0
    return line


def _loss(line: tuple[float, float], odds: Pairs) -> float:
    """What the line is fitted to keep small: surprise, and distance from the line that changes nothing."""
    shift, slope = line
    against = [(1 - 2 * came) * (shift + slope * x) for x, came in odds]
    # The same as log(1 + exp(z)), which would overflow.
    surprise = sum(max(z, 0.0) + log1p(exp(-abs(z))) for z in against)
    return surprise + (shift**2 + (slope - 1) ** 2) / (2 * PULL_SD**2)


def _newton_step(line: tuple[float, float], odds: Pairs) -> tuple[float, float]:
    shift, slope = line
    pull = 1 / PULL_SD**2
    g0, g1, h00, h01, h11 = shift * pull, (slope - 1) * pull, pull, 0.0, pull
    for x, came in odds:
        p = _logistic(shift + slope * x)
        w = p * (1 - p)
        g0, g1 = g0 + p - came, g1 + (p - came) * x
        h00, h01, h11 = h00 + w, h01 + w * x, h11 + w * x * x
    determinant = h00 * h11 - h01**2
    return (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant


def _log_odds(probability: float) -> float:
    return log(probability / (1 - probability))


def _logistic(log_odds: float) -> float:
    far = exp(-abs(log_odds))
    return (1 if log_odds >= 0 else far) / (1 + far)


def _scaled(probability: float) -> float:
    """Within the scale of ICD 203, which leaves 0 and 1 out."""
    return min(HIGHEST, max(LOWEST, probability))


_FITS: dict[str, Callable[[Pairs], Curve]] = {PLATT: fit_platt, ISOTONIC: fit_isotonic}
