"""Which sources seem to have it from each other, and which could be judged by agreement at all.

Lineage follows what texts say of their sources. What they hide shows in two ways. Where sources differ in numbers,
those that share what others know better are likely one (:mod:`firsthand.trace.truth`). Where all assert, as most do,
agreement shows nothing; but two that found out apart are seldom wrong together, so being wrong together as often as
alone does. A handful of claims shows nothing, so nothing is concluded below :data:`LEAST_SHARED`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from math import exp, log

from firsthand.trace.truth import COPY_PRIOR, COPY_RATE, resolve

LEAST_SHARED = 10
"""Claims of which both must tell something before their dependence is judged."""
DEPENDENT = 0.9
"""Probability of copying from which two sources are taken for one; so joined, sources of flight times vote better."""
LEAST_COMPARED = 3
"""Claims that two outlets must share to count as compared."""
_MOST_ODDS = 50.0


def dependent(told: Iterable[tuple[str, str, str]], right: Mapping[tuple[str, str], bool]) -> frozenset[frozenset[str]]:
    """Pairs of sources of which one copies.

    ``told`` are (source, claim, value); ``right`` says by source and claim whether it was right, for settled claims.
    """
    rows = sorted(set(told))
    by_source: dict[str, set[str]] = {}
    for source, claim, _ in rows:
        by_source.setdefault(source, set()).add(claim)
    often = sorted(source for source, claims in by_source.items() if len(claims) >= LEAST_SHARED)
    judged = [pair for pair in combinations(often, 2) if len(by_source[pair[0]] & by_source[pair[1]]) >= LEAST_SHARED]
    if not judged:
        return frozenset()
    copying = resolve(rows).copying
    results: dict[str, dict[str, bool]] = {}
    for (source, claim), was_right in right.items():
        results.setdefault(source, {})[claim] = was_right
    return frozenset(
        frozenset(pair)
        for pair in judged
        if max(copying.get(pair, 0.0), _wrong_together(*(results.get(source, {}) for source in pair))) >= DEPENDENT
    )


def _wrong_together(one: Mapping[str, bool], two: Mapping[str, bool]) -> float:
    """The probability that one copies, from how often both are wrong where both are right or both wrong.

    After Dong, Berti-Équille and Srivastava (VLDB 2009), given that they agree: sources that know with accuracies a and
    b are then wrong with odds (1 - a)(1 - b) to ab; a copier is wrong where its giver is.
    """
    shared = [one[claim] for claim in one if claim in two and one[claim] == two[claim]]
    if len(shared) < LEAST_SHARED:
        return 0.0
    differ = sum(claim in two and one[claim] != two[claim] for claim in one)
    first, second = ((1 + sum(each.values())) / (2 + len(each)) for each in (one, two))
    alone = (1 - first) * (1 - second) / ((1 - first) * (1 - second) + first * second)
    copied = COPY_RATE * (1 - (first + second) / 2) + (1 - COPY_RATE) * alone
    wrong = len(shared) - sum(shared)
    odds = log(COPY_PRIOR / (1 - COPY_PRIOR)) + differ * log(1 - COPY_RATE)
    odds += wrong * log(copied / alone) + (len(shared) - wrong) * log((1 - copied) / (1 - alone))
    return 1 / (1 + exp(-max(-_MOST_ODDS, min(_MOST_ODDS, odds))))


def comparable(carried: Mapping[str, Collection[str]]) -> dict[str, tuple[int, bool]]:
    """For each source that carries claims: with how many others it can be compared, and whether that tells who errs.

    Agreement tells the sources' reliability only where the graph of overlaps has an odd cycle (three that can each be
    compared with both others); in a pair, either may be the one that errs.
    """
    near: dict[str, set[str]] = {name: set() for name in carried}
    claims = {name: set(each) for name, each in carried.items()}
    for one, two in combinations(sorted(carried), 2):
        if len(claims[one] & claims[two]) >= LEAST_COMPARED:
            near[one].add(two)
            near[two].add(one)
    told: dict[str, bool] = {}
    for name in sorted(near):
        if name not in told:
            members, odd = _component(name, near)
            told |= dict.fromkeys(members, odd)
    return {name: (len(near[name]), told[name]) for name in carried}


def _component(start: str, near: Mapping[str, set[str]]) -> tuple[set[str], bool]:
    """All that hang together with ``start``, and whether two colours do not suffice for them."""
    colour = {start: False}
    odd = False
    waiting = [start]
    while waiting:
        name = waiting.pop()
        for other in sorted(near[name]):
            if other not in colour:
                colour[other] = not colour[name]
                waiting.append(other)
            odd = odd or colour[other] == colour[name]
    return set(colour), odd
