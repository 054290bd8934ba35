"""Groups into claims: members with their relations and origins, and the event as all tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from firsthand.model import (
    Action,
    Claim,
    Copy,
    Document,
    Event,
    Granularity,
    Member,
    Quantity,
    Relation,
    Site,
    SourceKind,
    Statement,
    TimeSpan,
    content_id,
    hull,
)
from firsthand.store.codec import decode, encode
from firsthand.trace.acts import is_negative, thing_of
from firsthand.trace.citations import citations
from firsthand.trace.counting import count_origins
from firsthand.trace.fallen import fallen
from firsthand.trace.groups import Gathered, Group
from firsthand.trace.hands import ALONE, Hands
from firsthand.trace.memory import Settled, digest_of
from firsthand.trace.origins import Cast, Lineage, Part
from firsthand.trace.places import Places
from firsthand.trace.relations import SUPPORT, reference, relation
from firsthand.trace.words import head

BATCH_STATEMENTS = 1024
"""Statements of the claims that are made in one task."""


Named = tuple[str, str, Sequence[str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Due:
    """A claim that is to be made."""

    id: str
    digest: str
    """Of all that it rests on."""
    group: Gathered

    def named(self) -> Named:
        """Itself, with ids in place of statements."""
        attached = [(statement.id, why) for statement, why in self.group.attached]
        return self.id, self.digest, [statement.id for statement in self.group.members], attached


@dataclass(frozen=True, slots=True)
class Batch:
    """What one task works on."""

    due: Sequence[Due]
    reports: Part
    """Those in which the claims are told."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Statements travel as the store writes them, each once: made of dozens of objects, they are slow to pickle."""
        reports = self.reports
        due = [item.named() for item in self.due]
        return _unpacked, (due, reports.documents, [encode(item) for item in reports.statements], reports.copies)


def _unpacked(
    due: Sequence[Named],
    documents: Sequence[Document],
    bodies: Sequence[str],
    copies: Sequence[Copy],
) -> Batch:
    statements = [_statement(body) for body in bodies]
    told = {statement.id: statement for statement in statements}
    gathered = [
        Due(id, digest, Gathered([told[each] for each in members], [(told[each], why) for each, why in attached]))
        for id, digest, members, attached in due
    ]
    return Batch(gathered, Part(documents, statements, copies))


@lru_cache(maxsize=8192)
def _statement(body: str) -> Statement:
    """Batches share reports: who does several needs to read what is said there once."""
    return decode(Statement, body)


@dataclass(frozen=True, slots=True)
class Recording:
    """Makes claims, in whatever process this is called."""

    cast: Cast
    sites: Sequence[Site]

    def __call__(self, batch: Batch) -> list[Settled]:
        reports = batch.reports
        lineage = Lineage(reports.documents, reports.statements, reports.copies, cast=self.cast)
        places = Places(reports.documents, self.sites)
        return [
            Settled(due.digest, _claim(due.id, due.group, lineage, places), citations(due.group, lineage))
            for due in batch.due
        ]


class Recorder:
    """Makes claims of groups; those whose grounds are as an earlier run found them are taken over."""

    def __init__(
        self,
        lineage: Lineage,
        sites: Sequence[Site],
        first_told: Mapping[str, str],
        digests: Mapping[str, str],
        before: Mapping[str, Settled],
    ) -> None:
        """``digests`` are those of all statements and documents, by id."""
        self._lineage = lineage
        self._sites = sites
        self._first_told = first_told
        self._digests = digests
        self._before = before
        self._grounds: dict[str, str] = {}

    def record(self, groups: Iterable[Group], hands: Hands = ALONE) -> list[Settled]:
        """The claim of each group, in order."""
        wanted = [self._due(group) for group in groups]
        fresh = [due for due in wanted if self._known(due) is None]
        task = Recording(self._lineage.cast, self._sites)
        made = iter(list(hands.do("tracing origins", len(fresh), task, self._batches(fresh))))
        return [self._known(due) or next(made) for due in wanted]

    def _due(self, group: Group) -> Due:
        """The id depends on the earliest member only, and on that as its first revision had it: later ones keep it."""
        earliest, gathered = group.members[0].id, group.gathered()
        return Due(content_id("clm", self._first_told.get(earliest, earliest)), self._digest(gathered), gathered)

    def _known(self, due: Due) -> Settled | None:
        """The claim as an earlier run left it, if it rests on the same."""
        known = self._before.get(due.id)
        return known if known is not None and known.digest == due.digest else None

    def _batches(self, wanted: Iterable[Due]) -> Iterator[Batch]:
        batch: list[Due] = []
        statements = 0
        for due in wanted:
            batch.append(due)
            statements += len(due.group.members)
            if statements >= BATCH_STATEMENTS:
                yield self._batch(batch)
                batch, statements = [], 0
        if batch:
            yield self._batch(batch)

    def _batch(self, wanted: Sequence[Due]) -> Batch:
        told_in = (statement.document_id for due in wanted for statement in due.group.everyone())
        return Batch(wanted, self._lineage.part(told_in))

    # ---- grounds -----------------------------------------------------------------------------------------------

    def _digest(self, group: Gathered) -> str:
        """Of all that members, relations, origins and citations of the claim rest on."""
        lineage = self._lineage
        documents = {statement.document_id for statement in group.everyone()}
        ordered = sorted(documents, key=lambda id: lineage.rank[id])
        flows = [
            (copy.from_document, copy.to_document, copy.passages)
            for id in ordered
            for copy in lineage.copied_into(id)
            if copy.from_document in documents
        ]
        return digest_of(
            [statement.id for statement in group.members],
            [(statement.id, why) for statement, why in group.attached],
            [self._ground(id) for id in ordered],
            flows,
            self._pictured,
        )

    @cached_property
    def _pictured(self) -> list[str]:
        return sorted(self._lineage.picture_readers)

    def _ground(self, document_id: str) -> str:
        """Digest of a report: its words, its statements, and who the case knows its persons to be."""
        found = self._grounds.get(document_id)
        if found is None:
            document = self._lineage.documents[document_id]
            told = self._lineage.said_in.get(document_id, ())
            names = dict.fromkeys(
                link.name for statement in told for link in statement.chain if link.kind is SourceKind.NAMED_PERSON
            )
            found = self._grounds[document_id] = digest_of(
                (document.id, self._digests[document.id], document.outlet, document.title),
                [self._digests[statement.id] for statement in told],
                [self._lineage.persons.known(name) for name in names],
            )
        return found


