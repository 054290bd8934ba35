"""Rules for clock times, parts of the day and holidays."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from firsthand.read.dates.calendar import add, value_of
from firsthand.read.dates.context import Context
from firsthand.read.dates.rules import MOD_STARTS, NO_ANCHOR, NO_PUBLICATION, OF_YEAR, Found, Rule, rule
from firsthand.read.dates.words import CLOCK, DAY_PART, DAY_PART_CODES, HOUR_WORDS, ZONE, number, words

_CAPITAL = re.compile(r" [A-Z]")
_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:at|by|around|about|from|to|until|till|between|since|after|before|and|of|than|on)|[,(])\s*$|^$", re.I
)


def _clock(match: re.Match[str], context: Context) -> Found | None:
    text = match["clock"].lower()
    if match["clock"] in ("Noon", "Midnight") and _CAPITAL.match(context.text, match.end()):
        return None
    if text in ("noon", "midnight"):
        value = "T12:00" if text == "noon" else "T24:00"
    else:
        before = _CLOCK_BEFORE.search(context.text, max(0, match.start() - 12), match.start())
        if text[-1].isdigit() and not match["zone"] and not before:
            return None
        value = _clock_value(text)
    if not value:
        return None
    return Found("TIME", value, "APPROX" if match["approx"] else "", zone=match["zone"] or "")


def _clock_value(text: str) -> str:
    """``T17:30`` for "5:30 p.m.", "17:30" or "1730"; empty for what is no time of day."""
    hour, oclock, part = re.split(r"(\s+o['’]clock)", text) if "clock" in text else ("", "", "")
    if oclock:
        hours = int(number(hour) or 0)
        return f"T{hours + 12 if hours < 12 and part.endswith(('afternoon', 'evening')) else hours:02}:00"
    letters = re.sub(r"[^apm]", "", text)
    digits = re.findall(r"\d+", text)
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hours = int(digits[0])
    if letters:
        if not 1 <= hours <= 12:
            return ""
        hours = hours % 12 + (12 if letters == "pm" else 0)
    elif "." in text:
        return ""
    return f"T{hours:02}:" + ":".join(digits[1:] or ["00"])


def _part_of_day(match: re.Match[str], context: Context) -> Found | None:
    which = (match["which"] or "").lower()
    part = "T" + DAY_PART_CODES[match["part"].lower()]
    if which in ("this", "later this"):
        return _part_of(context.now, part, NO_PUBLICATION)
    if which == "that":
        return _part_of(context.day, part, NO_ANCHOR)
    if which in ("the next", "the following", "the previous"):
        day = add(context.day, -1 if "prev" in which else 1, "day") if context.day else None
        return _part_of(day, part, NO_ANCHOR)
    if part == "TNI" and not which and _AT.search(context.text, max(0, match.start() - 4), match.start()):
        return Found("TIME", "XXXX-XX-XXTNI", reason=NO_ANCHOR)
    if context.now and _TRADING.match(context.text, match.end()):
        return _part_of(context.now, part, NO_PUBLICATION)
    mid = (match["mod"] or "").lower().startswith(("mid", "the mid"))
    return Found("TIME", part, bare=not mid and not _stands_alone(match, context))


_AT = re.compile(r"\bat\s$", re.IGNORECASE)
_DURING = re.compile(r"\b(?:in|by|during|before|until|till|through|throughout)\s+$", re.IGNORECASE)
_BY_DAWN = re.compile(r"\b(?:at|by|before|until|till|since|after)\s+$", re.IGNORECASE)
_TRADING = re.compile(r"\s+trad(?:ing|e)\b")


def _stands_alone(match: re.Match[str], context: Context) -> bool:
    """Whether a part of the day means that of the day told: "in the morning", "before dawn"."""
    text, start = context.text, match.start()
    if match["part"].lower() in ("dawn", "dusk"):
        return _BY_DAWN.search(text, max(0, start - 8), start) is not None
    which = (match["which"] or "").strip().lower()
    return which == "the" and _DURING.search(text, max(0, start - 12), start) is not None


def _part_of(day: date | None, part: str, reason: str) -> Found:
    if day is None:
        return Found("TIME", "XXXX-XX-XX" + part, reason=reason)
    return Found("TIME", value_of(day, "day") + part)


_FIXED_HOLIDAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas eve": (12, 24), "christmas day": (12, 25),
    "christmas": (12, 25), "boxing day": (12, 26), "valentine's day": (2, 14), "independence day": (7, 4),
    "halloween": (10, 31), "veterans day": (11, 11), "armistice day": (11, 11), "may day": (5, 1), "epiphany": (1, 6),
    "st. patrick's day": (3, 17), "bastille day": (7, 14), "all saints' day": (11, 1), "earth day": (4, 22),
    "fourth of july": (7, 4), "groundhog day": (2, 2), "april fools' day": (4, 1), "d-day": (6, 6),
}  # fmt: skip
_FLOATING_HOLIDAYS = {
    "thanksgiving": (11, 4, 4), "thanksgiving day": (11, 4, 4), "labor day": (9, 1, 1), "memorial day": (5, 1, -1),
    "martin luther king day": (1, 1, 3), "presidents day": (2, 1, 3), "presidents' day": (2, 1, 3),
    "columbus day": (10, 1, 2), "mother's day": (5, 7, 2), "father's day": (6, 7, 3),
    "first monday of november": (11, 1, 1),
}  # fmt: skip
"""Month, ISO weekday, which one in the month (-1 the last)."""
_EASTER_HOLIDAYS = {
    "easter": 0, "easter sunday": 0, "good friday": -2, "easter monday": 1, "palm sunday": -7, "ash wednesday": -46,
}  # fmt: skip


def holiday(name: str, year: int) -> date:
    """The day of a named holiday in ``year``, United States reckoning where lands differ."""
    if name in _FIXED_HOLIDAYS:
        return date(year, *_FIXED_HOLIDAYS[name])
    if name in _EASTER_HOLIDAYS:
        return _easter(year) + timedelta(days=_EASTER_HOLIDAYS[name])
    if name == "election day":
        return holiday("first monday of november", year) + timedelta(days=1)
    month, weekday, which = _FLOATING_HOLIDAYS[name]
    if which < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _easter(year: int) -> date:
    """Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, last_day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, last_day + 1)


