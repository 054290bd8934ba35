"""A visit lasts while pages are opened; what is new counts from the visit before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.desk.visits import FIRST_DAYS, REST, visit

NOW = datetime(2031, 4, 2, 12, tzinfo=UTC)


def test_a_first_visit_looks_back_some_days() -> None:
    found = visit("", NOW)
    assert (found.first, found.since) == (True, NOW - timedelta(days=FIRST_DAYS))


def test_pages_of_one_visit_share_what_is_new() -> None:
    first = visit("", NOW)
    later = visit(first.cookie, NOW + timedelta(days=2))
    again = visit(later.cookie, NOW + timedelta(days=2, minutes=20))
    assert (later.first, later.since, again.since) == (False, NOW, NOW)


def test_after_a_rest_the_last_visit_counts() -> None:
    first = visit("", NOW)
    later = visit(first.cookie, NOW + timedelta(days=2))
    next_day = visit(later.cookie, NOW + timedelta(days=2) + REST + timedelta(minutes=1))
    assert next_day.since == NOW + timedelta(days=2)


@pytest.mark.parametrize("cookie", ["x|y", "|", "9" * 40, "5|-3", "||", "7|1e5", "²|²", f"|{10**10 - 1}"])
def test_a_cookie_that_says_nonsense_is_no_visit(cookie: str) -> None:
    assert visit(cookie, NOW).first
