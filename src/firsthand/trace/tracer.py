"""Statements in, claims and copies out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.case import Case
from firsthand.model import Claim, Copy, Decision, Document, Outlet, Site, Statement
from firsthand.stage import Progress, StageReport, no_progress, plural
from firsthand.store.codec import encode
from firsthand.trace.attach import attach
from firsthand.trace.citations import CITES
from firsthand.trace.claims import Order, group_statements
from firsthand.trace.copies import KnownCopies, find_copies, time_key
from firsthand.trace.fallen import is_correction
from firsthand.trace.hands import ALONE, Hands
from firsthand.trace.memory import Memory, Settled, digest_of, noted, recalled
from firsthand.trace.origins import Lineage
from firsthand.trace.records import Recorder
from firsthand.trace.settle import settle
from firsthand.trace.works import Works
from firsthand.workers import HERE, Workers

TRACE_VERSION = "12"
"""Raise when the same input gives other claims, so that cases are traced again."""
_STAGE, _KEY = "trace", "all"


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
    memory: Memory = field(default_factory=Memory)
    """For a next run on these and other documents."""


def trace_statements(
    documents: Sequence[Document],
    statements: Sequence[Statement],
    context: TraceContext,
    memory: Memory | None = None,
    hands: Hands = ALONE,
) -> Traced:
    """All claims that ``statements`` make, with their origins, and what was copied from where.

    ``memory`` is that of an earlier run, which spares working through again what has not changed; ``hands`` share the
    work. The outcome is the same with any. Raises what keeps a worker from its task.
    """
    works = Works(documents)
    basis = digest_of(TRACE_VERSION, context.outlets, context.sites)
    if memory is None or memory.basis != basis:
        memory = Memory(basis)
    marks = {document.id: _mark(document) for document in documents}
    found = find_copies(documents, _known_copies(memory, marks), hands)
    copies = works.between(found)
    documents = works.voices
    context = replace(context, decisions=_inherited(context.decisions, works.heirs(statements)))
    first_told = works.first_told(statements)
    order = Order(documents)
    settled = sorted(settle(_with_corrections(documents, works.told(statements)), context.sites), key=order)
    digests = _digests(documents, settled)
    lineage = Lineage(documents, settled, copies, context.outlets)
    grouped = group_statements(settled, digests, context.decisions, context.sites, memory.placed, hands)
    same = digest_of([decision.subjects for decision in context.decisions if decision.kind == "same"])
    referring = {id: digest_of(digest, same) for id, digest in digests.items()}
    referred = attach(settled, grouped.groups, order, referring, memory.referred)
    recorder = Recorder(lineage, context.sites, first_told, {**digests, **marks}, memory.claims)
    recorded = recorder.record(grouped.groups, hands)
    return Traced(
        claims=tuple(item.claim for item in recorded),
        copies=(*copies, *_cited(recorded, copies)),
        statements=tuple(settled),
        memory=Memory(basis, grouped.placed, referred, {item.claim.id: item for item in recorded}, marks, found),
    )


def _known_copies(memory: Memory, marks: Mapping[str, str]) -> KnownCopies | None:
    """The copies of an earlier run, if all its documents are here unchanged."""
    if not memory.documents or not memory.documents.items() <= marks.items():
        return None
    return KnownCopies(frozenset(memory.documents), memory.copies)


def _mark(document: Document) -> str:
    """Digest of what the order and the words of a document depend on."""
    return digest_of(document.name, document.published, document.captured, document.text)


def _digests(documents: Iterable[Document], statements: Iterable[Statement]) -> dict[str, str]:
    """Digest of each statement, and of when its document was published."""
    moments = {document.id: time_key(document) for document in documents}
    return {item.id: digest_of(encode(item), moments[item.document_id]) for item in statements}


def _cited(recorded: Iterable[Settled], copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """The flows that texts own up to, each once, where no words were taken over."""
    known = {(copy.from_document, copy.to_document) for copy in copies}
    found: dict[tuple[str, str], Copy] = {}
    for cite in (cite for item in recorded for cite in item.cites):
        pair = (cite.from_document, cite.to_document)
        if pair not in known:
            found.setdefault(pair, cite)
    return tuple(found.values())


def _inherited(decisions: Sequence[Decision], heirs: Mapping[str, str]) -> tuple[Decision, ...]:
    """The decisions, with statements of replaced revisions exchanged for those that stand in their place."""
    return tuple(
        replace(decision, subjects=tuple(heirs.get(subject, subject) for subject in decision.subjects))
        for decision in decisions
    )


def _with_corrections(documents: Sequence[Document], statements: Sequence[Statement]) -> list[Statement]:
    """Statements with those marked that stand in a text which calls itself a correction."""
    fixing = {document.id for document in documents if is_correction(document)}
    return [
        replace(item, corrects=True) if item.document_id in fixing and item.content else item for item in statements
    ]


def trace(case: Case, progress: Progress = no_progress, workers: Workers = HERE) -> StageReport:
    """Trace all that was read in ``case``, if anything has changed since.

    ``workers`` share the work. It is stored whole or not at all: what keeps them from it is raised. Raises
    StorageError, InputError.
    """
    store = case.store
    documents, statements = store.documents(), store.statements()
    context = TraceContext(case.outlets, case.sites, tuple(store.decisions()))
    now = _fingerprint(documents, statements, context)
    if store.fingerprints(_STAGE).get(_KEY) == now:
        return StageReport(_STAGE, fresh=len(statements), summary=_summary(store.claims(), store.copies()))
    traced = trace_statements(documents, statements, context, remembered(case), Hands(workers, progress))
    with store.writing():
        if store.put_trace(traced.claims, traced.copies, noted(traced.memory, traced.copies)):
            # Assessments went with the old claims: weigh has to run again even if all claims are as it had them once.
            store.set_fingerprint("weigh", _KEY, "")
        store.set_fingerprint(_STAGE, _KEY, now)
    progress("trace", len(statements), len(statements))
    return StageReport(_STAGE, done=len(statements), summary=_summary(traced.claims, traced.copies))


def remembered(case: Case) -> Memory:
    """What the last run left in the case."""
    store = case.store
    return recalled(store.trace_notes(), store.claims(), [copy for copy in store.copies() if copy.kind != CITES])


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
