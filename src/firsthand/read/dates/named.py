"""Rules for calendar dates: days, months, years, decades, centuries, quarters, seasons, weekdays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from firsthand.read.dates.calendar import SEASONS, value_of
from firsthand.read.dates.context import Context, Tense
from firsthand.read.dates.rules import (
    MOD,
    MOD_STARTS,
    NO_ANCHOR,
    NO_PUBLICATION,
    OF_YEAR,
    Found,
    Rule,
    mod_code,
    month_number,
    rule,
)
from firsthand.read.dates.words import (
    DAY,
    MONTH,
    MONTHS,
    NUMBER_WORDS,
    ORDINALS,
    SEASON,
    SEASON_CODES,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    spelled_year,
    words,
)


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


def _nine_eleven(match: re.Match[str], context: Context) -> Found | None:
    return _dated(2001, 9, 11, explicit=True)


def _dotted(match: re.Match[str], context: Context) -> Found | None:
    return _dated(int(match[3]), int(match[2]), int(match[1]), explicit=True)


def _dated(year: int, month: int, day: int, *, explicit: bool) -> Found | None:
    try:
        return Found("DATE", value_of(date(year, month, day), "day"), explicit=explicit)
    except ValueError:
        return None


def _month_day(match: re.Match[str], context: Context) -> Found | None:
    day = ORDINALS[match["word"].lower()] if match["word"] else int(match["day"])
    return _day_of_month(match, context, day)


def _first_day(match: re.Match[str], context: Context) -> Found | None:
    """The "7" of "7-9 July 2018"; the rest is read by itself."""
    found = _day_of_month(match, context, int(match["day"]))
    return replace(found, length=match.start("rest") - match.start()) if found else None


def _day_of_month(match: re.Match[str], context: Context, day: int) -> Found | None:
    month = month_number(match["month"])
    if match["year"]:
        return _dated(int(match["year"]), month, day, explicit=True)
    if (month, day) == (9, 11) and _ATTACKS.match(context.text, match.end()):
        return _dated(2001, month, day, explicit=True)
    year = _reckoned_year(match, context, month, day)
    if year is None:
        return Found("DATE", f"XXXX-{month:02}-{day:02}", reason=NO_PUBLICATION)
    return _dated(year, month, day, explicit=False)


_ATTACKS = re.compile(r"[\s,]+(?:terror(?:ist)?\s+)?attacks\b")


_TRADED = re.compile(r"\s+(?:delivery|contracts?|futures)\b")
"""After a month: goods of the commodity exchanges, sold ahead."""


def _reckoned_year(match: re.Match[str], context: Context, month: int, day: int | None) -> int | None:
    tense = "future" if _TRADED.match(context.text, match.end()) else context.tense(match.start(), match.end())
    if tense == "past" and context.bounded(match.start(), match.end()):
        tense = ""
    told = None if tense == "future" else context.year_told(month, match.start())
    return told or context.year_of(month, day, tense)


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
        year = _reckoned_year(match, context, month, None)
    if year is None:
        return Found("DATE", f"XXXX-{month:02}", mod, reason=NO_PUBLICATION)
    return Found("DATE", f"{year}-{month:02}", mod)


def _pointed_year(which: str, month: int, context: Context) -> int | None:
    """The year of "last April" (the latest one over), "next April" (the coming one), "this April" (this year's)."""
    base = context.then if which.endswith(("previous", "following")) or context.narrative else context.now
    if base is None:
        return None
    if which in ("last", "this past", "past", "the previous"):
        return base.year if month < base.month else base.year - 1
    if which == "this":
        return base.year
    return base.year if month > base.month else base.year + 1


_NAMES = ("May", "March", "April", "June", "August")
"""Month names that are also words or names of people."""
_AT_SURE_MONTH = re.compile(r"\b(?:in|since|last|next|this|until|during)\s+$", re.IGNORECASE)
_CAPITAL = re.compile(r" [A-Z][a-z]+(?!\w)")


def _is_month(match: re.Match[str], context: Context) -> bool:
    """Whether a month name alone is one: "May" may be a verb or a minister, "March" a walk, "Jan" a person."""
    name = match["month"]
    if name in ("Mar", "Jan", "Jun", "Apr"):
        return False
    if name not in _NAMES or _alone(match, context.text):
        return True
    before = context.text[max(0, match.start("month") - 24) : match.start("month")]
    if _TITLE_BEFORE.search(before):
        return False
    led = bool(_MONTH_BEFORE.search(before))
    if name in ("April", "June", "August"):
        return led or not _CAPITAL.match(context.text, match.end())
    sure = bool(match["mod"] or _AT_SURE_MONTH.search(before))
    if name == "May" and context.minister:
        return sure
    return sure or (led and not _NOT_MONTH_AFTER.match(context.text, match.end()))


def _alone(match: re.Match[str], text: str) -> bool:
    """Whether the match is a paragraph by itself."""
    head, tail = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
    return head in ("", "\n\n") and tail in ("", "\n", "\n\n")


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|between|to|and|or|during|before|after|the|late|early|mid|than|through|for"
    r"|year|around|about|as|class|fiscal|circa|ca\.|c\.|no|only|that|when|on|—|–|-)|[(,;:\[])\s*$",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"\s+(?:people|men|women|children|troops|soldiers|students|workers|employees|miles?|km|kilomet(?:er|re)s?|met(?:er|re)s?"
    r"|feet|foot|tons?|tonnes?|pounds|kg|mg|dollars|euros|jobs|homes|houses|points|votes|square|of\s+the|shares|times"
    r"|deaths|residents|members|protesters|refugees|aircraft|tanks|ships|missiles|warheads|centrifuges|days|years|hours"
    r"|guests|per|percent|million|billion|cases|dead|others|words|calories|rounds"
    r"|[A-Z]\w+ (?:St|Ave|Rd|Blvd|Dr|Street|Avenue|Road|Drive|Lane|Boulevard))\b"
)
_LABEL_BEFORE = re.compile(r"[$£€#/+=@_]$|\b(?:No\.|Flight|Highway|Route)\s$")
_NEWS_YEARS = range(1900, 2061)
"""Four digits in this range are a year wherever they stand alone; others need a word before them that says so."""
_OLD_YEARS = range(1600, 2101)
"""Outside this range, four digits are a year in histories only."""


