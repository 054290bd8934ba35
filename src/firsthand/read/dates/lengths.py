"""Rules for lengths of time: "three days", "two and a half hours", "the past two months", "recent weeks"."""

from __future__ import annotations

import re

from firsthand.read.dates.context import Context
from firsthand.read.dates.rules import Found, Rule, rule
from firsthand.read.dates.words import APPROX, COUNT, DURATION_UNITS, NUMBER_WORDS, UNIT, UNITS, number, words

LENGTH = "a length of time, not a date"
REPEATS = "comes again and again"
GENERAL = "the present, past or future in general"


def singular(unit: str) -> str:
    plain = unit.lower()
    if plain == "centuries":
        return "century"
    return plain[:-1] if plain.endswith("s") else plain


def duration(count: float | None, unit: str) -> str:
    """The TIMEX3 duration: ``P3D``, ``PT4H``, ``P2Y6M``, ``PXW`` for an unknown count."""
    clock, letter, factor = DURATION_UNITS[unit]
    if count is None:
        return f"P{clock}X{ {'decade': 'E', 'century': 'C'}.get(unit, letter) }"
    count *= factor
    whole = int(count)
    if count == whole:
        return f"P{clock}{whole}{letter}"
    if letter == "Y" and (months := round((count - whole) * 12)):
        return f"P{whole}Y{months}M" if whole else f"P{months}M"
    if clock and letter == "M" and (seconds := round((count - whole) * 60)):
        return f"PT{whole}M{seconds}S" if whole else f"PT{seconds}S"
    if letter == "H" and (minutes := round((count - whole) * 60)):
        return f"PT{whole}H{minutes}M" if whole else f"PT{minutes}M"
    return f"P{clock}{count:g}{letter}"


_SPLIT_COUNT = re.compile(r"\s+(?:to|or)\s+|[-–](?=\d)")


def counted(text: str) -> float | None:
    """The number in a count: the lower one of "two to three" and "a year or two", with its half in "two and a half"."""
    plain = re.sub(r"\s+(?:more|additional|extra|or more)$", "", text.strip().lower())
    half = re.search(r"\s+and\s+a\s+half$", plain)
    head = plain[: half.start()] if half else _SPLIT_COUNT.split(plain)[0]
    count = number(head)
    return count + 0.5 if half and count is not None else count


_AS_ADJECTIVE = re.compile(
    r"\s+(?:camp|care|clinic|club|crew|editor|flight|game|job|laborer|manager|match|nurse|out|owl|patrol|porter|room"
    r"|sale|school|sky|spa|student|time|tour|trader|train|trip|watchman|worker)\b"
)
"""After "a night" or "a day": no length of time, but the kind of a crew or a trip."""
_NO_QUARTER = re.compile(r"[-\s](?:of|century|finals?|miles?|backs?|inch)\b")


def _quarter_century(match: re.Match[str], context: Context) -> Found | None:
    return Found("DURATION", "P25Y", approx(match["approx"]), reason=LENGTH)


def _duration(match: re.Match[str], context: Context) -> Found | None:
    unit = singular(match["unit"])
    if match["unit"].lower() == "second" or (unit == "quarter" and _NO_QUARTER.match(context.text, match.end())):
        return None
    if match["count"].lower().startswith("many") and context.text.endswith("as ", 0, match.start()):
        return None
    if (
        (match["count"] or "").lower() == "a"
        and unit in ("day", "night")
        and _AS_ADJECTIVE.match(context.text, match.end())
    ):
        return None
    count = counted(match["count"])
    value = duration(count, unit)
    if match["half"] and count is not None:
        value = duration(count + 0.5, unit)
    if (match["count"] or "").lower() in ("a", "an") and _is_rate(match, context):
        return Found("SET", value, reason=REPEATS)
    return Found("DURATION", value, approx(match["approx"]), reason=LENGTH)


_RATE_BEFORE = re.compile(
    r"(?:\b(?:million|billion|times|once|twice|percent|barrels|tons|tonnes|hours|days|people|dollars|a piece)|\d|%)\s+$"
)


def _is_rate(match: re.Match[str], context: Context) -> bool:
    return match["approx"] is None and bool(
        _RATE_BEFORE.search(context.text, max(0, match.start() - 16), match.start())
    )


def approx(words_found: str | None) -> str:
    plain = " ".join((words_found or "").lower().split())
    return _APPROX_CODES.get(plain, "APPROX") if plain else ""


_APPROX_CODES = dict.fromkeys(
    ("more than", "over", "well over", "just over", "at least", "no less than"), "MORE_THAN"
) | dict.fromkeys(
    (
        "less than",
        "fewer than",
        "up to",
        "no more than",
        "under",
        "at most",
        "just under",
        "nearly",
        "almost",
        "within",
    ),
    "LESS_THAN",
)


def _hyphened(match: re.Match[str], context: Context) -> Found | None:
    count = number(match["count"]) if match["count"].lower() != "several" else None
    if count == 0:
        return None
    return Found("DURATION", duration(count, singular(match["unit"])), reason=LENGTH)


