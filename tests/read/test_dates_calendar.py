"""Calendar arithmetic: TIMEX3 values against intervals reckoned by hand, holidays against published calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from firsthand.model import Granularity
from firsthand.read.dates.calendar import add, granularity, interval, unit_of, utc, value_of
from firsthand.read.dates.clock import holiday
from firsthand.read.dates.words import number, spelled_year, zone_minutes


@pytest.mark.parametrize(
    ("value", "start", "end", "grain"),
    [
        ("2018", "2018-01-01", "2019-01-01", Granularity.YEAR),
        ("2018-02", "2018-02-01", "2018-03-01", Granularity.MONTH),
        ("2018-07-07", "2018-07-07", "2018-07-08", Granularity.DAY),
        ("2018-W31", "2018-07-30", "2018-08-06", Granularity.WEEK),
        ("2018-W31-WE", "2018-08-04", "2018-08-06", Granularity.WEEK),
        ("1998-Q3", "1998-07-01", "1998-10-01", Granularity.QUARTER),
        ("2018-H2", "2018-07-01", "2019-01-01", Granularity.SEASON),
        ("2018-WI", "2018-12-01", "2019-03-01", Granularity.SEASON),
        ("199", "1990-01-01", "2000-01-01", Granularity.DECADE),
        ("19", "1900-01-01", "2000-01-01", Granularity.VAGUE),
        ("2018-07-07T24:00", "2018-07-08", "2018-07-08T00:01", Granularity.INSTANT),
        ("2018-07-07T14", "2018-07-07T14:00", "2018-07-07T15:00", Granularity.HOUR),
        ("2018-07-07TNI", "2018-07-07T20:00", "2018-07-08T06:00", Granularity.HOUR),
    ],
)
def test_interval_of_a_value(value: str, start: str, end: str, grain: Granularity) -> None:
    assert interval(value) == (datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert granularity(value) is grain


@pytest.mark.parametrize("value", ["", "P3D", "PRESENT_REF", "XXXX-07", "2018-02-30", "2018-W54", "9999", "BC0490"])
def test_values_without_an_interval(value: str) -> None:
    assert interval(value) is None


def test_units_round_trip_through_their_value() -> None:
    for unit in ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century"):
        assert unit_of(value_of(date(2018, 7, 7), unit)) == unit


def test_month_ends_are_clipped_and_the_calendar_has_ends() -> None:
    assert add(date(2019, 1, 31), 1, "month") == date(2019, 2, 28)
    assert add(date(2020, 2, 29), -1, "year") == date(2019, 2, 28)
    assert add(date(1, 1, 1), -1, "day") is None
    assert utc(datetime(1, 1, 1), 60) is None
    assert utc(datetime(2018, 7, 7, 9), 540) == datetime(2018, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("easter", date(2018, 4, 1)),
        ("easter", date(2019, 4, 21)),
        ("easter", date(2024, 3, 31)),
        ("good friday", date(2019, 4, 19)),
        ("thanksgiving", date(2018, 11, 22)),
        ("memorial day", date(2018, 5, 28)),
        ("labor day", date(2018, 9, 3)),
        ("election day", date(2018, 11, 6)),
        ("election day", date(2022, 11, 8)),
    ],
)
def test_holidays(name: str, day: date) -> None:
    assert holiday(name, day.year) == day


def test_number_words() -> None:
    assert number("two hundred and fifty") == 250
    assert number("1,200") == 1200
    assert number("2 1/2") == 2.5
    assert number("several") is None
    assert spelled_year("nineteen ninety-six") == 1996
    assert spelled_year("two thousand and four") == 2004


def test_zones() -> None:
    assert zone_minutes("Hawaii time") == -600
    assert zone_minutes("Eastern Standard Time") == -300
    assert zone_minutes("+05:30") == 330
    assert zone_minutes("local time") is None
