"""Time expressions of English news: found, normalised to TIMEX3 values, resolved to UTC intervals.

:func:`find_times` gives the intervals, :func:`find_expressions` every expression with its TimeML value, the unresolved
ones with the reason. Nothing is guessed: without a publication date "last month" stays unresolved. The module uses
nothing but the standard library and the records of :mod:`firsthand.model`, and its time grows linearly with the text.

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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from firsthand.model import Anchor, Granularity, TimeSpan
from firsthand.read.date_calendar import Interval, add, granularity, interval, unit_of, utc, value_of
from firsthand.read.date_context import Context
from firsthand.read.date_pointers import POINTERS
from firsthand.read.date_rules import NO_ANCHOR, NO_PUBLICATION, RULES, Found, Rule
from firsthand.read.date_words import (
    DAY,
    DAY_PART_CODES,
    DURATION_UNITS,
    MONTHS,
    NUMBER_WORDS,
    ORDINALS,
    SEASON_CODES,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    ZONE,
    ZONES_MINUTES,
    compiled,
    words,
)


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


@dataclass(slots=True)
class _Item:
    start: int
    end: int
    found: Found


def find_times(text: str, published: datetime | None) -> list[TimeSpan]:
    """The intervals that ``text`` names, by their place in it.

    ``published`` is the moment of publication (aware); its calendar day is what "today" means. The anchors take in the
    words that open an end ("since April"); both ends of a range ("from March to May") make one interval.
    """
    expressions = [one for one in find_expressions(text, published) if one.span]
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
    return spans


def find_expressions(text: str, published: datetime | None) -> list[Expression]:
    """Every time expression of ``text`` in order, resolved or with the reason why not."""
    context = Context(text, published.date() if published else None)
    expressions = []
    for item in _items(text, context):
        found = item.found
        anchor = Anchor(item.start, item.end, text[item.start : item.end])
        span = _span(found, anchor, context)
        reason = "" if span else found.reason or _why_not(found)
        expressions.append(Expression(anchor, found.type, found.value, found.mod, span, reason))
    return expressions


def _why_not(found: Found) -> str:
    return NO_ANCHOR if "X" in found.value else "no calendar interval"


_WORD = re.compile(r"[A-Za-z]+|\d+|['’‘](?=\d)")


def _index(rules: tuple[Rule, ...]) -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules:
        for start in rule.starts:
            table.setdefault(start, []).append(rule)
    return {start: tuple(found) for start, found in table.items()}


_RULES = _index((*RULES, *POINTERS))
_AFTER_ARTICLE = words(
    *MONTHS, *WEEKDAYS, *SEASON_CODES, *DAY_PART_CODES, *NUMBER_WORDS, *ORDINALS, *DURATION_UNITS,
    *(unit + "s" for unit in DURATION_UNITS), "centuries", "very", "early", "mid", "late", "latter", "later", "beginning",
    "start", "end", "close", "middle", "year", "past", "previous", "preceding", "prior", "this", "current", "same", "next",
    "following", "coming", "upcoming", "full", "fiscal", "calendar", "recent", "future", "foreseeable", "near", "short",
    "long", "not", "latest", "comparable", "corresponding", "few", "couple", "dozen", "hundred", "thousand", "number",
    "trading", "working", "business", "consecutive", "straight", "whole", "twenties", "thirties", "forties", "fifties",
    "sixties", "seventies", "eighties", "nineties",
)  # fmt: skip
_WORTH_TRYING = {
    article: compiled(rf"{article} (?:[\d'’]|{_AFTER_ARTICLE})", re.IGNORECASE) for article in ("the", "a", "an")
}
"""Most articles begin no time expression: what must follow one before any rule is tried."""
_JOINED_BEFORE = re.compile(r"[A-Za-z0-9][-./,:]$|[$£€#]$|[A-Za-z]$")


def _items(text: str, context: Context) -> Iterator[_Item]:
    """The expressions in order, neighbours that make one expression joined."""
    held: _Item | None = None
    position = 0
    while word := _WORD.search(text, position):
        position = word.end()
        key = word[0].lower()
        rules = _RULES.get("#" if key[0].isdigit() else "'" if len(key) == 1 and not key.isalpha() else key)
        if not rules:
            continue
        start = word.start()
        if (guard := _WORTH_TRYING.get(key)) and not guard.match(text, start):
            continue
        if (
            key[0].isdigit()
            and _JOINED_BEFORE.search(text, max(0, start - 2), start)
            and not _follows(held, start, text)
        ):
            continue
        item = _longest(text, start, rules, context)
        if item is None:
            continue
        position = max(position, item.end)
        joined = _join(held, item, text) if held else None
        if held and not joined:
            _lend_year(held, item, text)
            _next_weekday(held, item, text)
        if held and not joined:
            if finished := _finish(held, context, text):
                yield finished
        held = joined or item
        if held.found.aside:
            context.last = held.found.value
        elif not held.found.value.startswith("T"):
            context.remember(held.found.value)
        if second := _second(text, held):
            if finished := _finish(held, context, text):
                yield finished
            held, position = second, second.end
            context.remember(second.found.value)
    if held and (finished := _finish(held, context, text)):
        yield finished


def _follows(held: _Item | None, start: int, text: str) -> bool:
    """Whether a number stands right after the first half of a range ("7-9 July")."""
    return held is not None and held.end == start - 1 and text[held.end] in "-–—"


def _longest(text: str, start: int, rules: tuple[Rule, ...], context: Context) -> _Item | None:
    matches = [(match, rule) for rule in rules if (match := rule.pattern.match(text, start))]
    matches.sort(key=lambda pair: -pair[0].end())
    for match, rule in matches:
        if found := rule.resolve(match, context):
            return _Item(start, start + found.length if found.length else match.end(), found)
    return None


_TO_DATE = re.compile(r"\s*,?\s*(?:on|of|of the)?\s*(?:the)?\s*$")
_TO_CLOCK = re.compile(r"\s*,?\s*(?:at|in the|around|about)?\s*$")
_TO_YEAR = re.compile(r"\s+(?:of |in )?(?:the )?$")
_TO_PART = re.compile(r"['’]s\s+$")
_BETWEEN_DAYS = re.compile(r",?\s+(?:the\s+)?\(?$")
_IS_WEEKDAY = compiled(rf"{WEEKDAY}$")
_YEARLESS = ("month", "day", "season", "quarter", "half")


def _join(held: _Item, item: _Item, text: str) -> _Item | None:
    """Both as one expression: "10 p.m. Wednesday", "Friday, July 6", "June last year", "this year's third quarter"."""
    gap = text[held.end : item.start]
    if len(gap) > 10 or "\n\n" in gap:
        return None
    first, second = held.found, item.found
    one, two = unit_of(first.value), unit_of(second.value)
    merged: Found | None = None
    if first.value.startswith("T") and two == "day" and _TO_DATE.fullmatch(gap):
        merged = replace(
            second, type="TIME", value=second.value + first.value, zone=first.zone or second.zone, mod=first.mod
        )
    elif one == "day" and second.value.startswith("T") and _TO_CLOCK.fullmatch(gap):
        merged = replace(first, type="TIME", value=first.value + second.value, zone=second.zone, bare=False)
    elif (
        one == "day"
        and two == "day"
        and _IS_WEEKDAY.search(text[held.start : held.end])
        and _BETWEEN_DAYS.fullmatch(gap)
    ):
        merged = second if not _IS_WEEKDAY.search(text[item.start : item.end]) else None
    elif one in _YEARLESS and two == "year" and not first.explicit and _TO_YEAR.fullmatch(gap):
        merged = _with_year(first, second)
    elif one == "year" and two in ("quarter", "half", "season") and not second.explicit and _TO_PART.fullmatch(gap):
        merged = _with_year(second, first)
    return _Item(held.start, item.end, merged) if merged else None


def _with_year(part: Found, year: Found) -> Found:
    return replace(part, value=year.value + part.value[4:], explicit=True, bare=False)


_LISTED = compiled(r"(?:,? (?:and|or|to|through|until|till) | ?[-–—] ?|, )(?:the |in |on )?$", re.IGNORECASE)


def _lend_year(held: _Item, item: _Item, text: str) -> None:
    """Give the "March" of "between March and May 2018" the year of its partner."""
    first, second = held.found, item.found
    unit = unit_of(first.value)
    if first.explicit or not second.explicit or unit not in ("month", "day") or unit_of(second.value) != unit:
        return
    if first.value[:1].isdigit() and _LISTED.fullmatch(text, held.end, item.start):
        turned = first.value[4:] > second.value[4:]
        lent = f"{int(second.value[:4]) - turned:04}{first.value[4:]}"
        if interval(lent):
            held.found = replace(first, value=lent, explicit=True)


_DAYS_ON = 2


def _next_weekday(held: _Item, item: _Item, text: str) -> None:
    """In "Friday and Saturday" the second day follows the first, also where the first is today."""
    if not (_LISTED.fullmatch(text, held.end, item.start) and _IS_WEEKDAY.fullmatch(text, item.start, item.end)):
        return
    first, second = interval(held.found.value), interval(item.found.value)
    if not (first and second and _IS_WEEKDAY.search(text[held.start : held.end])):
        return
    days = (second[0] - first[0]).days % 7
    ranged = text[held.end : item.start].strip() not in ("and", "or", ",", ", and", ", or")
    if 0 < days <= (6 if ranged else _DAYS_ON):
        item.found = replace(item.found, value=value_of(first[0].date() + timedelta(days=days), "day"))


_SECOND_DAY = compiled(
    rf"(?:-|–|—| and | to | or | - | – )(?P<day>{DAY})(?:st|nd|rd|th)?\b(?:,? (?P<year>{YEAR})\b)?"
    r"(?=[,;.)](?!\d)|$| (?:and|in|at|when|for|the|to|on|from|by|near|with|as|that|a|an|after|before|was|were|is|will)\b)"
)
_SECOND_YEAR = compiled(r"(?:-|–|—)(?P<year>\d{4}|\d{2})\b(?![-–/]\d)")
_MONTH_THEN_DAY = re.compile(r"[A-Za-z.]\s+\d{1,2}(?:st|nd|rd|th)?$")


def _second(text: str, held: _Item) -> _Item | None:
    """The other half of "July 7 and 8", "July 7-9, 2018", "1939-45"."""
    value, quote = held.found.value, text[held.start : held.end]
    unit = unit_of(value)
    if unit == "day" and _MONTH_THEN_DAY.search(quote) and (match := _SECOND_DAY.match(text, held.end)):
        year = match["year"] or value[:4]
        day = f"{year}{value[4:8]}{int(match['day']):02}"
        if interval(day) is None:
            return None
        held.found = replace(held.found, value=year + value[4:])
        return _Item(match.start("day"), match.end(), replace(held.found, value=day))
    if unit == "year" and quote[-4:].isdigit() and (match := _SECOND_YEAR.match(text, held.end)):
        year = value[: 4 - len(match["year"])] + match["year"]
        if year > value:
            return _Item(match.start("year"), match.end(), replace(held.found, value=year, mod=""))
    return None


_ZONE_AFTER = compiled(rf" \(?(?P<zone>{ZONE})")
_FAR_DAY = 400
"""A clock time belongs to the day last mentioned only within this many characters; farther off, to publication."""


def _finish(item: _Item, context: Context, text: str) -> _Item | None:
    """``item`` with its day or zone added, or ``None`` when it means nothing alone."""
    found = item.found
    if found.bare:
        return None
    if found.value.startswith("T"):
        day = context.day if context.narrative else context.today
        if context.day and context.day_at is not None and item.start - context.day_at < _FAR_DAY:
            day = context.day
        if day is None:
            item.found = replace(found, value="XXXX-XX-XX" + found.value, reason=NO_PUBLICATION)
        else:
            item.found = replace(found, value=value_of(day, "day") + found.value)
    elif unit_of(found.value) in ("day", "time") and not found.zone and (zone := _ZONE_AFTER.match(text, item.end)):
        if _minutes(zone["zone"]) is not None:
            item.found = replace(found, zone=zone["zone"])
            item.end = zone.end()
    if item.found.value[:1].isdigit() and unit_of(item.found.value) in ("day", "time"):
        context.day_at = item.start
    return item


_ZONE_TAIL = re.compile(r"\s+(?:standard\s+|daylight\s+)?time$")


def _minutes(zone: str) -> int | None:
    """Minutes east of Greenwich of a zone in words or digits; ``None`` for "local time" and unknown places."""
    plain = _ZONE_TAIL.sub("", " ".join(zone.lower().split()))
    if found := re.fullmatch(r"([+-])(\d\d):?(\d\d)", plain):
        return (1 if found[1] == "+" else -1) * (int(found[2]) * 60 + int(found[3]))
    return ZONES_MINUTES.get(plain)


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
    offset = _minutes(found.zone) or 0
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
    """ "earlier this month" ends with the day of publication, "later this month" begins with it."""
    if not inside[0] <= today < inside[1]:
        return inside
    first = quote.split(None, 1)[0].lower()
    if first == "earlier":
        return inside[0], today + timedelta(days=1)
    return (today, inside[1]) if first == "later" else inside


_OPENERS = compiled(
    r"\b(?P<word>since|starting|beginning|as of|until|till|through|by|before|prior to|no later than|up to|ahead of|after)"
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
    if word in ("since", "starting", "beginning", "as of"):
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
