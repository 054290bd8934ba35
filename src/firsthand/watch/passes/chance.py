"""The chance that an activity of some length is seen at least once, exactly.

For passes at known times ``t_i`` and a start ``s`` spread evenly over a window ``W``, the note that this follows gives
P(D) = 1/W times the integral of 1 - prod(1 - q_i) over all ``i`` with ``s <= t_i < s + D``. The product changes only
where a pass enters or leaves, so the integral is a sum over the pieces between. Somebody who knows the passes starts
where it is smallest: the worst case. Neither figure says more than the other, so both are always given.

Cloud may last from one pass to the next: states at two optical passes are correlated by ``exp(-gap / persistence)``.
For evenly spaced passes that is the lag-one formula (1-q) [(1-q) + r q]^(n-1) for n looks without a clear one.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST_PIECE_H = 1e-9
"""Shorter pieces of the window come from rounding."""


@dataclass(frozen=True, slots=True)
class Sky:
    """How cloud hides the ground from optical passes."""

    cloud: float
    """Share of the time that cloud hides the site, in [0, 1]."""
    persistence_h: float = 0.0
    """Hours after which the correlation of cloud has fallen to 1/e; 0: passes are independent."""

    def correlation(self, gap_h: float) -> float:
        """Of cloud at two moments, in [0, 1]."""
        return math.exp(-gap_h / self.persistence_h) if self.persistence_h > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Chance:
    """A pass that may show the site."""

    time_h: float
    """Hours after the start of the window."""
    acquired: float
    """Chance that an image is taken, in [0, 1]."""
    optical: bool
    """Cloud can hide the site from it."""


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely an activity is to be seen at least once."""

    hours: float
    """Length of the activity, its trace not counted."""
    mean: float
    """Over all starts in the window, each as likely."""
    worst: float
    """Against somebody who knows the passes and picks the start."""
    worst_from_h: float
    worst_to_h: float
    """The longest stretch of starts that give the worst case, in hours after the start of the window."""


def odds(chances: Sequence[Chance], hours: float, window_h: float, sky: Sky, trace_h: float = 0.0) -> Odds:
    """The chance that an activity of ``hours`` which starts in ``[0, window_h)`` is seen at least once.

    ``chances`` are all passes up to ``window_h + hours + trace_h``, by time. A trace that stays ``trace_h`` hours after
    the activity can be seen as well as the activity itself.
    """
    times = [chance.time_h for chance in chances]
    reach_h = hours + trace_h
    edges = {0.0, window_h, *times, *(time - reach_h for time in times)}
    inside = sorted(edge for edge in edges if 0 <= edge <= window_h)
    total = 0.0
    pieces: list[tuple[float, float, float]] = []
    known: dict[tuple[int, int], float] = {}
    for start, stop in pairwise(inside):
        if stop - start < LEAST_PIECE_H:
            continue
        middle = (start + stop) / 2
        seen_by = (bisect_left(times, middle), bisect_left(times, middle + reach_h))
        if seen_by not in known:
            known[seen_by] = 1 - missed(chances[slice(*seen_by)], sky)
        total += (stop - start) * known[seen_by]
        pieces.append((known[seen_by], start, stop))
    worst, first, last = _worst(pieces)
    return Odds(hours, total / window_h, worst, first, last)


def missed(chances: Sequence[Chance], sky: Sky) -> float:
    """The chance that none of these passes gives an image on which the ground can be seen, in [0, 1]."""
    radar = math.prod(1 - chance.acquired for chance in chances if not chance.optical)
    optical = [chance for chance in chances if chance.optical]
    clear, cloudy = 1 - sky.cloud, sky.cloud
    for number, chance in enumerate(optical):
        if number:
            same = sky.correlation(chance.time_h - optical[number - 1].time_h)
            either = clear + cloudy
            clear, cloudy = (
                same * clear + (1 - same) * (1 - sky.cloud) * either,
                same * cloudy + (1 - same) * sky.cloud * either,
            )
        clear *= 1 - chance.acquired
    return radar * (clear + cloudy)


def _worst(pieces: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """The smallest chance, and the longest stretch of starts that has it."""
    least = min(chance for chance, _, _ in pieces)
    stretches: list[tuple[float, float]] = []
    for chance, start, stop in pieces:
        if chance > least + 1e-12:
            continue
        if stretches and start - stretches[-1][1] < LEAST_PIECE_H:
            stretches[-1] = (stretches[-1][0], stop)
        else:
            stretches.append((start, stop))
    return (least, *max(stretches, key=lambda stretch: stretch[1] - stretch[0]))
