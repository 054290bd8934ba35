"""The words of English counts: numbers, bounds, vague counts, and the pattern that finds them."""

from __future__ import annotations

import re

from firsthand.read.dates.words import NUMBER_WORDS, ORDINALS, compiled, words

MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9, "dozen": 12,
    "m": 10**6,
}  # fmt: skip
VAGUE = {
    "a few": (2, 6), "few": (2, 6), "several": (3, 9), "a handful of": (3, 6), "a handful": (3, 6),
    "a couple of": (2, 2), "a couple": (2, 2), "dozens": (24, 99), "scores of": (40, 99), "hundreds": (200, 999),
    "thousands": (2000, 9999), "tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999),
    "millions": (2e6, 999e6), "tens of millions": (20e6, 99e6), "hundreds of millions": (200e6, 999e6),
    "billions": (2e9, 999e9), "several dozen": (36, 108), "a few dozen": (24, 72), "several hundred": (300, 900),
    "a few hundred": (200, 600), "several thousand": (3000, 9000), "a few thousand": (2000, 6000),
    "dozens of thousands": (24_000, 99_999),
}  # fmt: skip
"""Vague counts: the lowest and highest number that they are taken for; a choice, as the words leave it open."""

ABOVE = (
    "more than", "over", "above", "greater than", "larger than", "higher than", "bigger than", "exceed", "exceeds",
    "exceeded", "exceeding", "in excess of", "upwards of", "upward of", "well over", "just over", "topped", ">",
    "at least", "no less than", "no fewer than", "not less than", "not fewer than", "a minimum of", "minimum of",
    "at a minimum", "at the very least", "no smaller than", "no lower than", "at least or equal to", ">=", "> =", "≥",
    *(f"{more} {tail}" for more in ("greater", "more", "higher", "larger", "bigger")
      for tail in ("than or equal to", "or equal than", "or equal to")),
    "equal to or more than", "equal to or greater than",
)  # fmt: skip
BELOW = (
    "less than", "fewer than", "under", "below", "smaller than", "lower than", "<", "at most", "no more than",
    "not more than", "up to", "as many as", "as much as", "a maximum of", "maximum of", "no greater than",
    "no larger than", "no higher than", "just under", "well under", "well below", "not exceeding", "<=", "< =", "≤",
    *(f"{less} {tail}" for less in ("less", "fewer", "lower", "smaller")
      for tail in ("than or equal to", "or equal than", "or equal to")),
    "equal to or less than",
)  # fmt: skip
SURE = ("at least", "no fewer than", "no less than", "not less than", "not fewer than", "a minimum of", "minimum of")
"""Bounds whose own number is the one that the words are surest of."""
ABOUT = (
    "about", "around", "roughly", "approximately", "some", "an estimated", "estimated", "~", "circa", "close to",
    "more or less", "in the region of", "on the order of",
)  # fmt: skip
ALMOST = ("nearly", "almost", "not quite", "just short of")
EXACTLY = ("exactly", "equal to", "equals to", "equals", "equal", "just", "only", "precisely", "all")

_WORD_NUMBER = words(*NUMBER_WORDS, "hundred", "thousand", "million", "billion", "trillion", "dozen")
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?"
_SCALED = rf"{_DIGITS}(?:[ -](?:hundred|thousand|million|billion|trillion|dozen|bn)\b|m\b)?"
_NUMBER = (
    rf"(?:(?:negative |minus |[-−](?=\d))?(?:{_SCALED}|half a dozen"
    rf"|an? (?:hundred|thousand|million|billion|dozen)(?:(?: and | ){_WORD_NUMBER}){{0,4}}"
    rf"|{_WORD_NUMBER}(?:(?:-| and | ){_WORD_NUMBER}){{0,7}})(?!\w))"
)
_AMOUNT = rf"(?:[$£€¥] ?)?{_NUMBER}"
_ORDINAL = rf"the (?:{words(*(name for name in ORDINALS if name != 'last'))}|\d{{1,3}}(?:st|nd|rd|th))"
_VALUE = rf"(?:{_AMOUNT}|{_ORDINAL})"
_COMPARE = words(*ABOVE, *BELOW)
_UNIT_BETWEEN = r"(?: [a-zA-Z%°]{1,12})?"
_NOUN_BETWEEN = r"(?: [a-z][a-z-]{1,20}){0,3}?"
_PERHAPS = r"(?:,? (?:and|or|but)|,) (?:possibly|perhaps|maybe|probably|likely|potentially|conceivably)"
_SUFFIX = r"(?:,? or (?P<suffix>more|greater|higher|less|fewer|lower|above|below|over|under)\b(?! than))?"