_LENGTH_BEFORE = re.compile(
    r"(?:\b(?:for|in|within|of|over|after|before|takes?|took|lasts?|lasted|spent|spends?|or|by|just|mere|only|than|until)"
    r"|^)\s+(?:the\s+|many\s+)?$|\n\n$|^$",
    re.IGNORECASE,
)


def _vague_duration(match: re.Match[str], context: Context) -> Found | None:
    unit = singular(match["unit"])
    if not match["ahead"] and not _LENGTH_BEFORE.search(context.text, max(0, match.start() - 14), match.start()):
        return None
    return Found("DURATION", duration(None, unit), reason=LENGTH)


_OF_PERIOD = re.compile(r"\s+of\s+(?:the\s+|[A-Z\d])")


def _stretch(match: re.Match[str], context: Context) -> Found | None:
    """As in "the past two months", "the next few days", "the first nine months"."""
    unit, which = singular(match["unit"]), (match["which"] or match["which2"]).lower()
    words_found = match["count"] or match["count2"]
    count = counted(words_found) if words_found else None
    value = duration(count, unit)
    elsewhere = which == "first" or _OF_PERIOD.match(context.text, match.end())
    if context.today is None or context.narrative or elsewhere or DURATION_UNITS[unit][0]:
        return Found("DURATION", value, reason=LENGTH)
    steps = int(count) if count else _VAGUE_STEPS.get(unit, 3)
    back = which in ("past", "last", "previous", "preceding", "latest")
    name = {"night": "day"}.get(unit, unit)
    return Found("DURATION", value, "" if count else "APPROX", reach=(-steps if back else steps, name))


_VAGUE_STEPS = {"day": 7, "week": 8, "month": 12, "quarter": 4, "year": 5, "decade": 3, "century": 3}
"""How far "recent days", "the coming weeks" and the like reach; a choice, since the words leave it open."""


def _recent(match: re.Match[str], context: Context) -> Found | None:
    """As in "in recent weeks", "coming months", "past years"."""
    unit, which = singular(match["unit"]), match["which"].lower()
    back = which in ("recent", "past", "previous", "prior", "earlier", "preceding")
    value = "PAST_REF" if back else "FUTURE_REF"
    kind = "DATE"
    if which == "recent" and unit in ("week", "month", "quarter"):
        kind, value = "DURATION", duration(None, unit)
    if context.today is None or context.narrative or unit not in _VAGUE_STEPS:
        return Found(kind, value, reason=GENERAL)
    steps = _VAGUE_STEPS[unit]
    return Found(kind, value, "APPROX", reach=(-steps if back else steps, unit))


COUNT_STARTS = (
    "# a an half several many some dozens hundreds numerous one about around almost nearly more less fewer at up over "
    "under roughly approximately no as just well only barely within another " + " ".join(NUMBER_WORDS)
)
ANY_UNIT = rf"(?:{UNITS}|{UNIT})"

LENGTHS: tuple[Rule, ...] = (
    rule(
        "the at within only just past last next",
        r"(?:(?:at least|within|only|just) )?"
        rf"(?:the (?P<which>(?:past|previous|preceding|latest|coming|following)(?= {COUNT} )|last|next|first)"
        rf"(?: (?P<count>{COUNT}))?|(?P<which2>past|last|next) (?P<count2>{COUNT})) (?P<unit>{UNITS})\b",
        _stretch,
        re.IGNORECASE,
    ),
    rule(
        "the recent past coming upcoming previous prior future",
        r"(?:the )?(?P<which>recent|past|coming|upcoming|previous|prior|future|preceding) "
        rf"(?P<unit>{UNITS})(?: and {UNITS})?\b",
        _recent,
        re.IGNORECASE,
    ),
    rule(
        COUNT_STARTS,
        rf"(?P<approx>{APPROX} )?(?P<count>{COUNT})[- ]"
        r"(?:(?:trading|working|business|consecutive|straight|full|whole|long|short) )?"
        rf"(?P<unit>{ANY_UNIT})\b(?P<half> and a half)?(?:[- ]olds?\b| of age\b)?(?!-)",
        _duration,
        re.IGNORECASE,
    ),
    rule(
        f"{COUNT_STARTS} the past",
        rf"(?P<approx>{APPROX} )?(?:(?:a|the past|the last) )?quarter[- ](?:of a )?century\b",
        _quarter_century,
        re.IGNORECASE,
    ),
    rule(
        f"several {' '.join(NUMBER_WORDS)} #",
        rf"(?P<count>several|\d{{1,4}}|{words(*NUMBER_WORDS)}(?:-{words(*NUMBER_WORDS)})?)"
        rf"-(?P<unit>{UNIT})(?:-(?:old|long))?\b",
        _hyphened,
        re.IGNORECASE,
    ),
    rule(
        "the days weeks months years decades centuries hours minutes",
        rf"(?:the )?(?P<unit>{UNITS})\b(?:(?: or | and |-to-){UNITS}\b)?(?P<ahead> ahead| to come)?",
        _vague_duration,
        re.IGNORECASE,
    ),
)