_NAMED_AFTER = re.compile(r" (?:Agreement|Accords?|Offensive|Island|Party|Parade|Massacre|Uprising|Road|Street)\b")


def _holiday(match: re.Match[str], context: Context) -> Found | None:
    name = " ".join(match["name"].lower().replace("’", "'").split())
    if _NAMED_AFTER.match(context.text, match.end()):
        return None
    if match["year"]:
        return Found("DATE", value_of(holiday(name, int(match["year"])), "day"), explicit=True)
    now = context.now
    if now is None:
        return Found("DATE", "XXXX-XX-XX", reason=NO_PUBLICATION)
    which = (match["which"] or "").lower()
    this = holiday(name, now.year)
    if which == "last":
        return Found("DATE", value_of(this if this < now else holiday(name, now.year - 1), "day"))
    if which == "next":
        return Found("DATE", value_of(this if this > now else holiday(name, now.year + 1), "day"))
    if which == "this" or context.narrative:
        return Found("DATE", value_of(this, "day"))
    year = context.year_of(this.month, this.day, context.tense(match.start(), match.end())) or now.year
    return Found("DATE", value_of(holiday(name, year), "day"))


_HOLIDAY_NAMES = (*_FIXED_HOLIDAYS, *_FLOATING_HOLIDAYS, *_EASTER_HOLIDAYS, "election day")
_HOLIDAYS = words(*_HOLIDAY_NAMES).replace("'", "['’]")

CLOCKS: tuple[Rule, ...] = (
    rule(
        f"# {' '.join(HOUR_WORDS)} noon midnight around about at shortly just {MOD_STARTS}",
        rf"(?P<approx>(?:around|about|shortly (?:after|before)|just (?:after|before)) )?(?P<clock>{CLOCK})(?!\w)"
        rf"(?: (?P<zone>{ZONE}))?",
        _clock,
        re.IGNORECASE,
    ),
    rule(
        f"{' '.join(DAY_PART_CODES)} {MOD_STARTS} this that",
        rf"(?P<mod>(?:the )?(?:early|late|mid)(?:[- ]in the|[- ]the)?[- ])?"
        r"(?P<which>later this|this|that|the next|the following|the previous|the )? ?"
        rf"(?P<part>{DAY_PART})(?: hours)?\b(?! \w+s of\b)",
        _part_of_day,
        re.IGNORECASE,
    ),
    rule(
        " ".join({re.split(r"[^a-z]", name)[0] for name in _HOLIDAY_NAMES}) + " last next this",
        rf"(?:(?P<which>last|next|this) )?(?P<name>{_HOLIDAYS})\b{OF_YEAR}",
        _holiday,
        re.IGNORECASE,
    ),
)
