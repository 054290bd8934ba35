"""The words of English time expressions, as tables and as pieces of patterns.

A blank in a pattern piece stands for :data:`GAP` once :func:`compiled` has seen it. Every repetition in the pieces is
bounded, so that no input makes a match slower than linear in its length.
"""

from __future__ import annotations

import re

GAP = r"(?:[ \t\xa0]{1,3}(?:\r?\n[ \t]{0,8})?|\r?\n[ \t]{0,8})"
"""A blank, or a line end inside a sentence; never a blank line."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu",
            "friday fri", "saturday sat", "sunday sun",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Weekday name: ISO number, Monday 1."""

SEASON_CODES = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}

DAY_PART_CODES = {
    "morning": "MO",
    "dawn": "MO",
    "noon": "MI",
    "midday": "MI",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "night": "NI",
    "daytime": "DT",
}

DURATION_UNITS = {
    "second": ("T", "S", 1),
    "minute": ("T", "M", 1),
    "hour": ("T", "H", 1),
    "day": ("", "D", 1),
    "night": ("", "D", 1),
    "week": ("", "W", 1),
    "weekend": ("", "WE", 1),
    "fortnight": ("", "W", 2),
    "month": ("", "M", 1),
    "quarter": ("", "Q", 1),
    "year": ("", "Y", 1),
    "decade": ("", "Y", 10),
    "century": ("", "Y", 100),
}
"""Unit: TIMEX3 marker of clock units, designator, and how many designators one of it is."""


def word_set(text: str) -> frozenset[str]:
    """The words of ``text``, for tables that read better as prose."""
    return frozenset(text.split())


def _numbered(text: str, first: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(text.split(), start=first)}


NUMBER_WORDS = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    first=0,
) | {word: ten * 10 for word, ten in _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
HOUR_WORDS = [word for word, number in NUMBER_WORDS.items() if 1 <= number <= 12]
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth",
    first=1,
) | {"twenty-first": 21, "thirtieth": 30, "thirty-first": 31, "last": -1}

ZONES_MINUTES = {
    name: int(hours * 60)
    for hours, names in (
        (-10, "hst|hawaii"),
        (-9, "akst|alaska"),
        (-8, "pst|pt|pacific"),
        (-7, "pdt|mst|mt|mountain"),
        (-6, "mdt|cst|ct|central"),
        (-5, "cdt|est|et|eastern|new york|washington"),
        (-4, "edt"),
        (0, "gmt|utc|z|london|greenwich"),
        (1, "bst|cet|berlin|paris|vienna|geneva"),
        (2, "cest|eet|cairo|jerusalem"),
        (3, "msk|moscow|baghdad|ankara|istanbul|riyadh"),
        (3.5, "irst|tehran|iran"),
        (4.5, "kabul"),
        (5, "islamabad"),
        (5.5, "ist|new delhi|india"),
        (8, "beijing|china|hong kong|taipei|singapore"),
        (9, "kst|jst|korea|korean|seoul|pyongyang|north korean|south korean|tokyo|japan"),
    )
    for name in names.split("|")
}
"""Zone name, lower case: minutes east of Greenwich in winter. Summer time is used only where its letters are given."""


_ZONE_TAIL = re.compile(r"\s+(?:standard\s+|daylight\s+)?time$")


def zone_minutes(zone: str) -> int | None:
    """Minutes east of Greenwich of a zone in words or digits; ``None`` for "local time" and unknown places."""
    plain = _ZONE_TAIL.sub("", " ".join(zone.lower().split()))
    if found := re.fullmatch(r"([+-])(\d\d):?(\d\d)", plain):
        return (1 if found[1] == "+" else -1) * (int(found[2]) * 60 + int(found[3]))
    return ZONES_MINUTES.get(plain)


def words(*names: str) -> str:
    """An alternation of ``names``, longest first, so that "September" is not cut to "Sep"."""
    return (
        "(?:"
        + "|".join(re.escape(name).replace("\\ ", " ") for name in sorted(set(names), key=len, reverse=True))
        + ")"
    )