def _year(match: re.Match[str], context: Context) -> Found | None:
    year = int(match["year"])
    before = context.text[max(0, match.start() - 14) : match.start()]
    if _LABEL_BEFORE.search(before):
        return None
    if not match["mod"] and not match["lead"]:
        told = year in _NEWS_YEARS or bool(_YEAR_BEFORE.search(before)) or _in_heading(match, context)
        if not told or _COUNTED_AFTER.match(context.text, match.end()):
            return None
        if year not in _OLD_YEARS and not context.narrative:
            return None
    return Found("DATE", f"{year:04}", mod_code(match["mod"]), explicit=True)


_HEADING_END = re.compile(r"[ \t]*\n|[-–—]\d{4}[ \t]*\n")


def _in_heading(match: re.Match[str], context: Context) -> bool:
    """Whether the four digits end a line of a history, as in "Western front, 1861-1863"."""
    return (
        context.narrative and int(match["year"]) in _OLD_YEARS and bool(_HEADING_END.match(context.text, match.end()))
    )


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
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
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
    """As in "the third quarter of 1998"; a half without a year means something only joined to one."""
    letter, count = ("Q", 4) if match["unit"].lower() == "quarter" else ("H", 2)
    ordinal, mod = match["n"].lower(), mod_code(match["mod"])
    number = int(ordinal[0]) if ordinal[0].isdigit() else ORDINALS[ordinal]
    if number == -1:
        number = count
    if number > count:
        return None
    if year := match["year"] or match["lead"]:
        return Found("DATE", f"{year}-{letter}{number}", mod, explicit=True)
    if letter == "H":
        return Found("DATE", f"{context.now.year if context.now else 'XXXX'}-H{number}", mod, bare=True)
    found = _quarter_without_year(match, context, number, mod)
    if match["back"] and found.value[0].isdigit():
        return replace(found, value=f"{int(found.value[:4]) - 1}{found.value[4:]}", aside=True)
    return found


