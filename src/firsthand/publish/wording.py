"""Plain English out of records: numbers, dates, lists, kinds. Pure functions; nothing here looks anything up.

The likelihood terms are those of Intelligence Community Directive 203 (2015), section D.6.e.(2)(a).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from firsthand.model import Basis, ChangeKind, Granularity, Quantity, Relation, Stance, TimeSpan, Voice
from firsthand.trace.words import listed as words_of

NUMBER_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

BASIS = {
    Basis.IMAGE: "read from an image",
    Basis.WITNESS: "seen by a witness",
    Basis.OWN_ACT: "the speaker’s own act or word",
    Basis.OFFICIAL_INTELLIGENCE: "official intelligence",
    Basis.DOCUMENT: "a document",
    Basis.ANOTHER_REPORT: "another report",
    Basis.UNSTATED: "not stated",
}

VOICE = {
    Voice.DIRECT: "direct speech",
    Voice.INDIRECT: "reported speech",
    Voice.MIXED: "reported speech with quoted words",
    Voice.OUTLET: "the outlet’s own words",
}

STANCE = {
    Stance.ASSERTS: "said",
    Stance.DENIES: "denied",
    Stance.DECLINES: "declined to comment",
    Stance.PROMISES: "promised",
    Stance.PREDICTS: "predicted",
    Stance.ASKS: "asked",
}
"""Past tense: it fits one speaker and many."""

RELATION = {
    Relation.AGREES: "in agreement",
    Relation.NARROWS: "in agreement, more exact",
    Relation.WIDENS: "in agreement, less exact",
    Relation.CONTRADICTS: "contradiction",
    Relation.DENIES: "denial",
    Relation.DECLINES: "no comment",
    Relation.CORRECTS: "correction",
}

CHANGE = {
    ChangeKind.BUILT: "something was built",
    ChangeKind.TAKEN_DOWN: "something was taken down",
    ChangeKind.CLEARED: "ground was cleared",
    ChangeKind.OBJECT_APPEARED: "an object appeared",
    ChangeKind.OBJECT_LEFT: "an object left",
    ChangeKind.SEASONAL: "the ground changed with the season",
    ChangeKind.OTHER: "something changed",
}


def number(count: float) -> str:
    """A count in words up to twelve, in digits above."""
    if count == int(count):
        whole = int(count)
        return NUMBER_WORDS[whole] if 0 <= whole < len(NUMBER_WORDS) else f"{whole:,}"
    return f"{count:g}"


def spelled(text: str) -> str:
    """Small whole numbers that stand alone in a text, written as words."""
    return re.sub(r"(?<![\w.,–-])(?:[1-9]|1[0-2])(?![\w.,%–-]|\s*%)", lambda found: number(int(found.group())), text)


_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LONG_SPAN = re.compile(r"([Bb]etween) (\d{1,2} [A-Z][a-z]+ \d{4}) and (\d{1,2} [A-Z][a-z]+ \d{4})")


def plain_dates(text: str) -> str:
    """ISO dates of a machine's sentence in the house's form."""
    text = _ISO_DAY.sub(lambda found: day(datetime.fromisoformat(found[0]).replace(tzinfo=UTC)), text)
    return _LONG_SPAN.sub(_span_in_words, text)


def _span_in_words(found: re.Match[str]) -> str:
    first, last = (datetime.strptime(found[part], "%d %B %Y").replace(tzinfo=UTC) for part in (2, 3))
    said = between_days(first, last)
    return capital(said) if found[1][0].isupper() else said


def tidied(text: str) -> str:
    """A machine's sentence for people: dates in the house's form, areas rounded to what they are worth, one bracket."""
    text = one_bracket(plain_dates(text.strip().rstrip(".")))
    return _AREA.sub(lambda found: area(float(found[1].replace(",", ""))), text)


_AREA = re.compile(r"(?:about )?(\d[\d,]*(?:\.\d+)?) m²")
_BRACKET_IN_BRACKET = re.compile(r"\(([^()]*?) ?\(([^()]*)\)([^()]*)\)")


def one_bracket(text: str) -> str:
    """Brackets inside of brackets taken away: "(HR05 (test), 0.5 m)" becomes "(HR05, test, 0.5 m)"."""
    return _BRACKET_IN_BRACKET.sub(r"(\1, \2\3)", text)


_HEADS = words_of(
    """site depot yard station facility complex plant centre center range cosmodrome laboratory laboratories
    institute factory arsenal reactor mine mill warehouse terminal shipyard dockyard reserve compound zone
    garrison bunker silo stand hall tunnel tunnels ground grounds workshop workshops building installation refinery
    observatory area store"""
)
"""Nouns at the end of a place's name that give it an article; "Base", "Airport" and "Park" give none."""


