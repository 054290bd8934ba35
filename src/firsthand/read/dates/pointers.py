"""Rules for words that point: "yesterday", "last week", "two days later", repetitions, "now"."""

from __future__ import annotations

import re
from datetime import date

from firsthand.read.dates.calendar import value_of
from firsthand.read.dates.context import Context
from firsthand.read.dates.lengths import (
    ANY_UNIT,
    COUNT_STARTS,
    GENERAL,
    LENGTH,
    REPEATS,
    approx,
    counted,
    duration,
    singular,
)
from firsthand.read.dates.rules import (
    MOD,
    MOD_STARTS,
    NO_ANCHOR,
    NO_PUBLICATION,
    Found,
    Rule,
    mod_code,
    month_number,
    rule,
)
from firsthand.read.dates.words import (
    APPROX,
    COUNT,
    DURATION_UNITS,
    MONTH_FULL,
    SEASON,
    SEASON_CODES,
    UNIT,
    UNITS,
    WEEKDAY_FULL,
    WEEKDAYS,
    YEAR,
    words,
)

_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\"“”‘(\-–—>])\s*$")


def is_name(match: re.Match[str], context: Context) -> bool:
    """Whether the last word found has a capital inside a sentence ("Daily News", "Future Farmers")."""
    last = match[0].split()[-1]
    start = match.end() - len(last)
    return last[0].isupper() and not _SENTENCE_START.search(context.text, max(0, start - 4), start)


_MONTHS_LONG = re.compile(r"P\d+M")
"""After "the nine months", "a year earlier" compares months of the year, not quarters."""


def _ago(match: re.Match[str], context: Context) -> Found | None:
    """As in "two years ago", "a day earlier", "three weeks later", "10 days from now"."""
    unit, way = singular(match["unit"]), " ".join(match["way"].lower().split())
    count = counted(match["count"])
    clock, _, factor = DURATION_UNITS[unit]
    absolute = way in ("ago", "from now", "hence", "from today")
    base = context.now if absolute else context.then
    sign = -1 if way in ("ago", "earlier", "before", "previously", "prior", "beforehand") else 1
    if clock and count is not None:
        return Found("DURATION", duration(count, unit), approx(match["approx"]), reason=LENGTH)
    if count is None or count != int(count):
        return Found("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", reason=GENERAL)
    if base is None:
        return Found("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", reason=NO_PUBLICATION if absolute else NO_ANCHOR)
    name = {"night": "day", "century": "year", "decade": "year"}.get(unit, unit)
    steps = sign * int(count) * (factor if name == "year" else 1)
    if unit == "year" and context.quarter and not context.narrative and not _MONTHS_LONG.fullmatch(context.last):
        return Found("DATE", context.value(context.quarter, steps * 4, "quarter"), aside=True)
    if unit in ("day", "night") and not absolute and context.anchor_unit not in ("day", "time", ""):
        return Found("DATE", "XXXX-XX-XX", reason=NO_ANCHOR)
    value = context.value(base, steps, name)
    if way == "later" and name == "year" and not context.narrative and _is_ahead(value, match, context):
        return Found("DURATION", duration(count, unit), reason=NO_ANCHOR)
    if not value:
        return Found("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", reason=NO_ANCHOR)
    return Found("DATE", value, "APPROX" if match["approx"] else "", aside=not context.narrative)


def _is_ahead(value: str, match: re.Match[str], context: Context) -> bool:
    """Whether "ten years later" would lie beyond publication in a clause that does not look ahead: then the date last
    mentioned is not the one it hangs on."""
    today = context.today
    return today is not None and value > value_of(today, "year") and context.tense(*match.span()) != "future"


def _vaguely_ago(match: re.Match[str], context: Context) -> Found | None:
    """As in "months earlier", "years ago"."""
    return Found("DATE", "FUTURE_REF" if match["way"].lower() == "later" else "PAST_REF", reason=GENERAL)


_POINTING = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1, "this": 0, "current": 0, "same": 0, "that": 0,
    "next": 1, "following": 1, "coming": 1, "upcoming": 1,
}  # fmt: skip
_FROM_ANCHOR = ("previous", "preceding", "prior", "following", "same", "that")