_NUMBER_WORD = words(*NUMBER_WORDS, "hundred", "thousand")
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,6}(?:\.\d{1,3})?(?: \d/\d)?|half an?|an? hundred|an? thousand"
    rf"|{_NUMBER_WORD}(?:(?:-| and | ){_NUMBER_WORD}){{0,5}}|an?)"
)
"""A count; the article counts one."""
VAGUE_NUMBER = (
    r"(?:a few|few|several|many|some|(?:a )?couple of|a couple|a dozen|dozens of|hundreds of|a number of|numerous)"
)
_MORE = r"(?: more| additional| extra| or more)?"
COUNT = rf"(?:{VAGUE_NUMBER}(?: more)?|{NUMBER}(?: and a half|(?: to | or |-|–){NUMBER})?{_MORE})"
APPROX = words(
    "about", "around", "almost", "nearly", "more than", "less than", "fewer than", "at least", "at most", "up to",
    "over", "under", "some", "roughly", "approximately", "no more than", "no less than", "as long as", "just over",
    "just under", "well over", "only", "just", "barely", "within", "an estimated", "another",
)  # fmt: skip
MONTH_FULL = words(*(name.capitalize() for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")))
MONTH = rf"(?:{MONTH_FULL}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
WEEKDAY_FULL = words(*(name.capitalize() for name in WEEKDAYS if name.endswith("day")))
WEEKDAY = rf"(?:{WEEKDAY_FULL}|(?:Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:1\d{3}|20\d{2})"
SEASON = r"(?:[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)"
DAY_PART = words(*DAY_PART_CODES)
UNIT = r"(?:second|minute|hour|day|night|weekend|week|fortnight|month|quarter|year|decade|century)"
UNITS = r"(?:seconds|minutes|hours|days|nights|weekends|weeks|fortnights|months|quarters|years|decades|centuries)"
CLOCK = (
    r"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?| ?[AP]\.?M\b\.?)?"
    r"|(?:0?[1-9]|1[0-2]) ?(?:[ap]\.m\.|[ap]m\b|[AP]\.M\.|[AP]M\b)"
    rf"|(?:0?[1-9]|1[0-2]|{words(*HOUR_WORDS)}) o['’]clock(?: in the (?:morning|afternoon|evening))?"
    r"|[012]\d[0-5]\d(?= (?:hours|GMT|UTC|local time|EST|EDT|KST|JST)\b)|noon|midnight)"
)
ZONE = (
    r"(?:[A-Z][a-z]{2,9}(?: [A-Z][a-z]{2,9})? (?:[Ss]tandard |[Dd]aylight )?[Tt]ime"
    r"|local time|GMT|UTC|Z|[ECMP][SD]?T|HST|AKST|BST|CES?T|MSK|KST|JST|IST|EET)\b"
)


_BLANK_OR_CLASS = re.compile(r" |\[[^\]]*\]")


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``pattern`` with its blanks widened to :data:`GAP`, compiled."""
    return re.compile(
        _BLANK_OR_CLASS.sub(lambda piece: GAP if piece[0] == " " else piece[0].replace(" ", r"\s"), pattern), flags
    )


def number(text: str) -> float | None:
    """The number that ``text`` ("twenty-five", "1,200", "2 1/2", "a", "a couple of") names; ``None`` when vague."""
    plain = text.lower().strip()
    if plain.startswith(("a couple", "couple")):
        return 2
    if plain == "a dozen":
        return 12
    if plain.startswith("half"):
        return 0.5
    if found := re.match(r"([\d,]+(?:\.\d+)?)(?:\s+(\d)/([1-9]))?", plain):
        whole = float(found[1].replace(",", ""))
        return whole + (int(found[2]) / int(found[3]) if found[2] else 0)
    return _spelled(re.split(r"[-\s]+", plain))


def _spelled(parts: list[str]) -> float | None:
    total, current = 0, 0
    for part in parts:
        if part in ("a", "an"):
            current = 1
        elif part in NUMBER_WORDS:
            current += NUMBER_WORDS[part]
        elif part == "hundred":
            current = max(current, 1) * 100
        elif part == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        elif part != "and":
            return None
    return total + current


def spelled_year(text: str) -> int | None:
    """The year of "nineteen ninety-six" or "two thousand"; ``None`` when it is no year between 1000 and 2099."""
    parts = re.split(r"[-\s]+", text.lower())
    if parts[0] == "two":
        value = _spelled(parts)
    else:
        head, tail = _spelled(parts[:1]), _spelled(parts[1:])
        value = None if head is None or tail is None or tail < 10 else head * 100 + tail
    return int(value) if value is not None and 1000 <= value < 2100 else None
