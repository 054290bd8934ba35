"""Declared against observed: interval arithmetic over the numbers that claims carry.

A number is *declared* when a party speaks of its own deeds or holdings, *seen* when an image or a witness shows it, and
*told* when anybody else says it. Numbers of one thing at one place are held against each other when they speak of about
the same time. More declared than seen is compatible, for not seen is not absent; fewer declared than seen is not. What
is only told is shown beside them and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from firsthand.model import (
    Action,
    Basis,
    Claim,
    Document,
    Member,
    Outlet,
    Relation,
    Relevance,
    Site,
    SourceKind,
    Stance,
    Statement,
    content_id,
)
from firsthand.trace.acts import is_forecast
from firsthand.trace.sources import Persons, Publishers, body_words
from firsthand.trace.words import THINGS, concept, head, listed
from firsthand.weigh.sizes import SIZES_M

_DONE = frozenset({Action.BUILD, Action.DISMANTLE, Action.TEST, Action.MOVE})
"""Acts that are over when told of; other numbers are of what stands on the day."""
SAME_TIME = timedelta(days=45)
"""Numbers whose days lie farther apart than this speak of different times; things are moved within weeks."""
COUNTABLE = (
    THINGS
    | frozenset(SIZES_M)
    | frozenset(map(concept, listed("centrifuge bomb shell drone submarine ship gun howitzer mortar battery")))
)
"""Things of which numbers are declared and counted; kilometres, pictures and days are none."""
_NO_PARTY = frozenset({SourceKind.OUTLET, SourceKind.OWN_VOICE, SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER})
"""Sources that declare nothing of their own."""
_DECLARES = re.compile(
    r"\b(?:declar\w+|notif\w+|disclos\w+|acknowledg\w+|admit\w*|inventor\w+|submitted|handed over)\b", re.IGNORECASE
)
_SUBJECT = re.compile(r"^\W*(?:But |And |The )?((?:[A-Z][\w’'-]*\s){1,3})(?:\w+ly )?[a-z]+")
_NUMBERED = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\b", re.IGNORECASE)


class Role(StrEnum):
    DECLARED = "declared"
    SEEN = "seen"
    TOLD = "told"


class Verdict(StrEnum):
    """What two numbers say of each other."""

    COMPATIBLE = "compatible"
    FEWER = "declared fewer than seen"
    OTHER_THINGS = "cannot be compared: different things"
    OTHER_TIMES = "cannot be compared: different times"
    NOTHING_SEEN = "cannot be compared: nothing seen"


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval of numbers; ``None`` leaves the upper end open."""

    low: float
    high: float | None

    def __add__(self, other: Span) -> Span:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Span(self.low + other.low, high)

    def meets(self, other: Span) -> bool:
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)

    def within(self, other: Span) -> Span:
        """What both allow; only for two that meet."""
        highs = [high for high in (self.high, other.high) if high is not None]
        return Span(max(self.low, other.low), min(highs, default=None))

    def hull(self, other: Span) -> Span:
        """All that either allows."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Span(min(self.low, other.low), high)

    def __str__(self) -> str:
        if self.high == 0:
            return "none"
        if self.high is None:
            return f"at least {self.low:g}"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class CountRow:
    """One number as one statement gives it."""

    statement_id: str
    claim_id: str
    role: Role
    who: str
    origin_id: str | None
    thing: str
    """What is counted, in the statement's words."""
    number: Span
    site_id: str
    """Empty when it names no place: a total."""
    part_id: str | None
    start: datetime | None
    end: datetime | None
    """The days that it speaks of: its own, else that of its report; an undated act was done by then, ``start`` open."""
    quote: str
    corrected: bool
    """It rests on an origin that has been corrected since, and counts for nothing."""

    @property
    def day(self) -> str:
        """The first day that it speaks of, "by 2031-03-09" where only the last is known; empty when neither is."""
        if self.start is not None:
            return f"{self.start:%Y-%m-%d}"
        return f"by {self.end - timedelta(microseconds=1):%Y-%m-%d}" if self.end is not None else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Numbers of one thing at one place, or in all."""

    id: str
    thing: str
    site_id: str
    declared: Span | None
    seen: Span | None
    told: Span | None
    verdict: Verdict
    reason: str
    rows: tuple[CountRow, ...]


def count_rows(
    claims: Sequence[Claim],
    statements: Mapping[str, Statement],
    documents: Mapping[str, Document],
    outlets: Sequence[Outlet] = (),
) -> tuple[CountRow, ...]:
    """All numbers of things at sites, each with its role; ``statements`` and ``documents`` by id."""
    known = _Known(Publishers(outlets), list(documents.values()), statements.values())
    found = []
    for claim in claims:
        holders = _holders(claim, statements)
        fallen = _fallen(claim)
        for member in claim.members:
            statement = statements.get(member.statement_id)
            if statement is None or member.relation is Relation.DECLINES or not _counts(statement):
                continue
            row = _row(claim, member, statement, documents[member.document_id])
            if row is not None:
                role = _role(statement, holders, known.parties(statement, documents[member.document_id]))
                found.append(replace(row, role=role, corrected=member.statement_id in fallen))
    return tuple(found)


def compare(rows: Sequence[CountRow], sites: Sequence[Site]) -> tuple[Comparison, ...]:
    """Every thing of which somebody declares a number, held against what is seen of it; by place, then in all."""
    names = {site.id: site.name for site in sites}
    standing = [row for row in rows if not row.corrected]
    keys = dict.fromkeys((concept_of(row.thing), row.site_id) for row in standing if row.role is Role.DECLARED)
    return tuple(_compared(thing, site, rows, standing, names) for thing, site in sorted(keys))


def concept_of(thing: str) -> str:
    """Under which numbers of one thing meet ("flatbed lorry" and "trailer")."""
    return head(thing) or concept(thing)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _counts(statement: Statement) -> bool:
    on_topic = statement.relevance is Relevance.ON_TOPIC
    return on_topic and statement.stance in (Stance.ASSERTS, Stance.DENIES) and not is_forecast(statement)


def _row(claim: Claim, member: Member, statement: Statement, document: Document) -> CountRow | None:
    number, thing = _number(claim, statement)
    if number is None:
        return None
    start, end = _days(statement, document.published)
    sites = statement.event.site_ids or claim.event.site_ids
    return CountRow(
        statement_id=statement.id,
        claim_id=claim.id,
        role=Role.TOLD,
        who=statement.source_name or "speaker lost",
        origin_id=member.origin_id,
        thing=thing,
        number=number,
        site_id=sites[0] if sites else "",
        part_id=statement.event.part_id,
        start=start,
        end=end,
        quote=statement.quote,
        corrected=False,
    )


def _days(statement: Statement, published: datetime | None) -> tuple[datetime | None, datetime | None]:
    """The days of which a statement speaks: an undated act was done by that of its report, what stands stood on it."""
    time = statement.event.time
    if time is not None and time.end is not None and (time.start is not None or statement.event.action in _DONE):
        return time.start, time.end
    if published is None:
        return None, None
    return None if statement.event.action in _DONE else published, published + timedelta(days=1)


def _number(claim: Claim, statement: Statement) -> tuple[Span | None, str]:
    """The number that a statement gives and of what; none at all for a denial that there are any."""
    quantity = statement.event.quantity
    if statement.stance is Stance.DENIES:
        of = claim.event.quantity.of if claim.event.quantity else ""
        plain = concept_of(of) in COUNTABLE and concept_of(of) in {
            concept(word) for word in re.findall(r"[\w-]+", statement.quote.lower())
        }
        # "No five engines" denies the number; "engines are being built", denied, leaves none.
        return (Span(0, 0), of) if plain and not _NUMBERED.search(statement.quote) else (None, "")
    if quantity is None or quantity.low is None or (statement.event.negated and quantity.low):
        return None, ""
    if concept_of(quantity.of) not in COUNTABLE:
        return None, ""
    return Span(quantity.low, quantity.high), quantity.of


class _Known:
    """Whom the sources of the case speak for."""

    def __init__(self, publishers: Publishers, documents: Sequence[Document], statements: Iterable[Statement]) -> None:
        self._publishers = publishers
        self._persons = Persons(documents, statements, publishers)

    def parties(self, statement: Statement, document: Document) -> frozenset[str]:
        """Keys of the bodies and the state for which a statement's source speaks; empty for those without a name."""
        if statement.source_kind in _NO_PARTY:
            return frozenset()
        keys = body_words(statement.source_name)
        # "The ministry", in a state's own outlet, is that state's.
        state = self._persons.state(statement.source_name) if keys else self._publishers.state(document.outlet)
        return keys | body_words(state)


