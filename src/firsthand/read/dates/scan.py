"""The scan of a text for time expressions: rules tried at the words they start with, neighbours joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from firsthand.read.dates.calendar import interval, unit_of, value_of
from firsthand.read.dates.clock import CLOCKS
from firsthand.read.dates.context import Context
from firsthand.read.dates.lengths import LENGTHS
from firsthand.read.dates.named import NAMED
from firsthand.read.dates.pointers import POINTERS
from firsthand.read.dates.rules import NO_PUBLICATION, Found, Rule
from firsthand.read.dates.words import (
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
    compiled,
    words,
    zone_minutes,
)


@dataclass(slots=True)
class Item:
    """One expression of the text while it is read: ``text[start:end]`` and what it means so far."""

    start: int
    end: int
    found: Found


_WORD = re.compile(r"(?P<letters>[A-Za-z]+)|(?P<digits>\d+)|['’‘](?=\d)")


def _index(rules: tuple[Rule, ...]) -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules:
        for start in rule.starts:
            table.setdefault(start, []).append(rule)
    return {start: tuple(found) for start, found in table.items()}


_RULES = _index((*NAMED, *CLOCKS, *LENGTHS, *POINTERS))
_AFTER_ARTICLE = words(
    *MONTHS, *WEEKDAYS, *SEASON_CODES, *DAY_PART_CODES, *NUMBER_WORDS, *ORDINALS, *DURATION_UNITS,
    *(unit + "s" for unit in DURATION_UNITS), "centuries", "very", "early", "mid", "late", "latter", "later", "start",
    "beginning", "end", "close", "middle", "past", "previous", "preceding", "prior", "this", "current", "same", "next",
    "following", "coming", "upcoming", "full", "fiscal", "calendar", "recent", "future", "foreseeable", "near", "short",
    "long", "not", "latest", "comparable", "corresponding", "few", "couple", "dozen", "hundred", "thousand", "number",
    "trading", "working", "business", "additional", "extra", "consecutive", "straight", "whole",
    "twenties", "thirties", "forties", "fifties",
    "sixties", "seventies", "eighties", "nineties",
)  # fmt: skip
_WORTH_TRYING = {
    article: compiled(rf"{article} (?:[\d'’]|{_AFTER_ARTICLE})", re.IGNORECASE) for article in ("the", "a", "an")
}
"""Most articles begin no time expression: what must follow one before any rule is tried."""
_PART_OF_MORE = re.compile(r"[A-Za-z0-9][-./,:]$|[$£€#]$|[A-Za-z]$")


class Scanner:
    """One pass over a text; yields its expressions in order and keeps the anchors of ``context`` up to date."""

    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._context = context
        self._position = 0
        self._held: Item | None = None

    def items(self) -> Iterator[Item]:
        while item := self._next():
            if joined := self._held and _join(self._held, item, self._text):
                self._hold(joined)
                continue
            if self._held:
                _lend_year(self._held, item, self._text)
                _next_weekday(self._held, item, self._text)
                _next_month(self._held, item, self._text)
                yield from self._release()
            self._hold(item)
            if second := _second(self._text, item):
                yield from self._release()
                self._hold(second)
                self._position = second.end
        yield from self._release()

    def _next(self) -> Item | None:
        text = self._text
        while word := _WORD.search(text, self._position):
            self._position = word.end()
            key = word[0].lower() if word["letters"] else "#" if word["digits"] else "'"
            rules = _RULES.get(key)
            if not rules or not self._may_start(key, word.start()):
                continue
            if item := _longest(text, word.start(), rules, self._context):
                self._position = max(self._position, item.end)
                return item
        return None

    def _may_start(self, key: str, start: int) -> bool:
        if key == "#" and _PART_OF_MORE.search(self._text, max(0, start - 2), start):
            held = self._held
            return held is not None and held.end == start - 1 and self._text[held.end] in "-–—"
        if key == "'" and self._text[max(0, start - 1) : start].isalnum():
            return False
        guard = _WORTH_TRYING.get(key)
        return guard is None or guard.match(self._text, start) is not None

    def _hold(self, item: Item) -> None:
        self._held = item
        if item.found.aside:
            self._context.last = item.found.value
        elif not item.found.value.startswith("T"):
            self._context.remember(item.found.value)
            self._context.told_at = item.end if item.found.explicit else None

    def _release(self) -> Iterator[Item]:
        """The held item with its day or zone added, unless it means nothing alone."""
        item = self._held
        if item is None or item.found.bare:
            return
        if item.found.value.startswith("T"):
            self._add_day(item)
        elif unit_of(item.found.value) in ("day", "time"):
            self._add_zone(item)
        if unit_of(item.found.value) in ("day", "time"):
            self._context.day_at = item.start
        yield item

    def _add_day(self, item: Item) -> None:
        context = self._context
        near = context.day_at is not None and item.start - context.day_at < _FAR_DAY
        day = context.day if context.narrative or (near and context.day) else context.today
        if day and context.today and day > context.today and context.tense(item.start, item.end) == "past":
            day = context.today
        if day is None:
            item.found = replace(item.found, value="XXXX-XX-XX" + item.found.value, reason=NO_PUBLICATION)
        else:
            item.found = replace(item.found, value=value_of(day, "day") + item.found.value)

    def _add_zone(self, item: Item) -> None:
        after = None if item.found.zone else _ZONE_AFTER.match(self._text, item.end)
        zone = after["zone"] or after["inner"] if after else ""
        if after and zone_minutes(zone) is not None:
            item.found = replace(item.found, zone=zone)
            item.end = after.end()


_ZONE_AFTER = compiled(rf" (?:(?P<zone>{ZONE})|\((?P<inner>{ZONE})\))")
_FAR_DAY = 400
"""A clock time belongs to the day last mentioned only within this many characters; farther off, to publication."""


def _longest(text: str, start: int, rules: tuple[Rule, ...], context: Context) -> Item | None:
    matches = [(match, rule) for rule in rules if (match := rule.pattern.match(text, start))]
    matches.sort(key=lambda pair: -pair[0].end())
    for match, rule in matches:
        if found := rule.resolve(match, context):
            return Item(start, start + found.length if found.length else match.end(), found)
    return None


_TO_DATE = re.compile(r"\s*+(?:\([A-Z]{2,4}\))?,?\s*+(?:on|of|of the)?\s*+(?:the)?\s*+$")
_CLOCK_VALUE = re.compile(r"T\d")
_PART_VALUE = re.compile(r"\d-\d\dT[A-Z]{2}$")
_TO_CLOCK = re.compile(r"\s*+,?\s*+(?:at|in the|around|about)?\s*+$")
_TO_YEAR = re.compile(r"\s+(?:of |in )?(?:the )?$")
_TO_PART = re.compile(r"['’]s\s+$")
_BETWEEN_DAYS = re.compile(r",?\s+(?:the\s+)?\(?$")
_IS_WEEKDAY = compiled(rf"{WEEKDAY}$")
_YEARLESS = ("month", "day", "season", "quarter", "half")


def _join(held: Item, item: Item, text: str) -> Item | None:
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
    elif _CLOCK_VALUE.match(first.value) and _PART_VALUE.search(second.value) and _TO_DATE.fullmatch(gap):
        merged = replace(second, value=second.value[:10] + first.value, zone=first.zone, mod=first.mod)
    elif one == "day" and second.value.startswith("T") and _TO_CLOCK.fullmatch(gap):
        merged = replace(first, type="TIME", value=first.value + second.value, zone=second.zone, bare=False)
    elif (
        one == "day"
        and two == "day"
        and _IS_WEEKDAY.search(text[held.start : held.end])
        and _BETWEEN_DAYS.fullmatch(gap)
    ):
        merged = second if not _IS_WEEKDAY.search(text[item.start : item.end]) else None
    elif one == "time" and two == "day" and _IS_WEEKDAY.search(text[held.start : held.end]):
        near = second.explicit or first.value.startswith(second.value)
        merged = _on_day(first, second) if near and _BETWEEN_DAYS.fullmatch(gap) else None
    elif _WEEK_OF.fullmatch(text, held.start, item.start) and two == "day":
        merged = _week_of(text[held.start : held.end], second)
    elif one in _YEARLESS and two == "year" and not first.explicit and _TO_YEAR.fullmatch(gap):
        merged = _with_year(first, second)
    elif one == "year" and two and gap == " " and _AGO.search(text, held.start, held.end):
        merged = _moved_year(first, second) if _NOW.match(text, item.start) else None
    elif one == "year" and two in ("quarter", "half", "season") and not second.explicit and _TO_PART.fullmatch(gap):
        merged = _with_year(second, first)
    return Item(held.start, item.end, merged) if merged else None


_WEEK_OF = compiled(r"the (?:week|weekend) of (?:the )?", re.IGNORECASE)


def _week_of(quote: str, day: Found) -> Found | None:
    """The week or weekend that holds the day, for "the weekend of July 21"."""
    inside = interval(day.value)
    unit = "weekend" if "end" in quote else "week"
    return replace(day, value=value_of(inside[0].date(), unit)) if inside else None


_AGO = re.compile(r"\bago$", re.IGNORECASE)
_NOW = re.compile(r"(?:this|today|last|next)\b", re.IGNORECASE)


def _moved_year(year: Found, part: Found) -> Found:
    """The "this week" of "ten years ago this week" in the year it speaks of."""
    return replace(part, value=year.value + part.value[4:])


def _on_day(clock: Found, day: Found) -> Found:
    """The "3 p.m. Friday" of "3 p.m. Friday, March 22" on that day."""
    return replace(clock, value=day.value + clock.value[10:], explicit=day.explicit)


def _with_year(part: Found, year: Found) -> Found:
    return replace(part, value=year.value + part.value[4:], explicit=True, bare=False)


_LISTED = compiled(r"(?:,? (?:and|or|to|through|until|till) | ?[-–—] ?|, )(?:the |in |on )?$", re.IGNORECASE)


def _lend_year(held: Item, item: Item, text: str) -> None:
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


_RANGED = compiled(r"(?: to | through | until | till | ?[-–—] ?|-to-|-through-)(?:the |in )?", re.IGNORECASE)


def _next_month(held: Item, item: Item, text: str) -> None:
    """In "April to June" the second month follows the first, also where it alone would be taken for a past one."""
    first, second = held.found.value, item.found.value
    if item.found.explicit or unit_of(first) != "month" or unit_of(second) != "month":
        return
    if _RANGED.fullmatch(text, held.end, item.start) and second < first:
        later = f"{int(first[:4]) + (second[4:] < first[4:]):04}{second[4:]}"
        item.found = replace(item.found, value=later, explicit=held.found.explicit)


_DAYS_ON = 2


def _next_weekday(held: Item, item: Item, text: str) -> None:
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
    rf"(?:-|–|—| and | to | or | - | – )(?P<day>{DAY})(?:st|nd|rd|th)?\b(?:,? (?P<year>{YEAR})\b|(?=[,;.)](?!\d)|$"
    r"| (?:and|in|at|when|for|the|to|on|from|by|near|with|as|that|a|an|after|before|was|were|is|will)\b))"
)
_SECOND_YEAR = compiled(r"(?:-|–|—)(?P<year>\d{4}|\d{2})\b(?![-–/]\d)")
_MONTH_THEN_DAY = re.compile(r"[A-Za-z.]\s+\d{1,2}(?:st|nd|rd|th)?$")


def _second(text: str, held: Item) -> Item | None:
    """The other half of "July 7 and 8", "July 7-9, 2018", "1939-45"."""
    value, quote = held.found.value, text[held.start : held.end]
    unit = unit_of(value)
    if unit == "day" and _MONTH_THEN_DAY.search(quote) and (match := _SECOND_DAY.match(text, held.end)):
        year = match["year"] or value[:4]
        day = f"{year}{value[4:8]}{int(match['day']):02}"
        if interval(day) is None:
            return None
        held.found = replace(held.found, value=year + value[4:])
        return Item(match.start("day"), match.end(), replace(held.found, value=day))
    if unit == "year" and quote[-4:].isdigit() and (match := _SECOND_YEAR.match(text, held.end)):
        year = value[: 4 - len(match["year"])] + match["year"]
        if year > value:
            return Item(match.start("year"), match.end(), replace(held.found, value=year, mod=""))
    return None
