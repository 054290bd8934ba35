"""A case as flat tables: one row for each record, with its id and the words or pixels that it rests on.

CSV, Parquet and the notebook's frames are made of these. Column documents are part of the interface; columns are only
added before version 1.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from firsthand.exchange import judged_rows, shapes
from firsthand.exchange.columns import Column, Kind, Row, Table, columns_of, span_cells
from firsthand.exchange.holdings import Holdings

_T, _N = Kind.TEXT, Kind.NUMBER

_SITES = (
    *columns_of(_T, id="the site's id", name="its name"),
    *columns_of(Kind.TEXTS, aliases="other names"),
    *columns_of(_T, kind="what sort of place"),
    *columns_of(_N, lon="degrees", lat="degrees", radius_m="uncertainty of the point"),
    *columns_of(Kind.TEXTS, sources="where each fact comes from"),
    *columns_of(Kind.SHAPE, geometry="footprint, else the point"),
)
_DOCUMENTS = (
    *columns_of(_T, id="the document's id", name="file or address it was collected under", url="address"),
    *columns_of(_T, outlet="publisher", title="title", byline="as printed", language="of the text"),
    *columns_of(Kind.TIME, published="when it was published", updated="when it was changed", captured="when we had it"),
    *columns_of(_T, sha256="of the captured bytes", media_type="of the captured bytes"),
    *columns_of(_T, revises="id of the earlier revision"),
)
_STATEMENTS = (
    *columns_of(_T, id="the statement's id", document="id of its document", outlet="publisher", url="address"),
    *columns_of(Kind.COUNT, start="first character of the quote, 0-based", end="one past the last"),
    *columns_of(_T, quote="the very words", source="who said it, in the text's words", source_name="normalised"),
    *columns_of(_T, source_kind="what sort of source"),
    *columns_of(Kind.TEXTS, chain="who said it first, the outlet last"),
    *columns_of(_T, stance="asserts, denies, declines, …", basis="how the source knows", voice="direct, indirect, …"),
    *columns_of(_N, certainty_low="that the source's words give, 0 to 1", certainty_high="0 to 1"),
    *columns_of(_T, action="what happened", object="to what", part="id of the site's part"),
    *columns_of(Kind.TEXTS, sites="ids of sites it is about"),
    *columns_of(Kind.TIME, time_start="when it happened, from", time_end="until, excluded"),
    *columns_of(_N, quantity_low="least", quantity_high="most"),
    *columns_of(_T, relevance="on-topic, off-topic or boilerplate", claim="id of the claim it belongs to"),
    *columns_of(_N, confidence="of the extraction, 0 to 1"),
    *columns_of(_T, corrected_by="id of the decision that corrected it"),
    *columns_of(Kind.TIME, published="of its document"),
)
_CLAIMS = (
    *columns_of(_T, id="the claim's id", text="its canonical words"),
    *columns_of(Kind.TEXTS, sites="ids of sites it is about, surest first"),
    *columns_of(_T, part="id of the site's part", action="what happened", object="to what"),
    *columns_of(Kind.TIME, time_start="when it happened, from", time_end="until, excluded"),
    *columns_of(_N, quantity_low="least", quantity_high="most"),
    *columns_of(Kind.COUNT, reports="documents that carry it", origins_low="independent origins, least"),
    *columns_of(Kind.COUNT, origins_high="most", first_hand="origins that know it at first hand"),
    *columns_of(Kind.TRUTH, corrected="a later correction stands against it"),
    *columns_of(_N, probability_low="0 to 1", probability_high="0 to 1"),
    *columns_of(_T, words="the estimative words", confidence="in that judgement", image="what images say of it"),
    *columns_of(Kind.COUNT, credibility="Admiralty, 1 to 6"),
    *columns_of(Kind.TEXTS, statements="ids of its statements", quotes="their words, each once"),
)
_MEMBERS = (
    *columns_of(_T, claim="id of the claim", statement="id of the statement", document="id of its document"),
    *columns_of(Kind.COUNT, start="first character of the quote, 0-based", end="one past the last"),
    *columns_of(_T, quote="the very words", relation="to the claim", origin="id of the origin it goes back to"),
    *columns_of(_T, outlet="publisher", url="address", sha256="of the captured bytes", reason="why it is placed here"),
    *columns_of(Kind.TIME, published="of its document"),
)
_ORIGINS = (
    *columns_of(_T, id="the origin's id", claim="id of the claim", name="who it is", kind="what sort of source"),
    *columns_of(Kind.TRUTH, first_hand="it saw, did or measured it", certain="it is surely another than the others"),
    *columns_of(Kind.TEXTS, may_equal="ids of origins it may be the same as"),
    *columns_of(_T, reason="why"),
    *columns_of(Kind.TEXTS, statements="ids of statements that go back to it", quotes="their words, each once"),
)
_COPIES = (
    *columns_of(_T, id="of the copy", from_document="id; had it first", to_document="id; has it from there"),
    *columns_of(_T, kind="verbatim, rewrite or cites", reason="why"),
    *columns_of(_N, containment="share of the later text that stands in the earlier, 0 to 1"),
    *columns_of(Kind.TEXTS, quotes="the later text's passages"),
)
_SCENES = (
    *columns_of(_T, id="the scene's id", site="id", name="file", sha256="of the image", sensor="family of sensors"),
    *columns_of(Kind.TIME, taken="when", captured="when we had it"),
    *columns_of(_N, gsd_m="metres a pixel", cloud_share="0 to 1", usable_share="of the site, 0 to 1"),
    *columns_of(_T, not_usable="why the look cannot be used", source="address it was fetched from"),
    *columns_of(Kind.SHAPE, geometry="outline of the image"),
)
_CHANGES = (
    *columns_of(_T, id="the change's id", site="id", part="id of the site's part", kind="what it is"),
    *columns_of(_T, kind_reason="why"),
    *columns_of(Kind.TIME, before="last look without it", after="first look with it"),
    *columns_of(_N, area_m2="area", area_sd_m2="one standard deviation", strength="robust z-score", p_value="0 to 1"),
    *columns_of(_N, gsd_m="metres a pixel"),
    *columns_of(_T, sensor="family of sensors", limits="what this resolution could not have shown"),
    *columns_of(Kind.TEXTS, scenes="ids of the scene before and the scene after", sha256="of these images"),
    *columns_of(Kind.SHAPE, geometry="its outline"),
)
_COMMITMENTS = (
    *columns_of(_T, id="the commitment's id", who="who promised", what="what", status="kept, reversed, …"),
    *columns_of(_T, status_reason="why", why="why it is testable, or not"),
    *columns_of(Kind.TRUTH, testable="can it be checked"),
    *columns_of(Kind.TEXTS, sites="ids"),
    *columns_of(Kind.TIME, by_start="due, from", by_end="until, excluded"),
    *columns_of(Kind.TEXTS, evidence="ids of what bears on it", statements="ids", quotes="their words, each once"),
)


def tables(held: Holdings) -> list[Table]:
    """All tables of ``held``, also those that are empty."""
    return [table(held, name) for name in MAKERS]


def table(held: Holdings, name: str) -> Table:
    """The table with this name, one of :data:`MAKERS`."""
    columns, make = MAKERS[name]
    return Table(name, columns, tuple(make(held)))


# ---- from records to rows -------------------------------------------------------------------------------------------


def _sites(held: Holdings) -> Iterator[Row]:
    for site in held.sites:
        yield {
            "id": site.id,
            "name": site.name,
            "aliases": list(site.aliases),
            "kind": site.kind,
            "lon": site.lon,
            "lat": site.lat,
            "radius_m": site.radius_m,
            "sources": list(site.sources),
            "geometry": shapes.site_geometry(site),
        }


def _documents(held: Holdings) -> Iterator[Row]:
    names = [column.name for column in _DOCUMENTS]
    for document in held.documents.values():
        yield {name: getattr(document, name) for name in names}


def _statements(held: Holdings) -> Iterator[Row]:
    claim_of = {member.statement_id: claim.id for claim in held.claims for member in claim.members}
    for item in held.statements.values():
        document, event, anchor = held.documents[item.document_id], item.event, held.anchor(item)
        yield {
            "id": item.id,
            "document": document.id,
            "outlet": document.outlet,
            "url": document.url,
            "published": document.published,
            "start": anchor.start,
            "end": anchor.end,
            "quote": anchor.quote,
            "source": item.source.quote if item.source else None,
            "source_name": item.source_name or None,
            "source_kind": item.source_kind.value,
            "chain": [link.name for link in item.chain],
            "stance": item.stance.value,
            "basis": item.basis.value,
            "voice": item.voice.value,
            "certainty_low": item.certainty.low,
            "certainty_high": item.certainty.high,
            "action": event.action.value,
            "object": event.object,
            "sites": list(event.site_ids),
            "part": event.part_id,
            **span_cells("time", event.time),
            "quantity_low": event.quantity.low if event.quantity else None,
            "quantity_high": event.quantity.high if event.quantity else None,
            "relevance": item.relevance.value,
            "claim": claim_of.get(item.id),
            "confidence": item.confidence,
            "corrected_by": item.corrected_by or None,
        }


def _claims(held: Holdings) -> Iterator[Row]:
    for claim in held.claims:
        event, judged = claim.event, held.assessments.get(claim.id)
        yield {
            "id": claim.id,
            "text": claim.text,
            "sites": list(event.site_ids),
            "part": event.part_id,
            "action": event.action.value,
            "object": event.object,
            **span_cells("time", event.time),
            "quantity_low": event.quantity.low if event.quantity else None,
            "quantity_high": event.quantity.high if event.quantity else None,
            "reports": claim.reports,
            "origins_low": claim.origin_low,
            "origins_high": claim.origin_high,
            "first_hand": claim.first_hand,
            "corrected": claim.corrected,
            "probability_low": judged.low if judged else None,
            "probability_high": judged.high if judged else None,
            "words": judged.words if judged else None,
            "confidence": judged.confidence if judged else None,
            "image": judged.image.answer.value if judged else None,
            "credibility": judged.credibility if judged else None,
            "statements": [member.statement_id for member in claim.members],
            "quotes": held.quotes(claim.members),
        }


def _members(held: Holdings) -> Iterator[Row]:
    for claim in held.claims:
        for member in claim.members:
            document = held.documents[member.document_id]
            anchor = held.anchor(held.statements[member.statement_id])
            yield {
                "claim": claim.id,
                "statement": member.statement_id,
                "document": document.id,
                "start": anchor.start,
                "end": anchor.end,
                "quote": anchor.quote,
                "relation": member.relation.value,
                "origin": member.origin_id,
                "outlet": document.outlet,
                "url": document.url,
                "sha256": document.sha256,
                "reason": member.reason,
                "published": document.published,
            }


def _origins(held: Holdings) -> Iterator[Row]:
    for claim in held.claims:
        for origin in claim.origins:
            members = [member for member in claim.members if member.origin_id == origin.id]
            yield {
                "id": origin.id,
                "claim": claim.id,
                "name": origin.name,
                "kind": origin.kind.value,
                "first_hand": origin.first_hand,
                "certain": origin.certain,
                "may_equal": list(origin.may_equal),
                "reason": origin.reason,
                "statements": [member.statement_id for member in members],
                "quotes": held.quotes(members),
            }


def _copies(held: Holdings) -> Iterator[Row]:
    for copy in held.copies:
        later = held.documents[copy.to_document].text
        yield {
            "id": copy.id,
            "from_document": copy.from_document,
            "to_document": copy.to_document,
            "kind": copy.kind,
            "reason": copy.reason,
            "containment": copy.containment,
            "quotes": [later[passage.to_start : passage.to_end] for passage in copy.passages],
        }


def _scenes(held: Holdings) -> Iterator[Row]:
    for scene in held.scenes.values():
        look = held.looks.get(scene.id)
        yield {
            "id": scene.id,
            "site": scene.site_id,
            "name": scene.name,
            "sha256": scene.sha256,
            "sensor": scene.sensor,
            "taken": scene.taken,
            "captured": scene.captured,
            "gsd_m": scene.gsd_m,
            "cloud_share": scene.cloud_share,
            "usable_share": look.usable_share if look else None,
            "not_usable": (look.reason or None) if look else None,
            "source": scene.source or None,
            "geometry": shapes.scene_geometry(scene),
        }


def _changes(held: Holdings) -> Iterator[Row]:
    same = ("id", "kind_reason", "before", "after", "area_m2", "area_sd_m2", "strength", "p_value", "gsd_m", "sensor")
    for change in held.changes:
        yield {
            **{name: getattr(change, name) for name in same},
            "site": change.site_id,
            "part": change.part_id,
            "kind": change.kind.value,
            "limits": change.limits,
            "scenes": list(change.scene_ids),
            "sha256": [held.scenes[id].sha256 for id in change.scene_ids if id in held.scenes],
            "geometry": shapes.change_geometry(change),
        }


def _commitments(held: Holdings) -> Iterator[Row]:
    for promise in held.commitments:
        ids = [id for id in promise.statement_ids if id in held.statements]
        words = (held.anchor(held.statements[id]).quote for id in ids)
        yield {
            "id": promise.id,
            "who": promise.who,
            "what": promise.what,
            "status": promise.status.value,
            "status_reason": promise.status_reason,
            "why": promise.why,
            "testable": promise.testable,
            "sites": list(promise.site_ids),
            **span_cells("by", promise.by),
            "evidence": list(promise.evidence),
            "statements": ids,
            "quotes": list(dict.fromkeys(words)),
        }


Maker = Callable[[Holdings], Iterable[Row]]
MAKERS: Mapping[str, tuple[tuple[Column, ...], Maker]] = {
    "sites": (_SITES, _sites),
    "documents": (_DOCUMENTS, _documents),
    "statements": (_STATEMENTS, _statements),
    "claims": (_CLAIMS, _claims),
    "members": (_MEMBERS, _members),
    "origins": (_ORIGINS, _origins),
    "copies": (_COPIES, _copies),
    "scenes": (_SCENES, _scenes),
    "changes": (_CHANGES, _changes),
    "commitments": (_COMMITMENTS, _commitments),
    "hypotheses": (judged_rows.HYPOTHESES, judged_rows.hypotheses),
    "evidence": (judged_rows.EVIDENCE, judged_rows.evidence),
    "ratings": (judged_rows.RATINGS, judged_rows.ratings),
    "forecasts": (judged_rows.FORECASTS, judged_rows.forecasts),
    "scores": (judged_rows.SCORES, judged_rows.scores),
    "alerts": (judged_rows.ALERTS, judged_rows.alerts),
}
"""The tables there are: their columns, and what makes their rows."""
