"""A sentence with its evidence, and what one record can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.publish.contract import dates, numbers
from firsthand.publish.contract.names import NamesHeld, Run
from firsthand.publish.dossier import Told


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence and the ids of what it rests on, the weightiest first."""

    text: str
    evidence: tuple[str, ...]


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
    confidence: frozenset[str] = field(default_factory=frozenset)
    """Levels of confidence of its assessment: low, moderate, high."""
    amounts: tuple[numbers.Counted, ...] = ()
    """Counts that the reader took from its words."""

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.quotes, *self.facts)

    @cached_property
    def names(self) -> NamesHeld:
        return NamesHeld(self.texts)

    @cached_property
    def days(self) -> tuple[dates.Days, ...]:
        """Every dated interval; a date without a year takes the years of the reports that have it."""
        years = {told.document.published.year for told in self.told if told.document.published}
        spans = (span for text in self.texts for item in _written(text) for span in dates.days(item, years))
        return tuple(dict.fromkeys(spans))

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The texts without their dates."""
        return tuple(without_dates(text) for text in self.texts)

    @cached_property
    def values(self) -> frozenset[float]:
        return frozenset(value for text in self.bare for value in numbers.values(text))

    @cached_property
    def measures(self) -> tuple[numbers.Measure, ...]:
        return tuple(measure for text in self.bare for measure in numbers.measures(text))

    @cached_property
    def counted(self) -> tuple[numbers.Counted, ...]:
        """Counts of things, as the reader took them and as its quotes have them."""
        read = (item for text in self.quotes for item in numbers.counts(without_dates(text)))
        return (*self.amounts, *read)


class Evidence:
    """All that the records behind one sentence hold together."""

    def __init__(self, supports: Sequence[Support]) -> None:
        self.supports = tuple(supports)
        self.quotes = tuple(quote for support in supports for quote in support.quotes)
        self.texts = tuple(dict.fromkeys(text for support in supports for text in support.texts))

    @cached_property
    def _names(self) -> NamesHeld:
        return NamesHeld(self.texts)

    def carries(self, run: Run) -> bool:
        """Whether a name stands in one of the records, or falls into names of several."""
        return any(support.names.carries(run) for support in self.supports) or self._names.carries(run)

    @cached_property
    def days(self) -> tuple[dates.Days, ...]:
        return tuple(dict.fromkeys(span for support in self.supports for span in support.days))

    @cached_property
    def values(self) -> frozenset[float]:
        return frozenset().union(*(support.values for support in self.supports))

    @cached_property
    def measures(self) -> tuple[numbers.Measure, ...]:
        return tuple(measure for support in self.supports for measure in support.measures)

    @cached_property
    def amounts(self) -> tuple[numbers.Counted, ...]:
        return tuple(item for support in self.supports for item in support.counted)

    def counted(self, noun: str) -> list[frozenset[int]]:
        """What its records count of ``noun``."""
        return [support.counts[noun] for support in self.supports if noun in support.counts]

    @property
    def estimates(self) -> frozenset[str]:
        return frozenset().union(*(support.estimates for support in self.supports))

    @property
    def confidence(self) -> frozenset[str]:
        return frozenset().union(*(support.confidence for support in self.supports))


def _written(text: str) -> Iterable[dates.Written]:
    # Nearly all texts of a record are names and reasons; the date finder is asked of those with a digit or a month.
    return dates.written(text) if dates.may_hold(text) else ()


def without_dates(text: str) -> str:
    """The text with its dates blanked out, of the same length."""
    for item in _written(text):
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text
