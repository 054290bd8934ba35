"""Rules that name a calendar date: days, months, years, decades, quarters, seasons, clock times, holidays.

Each rule is a pattern and a function from its match to a :class:`Found`; :mod:`firsthand.read.dates` tries a rule only
at words it may start with. The other half of the rules, for words that point ("last week", "two days later"), is in
:mod:`firsthand.read.date_pointers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from firsthand.read.date_calendar import SEASONS, value_of
from firsthand.read.date_context import Context
from firsthand.read.date_words import (
    CLOCK,
    DAY,
    DAY_PART,
    DAY_PART_CODES,
    MONTH,
    MONTHS,
    NUMBER_WORDS,
    ORDINALS,
    SEASON,
    SEASON_CODES,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    ZONE,
    compiled,
    spelled_year,
    words,
)

NO_PUBLICATION = "points from the publication date, which is not known"
NO_ANCHOR = "points from another date, which the text does not give"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read: TIMEX3 type, value and modifier."""

    type: str
    value: str
    mod: str = ""
    """``START``, ``MID``, ``END`` or ``APPROX`` as in TIMEX3."""
    reason: str = ""
    """Why the value gives no interval, where it does not."""
    zone: str = ""
    """Time zone named in the words."""
    explicit: bool = False
    """The year is named, not reckoned."""
    bare: bool = False
    """Means nothing alone ("night"): kept only when joined to a date."""
    reach: tuple[int, str] | None = None
    """A stretch of (count, unit) that ends (count < 0) or begins at publication: "the past two months" (-2, "month")."""
    aside: bool = False
    """A date of comparison ("a year earlier"): what follows does not hang on it."""
    length: int = 0
    """Characters used when fewer than the match has; 0 for all."""


Resolver = Callable[[re.Match[str], Context], "Found | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the lower-case words it may start with (``#`` for a digit, ``'`` for an apostrophe), and its reading."""

    starts: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Resolver


MOD = (
    r"(?:(?P<mod>(?:the )?(?:very )?(?:(?:beginning|start|end|close|middle|(?:early|latter|last|later) part|[Ee]arly days) of"
    r"|(?:[Ee]arly|[Ll]ate)(?: in)?|[Mm]id|[Ee]arlier in|[Ll]ater in)-?)(?: (?:the )?|(?<=-)))?"
)
MOD_STARTS = "the very early mid late middle beginning start end close earlier later"
_MOD_CODES = (
    ("MID", ("mid",)),
    ("START", ("early", "beginning", "start")),
    ("END", ("late", "end", "close", "latter")),
)


def mod_code(words_found: str | None) -> str:
    """The TIMEX3 modifier of "early", "the end of" and so on; empty for none, and for "earlier" and "later"."""
    plain = (words_found or "").lower()
    if re.search(r"\b(?:earlier|later)\b", plain):
        return ""
    return next((code for code, names in _MOD_CODES if any(name in plain for name in names)), "")


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _first(*names: str) -> str:
    return " ".join(names)


_MONTH_STARTS = " ".join(MONTHS)
_NOT_COUNTED = r"(?![\w%]|[.,:/]\d|-(?!(?:\d\d){1,2}\b)\w)"
_OF_YEAR = rf"(?:(?:,| of|, of)? (?P<year>{YEAR})\b(?![%\d]|[.,:]\d))?"


def _iso(match: re.Match[str], context: Context) -> Found | None:
    try:
        date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    day = f"{match['y']}-{match['m']}-{match['d']}"
    if not match["clock"]:
        return Found("DATE", day, explicit=True)
    return Found("TIME", f"{day}T{match['clock']}", zone=match["zone"] or "", explicit=True)


def _slashed(match: re.Match[str], context: Context) -> Found | None:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    month, day = (second, first) if first > 12 else (first, second)
    if year < 100:
        year += 2000 if year < 70 else 1900
    return _dated(year, month, day, explicit=True)


def _dated(year: int, month: int, day: int, *, explicit: bool, mod: str = "") -> Found | None:
    try:
        return Found("DATE", value_of(date(year, month, day), "day"), mod, explicit=explicit)
    except ValueError:
        return None


def _month_day(match: re.Match[str], context: Context) -> Found | None:
    month = month_number(match["month"])
    day = ORDINALS[match["word"].lower()] if match["word"] else int(match["day"])
    if match["year"]:
        return _dated(int(match["year"]), month, day, explicit=True)
    year = context.year_of(month, day, context.tense(match.start(), match.end()))
    if year is None:
        return Found("DATE", f"XXXX-{month:02}-{day:02}", reason=NO_PUBLICATION)
    return _dated(year, month, day, explicit=False)


def _first_day(match: re.Match[str], context: Context) -> Found | None:
    """The "7" of "7-9 July 2018"; the rest is read by itself."""
    month = month_number(match["month"])
    used = match.start("rest") - match.start()
    if match["year"]:
        found = _dated(int(match["year"]), month, int(match["day"]), explicit=True)
    else:
        year = context.year_of(month, int(match["day"]), context.tense(match.start(), match.end()))
        if year is None:
            return Found("DATE", f"XXXX-{month:02}-{int(match['day']):02}", reason=NO_PUBLICATION, length=used)
        found = _dated(year, month, int(match["day"]), explicit=False)
    return replace(found, length=used) if found else None


_TITLE_BEFORE = re.compile(r"(?:Theresa|Mrs\.?|Ms\.?|Miss|Mr\.?|Dr\.?|Minister|Brian|Elaine|Premier)\s+$")
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|of|through|during|last|next|this|early|late|mid|before|after|from|between|to|and|or"
    r"|every|each|previous|following|than|around|for|on|as of|throughout|past|coming|or|earlier|later|[a-z]+ed|[a-z]+s)"
    r"[\s(]+$|[(\-–/]$",
    re.IGNORECASE,
)
_NOT_MONTH_AFTER = re.compile(
    r"\s+(?:said|says|told|has|have|was|is|will|would|had|be|not|also|against|on\s+[A-Z]|and\s+(?:her|his)|[A-Z][a-z]+)"
    r"|['’]s\s+(?:government|office|party|cabinet|deal|plan|spokes\w+|premiership|leadership)"
)