def _quarter_without_year(match: re.Match[str], context: Context, number: int, mod: str) -> Found:
    """The latest quarter of that number that has begun, or the coming one where the clause looks ahead."""
    now = context.now
    if now is None:
        return Found("DATE", f"XXXX-Q{number}", mod, reason=NO_PUBLICATION)
    begun = number * 3 - 2 <= now.month
    this_year = begun or context.narrative or context.tense(match.start(), match.end()) == "future"
    return Found("DATE", f"{now.year if this_year else now.year - 1}-Q{number}", mod)


def _quarter_code(match: re.Match[str], context: Context) -> Found | None:
    if year := match["year"] or match["lead"]:
        return Found("DATE", f"{year}-Q{match['n']}", explicit=True)
    return _quarter_without_year(match, context, int(match["n"]), "")


_SEASON_BEFORE = re.compile(r"\b(?:in|by|since|until|during|of|over)\s+(?:the\s+)?$", re.IGNORECASE)
_IN_THE = re.compile(r"\bin the\s+$", re.IGNORECASE)


def _season(match: re.Match[str], context: Context) -> Found | None:
    code, mod = SEASON_CODES[match["season"].lower()], mod_code(match["mod"])
    if match["year"]:
        return Found("DATE", f"{match['year']}-{code}", mod, explicit=True)
    which = (match["which"] or "").lower()
    before = context.text[max(0, match.start() - 8) : match.start()]
    if not which and not mod and not _SEASON_BEFORE.search(before):
        return None
    ambiguous = match["season"].lower() in ("fall", "spring") and which in ("", "the") and not mod
    if ambiguous and not _IN_THE.search(before):
        return None
    now = context.now
    if now is None:
        return Found("DATE", f"XXXX-{code}", mod, reason=NO_PUBLICATION)
    return Found("DATE", f"{_season_year(now, code, which, context, match)}-{code}", mod)


def _season_year(now: date, code: str, which: str, context: Context, match: re.Match[str]) -> int:
    """The year of a season: "last" the latest one over, "next" the coming one, "this" that of the running year."""
    year, first = now.year, SEASONS[code]
    begun, over = now.month >= first, now.month >= first + 3
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


_WEEKDAY_NAME = re.compile(
    r"\s+(?:Times|Mail|Express|Telegraph|Herald|Post|School|Mass|Star|Mirror|Night (?:Live|Football))\b"
)


def _weekday(match: re.Match[str], context: Context) -> Found | None:
    if _WEEKDAY_NAME.match(context.text, match.end()):
        return None
    number = WEEKDAYS[match["day"].lower().rstrip(".")]
    which = (match["which"] or "").lower()
    today = context.now
    mod = mod_code(match["mod"])
    if today is None:
        return Found("DATE", f"XXXX-WXX-{number}", mod, reason=NO_PUBLICATION)
    base = context.day or today
    day: date | None
    if which == "the previous":
        day = _before(base, number)
    elif which == "the following" or (context.narrative and which.endswith("next")):
        day = _after(base, number)
    elif which in ("last", "this past", "past"):
        day = _before(today, number)
    elif which in ("next", "the next", "this coming", "coming"):
        day = _after(today, number)
    else:
        day = context.weekday(number, _weekday_tense(match, context))
    if day is None:
        return Found("DATE", f"XXXX-WXX-{number}", mod, reason=NO_ANCHOR)
    return Found("DATE", value_of(day, "day"), mod)


def _weekday_tense(match: re.Match[str], context: Context) -> Tense:
    if context.up_to(match.start(), match.end()):
        return "future"
    tense = context.tense(match.start(), match.end())
    return "future" if match["which"] and not tense else tense


def _before(base: date, number: int) -> date:
    return base - timedelta(days=(base.isoweekday() - number - 1) % 7 + 1)


