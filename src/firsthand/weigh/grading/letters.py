"""From a record of right and wrong statements to an Admiralty letter, and to a weight.

The record is a Beta posterior over the share of claims in which the source is right. The letter starts from the flat
prior, so that it is the record's alone; a weight starts from what is assumed of such statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from firsthand.weigh.assumptions import SPREAD, Range

NOT_JUDGED = "F"
SHARES: tuple[tuple[str, float, float], ...] = (
    ("A", 0.90, 1.00),
    ("B", 0.75, 0.90),
    ("C", 0.60, 0.75),
    ("D", 0.40, 0.60),
    ("E", 0.00, 0.40),
)
"""Letter, and the share of claims in which such a source is right. The words are those of AJP-2.1, which gives no
shares; why these, docs/decisions/0012 says."""
FEWEST_TESTS = 5.0
"""Below this sum of tests a source is not judged."""
MOST_LETTERS = 3
"""An interval that reaches into more letters than this has no honest one: it must rule two of the five out."""
SLIVER = 0.02
"""Reaching into a letter by no more than this does not count."""
TAIL = 0.1
"""Share of the posterior on either side of the interval: it is the middle 80 per cent."""
_NORMAL_TAIL = 1.2816
"""Standard deviations from the middle of a normal distribution to that tail."""
_EVEN = 0.5
_GIVEN_TOP = 0.97
"""Nobody is given more: three in a hundred are misheard, mistaken or misled."""


def share_interval(right: float, wrong: float) -> Range:
    """The middle 80 per cent of the share of claims in which a source with this record is right."""
    return _quantiles(1 + round(right, 3), 1 + round(wrong, 3))


def letter_of(right: float, wrong: float) -> str:
    """The letter of a record; F when it is too short or its interval rules out fewer than two letters."""
    if right + wrong < FEWEST_TESTS:
        return NOT_JUDGED
    low, high = share_interval(right, wrong)
    reached = sum(round(min(high, top) - max(low, bottom), 6) > SLIVER for _, bottom, top in SHARES)
    if reached > MOST_LETTERS:
        return NOT_JUDGED
    middle = (1 + right) / (2 + right + wrong)
    return next(letter for letter, bottom, _ in SHARES if middle >= bottom)


def given_range(letter: str, assumed: Range) -> Range:
    """The weight of a statement whose source a person gave ``letter``; what is assumed for F.

    Whoever is right no oftener than a coin moves nothing: that somebody unreliable says it is no sign of the contrary.
    """
    if letter == NOT_JUDGED:
        return assumed
    low, high = next((bottom, top) for name, bottom, top in SHARES if name == letter)
    return _signed((max(low, _EVEN), max(min(high, _GIVEN_TOP), _EVEN)), assumed)


@dataclass(frozen=True, slots=True)
class Trial:
    """One resolved claim of a source."""

    stake: float
    rates: Range
    """How often such an outcome comes where the source is right, and where it is wrong."""
    weight: float = 1.0


def counts(stake: float, rates: Range, record: float) -> Range:
    """How far a test counts as right and as wrong for a source whose share of right statements is ``record``.

    Words that stake less than all are for the rest a toss of a coin, and images err: what is left to luck counts for
    neither, what is left to the images' errors is shared out by the record.
    """
    luck = (1 - stake) / 2 * sum(rates)
    right, wrong = stake * record * rates[0], stake * (1 - record) * rates[1]
    every = right + wrong + luck
    return right / every, wrong / every


def learned_range(assumed: Range, tests: Sequence[Trial]) -> Range:
    """The weight of a statement once the record of its source is added to what is assumed of such statements.

    The wider such sources differ, the less the assumption counts against a record. The width shrinks as tests come in.
    Nothing for a source that errs as often as not: it is no sign of the contrary that it says so.
    """
    low, high = sorted(1 / (1 + exp(-abs(end))) for end in assumed)
    middle, deviation = (low + high) / 2, (high - low) / 2 / _NORMAL_TAIL
    strength = max(2.0, middle * (1 - middle) / (deviation**2 + SPREAD**2) - 1)
    right, wrong = middle * strength, (1 - middle) * strength
    for test in tests:
        more = counts(test.stake, test.rates, right / (right + wrong))
        right, wrong = right + test.weight * more[0], wrong + test.weight * more[1]
    if right <= wrong:
        return 0.0, 0.0
    weight = log(right / wrong)
    half = (assumed[1] - assumed[0]) / 2 * sqrt(strength / (right + wrong))
    return (-weight - half, -weight + half) if sum(assumed) < 0 else (weight - half, weight + half)


def _signed(shares: Range, assumed: Range) -> Range:
    """The log odds of ``shares``, against the claim where the assumed weight is."""
    low, high = (log(share / (1 - share)) for share in shares)
    return (-high, -low) if sum(assumed) < 0 else (low, high)


@lru_cache(maxsize=4096)
def _quantiles(right: float, wrong: float) -> Range:
    """The tenth and ninetieth percentile of a Beta distribution."""
    # Imported here: SciPy takes a while to load, and cases without any resolved claim never ask.
    from scipy.special import betaincinv

    return float(betaincinv(right, wrong, TAIL)), float(betaincinv(right, wrong, 1 - TAIL))
