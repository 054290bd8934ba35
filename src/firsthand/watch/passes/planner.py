"""The door of this part: the passes over a site in a window, and the chance that something short is seen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from firsthand.case import Case
from firsthand.collect.images.elements import ElementSet, case_elements, read_elements
from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.model import Site
from firsthand.stage import Problem
from firsthand.watch.passes.chance import Chance, Odds, Sky, odds
from firsthand.watch.passes.find import Pass, Place, find_passes
from firsthand.watch.passes.orbit import OLD_DAYS, Satellite, error_km, nearest
from firsthand.watch.passes.sensors import Sensor, known_sensors
from firsthand.watch.visibility import could_show, smallest_visible_m

LONGEST_DAYS = 366.0
OLDEST_DAYS = 120.0
"""Farther from its epoch than this, a set says nothing of the hour of a pass and is left out."""
SAME_SKY_H = 12.0
"""Optical passes nearer than this to each other mostly see the same cloud."""
LAND_CLOUD = 0.55
"""Mean cloud cover over land (MODIS; King and others 2013, IEEE TGRS 51, 3826)."""
USUAL_HOURS = (6.0, 24.0, 48.0, 72.0, 120.0)
SUN_LIMIT_DEG = 10.0
ON_ORDER = "only on order"
"""Of satellites that look where their owners tell them to."""


@dataclass(frozen=True, slots=True)
class PassOptions:
    """What is asked for."""

    start: datetime | None = None
    """Of the window, UTC; None: now."""
    days: float = 30.0
    hours: tuple[float, ...] = USUAL_HOURS
    """Lengths of the activity for which the chance is given."""
    elements: Path | None = None
    """File of element sets; None: those kept with the case."""
    cloud: float = LAND_CLOUD
    persistence_h: float = 0.0
    """Hours over which cloud lasts; 0: each pass is independent."""
    trace_h: float = 0.0
    """Hours for which the activity leaves something to be seen."""
    sun_limit_deg: float = SUN_LIMIT_DEG
    """Lowest sun at which an optical image is of use."""
    size_m: float | None = None
    """Shorter side of what is to be seen; satellites too coarse for it do not count."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A pass and what it is worth."""

    flown: Pass
    chance: float
    """That it gives a usable look, in [0, 1]."""
    why_not: str = ""
    """Why it counts for nothing, when it does."""


@dataclass(frozen=True, slots=True)
class Ephemeris:
    """The element set used for one satellite."""

    elements: ElementSet
    sensor: Sensor
    age_days: float
    """At the end of the window it is farther from."""
    warning: str = ""
    """What speaks against it."""

    @property
    def error_km(self) -> float:
        """Expected along-track error at that age."""
        return error_km(self.age_days)


@dataclass(frozen=True, slots=True)
class PassReport:
    """All passes of a window and the odds."""

    site: Site
    start: datetime
    end: datetime
    passes: tuple[Listed, ...]
    odds: tuple[Odds, ...]
    ephemerides: tuple[Ephemeris, ...]
    assumptions: tuple[str, ...]
    problems: tuple[Problem, ...]


def passes(case: Case, site_id: str, options: PassOptions = PassOptions()) -> PassReport:
    """The passes over a site and the chance to see an activity there.

    Raises UnknownSiteError; UsageError when a figure makes no sense or there is no element set to work with; InputError
    when the elements file or the case's ``sensors.toml`` cannot be used.
    """
    _check(options)
    site = case.site(site_id)
    start = (options.start or datetime.now(UTC)).replace(second=0, microsecond=0)
    end = start + timedelta(days=options.days)
    longest = timedelta(hours=max(options.hours) + options.trace_h)
    sets, problems = read_elements(options.elements) if options.elements else case_elements(case)
    if not sets:
        raise _no_elements(options, problems)
    used, notes, left_out = choose(sets, known_sensors(case.root), (start, end))
    if not used:
        raise _none_left(notes, left_out)
    flown = []
    for ephemeris in used:
        try:
            flown += _flown(ephemeris, site, start, end + longest)
        except FirsthandError as err:
            left_out.append(Problem.of(err))
    listed = [_listed(item, options) for item in sorted(flown, key=lambda item: (item.time, item.sensor.number))]
    sky = Sky(options.cloud, options.persistence_h)
    chances = [
        Chance((item.flown.time - start) / timedelta(hours=1), item.flown.sensor.acquired or 0.0, optical)
        for item in listed
        if not item.why_not
        for optical in (item.flown.sensor.optical,)
    ]
    return PassReport(
        site=site,
        start=start,
        end=end,
        passes=tuple(item for item in listed if item.flown.time < end),
        odds=tuple(odds(chances, hours, options.days * 24, sky, options.trace_h) for hours in options.hours),
        ephemerides=tuple(used),
        assumptions=(*_assumptions(options, used, chances), *notes),
        problems=(*problems, *left_out),
    )


