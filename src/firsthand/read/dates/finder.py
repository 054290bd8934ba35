"""Time expressions of English news: found, normalised to TIMEX3 values, resolved to UTC intervals.

:func:`find_times` gives the intervals, :func:`read_times` also the dates left open, :func:`find_expressions` every
expression with its TimeML value, the unresolved ones with the reason. Nothing is guessed: without a publication date
"last month" stays unresolved. The module uses nothing but the standard library and the records of
:mod:`firsthand.model`, and its time grows linearly with the text.

How words become intervals, where English leaves it open:

- a weekday is the latest one, the day of publication included; the coming one where the clause looks ahead;
- a month and day without a year is the latest one, or one at most a hundred days ahead; the clause's tense overrules;
- "early", "mid" and "late" are thirds of the period they qualify; "earlier this year" ends, and "later this year"
  begins, with the day of publication;
- "since" opens the end; "until", "through", "by" and "before" open the start; "after" begins where its date ends;
- a day without a time zone is taken as a day of UTC; a named zone ("Thursday Hawaii time") moves it;
- a text that tells a history (many years, none of them recent) hangs its dates on one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from firsthand.model import Anchor, Granularity, TimeSpan, Unresolved
from firsthand.read.dates.calendar import Interval, add, granularity, interval, utc, value_of
from firsthand.read.dates.context import Context
from firsthand.read.dates.lengths import LENGTH, REPEATS
from firsthand.read.dates.rules import NO_ANCHOR, Found
from firsthand.read.dates.scan import Scanner
from firsthand.read.dates.words import compiled, word_set, zone_minutes


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression."""

    anchor: Anchor
    type: str
    """TIMEX3 type: ``DATE``, ``TIME``, ``DURATION`` or ``SET``."""
    value: str
    """TIMEX3 value; parts that are not known are ``X``."""
    mod: str = ""
    """TIMEX3 modifier: ``START``, ``MID``, ``END``, ``APPROX``, ``BEFORE``, ``AFTER``, ``MORE_THAN``, ``LESS_THAN``."""
    span: TimeSpan | None = None
    """The interval, with the same anchor; ``None`` when unresolved."""
    reason: str = ""
    """Why there is no interval; empty when there is one."""


def find_times(text: str, published: datetime | None) -> list[TimeSpan]:
    """The intervals that ``text`` names, by their place in it.

    ``published`` is the moment of publication (aware); its calendar day is what "today" means. The anchors take in the
    words that open an end ("since April"); both ends of a range ("from March to May") make one interval.
    """
    return read_times(text, published)[0]


def read_times(text: str, published: datetime | None) -> tuple[list[TimeSpan], list[Unresolved]]:
    """The intervals of :func:`find_times`, and the dates that the words leave open, each with the reason.

    Lengths of time ("three days"), what comes again ("daily") and the present in general ("now") are no open dates.
    """
    found = find_expressions(text, published)
    expressions = [one for one in found if one.span]
    spans: list[TimeSpan] = []
    skip = False
    for index, one in enumerate(expressions):
        if skip:
            skip = False
            continue
        after = expressions[index + 1] if index + 1 < len(expressions) else None
        merged = _range(text, one, after) if after else None
        spans.append(merged or _directed(text, one))
        skip = merged is not None
    gaps = [Unresolved(one.anchor, one.reason, "time") for one in found if one.span is None and _is_open(one)]
    return spans, gaps


_VAGUE = word_set("recent past future") | {"the past", "the recent past", "the future", "the near future"}
"""Words that date nothing."""


def _is_open(one: Expression) -> bool:
    vague = one.value == "PRESENT_REF" or one.anchor.quote.lower() in _VAGUE
    return one.reason not in (LENGTH, REPEATS) and not vague


def find_expressions(text: str, published: datetime | None) -> list[Expression]:
    """Every time expression of ``text`` in order, resolved or with the reason why not."""
    context = Context(text, published.date() if published else None)
    expressions = []
    for item in Scanner(text, context).items():
        found = item.found
        anchor = Anchor(item.start, item.end, text[item.start : item.end])
        span = _span(found, anchor, context)
        reason = "" if span else found.reason or _why_not(found)
        expressions.append(Expression(anchor, found.type, found.value, found.mod, span, reason))
    return expressions


def _why_not(found: Found) -> str:
    return NO_ANCHOR if "X" in found.value else "no calendar interval"


