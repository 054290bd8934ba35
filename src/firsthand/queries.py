"""What the doors ask of a case, answered in JSON forms. Reading only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.model import Claim, Document, Reading
from firsthand.replay import Knowledge, knowledge
from firsthand.stage import Progress, no_progress
from firsthand.store.codec import plain
from firsthand.views import (
    ClaimView,
    HitView,
    ReadView,
    SiteView,
    TraceView,
    changes_geojson,
    claim_view,
    read_view,
    site_view,
    statement_view,
    trace_view,
)
from firsthand.weigh.scoring.recalibration import standing_curve

if TYPE_CHECKING:
    from firsthand.views.check import CheckView


def sites(case: Case) -> list[SiteView]:
    """The sites of a case with the number of their claims, changes and scenes."""
    store = case.store
    return [
        site_view(site, len(store.claims(site.id)), len(store.changes(site.id)), len(store.scenes(site.id)))
        for site in case.sites
    ]


def claims(case: Case, site: str | None = None, known_at: datetime | None = None) -> list[ClaimView]:
    """Claims, most reported first; of one site (id, name or alias) or of all; as known at a moment, or now."""
    site_id = case.site(site).id if site else None
    known = knowledge(case, known_at)
    found = [claim for claim in known.claims if site_id is None or site_id in claim.event.site_ids]
    return _views(case, found, known, known_at)


def _views(case: Case, found: list[Claim], known: Knowledge, known_at: datetime | None = None) -> list[ClaimView]:
    statements = {statement.id: statement for statement in known.statements}
    documents = {document.id: document for document in known.documents}
    assessments = {assessment.claim_id: assessment for assessment in known.assessments}
    decisions = [item for item in case.store.decisions() if known_at is None or item.when <= known_at]
    applied = standing_curve(decisions)
    return [claim_view(claim, statements, documents, assessments.get(claim.id), applied) for claim in found]


def trace(case: Case, claim_id: str) -> TraceView:
    """One claim, its origins and the copies between its reports. Raises UnknownIdError."""
    claim = case.store.claim(claim_id)
    known = knowledge(case)
    documents = {document.id: document for document in known.documents}
    return trace_view(_views(case, [claim], known)[0], known.copies, documents)


def changes(case: Case, site: str | None = None) -> dict[str, Any]:
    """Changes of one site, or of all, as GeoJSON."""
    return changes_geojson(case.store.changes(case.site(site).id if site else None))


def search(case: Case, words: str, limit: int = 20) -> list[HitView]:
    """Documents, statements and claims that hold all words, best first."""
    hits = case.store.search(words, limit)
    documents = case.store.documents_called({hit.document_id for hit in hits})
    return [
        HitView(
            kind=hit.kind,
            id=hit.ref,
            document=documents[hit.document_id].name if hit.document_id in documents else None,
            title=hit.title,
            snippet=hit.snippet.replace("\x02", "").replace("\x03", ""),
        )
        for hit in hits
    ]


def show(case: Case, id: str) -> dict[str, Any]:
    """Any record by its id, or a document by its file name or URL. Raises UnknownIdError."""
    store = case.store
    prefix = id.split("-", maxsplit=1)[0]
    if prefix == "clm":
        return trace(case, id).model_dump(mode="json")
    if prefix == "stm":
        statement = store.statement(id)
        return statement_view(statement, store.document(statement.document_id)).model_dump(mode="json")
    if prefix in {"scn", "chg"}:
        return plain(store.scene(id) if prefix == "scn" else store.change(id))
    try:
        return _document_form(case, store.document_called(id))
    except UnknownIdError as err:
        remedy = "list ids with `firsthand claims`, `firsthand search WORDS` or `firsthand sites`"
        raise UnknownIdError("nothing in this case has this id", thing=id, remedy=remedy) from err


def _document_form(case: Case, document: Document) -> dict[str, Any]:
    reading = case.store.reading(document.id)
    form = {key: value for key, value in plain(document).items() if key != "text"}
    if document.revises:
        form["revision"] = _revision_form(case.store.document(document.revises), document)
    read = read_view(document, reading).model_dump(mode="json") if reading else {}
    form["statements"] = read.get("statements", [])
    form["places"] = read.get("places", [])
    repeated = case.store.near_copies(document.id)
    if repeated:
        form["near_copies"] = [plain(copy) for copy in repeated]
    return form | {"text": document.text}


def _revision_form(earlier: Document, later: Document) -> dict[str, Any]:
    """What a revision changed, with the words before and after and where they stand in either text."""
    from firsthand.collect.revisions import diff

    changes = [
        {
            "op": op,
            "before": earlier.text[start:end],
            "after": later.text[to_start:to_end],
            "from": [start, end],
            "to": [to_start, to_end],
        }
        for op, start, end, to_start, to_end in diff(earlier.text, later.text)
    ]
    return {"of": earlier.id, "name": earlier.name, "captured": earlier.captured.isoformat(), "changes": changes}


def read_file(
    case: Case | None, path: str, published: datetime | None, outlet: str, progress: Progress = no_progress
) -> ReadView:
    """The statements of one text, read with the sites and outlets of ``case`` when there is one; nothing is stored.

    ``progress`` is told when the gazetteer has to be built first.
    """
    return read_view(*_read_file(case, path, published, outlet, progress))


def explain(
    case: Case | None, name: str, published: datetime | None, outlet: str, progress: Progress = no_progress
) -> tuple[Document, Reading]:
    """A document of the case by id, name or URL with what is stored of its reading; else a text read as by read_file.

    A document that has not been read yet is read, and nothing is stored. Raises InputError, UnknownIdError.
    """
    if case is None:
        return _read_file(case, name, published, outlet, progress)
    try:
        document = case.store.document_called(name)
    except UnknownIdError:
        if name.startswith("doc-"):
            raise
        return _read_file(case, name, published, outlet, progress)
    reading = case.store.reading(document.id)
    return document, reading or _reading(case, document, progress)


def check(
    case: Case, file: str, published: datetime | None = None, outlet: str = "", progress: Progress = no_progress
) -> CheckView:
    """What a text (a file, ``-``, or a document of the case) says against the rest of the case; nothing is stored.

    Raises InputError, UnknownIdError.
    """
    from firsthand.trace.check import check_document
    from firsthand.trace.tracer import TraceContext, remembered
    from firsthand.views.check import check_view

    document, reading = explain(case, file, published, outlet, progress)
    documents, statements = case.store.documents(), case.store.statements()
    context = TraceContext(case.outlets, case.sites, tuple(case.store.decisions()))
    progress(f"comparing {document.name}", 0, 1)
    checked = check_document(document, reading.statements, documents, statements, context, remembered(case))
    return check_view(checked, documents)


def _read_file(
    case: Case | None, path: str, published: datetime | None, outlet: str, progress: Progress
) -> tuple[Document, Reading]:
    from firsthand.collect.collector import CollectOptions, load_document

    document = load_document(path, CollectOptions(published=published, outlet=outlet))
    return document, _reading(case, document, progress)


def _reading(case: Case | None, document: Document, progress: Progress) -> Reading:
    """The document read now, with the sites and outlets of ``case`` when there is one."""
    from firsthand.outlets import builtin_outlets
    from firsthand.read.blocks import ReadContext
    from firsthand.read.places.towns import gazetteer
    from firsthand.read.reader import read_text

    book = None if case and case.fictional else gazetteer(progress)
    if case is None:
        return read_text(document, ReadContext((), builtin_outlets(), (), book))
    return read_text(document, ReadContext(case.sites, case.outlets, case.topic_words, book))
