"""Where a satellite is, seen from the turning earth: SGP4 and nothing that needs a download.

SGP4 gives positions in TEME; these are turned by Greenwich mean sidereal time (IAU 1982) into earth-fixed ones. UTC
stands for UT1 and the pole does not wander: together less than half a kilometre on the ground, a tenth of the error of
the elements after two weeks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sgp4.api import SGP4_ERRORS, WGS72, Satrec
from sgp4.conveniences import jday_datetime

from firsthand.collect.images.elements import ElementSet
from firsthand.errors import InputError

Vectors = NDArray[np.float64]
"""Shape (n, 3), kilometres or kilometres a second."""

EARTH_RADIUS_KM = 6378.137
"""Equatorial, WGS 84."""
FLATTENING = 1 / 298.257223563
"""WGS 84."""
EARTH_TURN_RAD_S = 7.292115e-5
"""IERS Conventions 2010."""
SGP4_EPOCH = datetime(1949, 12, 31, tzinfo=UTC)
ALONG_TRACK_SPEED_KM_S = 7.5
"""Of imaging satellites, 500 to 800 km up."""
AGE_ERROR_KM = (0.6, 0.028)
"""Along-track error of a maintained orbit 700 to 800 km up: constant, and per day squared, as wrongly foreseen drag
adds up. Gives the 0.6 km RMS and about 2 km after 7 days that EUMETSAT states for Metop, and the 144 km by which a
published set of Sentinel-2A was off after 72 days (``benchmarks/passes.py``); 12 km after 42."""
OLD_DAYS = 14.0
"""Beyond this, the age of a set is said."""


class Track(NamedTuple):
    """Positions and velocities in the turning frame of the earth."""

    position_km: Vectors
    velocity_km_s: Vectors


class Satellite:
    """An element set ready to be propagated."""

    def __init__(self, elements: ElementSet) -> None:
        self.elements = elements
        self._record = Satrec()
        turn = 2 * math.pi
        self._record.sgp4init(
            WGS72,
            "i",
            min(elements.number, 339_999),
            (elements.epoch - SGP4_EPOCH) / timedelta(days=1),
            elements.bstar,
            0.0,  # SGP4 takes no notice of the derivatives of the mean motion
            0.0,
            elements.eccentricity,
            math.radians(elements.perigee_deg),
            math.radians(elements.inclination_deg),
            math.radians(elements.anomaly_deg),
            elements.mean_motion * turn / 1440,
            math.radians(elements.node_deg),
        )

    def track(self, start: datetime, seconds: NDArray[np.float64]) -> Track:
        """The satellite ``seconds`` after ``start``. Raises InputError when its orbit decays or cannot be computed."""
        whole, part = jday_datetime(start)
        fractions = part + seconds / 86400
        codes, position, velocity = self._record.sgp4_array(np.full(len(fractions), whole), fractions)
        if codes.any():
            reason = SGP4_ERRORS.get(int(codes[codes != 0][0]), "unknown reason")
            said = f"its orbit cannot be computed for {start:%Y-%m-%d} and after ({reason})"
            remedy = "get a set whose epoch is nearer to the days asked for"
            raise InputError(said, thing=self.elements.name or str(self.elements.number), remedy=remedy)
        return _earth_fixed(position, velocity, whole + fractions)


def _earth_fixed(position: Vectors, velocity: Vectors, julian_day: NDArray[np.float64]) -> Track:
    angle = sidereal_rad(julian_day)
    cos, sin = np.cos(angle), np.sin(angle)

    def turned(vectors: Vectors) -> Vectors:
        x, y, z = vectors.T
        return np.stack([cos * x + sin * y, cos * y - sin * x, z], axis=1)

    fixed = turned(position)
    drift = np.stack([-EARTH_TURN_RAD_S * fixed[:, 1], EARTH_TURN_RAD_S * fixed[:, 0], np.zeros(len(fixed))], axis=1)
    return Track(fixed, turned(velocity) - drift)


def sidereal_rad(julian_day: NDArray[np.float64]) -> NDArray[np.float64]:
    """Greenwich mean sidereal time (IAU 1982; Vallado, Fundamentals of Astrodynamics, eq. 3-47), in radians."""
    centuries = (julian_day - 2451545.0) / 36525
    seconds = (
        67310.54841 + (876600 * 3600 + 8640184.812866) * centuries + 0.093104 * centuries**2 - 6.2e-6 * centuries**3
    )
    return np.asarray(np.radians(seconds / 240 % 360))


def ground_point_km(lon: float, lat: float) -> NDArray[np.float64]:
    """A point on the ellipsoid (WGS 84), earth-fixed; shape (3,)."""
    phi, lam = math.radians(lat), math.radians(lon)
    square = FLATTENING * (2 - FLATTENING)
    radius = EARTH_RADIUS_KM / math.sqrt(1 - square * math.sin(phi) ** 2)
    flat = radius * math.cos(phi)
    return np.array([flat * math.cos(lam), flat * math.sin(lam), radius * (1 - square) * math.sin(phi)])


def up_at(lon: float, lat: float) -> NDArray[np.float64]:
    """The unit vector straight up from the ellipsoid; shape (3,)."""
    phi, lam = math.radians(lat), math.radians(lon)
    return np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])


def error_km(age_days: float) -> float:
    """Expected along-track error in kilometres of a set this many days from its epoch, for a maintained orbit."""
    constant, square = AGE_ERROR_KM
    return constant + square * age_days**2


def nearest(sets: Sequence[ElementSet], moment: datetime) -> dict[int, ElementSet]:
    """Of each satellite the set whose epoch is nearest to ``moment``, by catalogue number."""
    best: dict[int, ElementSet] = {}
    for elements in sets:
        held = best.get(elements.number)
        if held is None or abs(elements.epoch - moment) < abs(held.epoch - moment):
            best[elements.number] = elements
    return best