def _relative_unit(match: re.Match[str], context: Context) -> Found | None:
    """As in "last week", "this year", "the following month", "that day", "the end of next year"."""
    which, unit, mod = match["which"].lower(), match["unit"].lower(), mod_code(match["mod"])
    the = bool(match["the"])
    anchored = which in _FROM_ANCHOR or (which == "next" and the and unit in ("day", "night", "morning"))
    base = context.then if anchored or context.narrative else context.now
    if anchored and unit == "quarter":
        base = context.quarter or base
    if anchored and unit in ("day", "night"):
        base = _day_before_words(which, context)
    if base is None:
        return Found("DATE", _unknown(unit), mod, reason=NO_ANCHOR if anchored else NO_PUBLICATION)
    if unit == "weekend" and which == "this":
        return Found("DATE", _weekend(base, context.tense(match.start(), match.end())), mod)
    if unit == "weekend" and which in ("coming", "upcoming") and base.isoweekday() < 6:
        return Found("DATE", value_of(base, unit), mod)
    if the and not match["mod"] and (found := _whole_unit(which, unit, base, context)):
        return found
    value = context.value(base, _POINTING[which], "day" if unit == "night" else unit)
    if not value:
        return None
    return Found("TIME", value + "TNI", mod) if unit == "night" else Found("DATE", value, mod)


def _day_before_words(which: str, context: Context) -> date | None:
    """The day that "that night" hangs on: the one just mentioned; for "previous" without one, publication."""
    if context.anchor_unit in ("day", "time"):
        return context.day
    return context.today if context.anchor is None and which == "previous" else None


def _whole_unit(which: str, unit: str, base: date, context: Context) -> Found | None:
    """A unit's length up to or from publication: "the last month", "the past year", "the next decade"."""
    back = which in ("past", "last")
    if unit in ("decade", "century") and (back or which in ("next", "coming")):
        return Found("DURATION", duration(1, unit), reach=(-1 if back else 1, unit))
    if which == "last" and unit in ("day", "week", "month", "year"):
        return Found("DURATION", duration(1, unit), reach=(-1, unit))
    if which == "past" and unit in ("day", "week", "month"):
        return Found("DURATION", duration(1, unit), reach=(-1, unit))
    if which == "past" and unit in ("quarter", "year"):
        return Found("DATE", context.value(base, -1, unit), reach=(-1, unit))
    return None


def _unknown(unit: str) -> str:
    parts = {
        "day": "-XX-XX",
        "night": "-XX-XXTNI",
        "week": "-WXX",
        "weekend": "-WXX-WE",
        "month": "-XX",
        "quarter": "-QX",
    }
    return "XXXX" + parts.get(unit, "")


def _weekend(today: date, tense: str) -> str:
    """The weekend next to ``today``: the running or coming one where the clause looks ahead, else the latest begun."""
    if tense != "future" and today.isoweekday() < 6:
        today = date.fromordinal(today.toordinal() - 7)
    return value_of(today, "weekend")


def _unit_beside(match: re.Match[str], context: Context) -> Found | None:
    """As in "the month before", "the year after": next to the date last mentioned."""
    unit, step = match["unit"].lower(), -1 if match["way"].lower() == "before" else 1
    base = context.then
    if unit in ("day", "night"):
        base = context.day if context.anchor_unit in ("day", "time") else None
    if base is None:
        return Found("DATE", _unknown(unit), reason=NO_ANCHOR)
    if unit == "night":
        return Found("TIME", context.value(base, step, "day") + "TNI")
    return Found("DATE", context.value(base, step, unit), aside=not context.narrative)


_PERIOD_BEFORE = re.compile(r"\b(?:of|for|in|during|through|throughout|over|this|by)\s+$|\n\n$|^$")


def _the_unit(match: re.Match[str], context: Context) -> Found | None:
    """As in "the weekend", "the year", "the quarter", "the end of the month"."""
    unit, mod = match["unit"].lower(), mod_code(match["mod"])
    if context.now is None:
        return Found("DATE", _unknown(unit), mod, reason=NO_PUBLICATION)
    if unit == "week" and not match["mod"]:
        return Found("DATE", f"{context.now.year}-WXX", reason=NO_ANCHOR)
    if unit == "weekend":
        return Found("DATE", _weekend(context.now, context.tense(match.start(), match.end())), mod)
    if unit == "quarter":
        base = context.quarter
        if base is None:
            return Found("DATE", f"{context.now.year}-QX", mod, reason=NO_ANCHOR)
        return Found("DATE", value_of(base, "quarter"), mod)
    if match["unit"][0].isupper() and not match["mod"]:
        return None
    before = context.text[max(0, match.start() - 12) : match.start()]
    pointed = unit != "day" if match["mod"] else unit == "year" and _PERIOD_BEFORE.search(before)
    if not pointed and not (match["mod"] or "").lower().endswith("er in"):
        return None
    base = context.then if context.narrative else context.now
    return Found("DATE", context.value(base, 0, unit), mod)


_NAMED_PERIOD = re.compile(r"quarter|period", re.IGNORECASE)


