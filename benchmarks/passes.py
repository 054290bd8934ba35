"""Passes: times against an independent propagation, refusal of bad sets, and P(D) against Monte Carlo.

DIR holds two-line element sets of Sentinel-2 (``s2_2026-10-01.tle``, ``s2a_2026-08-19.tle``) and one set with a wrong
checksum. The independent propagation is skyfield's (its own reading of the set, its own sidereal time, nutation and
precession); where it is not installed, sgp4's own reader sampled every half second. Prints, for Yongbyon
(39.797 N 125.755 E) in October 2026:

* ``passes_found`` (with the sun up; nine are known), ``passes_missed`` and ``passes_invented`` against the reference;
* ``pass_time_error_s``: largest difference in time;
* ``old_set_error_s``: the set of August against that of October within six hours of the latter's epoch, 42.5 days
  after the former's; ``old_set_error_72d_s``: the same a month later;
* ``bad_checksum_refused``: 1 when the bad set is refused by name;
* ``p_error``: largest difference of P(D) from Monte Carlo in twelve cases: the satellites' own passes, invented ones,
  persistent cloud, radar; ``p_regular_error``: from the closed formula for regular passes;
* ``p_mean_6h``, ``p_mean_120h``: the chance at cloud .55 (.034 and .574 were measured before).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from common import data_folder, show

from firsthand.collect.images.elements import ElementSet, read_elements
from firsthand.watch.passes.chance import Chance, Sky, odds
from firsthand.watch.passes.find import Pass, Place, closest_approaches, find_passes
from firsthand.watch.passes.orbit import Satellite
from firsthand.watch.passes.sensors import known_sensors

PLACE = Place(125.755, 39.797)
START = datetime(2026, 10, 1, tzinfo=UTC)
DAYS = 30
DRAWS = 400_000
SAME_PASS_S = 60.0


def passes_of(sets: Sequence[ElementSet]) -> list[Pass]:
    """All passes over the site, by time."""
    sensors = known_sensors()
    end = START + timedelta(days=DAYS + 6)
    found = [flown for one in sets for flown in find_passes(Satellite(one), sensors[one.number], PLACE, START, end)]
    return sorted(found, key=lambda flown: flown.time)


def reference(path: Path) -> tuple[str, dict[int, list[datetime]]]:
    """Name of the reference, and by catalogue number the culminations above 78.3 degrees (half-swath 145 km)."""
    try:
        from skyfield.api import EarthSatellite, load, wgs84
    except ImportError:
        return "sgp4 sampled", _sampled(path)
    clock = load.timescale(builtin=True)
    site = wgs84.latlon(PLACE.lat, PLACE.lon)
    begin, end = clock.from_datetime(START), clock.from_datetime(START + timedelta(days=DAYS))
    found = {}
    for name, first, second in _triples(path):
        satellite = EarthSatellite(first, second, name, clock)
        # Limits near the zenith are where skyfield's event search is weak; low ones find every culmination.
        times, kinds = satellite.find_events(site, begin, end, altitude_degrees=30.0)
        tops = [time for time, kind in zip(times, kinds, strict=True) if kind == 1]
        found[satellite.model.satnum] = [
            time.utc_datetime() for time in tops if (satellite - site).at(time).altaz()[0].degrees >= 78.3
        ]
    return "skyfield", found


def _sampled(path: Path) -> dict[int, list[datetime]]:
    """Nearest approaches by sampling raw SGP4 every half second around those that are near."""
    from sgp4.api import Satrec

    found = {}
    for name, first, second in _triples(path):
        del name
        record = Satrec.twoline2rv(first, second)
        times = []
        for rough in _rough(path, record.satnum):
            seconds = np.arange(-30, 30, 0.5)
            distances = [_distance_km(record, rough + timedelta(seconds=float(second))) for second in seconds]
            times.append(rough + timedelta(seconds=float(seconds[int(np.argmin(distances))])))
        found[record.satnum] = times
    return found


def _rough(path: Path, number: int) -> list[datetime]:
    """Where to sample: our own passes, to the minute."""
    sets = [one for one in read_elements(path)[0] if one.number == number]
    end = START + timedelta(days=DAYS)
    return [flown.time.replace(microsecond=0) for flown in passes_of(sets) if flown.time < end]


def _distance_km(record: object, moment: datetime) -> float:
    """From the site, with the sidereal time of Meeus (12.4) and a site turned into TEME: no code of ours."""
    days = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
    _, position, _ = record.sgp4(2451545.0, days)  # type: ignore[attr-defined]
    turned = math.radians((280.46061837 + 360.98564736629 * days + PLACE.lon) % 360)
    phi = math.radians(PLACE.lat)
    normal = 6378.137 / math.sqrt(1 - 0.00669437999 * math.sin(phi) ** 2)
    flat = normal * math.cos(phi)
    site = (flat * math.cos(turned), flat * math.sin(turned), normal * 0.99330562 * math.sin(phi))
    return math.dist(position, site)


def _triples(path: Path) -> list[tuple[str, str, str]]:
    lines = path.read_text().splitlines()
    return [(lines[number], lines[number + 1], lines[number + 2]) for number in range(0, len(lines) - 2, 3)]


def compare(found: Sequence[Pass], known: dict[int, list[datetime]]) -> dict[str, float | int]:
    """Largest difference in time, passes that only one of the two has; ours with the sun up."""
    end = START + timedelta(days=DAYS)
    ours = [flown for flown in found if flown.time < end]
    errors = []
    invented = 0
    for flown in ours:
        apart = [abs((flown.time - other).total_seconds()) for other in known[flown.sensor.number]]
        near = min(apart, default=math.inf)
        invented += near > SAME_PASS_S
        errors += [near] if near <= SAME_PASS_S else []
    total = sum(len(times) for times in known.values())
    return {
        "passes_found": sum(flown.sun_elevation_deg > 0 for flown in ours),
        "passes_day_and_night": len(ours),
        "passes_missed": total - len(errors),
        "passes_invented": invented,
        "pass_time_error_s": max(errors),
    }


def old_set_error_s(old: ElementSet, new: ElementSet, later_days: float) -> float:
    """Largest difference between the times that two sets give around one moment, counted from the newer one's epoch."""
    start = new.epoch + timedelta(days=later_days - 0.25)
    end = start + timedelta(days=0.5)
    margin = timedelta(minutes=5)
    other = closest_approaches(Satellite(new), PLACE, start - margin, end + margin)
    return max(
        min(abs((one - moment).total_seconds()) for moment in other)
        for one in closest_approaches(Satellite(old), PLACE, start, end)
    )