@dataclass(frozen=True, slots=True)
class Flyby:
    """A pass that could have given a usable look, weather apart."""

    name: str
    """Of the satellite."""
    time: datetime


class Overflights:
    """The passes that a case's element sets can tell of."""

    def __init__(self, sets: Sequence[ElementSet], sensors: dict[int, Sensor]) -> None:
        self.sets = tuple(sets)
        self.sensors = sensors

    @classmethod
    def of(cls, case: Case) -> Overflights | None:
        """Those of a case; None when it keeps no sound element set. Raises InputError for its ``sensors.toml``."""
        sets, _ = case_elements(case)
        return cls(sets, known_sensors(case.root)) if sets else None

    def __repr__(self) -> str:
        """All that the answers depend on, for fingerprints."""
        return f"Overflights({self.sets!r}, {self.sensors!r})"

    def over(self, site: Site, start: datetime, end: datetime, size_m: float) -> list[Flyby]:
        """Passes in ``[start, end)`` by daylight or radar, fine enough for ``size_m``, by time."""
        used, _, _ = choose(self.sets, self.sensors, (start, end))
        found = []
        for ephemeris in used:
            # Another day's orbit decays or has manoeuvred away: a set that cannot reach that day tells nothing of it.
            with suppress(InputError):
                found += _flown(ephemeris, site, start, end)
        seen = [item for item in found if no_use(item, size_m=size_m) in ("", ON_ORDER)]
        return sorted((Flyby(item.sensor.name, item.time) for item in seen), key=lambda item: (item.time, item.name))


def choose(
    sets: Sequence[ElementSet], sensors: dict[int, Sensor], window: tuple[datetime, datetime]
) -> tuple[list[Ephemeris], list[str], list[Problem]]:
    """Of each known satellite the set nearest to the window; what is not known, in words; and what is too old."""
    start, end = window
    used, unknown, problems = [], [], []
    for number, elements in sorted(nearest(sets, start + (end - start) / 2).items()):
        sensor = sensors.get(number)
        name = elements.name or str(number)
        if sensor is None:
            unknown.append(name)
            continue
        age = max(abs(moment - elements.epoch) for moment in window) / timedelta(days=1)
        if age - (end - start) / timedelta(days=1) > OLDEST_DAYS:
            said = f"its elements are of {elements.epoch:%Y-%m-%d}, {age:.0f} days from the window"
            problems.append(Problem(sensor.name, said, "get a set of those days, from CelesTrak or Space-Track"))
            continue
        used.append(Ephemeris(elements, sensor, age, _warning(elements, age)))
    notes = []
    if unknown:
        shown = ", ".join(unknown[:3]) + (" and others" if len(unknown) > 3 else "")
        notes.append(f"Not in the table of sensors and left out: {shown} ({len(unknown)}); sensors.toml can add them.")
    return used, notes, problems


def _warning(elements: ElementSet, age_days: float) -> str:
    if elements.invented:
        return f"this set looks invented: {elements.invented}"
    if age_days > OLD_DAYS:
        return f"{age_days:.0f} days from its epoch: expect {error_km(age_days):.0f} km along the track, if maintained"
    return ""


def _check(options: PassOptions) -> None:
    """Raise UsageError for figures that make no sense."""
    rules = (
        ("--days", 0 < options.days <= LONGEST_DAYS, f"give more than 0 and at most {LONGEST_DAYS:.0f}"),
        ("--hours", bool(options.hours) and all(0 < hours <= 8784 for hours in options.hours), "give 0 to 8784"),
        ("--cloud", 0 <= options.cloud <= 1, "give a share between 0 and 1, such as 0.55"),
        ("--persistence", options.persistence_h >= 0, "give hours, 0 or more"),
        ("--trace", 0 <= options.trace_h <= 8784, "give hours, 0 to 8784"),
        ("--sun", -18 <= options.sun_limit_deg <= 90, "give degrees above the horizon, such as 10"),
        ("--size", options.size_m is None or options.size_m > 0, "give metres above 0"),
    )
    for option, holds, remedy in rules:
        if not holds:
            raise UsageError("this figure makes no sense", thing=option, remedy=remedy)


