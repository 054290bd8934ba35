"""The sentence contract: nothing is printed that its evidence does not carry.

A brief is a list of :class:`Sentence`. Each is checked against the records that it names. What stands between “ and ”
must be the very words of a quote. Outside of quotation marks, every number, date and name must stand in a quote or
follow from a record (a count of origins, the date of a scene). An ICD 203 term must be the one of an assessment, and a
likelihood and a confidence never share a sentence (ICD 203, section D.6.e.(2)(c)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.errors import UnsupportedSentenceError
from firsthand.publish.dossier import Told

ESTIMATIVE_WORDS = (
    "almost no chance",
    "almost certain",
    "nearly certain",
    "very unlikely",
    "highly improbable",
    "very likely",
    "highly probable",
    "roughly even chance",
    "roughly even odds",
    "improbable",
    "probable",
    "unlikely",
    "likely",
    "remote",
)
"""ICD 203 terms, longer before the shorter ones that they contain."""

_ESTIMATIVE = re.compile(r"\b(" + "|".join(ESTIMATIVE_WORDS) + r")\b", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t)\b(?!-building)", re.IGNORECASE)
_QUOTED = re.compile(r"“([^”]*)”")
_QUOTE_MARKS = re.compile(r"[\"“”‘’']")

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = r"(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS) + r")\b\.?"
_TWO_DAYS = re.compile(rf"\b(\d{{1,2}}) (?:and|to|or) (\d{{1,2}} (?:{_MONTH})(?: \d{{4}}\b)?)")
"""Two days of one month: "between 1 and 9 March 2031"."""

_DATE_FORMS = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<y>\d{{4}})\b)?"),
    re.compile(rf"\b(?P<month>{_MONTH}) (?P<d>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}})\b)?"),
    re.compile(rf"\b(?P<month>{_MONTH})(?:,? (?P<y>\d{{4}})\b)?"),
    re.compile(r"\b(?P<y>(?:19|20)\d{2})\b"),
)

_COUNTING = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_WORD_NUMBERS = {word: value for value, word in enumerate(_COUNTING.split())} | {
    "dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "thousand": 1000,
}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\b(?:" + "|".join(_WORD_NUMBERS) + r")\b", re.IGNORECASE)
_COUNTED = re.compile(
    rf"({_NUMBER.pattern})(?: (?:or|to) ({_NUMBER.pattern}))? (?:independent )?(report|origin|image|reading)s?\b",
    re.IGNORECASE,
)
_NOT_COUNTS = re.compile(r"\b(?:no one|one another|one side|one way|at one point)\b", re.IGNORECASE)

_WORD = re.compile(r"[^\W_](?:[\w’'&-]*[^\W_])?")
_OPENING_WORDS = """a all an and another as asked at both but by claim claims confidence each every for from he here
    how however if images in its it judging neither never no none nobody nothing of on one only or origin other others
    our reports satellite several she since so some someone something still such that the their then there these they
    this those though what when where whether which while who whom whose whoever with without words yet before after
    between behind taken together apart also even not nor read reading seen said says speaker unnamed icd firsthand"""
_OPENERS = frozenset(_OPENING_WORDS.split())
"""Words that may open a sentence without being a name."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence and the ids of what it rests on, the weightiest first."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The checkable things in a text."""

    numbers: frozenset[float]
    dates: frozenset[tuple[int | None, int | None, int | None]]
    """(year, month, day), ``None`` where the text leaves it out."""
    names: tuple[str, ...]


@dataclass(frozen=True)
class Support:
    """What one record can carry."""

    quotes: tuple[str, ...] = ()
    """Words of documents, verbatim."""
    facts: tuple[str, ...] = ()
    """What the record itself says, in words: counts, dates, names."""
    told: tuple[Told, ...] = ()
    """Statements whose anchors must hold."""
    estimates: frozenset[str] = field(default_factory=frozenset)
    """ICD 203 terms of its assessment."""
    counts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """What it counts, by singular noun: a sentence with "nine reports" needs 9 among its ``report`` counts."""

    @cached_property
    def mentions(self) -> Mentions:
        found = [mentions(text) for text in (*self.quotes, *self.facts)]
        return Mentions(
            frozenset().union(*(item.numbers for item in found)),
            frozenset().union(*(item.dates for item in found)),
            (),
        )

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_plain(word) for text in (*self.quotes, *self.facts) for word in _WORD.findall(text))


def check(sentences: Iterable[Sentence], ledger: dict[str, Support], thing: str) -> None:
    """Refuse what is not carried. Raises UnsupportedSentenceError with the sentence and the reason."""
    for sentence in sentences:
        reason = fault(sentence, ledger)
        if reason:
            raise UnsupportedSentenceError(
                f"the sentence “{sentence.text}” cannot be printed: {reason}",
                thing=thing,
                remedy="run `firsthand run` and `firsthand verify`; if it stays, report it as a bug of publish",
            )


def fault(sentence: Sentence, ledger: dict[str, Support]) -> str:
    """Why a sentence may not be printed; empty when it may."""
    if not sentence.evidence:
        return "it has no evidence"
    missing = [id for id in sentence.evidence if id not in ledger]
    if missing:
        return f"its evidence {missing[0]} does not exist"
    supports = [ledger[id] for id in sentence.evidence]
    for told in (told for support in supports for told in support.told):
        loose = loose_anchor(told)
        if loose:
            return f"{told.statement.id} quotes {loose!r}, which does not stand there in {told.document.name}"
    bare = _QUOTED.sub(" ", sentence.text)
    return _quote_fault(sentence.text, supports) or _mention_fault(bare, supports) or _estimate_fault(bare, supports)


def loose_anchor(told: Told) -> str:
    """The first quote of a statement that is not equal to its span; empty when all hold."""
    statement = told.statement
    anchors = (*statement.content, statement.source, statement.cue, *(link.anchor for link in statement.chain))
    for anchor in anchors:
        if anchor and told.document.text[anchor.start : anchor.end] != anchor.quote:
            return anchor.quote
    return ""


def mentions(text: str) -> Mentions:
    """Numbers, dates and names of a text."""
    text = _TWO_DAYS.sub(lambda found: f"{found[1]} {found[2].split(' ', 1)[1]} and {found[2]}", text)
    names = tuple(_names(text))
    dates = set()
    for form in _DATE_FORMS:
        dates |= {_date(found.groupdict()) for found in form.finditer(text)}
        text = form.sub(" ", text)
    numbers = {_value(word) for word in _NUMBER.findall(_NOT_COUNTS.sub(" ", text))}
    return Mentions(frozenset(numbers), frozenset(dates), names)


def _date(parts: dict[str, str | None]) -> tuple[int | None, int | None, int | None]:
    month = parts.get("m")
    if parts.get("month"):
        start = (parts["month"] or "")[:3]
        month = str(next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(start)))
    year, day = parts.get("y"), parts.get("d")
    return int(year) if year else None, int(month) if month else None, int(day) if day else None


def _value(word: str) -> float:
    return float(word.replace(",", "")) if word[0].isdigit() else float(_WORD_NUMBERS[word.lower()])


def _names(text: str) -> Iterable[str]:
    """Capitalised words; those that open a sentence only when they are no common opener or number."""
    for found in _WORD.finditer(text):
        word = found.group()
        if not word[0].isupper():
            continue
        opens = not text[: found.start()].strip() or re.search(r"[.!?:–]\s*$", text[: found.start()])
        plain = _plain(word)
        if word in _MONTHS:
            continue
        if opens and (plain in _OPENERS or plain in _WORD_NUMBERS or plain.split("-")[0] in _WORD_NUMBERS):
            continue
        yield word


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.casefold())


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", _QUOTE_MARKS.sub("", text)).strip().casefold()


def _quote_fault(text: str, supports: list[Support]) -> str:
    held = [_bare(quote) for support in supports for quote in support.quotes]
    for quote in _QUOTED.findall(text):
        for piece in re.split(r"\s*…\s*", quote):
            if not any(_bare(piece) in words for words in held):
                return f"the words “{piece}” stand in none of its quotes"
    return ""


def _mention_fault(bare: str, supports: list[Support]) -> str:
    claimed = mentions(bare)
    numbers = frozenset().union(*(support.mentions.numbers for support in supports))
    dates = frozenset().union(*(support.mentions.dates for support in supports))
    words = frozenset().union(*(support.words for support in supports))
    for found in _COUNTED.finditer(bare):
        counts = [support.counts[found[3].lower()] for support in supports if found[3].lower() in support.counts]
        for value in (_value(word) for word in found.groups()[:2] if word):
            if counts and not any(value in held for held in counts):
                return f"the number {value:g} of {found[3].lower()}s is not what its records count"
    for value in sorted(claimed.numbers - numbers):
        return f"the number {value:g} stands in none of its quotes and follows from none of its records"
    for date in claimed.dates:
        if not any(_same_date(date, known) for known in dates):
            return f"the date {'-'.join(str(part) for part in date if part)} stands in none of its evidence"
    for name in claimed.names:
        if _plain(name) not in words and not all(_plain(part) in words for part in name.split("-")):
            return f"the name {name!r} stands in none of its quotes and follows from none of its records"
    return ""


def _same_date(claimed: tuple[int | None, ...], known: tuple[int | None, ...]) -> bool:
    """Whether ``known`` is at least as exact and agrees; words that leave the year out carry any year."""
    same = [one is None or one == other for one, other in zip(claimed, known, strict=True)]
    return all(same[1:]) and (same[0] or (known[0] is None and any(claimed[1:])))


def _estimate_fault(bare: str, supports: list[Support]) -> str:
    terms = {found.lower() for found in _ESTIMATIVE.findall(bare)}
    if terms and _CONFIDENCE.search(bare):
        return "likelihood and confidence stand in one sentence (ICD 203 keeps them apart)"
    carried = frozenset().union(*(support.estimates for support in supports))
    for term in sorted(terms):
        if term not in carried:
            return f"no assessment in its evidence says {term!r}"
    return ""
