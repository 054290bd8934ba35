"""Find the passes of a satellite over a site: closest approaches, then a swath test of our own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from firsthand.sun import sun_at
from firsthand.watch.passes.orbit import (
    ALONG_TRACK_SPEED_KM_S,
    Satellite,
    Track,
    error_km,
    ground_point_km,
    up_at,
)
from firsthand.watch.passes.sensors import Sensor

STEP_S = 60.0
"""Between samples in which closest approaches are sought; an orbit takes ninety of them."""
CHUNK_S = 20 * 86400.0
ROUNDS = 40
"""Halvings of a step: far below a millisecond."""
REACH_KM = 3000.0
"""Farther satellites, from the site to them, are below or near the horizon for any camera."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the ground, in degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Pass:
    """One satellite at its closest to a site, with the site inside what it can show."""

    sensor: Sensor
    time: datetime
    """Of the closest approach, UTC."""
    elevation_deg: float
    """Of the satellite above the horizon of the site."""
    azimuth_deg: float
    """Of the satellite as seen from the site, clockwise from north."""
    off_nadir_deg: float
    """Angle at the satellite between straight down and the site."""
    track_km: float
    """From the site to the ground track."""
    side: str
    """Side of the flight direction on which the site lies: left or right."""
    ascending: bool
    """The satellite flies north."""
    sun_elevation_deg: float
    age_days: float
    """From the epoch of the elements; negative when the pass comes before it."""

    @property
    def error_s(self) -> float:
        """Expected error of the time, in seconds, from the age of the elements."""
        return error_km(self.age_days) / ALONG_TRACK_SPEED_KM_S


def find_passes(satellite: Satellite, sensor: Sensor, place: Place, start: datetime, end: datetime) -> list[Pass]:
    """Passes in ``[start, end)`` at which the site lies inside the swath, day or night. Raises InputError.

    A pass after ``sensor.until`` is none.
    """
    last = min(end, datetime.combine(sensor.until, end.timetz()) + timedelta(days=1)) if sensor.until else end
    found = []
    for moment in closest_approaches(satellite, place, start, last):
        track = satellite.track(moment, np.zeros(1))
        seen = _look(track, sensor, place, moment, satellite)
        if seen is not None:
            found.append(seen)
    return found


def closest_approaches(satellite: Satellite, place: Place, start: datetime, end: datetime) -> list[datetime]:
    """Moments in ``[start, end)`` at which the satellite, within reach of the site, stops approaching it."""
    length_s = (end - start).total_seconds()
    moments: list[datetime] = []
    begin = 0.0
    while begin < length_s:
        stop = min(begin + CHUNK_S, length_s)
        seconds = np.append(np.arange(begin, stop, STEP_S), stop)
        moments += [start + timedelta(seconds=second) for second in _turning_points(satellite, place, start, seconds)]
        begin = stop
    return moments


def _turning_points(satellite: Satellite, place: Place, start: datetime, seconds: NDArray[np.float64]) -> list[float]:
    rate, range_km = _range_rate(satellite, place, start, seconds)
    turns = (rate[:-1] < 0) & (rate[1:] >= 0) & (np.minimum(range_km[:-1], range_km[1:]) < REACH_KM)
    low, high = seconds[:-1][turns], seconds[1:][turns]
    for _ in range(ROUNDS if len(low) else 0):
        middle = (low + high) / 2
        away = _range_rate(satellite, place, start, middle)[0] >= 0
        low, high = np.where(away, low, middle), np.where(away, middle, high)
    return [float(second) for second in high]


def _range_rate(
    satellite: Satellite, place: Place, start: datetime, seconds: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How fast the satellite leaves the site, times their distance (km2/s), and the distance (km)."""
    track = satellite.track(start, seconds)
    line = track.position_km - ground_point_km(place.lon, place.lat)
    return (line * track.velocity_km_s).sum(axis=1), np.linalg.norm(line, axis=1)


def _look(track: Track, sensor: Sensor, place: Place, moment: datetime, satellite: Satellite) -> Pass | None:
    """The geometry of one closest approach; None when the sensor does not show the site."""
    position, velocity = track.position_km[0], track.velocity_km_s[0]
    site, up = ground_point_km(place.lon, place.lat), up_at(place.lon, place.lat)
    line = position - site
    distance_km = float(np.linalg.norm(line))
    elevation_deg = math.degrees(math.asin(float(line @ up) / distance_km))
    radius_km = float(np.linalg.norm(position))
    off_nadir_deg = math.degrees(math.acos(min(1.0, float(position @ line) / radius_km / distance_km)))
    earth_km = float(np.linalg.norm(site))
    track_km = earth_km * math.acos(min(1.0, float(position @ site) / radius_km / earth_km))
    across = np.cross(position, velocity)  # to the left of the flight
    side = "left" if float(across @ site) > 0 else "right"
    if elevation_deg <= 0 or not shows(sensor, track_km, off_nadir_deg, side):
        return None
    east = np.array([-math.sin(math.radians(place.lon)), math.cos(math.radians(place.lon)), 0.0])
    azimuth_deg = math.degrees(math.atan2(float(line @ east), float(line @ np.cross(up, east)))) % 360
    return Pass(
        sensor=sensor,
        time=moment,
        elevation_deg=elevation_deg,
        azimuth_deg=azimuth_deg,
        off_nadir_deg=off_nadir_deg,
        track_km=track_km,
        side=side,
        ascending=bool(velocity[2] > 0),
        sun_elevation_deg=sun_at(moment, place.lon, place.lat).elevation_deg,
        age_days=(moment - satellite.elements.epoch) / timedelta(days=1),
    )


def shows(sensor: Sensor, track_km: float, off_nadir_deg: float, side: str) -> bool:
    """Whether a site at this distance and angle, on this side of the flight, lies inside what the sensor shows."""
    if sensor.side not in ("both", side):
        return False
    if sensor.half_swath_km is not None:
        return track_km <= sensor.half_swath_km
    least, most = sensor.off_nadir_deg or (0.0, 0.0)
    return least <= off_nadir_deg <= most