def _month(match: re.Match[str], context: Context) -> Found | None:
    name = match["month"].lower().rstrip(".")
    month, mod = MONTHS[name], mod_code(match["mod"])
    if match["year"]:
        return Found("DATE", f"{match['year']}-{month:02}", mod, explicit=True)
    which = (match["which"] or "").lower()
    if not which and not _is_month(match, context):
        return None
    year = _pointed_year(which, month, context) if which else None
    if year is None:
        year = context.year_of(month, None, context.tense(match.start(), match.end()))
    if year is None:
        return Found("DATE", f"XXXX-{month:02}", mod, reason=NO_PUBLICATION)
    return Found("DATE", f"{year}-{month:02}", mod)


def _pointed_year(which: str, month: int, context: Context) -> int | None:
    """The year of "last April" (the latest one over), "next April" (the coming one), "this April" (the running year)."""
    base = context.then if which.endswith(("previous", "following")) or context.narrative else context.now
    if base is None:
        return None
    if which in ("last", "this past", "past", "the previous"):
        return base.year if month < base.month else base.year - 1
    if which == "this":
        return base.year
    return base.year if month > base.month else base.year + 1


def _is_month(match: re.Match[str], context: Context) -> bool:
    """Whether a month name without day or year is one: "May" may be a verb or a minister, "March" a walk, "Jan" a
    person."""
    name = match["month"]
    if name.rstrip(".") in ("Mar", "Jan", "Jun", "Apr") and not name.endswith("."):
        return False
    if name not in ("May", "March", "April", "June", "August"):
        return True
    before = context.text[max(0, match.start("month") - 24) : match.start("month")]
    if _TITLE_BEFORE.search(before):
        return False
    after = context.text[match.end() : match.end() + 24]
    if not before.strip(" ") and after[:1] in ("", "\n") or before.endswith("\n\n") and after[:2] == "\n\n":
        return True
    if name in ("April", "June", "August"):
        return not re.match(r" [A-Z][a-z]+(?!\w)", after) or bool(_MONTH_BEFORE.search(before))
    strong = bool(match["mod"]) or bool(re.search(r"\b(?:in|since|last|next|this|until|during)\s+$", before, re.I))
    if name == "May" and context.minister and not strong:
        return False
    return strong or (bool(_MONTH_BEFORE.search(before)) and not _NOT_MONTH_AFTER.match(after))


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|between|to|and|or|during|before|after|the|late|early|mid|than|through|for"
    r"|year|around|about|as|class|fiscal|circa|ca\.|c\.|no|only|that|when|on|—|–|-)|[(,;:\[])\s*$",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"\s+(?:[A-Z]\w+ (?:St|Ave|Rd|Blvd|Dr|Street|Avenue|Road|Drive|Lane|Boulevard)\b|people|men|women|children|troops|soldiers|students|workers|employees|miles|km|kilometers|kilometres|meters"
    r"|metres|feet|tons|tonnes|pounds|kg|dollars|euros|jobs|homes|houses|points|votes|square|of\s+the|shares|times|deaths"
    r"|residents|members|protesters|refugees|aircraft|tanks|ships|missiles|warheads|centrifuges|days|years|hours|guests"
    r"|mg|per|percent|million|billion|cases|dead|others|words|kilometer|meter|foot|mile|ton|calories|rounds"
    r")\b"
)


