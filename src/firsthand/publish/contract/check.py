"""Why a sentence may not be printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from firsthand.errors import UnsupportedSentenceError
from firsthand.publish.contract import dates, estimates, numbers
from firsthand.publish.contract.names import runs
from firsthand.publish.contract.support import Evidence, Sentence, Support, without_dates
from firsthand.publish.dossier import Told

_QUOTED = re.compile(r"“([^”]*)”")
_QUOTE_MARKS = re.compile(r"[\"“”‘’']")
_VALUE = (
    r"(\d+(?:,\d{3})*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|"
    r"seven|eight|nine))?|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve)"
)
_COUNTED = re.compile(
    rf"(?<![\w-]){_VALUE}(?: (?:or|to) {_VALUE})? (?:(?:independent|separate|different|other|usable|possible|rival) )*"
    r"(report|origin|image|reading)s?\b(?! of (?:origins?|reports?))",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\b(?:(?P<list>\d{1,2}(?:, \d{1,2})*)(?: and | or | to |[–-])(?=\d{1,2} [A-Z]))")
"""Days that share a month with the next one: "on 8, 11 and 19 June"."""


def check(sentences: Iterable[Sentence], ledger: Mapping[str, Support], thing: str) -> None:
    """Refuse what is not carried. Raises UnsupportedSentenceError with the sentence and the reason."""
    for sentence in sentences:
        reason = fault(sentence, ledger)
        if reason:
            raise UnsupportedSentenceError(
                f"the sentence “{sentence.text}” cannot be printed: {reason}",
                thing=thing,
                remedy="run `firsthand run` and `firsthand verify`; if it stays, report it as a bug of publish",
            )


def fault(sentence: Sentence, ledger: Mapping[str, Support]) -> str:
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
    evidence = Evidence(supports)
    bare = _QUOTED.sub(" ", sentence.text)
    return (
        quote_fault(sentence.text, evidence.quotes)
        or mention_fault(bare, evidence)
        or count_fault(bare, evidence)
        or _estimate_fault(bare, evidence)
    )


def loose_anchor(told: Told) -> str:
    """The first quote of a statement that is not equal to its span; empty when all hold."""
    statement = told.statement
    anchors = (*statement.content, statement.source, statement.cue, *(link.anchor for link in statement.chain))
    for anchor in anchors:
        if anchor and told.document.text[anchor.start : anchor.end] != anchor.quote:
            return anchor.quote
    return ""


def quote_fault(text: str, quotes: Iterable[str]) -> str:
    """Words between “ and ” that stand in none of the quotes."""
    held = [_unmarked(quote) for quote in quotes]
    for quote in _QUOTED.findall(text):
        for piece in re.split(r"\s*(?:…|\.\.\.)\s*", quote):
            if not any(_unmarked(piece) in words for words in held):
                return f"the words “{piece}” stand in none of its quotes"
    return ""


def _unmarked(text: str) -> str:
    return re.sub(r"\s+", " ", _QUOTE_MARKS.sub("", text)).strip(" ,.;").casefold()


def mention_fault(bare: str, evidence: Evidence, common: Collection[str] = ()) -> str:
    """A number, date or name outside of quotation marks that nothing of the evidence holds; empty when all are held.

    ``common``: lower-case words that may open a sentence without being a name.
    """
    for counted in _COUNTED.finditer(bare):
        reason = _record_count_fault(counted, evidence)
        if reason:
            return reason
    spread = _days_spread(bare)
    for date in dates.written(spread):
        if not dates.carried(date, evidence.days):
            return f"the date “{date.words}” stands in none of its evidence"
    rest = without_dates(spread)
    known = evidence.measures
    measured = numbers.measures(rest)
    for measure in measured:
        if not numbers.measured(measure, known) and (measure.dimension != "time" or not _held(measure, evidence)):
            return f"the measure “{measure.words}” with its unit stands in none of its evidence"
    for value in sorted(numbers.values(rest) - evidence.values):
        if not any(_writes(measure, value) for measure in measured):
            return f"the number {value:g} stands in none of its quotes and follows from none of its records"
    for run in runs(bare, common):
        if not evidence.carries(run):
            return f"the name {' '.join(run)!r} stands in none of its quotes and follows from none of its records"
    return ""


def _held(measure: numbers.Measure, evidence: Evidence) -> bool:
    """A span of time that no record measures may still be counted by one ("three days")."""
    return any(value in evidence.values for value in numbers.values(measure.words))


def _writes(measure: numbers.Measure, value: float) -> bool:
    return value in numbers.values(measure.words)


def _record_count_fault(counted: re.Match[str], evidence: Evidence) -> str:
    noun = counted[3].lower()
    held = evidence.counted(noun)
    for word in counted.groups()[:2]:
        value = _whole(word) if word else None
        if held and value is not None and not any(value in counts for counts in held):
            return f"the number {value:g} of {noun}s is not what its records count"
    return ""


def _whole(word: str) -> float:
    found = numbers.values(word)
    return next(iter(found)) if found else 0.0


def count_fault(bare: str, evidence: Evidence) -> str:
    """A number of things that the evidence counts otherwise."""
    for claimed in numbers.counts(without_dates(_days_spread(bare))):
        same = [known for known in evidence.amounts if known.noun == claimed.noun]
        if same and not any(claimed.holds(known) for known in same) and not _hull(claimed, same):
            return f"“{claimed.words}” is not the number that its quotes give ({_numbers_of(same)})"
    return ""


def _hull(claimed: numbers.Counted, known: list[numbers.Counted]) -> bool:
    """Whether the sentence's ends are those of all the numbers together, as a pooled claim has them."""
    lows = [item.low for item in known if item.low is not None]
    highs = [item.high for item in known if item.high is not None]
    return bool(lows and highs) and claimed.low == min(lows) and claimed.high == max(highs)


def _numbers_of(known: list[numbers.Counted]) -> str:
    return "; ".join(list(dict.fromkeys(item.words for item in known))[:3])


def _days_spread(text: str) -> str:
    """Each day of "on 8, 11 and 19 June" with its month, so that all are read as dates."""
    for found in reversed(list(_DAYS.finditer(text))):
        month = re.match(r"\d{1,2} ([A-Z][a-z]+)(?: (\d{4}))?", text[found.end() :])
        if month:
            end = " ".join(part for part in month.groups() if part)
            spread = " and ".join(f"{day} {end}" for day in found["list"].split(", "))
            text = f"{text[: found.start()]}{spread} and {text[found.end() :]}"
    return text


def _estimate_fault(bare: str, evidence: Evidence) -> str:
    terms = estimates.terms(bare)
    levels = estimates.levels(bare)
    if terms and estimates.CONFIDENCE.search(bare):
        return "likelihood and confidence stand in one sentence (ICD 203 keeps them apart)"
    for term in sorted(terms - evidence.estimates):
        return f"no assessment in its evidence says {term!r}"
    for level in sorted(levels - evidence.confidence):
        return f"no assessment in its evidence has {level} confidence"
    sure = estimates.certain_words(bare) or estimates.confirming_words(bare)
    if sure and not re.search(r"\bnot\b|\bno\b|n[’']t\b", bare) and not _says(sure, evidence):
        return f"{sure!r} says more than any assessment does"
    return ""


def _says(word: str, evidence: Evidence) -> bool:
    stem = word.casefold()[:6]
    return any(stem in text.casefold() for text in evidence.texts)
