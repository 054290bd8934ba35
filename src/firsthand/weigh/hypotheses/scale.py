"""The five steps of consistency, what each is worth as a likelihood, and what reliability leaves of it.

A row's likelihoods are drawn towards one half by what its source is not trusted with: ``1/2 + r (L - 1/2)``. At r = 0
all hypotheses expect it alike and it moves nothing. The outer steps are set so that a source that is right in a share
``a`` of questions (:mod:`firsthand.weigh.assumptions`) has ``r = (a - 1/2) / 0.45``: a row that is CC for a claim and
II for its opposite then moves the odds exactly as far as the claim's own probability is moved by that source.
"""

from __future__ import annotations

from math import exp, log

from firsthand.model import Rating, Reliability

LIKELIHOODS = {Rating.CC: 0.95, Rating.C: 0.75, Rating.N: 0.50, Rating.I: 0.25, Rating.II: 0.05}
"""Chance of meeting with the evidence if the hypothesis holds: CC against II speaks 19 to 1, C against I 3 to 1."""
PENALTIES = {Rating.I: 1.0, Rating.II: 2.0}
"""What a row adds to the inconsistency of a hypothesis, before its reliability; the other ratings add nothing."""
STEPS = (Rating.II, Rating.I, Rating.N, Rating.C, Rating.CC)
"""From worst to best."""
REACH = LIKELIHOODS[Rating.CC] - 0.5


def discounted(likelihood: float, reliability: float) -> float:
    """What is left of ``likelihood`` in a row of this reliability, within (0, 1)."""
    return 0.5 + reliability * (likelihood - 0.5)


def neighbours(rating: Rating) -> tuple[Rating, Rating]:
    """One step worse and one step better, as far as the scale goes. Raises ValueError for NA, which is no step."""
    place = STEPS.index(rating)
    return STEPS[max(0, place - 1)], STEPS[min(len(STEPS) - 1, place + 1)]


def share(log_odds: float) -> float:
    """The probability of ``log_odds``."""
    return 1 / (1 + exp(-log_odds))


def logit(probability: float) -> float:
    """The log odds of a probability within (0, 1)."""
    return log(probability / (1 - probability))


def reliability_of(log_odds: float) -> float:
    """The reliability of a source that moves a claim by that much either way, in [0, 1]."""
    return min(1.0, (share(abs(log_odds)) - 0.5) / REACH)


def reliability(low: float, high: float, reason: str = "", sign: float = 1.0) -> Reliability:
    """From the interval of log odds by which a source moves a claim; ``sign`` -1 for whoever speaks against it.

    What pulls the other way than the sign says is worth nothing here.
    """
    ends = sorted(max(0.0, sign * end) for end in (low, high))
    middle = max(0.0, sign * (low + high) / 2)
    return Reliability(reliability_of(ends[0]), reliability_of(middle), reliability_of(ends[1]), reason)
