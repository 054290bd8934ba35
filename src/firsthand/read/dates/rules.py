"""What every rule of the date reader shares: its pattern, its reading, and the modifiers that may stand before a date.

A rule is a pattern and a function from its match to a :class:`Found`; :mod:`firsthand.read.dates` tries a rule only at
words that it may start with. The rules are in :mod:`~firsthand.read.dates.named` (days to centuries),
:mod:`~firsthand.read.dates.clock` (clock times, parts of the day, holidays), :mod:`~firsthand.read.dates.pointers`
("last week", "two days later", "now") and :mod:`~firsthand.read.dates.lengths` ("three days").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.read.dates.context import Context
from firsthand.read.dates.words import MONTHS, YEAR, compiled

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
    """A stretch of (count, unit) before (count < 0) or after publication: "the past two months" is (-2, "month")."""
    aside: bool = False
    """A date of comparison ("a year earlier"): what follows does not hang on it."""
    length: int = 0
    """Characters used when fewer than the match has; 0 for all."""


Resolver = Callable[[re.Match[str], Context], "Found | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and how a match of it is read."""

    starts: frozenset[str]
    """Lower-case words it may start with; ``#`` stands for a number, ``'`` for an apostrophe before one."""
    pattern: re.Pattern[str]
    resolve: Resolver


def rule(starts: str, pattern: str, resolve: Resolver, flags: int = 0) -> Rule:
    """A :class:`Rule`; ``starts`` are separated by blanks, ``pattern`` is written as for :func:`compiled`."""
    return Rule(frozenset(starts.split()), compiled(pattern, flags), resolve)


_PART_OF = "(?:beginning|start|end|close|middle|(?:early|latter|last|later) part|[Ee]arly days) of"
MOD = (
    rf"(?:(?P<mod>(?:[Tt]he )?(?:very )?(?:{_PART_OF}|(?:[Ee]arly|[Ll]ate)(?: in)?|[Mm]id|[Ee]arlier in|[Ll]ater in)-?)"
    r"(?: (?:the )?|(?<=-)))?"
)
"""An optional "early", "mid-", "the end of" before a date; group ``mod``."""
MOD_STARTS = "the very early mid late middle beginning start end close earlier later"
OF_YEAR = rf"(?:(?:,| of|, of)? (?P<year>{YEAR})\b(?![%\d]|[.,:]\d))?"
"""An optional year after a month, day or season; group ``year``."""
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
