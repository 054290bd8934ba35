"""How good our judgements were: Brier score and its parts, log score, calibration by word.

Pure functions over (probability stated, what it came to). Sources: Brier, Monthly Weather Review 78 (1950); Murphy,
Journal of Applied Meteorology 12 (1973), the partition; Stephenson, Coelho and Jolliffe, Weather and Forecasting 23
(2008), the part that is left over within bins; Wilson, JASA 22 (1927), the interval of a share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log, sqrt

from firsthand.model import Decision, Forecast, Stated
from firsthand.weigh.scales import BANDS, HIGHEST, LOWEST, UNDETERMINED, likelihood_word
from firsthand.weigh.scoring.resolutions import TRUE, VOID, resolved

MACHINE = "machine"
"""Whose judgements those of the weighing are."""
FIRST, LAST = "first", "last"
"""Which of several judgements of one question counts: the first that was stated, or the last before it was resolved."""
NORMAL_95 = 1.959964
"""Half-width of the 95 % interval of a normal distribution, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One judgement that can be held against the answer."""

    who: str
    subject: str
    """Id of the claim or forecast."""
    text: str
    probability: float
    stated: datetime
    true: bool
    resolved: datetime
    decision_id: str


@dataclass(frozen=True, slots=True)
class Unscored:
    """What is not scored, and why; numbers of questions."""

    open: int = 0
    """Not resolved yet."""
    due: int = 0
    """Of the open ones, forecasts whose day has passed."""
    void: int = 0
    undetermined: int = 0
    """Resolved, but the machine had no word for it."""
    late: int = 0
    """Resolved before anything was stated."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The judgements that fall to one word of ICD 203."""

    words: str
    low: float
    high: float
    """The word's range."""
    count: int
    stated: float
    """Mean of the probabilities stated."""
    share: float
    """Share that came true."""
    share_low: float
    share_high: float
    """95 % interval of that share (Wilson)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How good one judge was. ``brier`` is ``reliability - resolution + uncertainty + within``."""

    who: str
    count: int
    brier: float
    """Mean squared distance from what came; 0 is best, 0.25 what an even chance for everything gets."""
    log_score: float
    """Mean surprise, minus the natural logarithm of what was given to what came; 0 is best, 0.693 for even chances."""
    base_rate: float
    """Share that came true."""
    reliability: float
    """What is lost because the words do not mean what they say."""
    resolution: float
    """What is gained by telling the likely from the unlikely."""
    uncertainty: float
    """The Brier score of giving the base rate to everything."""
    within: float
    """What the probabilities within one word add or save."""
    bins: tuple[Bin, ...]


def machine_scored(
    kept: Sequence[Stated], decisions: Iterable[Decision], which: str = LAST
) -> tuple[list[Scored], Unscored]:
    """The machine's judgements of resolved claims, each as it was stated first, or last before it was resolved."""
    came = resolved(decisions)
    told: dict[str, list[Stated]] = {}
    for item in kept:
        told.setdefault(item.statement_id, []).append(item)
    found: list[Scored] = []
    open_, void, undetermined, late = 0, 0, 0, 0
    for said in told.values():
        decision = came.get(said[-1].claim_id) or came.get(said[-1].statement_id)
        if decision is None:
            open_ += 1
            continue
        before = [item for item in said if item.at <= decision.when]
        if decision.value == VOID:
            void += 1
        elif not before:
            late += 1
        elif (counts := before[0 if which == FIRST else -1]).words == UNDETERMINED:
            undetermined += 1
        else:
            middle = round((counts.low + counts.high) / 2, 4)
            found.append(_scored(MACHINE, counts.claim_id, counts.text, (middle, counts.at), decision))
    return found, Unscored(open_, 0, void, undetermined, late)


def people_scored(
    forecasts: Sequence[Forecast], decisions: Iterable[Decision], now: datetime, which: str = LAST
) -> tuple[list[Scored], Unscored]:
    """People's forecasts of resolved questions; of several by one person on one question the first or the last."""
    came = resolved(decisions)
    told: dict[tuple[str, str], list[Forecast]] = {}
    for item in forecasts:
        told.setdefault((item.who, item.statement_id or item.id), []).append(item)
    found: list[Scored] = []
    open_, due, void, late = 0, 0, 0, 0
    for (who, _), said in told.items():
        decision = came.get(said[-1].claim_id or said[-1].id) or came.get(said[-1].statement_id)
        if decision is None:
            open_ += 1
            due += any(item.by is not None and item.by <= now for item in said)
            continue
        before = [item for item in said if item.made <= decision.when]
        if decision.value == VOID:
            void += 1
        elif not before:
            late += 1
        else:
            counts = before[0 if which == FIRST else -1]
            subject = counts.claim_id or counts.id
            found.append(_scored(who, subject, counts.text, (counts.probability, counts.made), decision))
    return found, Unscored(open_, due, void, 0, late)


def _scored(who: str, subject: str, text: str, said: tuple[float, datetime], decision: Decision) -> Scored:
    probability, stated = said
    return Scored(who, subject, text, probability, stated, decision.value == TRUE, decision.when, decision.id)


# ---- the scores ----------------------------------------------------------------------------------------------------


def scores(who: str, items: Sequence[Scored]) -> Scores | None:
    """All scores of one judge; ``None`` without a single judgement."""
    if not items:
        return None
    pairs = [(item.probability, float(item.true)) for item in items]
    base = sum(came for _, came in pairs) / len(pairs)
    groups = by_word(pairs)
    reliability = resolution = within = 0.0
    for group in groups.values():
        stated, share = _means(group)
        reliability += len(group) * (stated - share) ** 2
        resolution += len(group) * (share - base) ** 2
        within += sum((said - stated) ** 2 - 2 * (said - stated) * (came - share) for said, came in group)
    count = len(pairs)
    return Scores(
        who=who,
        count=count,
        brier=brier(pairs),
        log_score=-sum(log(said if came else 1 - said) for said, came in pairs) / count,
        base_rate=base,
        reliability=reliability / count,
        resolution=resolution / count,
        uncertainty=base * (1 - base),
        within=within / count,
        bins=tuple(_bin(word, group) for word, group in groups.items()),
    )


def brier(pairs: Sequence[tuple[float, float]]) -> float:
    """Mean squared distance between what was stated and what came (0 or 1)."""
    return sum((said - came) ** 2 for said, came in pairs) / len(pairs)


def by_word(pairs: Iterable[tuple[float, float]]) -> dict[str, list[tuple[float, float]]]:
    """(stated, came) by the word of ICD 203 for what was stated, in the order of the words."""
    found: dict[str, list[tuple[float, float]]] = {}
    for said, came in pairs:
        found.setdefault(likelihood_word(min(HIGHEST, max(LOWEST, said))), []).append((said, came))
    return {word: found[word] for _, _, word in BANDS if word in found}


def _bin(word: str, group: Sequence[tuple[float, float]]) -> Bin:
    low, high = next((low, high) for low, high, name in BANDS if name == word)
    stated, share = _means(group)
    return Bin(word, low, high, len(group), stated, share, *share_interval(sum(c for _, c in group), len(group)))


def _means(group: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(said for said, _ in group) / len(group), sum(came for _, came in group) / len(group)


def share_interval(hits: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share of ``hits`` out of ``count`` (Wilson's score interval)."""
    share, squared = hits / count, NORMAL_95**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    reach = NORMAL_95 / (1 + squared / count) * sqrt(share * (1 - share) / count + squared / (4 * count**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)
