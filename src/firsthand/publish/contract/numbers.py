"""Counts and measures of a sentence and of its evidence: spelled or in digits, with their unit or the thing counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.read.quantity import find_quantities
from firsthand.read.quantity.words import number_value
from firsthand.trace.words import concept, listed
from firsthand.wording.words import words

_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""
_SPELLED = "|".join(_WORDS.split())
_SCALE = "hundred|thousand|million|billion|dozen"
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:\d+(?:,\d{{3}})*(?:\.\d+)?(?: (?:{_SCALE}))?(?![\w]*\d)"
    rf"|half a dozen|an? (?:{_SCALE})|(?:{_SPELLED}|{_SCALE})(?:(?:-| and | )(?:{_SPELLED}|{_SCALE}))*)(?![\w])"
    rf"|(?<=[–-])\d+(?:,\d{{3}})*(?:\.\d+)?(?!\w)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:no one|one another|one side|one way|at one point|one day|one by one|one of|(?:that|this|which) one|"
    r"the other one|one (?:could|can|may|must|would|should))\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b|\b(third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b", re.I)
_NTH = "third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = {word: number for number, word in enumerate(_NTH.split(), 3)}
_TIMES = {"twice": 2.0, "thrice": 3.0, "a couple of": 2.0, "a pair of": 2.0}
_TIMES_FOUND = re.compile(r"\b(?:" + "|".join(_TIMES) + r")\b", re.IGNORECASE)
_SHARES = re.compile(
    r"\b(?:(a|one|two|three) (third|quarter|fifth)s? of|half (?:of )?(?:the|its|their|all|them)\b|(a half) of)", re.I
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5}

_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("m", "metre", "meter"), ("length", 1.0)),
    **dict.fromkeys(("km", "kilometre", "kilometer"), ("length", 1000.0)),
    **dict.fromkeys(("cm", "centimetre", "centimeter"), ("length", 0.01)),
    **dict.fromkeys(("ft", "foot", "feet"), ("length", 0.3048)),
    **dict.fromkeys(("mile",), ("length", 1609.344)),
    **dict.fromkeys(("yard",), ("length", 0.9144)),
    **dict.fromkeys(("m²", "m2", "square metre", "square meter", "sq m"), ("area", 1.0)),
    **dict.fromkeys(("km²", "km2", "square kilometre", "square kilometer"), ("area", 1e6)),
    **dict.fromkeys(("ha", "hectare"), ("area", 10_000.0)),
    **dict.fromkeys(("acre",), ("area", 4046.86)),
    **dict.fromkeys(("square foot", "square feet"), ("area", 0.092903)),
    **dict.fromkeys(("kg", "kilogram", "kilogramme"), ("mass", 1.0)),
    **dict.fromkeys(("t", "tonne", "ton", "metric ton"), ("mass", 1000.0)),
    **dict.fromkeys(("minute",), ("time", 1 / 1440)),
    **dict.fromkeys(("hour",), ("time", 1 / 24)),
    **dict.fromkeys(("day",), ("time", 1.0)),
    **dict.fromkeys(("week",), ("time", 7.0)),
    **dict.fromkeys(("fortnight",), ("time", 14.0)),
    **dict.fromkeys(("month",), ("time", 30.44)),
    **dict.fromkeys(("year",), ("time", 365.25)),
    **dict.fromkeys(("%", "per cent", "percent"), ("share", 1.0)),
    **dict.fromkeys(("degree", "°"), ("angle", 1.0)),
}
"""Units with their dimension and what they are in its base unit: metres, square metres, kilograms, days, per cent."""
_UNIT = re.compile(
    r"[ \u202f-]?(" + "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True)) + r")s?(?![\w²])"
)
_PAIR = re.compile(r"(?: ?[–-] ?| to | or | and )$")
_LEAST_SLACK = 0.005
"""Share by which two measures may differ and still be the same: what converting a unit costs."""
HOUSE_NOUNS = frozenset(
    concept(noun)
    for noun in listed(
        """report origin image reading statement claim source outlet picture scene look document account time
    people person side party case judgement"""
    )
)
"""Nouns whose counts come from records, not from quotes."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with a unit, in the base unit of its dimension."""

    dimension: str
    value: float
    slack: float
    """How far off it may be, by the digits it is written with."""
    words: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with the thing counted; ``None`` leaves an end open."""

    low: float | None
    high: float | None
    noun: str
    """Concept of the head noun."""
    words: str

    def holds(self, other: Counted) -> bool:
        """Whether whoever says the other may say this: it is as wide or wider."""
        below = self.low is None or (other.low is not None and self.low <= other.low)
        above = self.high is None or (other.high is not None and self.high >= other.high)
        return below and above


def values(text: str) -> frozenset[float]:
    """The numbers of a text, dates already taken out of it."""
    text = _LOOSE.sub(" ", text)
    found = {value for match in _NUMBER.finditer(text) if (value := number_value(match.group())) is not None}
    found |= {_TIMES[match.group().lower()] for match in _TIMES_FOUND.finditer(text)}
    for digits, word in _ORDINAL.findall(text):
        found.add(float(digits) if digits else float(_ORDINALS[word.lower()]))
    return frozenset(found)


def measures(text: str) -> list[Measure]:
    """Numbers with a unit; of "10 to 20 m" both."""
    found: list[Measure] = []
    numbers = list(_NUMBER.finditer(text))
    for place, match in enumerate(numbers):
        unit = _UNIT.match(text, match.end())
        after = numbers[place + 1] if place + 1 < len(numbers) else None
        if unit is None and after is not None and _PAIR.fullmatch(text, match.end(), after.start()):
            unit = _UNIT.match(text, after.end())
        value = number_value(match.group())
        if unit is not None and value is not None:
            dimension, factor = _UNITS[unit[1]]
            found.append(Measure(dimension, value * factor, _digit(match.group(), value) * factor, match.group()))
    return found + _shares(text)


def _shares(text: str) -> list[Measure]:
    found = []
    for match in _SHARES.finditer(text):
        many = {"two": 2, "three": 3}.get((match[1] or "").lower(), 1)
        share = 100 * many / _PARTS[match[2].lower()] if match[2] else 50.0
        found.append(Measure("share", share, 2.0, match.group()))
    return found


def _digit(written: str, value: float) -> float:
    """Half of what the last digit that is no closing zero counts."""
    plain = written.replace(",", "").split(" ")[0]
    if "." in plain:
        return float(0.5 * 10 ** -len(plain.partition(".")[2]))
    if not plain.isdigit() or value == 0:
        return 0.0
    zeros = len(plain) - len(plain.rstrip("0"))
    return 0.5 * 10**zeros if zeros else 0.0


def measured(claimed: Measure, known: Iterable[Measure]) -> bool:
    """Whether one of ``known`` is the same measure, as exactly as the sentence's digits tell it."""
    return any(
        abs(claimed.value - other.value) <= max(claimed.slack, other.slack, claimed.value * _LEAST_SLACK)
        for other in known
        if other.dimension == claimed.dimension
    )


def counts(text: str) -> list[Counted]:
    """What is counted in a text, units and the nouns of records left out."""
    found = []
    for item in find_quantities(text):
        noun = head_of(item.of)
        if noun and item.anchor and noun not in HOUSE_NOUNS and not _is_unit(item.of):
            found.append(Counted(item.low, item.high, noun, f"{item.anchor.quote} {item.of}"))
    return found


def head_of(noun: str) -> str:
    """The concept of the last word of what is counted; empty when nothing is named."""
    found = words(noun.casefold())
    return concept(found[-1].text) if found else ""


def _is_unit(noun: str) -> bool:
    return noun.casefold() in _UNITS or noun.casefold().split(" ")[-1] in _UNITS