def _role(statement: Statement, holders: frozenset[str], parties: frozenset[str]) -> Role:
    """Who speaks of its own declares; who saw or read an image has seen."""
    seen = statement.basis in (Basis.IMAGE, Basis.WITNESS)
    words = f"{statement.cue.quote if statement.cue else ''} {statement.quote}"
    named = statement.source_kind not in _NO_PARTY
    if named and (statement.basis is Basis.OWN_ACT or parties & holders or (_DECLARES.search(words) and not seen)):
        return Role.DECLARED
    return Role.SEEN if seen else Role.TOLD


def _holders(claim: Claim, statements: Mapping[str, Statement]) -> frozenset[str]:
    """Whose deed or holding it is, from the subjects of the sentences that tell it."""
    found: set[str] = set()
    for member in claim.members:
        statement = statements.get(member.statement_id)
        match = _SUBJECT.match(statement.quote) if statement else None
        if match:
            found |= body_words(match.group(1))
    return frozenset(found)


def _fallen(claim: Claim) -> set[str]:
    """Statements that go back to a report which has been corrected."""
    return {member.statement_id for member in claim.members if member.rests_on_corrected}


# ---- comparing -------------------------------------------------------------------------------------------------------


def _compared(
    thing: str, site: str, rows: Sequence[CountRow], standing: Sequence[CountRow], names: Mapping[str, str]
) -> Comparison:
    here = [row for row in standing if concept_of(row.thing) == thing and site in ("", row.site_id)]
    held = _Held(
        declared=[row for row in here if row.role is Role.DECLARED and row.site_id == site],
        seen=[row for row in here if row.role is Role.SEEN],
        told=[row for row in here if row.role is Role.TOLD],
        other=[row for row in standing if row.role is Role.SEEN and row.site_id == site and row not in here],
    )
    verdict, reason = held.verdict()
    fallen = [row for row in rows if row.corrected and concept_of(row.thing) == thing and site in ("", row.site_id)]
    other = held.other if verdict is Verdict.OTHER_THINGS else []
    return Comparison(
        id=content_id("cmp", thing, site),
        thing=held.declared[0].thing,
        site_id=site,
        declared=pooled(held.declared),
        seen=summed(held.seen_then),
        told=summed(held.told),
        verdict=verdict,
        reason=f"{names.get(site, site) or 'All places together'}: {reason}.",
        rows=(*held.declared, *held.seen, *held.told, *other, *fallen),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """The rows of one comparison, by what they are."""

    declared: Sequence[CountRow]
    seen: Sequence[CountRow]
    told: Sequence[CountRow]
    other: Sequence[CountRow]
    """Other things seen at the place."""

    @property
    def seen_then(self) -> list[CountRow]:
        """What was seen at about the time of which a declaration speaks."""
        return [row for row in self.seen if any(_close(row, other) for other in self.declared)]

    def verdict(self) -> tuple[Verdict, str]:
        declared, seen, told = pooled(self.declared), summed(self.seen_then), summed(self.told)
        beside = f"; others tell of {told}, which nobody is on record as having seen" if told else ""
        if seen is not None and declared is not None:
            fewer = declared.high is not None and seen.low > declared.high
            return Verdict.FEWER if fewer else Verdict.COMPATIBLE, f"{declared} declared, {seen} seen{beside}"
        if self.seen:
            days = ", ".join(sorted({f"{row.day}" for row in self.seen if row.day})) or "undated"
            return Verdict.OTHER_TIMES, f"{declared} declared, seen only at other times ({days}){beside}"
        if self.other:
            things = ", ".join(sorted({row.thing for row in self.other}))
            return (
                Verdict.OTHER_THINGS,
                f"{declared} declared; what was counted there is something else ({things}){beside}",
            )
        return Verdict.NOTHING_SEEN, f"{declared} declared, none counted in an image or by a witness{beside}"


def pooled(rows: Sequence[CountRow]) -> Span | None:
    """One number from all that is said of one place: what all allow, else the whole range between them.

    Of one speaker, and of one origin, that gives several numbers the latest counts.
    """
    by_time = sorted(rows, key=lambda item: (str(item.end or ""), item.statement_id))
    speakers = {row.who: row for row in by_time}
    latest = {row.origin_id or row.who: row for row in by_time if row is speakers[row.who]}
    found: Span | None = None
    for row in latest.values():
        if found is None:
            found = row.number
        else:
            found = found.within(row.number) if found.meets(row.number) else found.hull(row.number)
    return found


def summed(rows: Sequence[CountRow]) -> Span | None:
    """The numbers of several places added up, where they speak of one time; of different times the largest alone.

    What stood here in spring and there in summer may be the same thing.
    """
    places: dict[tuple[str, str | None], list[CountRow]] = {}
    for row in rows:
        places.setdefault((row.site_id, row.part_id), []).append(row)
    spans = [(span, group) for group in places.values() if (span := pooled(group))]
    if not spans:
        return None
    if all(_same_time(first, second) for (_, first), (_, second) in combinations(spans, 2)):
        total = spans[0][0]
        for span, _ in spans[1:]:
            total = total + span
        return total
    return max((span for span, _ in spans), key=lambda span: (span.low, span.high or 0))


def _same_time(first: Iterable[CountRow], second: Iterable[CountRow]) -> bool:
    return all(_close(one, two) for one in first for two in second)


def _close(one: CountRow, two: CountRow) -> bool:
    """Both speak of about one time; a number without any date speaks of none."""
    if one.end is None or two.end is None:
        return False
    return (one.start or one.end) - two.end <= SAME_TIME and (two.start or two.end) - one.end <= SAME_TIME