def monte_carlo(chances: Sequence[Chance], hours: float, window_h: float, sky: Sky, seed: int) -> float:
    """The share of random starts whose activity gives a usable look, with cloud drawn pass by pass."""
    draw = np.random.default_rng(seed)
    times = np.array([chance.time_h for chance in chances])
    clear = np.empty((len(chances), DRAWS), dtype=bool)
    before: int | None = None
    for number, chance in enumerate(chances):
        fresh = draw.random(DRAWS) >= sky.cloud
        if not chance.optical:
            clear[number] = True
            continue
        if before is not None:
            kept = draw.random(DRAWS) < sky.correlation(times[number] - times[before])
            fresh = np.where(kept, clear[before], fresh)
        clear[number], before = fresh, number
    taken = draw.random(clear.shape) < np.array([[chance.acquired] for chance in chances])
    starts = draw.random(DRAWS) * window_h
    inside = (times[:, None] >= starts) & (times[:, None] < starts + hours)
    return float((clear & taken & inside).any(axis=0).mean())


def invented_passes(seed: int) -> list[Chance]:
    """Irregular passes of forty days, optical and radar."""
    draw = random.Random(seed)
    times = sorted(draw.uniform(0, 40 * 24) for _ in range(40))
    return [Chance(time, draw.uniform(0.3, 1), draw.random() < 0.7) for time in times]


def p_errors(flown: Sequence[Pass]) -> list[float]:
    """Differences between the exact chance and Monte Carlo."""
    day = [one for one in flown if one.sun_elevation_deg > 10]
    own = [Chance((one.time - START) / timedelta(hours=1), 1.0, True) for one in day]
    cases = [(own, hours, Sky(cloud)) for hours in (6, 24, 48, 72, 120) for cloud in (0.55,)]
    cases += [(own, 120, Sky(0.55, 48.0)), (own, 72, Sky(0.0)), (own, 144, Sky(0.7, 96.0))]
    for seed in (1, 2):
        mixed = invented_passes(seed)
        cases += [(mixed, 30, Sky(0.6)), (mixed, 60, Sky(0.6, 24.0))]
    window_h = DAYS * 24.0
    return [
        abs(odds(chances, hours, window_h, sky).mean - monte_carlo(chances, hours, window_h, sky, number))
        for number, (chances, hours, sky) in enumerate(cases)
    ]


def p_regular_error() -> float:
    """Against the closed formula for passes every T hours: 1 - [(1-f)(1-q)^n + f(1-q)^(n+1)]."""
    worst = 0.0
    for period, q, hours in ((120.0, 0.4, 240.0), (60.0, 0.45, 100.0), (24.0, 0.1, 36.0), (48.0, 0.9, 6.0)):
        chances = [Chance(period * (number + 0.5), q, False) for number in range(400)]
        whole, part = divmod(hours, period)
        part /= period
        closed = 1 - ((1 - part) * (1 - q) ** whole + part * (1 - q) ** (whole + 1))
        worst = max(worst, abs(odds(chances, hours, period * 100, Sky(0.0)).mean - closed))
    return worst


def main() -> None:
    folder = data_folder("Passes and the chance of being seen.", "data/imagery/tle_sentinel2")
    sets = read_elements(folder / "s2_2026-10-01.tle")[0]
    (old,) = read_elements(folder / "s2a_2026-08-19.tle")[0]
    bad, refused = read_elements(folder / "s2a_BAD_checksum.tle")
    flown = passes_of(sets)
    name, known = reference(folder / "s2_2026-10-01.tle")
    print(f"note: reference is {name}")
    show(compare(flown, known))
    new = next(one for one in sets if one.number == old.number)
    show({"old_set_error_s": old_set_error_s(old, new, 0), "old_set_error_72d_s": old_set_error_s(old, new, 29.5)})
    show({"bad_checksum_refused": int(not bad and "SENTINEL-2A" in refused[0].thing)})
    show({"p_error": max(p_errors(flown)), "p_regular_error": p_regular_error()})
    day = [one for one in flown if one.sun_elevation_deg > 10]
    own = [Chance((one.time - START) / timedelta(hours=1), 1.0, True) for one in day]
    show({f"p_mean_{hours}h": odds(own, hours, DAYS * 24.0, Sky(0.55)).mean for hours in (6, 120)})


if __name__ == "__main__":
    main()
