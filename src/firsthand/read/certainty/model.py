"""The trained event factuality model, in plain Python.

A bag of feature embeddings, one hidden layer and a softmax over nine levels, three times; the answer is the median of
the averaged distribution, since it is judged by mean absolute error. ``training/factuality.py`` makes the weights,
``models/factuality.md`` is their card.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from firsthand.models.loader import model_bytes

LEVELS = (-3.0, -2.25, -1.5, -0.75, 0.0, 0.75, 1.5, 2.25, 3.0)
_WITHIN = 0.6
"""How much of a level's width the median may move inside it; 1 would treat the level as evenly filled."""


@dataclass(frozen=True, slots=True)
class _Net:
    bias: tuple[float, ...]
    out: tuple[tuple[float, ...], ...]
    """One row of level weights per hidden unit."""
    out_bias: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FactualityModel:
    """Weights as loaded; ``rows`` maps a feature's hash to its row in ``embed``."""

    rows: dict[int, int]
    embed: array[int]
    scale: float
    hidden: int
    nets: tuple[_Net, ...]

    def predict(self, features: Sequence[str]) -> float:
        """Factuality in [-3, 3] of an event with these features."""
        known = [row for row in (self.rows.get(feature_hash(name)) for name in features) if row is not None]
        width = self.hidden * len(self.nets)
        factor = self.scale / math.sqrt(len(known) or 1)
        columns = zip(*(self.embed[row * width : (row + 1) * width] for row in known), strict=True)
        sums = [factor * sum(column) for column in columns] or [0.0] * width
        total = [0.0] * len(LEVELS)
        for number, net in enumerate(self.nets):
            values = sums[number * self.hidden : (number + 1) * self.hidden]
            for level, share in enumerate(_distribution(net, values)):
                total[level] += share / len(self.nets)
        return _median(total)


def _distribution(net: _Net, sums: Sequence[float]) -> list[float]:
    hidden = [max(0.0, value + bias) for value, bias in zip(sums, net.bias, strict=True)]
    scores = list(net.out_bias)
    for value, weights in zip(hidden, net.out, strict=True):
        if value:
            scores = [score + value * weight for score, weight in zip(scores, weights, strict=True)]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    return [power / sum(powers) for power in powers]


def _median(shares: Sequence[float]) -> float:
    step = LEVELS[1] - LEVELS[0]
    below = 0.0
    for level, share in zip(LEVELS, shares, strict=True):
        if below + share >= 0.5:
            inside = (0.5 - below) / share - 0.5
            return min(LEVELS[-1], max(LEVELS[0], level + inside * step * _WITHIN))
        below += share
    return LEVELS[-1]


def feature_hash(name: str) -> int:
    """32 bits that stand for a feature's name in the weights file."""
    return zlib.crc32(name.encode())


@lru_cache(maxsize=1)
def load() -> FactualityModel:
    """The shipped weights; read once. Raises IntegrityError when the file is not as shipped."""
    data = json.loads(model_bytes("factuality.json"))
    hashes = array("I", _unpacked(data["hashes"]))
    nets = tuple(
        _Net(tuple(net["bias"]), tuple(tuple(row) for row in net["out"]), tuple(net["out_bias"]))
        for net in data["nets"]
    )
    return FactualityModel(
        {value: row for row, value in enumerate(hashes)},
        array("b", _unpacked(data["embed"])),
        data["scale"],
        data["hidden"],
        nets,
    )


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
