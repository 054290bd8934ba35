"""Statements in, claims and copies out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.case import Case
from firsthand.model import (
    Action,
    Claim,
    Copy,
    Decision,
    Document,
    Event,
    Granularity,
    Member,
    Outlet,
    Passage,
    Quantity,
    Relation,
    Site,
    Statement,
    content_id,
    hull,
)
from firsthand.stage import Progress, StageReport, no_progress, plural
from firsthand.store.codec import encode
from firsthand.trace.acts import is_negative, thing_of
from firsthand.trace.attach import attach
from firsthand.trace.claims import Group, Order, group_statements
from firsthand.trace.copies import KnownCopies, find_copies
from firsthand.trace.origins import Lineage, count_origins
from firsthand.trace.places import Places
from firsthand.trace.relations import reference, relation
from firsthand.trace.settle import settle
from firsthand.trace.words import head
from firsthand.trace.works import Works

TRACE_VERSION = "7"
"""Raise when the same input gives other claims, so that cases are traced again."""
_CORRECTION = re.compile(r"(?:corrections?|clarifications?|retractions?|editor[’']s note)\b", re.IGNORECASE)
SUPPORT = frozenset({Relation.AGREES, Relation.NARROWS, Relation.WIDENS})
_STAGE, _KEY, _COPIES = "trace", "all", "copies"
CITES = "cites"
"""Kind of the flows that a text owns up to."""


@dataclass(frozen=True, slots=True)
class TraceContext:
    """What a case knows beside its texts."""

    outlets: tuple[Outlet, ...] = ()
    sites: tuple[Site, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Standing decisions of people ("same" with ids of statements or claims, "not same" with ids of statements)."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What :func:`trace_statements` found."""

    claims: tuple[Claim, ...]
    copies: tuple[Copy, ...]
    statements: tuple[Statement, ...] = ()
    """Those that stand, with their times, acts and parts settled."""


def trace_statements(
    documents: Sequence[Document],
    statements: Sequence[Statement],
    context: TraceContext,
    known: KnownCopies | None = None,
) -> Traced:
    """All claims that ``statements`` make, with their origins, and what was copied from where.

    ``known`` are the copies of an earlier run, which spare looking for them again; the outcome is the same.
    """
    works = Works(documents)
    copies = works.between(find_copies(documents, known))
    documents = works.voices
    context = replace(context, decisions=_inherited(context.decisions, works.heirs(statements)))
    first_told = works.first_told(statements)
    statements = settle(_with_corrections(documents, works.told(statements)), context.sites)
    order = Order(documents)
    lineage = Lineage(documents, sorted(statements, key=order), copies, context.outlets)
    groups = group_statements(statements, order, context.decisions, context.sites)
    attach(statements, groups, order)
    places = Places(documents, context.sites)
    claims = tuple(_claim(group, lineage, places, first_told) for group in groups)
    return Traced(claims, (*copies, *_citations(groups, lineage, copies)), tuple(statements))


def _inherited(decisions: Sequence[Decision], heirs: Mapping[str, str]) -> tuple[Decision, ...]:
    """The decisions, with statements of replaced revisions exchanged for those that stand in their place."""
    return tuple(
        replace(decision, subjects=tuple(heirs.get(subject, subject) for subject in decision.subjects))
        for decision in decisions
    )


def _with_corrections(documents: Sequence[Document], statements: Sequence[Statement]) -> list[Statement]:
    """Statements with those marked that stand in a text which calls itself a correction."""
    fixing = {
        document.id
        for document in documents
        if _CORRECTION.match(document.title) or _CORRECTION.match(document.text.lstrip())
    }
    return [
        replace(item, corrects=True) if item.document_id in fixing and item.content else item for item in statements
    ]


def trace(case: Case, progress: Progress = no_progress) -> StageReport:
    """Trace all that was read in ``case``, if anything has changed since. Raises StorageError, InputError."""
    store = case.store
    documents, statements = store.documents(), store.statements()
    context = TraceContext(case.outlets, case.sites, tuple(store.decisions()))
    now = _fingerprint(documents, statements, context)
    if store.fingerprints(_STAGE).get(_KEY) == now:
        return StageReport(_STAGE, fresh=len(statements), summary=_summary(store.claims(), store.copies()))
    progress("trace", 0, len(statements))
    traced = trace_statements(documents, statements, context, _known_copies(case, documents))
    with store.writing():
        store.put_trace(traced.claims, traced.copies)
        store.set_fingerprint(_STAGE, _KEY, now)
        store.set_fingerprint(_COPIES, _KEY, json.dumps(_marks(documents)))
        # The assessments went with the old claims: weigh has to run again even if all claims are as before.
        store.set_fingerprint("weigh", _KEY, "")
    progress("trace", len(statements), len(statements))
    return StageReport(_STAGE, done=len(statements), summary=_summary(traced.claims, traced.copies))


def _known_copies(case: Case, documents: Sequence[Document]) -> KnownCopies | None:
    """The copies that the last run stored, if all its documents are here unchanged and none revises another.

    Copies of revisions are stored as those of the revision that speaks, from which they cannot be had back.
    """
    marks = _marks(documents)
    last: dict[str, str] = json.loads(case.store.fingerprints(_COPIES).get(_KEY, "{}"))
    unchanged = last.items() <= marks.items()
    if not last or not unchanged or any(document.revises for document in documents):
        return None
    return KnownCopies(frozenset(last), tuple(copy for copy in case.store.copies() if copy.kind != CITES))