def _after(base: date, number: int) -> date:
    return base + timedelta(days=(number - base.isoweekday() - 1) % 7 + 1)


_ORDINAL_DAYS = words(*(name for name, number in ORDINALS.items() if number > 0))
_NUMBERS = words(*NUMBER_WORDS, "hundred", "thousand")
_WHICH = r"(?:the (?:previous|following|next)|this past|this coming|last|next|this|past|coming)"

_MONTH_STARTS = " ".join(MONTHS)
_NOT_COUNTED = r"(?![\w%]|[.,:/]\d|-(?!(?:\d\d){1,2}\b)\w)"

NAMED: tuple[Rule, ...] = (
    rule(
        "#",
        r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
        r"(?:[T ](?P<clock>[0-2]\d:[0-5]\d(?::[0-5]\d)?)(?:\.\d{1,6})?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
        _iso,
    ),
    rule("#", r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])", _slashed),
    rule("#", r"9/11(?![\d/])", _nine_eleven),
    rule("#", r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?![\d.])", _dotted),
    rule(
        _MONTH_STARTS,
        rf"(?P<month>{MONTH}) (?:the )?(?:(?P<day>{DAY})(?:st|nd|rd|th)?\b|(?P<word>{_ORDINAL_DAYS})\b)"
        rf"(?!%|[.,/:]\d|-\d\d\d){OF_YEAR}",
        _month_day,
    ),
    rule(
        "# the",
        rf"(?:the )?(?P<day>{DAY})(?:st|nd|rd|th)?(?: of| day of|-)? ?(?P<word>(?!))?(?P<month>{MONTH})\b{OF_YEAR}",
        _month_day,
    ),
    rule(
        "# the",
        rf"(?:the )?(?P<day>{DAY})(?:st|nd|rd|th)?"
        rf"(?P<rest>(?:-|–|—| and | to | or | - | – )(?:the )?{DAY}(?:st|nd|rd|th)?(?: of)?"
        rf" (?P<month>{MONTH})\b{OF_YEAR})",
        _first_day,
    ),
    rule(
        " ".join(ORDINALS) + " the",
        rf"(?:the )?(?P<word>{_ORDINAL_DAYS})(?: day)?(?: of)? (?P<month>{MONTH})\b(?P<day>(?!))?{OF_YEAR}",
        _month_day,
        re.IGNORECASE,
    ),
    rule(
        f"{_MONTH_STARTS} {MOD_STARTS} this last next past coming",
        rf"{MOD}(?:(?P<which>{_WHICH}|Last|Next|This) )?(?P<month>{MONTH}){OF_YEAR}(?![\w])",
        _month,
    ),
    rule(
        f"# year fiscal calendar fy {MOD_STARTS}",
        rf"{MOD}(?P<lead>(?:[Tt]he )?(?:fiscal year|calendar year|fiscal|year|FY) ?)?(?P<year>{YEAR}){_NOT_COUNTED}",
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
        rf"{MOD}(?:[Tt]he )?(?:(?P<digits>\d{{3}})0['’]?s|(?P<word>{words(*_DECADE_WORDS)}))\b",
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
        rf"(?P<year>(?:nineteen|eighteen|twenty) {_NUMBERS}(?:[- ]{_NUMBERS})?|two thousand(?:(?: and)? {_NUMBERS})?)"
        r"(?![-\w])",
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
        rf"{MOD}(?:(?P<which>{_WHICH}|the (?:past|coming|same)|the|that) )?(?P<season>{SEASON})\b{OF_YEAR}",
        _season,
        re.IGNORECASE,
    ),
    rule(
        f"{' '.join(WEEKDAYS)} {MOD_STARTS} this last next past coming",
        r"(?:(?P<mod>[Ee]arly|[Ll]ate|[Ll]ater|[Ee]arlier) )?(?:on )?"
        rf"(?:(?P<which>{_WHICH}|Last|Next|This|Past|Coming) )?(?P<day>{WEEKDAY})(?!\w)",
        _weekday,
    ),
)
