"""Passes: against raw SGP4, sampled; and the geometry of a swath."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from orbit_makers import two_lines
from sgp4.api import Satrec

from firsthand.collect.images.elements import ElementSet, parse_elements
from firsthand.errors import InputError
from firsthand.sun import sun_at
from firsthand.watch.passes.find import Pass, Place, closest_approaches, find_passes, shows
from firsthand.watch.passes.orbit import Satellite, error_km, ground_point_km, nearest, sidereal_rad
from firsthand.watch.passes.sensors import Sensor

PLACE = Place(-35.5, 41.2)
START = datetime(2031, 3, 1, tzinfo=UTC)
MIDNIGHT = 2451544.5 + (START - datetime(2000, 1, 1, tzinfo=UTC)).days
"""Julian day of START."""
END = START + timedelta(days=12)
SENSOR = Sensor(40697, "Invented 1", "optical", 10.0, half_swath_km=145.0, acquired=1.0)
(ELEMENTS,) = parse_elements(two_lines(), "made")[0]


def found(sensor: Sensor = SENSOR, place: Place = PLACE) -> list[Pass]:
    return find_passes(Satellite(ELEMENTS), sensor, place, START, END)


def test_positions_are_those_of_sgp4_own_reader() -> None:
    record = Satrec.twoline2rv(*two_lines().splitlines())
    seconds = np.array([0.0, 4321.0, 86400.0 * 9])
    track = Satellite(ELEMENTS).track(START, seconds)
    for position, second in zip(track.position_km, seconds, strict=True):
        _, teme, _ = record.sgp4(MIDNIGHT, second / 86400)
        assert math.hypot(*position) == pytest.approx(math.hypot(*teme), abs=1e-6)
        turn = float(sidereal_rad(np.array([MIDNIGHT + second / 86400]))[0])
        turned = complex(teme[0], teme[1]) * complex(math.cos(turn), -math.sin(turn))
        assert position == pytest.approx((turned.real, turned.imag, teme[2]), abs=0.01)


def test_velocity_is_the_change_of_position_in_the_turning_frame() -> None:
    track = Satellite(ELEMENTS).track(START, np.array([999.5, 1000.0, 1000.5]))
    assert track.position_km[2] - track.position_km[0] == pytest.approx(track.velocity_km_s[1], abs=1e-4)


def test_times_of_passes_are_least_distances_of_dense_sampling() -> None:
    record = Satrec.twoline2rv(*two_lines().splitlines())
    days = np.arange(0, 12 * 86400, 5.0) / 86400
    _, teme, _ = record.sgp4_array(np.full(len(days), MIDNIGHT), days)
    # Meeus, Astronomical Algorithms, (12.4); another formula than the one under test.
    turn = np.radians((280.46061837 + 360.98564736629 * (MIDNIGHT + days - 2451545.0)) % 360)
    site = ground_point_km(PLACE.lon, PLACE.lat)
    turned = np.stack(
        [np.cos(turn) * site[0] - np.sin(turn) * site[1], np.sin(turn) * site[0] + np.cos(turn) * site[1]], axis=1
    )
    distance = np.hypot(np.hypot(*(teme[:, :2] - turned).T), teme[:, 2] - site[2])
    least = [n for n in range(1, len(days) - 1) if distance[n - 1] > distance[n] <= distance[n + 1]]
    sampled = [START + timedelta(days=float(days[n])) for n in least if distance[n] < 3000]
    nearest_ones = closest_approaches(Satellite(ELEMENTS), PLACE, START, END)
    assert len(nearest_ones) == pytest.approx(len(sampled), abs=1)
    for moment in nearest_ones:
        assert min(abs((moment - other).total_seconds()) for other in sampled) <= 2.6  # half a sample
    assert {flown.time for flown in found()} <= set(nearest_ones)


def test_agrees_with_skyfield() -> None:
    skyfield = pytest.importorskip("skyfield.api")
    clock = skyfield.load.timescale(builtin=True)
    satellite = skyfield.EarthSatellite(*two_lines().splitlines(), "INVENTED 1", clock)
    site = skyfield.wgs84.latlon(PLACE.lat, PLACE.lon)
    for flown in found():
        elevation, azimuth, distance = (satellite - site).at(clock.from_datetime(flown.time)).altaz()
        assert flown.elevation_deg == pytest.approx(elevation.degrees, abs=0.05)
        assert math.cos(math.radians(flown.azimuth_deg - azimuth.degrees)) > 0.999
        rates = [
            (satellite - site).at(clock.from_datetime(flown.time + timedelta(seconds=step))).altaz()[2].km
            for step in (-2, 2)
        ]
        assert min(rates) > distance.km


def test_sides_of_the_track_are_told_apart() -> None:
    passes = found()
    for flown in passes:
        # Flying north, the satellite stands west of a site on its right; flying south, east of it.
        west = flown.azimuth_deg > 180
        assert west == (flown.ascending == (flown.side == "right"))
    right = found(Sensor(1, "r", "radar", 20, off_nadir_deg=(0, 60), side="right"))
    left = found(Sensor(1, "l", "radar", 20, off_nadir_deg=(0, 60), side="left"))
    both = found(Sensor(1, "b", "radar", 20, off_nadir_deg=(0, 60)))
    assert {flown.side for flown in right} == {"right"}
    assert sorted(flown.time for flown in (*left, *right)) == [flown.time for flown in both]


def test_swath_and_angles_bound_what_is_shown() -> None:
    assert shows(SENSOR, 144.9, 10.4, "left")
    assert not shows(SENSOR, 145.1, 10.5, "left")
    radar = Sensor(1, "r", "radar", 20, off_nadir_deg=(26.0, 40.4), side="right")
    assert shows(radar, 500, 33, "right")
    assert not shows(radar, 500, 33, "left")
    assert not shows(radar, 200, 15, "right")


def test_half_swath_of_145_km_is_an_elevation_of_78_degrees() -> None:
    wide = Sensor(40697, "Wide", "optical", 10.0, half_swath_km=400.0, acquired=1.0)
    for flown in found(wide):
        assert (flown.track_km <= 145) == (flown.elevation_deg > 78.3)


def test_sun_is_that_of_the_moment() -> None:
    flown = found()[0]
    assert flown.sun_elevation_deg == sun_at(flown.time, PLACE.lon, PLACE.lat).elevation_deg


def test_a_satellite_out_of_service_has_no_passes() -> None:
    ended = Sensor(40697, "Ended", "optical", 10.0, half_swath_km=145.0, acquired=1.0, until=date(2031, 3, 5))
    assert found(ended) == [flown for flown in _with(ended) if flown.time.date() <= date(2031, 3, 5)]
    assert len(found(ended)) < len(found())
    gone = Sensor(40697, "Gone", "optical", 10.0, half_swath_km=145.0, acquired=1.0, until=date(2030, 1, 1))
    assert found(gone) == []


def _with(sensor: Sensor) -> list[Pass]:
    whole = Sensor(sensor.number, sensor.name, sensor.kind, sensor.gsd_m, sensor.half_swath_km, acquired=1.0)
    return [
        Pass(**{name: sensor if name == "sensor" else getattr(flown, name) for name in Pass.__slots__})
        for flown in found(whole)
    ]


def test_windows_join_without_loss() -> None:
    satellite = Satellite(ELEMENTS)
    middle = START + timedelta(days=5, seconds=17)
    whole = closest_approaches(satellite, PLACE, START, END)
    parts = closest_approaches(satellite, PLACE, START, middle) + closest_approaches(satellite, PLACE, middle, END)
    assert [moment.replace(microsecond=0) for moment in parts] == [moment.replace(microsecond=0) for moment in whole]


def test_nearest_set_of_each_satellite_is_taken() -> None:
    sets: list[ElementSet] = []
    for epoch in ("31060.25000000", "31090.25000000"):
        sets += parse_elements(two_lines(epoch=epoch), epoch)[0]
    assert nearest(sets, START)[40697].source == "31060.25000000"
    assert nearest(sets, START + timedelta(days=40))[40697].source == "31090.25000000"


def test_error_grows_with_age_either_way() -> None:
    assert error_km(0) == pytest.approx(0.6)
    assert error_km(7) == pytest.approx(2.0, abs=0.1)
    assert error_km(-30) == error_km(30) > 20


def test_an_orbit_that_has_decayed_is_an_error_with_a_remedy() -> None:
    low = two_lines().splitlines()
    (elements,) = parse_elements("\n".join(low), "made")[0]
    falling = ElementSet("LOW", 1, elements.epoch, 16.4, 0.0001, 98.0, 20.0, 85.0, 10.0, bstar=0.5, source="made")
    with pytest.raises(InputError, match="LOW"):
        closest_approaches(Satellite(falling), PLACE, START, START + timedelta(days=300))
