"""What would tell the hypotheses apart best, and which look could bring it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from firsthand.case import Case
from firsthand.collect.images.elements import FOLDER
from firsthand.model import Hypothesis, Rating
from firsthand.watch.passes.sensors import known_sensors
from firsthand.watch.visibility import PIXELS_ACROSS, could_show
from firsthand.weigh.hypotheses.catalogue import OTHERS, Find, set_called
from firsthand.weigh.hypotheses.judge import Outcome, Posterior, active
from firsthand.weigh.hypotheses.scale import LIKELIHOODS

AHEAD = timedelta(days=30)
"""How far ahead passes are listed."""
MOST_PASSES = 3
MOST_SENSORS = 6


@dataclass(frozen=True, slots=True)
class NextPass:
    """A pass that could bring it, weather apart."""

    satellite: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Discriminator:
    """One observation, and what it would be worth."""

    find: Find
    gain_bits: float
    """Expected loss of uncertainty over the hypotheses, found or not, in bits; 0 is worth nothing."""
    if_found: Posterior
    """Posteriors if it were found."""
    if_not: Posterior
    need: str
    """What could bring it, in words."""
    sensors: tuple[str, ...] = ()
    """Satellites of the table that are fine enough, finest first."""
    passes: tuple[NextPass, ...] = ()
    """The next passes; empty where the case keeps no element sets."""


def discriminators(outcome: Outcome, case: Case, now: datetime) -> tuple[Discriminator, ...]:
    """Observations of the general set, the most telling first. Raises InputError for the case's ``sensors.toml``."""
    chosen = set_called(outcome.board.set_name)
    if chosen is None or not outcome.standings:
        return ()
    hypotheses = active(outcome.board)
    before = _whole({standing.hypothesis.id: standing.posterior for standing in outcome.standings})
    found = []
    for find in chosen.finds:
        chances = {item.id: _chance(find, item) for item in hypotheses}
        yes = _after(before, chances)
        no = _after(before, {id: 1 - chance for id, chance in chances.items()})
        likely = sum(before[id] * chances[id] for id in before)
        gain = _doubt(before) - likely * _doubt(yes) - (1 - likely) * _doubt(no)
        found.append((gain, find, yes, no))
    found.sort(key=lambda item: -round(item[0], 9))
    return tuple(_placed(outcome, case, now, item) for item in found)


def _whole(shares: Posterior) -> dict[str, float]:
    """Shares that add up to 1, also where a wider hypothesis takes in a narrower one."""
    total = sum(shares.values())
    return {id: share / total for id, share in shares.items()}


def _chance(find: Find, hypothesis: Hypothesis) -> float:
    """Of making the find if the hypothesis holds; even where the set does not say."""
    rating = find.ratings.get(hypothesis.key) or find.ratings.get(OTHERS, Rating.N)
    return LIKELIHOODS.get(rating, 0.5)


def _after(before: Posterior, chances: Mapping[str, float]) -> dict[str, float]:
    return _whole({id: before[id] * chances[id] for id in before})


def _doubt(shares: Posterior) -> float:
    """Entropy in bits."""
    return -sum(share * log2(share) for share in shares.values() if share > 0)


# ---- which look could bring it -------------------------------------------------------------------------------------


def _placed(
    outcome: Outcome, case: Case, now: datetime, item: tuple[float, Find, dict[str, float], dict[str, float]]
) -> Discriminator:
    gain, find, yes, no = item
    if find.size_m is None:
        return Discriminator(find, gain, yes, no, f"no image: a {find.how}")
    size_m = find.size_m
    fine = sorted(
        (sensor for sensor in known_sensors(case.root).values() if could_show(size_m, sensor.gsd_m)),
        key=lambda sensor: (sensor.gsd_m, sensor.name),
    )
    where = "the very place" if find.of == "part" else "the whole site"
    need = f"images of {where} with {size_m / PIXELS_ACROSS:g} m per pixel or finer"
    names = tuple(dict.fromkeys(sensor.name for sensor in fine))
    return Discriminator(find, gain, yes, no, need, names[:MOST_SENSORS], _passes(outcome, case, now, size_m))


def _passes(outcome: Outcome, case: Case, now: datetime, size_m: float) -> tuple[NextPass, ...]:
    """The next passes over the board's sites; SGP4 is loaded only where the case keeps element sets."""
    if not (case.root / FOLDER).is_dir():
        return ()
    from firsthand.watch.passes.planner import Overflights

    known = Overflights.of(case)
    sites = [site for site in case.sites if site.id in outcome.board.site_ids]
    if known is None or not sites:
        return ()
    flown = known.over(sites[0], now, now + AHEAD, size_m)
    return tuple(NextPass(item.name, item.time) for item in flown[:MOST_PASSES])
