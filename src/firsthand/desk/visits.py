"""When a reader was here last: two moments in a cookie, the visit before this one and the latest page of this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

COOKIE = "firsthand-visit"
REST = timedelta(minutes=30)
"""After so long without opening the case page a new visit begins."""
FIRST_DAYS = 7
"""What a first visit counts as new."""
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Visit:
    """What counts as new."""

    since: datetime
    first: bool
    cookie: str
    """To be kept by the browser."""


def visit(cookie: str, now: datetime) -> Visit:
    """The visit that a page opened at ``now`` belongs to; what the cookie says wrong is as if it were not there."""
    before, latest = _read(cookie)
    if latest is None or latest > now:
        return Visit(now - timedelta(days=FIRST_DAYS), True, _cookie(None, now))
    if now - latest > REST:
        before = latest
    if before is None:
        return Visit(now - timedelta(days=FIRST_DAYS), True, _cookie(None, now))
    return Visit(before, False, _cookie(before, now))


def _read(cookie: str) -> tuple[datetime | None, datetime | None]:
    before, _, latest = cookie.partition("|")
    return _moment(before), _moment(latest)


def _moment(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text), UTC) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _cookie(before: datetime | None, latest: datetime) -> str:
    return f"{int(before.timestamp()) if before else ''}|{int(latest.timestamp())}"