# ---- the claim -----------------------------------------------------------------------------------------------------


def _claim(id: str, group: Gathered, lineage: Lineage, places: Places) -> Claim:
    core = reference(group)
    related = [(statement, *relation(statement, core)) for statement in group.members]
    related += [(statement, relation(statement, core)[0], why) for statement, why in group.attached]
    supporters = [statement for statement, kind, _ in related if kind in SUPPORT]
    fixes = [statement for statement, kind, _ in related if kind is Relation.CORRECTS]
    counted = count_origins(id, supporters, lineage, [*group.members, *fixes])
    below = fallen(group, supporters, counted.of_member, lineage) if fixes else frozenset()
    members = tuple(
        Member(
            statement.id,
            statement.document_id,
            kind,
            counted.of_member.get(statement.id),
            why,
            statement.id in below,
        )
        for statement, kind, why in related
    )
    event = _pooled(core, [*supporters, *(fix for fix in fixes if not is_negative(fix))])
    if not event.site_ids:
        named = places.only_one(statement.document_id for statement in supporters)
        event = replace(event, site_ids=named)
    return Claim(
        id=id,
        text=core.quote,
        event=event,
        members=members,
        origins=counted.origins,
        origin_low=counted.low,
        origin_high=counted.high,
        first_hand=sum(origin.first_hand for origin in counted.origins),
        reports=len({statement.document_id for statement in supporters}),
        corrected=bool(fixes),
    )


# ---- the event -----------------------------------------------------------------------------------------------------


def _pooled(core: Statement, supporters: Sequence[Statement]) -> Event:
    """The event as all supporters tell it."""
    events = [statement.event for statement in supporters]
    spans = [event.time for event in events if event.time]
    acts = [core.event.action, *(event.action for event in events)]
    action = next((act for act in acts if act is not Action.NONE), Action.NONE)
    return Event(
        action=action,
        object=_object(core, events),
        site_ids=tuple(dict.fromkeys(site for event in (core.event, *events) for site in event.site_ids)),
        part_id=core.event.part_id or next((event.part_id for event in events if event.part_id), None),
        quantity=_pooled_quantity([event.quantity for event in events if event.quantity], thing_of(core)),
        time=_pooled_time(spans, action in _DONE),
        negated=is_negative(core),
    )


_DONE = frozenset({Action.BUILD, Action.DISMANTLE, Action.MOVE, Action.TEST})
"""Acts that are over once they are done; what stands or runs by some day goes on after it."""


def _pooled_time(told: Sequence[TimeSpan], done: bool) -> TimeSpan | None:
    """The hull of the times told, exact ones before vague ones; "by then" widens no time that says when.

    Of several "by then" the earliest holds for all. Of what is ``done`` it ends a time that goes on beyond it: "this
    week" and "by Friday" are the days up to Friday. A time that begins later is another account, and stays.
    """
    exact = [span for span in told if span.granularity is not Granularity.VAGUE] or list(told)
    bounds = [span for span in exact if span.start is None and span.end is not None]
    when = [span for span in exact if span not in bounds]
    if not when:
        return min(bounds, key=lambda span: span.end or datetime.max, default=None)
    ends = sorted(span.end for span in bounds if span.end) if done else []
    return hull(_ended(span, ends) for span in when)


def _ended(span: TimeSpan, ends: Sequence[datetime]) -> TimeSpan:
    """The time up to the first of ``ends`` (in order) that falls into it."""
    if span.start is None or span.end is None:
        return span
    first = next((end for end in ends if span.start < end < span.end), None)
    return replace(span, end=first, granularity=Granularity.DAY) if first else span


def _object(core: Statement, events: Sequence[Event]) -> str:
    """The object in the words of the first member that names the claim's thing by it."""
    thing = thing_of(core)
    named = [event.object for event in (core.event, *events) if event.object and head(event.object) == thing]
    return named[0] if named else core.event.object


def _pooled_quantity(told: Sequence[Quantity], thing: str) -> Quantity | None:
    """The smallest interval that holds all numbers told; an end that one leaves open is closed by one that does not.

    Only numbers of the claim's own ``thing`` count, not metres or years that stand beside it.
    """
    quantities = [quantity for quantity in told if not quantity.of or head(quantity.of) == thing]
    if not quantities:
        return None
    lows = [quantity.low for quantity in quantities if quantity.low is not None]
    highs = [quantity.high for quantity in quantities if quantity.high is not None]
    surest = [quantity.surest for quantity in quantities if quantity.surest is not None]
    return Quantity(
        low=min(lows) if lows else None,
        high=max([*highs, *lows]) if highs else None,
        of=next((quantity.of for quantity in quantities if quantity.of), ""),
        surest=surest[0] if surest else None,
    )