QUANTITY = compiled(
    rf"(?P<comp>{_COMPARE}) ?(?P<n1>{_VALUE})"
    rf"(?:(?:,? and|,? but|,)? (?P<comp2>{_COMPARE}) (?P<n2>{_VALUE})"
    rf"|(?P<gap>{_NOUN_BETWEEN}){_PERHAPS}(?: as many as| up to)? (?P<maybe>{_NUMBER}))?"
    rf"|between (?P<b1>{_VALUE})(?P<bgap>{_UNIT_BETWEEN}) and (?P<b2>{_VALUE})"
    rf"|from (?P<f1>{_VALUE})(?P<fgap>{_UNIT_BETWEEN}) to (?P<f2>{_VALUE})"
    rf"|(?:(?P<about>{words(*ABOUT, *ALMOST, *EXACTLY)}) )?"
    rf"(?:(?P<vague>{words(*VAGUE)})\b(?: of)?"
    rf"|(?P<n>{_AMOUNT})"
    rf"(?:(?P<ngap>{_NOUN_BETWEEN}){_PERHAPS} (?P<perhaps>{_NUMBER})"
    rf"|(?: or |-to-| to | ?[-–—] ?|,? if not )(?P<r2>{_AMOUNT})"
    rf"|(?P<ratio> in \d{{1,3}}\b)?{_SUFFIX}))",
    re.IGNORECASE,
)
"""One quantity. Groups: ``comp``, ``n1`` and what may follow (``comp2``, ``n2``; ``gap``, ``maybe``); ``b1``, ``b2`` of
"between"; ``f1``, ``f2`` of "from"; ``about``; ``vague``; ``n`` with ``perhaps``, ``r2``, ``ratio`` or ``suffix``."""

STARTS = frozenset(name.split()[0] for name in (*ABOVE, *BELOW, *ABOUT, *ALMOST, *EXACTLY, *VAGUE, *NUMBER_WORDS)) | {
    "between",
    "from",
    "a",
    "an",
    "half",
    "negative",
    "minus",
}
"""The words a quantity may start with, beside digits and signs."""

_CLEAN = re.compile(r"[$£€¥,]|\bnegative\b|\bminus\b")


def number_value(text: str) -> float | None:
    """The number of "1,200", "2.5 million", "a dozen", "half a dozen", "one hundred and two", "the tenth"."""
    plain = " ".join(text.lower().replace("−", "-").split())
    sign = -1.0 if plain.startswith(("-", "negative", "minus")) else 1.0
    plain = _CLEAN.sub("", plain).strip().lstrip("-")
    if plain.startswith("the "):
        name = plain[4:]
        return float(ORDINALS[name]) if name in ORDINALS else float(re.sub(r"\D", "", name))
    if plain == "half a dozen":
        return 6.0
    total, current, seen = 0.0, 0.0, False
    for part in re.findall(r"\d+(?:\.\d+)?|[a-z]+", plain):
        if part[0].isdigit():
            current, seen = current + float(part), True
        elif part in NUMBER_WORDS:
            current, seen = current + NUMBER_WORDS[part], True
        elif part in ("a", "an"):
            current, seen = 1.0, True
        elif part in MAGNITUDES:
            current = (current if seen else 1.0) * MAGNITUDES[part]
            seen = True
            if MAGNITUDES[part] >= 1000:
                total, current, seen = total + current, 0.0, False
        elif part != "and":
            return None
    return sign * (total + current)
