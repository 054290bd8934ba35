"""What surrounds a time expression: the publication day, the date last mentioned, and the tense of its clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from firsthand.read.dates.calendar import add, interval, unit_of, value_of

Tense = Literal["past", "future", ""]

_BACK = 220
_AHEAD = 120
_AUXILIARY = 60
"""Characters before a verb among which its auxiliary stands."""
_LOOK_AHEAD_DAYS = 100
"""A month and day without a year lies at most this far ahead of the publication date, unless the clause says so.
Calibrated on timenorm_pairs: the farthest plain future date there is 98 days ahead."""

_CLOSE_DAYS = 45
"""A day at most this far ahead is meant even where the nearest verb is past ("said the deadline was April 15"): one
almost a year back would carry its year."""

_GENERATION_YEARS = 20
"""A year farther from the middle of a history than this is an aside, and no anchor."""

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gen|Lt|Col|Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Adm|No|St|vs|Inc|Co)"
    r"|\b[A-Z]|\b[ap]\.m)\.$"
)
_FUTURE = (
    r"will|won['’]t|shall|[a-z]{1,12}['’]ll|would|to be|(?:scheduled|expected|due|slated|set|planned|likely|hop\w{2,4}|"
    r"plan(?:s|ning)?|intends?|wants?|aims?|agreed|vow(?:s|ed)?|pledged|going|about|ready|prepar\w{2,5}) (?:to|for)|"
    r"(?:planned|planning|scheduled|slated|due)(?=,? (?:on |for )?(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan"
    r"|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|up for (?:re-?)?election|"
    r"(?:is|are|be) (?:to|due|expected|scheduled|planned|slated|forecast|coming|arriving|leaving|meeting|travell?ing|"
    r"planning)|"
    r"upcoming|looms?|falls? on|takes? (?:place|effect)|"
    r"(?<!the )(?<!not )(?<!to )(?:begin|start|resume|reconvene|convene)s?|"
    r"(?:comes?|goes|go) into (?:force|effect)|(?:re)?opens|closes|arrives|departs|meets|travels|kicks off|expires?|"
    r"ends|concludes|returns|hosts|premieres|completes|celebrates|"
    r"deadline|ahead of|as (?:early|soon) as|"
    r"(?:could|(?-i:may)|might|should|must|can) (?:not )?(?!have\b|be \w+ed\b|not\b)[a-z]+"
)
_PAST = (
    r"was|were|had|did|didn['’]t|said|told|(?!need|speed|indeed|feed|seed|exceed|proceed|succeed)[a-z]{2,14}ed|made|took|met"
    r"|held|came|went|began|gave|got|saw|sent|fell|rose|won|lost|broke|left|became|brought|wrote|spoke|fought|shot|struck"
    r"|flew|drew|grew|found|led|put|ran|hit|shut|since|heard|knew|felt|kept|sat|stood|built|bought|caught|taught|thought"
    r"|sought|sold|paid|chose|drove|rode|wore|threw|blew|woke|hid|quit|dealt|meant|slept|swept|spent|hung|fled|fed|laid"
    r"|shook|forgot|ate|drank|sank|beat|burst|cut|read|split|spread|arose|overthrew|withdrew|ago|earlier"
)
_VERBS = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b", re.IGNORECASE)
_UP_TO = re.compile(r"\b(?:until|till|through|by|no later than)\s+(?:late\s+|early\s+)?$", re.IGNORECASE)
_BEGINNING = re.compile(r"\b(?:beginning|starting|effective)\s+(?:(?:on|in)\s+)?$")
_WAS = re.compile(r"\b(?:was|were|had been)\s+$", re.IGNORECASE)
_PASSIVE_FUTURE = re.compile(
    r"\b(?:will|would|shall|to)\s+(?:not\s+|also\s+)?(?:be|have|get|been)\s+(?:\w+\s+)?$", re.I
)
_DEICTIC = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:last|this|next) (?:week|month|year|night))\b", re.IGNORECASE
)
_BARE_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? (?:the )?(?:\d|[A-Z]))")
_YEAR = re.compile(r"\b(?:1[0-9]\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` and its verbs in order, with their places."""

    start: int
    end: int
    verbs: tuple[re.Match[str], ...]
    verb_starts: tuple[int, ...]