def _no_elements(options: PassOptions, problems: Sequence[Problem]) -> FirsthandError:
    if problems:
        first = problems[0]
        return UsageError(f"no sound element set: {first.message}", thing=first.thing, remedy=first.remedy)
    return UsageError(
        "no orbital element sets are kept with this case",
        remedy="get current two-line sets (TLE) or OMM of Earth-observing satellites, for instance from CelesTrak or "
        "Space-Track, and give the file with --elements FILE, or keep it with `firsthand collect FILE.tle`",
    )


def _none_left(notes: Sequence[str], left_out: Sequence[Problem]) -> FirsthandError:
    """No set can be used: a chance of 0 would be a lie."""
    if left_out:
        first = left_out[0]
        return UsageError(f"no element set can be used: {first.message}", thing=first.thing, remedy=first.remedy)
    remedy = "add them to sensors.toml in the case (docs/passes.md), or give sets of imaging satellites"
    return UsageError(f"no element set can be used. {notes[0]}", remedy=remedy)


def _flown(ephemeris: Ephemeris, site: Site, start: datetime, end: datetime) -> list[Pass]:
    return find_passes(Satellite(ephemeris.elements), ephemeris.sensor, Place(site.lon, site.lat), start, end)


def _listed(flown: Pass, options: PassOptions) -> Listed:
    why_not = no_use(flown, options.sun_limit_deg, options.size_m)
    if why_not:
        return Listed(flown, 0.0, why_not)
    return Listed(flown, (flown.sensor.acquired or 0.0) * ((1 - options.cloud) if flown.sensor.optical else 1.0))


def no_use(flown: Pass, sun_limit_deg: float = SUN_LIMIT_DEG, size_m: float | None = None) -> str:
    """Why a pass counts for nothing; empty when it counts."""
    sensor = flown.sensor
    if sensor.optical and flown.sun_elevation_deg < 0:
        return "night"
    if sensor.optical and flown.sun_elevation_deg < sun_limit_deg:
        return "low sun"
    if size_m is not None and not could_show(size_m, sensor.gsd_m):
        return "too coarse"
    return ON_ORDER if sensor.tasked else ""


def _assumptions(options: PassOptions, used: Sequence[Ephemeris], chances: Sequence[Chance]) -> list[str]:
    """What the odds rest on, in sentences."""
    lasting = f"lasting about {options.persistence_h:g} h" if options.persistence_h else "at each pass anew"
    said = [
        f"Cloud hides the site {options.cloud:.0%} of the time, {lasting}; radar sees through it.",
        f"Optical images are of use with the sun {options.sun_limit_deg:g}° up or more.",
        "The start of the activity is as likely at any moment of the window (mean), or chosen by somebody who knows "
        "the passes (worst case).",
    ]
    if options.size_m is None:
        said.append("Every usable look is taken to show the activity: give --size to leave out satellites too coarse.")
    else:
        finest = max((e.sensor.gsd_m for e in used if could_show(options.size_m, e.sensor.gsd_m)), default=None)
        reach = f", down to {smallest_visible_m(finest):g} m" if finest else "; none of these satellites is"
        said.append(f"Counted are satellites fine enough for {options.size_m:g} m{reach}.")
    if options.trace_h:
        said.append(f"What it leaves can be seen for {options.trace_h:g} h more.")
    tasked = [ephemeris.sensor.name for ephemeris in used if ephemeris.sensor.tasked]
    if tasked:
        said.append(f"How often these take an image here is not known, so they are not counted: {', '.join(tasked)}.")
    optical = [chance.time_h for chance in chances if chance.optical]
    close = sum(later - earlier < SAME_SKY_H for earlier, later in pairwise(optical))
    if close and not options.persistence_h:
        said.append(
            f"{close} optical passes come within {SAME_SKY_H:g} h of the one before and mostly see the same cloud; "
            "--persistence takes that into account."
        )
    return said