def _year(match: re.Match[str], context: Context) -> Found | None:
    year = int(match["year"])
    before = context.text[max(0, match.start() - 14) : match.start()]
    if before[-1:] in ("$", "£", "€", "#", "/", "+", "=", "@", "_") or re.search(
        r"\b(?:No\.|Flight|Highway|Route)\s$", before
    ):
        return None
    if not match["mod"] and not match["lead"]:
        if _COUNTED_AFTER.match(context.text, match.end()):
            return None
        if not 1900 <= year <= 2060 and not _YEAR_BEFORE.search(before):
            return None
        if not 1600 <= year <= 2100 and not context.narrative:
            return None
    return Found("DATE", f"{year:04}", mod_code(match["mod"]), explicit=True)


def _before_christ(match: re.Match[str], context: Context) -> Found | None:
    year = f"BC{int(match['n']):04}"
    if match["month"]:
        year += f"-{month_number(match['month']):02}"
    return Found("DATE", year, mod_code(match["mod"]), reason="lies before the year 1")


def _short_year(match: re.Match[str], context: Context) -> Found | None:
    if match["tens"]:
        return Found("DATE", "19" + match["tens"][0], mod_code(match["mod"]), explicit=True)
    two = int(match["two"])
    return Found("DATE", f"{2000 + two if two < 40 else 1900 + two}", explicit=True)


_DECADE_WORDS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9,
}  # fmt: skip


def _decade(match: re.Match[str], context: Context) -> Found | None:
    if match["word"]:
        if not match[0].lower().startswith("the ") and not match["mod"]:
            return None
        return Found("DATE", f"19{_DECADE_WORDS[match['word'].lower()]}", mod_code(match["mod"]), explicit=True)
    return Found("DATE", match["digits"], mod_code(match["mod"]), explicit=True)


def _century(match: re.Match[str], context: Context) -> Found | None:
    ordinal = match["n"].lower()
    count = int(re.sub(r"\D", "", ordinal)) if ordinal[0].isdigit() else ORDINALS[ordinal]
    if not 1 <= count <= 30:
        return None
    return Found("DATE", f"{count - 1:02}", mod_code(match["mod"]), explicit=True)


def _spelled_year(match: re.Match[str], context: Context) -> Found | None:
    year = spelled_year(match["year"])
    if year is None:
        return None
    head = f"{year}-{month_number(match['month']):02}" if match["month"] else f"{year}"
    return Found("DATE", head, explicit=True)