def _year_ago_period(match: re.Match[str], context: Context) -> Found | None:
    """As in "the year-ago quarter", "the year-earlier period", "the same period last year", "the 1988 quarter"."""
    base = context.quarter or context.now
    if base is None:
        return Found("DATE", "XXXX-QX", reason=NO_PUBLICATION)
    of_months = _MONTHS_LONG.fullmatch(context.last) and not _NAMED_PERIOD.search(match[0])
    if (of_months or not context.quarter) and not match["year"]:
        return Found("DATE", context.value(base, -1, "year"), aside=True)
    if match["year"]:
        quarter = value_of(context.quarter, "quarter")[4:] if context.quarter else ""
        return Found("DATE", match["year"] + quarter, explicit=True, aside=True)
    return Found("DATE", context.value(base, -4, "quarter"), aside=True)


def _latest_period(match: re.Match[str], context: Context) -> Found | None:
    base = context.quarter or context.now
    if base is None:
        return Found("DATE", "XXXX-QX", reason=NO_PUBLICATION)
    if match["unit"].lower() in ("quarter", "period"):
        over = context.quarter is not None and (context.now is None or (context.now - context.quarter).days > 75)
        return Found("DATE", context.value(base if over else context.now, 0 if over else -1, "quarter"))
    return Found("DATE", context.value(context.now, 0, match["unit"].lower()))


def _year_end(match: re.Match[str], context: Context) -> Found | None:
    """As in "year-end", "year's end"."""
    if context.now is None:
        return Found("DATE", "XXXX", "END", reason=NO_PUBLICATION)
    return Found("DATE", value_of(context.now, "year"), "END")


_NAMED_DAYS = {
    "today": (0, ""), "yesterday": (-1, ""), "tomorrow": (1, ""), "tonight": (0, "TNI"), "overnight": (-1, "TNI"),
    "the day before yesterday": (-2, ""), "the day after tomorrow": (2, ""), "last night": (-1, "TNI"),
    "last evening": (-1, "TEV"),
}  # fmt: skip


def _named_day(match: re.Match[str], context: Context) -> Found | None:
    days, part = _NAMED_DAYS[" ".join(match["name"].lower().split())]
    kind = "TIME" if part else "DATE"
    mod = mod_code(match["mod"])
    if context.today is None or context.narrative:
        if match["name"].lower() == "today":
            return Found("DATE", "PRESENT_REF", reason=GENERAL)
        return Found(kind, "XXXX-XX-XX" + part, mod, reason=NO_PUBLICATION)
    return Found(kind, context.value(context.today, days, "day") + part, mod)


def _every(match: re.Match[str], context: Context) -> Found | None:
    name = match["what"].lower()
    if name in WEEKDAYS:
        return Found("SET", f"XXXX-WXX-{WEEKDAYS[name]}", reason=REPEATS)
    if name in SEASON_CODES:
        return Found("SET", f"XXXX-{SEASON_CODES[name]}", reason=REPEATS)
    if name in ("morning", "afternoon", "evening", "night"):
        return Found("SET", "XXXX-XX-XXT" + {"m": "MO", "a": "AF", "e": "EV", "n": "NI"}[name[0]], reason=REPEATS)
    if re.fullmatch(UNIT, name) or re.fullmatch(UNITS, name):
        count = counted(match["count"]) if match["count"] else 1
        if (match["count"] or "").strip() == "other":
            count = 2
        return Found("SET", duration(count, singular(name)), reason=REPEATS)
    return Found("SET", f"XXXX-{month_number(name):02}", reason=REPEATS)


_ADVERBS = {
    "daily": "XXXX-XX-XX", "nightly": "XXXX-XX-XXTNI", "hourly": "PT1H", "weekly": "XXXX-WXX", "monthly": "XXXX-XX",
    "quarterly": "P3M", "annually": "XXXX", "yearly": "XXXX",
}  # fmt: skip


def _adverb(match: re.Match[str], context: Context) -> Found | None:
    if is_name(match, context):
        return None
    return Found("SET", _ADVERBS[match[0].lower()], reason=REPEATS)


def _plural_weekday(match: re.Match[str], context: Context) -> Found | None:
    part = match["part"]
    code = "T" + {"m": "MO", "a": "AF", "e": "EV", "n": "NI"}[part[0].lower()] if part else ""
    return Found("SET", f"XXXX-WXX-{WEEKDAYS[match['day'].lower()]}{code}", reason=REPEATS)


def _earlier(match: re.Match[str], context: Context) -> Found | None:
    return Found("DATE", "PAST_REF", reason=GENERAL)


_WAY = (
    r"(?:ago|(?:earlier|later)(?! than\b)|from now|hence|from today|afterwards?|after that"
    r"|(?:before|previously|prior)(?=\s*(?:[.,;:)\n]|$)))"
)
_PRESENT = (
    "now", "right now", "currently", "current", "at present", "presently", "these days", "nowadays", "at the moment",
    "for the time being", "at this time",
)  # fmt: skip
_PAST = (
    "recently", "more recently", "most recently", "recent", "previously", "the past", "formerly",
    "the recent past", "not long ago", "long ago", "lately", "some time ago",
)  # fmt: skip
_FUTURE = (
    "soon", "the future", "the near future", "the foreseeable future", "the near term", "the short term", "future",
    "a later date", "as soon as possible", "the coming days and weeks", "the long term", "the not too distant future",
)  # fmt: skip


