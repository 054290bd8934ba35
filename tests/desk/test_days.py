"""Days in addresses and forms: read, refused in words, and never moved beyond the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.desk.days import EARLIEST, LATEST, asked_day, moved
from firsthand.desk.pages.chronicle import span_of
from firsthand.errors import UsageError


def test_a_day_is_read_and_none_is_none() -> None:
    assert asked_day("2031-03-05") == datetime(2031, 3, 5, tzinfo=UTC)
    assert asked_day("") is None


@pytest.mark.parametrize(("text", "said"), [("soon", "no date"), ("9999-12-31", "too far"), ("0001-01-01", "too far")])
def test_what_cannot_be_reckoned_with_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asked_day(text)


@pytest.mark.parametrize(
    ("days", "end"), [(10**6, LATEST), (-(10**6), EARLIEST), (10**8, LATEST), (-(10**8), EARLIEST)]
)
def test_a_day_is_moved_to_the_ends_at_most(days: int, end: datetime) -> None:
    assert moved(datetime(2031, 1, 1, tzinfo=UTC), timedelta(days=days)) == end


def test_a_span_at_the_end_of_time_has_a_width() -> None:
    span = span_of("published", "2999-12-31", "2999-12-31")
    assert span.first and span.last and span.last > span.first