def _span(found: Found, anchor: Anchor, context: Context) -> TimeSpan | None:
    if found.reach and context.today:
        return _reach(found, anchor, context)
    if found.reason:
        return None
    inside = interval(found.value)
    if inside is None:
        return None
    inside = _trimmed(inside, found.mod)
    if context.today:
        inside = _clipped(inside, anchor.quote, datetime.combine(context.today, datetime.min.time()))
    offset = zone_minutes(found.zone) or 0
    start, end = utc(inside[0], offset), utc(inside[1], offset)
    return TimeSpan(start, end, granularity(found.value), anchor) if start and end else None


def _reach(found: Found, anchor: Anchor, context: Context) -> TimeSpan | None:
    assert found.reach and context.today
    count, unit = found.reach
    far = add(context.today, count, unit)
    if far is None:
        return None
    days = sorted((far, context.today))
    start, end = (datetime.combine(day, datetime.min.time()) for day in days)
    fine = Granularity.VAGUE if found.mod == "APPROX" else granularity(value_of(context.today, unit))
    return TimeSpan(utc(start), utc(end + timedelta(days=1)), fine, anchor)


def _trimmed(inside: Interval, mod: str) -> Interval:
    third = (inside[1] - inside[0]) / 3
    if third >= timedelta(days=1):
        third = timedelta(days=third.days)
    if mod == "START":
        return inside[0], inside[0] + third
    if mod == "MID":
        return inside[0] + third, inside[1] - third
    return (inside[1] - third, inside[1]) if mod == "END" else inside


def _clipped(inside: Interval, quote: str, today: datetime) -> Interval:
    """Cut at publication: "earlier this month" ends with that day, "later this month" begins with it."""
    if not inside[0] <= today < inside[1]:
        return inside
    first = quote.split(None, 1)[0].lower()
    if first == "earlier":
        return inside[0], today + timedelta(days=1)
    return (today, inside[1]) if first == "later" else inside


_OPENERS = compiled(
    r"\b(?P<word>since|starting|beginning|until|till|through|by|before|prior to|no later than|up to|ahead of"
    r"|after)"
    r"(?: (?:at least|about|around|as late as|on|in))? (?:the )?$",
    re.IGNORECASE,
)
_ONWARD = compiled(r" (?:on\b(?! [A-Z\d])|onwards?\b)")


def _directed(text: str, one: Expression) -> TimeSpan:
    """The interval with an end opened by the word before it ("since April") or after it ("from 2015 onward")."""
    assert one.span
    span, begin = one.span, max(0, one.anchor.start - 40)
    opener = _OPENERS.search(text, begin, one.anchor.start)
    if opener is None:
        if text[begin : one.anchor.start].lower().endswith("from ") and (onward := _ONWARD.match(text, one.anchor.end)):
            return replace(span, end=None, anchor=_anchor(text, one.anchor.start - 5, onward.end()))
        return span
    anchor = _anchor(text, opener.start(), one.anchor.end)
    word = opener["word"].lower()
    if word in ("since", "starting", "beginning"):
        return replace(span, end=None, anchor=anchor)
    if word == "after":
        return replace(span, start=span.end, end=None, anchor=anchor)
    end = span.start if word in ("before", "prior to", "ahead of") else span.end
    return replace(span, start=None, end=end, anchor=anchor)


_RANGE_GAP = compiled(
    r"(?:(?:,)? (?P<word>to|through|until|till|and)(?: (?:the|about|on|in))? | ?[-–—] ?)$", re.IGNORECASE
)
_RANGE_LEAD = compiled(r"\b(?P<word>from|between) (?:the |early |late )?$", re.IGNORECASE)


def _range(text: str, one: Expression, after: Expression) -> TimeSpan | None:
    """One interval for "between March and May", "from July 7 to 9", "July 7-9", "1939-45"."""
    gap = _RANGE_GAP.fullmatch(text, one.anchor.end, after.anchor.start)
    if gap is None or one.span is None or after.span is None:
        return None
    lead = _RANGE_LEAD.search(text, max(0, one.anchor.start - 20), one.anchor.start)
    if gap["word"] and gap["word"].lower() == "and" and not (lead and lead["word"].lower() == "between"):
        return None
    start, end = one.span.start, after.span.end
    if start is None or end is None or start >= end:
        return None
    begin = lead.start() if lead else one.anchor.start
    return TimeSpan(start, end, after.span.granularity, _anchor(text, begin, after.anchor.end))


def _anchor(text: str, start: int, end: int) -> Anchor:
    return Anchor(start, end, text[start:end])