def _references(value: str, names: tuple[str, ...]) -> Rule:
    starts = " ".join({name.split()[0] for name in names})

    def resolve(match: re.Match[str], context: Context) -> Found | None:
        if is_name(match, context):
            return None
        if match[0].lower() in ("soon", "recently") and context.text.endswith(("as ", "As "), 0, match.start()):
            return None
        if match[0].lower() == "soon" and context.tense(*match.span()) == "past":
            return None
        return Found("DATE", value, reason=GENERAL)

    return rule(starts, words(*names) + rf"\b(?! (?:{COUNT} )?{ANY_UNIT}\b)", resolve, re.IGNORECASE)


_SAME = "(?:same|corresponding|comparable)"

POINTERS: tuple[Rule, ...] = (
    rule(
        "today yesterday tomorrow tonight overnight last the early late earlier later",
        rf"(?:(?P<mod>early|late|later|earlier) )?(?P<name>{words(*_NAMED_DAYS)})\b",
        _named_day,
        re.IGNORECASE,
    ),
    rule(
        f"{MOD_STARTS} {' '.join(_POINTING)} sometime",
        rf"(?:sometime )?{MOD}(?P<the>the )?(?P<which>{words(*_POINTING)}) (?:fiscal |full )?"
        r"(?P<unit>day|night|weekend|week|month|quarter|half|year|decade|century)\b(?:(?= or so) or so)?",
        _relative_unit,
        re.IGNORECASE,
    ),
    rule(
        "earlier later",
        r"(?P<mod>earlier|later)(?P<the> the)? (?P<which>this|that|last|next) "
        r"(?P<unit>week|month|quarter|year|decade)\b",
        _relative_unit,
        re.IGNORECASE,
    ),
    rule(
        f"{MOD_STARTS}",
        rf"{MOD}the (?:full |fiscal )?(?P<unit>day|weekend|week|month|quarter|year|decade|century)\b"
        r"(?![- ](?:ago|old|earlier|end|long))",
        _the_unit,
        re.IGNORECASE,
    ),
    rule(
        "the",
        r"the (?P<unit>day|night|week|month|quarter|year) (?P<way>before|after)(?=\s*(?:[.,;:)\n]|$)| and\b| but\b)",
        _unit_beside,
        re.IGNORECASE,
    ),
    rule(
        COUNT_STARTS,
        rf"(?P<approx>{APPROX} )?(?P<count>{COUNT}) (?P<unit>{ANY_UNIT}) (?:or so )?(?P<way>{_WAY})(?!\w)",
        _ago,
        re.IGNORECASE,
    ),
    rule(
        "days weeks months years decades centuries hours minutes",
        rf"{UNITS} (?P<way>ago|earlier|later)\b",
        _vaguely_ago,
        re.IGNORECASE,
    ),
    rule(
        "the year last same corresponding comparable",
        rf"(?:(?:the )?(?:{_SAME} )?year[- ](?:ago|earlier)(?: (?:quarter|period))?"
        rf"|the (?P<year>{YEAR}) (?:quarter|period)|last year['’]s (?:quarter|period)"
        rf"|(?:the )?{_SAME} (?:quarter|period)(?: of)? (?:last year|a year (?:ago|earlier)))\b",
        _year_ago_period,
        re.IGNORECASE,
    ),
    rule("year month the", r"(?:the )?year(?:['’]s)?[- ]end\b", _year_end, re.IGNORECASE),
    rule("the", r"the latest (?P<unit>quarter|period|week|month|year)\b", _latest_period, re.IGNORECASE),
    rule(
        "every each per",
        rf"(?:every|each|per) (?P<count>(?:other|{COUNT}) )?"
        rf"(?P<what>{ANY_UNIT}|{MONTH_FULL}|{WEEKDAY_FULL}|{SEASON}|morning|afternoon|evening)\b",
        _every,
        re.IGNORECASE,
    ),
    rule(" ".join(_ADVERBS), words(*_ADVERBS) + r"\b", _adverb, re.IGNORECASE),
    rule(
        " ".join(name for name in WEEKDAYS if name.endswith("day"))
        + " mondays tuesdays wednesdays thursdays fridays saturdays sundays",
        rf"(?P<day>{WEEKDAY_FULL})(?:s\b| (?P<part>mornings|afternoons|evenings|nights)\b)",
        _plural_weekday,
    ),
    rule("earlier", r"Earlier(?=,)", _earlier),
    _references("PRESENT_REF", _PRESENT),
    _references("PAST_REF", _PAST),
    _references("FUTURE_REF", _FUTURE),
)
