"""Publication dates in plain places: file names, URLs, and lines that hold hardly more than a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from firsthand.collect.pages.page import FoundDate

EARLIEST_YEAR = 1946
"""Before the first picture from space and the first reports that anyone collects here."""

LONGEST_DATE_LINE = 70
"""Characters; a longer line is prose that mentions a date."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august"),
            *("sep sept september", "oct october", "nov november", "dec december"),
        ),
        1,
    )
    for name in names.split()
}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[T_]([01]\d|2[0-3])([0-5]\d)([0-5]\d))?(?!\d)"
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})[/-](0?[1-9]|[12]\d|3[01])(?=[/.-]|$)")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[ .]+({_MONTH})\.?,? +((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.? +(\d{{1,2}})(?:st|nd|rd|th)?,? +((?:19|20)\d\d)\b", re.IGNORECASE)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")


def day(year: int, month: int, day_of_month: int) -> datetime | None:
    """That day's UTC midnight; None when there is no such day, or it is no day a report could have."""
    try:
        moment = datetime(year, month, day_of_month, tzinfo=UTC)
    except ValueError:
        return None
    return moment if year >= EARLIEST_YEAR and moment <= datetime.now(UTC) + timedelta(days=2) else None


def times_in_name(name: str) -> list[datetime]:
    """The dates in a file name, as yyyy-mm-dd or yyyymmdd, with the time of day where one follows; UTC, in order."""
    times = []
    for found in _IN_NAME.finditer(name):
        moment = day(int(found[1]), int(found[3]), int(found[4]))
        if moment is not None:
            clock = timedelta(hours=int(found[5]), minutes=int(found[6]), seconds=int(found[7])) if found[5] else None
            times.append(moment + clock if clock else moment)
    return times


def time_in_name(name: str) -> datetime | None:
    """The first of :func:`times_in_name`."""
    return next(iter(times_in_name(name)), None)


def date_in_name(name: str) -> FoundDate | None:
    """The day in a file name."""
    moment = time_in_name(name)
    return FoundDate("published", moment, "name", "file name") if moment else None


def date_in_url(url: str) -> FoundDate | None:
    """The day in a URL's path, as /2018/07/31/ or /2018/jul/31/."""
    found = _IN_URL.search(url)
    if not found:
        return None
    month = int(found[2]) if found[2].isdigit() else MONTHS.get(found[2], 0)
    moment = day(int(found[1]), month, int(found[3]))
    return FoundDate("published", moment, "url", "URL") if moment else None


def written_day(text: str) -> datetime | None:
    """The first full date (day, month, year) that ``text`` spells out in English or ISO form."""
    candidates = []
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_ISO, (1, 2, 3))):
        if found := pattern.search(text):
            year, month, dom = (found[group] for group in order)
            number = int(month) if month.isdigit() else MONTHS[month.lower()]
            candidates.append((found.start(), day(int(year), number, int(dom))))
    return next((moment for _, moment in sorted(candidates, key=lambda pair: pair[0]) if moment), None)


def date_line(lines: Iterable[str]) -> FoundDate | None:
    """The date of the first line that holds hardly more than a date ("Published July 31, 2018")."""
    for line in lines:
        if len(line) <= LONGEST_DATE_LINE and (moment := written_day(line)):
            return FoundDate("published", moment, "text", "line of its own")
    return None
