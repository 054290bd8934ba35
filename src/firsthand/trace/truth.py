"""Which value holds where sources differ, how accurate each source is, and which sources copy.

Accuracy with copy detection after Dong, Berti-Équille and Srivastava, "Integrating Conflicting Data: The Role of Source
Dependence" (VLDB 2009): sources that share *false* values are likely to copy, since a false value has many rivals; what
a source has copied counts once. Accuracies, copying and values are estimated in turn until they settle.

What cannot be told: a bloc of copiers that outvotes everybody on every item looks like a bloc of good sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

FALSE_VALUES = 10
"""Wrong values that an item may be given, all equally likely."""
COPY_RATE = 0.8
"""Share of its values that a copier takes over."""
COPY_PRIOR = 0.05
"""Probability before any evidence that of two sources one copies from the other."""
START_ACCURACY = 0.8
START_CLAIMS = 10
"""Claims for which the start accuracy stands: of ten the share that is right is known to some .13, of fewer to less."""
ROUNDS = 20
SETTLED = 1e-3
MOST_CELLS = 2_000_000
"""Pairs of holders that are in memory at once, eight bytes each and some copies."""
_LEAST, _MOST = 0.01, 0.99
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a set of claims comes to."""

    values: dict[str, dict[str, float]]
    """For each item the probability of each value claimed; what is missing to 1 lies with values that nobody claims."""
    accuracies: dict[str, float]
    """For each source the mean probability of its values, drawn to 0.8 where it has few; in [0.01, 0.99]."""
    copying: dict[tuple[str, str], float]
    """For each pair of sources with items in common, in the order of their names: the probability that one copies."""


def resolve(claims: Iterable[tuple[str, str, str]]) -> Resolution:
    """Resolve ``(source, item, value)`` claims. Deterministic; the order of the claims makes no difference."""
    table = _Table(sorted(set(claims)))
    if not table.sources:
        return Resolution({}, {}, {})
    accuracy = np.full(len(table.sources), START_ACCURACY)
    copying = np.zeros((len(table.sources), len(table.sources)))
    probability = table.probabilities(accuracy, copying)
    for _ in range(ROUNDS):
        copying = table.copying(accuracy, probability)
        probability = table.probabilities(accuracy, copying)
        now = table.accuracies(probability)
        moved = float(np.abs(now - accuracy).max())
        accuracy = now
        if moved < SETTLED:
            break
    return table.resolution(accuracy, copying, probability)