def _quarter(match: re.Match[str], context: Context) -> Found | None:
    unit, size = ("Q", 3) if match["unit"].lower() == "quarter" else ("H", 6)
    ordinal = match["n"].lower()
    number = int(ordinal[0]) if ordinal[0].isdigit() else ORDINALS[ordinal]
    if number == -1:
        number = 4 if unit == "Q" else 2
    if number > 12 // size:
        return None
    if year := match["year"] or match["lead"]:
        return Found("DATE", f"{year}-{unit}{number}", mod_code(match["mod"]), explicit=True)
    if unit == "H":
        return Found(
            "DATE", f"{context.now.year if context.now else 'XXXX'}-H{number}", mod_code(match["mod"]), bare=True
        )
    found = _quarter_without_year(match, context, unit, number)
    if match["back"] and found.value[0].isdigit():
        return replace(found, value=f"{int(found.value[:4]) - 1}{found.value[4:]}", aside=True)
    return found


def _quarter_without_year(match: re.Match[str], context: Context, unit: str, number: int) -> Found:
    now, mod = context.now, mod_code(match["mod"])
    if now is None:
        return Found("DATE", f"XXXX-{unit}{number}", mod, reason=NO_PUBLICATION)
    if context.narrative:
        return Found("DATE", f"{now.year}-{unit}{number}", mod)
    started = (number - 1) * (3 if unit == "Q" else 6) + 1 <= now.month
    tense = context.tense(match.start(), match.end())
    year = now.year if started else now.year - 1
    if tense == "future" and not started:
        year = now.year
    return Found("DATE", f"{year}-{unit}{number}", mod)


def _quarter_code(match: re.Match[str], context: Context) -> Found | None:
    year = match["year"] or match["lead"]
    if year:
        return Found("DATE", f"{year}-Q{match['n']}", explicit=True)
    return _quarter_without_year(match, context, "Q", int(match["n"]))


def _season(match: re.Match[str], context: Context) -> Found | None:
    code, mod = SEASON_CODES[match["season"].lower()], mod_code(match["mod"])
    if match["year"]:
        return Found("DATE", f"{match['year']}-{code}", mod, explicit=True)
    which = (match["which"] or "").lower()
    before = context.text[max(0, match.start() - 8) : match.start()].lower()
    if not which and not mod and not re.search(r"\b(?:in|by|since|until|during|of|over)\s+(?:the\s+)?$", before):
        return None
    if (
        match["season"].lower() in ("fall", "spring")
        and which in ("", "the")
        and not mod
        and not before.endswith("in the ")
    ):
        return None
    now = context.now
    if now is None:
        return Found("DATE", f"XXXX-{code}", mod, reason=NO_PUBLICATION)
    return Found("DATE", f"{_season_year(now, code, which, context, match)}-{code}", mod)


def _season_year(now: date, code: str, which: str, context: Context, match: re.Match[str]) -> int:
    """The year of a season: "last" the latest one over, "next" the coming one, "this" the one of the running year."""
    year, first = now.year, SEASONS[code]
    over = now.month >= first + 3
    begun = now.month >= first
    if context.narrative and which in ("", "the", "that", "the same"):
        return year
    if which in ("last", "this past", "the past", "the previous"):
        return year if over else year - 1
    if which in ("next", "this coming", "the coming", "the following", "the next"):
        return year + 1 if begun else year
    if which == "this":
        return year - 1 if code == "WI" and now.month < 3 else year
    if context.tense(match.start(), match.end()) == "future":
        return year + 1 if over else year
    return year if begun else year - 1


