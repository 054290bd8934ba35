"""Does a site go quiet when a satellite is due? A test on the activity series, where there are looks enough for one.

Of each look it is known how much of the ground had moved since the looks before. Some looks were taken within hours of
a pass of another satellite, at least as fine, whose orbit anybody can know; at others none was due. If people at the
site heed the passes, the ground moves less in the first. Looks are only compared with looks of the same sensor.

The test is a one-sided permutation test of the ranks within each sensor (Wilcoxon's rank sum, stratified): which looks
had a pass due is shuffled within each sensor, and the p-value is the share of shuffles in which the looks with a pass
due rank as low as they do. Holm's correction is for the number of sites tested together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from statistics import median

import numpy as np

DUE = timedelta(hours=6)
"""A pass this near to a look is one that people at the site would have had in mind."""
SAME_PASS = timedelta(minutes=15)
"""A pass this near to a look is the look's own."""
LEAST_EACH = 5
"""Looks with and without a pass due that a test needs; with fewer no p-value below 0.004 can come about."""
LEVEL = 0.05
EXACT_UP_TO = 20_000
SHUFFLES = 9_999
SEED = 20_250_816
"""Of the shuffles where there are too many to go through, so that an answer can be repeated."""


@dataclass(frozen=True, slots=True)
class QuietLook:
    """One look of the series that the test used."""

    scene_id: str
    taken: datetime
    sensor: str
    share: float
    """Of the ground that moved since the looks before, in [0, 1]."""
    due: tuple[str, ...]
    """Satellites that were due within hours of it."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What the series says of one site."""

    site_id: str
    tested: bool
    flagged: bool
    """Looks with a pass due are lower, and chance is an unlikely cause at the level of the test."""
    text: str
    """All that may be said of it, in sentences."""
    looks: tuple[QuietLook, ...] = ()
    p_value: float | None = None
    """As tested, before correction."""
    p_corrected: float | None = None
    """With Holm's correction for the sites tested together."""
    median_due: float | None = None
    median_other: float | None = None


def untested(site_id: str, reason: str, looks: Sequence[QuietLook] = ()) -> Quiet:
    """A site of which nothing can be told."""
    return Quiet(site_id, tested=False, flagged=False, text=f"It cannot be tested: {reason}.", looks=tuple(looks))


def quiet(site_id: str, looks: Sequence[QuietLook]) -> Quiet:
    """The test on one site's looks, before correction for the number of sites."""
    groups = _groups(looks)
    used = [look for group in groups for look in group]
    due = [look for look in used if look.due]
    other = [look for look in used if not look.due]
    if len(due) < LEAST_EACH or len(other) < LEAST_EACH:
        reason = (
            f"it takes {LEAST_EACH} looks of one sensor with a pass of another satellite due and as many without, "
            f"there are {len(due)} and {len(other)}"
        )
        return untested(site_id, reason, looks)
    return Quiet(
        site_id=site_id,
        tested=True,
        flagged=False,
        text="",
        looks=tuple(used),
        p_value=permutation_p(groups),
        median_due=median(look.share for look in due),
        median_other=median(look.share for look in other),
    )


def corrected(found: Sequence[Quiet]) -> tuple[Quiet, ...]:
    """The answers with Holm's correction and in words."""
    tested = sorted((item for item in found if item.p_value is not None), key=lambda item: item.p_value or 0.0)
    by_site: dict[str, Quiet] = {}
    least = 0.0
    for place, item in enumerate(tested):
        least = max(least, min(1.0, (item.p_value or 0.0) * (len(tested) - place)))
        flagged = least <= LEVEL
        by_site[item.site_id] = replace(
            item, p_corrected=least, flagged=flagged, text=_text(item, least, len(tested), flagged)
        )
    return tuple(by_site.get(item.site_id, item) for item in found)


def permutation_p(groups: Sequence[Sequence[QuietLook]]) -> float:
    """Share of the ways to deal out passes within each sensor that leave the looks with one due ranked as low."""
    ranked = [([bool(look.due) for look in group], _ranks([look.share for look in group])) for group in groups]
    observed = sum(rank for due, ranks in ranked for is_due, rank in zip(due, ranks, strict=True) if is_due)
    ways = math.prod(math.comb(len(due), sum(due)) for due, _ in ranked)
    if ways <= EXACT_UP_TO:
        sums = [0.0]
        for due, ranks in ranked:
            sums = [one + sum(chosen) for one in sums for chosen in combinations(ranks, sum(due))]
        return sum(value <= observed + 1e-9 for value in sums) / len(sums)
    chance = np.random.default_rng(SEED)
    sums_drawn = sum(
        np.array([chance.permutation(ranks)[: sum(due)].sum() for _ in range(SHUFFLES)]) for due, ranks in ranked
    )
    return float((1 + np.count_nonzero(sums_drawn <= observed + 1e-9)) / (SHUFFLES + 1))


def due_at(taken: datetime, passes: Sequence[tuple[str, datetime]]) -> tuple[str, ...]:
    """Names of the satellites with a pass near ``taken``, its own left out; ``passes`` are (name, time)."""
    own = {name for name, time in passes if abs(time - taken) <= SAME_PASS}
    near = [name for name, time in passes if abs(time - taken) <= DUE and name not in own]
    return tuple(dict.fromkeys(near))


def _groups(looks: Sequence[QuietLook]) -> list[list[QuietLook]]:
    """Looks by sensor; a sensor with passes due at all of its looks, or at none, tells nothing."""
    by_sensor: dict[str, list[QuietLook]] = {}
    for look in looks:
        by_sensor.setdefault(look.sensor, []).append(look)
    return [group for group in by_sensor.values() if 0 < sum(bool(look.due) for look in group) < len(group)]


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, shared by equal values."""
    order = sorted(values)
    return [order.index(value) + (order.count(value) + 1) / 2 for value in values]


def _text(item: Quiet, p_corrected: float, sites: int, flagged: bool) -> str:
    due = [look for look in item.looks if look.due]
    numbers = (
        f"In {len(due)} looks with another satellite due within {DUE.seconds // 3600} hours a median of "
        f"{item.median_due:.1%} of the ground had moved, in {len(item.looks) - len(due)} looks of the same sensors "
        f"without, {item.median_other:.1%}."
    )
    test = (
        f"Permutation test of ranks within each sensor: p = {item.p_value:.3g}, {p_corrected:.3g} with Holm's "
        f"correction for {sites} {'site' if sites == 1 else 'sites'} tested."
    )
    if flagged:
        limit = "It says that the two go together, and not why: shifts, weather and light keep the same hours."
    else:
        limit = "No sign of it; with so few looks a small effect would not show."
    return f"{numbers} {test} {limit}"
