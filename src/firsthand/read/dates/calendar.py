"""Calendar arithmetic for TIMEX3 values: a value such as ``2018-W31`` or ``1998-Q3`` and the interval it denotes.

Values follow TimeML 1.2.1 (https://timeml.github.io/site/publications/timeMLdocs/timeml_1.2.1.html), which builds on
ISO 8601: ``2018``, ``2018-07``, ``2018-07-07``, ``2018-W27``, ``2018-W27-WE``, ``2018-Q3``, ``2018-H1``, ``2018-FA``,
``201`` (decade), ``20`` (century), ``2018-07-07TMO``, ``2018-07-07T14:30``.

Every interval is ``[start, end)`` in naive local time; :func:`utc` makes it aware. Seasons are meteorological: winter
of a year begins with its December. Parts of a day: morning 06-12, midday 11-14, afternoon 12-18, evening 18-24, night
20-06 of the next day, daytime 06-18.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from firsthand.model import Granularity

Interval = tuple[datetime, datetime]
"""``[start, end)``, naive."""

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""TIMEX3 season code: its first month."""

DAY_PARTS = {"MO": (6, 12), "MI": (11, 14), "AF": (12, 18), "EV": (18, 24), "NI": (20, 30), "DT": (6, 18)}
"""TIMEX3 part of the day: first hour and hour of the end; hours from 24 on belong to the next day."""

_UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_LONG_YEARS = {"year": 1, "decade": 10, "century": 100}
_UNIT_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}

_CLOCK = re.compile(r"(\d{2})(?::(\d{2}))?(?::(\d{2}))?(?:Z|[+-]\d{2}(?::?\d{2})?)?")
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
    ("month", re.compile(r"(\d{4})-(\d{2})")),
    ("week", re.compile(r"(\d{4})-W(\d{2})")),
    ("weekend", re.compile(r"(\d{4})-W(\d{2})-WE")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("season", re.compile(r"(\d{4})-(SP|SU|FA|WI)")),
    ("year", re.compile(r"(\d{4})")),
    ("decade", re.compile(r"(\d{3})X?")),
    ("century", re.compile(r"(\d{2})(?:XX)?")),
)
_GRANULARITY = {
    "day": Granularity.DAY,
    "week": Granularity.WEEK,
    "weekend": Granularity.WEEK,
    "month": Granularity.MONTH,
    "quarter": Granularity.QUARTER,
    "half": Granularity.SEASON,
    "season": Granularity.SEASON,
    "year": Granularity.YEAR,
    "decade": Granularity.DECADE,
    "century": Granularity.VAGUE,
}


def add(day: date, count: int, unit: str) -> date | None:
    """``day`` moved by ``count`` units; ``None`` outside the years 1 to 9999. Month ends are clipped (31 January + 1
    month = 28 February)."""
    try:
        if unit in _UNIT_DAYS:
            return day + timedelta(days=count * _UNIT_DAYS[unit])
        months = day.year * 12 + day.month - 1 + count * _UNIT_MONTHS[unit]
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def value_of(day: date | None, unit: str) -> str:
    """The TIMEX3 value of the ``unit`` that holds ``day``; empty for ``None``."""
    if day is None:
        return ""
    iso_year, iso_week, _ = day.isocalendar()
    return {
        "day": f"{day:%Y-%m-%d}",
        "week": f"{iso_year:04}-W{iso_week:02}",
        "weekend": f"{iso_year:04}-W{iso_week:02}-WE",
        "fortnight": f"{iso_year:04}-W{iso_week:02}",
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "half": f"{day.year:04}-H{1 if day.month < 7 else 2}",
        "year": f"{day.year:04}",
        "decade": f"{day.year // 10:03}",
        "century": f"{day.year // 100:02}",
    }[unit]


@lru_cache(maxsize=4096)
def unit_of(value: str) -> str:
    """The unit a resolved value is given in: ``day``, ``week`` ... ``century``, ``time``, or empty when it has none."""
    if "T" in value and interval(value):
        return "time"
    return next((unit for unit, shape in _SHAPES if shape.fullmatch(value)), "")


def granularity(value: str) -> Granularity:
    """How fine a resolved value is; :attr:`Granularity.VAGUE` for what has no calendar unit."""
    unit = unit_of(value)
    if unit == "time":
        clock = _CLOCK.fullmatch(value.partition("T")[2])
        return Granularity.INSTANT if clock and clock[2] else Granularity.HOUR
    return _GRANULARITY.get(unit, Granularity.VAGUE)


@lru_cache(maxsize=4096)
def interval(value: str) -> Interval | None:
    """The calendar interval of a TIMEX3 value; ``None`` for durations, references and values with unknown parts.

    A zone at the end of a clock time is not applied; :func:`utc` does that.
    """
    head, _, clock = value.partition("T")
    try:
        if clock:
            return _clock_interval(head, clock)
        for unit, shape in _SHAPES:
            if found := shape.fullmatch(value):
                return _unit_interval(unit, found.groups())
    except (ValueError, OverflowError):
        return None
    return None


def _clock_interval(head: str, clock: str) -> Interval | None:
    midnight = datetime.combine(date.fromisoformat(head), datetime.min.time())
    if clock in DAY_PARTS:
        first, last = DAY_PARTS[clock]
        return midnight + timedelta(hours=first), midnight + timedelta(hours=last)
    found = _CLOCK.fullmatch(clock)
    if not found:
        return None
    hours, minutes, seconds = (int(part) if part else 0 for part in found.groups())
    start = midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if found[3]:
        return start, start + timedelta(seconds=1)
    return start, start + (timedelta(minutes=1) if found[2] else timedelta(hours=1))


def _unit_interval(unit: str, parts: tuple[str, ...]) -> Interval:
    if unit in ("week", "weekend"):
        monday = date.fromisocalendar(int(parts[0]), int(parts[1]), 1)
        first, days = (monday, 7) if unit == "week" else (monday + timedelta(days=5), 2)
        return _days(first, first + timedelta(days=days))
    if unit == "day":
        first = date(int(parts[0]), int(parts[1]), int(parts[2]))
        return _days(first, first + timedelta(days=1))
    number = int(parts[0])
    if unit in _LONG_YEARS:
        first, months = date(number * _LONG_YEARS[unit], 1, 1), 12 * _LONG_YEARS[unit]
    elif unit == "season":
        first, months = date(number, SEASONS[parts[1]], 1), 3
    else:
        months = _UNIT_MONTHS[unit]
        first = date(number, (int(parts[1]) - 1) * months + 1, 1)
    last = add(first, months, "month")
    if last is None:
        raise ValueError(f"{parts}: past the year 9999")
    return _days(first, last)


def _days(first: date, last: date) -> Interval:
    return datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.min.time())


def utc(moment: datetime, offset_minutes: int = 0) -> datetime | None:
    """``moment`` of a zone that many minutes east of Greenwich as aware UTC; ``None`` past the ends of the calendar."""
    try:
        return (moment - timedelta(minutes=offset_minutes)).replace(tzinfo=UTC)
    except OverflowError:
        return None
