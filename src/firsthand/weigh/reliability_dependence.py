"""Which sources seem to have it from each other, and which could be judged by agreement at all.

Lineage follows what texts say of their sources. What they hide shows in errors: two sources that call false the same
things, where others know better, are likely one (:mod:`firsthand.trace.truth`). A handful of claims shows nothing, so
nothing is concluded below :data:`LEAST_SHARED`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from firsthand.trace.truth import resolve

LEAST_SHARED = 10
"""Claims of which both must tell something before their dependence is judged."""
DEPENDENT = 0.9
"""Probability of copying from which two sources are taken for one; so joined, sources of flight times vote better."""
LEAST_COMPARED = 3
"""Claims that two outlets must share to count as compared."""
SETTLED = "what is known to be so"
"""The resolved claims take part as one more source, so that errors shared by a majority are seen as errors."""


def dependent(told: Iterable[tuple[str, str, str]], settled: Mapping[str, str]) -> frozenset[frozenset[str]]:
    """Pairs of sources of which one copies; ``told`` are (source, claim, value), ``settled`` values by claim."""
    rows = sorted(set(told))
    by_source: dict[str, set[str]] = {}
    for source, claim, _ in rows:
        by_source.setdefault(source, set()).add(claim)
    shared = {
        pair: len(by_source[pair[0]] & by_source[pair[1]])
        for pair in combinations(sorted(by_source), 2)
        if min(len(by_source[name]) for name in pair) >= LEAST_SHARED
    }
    judged = {pair for pair, count in shared.items() if count >= LEAST_SHARED}
    if not judged:
        return frozenset()
    known = [(SETTLED, claim, value) for claim, value in settled.items()]
    copying = resolve([*rows, *known]).copying
    return frozenset(frozenset(pair) for pair in judged if copying.get(pair, 0.0) >= DEPENDENT)


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