def _weekday(match: re.Match[str], context: Context) -> Found | None:
    number = WEEKDAYS[match["day"].lower().rstrip(".")]
    which = (match["which"] or "").lower()
    today = context.now
    mod = mod_code(match["mod"])
    if today is None:
        return Found("DATE", f"XXXX-WXX-{number}", mod, reason=NO_PUBLICATION)
    if which.endswith(("previous", "following")) or (context.narrative and which.endswith("next")):
        base = context.day or today
        day = _after(base, number) if not which.endswith("previous") else _before(base, number)
    elif which in ("last", "this past", "past"):
        day = _before(today, number)
    elif which in ("next", "this coming", "coming"):
        day = _after(today, number)
    elif which == "this":
        day = context.weekday(number, context.tense(match.start(), match.end()) or "future")
    else:
        tense = "future" if context.up_to(match.start()) else context.tense(match.start(), match.end())
        day = context.weekday(number, tense)
    if day is None:
        return Found("DATE", f"XXXX-WXX-{number}", mod, reason=NO_ANCHOR)
    return Found("DATE", value_of(day, "day"), mod)


def _before(base: date, number: int) -> date:
    return base - timedelta(days=(base.isoweekday() - number - 1) % 7 + 1)


def _after(base: date, number: int) -> date:
    return base + timedelta(days=(number - base.isoweekday() - 1) % 7 + 1)


_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:at|by|around|about|from|to|until|till|between|since|after|before|and|of|than|on)|[,(])\s*$|^$", re.I
)


def _clock(match: re.Match[str], context: Context) -> Found | None:
    text = match["clock"].lower()
    if match["clock"] in ("Noon", "Midnight") and re.match(r" [A-Z]", context.text[match.end() :]):
        return None
    if (
        text[-1].isdigit()
        and not match["zone"]
        and not _CLOCK_BEFORE.search(context.text, max(0, match.start() - 12), match.start())
    ):
        return None
    if text in ("noon", "midnight"):
        hours, minutes, seconds = (12 if text == "noon" else 24), "00", ""
    else:
        digits = re.findall(r"\d+", text)
        if len(digits) == 1 and len(digits[0]) == 4:
            digits = [digits[0][:2], digits[0][2:]]
        hours = int(digits[0])
        minutes, seconds = (digits[1:2] or ["00"])[0], (digits[2:3] or [""])[0]
        letters = re.sub(r"[^apm]", "", text)
        if letters and not 1 <= hours <= 12:
            return None
        if not letters and "." in text:
            return None
        hours = hours % 12 + (12 if letters == "pm" else 0) if letters else hours
    value = f"T{hours:02}:{minutes}" + (f":{seconds}" if seconds else "")
    return Found("TIME", value, "APPROX" if match["approx"] else "", zone=match["zone"] or "")


def _part_of_day(match: re.Match[str], context: Context) -> Found | None:
    which = (match["which"] or "").lower()
    code = "T" + DAY_PART_CODES[match["part"].lower()]
    if which == "this" or (which == "later this"):
        return _today(context, code, 0)
    if which == "that":
        if context.day is None:
            return Found("TIME", "XXXX-XX-XX" + code, reason=NO_ANCHOR)
        return Found("TIME", value_of(context.day, "day") + code)
    if which in ("the next", "the following", "the previous") and context.day:
        return Found("TIME", value_of(context.day + timedelta(days=-1 if "prev" in which else 1), "day") + code)
    return Found("TIME", code, bare=not (match["mod"] or "").lower().startswith(("mid", "the mid")))


def _today(context: Context, code: str, days: int) -> Found:
    if context.now is None:
        return Found("TIME" if code else "DATE", "XXXX-XX-XX" + code, reason=NO_PUBLICATION)
    try:
        return Found("TIME" if code else "DATE", value_of(context.now + timedelta(days=days), "day") + code)
    except OverflowError:
        return Found("DATE", "XXXX-XX-XX", reason=NO_ANCHOR)


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
    "columbus day": (10, 1, 2), "mother's day": (5, 7, 2), "father's day": (6, 7, 3), "election day": (11, 2, 1),
}  # fmt: skip
"""Month, ISO weekday, which one in the month (-1 the last)."""
_EASTER_HOLIDAYS = {
    "easter": 0, "easter sunday": 0, "good friday": -2, "easter monday": 1, "palm sunday": -7, "ash wednesday": -46,
}  # fmt: skip


