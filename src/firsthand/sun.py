"""Where the sun stands: enough for shadows and for daylight."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import NamedTuple


class Sun(NamedTuple):
    """Position of the sun in degrees; azimuth clockwise from north."""

    elevation_deg: float
    azimuth_deg: float


def sun_at(moment: datetime, lon: float, lat: float) -> Sun:
    """The sun at a place in degrees, right to about a hundredth between 1950 and 2050, without refraction.

    Low-precision formulae of the Astronomical Almanac, section C (mean longitude, equation of centre, obliquity).
    Refraction lifts the sun by half a degree at the horizon and by less than a tenth above ten degrees.
    """
    days = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400
    anomaly = math.radians((357.528 + 0.9856003 * days) % 360)
    mean_longitude = 280.460 + 0.9856474 * days
    longitude = math.radians(mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    obliquity = math.radians(23.439 - 4e-7 * days)
    ascension = math.atan2(math.cos(obliquity) * math.sin(longitude), math.cos(longitude))
    declination = math.asin(math.sin(obliquity) * math.sin(longitude))
    sidereal_deg = 280.46062 + 360.98564737 * days + lon
    hour_angle = math.radians(sidereal_deg % 360) - ascension
    phi = math.radians(lat)
    up = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(declination) * math.cos(hour_angle)
    east = -math.cos(declination) * math.sin(hour_angle)
    north = math.cos(phi) * math.sin(declination) - math.sin(phi) * math.cos(declination) * math.cos(hour_angle)
    return Sun(math.degrees(math.asin(max(-1.0, min(1.0, up)))), math.degrees(math.atan2(east, north)) % 360)