def _marks(documents: Iterable[Document]) -> dict[str, str]:
    """What the order and the words of each document depend on, and how copies are found, by its id."""
    return {
        document.id: content_id(
            "doc", TRACE_VERSION, document.name, document.published, document.captured, document.text
        )
        for document in documents
    }


def _fingerprint(documents: Iterable[Document], statements: Iterable[Statement], context: TraceContext) -> str:
    digest = hashlib.sha256(TRACE_VERSION.encode())
    for document in documents:
        known = (document.id, document.outlet, document.published, document.byline, document.title, document.revises)
        digest.update(f"{known}\n".encode())
    for record in (*statements, *context.decisions):
        digest.update(encode(record).encode())
    digest.update(repr((context.outlets, context.sites)).encode())
    return digest.hexdigest()


def _summary(claims: Sequence[Claim], copies: Sequence[Copy]) -> str:
    return f"{plural(len(claims), 'claim')}, {plural(len(copies), 'flow')} between documents"


# ---- one claim -----------------------------------------------------------------------------------------------------


def _claim(group: Group, lineage: Lineage, places: Places, first_told: Mapping[str, str]) -> Claim:
    """The id depends on the earliest member only, and on that as its first revision had it: later ones keep it."""
    core = reference(group)
    earliest = group.members[0].id
    id = content_id("clm", first_told.get(earliest, earliest))
    related = [(statement, *relation(statement, core)) for statement in group.members]
    related += [(statement, relation(statement, core)[0], why) for statement, why in group.attached]
    supporters = [statement for statement, kind, _ in related if kind in SUPPORT]
    fixes = [statement for statement, kind, _ in related if kind is Relation.CORRECTS]
    counted = count_origins(id, supporters, lineage, [*group.members, *fixes])
    members = tuple(
        Member(statement.id, statement.document_id, kind, counted.of_member.get(statement.id), why)
        for statement, kind, why in related
    )
    event = _pooled(core, [*supporters, *(fix for fix in fixes if not is_negative(fix))])
    if not event.site_ids:
        event = replace(event, site_ids=places.only_one(statement.document_id for statement in supporters))
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
        corrected=any(kind is Relation.CORRECTS for _, kind, _ in related),
    )


def _pooled(core: Statement, supporters: Sequence[Statement]) -> Event:
    """The event as all supporters tell it."""
    events = [statement.event for statement in supporters]
    spans = [event.time for event in events if event.time]
    exact = [span for span in spans if span.granularity is not Granularity.VAGUE]
    acts = [core.event.action, *(event.action for event in events)]
    return Event(
        action=next((act for act in acts if act is not Action.NONE), Action.NONE),
        object=_object(core, events),
        site_ids=tuple(dict.fromkeys(site for event in (core.event, *events) for site in event.site_ids)),
        part_id=core.event.part_id or next((event.part_id for event in events if event.part_id), None),
        quantity=_pooled_quantity([event.quantity for event in events if event.quantity], thing_of(core)),
        time=hull(exact or spans),
        negated=is_negative(core),
    )


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


# ---- citations -----------------------------------------------------------------------------------------------------


def _citations(groups: Sequence[Group], lineage: Lineage, copies: Sequence[Copy]) -> list[Copy]:
    """Flows that a text owns up to: it names an outlet whose earlier report carries the same claim."""
    known = {(copy.from_document, copy.to_document) for copy in copies}
    found: dict[tuple[str, str], Copy] = {}
    for group in groups:
        for statement in group.everyone():
            for cited in _cited_members(statement, group, lineage):
                pair = (cited.document_id, statement.document_id)
                if pair in known or pair in found:
                    continue
                found[pair] = Copy(
                    id=content_id("cpy", *pair),
                    from_document=pair[0],
                    to_document=pair[1],
                    kind=CITES,
                    containment=0.0,
                    passages=_side_by_side(cited, statement),
                    reason=f"names {lineage.documents[cited.document_id].outlet}, whose earlier report says the same",
                )
    return list(found.values())


def _cited_members(statement: Statement, group: Group, lineage: Lineage) -> list[Statement]:
    """For each outlet that the statement rests on, that outlet's latest earlier member of the group."""
    publishers = lineage.publishers
    found = []
    for outlet in lineage.cited(statement):
        theirs = [
            member
            for member in group.members
            if publishers.name(lineage.documents[member.document_id].outlet) == outlet
            and lineage.rank[member.document_id] < lineage.rank[statement.document_id]
        ]
        if theirs:
            found.append(max(theirs, key=lambda member: lineage.rank[member.document_id]))
    return sorted(found, key=lambda member: lineage.rank[member.document_id])


def _side_by_side(earlier: Statement, later: Statement) -> tuple[Passage, ...]:
    if not earlier.content or not later.content:
        return ()
    return (Passage(earlier.content[0].start, earlier.content[-1].end, later.content[0].start, later.content[-1].end),)
