"""Days as addresses and forms of the desk give them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from firsthand.errors import UsageError

EARLIEST, LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
"""What is reckoned with: beyond them a margin or a step of a timeline leaves the calendar."""


def asked_day(text: str) -> datetime | None:
    """A day; None when nothing is asked for. Raises UsageError when it is none, or too far off to reckon with."""
    if not text:
        return None
    try:
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as err:
        raise UsageError("this is no date", thing=text, remedy="write dates as 2026-11-30") from err
    if not EARLIEST <= day <= LATEST:
        raise UsageError("this date is too far off", thing=text, remedy="give a year from 1000 to 2999")
    return day


def moved(day: datetime, by: timedelta) -> datetime:
    """A day so much earlier or later, at most to the ends of what is reckoned with."""
    try:
        return min(max(day + by, EARLIEST), LATEST)
    except OverflowError:
        return LATEST if by > timedelta(0) else EARLIEST