def holiday(name: str, year: int) -> date:
    """The day of a named holiday in ``year``, United States reckoning where lands differ."""
    if name in _FIXED_HOLIDAYS:
        month, day = _FIXED_HOLIDAYS[name]
        return date(year, month, day)
    if name in _EASTER_HOLIDAYS:
        return _easter(year) + timedelta(days=_EASTER_HOLIDAYS[name])
    month, weekday, which = _FLOATING_HOLIDAYS[name]
    if which < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    return day if name != "election day" or day.day > 1 else day + timedelta(days=7)


def _easter(year: int) -> date:
    """Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


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


def rule(starts: str, pattern: str, resolve: Resolver, flags: int = 0) -> Rule:
    """A :class:`Rule`; ``starts`` separated by blanks."""
    return Rule(frozenset(starts.split()), compiled(pattern, flags), resolve)


_ORDINAL_DAYS = words(*(name for name, number in ORDINALS.items() if number > 0))
_NUMBERS = words(*NUMBER_WORDS, "hundred", "thousand")
_HOLIDAYS = words(*_FIXED_HOLIDAYS, *_FLOATING_HOLIDAYS, *_EASTER_HOLIDAYS).replace("'", "['’]")
_WHICH = r"(?:the (?:previous|following|next)|this past|this coming|last|next|this|past|coming)"

RULES: tuple[Rule, ...] = (
    rule(
        "#",
        r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
        r"(?:[T ](?P<clock>[0-2]\d:[0-5]\d(?::[0-5]\d)?)(?:\.\d{1,6})?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
        _iso,
    ),
    rule("#", r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])", _slashed),
    rule(
        _MONTH_STARTS,
        rf"(?P<month>{MONTH}) (?:the )?(?:(?P<day>{DAY})(?:st|nd|rd|th)?\b|(?P<word>{_ORDINAL_DAYS})\b)"
        rf"(?!%|[.,/:]\d|-\d\d\d){_OF_YEAR}",
        _month_day,
    ),
    rule(
        "# the",
        rf"(?:the )?(?P<day>{DAY})(?:st|nd|rd|th)?(?: of| day of|-)? ?(?P<word>(?!))?(?P<month>{MONTH})\b{_OF_YEAR}",
        _month_day,
    ),
    rule(
        "# the",
        rf"(?:the )?(?P<day>{DAY})(?:st|nd|rd|th)?(?P<rest>(?:-|–|—| and | to | or | - | – )(?:the )?{DAY}(?:st|nd|rd|th)?"
        rf"(?: of)? (?P<month>{MONTH})\b{_OF_YEAR})",
        _first_day,
    ),
    rule(
        " ".join(ORDINALS) + " the",
        rf"(?:the )?(?P<word>{_ORDINAL_DAYS})(?: day)?(?: of)? (?P<month>{MONTH})\b(?P<day>(?!))?{_OF_YEAR}",
        _month_day,
        re.IGNORECASE,
    ),
    rule(
        f"{_MONTH_STARTS} {MOD_STARTS} this last next past coming",
        rf"{MOD}(?:(?P<which>{_WHICH}|[LNT]\w{{3}}) )?(?P<month>{MONTH}){_OF_YEAR}(?![\w])",
        _month,
    ),
    rule(
        f"# year fiscal calendar fy summer-fall {MOD_STARTS}",
        rf"{MOD}(?P<lead>(?:the )?(?:fiscal year|calendar year|fiscal|year|FY) ?)?(?P<year>{YEAR}){_NOT_COUNTED}",
        _year,
    ),
    rule(
        f"# c ca circa {_MONTH_STARTS} {MOD_STARTS}",
        rf"{MOD}(?:(?:c\.|ca\.|circa) ?)?(?:(?P<month>{MONTH}) (?:of )?)?(?P<n>\d{{1,4}}) ?(?:BCE?\b|B\.C\.?(?:E\.)?)",
        _before_christ,
    ),
    rule(f"' {MOD_STARTS}", rf"{MOD}['’‘](?:(?P<tens>\d0)['’]?s|(?P<two>\d\d)(?![\d'’]|s))\b", _short_year),
    rule(
        f"# {MOD_STARTS} twenties thirties forties fifties sixties seventies eighties nineties",
        rf"{MOD}(?:the )?(?:(?P<digits>\d{{3}})0['’]?s|(?P<word>{words(*_DECADE_WORDS)}))\b",
        _decade,
    ),
    rule(
        f"# {MOD_STARTS} {' '.join(ORDINALS)}",
        rf"{MOD}(?:the )?(?P<n>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL_DAYS})[- ]century",
        _century,
        re.IGNORECASE,
    ),
    rule(
        f"the year nineteen eighteen two twenty {_MONTH_STARTS}",
        rf"(?:(?:the )?(?P<month>{MONTH}) )?(?:the year )?"
        rf"(?P<year>(?:nineteen|eighteen|twenty) {_NUMBERS}(?:[- ]{_NUMBERS})?|two thousand(?:(?: and)? {_NUMBERS})?)\b(?! \w+s\b)",
        _spelled_year,
    ),
    rule(
        f"{MOD_STARTS} its fiscal first second third fourth last latter #",
        rf"{MOD}(?P<the>(?:the|its|their|our) )?(?P<back>year-(?:ago|earlier) )?(?:(?P<lead>{YEAR}) )?(?:fiscal[- ]?)?"
        r"(?P<n>first|second|third|fourth|last|1st|2nd|3rd|4th)[- ](?:fiscal )?(?P<unit>quarter|half)\b"
        rf"(?:(?:,| of| in)?(?: fiscal)? (?P<year>{YEAR})\b)?",
        _quarter,
        re.IGNORECASE,
    ),
    rule("q1 q2 q3 q4 #", rf"(?:(?P<lead>{YEAR}) )?Q(?P<n>[1-4])\b(?:,?(?: of)? (?P<year>{YEAR})\b)?", _quarter_code),
    rule(
        f"{MOD_STARTS} this last next spring summer fall autumn winter",
        rf"{MOD}(?:(?P<which>the (?:previous|following|next|past|coming|same)|this past|this coming|last|next|this|the|that) )?"
        rf"(?P<season>{SEASON})\b(?:(?:,| of|, of)? (?P<year>{YEAR})\b)?",
        _season,
        re.IGNORECASE,
    ),
    rule(
        f"{' '.join(WEEKDAYS)} {MOD_STARTS} this last next past coming",
        rf"(?:(?P<mod>[Ee]arly|[Ll]ate|[Ll]ater|[Ee]arlier) )?(?:on )?(?:(?P<which>{_WHICH}|[LNTPC]\w{{3,5}}) )?(?P<day>{WEEKDAY})(?!\w)",
        _weekday,
    ),
    rule(
        f"# noon midnight around about at shortly just {MOD_STARTS}",
        rf"(?P<approx>(?:around|about|shortly (?:after|before)|just (?:after|before)) )?(?P<clock>{CLOCK})(?!\w)(?: (?P<zone>{ZONE}))?",
        _clock,
        re.IGNORECASE,
    ),
    rule(
        f"{' '.join(DAY_PART_CODES)} {MOD_STARTS} this that mid-afternoon mid-morning",
        rf"(?P<mod>(?:the )?(?:early|late|mid)(?:[- ]in the|[- ]the)?[- ])?"
        rf"(?P<which>later this|this|that|the next|the following|the previous|the )? ?(?P<part>{DAY_PART})(?: hours)?\b(?! \w+s of\b)",
        _part_of_day,
        re.IGNORECASE,
    ),
    rule(
        " ".join(
            {
                name.split()[0].rstrip(".").split("'")[0]
                for name in (*_FIXED_HOLIDAYS, *_FLOATING_HOLIDAYS, *_EASTER_HOLIDAYS)
            }
        )
        + " last next this",
        rf"(?:(?P<which>last|next|this) )?(?P<name>{_HOLIDAYS})\b(?:,? (?:of )?(?P<year>{YEAR})\b)?",
        _holiday,
        re.IGNORECASE,
    ),
)