class _Table:
    """Claims as matrices. An option is a pair of item and value."""

    def __init__(self, claims: list[tuple[str, str, str]]) -> None:
        self.sources = sorted({source for source, _, _ in claims})
        self.options = sorted({(item, value) for _, item, value in claims})
        self.items = sorted({item for item, _ in self.options})
        source_at = {source: number for number, source in enumerate(self.sources)}
        option_at = {option: number for number, option in enumerate(self.options)}
        item_at = {item: number for number, item in enumerate(self.items)}
        self.item_of = np.array([item_at[item] for item, _ in self.options], dtype=np.int64)
        rows = np.array([source_at[source] for source, _, _ in claims], dtype=np.int64)
        columns = np.array([option_at[item, value] for _, item, value in claims], dtype=np.int64)
        shape = (len(self.sources), len(self.options))
        self.held = sparse.csr_matrix((np.ones(len(claims)), (rows, columns)), shape=shape)
        """(sources, options): 1 where the source claims the option."""
        self.told: Floats = np.asarray(self.held.sum(axis=1)).ravel()
        self.shared = (self.held @ self.held.T).toarray()
        self.both = self._overlap()
        by_option = self.held.tocsc()
        self._group(
            [
                tuple(by_option.indices[first:last].tolist())
                for first, last in zip(by_option.indptr[:-1], by_option.indptr[1:], strict=True)
            ]
        )

    def _group(self, holders: list[tuple[int, ...]]) -> None:
        """Note which options have the same holders, and those holders by how many they are."""
        number = {each: place for place, each in enumerate(dict.fromkeys(holders))}
        self.set_of = np.array([number[each] for each in holders], dtype=np.int64)
        """(options,): the number of the set of its holders."""
        by_size: dict[int, list[tuple[int, ...]]] = {}
        for each in number:
            by_size.setdefault(len(each), []).append(each)
        self.sets = [
            (np.array([number[each] for each in same], dtype=np.int64), np.array(same, dtype=np.int64))
            for same in by_size.values()
        ]
        """For each size the numbers of the sets, and the sources in them, shape (sets, size)."""

    def _overlap(self) -> Floats:
        """(sources, sources): items of which both tell something."""
        placed = sparse.csr_matrix(
            (np.ones(len(self.options)), (np.arange(len(self.options)), self.item_of)),
            shape=(len(self.options), len(self.items)),
        )
        tells = (self.held @ placed).minimum(1.0)
        overlap: Floats = (tells @ tells.T).toarray()
        return overlap

    def accuracies(self, probability: Floats) -> Floats:
        """(sources,): how often each is right."""
        right = self.held @ probability + START_CLAIMS * START_ACCURACY
        share: Floats = np.clip(right / (self.told + START_CLAIMS), _LEAST, _MOST)
        return share

    def probabilities(self, accuracy: Floats, copying: Floats) -> Floats:
        """(options,): the probability of each; every item has :data:`FALSE_VALUES` wrong ones, claimed or not."""
        weight = np.log(FALSE_VALUES * accuracy / (1.0 - accuracy))
        order = np.lexsort((np.arange(len(accuracy)), -accuracy))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        known = np.zeros(int(self.set_of.max()) + 1)
        for numbers, holders in self.sets:
            known[numbers] = _votes(holders, weight, copying, rank)
        votes = known[self.set_of]
        highest = np.zeros(len(self.items))
        np.maximum.at(highest, self.item_of, votes)
        raised = np.exp(votes - highest[self.item_of])
        claimed = np.bincount(self.item_of, minlength=len(self.items))
        total = np.bincount(self.item_of, raised, minlength=len(self.items))
        total += np.maximum(FALSE_VALUES + 1 - claimed, 0) * np.exp(-highest)
        share: Floats = raised / total[self.item_of]
        return share

    def copying(self, accuracy: Floats, probability: Floats) -> Floats:
        """(sources, sources), symmetric: how likely one of the two copies from the other."""
        same_true = (self.held.multiply(probability) @ self.held.T).toarray()
        same_false = self.shared - same_true
        differ = np.maximum(self.both - self.shared, 0.0)
        true = np.outer(accuracy, accuracy)
        false = np.outer(1.0 - accuracy, 1.0 - accuracy) / FALSE_VALUES
        rest = np.maximum(1.0 - true - false, 1e-9)
        alone = np.log(1.0 - COPY_PRIOR) + same_true * np.log(true) + same_false * np.log(false)
        alone += differ * np.log(rest)
        right = accuracy[np.newaxis, :]
        copied = np.log(COPY_PRIOR / 2.0) + differ * np.log(rest * (1.0 - COPY_RATE))
        copied = copied + same_true * np.log(right * COPY_RATE + true * (1.0 - COPY_RATE))
        copied = copied + same_false * np.log((1.0 - right) * COPY_RATE + false * (1.0 - COPY_RATE))
        odds = np.logaddexp(copied, copied.T) - alone
        found: Floats = 1.0 / (1.0 + np.exp(-np.clip(odds, -500.0, 500.0)))
        found[self.both == 0] = 0.0
        np.fill_diagonal(found, 0.0)
        return found

    def resolution(self, accuracy: Floats, copying: Floats, probability: Floats) -> Resolution:
        values: dict[str, dict[str, float]] = {item: {} for item in self.items}
        for (item, value), share in zip(self.options, probability.tolist(), strict=True):
            values[item][value] = share
        pairs = zip(*np.nonzero(np.triu(self.both, 1)), strict=True)
        return Resolution(
            values,
            dict(zip(self.sources, accuracy.tolist(), strict=True)),
            {(self.sources[one], self.sources[two]): float(copying[one, two]) for one, two in pairs},
        )


def _votes(holders: npt.NDArray[np.int64], weight: Floats, copying: Floats, rank: npt.NDArray[np.int64]) -> Floats:
    """(sets,): the holders' weight, each counted as far as it is likely not to have copied from a better one among
    them; ``holders`` has the shape (sets, size)."""
    size = holders.shape[1]
    better = np.tri(size, k=-1, dtype=bool)
    found = np.zeros(len(holders))
    step = max(1, MOST_CELLS // size**2)
    for at in range(0, len(holders), step):
        part = holders[at : at + step]
        placed = np.take_along_axis(part, np.argsort(rank[part], axis=1), axis=1)
        alone = 1.0 - COPY_RATE * copying[placed[:, :, np.newaxis], placed[:, np.newaxis, :]]
        own = np.where(better, alone, 1.0).prod(axis=2)
        found[at : at + step] = (own * weight[placed]).sum(axis=1)
    return found