def the_place(name: str) -> str:
    """A place's name inside a sentence: "the Alder Point Test Site", "Alder Point", "Alder Air Base"."""
    head = re.split(r" (?:of|for|at|in) ", name, maxsplit=1)[0].split()[-1:]
    takes = bool(head) and len(name.split()) > 1 and head[0].casefold() in _HEADS
    return f"the {name}" if takes and not name.casefold().startswith("the ") else name


_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")


def opening(count: int, noun: str) -> str:
    """:func:`counted` where it opens a sentence, which no figure below a hundred does: "Twenty-three reports"."""
    return f"{opening_number(count)} {noun if count in (0, 1) else noun + 's'}"


def opening_number(count: int) -> str:
    """A count that opens a sentence: "Four", "Twenty-three", "120"."""
    if count < len(NUMBER_WORDS) or count >= 100:
        return capital(number(count))
    tens, ones = divmod(count, 10)
    return capital(_TEENS[count - 13] if count < 20 else _TENS[tens - 2] + (f"-{NUMBER_WORDS[ones]}" if ones else ""))


def counted(count: int, noun: str, plural: str = "") -> str:
    """ "one report", "nine reports", "no report"."""
    return f"{number(count)} {noun if count in (0, 1) else plural or noun + 's'}"


def interval(low: int, high: int) -> str:
    """ "one", "one or two", "two to five"."""
    if low == high:
        return number(low)
    if low == 0:
        return "at most " + number(high)
    return f"{number(low)} or {number(high)}" if high == low + 1 else f"{number(low)} to {number(high)}"


def digits(low: int, high: int) -> str:
    """The same for tables: "1", "1–2"."""
    return str(low) if low == high else f"{low}–{high}"


def per_cent(low: float, high: float) -> str:
    """A probability interval: "55 to 80 per cent"."""
    first, last = round(low * 100), round(high * 100)
    return f"about {first} per cent" if first == last else f"{first} to {last} per cent"


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def day(moment: datetime) -> str:
    """ "7 July 2018", in UTC."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y}"


def days(moments: Sequence[datetime]) -> str:
    """Several days, each month and year once: "20 March, 8 and 11 June and 2 July 2025"."""
    told = sorted({moment.astimezone(UTC).date() for moment in moments})
    months: dict[tuple[int, int], list[str]] = {}
    for date in told:
        months.setdefault((date.year, date.month), []).append(str(date.day))
    said = [(year, f"{listed(numbers)} {datetime(year, month, 1):%B}") for (year, month), numbers in months.items()]
    last = {year: place for place, (year, _) in enumerate(said)}
    return listed([f"{text} {year}" if last[year] == place else text for place, (year, text) in enumerate(said)])


def short_day(moment: datetime) -> str:
    """ "7 Jul 2018", for tables and labels."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y}"


def plural(noun: str) -> str:
    """The plural of a noun phrase; one that looks plural stays."""
    if looks_plural(noun):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def looks_plural(words: str) -> bool:
    return words.endswith("s") and not words.endswith(("ss", "us", "is"))


