"""How outlets behave: what each carries, how often it is first, and from whom it seems to copy.

Two signs of copying stand side by side: texts taken over, which anybody can check, and the probability learned from
sharing what proved wrong (:mod:`firsthand.trace.truth`). With few shared claims the second stays near its prior.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand.case import Case
from firsthand.model import Outlet, Stance
from firsthand.store.carriage import Carriage, Saying
from firsthand.trace.acts import says_not
from firsthand.trace.sources import Publishers
from firsthand.trace.truth import resolve

LIKELY = 0.5
"""Probability from which learned copying is worth telling without any text taken over."""


@dataclass(frozen=True, slots=True)
class Giver:
    """An outlet from which another seems to have it."""

    outlet: str
    probability: float
    """That one of the two copies from the other, learned from what they say alike and differently, in [0, 1]."""
    texts: int
    """Reports that took over text from it or cite it."""


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """What one outlet does in a case."""

    outlet: str
    claims: int
    """Claims that its reports carry."""
    first: int
    """Claims that it was the first to carry."""
    accuracy: float
    """Mean probability that what it says holds, learned from agreement of independent sources, in [0.01, 0.99]."""
    copies_from: tuple[Giver, ...]


def outlets_of(case: Case) -> list[OutletRecord]:
    """The outlets of a traced case, those that carry most first."""
    return behaviour(case.store.carriage(), case.outlets)


def behaviour(held: Carriage, outlets: Sequence[Outlet]) -> list[OutletRecord]:
    """One record per outlet that carries a claim."""
    publishers = Publishers(outlets)
    name_of = {id: publishers.name(outlet) for id, outlet in held.reports.items()}
    rank = {id: number for number, id in enumerate(held.reports)}
    known = {saying.id: _value(saying) for saying in held.sayings}
    told: list[tuple[str, str, str]] = []
    first: Counter[str] = Counter()
    ahead: Counter[tuple[str, str]] = Counter()
    for claim in held.claims:
        carried: dict[str, str] = {}
        for member in sorted(claim.members, key=lambda member: rank.get(member.document_id, -1)):
            if member.document_id in rank and member.statement_id in known:
                carried.setdefault(name_of[member.document_id], known[member.statement_id])
        first.update(list(carried)[:1])
        ahead.update(combinations(carried, 2))
        told += [(name, claim.id, value) for name, value in carried.items()]
    taken = Counter(
        (name_of[giver], name_of[taker]) for giver, taker in held.flows if giver in name_of and taker in name_of
    )
    found = resolve(told)
    givers = _givers(found.copying, ahead, taken)
    counts = Counter(name for name, _, _ in told)
    records = [
        OutletRecord(name, counts[name], first[name], found.accuracies[name], tuple(givers.get(name, ())))
        for name in counts
    ]
    return sorted(records, key=lambda record: (-record.claims, record.outlet))


def _value(saying: Saying) -> str:
    """What a statement makes of its claim: that it is not so, its number, or plainly that it is so."""
    event = saying.event
    if saying.stance is Stance.DENIES or event.negated or says_not(saying.text, event.action):
        return "not so"
    quantity = event.quantity
    return f"{quantity.low} to {quantity.high}" if quantity else "so"


def _givers(
    copying: dict[tuple[str, str], float], ahead: Counter[tuple[str, str]], taken: Counter[tuple[str, str]]
) -> dict[str, list[Giver]]:
    """For each outlet those it has things from; of two outlets the one that is more often first gives."""
    found: dict[str, list[Giver]] = {}
    pairs = {*copying, *(tuple(sorted(pair)) for pair in taken)}
    for one, two in sorted((first, second) for first, second in pairs if first != second):
        probability = copying.get((one, two), 0.0)
        for giver, taker in ((one, two), (two, one)):
            leads = ahead[giver, taker] > ahead[taker, giver]
            if taken[giver, taker] or (leads and probability >= LIKELY):
                found.setdefault(taker, []).append(Giver(giver, probability, taken[giver, taker]))
    return {taker: sorted(each, key=lambda giver: (-giver.texts, giver.outlet)) for taker, each in found.items()}