class Clauses:
    """The sentences of a text; the verbs of one are looked up once, when its tense is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        stops = [stop for stop in _SENTENCE_END.finditer(text) if not self._abbreviated(stop.start() + 1)]
        self._starts = [0, *(stop.end() for stop in stops)]
        self._ends = [*(stop.start() for stop in stops), len(text)]
        self._sentences: dict[int, Sentence] = {}

    def _abbreviated(self, end: int) -> bool:
        return _ABBREVIATION.search(self._text, max(0, end - 8), end) is not None

    def _sentence(self, place: int) -> Sentence:
        index = bisect_right(self._starts, place) - 1
        if index not in self._sentences:
            start, end = self._starts[index], self._ends[index]
            verbs = tuple(_VERBS.finditer(self._text, start, end))
            self._sentences[index] = Sentence(start, end, verbs, tuple(verb.start() for verb in verbs))
        return self._sentences[index]

    def tense_before(self, start: int) -> Tense | None:
        """The tense of the nearest verb before ``start`` in its sentence; ``None`` when there is no verb."""
        sentence = self._sentence(start)
        index = bisect_left(sentence.verb_starts, start) - 1
        if index >= 0 and sentence.verbs[index].end() > start:
            index -= 1
        begin = max(start - _BACK, sentence.start)
        if index < 0 or sentence.verb_starts[index] < begin:
            return None
        verb = sentence.verbs[index]
        look = max(begin, verb.start() - _AUXILIARY)
        if verb["future"]:
            return "" if _WAS.search(self._text, look, verb.start()) else "future"
        return "future" if _PASSIVE_FUTURE.search(self._text, look, verb.start()) else "past"

    def tense_after(self, end: int) -> Tense:
        """The tense of the first verb after ``end`` in its sentence."""
        sentence = self._sentence(end)
        index = bisect_left(sentence.verb_starts, end)
        if index == len(sentence.verbs) or sentence.verbs[index].end() > end + _AHEAD:
            return ""
        return "past" if sentence.verbs[index]["past"] else "future"


@dataclass(slots=True)
class Context:
    """The state of one reading; mutable, because each resolved date becomes the anchor of the next.

    ``today`` is the day of publication; ``None`` leaves every word that points from it unresolved.
    """

    text: str
    today: date | None
    anchor: date | None = None
    """First day of the date last mentioned."""
    anchor_unit: str = ""
    quarter: date | None = None
    """First day of the quarter last mentioned, where it had begun at publication: the one a report is about."""
    last: str = ""
    """The value found last, resolved or not."""
    day: date | None = None
    """The single day last mentioned."""
    day_at: int | None = None
    """Where in the text that was."""
    told_at: int | None = None
    """Where the last date that names its year ends; the anchor is then that date."""
    minister: bool = False
    """Somebody in the text is called May."""
    _clauses: Clauses | None = field(init=False, default=None)
    """The sentences of the text, made at the first question about a tense."""
    middle: int = field(init=False, default=0)
    """The median of the years that a history names; 0 when none is."""
    narrative: bool = field(init=False)
    """A history: dates hang on one another, not on the day of publication."""

    def __post_init__(self) -> None:
        self.narrative = self.today is None or is_narrative(self.text, self.today)
        if self.narrative and (years := sorted(int(year) for year in _YEAR.findall(self.text))):
            self.middle = years[len(years) // 2]
        self.minister = bool(re.search(r"\b(?:Theresa|Mrs\.?|Ms\.?|Miss|Minister|Mr\.?|Dr\.?)\s+May\b", self.text))

    @property
    def now(self) -> date | None:
        """Where "ago" and "last" point from."""
        return self.anchor if self.narrative and self.anchor and self.today else self.today

    @property
    def then(self) -> date | None:
        """Where "earlier" and "the following" point from: the date last mentioned, else publication."""
        return self.anchor or self.today

    def remember(self, value: str) -> None:
        """Make ``value`` the anchor of what follows, where it is resolved."""
        self.last = value
        unit = unit_of(value)
        span = interval(value)
        if span is None or not unit:
            return
        first = span[0].date()
        if self.narrative and self.middle and abs(first.year - self.middle) > _GENERATION_YEARS:
            return
        self.anchor, self.anchor_unit = first, unit
        if unit == "quarter" and (self.today is None or first <= self.today):
            self.quarter = first
        if unit in ("day", "time"):
            self.day = first

    def tense(self, start: int, end: int) -> Tense:
        """The tense of the clause around ``text[start:end]``: its nearest verb before, else the first one after."""
        clauses = self._looked_up()
        before = clauses.tense_before(start)
        if before is not None:
            return before
        after = clauses.tense_after(end)
        if after == "past":
            return "past"
        return "future" if after or self.up_to(start, end) else ""

    def _looked_up(self) -> Clauses:
        self._clauses = self._clauses or Clauses(self.text)
        return self._clauses

    def up_to(self, start: int, end: int) -> bool:
        """Whether "until", "through" or "by" stands right before ``text[start:end]`` and does not tell of the past ("By
        Saturday the army had arrived")."""
        found = _UP_TO.search(self.text, max(0, start - 20), start)
        if found is None:
            return False
        return not (found[0][0].isupper() and self._looked_up().tense_after(end) == "past")

    def year_of(self, month: int, day: int | None, tense: Tense) -> int | None:
        """The year of a month, or of a day in it, that stands without one; ``None`` when nothing tells."""
        if self.narrative and self.anchor is not None:
            return self._year_in_story(month, self.anchor)
        if self.today is None:
            return None
        today, here = self.today, self._safe(self.today.year, month, day)
        if here == today or (day is None and month == today.month):
            return today.year
        coming = self._safe(today.year + 1, month, day) if here < today else here
        if tense == "future":
            return coming.year
        limit_days = _LOOK_AHEAD_DAYS
        if tense == "past":
            limit_days = 0 if day is None else _CLOSE_DAYS
        return coming.year if (coming - today).days <= limit_days else coming.year - 1

    def year_told(self, month: int, start: int) -> int | None:
        """The year of a past month that follows a date with its year in the same sentence ("elected in November 2008,
        sworn in in January"); ``None`` where there is no such date before ``start``."""
        if self.told_at is None or self.anchor is None or start - self.told_at > _BACK:
            return None
        between = self.text[self.told_at : start]
        if _SENTENCE_END.search(between) or self.anchor_unit not in ("month", "day", "time"):
            return None
        if self.today and (self.anchor.year == self.today.year or self.anchor > self.today):
            return None
        year = self.anchor.year if month >= self.anchor.month else self.anchor.year + 1
        return year if self.today is None or (year, month) <= (self.today.year, self.today.month) else None

    def _year_in_story(self, month: int, anchor: date) -> int:
        turned = self.anchor_unit != "year" and anchor.month - month >= 7
        return anchor.year + 1 if turned else anchor.year

    def bounded(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` ends or begins a stretch ("closed through June 1", "the year beginning in June"),
        which may lie ahead whatever the verb."""
        return self.up_to(start, end) or _BEGINNING.search(self.text, max(0, start - 20), start) is not None

    @staticmethod
    def _safe(year: int, month: int, day: int | None) -> date:
        try:
            return date(year, month, day or 1)
        except ValueError:
            return date(year, month, 28)

    def weekday(self, number: int, tense: Tense) -> date | None:
        """The day a bare weekday name (ISO ``number``) means: the latest one, today included, or the coming one."""
        if self.narrative and self.anchor and self.anchor_unit in ("day", "time", "week"):
            return self.anchor + timedelta(days=(number - self.anchor.isoweekday()) % 7)
        if self.today is None:
            return None
        if tense == "future":
            return self.today + timedelta(days=(number - self.today.isoweekday()) % 7)
        return self.today - timedelta(days=(self.today.isoweekday() - number) % 7)

    def value(self, base: date | None, count: int, unit: str) -> str:
        """The value of the ``unit`` that lies ``count`` units from ``base``; empty when there is no base."""
        return value_of(add(base, count, unit), unit) if base else ""


def is_narrative(text: str, today: date) -> bool:
    """Whether ``text`` tells a history: many years named, most of them not near the year of publication, no weekdays of
    the news and few words such as "yesterday"."""
    years = [int(year) for year in _YEAR.findall(text)]
    far = sum(1 for year in years if abs(year - today.year) > 1)
    if far < 6 or far < 2 * (len(years) - far):
        return False
    if len(_BARE_WEEKDAY.findall(text)) > far // 20:
        return False
    deictic = sum(1 for _ in _DEICTIC.finditer(text))
    return far >= 3 * deictic