def between_days(first: datetime, last: datetime) -> str:
    """ "between 1 and 9 March 2031", leaving out what both dates share."""
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    if first.date() == last.date():
        return f"on {day(last)}"
    if first.year != last.year:
        return f"between {day(first)} and {day(last)}"
    if first.month != last.month:
        return f"between {first.day} {first:%B} and {day(last)}"
    return f"between {first.day} and {day(last)}"


def last_day(span: TimeSpan) -> datetime | None:
    """The last moment inside a span, whose end is exclusive."""
    return span.end - timedelta(seconds=1) if span.end else None


def when(span: TimeSpan) -> str:
    """A time as the words give it: "in June 2018", "by 9 March 2031", "since April 2018"."""
    last = last_day(span)
    if span.start is None and last is None:
        return "at a time that no report gives"
    if last is None:
        return f"since {_unit(span.start, span.granularity)}" if span.start else ""
    if span.start is None:
        return f"by {day(last)}"
    start = span.start.astimezone(UTC)
    if (start.year, start.month) == (last.year, last.month) and span.granularity is Granularity.MONTH:
        return f"in {start:%B %Y}"
    one_month = (start.year, start.month) == (last.year, last.month)
    if one_month and start.day == 1 and (last + timedelta(days=1)).day == 1:
        return f"in {start:%B %Y}"
    if start.year == last.year and (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {start.year}"
    return between_days(start, last)


def _unit(moment: datetime, granularity: Granularity) -> str:
    moment = moment.astimezone(UTC)
    if granularity is Granularity.YEAR:
        return str(moment.year)
    return f"{moment:%B %Y}" if granularity is Granularity.MONTH else day(moment)


def amount(quantity: Quantity) -> str:
    """How many, without the noun: "one or two", "at least twelve", "at most 3.5"."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return "an unstated number"
    if high is None:
        return f"at least {number(low or 0)}"
    if low is None:
        return f"at most {number(high)}"
    if low == high:
        return number(low)
    return f"{number(low)} {'or' if high == low + 1 else 'to'} {number(high)}"


def area(area_m2: float) -> str:
    """An area in two digits, since none is measured to better than a tenth: "about 3,500 m²", "about 1.2 hectares"."""
    rounded = float(f"{area_m2:.1e}")
    if rounded < 10_000:
        return f"about {rounded:,g} m²"
    return f"about {rounded / 10_000:,g} hectare{'' if rounded == 10_000 else 's'}"


def changed(kind: ChangeKind, area_m2: float) -> str:
    """What changed with its size: "something of about 1,200 m² was built", "about 1,200 m² of ground was cleared"."""
    what, size = CHANGE[kind], area(area_m2)
    for subject in ("something", "an object"):
        if what.startswith(subject):
            return f"{subject} of {size}{what.removeprefix(subject)}"
    return f"{size} of {what.removeprefix('the ')}"


def metres(length_m: float) -> str:
    """A resolution or radius: "0.5 m", "10 m", "1.2 km"."""
    return f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"


def capital(text: str) -> str:
    """First letter upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def quoted(text: str, limit: int = 0) -> str:
    """Outside words between “ and ”, inner double quotes made single; cut at a word after ``limit`` characters."""
    inner = re.sub(r"\s+", " ", text.strip().rstrip(",;."))
    inner = re.sub(r'(?:^|(?<=[\s(]))["“”]', "‘", inner)
    inner = re.sub(r'["“”]', "’", inner)
    if limit and len(inner) > limit:
        inner = inner[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{inner}”"


def ended(sentence: str) -> str:
    """The sentence with one closing mark."""
    sentence = sentence.strip()
    return sentence if sentence.endswith((".", "!", "?", ".”", "!”", "?”")) else sentence + "."


def judged(words: str, clause: str, low: float, high: float) -> str:
    """A judgement in ICD 203 words with its interval, around a clause without its full stop."""
    span = f"({per_cent(low, high)})"
    if words.endswith("chance"):
        article = "" if words.startswith("almost no") else "a "
        return f"There is {article}{words} {span} that {clause}."
    if words == "remote":
        return f"There is only a remote chance {span} that {clause}."
    return f"It is {words} {span} that {clause}."
