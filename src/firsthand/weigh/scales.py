"""The two scales that briefs speak in: ICD 203 words of likelihood, and the Admiralty grades.

Sources: Intelligence Community Directive 203, Analytic Standards (2015), section D.6.e.(2)(a), for the bands and words;
NATO AJP-2.1 and US Army FM 2-22.3, appendix B, for the grades. Bands are in probabilities. ICD 203 leaves out 0 and 1.
"""

from __future__ import annotations

LOWEST, HIGHEST = 0.01, 0.99
UNDETERMINED = "undetermined"
MOST_BANDS = 2
"""An interval that reaches into more bands of ICD 203 than this has no honest word."""
SLIVER = 0.02
"""Reaching into a band by no more than this does not count: the ends are not known so finely."""
LEAST_WIDTH = 0.01
"""No interval is narrower: nobody knows a probability of this sort to less than a point."""

BANDS: tuple[tuple[float, float, str], ...] = (
    (0.01, 0.05, "almost no chance"),
    (0.05, 0.20, "very unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly even chance"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very likely"),
    (0.95, 0.99, "almost certain"),
)
"""Lower edge, upper edge, word. The bands share edges; an edge takes the word nearer to an even chance."""

CONFIDENCE = ("low", "moderate", "high")
"""How good the basis of a judgement is; never stated in one sentence with a likelihood (ICD 203)."""

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
"""6 is no probability: it says that there is nothing to judge by."""


def likelihood_word(probability: float) -> str:
    """The ICD 203 word for ``probability``. Raises ValueError outside [0.01, 0.99]."""
    value = round(probability, 6)
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(f"ICD 203 has no word for {probability}: it lies outside {LOWEST}-{HIGHEST}")
    fitting = [(low, high, word) for low, high, word in BANDS if low <= value <= high]
    return min(fitting, key=lambda band: abs((band[0] + band[1]) / 2 - 0.5))[2]


def interval_word(low: float, high: float) -> str:
    """The word of the interval's middle, or ``undetermined`` where it reaches into too many bands for any."""
    inside = (min(high, end) - max(low, start) for start, end, _ in BANDS)
    if sum(round(share, 6) > SLIVER for share in inside) > MOST_BANDS:
        return UNDETERMINED
    return likelihood_word((low + high) / 2)


def whole_per_cent(probability: float) -> str:
    """ "39 %"; never 0 nor 100, which nobody knows."""
    return f"{min(99, max(1, round(probability * 100)))} %"
