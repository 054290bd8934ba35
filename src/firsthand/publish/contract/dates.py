"""Dates of a sentence and of its evidence, in all the forms that English has for them, as intervals of days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from firsthand.read.dates import Expression, find_expressions, find_times
from firsthand.read.dates.calendar import interval

Days = tuple[datetime, datetime]
"""A UTC interval ``[start, end)``."""

_THIRDS = {"START": (0, 1), "MID": (1, 2), "END": (2, 3)}
_NEIGHBOURS = 1
"""Years around those of the evidence in which a date without a year is looked for."""
_QUARTER = re.compile(r"\bQ([1-4])(?: of)? (\d{4})\b")
_NTH = ("first", "second", "third", "fourth")
_HINT = re.compile(
    r"\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\b(?:spring|summer|autumn|fall|winter|century)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|tomorrow|today|tonight|(?:last|next|this) "
    r"(?:night|week|weekend|fortnight|month|quarter|year|spring|summer|autumn|fall|winter)(?! of\b)|"
    r"(?:days?|weeks?|months?|years?) ago)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:between|from)\b|–|\d-\d|\bto\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


@dataclass(frozen=True, slots=True)
class Written:
    """One date as a text has it."""

    words: str
    start: int
    """First character in the text, 0-based."""
    end: int
    value: str
    """TIMEX3 value; ``XXXX`` for a year that the words leave out."""
    mod: str
    """START, MID, END ("early", "mid", "late") or anything else of TIMEX3."""


def may_hold(text: str) -> bool:
    """A cheap look: only a text with a digit or the name of a month or season can hold a date."""
    return _HINT.search(text) is not None


def written(text: str) -> list[Written]:
    """The calendar dates of a text; durations, clock times, weekdays and "last week" are none."""
    text = _QUARTER.sub(lambda found: f"the {_NTH[int(found[1]) - 1]} quarter of {found[2]}", text)
    found = (_written(item) for item in find_expressions(text, None) if item.type == "DATE")
    return [item for item in found if item]


def _written(item: Expression) -> Written | None:
    value = item.value.split("T")[0]
    if not re.match(r"(?:\d{4}|XXXX-(?:\d{2}|Q|SP|SU|FA|WI)|\d{3}$)", value):
        return None
    return Written(item.anchor.quote, item.anchor.start, item.anchor.end, value, item.mod)


def days(item: Written, years: Iterable[int]) -> list[Days]:
    """The intervals that it may mean; one without a year is tried in each of ``years``."""
    if not item.value.startswith("XXXX"):
        return [found] if (found := _interval(item.value, item.mod)) else []
    tried = (_interval(f"{year:04d}{item.value[4:]}", item.mod) for year in years)
    return [found for found in tried if found]


def _interval(value: str, mod: str) -> Days | None:
    inside = interval(value)
    if inside is None or inside[0] is None or inside[1] is None:
        return None
    start, end = inside[0].astimezone(UTC), inside[1].astimezone(UTC)
    if mod in _THIRDS:
        first, last = _THIRDS[mod]
        third = (end - start) / 3
        return start + first * third, start + last * third
    return start, end


def carried(claimed: Written, known: Iterable[Days]) -> bool:
    """Whether one of ``known`` lies inside what the words name: a sentence may be coarser than its evidence."""
    held = list(known)
    years = {moment.year + step for span in held for moment in span for step in range(-_NEIGHBOURS, _NEIGHBOURS + 1)}
    slack = timedelta(days=1) if claimed.mod in _THIRDS else timedelta(0)
    meant = [(start - slack, end + slack) for start, end in days(claimed, sorted(years))]
    return any(start <= one and other <= end for start, end in meant for one, other in held)


def weekdays(text: str) -> list[str]:
    """Weekdays that a text names beside no date of their own."""
    return _WEEKDAY.findall(text)


def relative(text: str) -> list[str]:
    """Times that mean something only on the day they were written ("last week")."""
    return [found.group() for found in _RELATIVE.finditer(text)]


def turned(text: str, known: Iterable[Days]) -> str:
    """A "before" or "after" of a sentence into which nothing dated of its evidence falls; empty when all is well."""
    held = list(known)
    if not held:
        return ""
    latest = max(end for _, end in held)
    for span in find_times(text, latest):
        if span.anchor is None or (span.start is None) == (span.end is None):
            continue
        inside = (
            (span.end is None or start < span.end) and (span.start is None or end > span.start) for start, end in held
        )
        if not any(inside):
            return f"nothing of its evidence lies “{span.anchor.quote}”"
    return ""


def too_narrow(text: str, known: Iterable[Days]) -> str:
    """A range of a sentence that holds none of the known ones; empty when all is well."""
    held = list(known)
    for span in find_times(text, max((end for _, end in held), default=None)):
        ranged = span.anchor and span.start and span.end and _RANGE.search(span.anchor.quote)
        if ranged and span.anchor and span.start and span.end:
            start, end = span.start - timedelta(days=1), span.end + timedelta(days=1)
            if not any(start <= one and other <= end for one, other in held):
                return f"it did not happen “{span.anchor.quote}”, as far as its evidence tells"
    return ""
